"""Changing sales targets: their number, pausing, resuming, ending, deleting; one is a batch of one.

None of it changes what has counted until now; what counts from now on the worker sees to.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import msgspec

from stageline.domain.errors import Refusal, attempt
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
from stageline.domain.targets.target import SalesTarget, TargetNumber, changeable
from stageline.storage.unit_of_work import Work


class Based(msgspec.Struct, frozen=True):
    """A target, and the version of it that the change is based on, None for whichever it has."""

    id: TargetId
    version: int | None = None


Change = Callable[[SalesTarget], SalesTarget]
Answers = list[SalesTarget | Refusal]


def change_number(
    work: Work, id: TargetId, wanted: NewNumber, *, version: int | None, by: By, at: datetime
) -> SalesTarget:
    """For the present period and those that follow, for a later one, or for a single one (SG-52)."""
    return _only(change_numbers(work, [Based(id, version)], wanted, by=by, at=at))


def change_numbers(work: Work, which: Sequence[Based], wanted: NewNumber, *, by: By, at: datetime) -> Answers:
    """The same number for several, such as those that were set together (SG-13); each by itself, refused or not."""
    change = partial(changing.with_number, wanted=wanted, at=at)
    return _change(work, which, change, TargetNumberChanged, by=by, at=at)


def replace_numbers(
    work: Work, id: TargetId, numbers: Sequence[TargetNumber], *, version: int | None, by: By, at: datetime
) -> SalesTarget:
    """All that it is to reach, in whatever period; closed ones must keep what they had (SG-52)."""
    change = partial(changing.with_numbers, numbers=numbers, at=at)
    return _only(_change(work, [Based(id, version)], change, TargetNumberChanged, by=by, at=at))


def pause_target(work: Work, id: TargetId, *, version: int | None, by: By, at: datetime) -> SalesTarget:
    which = [Based(id, version)]
    return _only(_change(work, which, lambda target: changing.paused(target, at), TargetPaused, by=by, at=at))


def resume_target(work: Work, id: TargetId, *, version: int | None, by: By, at: datetime) -> SalesTarget:
    which = [Based(id, version)]
    return _only(_change(work, which, lambda target: changing.resumed(target, at), TargetResumed, by=by, at=at))


def end_target(
    work: Work, id: TargetId, *, version: int | None, with_period: bool = True, by: By, at: datetime
) -> SalesTarget:
    """With the present period, or at once; what counted until then stays (SG-50)."""
    which = [Based(id, version)]
    end = partial(changing.ended, at=at, with_period=with_period)
    return _only(_change(work, which, end, TargetEnded, by=by, at=at))


def delete_target(work: Work, id: TargetId, *, version: int | None, by: By, at: datetime) -> SalesTarget:
    which = [Based(id, version)]
    return _only(_change(work, which, lambda target: changing.deleted(target, at), TargetDeleted, by=by, at=at))


def _change(
    work: Work, which: Sequence[Based], change: Change, told: type[TargetEvent], *, by: By, at: datetime
) -> Answers:
    """In the order in which they are named. What stays as it was leaves no trace."""
    found = work.targets.take({each.id for each in which})
    answers: Answers = []
    happened: dict[TargetId, TargetEvent] = {}
    for each, event_id in zip(which, work.new_ids(len(which)), strict=True):
        before = found.get(each.id)
        answer = attempt(_decided, before, each.version, change, by)
        if isinstance(answer, SalesTarget) and answer != before:
            found[each.id] = answer
            happened[each.id] = told(id=event_id, at=at, by=by, target=answer)
        answers.append(answer)
    work.keep([*happened.values()])
    if not work.is_rehearsal:
        work.targets.save([event.target for event in happened.values()])
    return answers


def _decided(before: SalesTarget | None, version: int | None, change: Change, by: By) -> SalesTarget:
    return change(changeable(before, version, by.actor))


def _only(answers: Answers) -> SalesTarget:
    [answer] = answers
    if isinstance(answer, Refusal):
        raise answer
    return answer
