"""When the people of the sample work: on weekdays from half past eight to six, on their own clocks."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
OPENS, CLOSES = time(8, 30), time(18)
ONE_DAY = timedelta(days=1)


def is_working(day: date) -> bool:
    return day.isoweekday() <= 5


def day_of(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def working_day(day: date, step: int = -1) -> date:
    """That day, or the next one on which people work: the one before, or with 1 the one after."""
    while not is_working(day):
        day += step * ONE_DAY
    return day


def working_days_on(day: date, count: int) -> date:
    """So many working days after that day, or before it."""
    step = 1 if count > 0 else -1
    for _ in range(abs(count)):
        day = working_day(day + step * ONE_DAY, step)
    return day


def on_clock(day: date, clock: time) -> datetime:
    """UTC, as everything that is kept. No clock is changed while people work."""
    return datetime.combine(day, clock, ZONE).astimezone(UTC)


def drawn(day: date, random: Random) -> datetime:
    """Some second of a working day."""
    first, last = on_clock(day, OPENS), on_clock(day, CLOSES)
    return first + timedelta(seconds=random.randrange(int((last - first).total_seconds())))


def not_before(at: datetime, random: Random) -> datetime:
    """That instant, or one soon after it when nobody works then."""
    if is_at_work(at):
        return at
    here = at.astimezone(ZONE)
    day = here.date() if here.time() < OPENS else here.date() + ONE_DAY
    return drawn(_instead(day, 1, random), random)


def not_after(at: datetime, random: Random) -> datetime:
    """That instant, or one not long before it when nobody works then."""
    if is_at_work(at):
        return at
    here = at.astimezone(ZONE)
    day = here.date() - ONE_DAY if here.time() < OPENS else here.date()
    return drawn(_instead(day, -1, random), random)


def between(first: datetime, last: datetime, random: Random, *, part: tuple[float, float]) -> datetime:
    """Somewhere in that part of the time from a working instant to another."""
    return max(first, not_after(first + (last - first) * random.uniform(*part), random))


def just_before(now: datetime) -> datetime:
    """When something began, on the half hour, that people may have come back from by now."""
    day = day_of(now)
    half = now.replace(minute=now.minute // 30 * 30, second=0, microsecond=0) - 4 * timedelta(minutes=30)
    if is_working(day) and half >= on_clock(day, time(9)):
        return min(half, on_clock(day, time(16)))
    return on_clock(working_day(day - ONE_DAY), time(16))


def is_at_work(at: datetime) -> bool:
    here = at.astimezone(ZONE)
    return is_working(here.date()) and OPENS <= here.time() < CLOSES


def _instead(day: date, step: int, random: Random) -> date:
    """What would fall on a weekend is spread over the week beside it: not everything happens on Mondays and Fridays."""
    return day if is_working(day) else working_days_on(day, step * random.randint(1, 4))
