"""Days as the organisation counts them: in its time zone, on the calendar or by its working days."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from stageline.domain.errors import InvalidInput

ONE_DAY = timedelta(days=1)
MONDAY_TO_FRIDAY = frozenset({1, 2, 3, 4, 5})


class UnknownZone(InvalidInput):
    """There is no such time zone. Name one as in Europe/Amsterdam."""

    code = "unknown_zone"


class InvalidWorkingDays(InvalidInput):
    """Name at least one working day, each as a number from 1 (Monday) to 7 (Sunday)."""

    code = "invalid_working_days"


class DayBasis(StrEnum):
    """Whether every day counts or only working days (PS-10)."""

    CALENDAR = "calendar"
    BUSINESS = "business"


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant together with what it is to the organisation: `today` is its date in `zone`."""

    at: datetime
    today: date
    zone: ZoneInfo

    @classmethod
    def of(cls, at: datetime, zone: ZoneInfo) -> "Moment":
        return cls(at, today(at, zone), zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The zone, the ISO weekdays (Monday is 1) on which people work, and the dates on which they do not after all."""

    zone: ZoneInfo
    working_days: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: frozenset[date] = frozenset()
    _lost: tuple[date, ...] = field(init=False, repr=False, compare=False)  # holidays on a working weekday, in order

    def __post_init__(self) -> None:
        if not self.working_days or not self.working_days <= set(range(1, 8)):
            raise InvalidWorkingDays
        lost = sorted(day for day in self.holidays if day.isoweekday() in self.working_days)
        object.__setattr__(self, "_lost", tuple(lost))

    def is_working_day(self, day: date) -> bool:
        return day.isoweekday() in self.working_days and day not in self.holidays

    def working_days_until(self, day: date) -> int:
        """How many working days there were from the first day of year 1, a Monday, up to and including this one."""
        weeks, rest = divmod(day.toordinal(), 7)
        begun = sum(weekday <= rest for weekday in self.working_days)
        return weeks * len(self.working_days) + begun - bisect_right(self._lost, day)


def calendar_of(zone: str, working_days: Iterable[int], holidays: Iterable[date]) -> Calendar:
    """The calendar that an organisation's settings describe."""
    return Calendar(zone=zone_named(zone), working_days=frozenset(working_days), holidays=frozenset(holidays))


def zone_named(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; not a name at all; a folder of zones or a name too long
        raise UnknownZone(zone=name) from None


def today(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


@lru_cache(maxsize=4096)
def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which that day begins there, in UTC; where midnight is skipped, the first instant after it."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def days_between(start: datetime, end: datetime, calendar: Calendar, basis: DayBasis = DayBasis.CALENDAR) -> int:
    """Whole days from one instant to another, by their dates in the organisation's zone (PS-225).

    From Monday 23:59 to Tuesday 00:01 is one day. By working days, each one after the first date counts, up to and
    including the last: Friday to Monday is one. Never negative: a clock may have been set back.
    """
    first, last = today(start, calendar.zone), today(end, calendar.zone)
    if basis is DayBasis.CALENDAR:
        return max(0, (last - first).days)
    return max(0, calendar.working_days_until(last) - calendar.working_days_until(first))


def begin_of_days(days: int, end: datetime, calendar: Calendar, basis: DayBasis = DayBasis.CALENDAR) -> datetime | None:
    """The instant before which more than so many days lie between a start and the end: the limit, said for a query.

    None when no start is that long ago.
    """
    last = today(end, calendar.zone).toordinal()
    counted = calendar.working_days_until if basis is DayBasis.BUSINESS else date.toordinal
    least = counted(date.fromordinal(last)) - days
    first = bisect_left(range(1, last), least, key=lambda number: counted(date.fromordinal(number))) + 1
    return None if first <= 1 else start_of_day(date.fromordinal(first), calendar.zone)


def add_days(day: date, days: int, calendar: Calendar, basis: DayBasis = DayBasis.CALENDAR) -> date:
    """So many days later, or earlier when negative.

    By working days the answer is always one: no days after a free day is the next working day (PS-120).
    """
    if basis is DayBasis.CALENDAR:
        return day + timedelta(days=days)
    if days == 0:
        return day if calendar.is_working_day(day) else add_days(day, 1, calendar, basis)
    step = ONE_DAY if days > 0 else -ONE_DAY
    for _ in range(abs(days)):
        day += step
        while not calendar.is_working_day(day):
            day += step
    return day


def quarter_of(day: date) -> int:
    return (day.month + 2) // 3


def month_key(day: date) -> str:
    """As in 2017-03, which sorts by time."""
    return f"{day.year:04}-{day.month:02}"


def quarter_key(day: date) -> str:
    """As in 2017-Q1, which sorts by time."""
    return f"{day.year:04}-Q{quarter_of(day)}"
