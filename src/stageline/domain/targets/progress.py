"""How far a target is reached in one period (SG-63)."""

from datetime import date, datetime

import msgspec

from stageline.domain.calendar import today
from stageline.domain.errors import NotFound
from stageline.domain.targets.periods import Period
from stageline.domain.targets.setting import FURTHEST
from stageline.domain.targets.target import SalesTarget


class NoSuchPeriod(NotFound):
    """This goal has no period on that day."""

    code = "not_found"


class Progress(msgspec.Struct, frozen=True):
    """Both in deals, or in minor units of the target's currency."""

    number: int
    reached: int

    @property
    def remaining(self) -> int:
        return max(self.number - self.reached, 0)

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 appears only when it is reached; beyond it goes on."""
        return self.reached * 100 // self.number

    @property
    def fill(self) -> float:
        """Of the pie: from 0 to 1."""
        return min(self.reached / self.number, 1)


def period_to_show(target: SalesTarget, at: datetime) -> Period:
    """The present one; the first when it is still to come, the last when the target is over (SG-50)."""
    present = target.cycle.at(at)
    if present.starts_on < target.starts_on:
        return target.cycle.on(target.starts_on)
    if target.over_at is None or present.starts_at < target.over_at:
        return present
    last = target.cycle.at(target.over_at)
    if last.starts_at == target.over_at:
        last = target.cycle.before(last)
    return max(last, target.cycle.on(target.starts_on))


def period_on(target: SalesTarget, day: date, at: datetime) -> Period:
    """The one that day is in, past or to come; refused where the target does not run."""
    last = max(today(at, target.cycle.zone), target.starts_on) + FURTHEST
    if target.starts_on <= day <= last and target.runs_in(period := target.cycle.on(day)):
        return period
    raise NoSuchPeriod
