"""A sales target: which number of what one person is to reach in each period (SG-1 to SG-8)."""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from stageline.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, RuleBroken
from stageline.domain.ids import EventId, ProcessId, StageId, TargetId, UserId
from stageline.domain.processes.stage import StageType
from stageline.domain.rights import Actor, Right
from stageline.domain.targets.periods import Cycle, Period


class TargetNotFound(NotFound):
    """There is no such sales goal, or it is not yours to see."""

    code = "not_found"


class TargetSetByAnother(NotPermitted):
    """Somebody else set this goal for you. Ask them to change it."""

    code = "not_allowed"


class TargetChangedMeanwhile(Conflict):
    """Somebody changed this sales goal in the meantime."""

    code = "conflict"


class TargetExists(RuleBroken):
    """There is a goal like this for the same person already. Change its number, or set a new one once it has ended."""

    code = "target_exists"


class TargetIsOver(RuleBroken):
    """This goal has ended. Set a new one."""

    code = "target_over"


class PeriodIsClosed(RuleBroken):
    """That period is over, and keeps its number. Choose the present period or a later one."""

    code = "period_closed"


class TargetEndsBefore(RuleBroken):
    """This goal ends before that period. Set a new one once it has ended."""

    code = "target_ends_before"


class InvalidTarget(InvalidInput):
    """This goal cannot be set as it stands; what is listed is wrong."""

    code = "invalid_input"


class Metric(StrEnum):
    """What is counted (SG-2)."""

    ADVANCED_COUNT = "advanced_count"
    ADVANCED_VALUE = "advanced_value"
    WON_COUNT = "won_count"
    WON_VALUE = "won_value"

    @property
    def is_value(self) -> bool:
        return self in (Metric.ADVANCED_VALUE, Metric.WON_VALUE)

    @property
    def names_stage(self) -> bool:
        return self in (Metric.ADVANCED_COUNT, Metric.ADVANCED_VALUE)


class TargetNumber(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be reached: deals, or minor units of the target's currency.

    It holds from the period that begins on `from_on`, or in that one alone when `is_once` (a number for one season).
    """

    from_on: date
    number: int
    is_once: bool = False


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """What happens in it counts toward nothing; `until_at` None is still on."""

    from_at: datetime
    until_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        return self.from_at <= at and (self.until_at is None or at < self.until_at)


class SalesTarget(msgspec.Struct, frozen=True, kw_only=True):
    """`starts_on` is the first day of its first period. `stage_type` is that of its stage.

    Without `process_ids` what was won counts in whatever process. `currency` is there for values alone (SG-3);
    one that `converts` counts amounts in others too, by the rate of the day on which they came.
    `batch_id` is the same for those set together: the first event that said so.
    """

    id: TargetId
    user_id: UserId
    metric: Metric
    stage_id: StageId | None = None
    stage_type: StageType | None = None
    process_ids: tuple[ProcessId, ...] = ()
    currency: str | None = None
    converts: bool = False
    cycle: Cycle
    starts_on: date
    numbers: tuple[TargetNumber, ...]
    pauses: tuple[Pause, ...] = ()
    ended_at: datetime | None = None
    deleted_at: datetime | None = None
    set_by: UserId
    set_at: datetime
    batch_id: EventId | None = None
    version: int = 1

    @property
    def counts_wins(self) -> bool:
        """By the rules of what was won (SG-30 to SG-33), which hold for a won stage too (SG-26)."""
        return not self.metric.names_stage or self.stage_type is StageType.WON

    @property
    def looks_at(self) -> StageId | StageType:
        """What an opportunity must have entered for anything of it to count."""
        return StageType.WON if self.stage_id is None else self.stage_id

    @property
    def over_at(self) -> datetime | None:
        """From when on nothing counts any more: ended or deleted, whichever came first."""
        ends = [at for at in (self.ended_at, self.deleted_at) if at is not None]
        return min(ends, default=None)

    @property
    def is_paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1].until_at is None

    @property
    def likeness(self) -> str:
        """The same for exact duplicates (SG-8)."""
        what = (self.user_id, self.metric.value, self.stage_id, sorted(self.process_ids), self.currency)
        how = ("converts",) if self.converts else ()
        return msgspec.json.encode((*what, self.cycle.period_type.value, *how)).decode()

    def is_over(self, at: datetime) -> bool:
        return self.over_at is not None and self.over_at <= at

    def is_paused_at(self, at: datetime) -> bool:
        return any(pause.holds(at) for pause in self.pauses)

    def runs_in(self, period: Period) -> bool:
        """Whether any moment of that period can count toward it."""
        has_begun = self.starts_on <= period.starts_on
        return has_begun and (self.over_at is None or period.starts_at < self.over_at)

    def number_in(self, period: Period) -> int:
        """What was or is to be reached in that period: the number for it alone, else the last that began before."""
        once = [each for each in self.numbers if each.is_once and each.from_on == period.starts_on]
        return once[-1].number if once else self.lasting_in(period)

    def lasting_in(self, period: Period) -> int:
        """The last number that began until then, whatever is to be reached in that period alone."""
        lasting = sorted((each for each in self.numbers if not each.is_once), key=lambda each: each.from_on)
        began = [each for each in lasting if each.from_on <= period.starts_on] or lasting[:1]
        return began[-1].number


def may_change(target: SalesTarget, actor: Actor) -> bool:
    """One's own that one set oneself, and those of one's people; what others set for one can be read (SG-11)."""
    if actor.only_looks or not actor.reaches_targets_of(target.user_id):
        return False
    return target.user_id != actor.user_id or target.set_by == actor.user_id or actor.has(Right.ADMINISTER)


def visible(target: SalesTarget | None, actor: Actor) -> SalesTarget:
    """What may not be seen is as if it were not there (SG-11)."""
    if target is None or not actor.reaches_targets_of(target.user_id):
        raise TargetNotFound
    return target


def changeable(target: SalesTarget | None, version: int | None, actor: Actor) -> SalesTarget:
    """Without a version as it is now, whatever somebody did to it meanwhile."""
    found = visible(target, actor)
    if found.deleted_at is not None:
        raise TargetNotFound
    if not may_change(found, actor):
        raise TargetSetByAnother
    if version is not None and found.version != version:
        raise TargetChangedMeanwhile(version=found.version)
    return found
