"""One wish for many opportunities: at once up to a thousand, in the background beyond (PS-183…195)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import msgspec

from stageline.commands.batches import (
    KINDS,
    NEVER,
    Undone,
    finish_small_batch,
    own_batch,
    record_small_batch,
    start_batch,
)
from stageline.commands.messages.deciding import messages_of_moves, require_not_out, take_back
from stageline.commands.opportunities.assigning import assign_opportunities, with_what_goes_back
from stageline.commands.opportunities.deciding import Answer, decide_each
from stageline.commands.opportunities.editing import edit_opportunities
from stageline.commands.opportunities.moving import move_opportunities
from stageline.domain.batches.batch import AT_ONCE, Batch, BatchItem, ItemAnswer, Result, undo_until
from stageline.domain.conditions import Moment
from stageline.domain.errors import InvalidInput, Missing, NotFound, Refusal, RuleBroken, described
from stageline.domain.events import By, Channel
from stageline.domain.ids import BatchId, EventId, StageId, UserId
from stageline.domain.letters.message import Message
from stageline.domain.opportunities.assigning import WantedAssignment
from stageline.domain.opportunities.changes import OpportunityEvent
from stageline.domain.opportunities.closing import ASKS_FOR_REASON, Closing
from stageline.domain.opportunities.editing import WantedEdit
from stageline.domain.opportunities.fields import clean
from stageline.domain.opportunities.gates import ReasonRequired
from stageline.domain.opportunities.moving import WantedMove
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.opportunities.undoing import TooLateToUndo
from stageline.domain.opportunities.undoing_batches import DoneInBatch, decide_batch_undo
from stageline.domain.processes.process import Options, Process
from stageline.domain.rights import Right
from stageline.storage.unit_of_work import Work


class StageNotFound(NotFound):
    """There is no such stage."""

    code = "not_found"


class NamedTwiceInBatch(InvalidInput):
    """An opportunity can be changed only once in one request. Name it once."""

    code = "named_twice"


class NotAClosing(RuleBroken):
    """Opportunities are closed into a won, lost or disqualified stage. Choose one of those."""

    code = "target_invalid"


class MassMove(msgspec.Struct, frozen=True, kw_only=True):
    """One stage, one acknowledgement, one answer about open activities and one reason for all (PS-189, PS-190)."""

    stage_id: StageId
    reason: str | None = None
    note: str | None = None
    acknowledge_gaps: bool = False
    cancels_activities: bool = False
    closing: Closing = Closing()


class MassAssignment(msgspec.Struct, frozen=True, kw_only=True):
    owner_id: UserId
    keep_as_reader: bool = False
    hands_over: bool = True


class MassEdit(msgspec.Struct, frozen=True, kw_only=True):
    fields: dict[str, Any]
    reason: str | None = None


class MassAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """`items` in the order asked; empty while it still runs in the background."""

    batch_id: BatchId
    state: str
    counts: Mapping[str, int]
    items: Sequence[tuple[int, ItemAnswer]]


def mass_move(
    work: Work, wanted: MassMove, items: Sequence[BatchItem], *, by: By, at: datetime, closes: bool = False
) -> MassAnswer:
    """Refused as a whole: without the right, and a closing without its reason."""
    by.actor.require(Right.MASS_MOVE)
    process = _process_of(work, wanted.stage_id)
    target = process.target(wanted.stage_id)
    if closes and not target.is_closed:
        raise NotAClosing
    if target.is_closed:
        by.actor.require(Right.CLOSE_OPPORTUNITIES)
        if target.type in ASKS_FOR_REASON and not wanted.closing.close_reason:
            remedy = f"Say why they end in {target.name}."
            raise ReasonRequired([Missing(name="close_reason", remedy=remedy, kind="close_reason")])
    undone = Undone(minutes=process.options.undo_minutes)
    return _change(work, "closings" if closes else "moves", wanted, items, by=by, at=at, undone=undone)


def mass_assign(work: Work, wanted: MassAssignment, items: Sequence[BatchItem], *, by: By, at: datetime) -> MassAnswer:
    """PS-185, PS-195."""
    by.actor.require(Right.MASS_ASSIGN)
    undone = Undone(minutes=Options().undo_minutes)
    return _change(work, "assignments", wanted, items, by=by, at=at, undone=undone)


def mass_edit(work: Work, wanted: MassEdit, items: Sequence[BatchItem], *, by: By, at: datetime) -> MassAnswer:
    by.actor.require(Right.EDIT_OPPORTUNITIES)
    clean(wanted.fields, work.catalogue)
    return _change(work, "edits", wanted, items, by=by, at=at, undone=Undone(minutes=Options().undo_minutes))


def reverse_batch(work: Work, batch_id: BatchId, *, by: By, at: datetime) -> MassAnswer:
    """Takes back what a batch did, for the records that nobody has changed since (PS-194)."""
    batch = own_batch(work, batch_id, by.actor)
    until = _undo_until(batch)
    if until is None or at > until:
        raise TooLateToUndo
    done = work.opportunities.done_in_batch(batch_id)
    items = [BatchItem(opportunity_id, version) for opportunity_id, version in done]
    return _change(work, "reversals", {"batch_id": batch_id}, items, by=by, at=at, undone=Undone(reverses=batch_id))


def _undo_until(batch: Batch) -> datetime | None:
    """A batch that was stopped can be taken back as far as it came."""
    if batch.finished_at is None and not batch.is_running:
        return batch.created_at + timedelta(minutes=batch.undo_minutes)
    return undo_until(batch)


def _change(
    work: Work, kind: str, wanted: Any, items: Sequence[BatchItem], *, by: By, at: datetime, undone: Undone = NEVER
) -> MassAnswer:
    if len({item.opportunity_id for item in items}) != len(items):
        raise NamedTwiceInBatch
    said = msgspec.to_builtins(wanted)
    if len(items) > AT_ONCE and not work.is_rehearsal:
        batch_id = start_batch(work, kind, said, items, by=by, at=at, undone=undone)
        return MassAnswer(batch_id=batch_id, state="running", counts={}, items=())
    batch_id = record_small_batch(work, kind, len(items), by=by, at=at, undone=undone)
    answers = KINDS[kind](work, said, items, By(by.actor, Channel.MASS, batch_id), at)
    counts = finish_small_batch(work, batch_id, items, answers, at)
    shown = [(item.opportunity_id, answer) for item, answer in zip(items, answers, strict=True)]
    return MassAnswer(batch_id=batch_id, state="done", counts=counts, items=shown)


def _process_of(work: Work, stage_id: StageId) -> Process:
    process = work.processes.with_stage(stage_id)
    if process is None:
        raise StageNotFound
    return process


def _move(work: Work, said: Mapping[str, Any], items: Sequence[BatchItem], by: By, at: datetime) -> list[ItemAnswer]:
    one = msgspec.convert(said, MassMove)
    wanted = [
        WantedMove(
            opportunity_id=item.opportunity_id,
            stage_id=one.stage_id,
            version=item.version,
            reason=one.reason,
            note=one.note,
            acknowledge_gaps=one.acknowledge_gaps,
            cancels_open=one.cancels_activities,
            closing=one.closing,
        )
        for item in items
    ]
    return _results(move_opportunities(work, wanted, by=by, at=at))


def _assign(work: Work, said: Mapping[str, Any], items: Sequence[BatchItem], by: By, at: datetime) -> list[ItemAnswer]:
    one = msgspec.convert(said, MassAssignment)
    wanted = [
        WantedAssignment(
            opportunity_id=item.opportunity_id,
            owner_id=one.owner_id,
            version=item.version,
            keep_as_reader=one.keep_as_reader,
            hands_over=one.hands_over,
        )
        for item in items
    ]
    return _results(assign_opportunities(work, wanted, by=by, at=at))


def _edit(work: Work, said: Mapping[str, Any], items: Sequence[BatchItem], by: By, at: datetime) -> list[ItemAnswer]:
    one = msgspec.convert(said, MassEdit)
    wanted = [
        WantedEdit(opportunity_id=item.opportunity_id, fields=one.fields, version=item.version, reason=one.reason)
        for item in items
    ]
    return _results(edit_opportunities(work, wanted, by=by, at=at))


def _reverse(work: Work, said: Mapping[str, Any], items: Sequence[BatchItem], by: By, at: datetime) -> list[ItemAnswer]:
    done = work.opportunities.what_batch_did(said["batch_id"], [item.opportunity_id for item in items])
    moves = [each.move.id for each in done.values() if each.move is not None]
    caused = cache(lambda: messages_of_moves(work, moves) if moves else {})  # asked for once all records are locked
    undone: list[Message] = []

    def decide(found: Opportunity | None, wanted: DoneInBatch, id: EventId, moment: Moment) -> OpportunityEvent:
        decided = decide_batch_undo(found, wanted, id=id, by=by, moment=moment)
        its = caused().get(wanted.move.id, ()) if wanted.move is not None else ()
        require_not_out(its)
        undone.extend(its)
        return decided

    answers = decide_each(
        work,
        [done[item.opportunity_id] for item in items],
        decide,
        by=by,
        at=at,
        then=lambda decided, moment: with_what_goes_back(work, decided, said["batch_id"], moment),
    )
    take_back(work, undone, at)
    return _results(answers)


KINDS.update(moves=_move, closings=_move, assignments=_assign, edits=_edit, reversals=_reverse)

# What became of one record of many (PS-188), by the code of its refusal; any other code means that it was blocked.
RESULTS = {
    "not_found": Result.NOT_FOUND,
    "conflict": Result.CONFLICT,
    "not_allowed": Result.NOT_ALLOWED,
    "target_invalid": Result.SKIPPED,
    "stage_unavailable": Result.SKIPPED,
}


def _results(answers: Sequence[Answer]) -> list[ItemAnswer]:
    return [_result(answer) for answer in answers]


def _result(answer: Answer) -> ItemAnswer:
    if isinstance(answer, Refusal):
        return ItemAnswer(RESULTS.get(answer.code, Result.BLOCKED), None, described(answer))
    return ItemAnswer(Result.CHANGED if answer.change else Result.UNCHANGED, answer.after.version)
