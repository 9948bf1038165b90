"""Whether somebody is where they should be by today, and how much each working day left has to bring."""

from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

from stageline.domain.calendar import Calendar, today
from stageline.domain.targets.periods import Period
from stageline.domain.targets.progress import Progress
from stageline.domain.targets.target import SalesTarget

JUST_STARTED = 3
"""In the first so many hundredths of a period nothing is said of it yet."""
AHEAD, ON_TRACK, BEHIND = 105, 99, 81
"""From so many hundredths of what is expected on; whoever has less is at risk."""


class PaceState(StrEnum):
    """From the best to the worst; what has just started is none of them yet."""

    REACHED = "reached"
    JUST_STARTED = "just_started"
    AHEAD = "ahead"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    AT_RISK = "at_risk"


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """Today counts among the `elapsed_days`, and `days_left` come after it; all are working days.

    `expected` is the number's share for the days elapsed, rounded down, and `difference` what was reached less what is
    expected: whole deals, at least one where the state speaks of a difference, or minor units. `required_per_day` is
    what each day left has to bring, in deals with one decimal or in whole minor units, rounded up; null when it is
    reached or no day is left.
    """

    state: PaceState
    expected: int
    difference: int
    working_days: int
    elapsed_days: int
    days_left: int
    required_per_day: str | None


class Days(msgspec.Struct, frozen=True):
    """The working days of a period, and how many of them there were up to and including a day."""

    all: int
    elapsed: int

    @property
    def left(self) -> int:
        return self.all - self.elapsed

    def share_of(self, number: int) -> int:
        """Rounded down; nothing while nobody was to work yet."""
        return number * self.elapsed // self.all if self.elapsed else 0


def days_until(day: date, period: Period, calendar: Calendar) -> Days:
    """Up to and including a day of the period, or none of them the day before it begins."""
    before = calendar.working_days_until(period.starts_on - timedelta(days=1))
    in_all = calendar.working_days_until(period.last_on) - before
    return Days(in_all, calendar.working_days_until(day) - before)


def expected_by_day(period: Period, number: int, calendar: Calendar) -> list[tuple[date, int]]:
    """What the number comes to by the end of each of its days; it stands still where nobody works."""
    every = (period.starts_on + timedelta(days=day) for day in range((period.next_on - period.starts_on).days))
    return [(day, days_until(day, period, calendar).share_of(number)) for day in every]


def pace_of(target: SalesTarget, period: Period, progress: Progress, calendar: Calendar, at: datetime) -> Pace | None:
    """None where nothing is to be hurried: the period is over or to come, or the target is paused or has ended."""
    if not period.holds(at) or target.is_over(at) or target.is_paused_at(at):
        return None
    days = days_until(today(at, target.cycle.zone), period, calendar)
    has_just_started = (at - period.starts_at) * 100 < (period.ends_at - period.starts_at) * JUST_STARTED
    state = _state(progress, days, has_just_started=has_just_started)
    is_value = target.metric.is_value
    return Pace(
        state=state,
        expected=days.share_of(progress.number),
        difference=_amount(progress, days) if is_value else _deals(progress, days, state),
        working_days=days.all,
        elapsed_days=days.elapsed,
        days_left=days.left,
        required_per_day=_required(progress.remaining, days.left, is_value=is_value),
    )


def _state(progress: Progress, days: Days, *, has_just_started: bool) -> PaceState:
    """By what is expected exactly: nothing of it is rounded."""
    if progress.remaining == 0:
        return PaceState.REACHED
    if has_just_started:
        return PaceState.JUST_STARTED
    reached, expected = progress.reached * days.all * 100, progress.number * days.elapsed
    if expected == 0:
        return PaceState.AHEAD if progress.reached else PaceState.ON_TRACK
    if reached >= AHEAD * expected:
        return PaceState.AHEAD
    if reached >= ON_TRACK * expected:
        return PaceState.ON_TRACK
    return PaceState.BEHIND if reached >= BEHIND * expected else PaceState.AT_RISK


def _amount(progress: Progress, days: Days) -> int:
    return progress.reached - days.share_of(progress.number)


def _deals(progress: Progress, days: Days, state: PaceState) -> int:
    """To the nearest deal."""
    over = progress.reached * days.all - progress.number * days.elapsed
    nearest = (2 * abs(over) + days.all) // (2 * days.all) if days.all else progress.reached
    if state in (PaceState.AHEAD, PaceState.BEHIND, PaceState.AT_RISK):
        nearest = max(nearest, 1)
    return nearest if over >= 0 else -nearest


def _required(remaining: int, days_left: int, *, is_value: bool) -> str | None:
    if remaining == 0 or days_left == 0:
        return None
    if is_value:
        return str(-(-remaining // days_left))
    whole, tenth = divmod(-(-remaining * 10 // days_left), 10)
    return f"{whole}.{tenth}"
