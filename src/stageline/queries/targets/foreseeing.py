"""What a sales target that somebody thinks of would show, and what it would have shown before."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from stageline.domain.rights import Actor
from stageline.domain.targets.periods import Period
from stageline.domain.targets.target import SalesTarget
from stageline.queries.targets.progress import PeriodProgress, ShownTarget, progress_from, show_target, sums_of
from stageline.storage.targets.deriving import credits_toward
from stageline.storage.unit_of_work import Work

LOOKED_BACK = 3


class NewTarget(ShownTarget, frozen=True, kw_only=True):
    """In a preview `before` are the three periods before its first, as it would have counted them, the latest first."""

    before: list[PeriodProgress]


def show_new(work: Work, target: SalesTarget, *, asker: Actor, at: datetime) -> NewTarget:
    shown = show_target(work, target, asker=asker, at=at)
    before = _before(work, target, at) if work.is_rehearsal else []
    return NewTarget(**{name: getattr(shown, name) for name in ShownTarget.__struct_fields__}, before=before)


def _before(work: Work, target: SalesTarget, at: datetime) -> list[PeriodProgress]:
    periods = list(_back_from(target))
    sooner = msgspec.structs.replace(target, starts_on=periods[-1].starts_on)
    sums = sums_of(credits_toward(work.connection, sooner))
    return [progress_from(target, period, sums, calendar=work.calendar, at=at) for period in periods]


def _back_from(target: SalesTarget) -> Iterator[Period]:
    period = target.cycle.on(target.starts_on)
    for _ in range(LOOKED_BACK):
        period = target.cycle.before(period)
        yield period
