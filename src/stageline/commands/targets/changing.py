"""Changing sales targets: their number, pausing, resuming, ending, deleting.

None of it changes what has counted until now; what counts from now on the worker sees to.
"""

from datetime import datetime
from typing import Any

from stageline.domain.events import By
from stageline.domain.ids import TargetId
from stageline.domain.targets import changing
from stageline.domain.targets.changes import (
    TargetDeleted,
    TargetEnded,
    TargetEvent,
    TargetNumberChanged,
    TargetPaused,
    TargetResumed,
)
from stageline.domain.targets.changing import NewNumber
from stageline.domain.targets.target import SalesTarget, changeable
from stageline.storage.unit_of_work import Work


def change_number(work: Work, id: TargetId, wanted: NewNumber, *, version: int, by: By, at: datetime) -> SalesTarget:
    """For the present period and those that follow, for a later one, or for a single one (SG-52)."""
    before = changeable(work.targets.find(id), version, by.actor)
    after, new = changing.with_number(before, wanted, at)
    if after.numbers == before.numbers:
        return before
    said = {"from_on": new.from_on.isoformat(), "number": new.number, "is_once": new.is_once}
    return _keep(work, TargetNumberChanged, after, by=by, at=at, **said)


def pause_target(work: Work, id: TargetId, *, version: int, by: By, at: datetime) -> SalesTarget:
    before = changeable(work.targets.find(id), version, by.actor)
    return _changed(work, TargetPaused, before, changing.paused(before, at), by=by, at=at)


def resume_target(work: Work, id: TargetId, *, version: int, by: By, at: datetime) -> SalesTarget:
    before = changeable(work.targets.find(id), version, by.actor)
    return _changed(work, TargetResumed, before, changing.resumed(before, at), by=by, at=at)


def end_target(
    work: Work, id: TargetId, *, version: int, with_period: bool = True, by: By, at: datetime
) -> SalesTarget:
    """With the present period, or at once; what counted until then stays (SG-50)."""
    before = changeable(work.targets.find(id), version, by.actor)
    return _changed(work, TargetEnded, before, changing.ended(before, at, with_period=with_period), by=by, at=at)


def delete_target(work: Work, id: TargetId, *, version: int, by: By, at: datetime) -> SalesTarget:
    before = changeable(work.targets.find(id), version, by.actor)
    return _changed(work, TargetDeleted, before, changing.deleted(before, at), by=by, at=at)


def _changed(
    work: Work, kind: type[TargetEvent], before: SalesTarget, after: SalesTarget, *, by: By, at: datetime
) -> SalesTarget:
    """What stays as it was leaves no trace."""
    return before if after is before else _keep(work, kind, after, by=by, at=at)


def _keep(work: Work, kind: type[TargetEvent], after: SalesTarget, *, by: By, at: datetime, **said: Any) -> SalesTarget:
    [event_id] = work.new_ids(1)
    work.keep([kind(id=event_id, at=at, by=by, target=after, **said)])
    if not work.is_rehearsal:
        work.targets.save([after])
    return after
