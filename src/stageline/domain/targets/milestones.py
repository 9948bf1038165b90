"""What is worth telling of a target once in each period: that it is reached, that it is at risk, how it ended."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import msgspec

from stageline.domain.calendar import Calendar, start_of_day, today
from stageline.domain.events import Event
from stageline.domain.ids import UserId
from stageline.domain.targets.changes import CHANGES, TargetEvent
from stageline.domain.targets.pace import PaceState, pace_of
from stageline.domain.targets.periods import Period
from stageline.domain.targets.progress import Progress
from stageline.domain.targets.target import SalesTarget

STALE = timedelta(days=3)
"""A result that is older is not told any more, as when everything stood still for a while."""
EARLY = 4
"""Nobody is warned before one of so many parts of the working days is over: there is one warning in a period."""
INSTANT = timedelta(microseconds=1)


class MilestonePassed(TargetEvent, frozen=True, kw_only=True, gc=False):
    """`progress` is as it was then. It changes nothing of the target."""

    period: Period
    progress: Progress
    stage_name: str | None = None

    @property
    def version(self) -> None:  # type: ignore[override]
        return None

    def facts(self) -> Mapping[str, Any]:
        target, period = self.target, self.period
        return {
            "user_id": target.user_id,
            "target_id": target.id,
            "metric": target.metric.value,
            "stage_name": self.stage_name,
            "currency": target.currency,
            "starts_on": period.starts_on.isoformat(),
            "last_on": period.last_on.isoformat(),
            "number": self.progress.number,
            "reached": self.progress.reached,
        }


class TargetReached(MilestonePassed, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "target.reached"


class TargetAtRisk(MilestonePassed, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "target.at_risk"


class TargetPeriodClosed(MilestonePassed, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "target.period_closed"


class TargetsCounted(Event, frozen=True, kw_only=True, gc=False):
    """What counts toward targets of these people has changed; whoever looks at them reads them again."""

    kind: ClassVar[str] = "targets.counted"

    user_ids: tuple[UserId, ...]

    def facts(self) -> Mapping[str, Any]:
        return {"user_ids": self.user_ids}


class TimePassed(Event, frozen=True, kw_only=True, gc=False):
    """Days turn and periods end although nobody does anything; said in the journal, so that it has its place there."""

    kind: ClassVar[str] = "targets.time_passed"


TARGET_NEWS = CHANGES | {event.kind for event in (TargetReached, TargetAtRisk, TargetPeriodClosed, TargetsCounted)}
"""Whoever looks at targets sees something else after these."""


class Passed(msgspec.Struct, frozen=True):
    """By `target` in `period`."""

    kind: type[MilestonePassed]
    target: SalesTarget
    period: Period
    progress: Progress


def periods_watched(target: SalesTarget, at: datetime) -> list[Period]:
    """The present one and the one before, as far as the target runs in them."""
    present = target.cycle.at(at)
    return [period for period in (target.cycle.before(present), present) if target.runs_in(period)]


def milestones(target: SalesTarget, reached: Mapping[date, int], calendar: Calendar, at: datetime) -> Iterator[Passed]:
    """All that it has passed at that moment, told before or not; `reached` is by the first days of periods.

    Nothing before it was set: nobody had it to reach then.
    """
    if at < target.set_at:
        return
    for period in periods_watched(target, at):
        progress = Progress(target.number_in(period), reached.get(period.starts_on, 0))
        if period.is_closed(at):
            if _has_result(target, period, at):
                yield Passed(TargetPeriodClosed, target, period, progress)
        elif pace_of(target, period, progress, calendar, at) is not None:
            if progress.remaining == 0:
                yield Passed(TargetReached, target, period, progress)
            elif _was_at_risk(target, period, progress, calendar, at):
                yield Passed(TargetAtRisk, target, period, progress)


def _has_result(target: SalesTarget, period: Period, at: datetime) -> bool:
    """It ran to the end of the period, and was there before that end."""
    ended_sooner = target.over_at is not None and target.over_at < period.ends_at
    was_there = target.set_at < period.ends_at and not target.is_paused_at(period.ends_at - INSTANT)
    return was_there and not ended_sooner and at - period.ends_at < STALE


def _was_at_risk(target: SalesTarget, period: Period, progress: Progress, calendar: Calendar, at: datetime) -> bool:
    """At the end of yesterday: nobody is warned for what today is for, nor for less than one whole deal."""
    zone = target.cycle.zone
    evening = start_of_day(today(at, zone), zone) - INSTANT
    pace = pace_of(target, period, progress, calendar, evening)
    if pace is None or evening < target.set_at or pace.elapsed_days * EARLY < pace.working_days:
        return False
    return pace.state is PaceState.AT_RISK and progress.reached < pace.expected
