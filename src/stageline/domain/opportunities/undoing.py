"""Taking back one's own last move while it is fresh."""

from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from stageline.domain.conditions import Moment
from stageline.domain.errors import NotFound, NotPermitted, RuleBroken
from stageline.domain.events import By, Channel
from stageline.domain.ids import EventId, OpportunityId, StageId, UserId
from stageline.domain.opportunities.changes import MoveKind, MoveUndone
from stageline.domain.opportunities.editing import field_changes
from stageline.domain.opportunities.moving import EXPLICIT
from stageline.domain.opportunities.opportunity import Opportunity, visible
from stageline.domain.processes.stage import Category


class MoveNotFound(NotFound):
    """There is no such move of this opportunity."""

    code = "not_found"


class NotYourMove(NotPermitted):
    """Only the person who made a move can undo it. Move it back instead."""

    code = "not_allowed"


class TooLateToUndo(RuleBroken):
    """The time to undo this move has passed. Move it back instead."""

    code = "undo_too_late"


class NotTheLastMove(RuleBroken):
    """Something has changed since this move, so it cannot be undone. Move it back instead."""

    code = "undo_not_last"


class NotUndoable(RuleBroken):
    """This is not a move that can be undone."""

    code = "undo_impossible"


class KeptMove(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the stage history with what it took to be able to go back (PS-101)."""

    id: EventId
    opportunity_id: OpportunityId
    move_kind: MoveKind
    actor_id: UserId
    at: datetime
    batch_id: int | None
    version: int
    from_stage_id: StageId | None
    to_stage_id: StageId
    furthest_stage_id_before: StageId | None
    probability_before: int | None
    is_probability_overridden_before: bool | None
    category_before: str | None
    is_category_overridden_before: bool | None
    expected_close_on_before: date | None
    expected_close_on: date | None
    stage_entered_at_before: datetime | None
    meaningful_change_at_before: datetime | None
    visit_before: int | None
    closing_before: dict[str, Any] | None
    is_undone: bool
    is_last: bool


CAN_BE_UNDONE = frozenset(
    {MoveKind.ADVANCE, MoveKind.SKIP, MoveKind.BACK, MoveKind.CLOSE, MoveKind.REOPEN, MoveKind.CORRECT}
)


def undo_until(move: KeptMove, undo_minutes: int) -> datetime:
    return move.at + timedelta(minutes=undo_minutes)


def why_not_undone(move: KeptMove, opportunity: Opportunity, user_id: UserId, at: datetime) -> type | None:
    """The refusal that undoing would meet, None when it can be undone."""
    if move.move_kind not in CAN_BE_UNDONE:
        return NotUndoable
    if move.actor_id != user_id:
        return NotYourMove
    if move.is_undone or not move.is_last:
        return NotTheLastMove
    if at > undo_until(move, opportunity.process.options.undo_minutes):
        return TooLateToUndo
    return None


def decide_undo(
    found: Opportunity | None,
    move: KeptMove | None,
    *,
    id: EventId,
    by: By,
    moment: Moment,
    is_in_time: bool = False,
) -> MoveUndone:
    """Restores stage, probability, category and dates, and says so in a row of its own (PS-101).

    A close date that somebody changed after the move stays as they left it. `is_in_time`: the time was looked at
    already, as a batch does for all its records at once.
    """
    before = visible(found, by.actor)
    if before.deleted_at is not None or move is None or move.opportunity_id != before.id:
        raise MoveNotFound
    refusal = why_not_undone(move, before, by.actor.user_id, moment.at)
    if refusal is not None and not (is_in_time and refusal is TooLateToUndo):
        raise refusal
    after = undone(before, move)
    return MoveUndone(
        id=id,
        at=moment.at,
        by=msgspec.structs.replace(by, channel=Channel.UNDO),
        cause_id=move.id,
        before=before,
        after=after,
        fields=field_changes(before, after, EXPLICIT),
        move_kind=MoveKind.UNDO,
        undoes=move.id,
    )


def undone(opportunity: Opportunity, move: KeptMove) -> Opportunity:
    process = opportunity.process
    assert move.from_stage_id is not None  # noqa: S101 - only creations have none, and those cannot be undone
    stage = process.stage(move.from_stage_id)
    is_date_as_moved = opportunity.expected_close_on == move.expected_close_on
    furthest = move.furthest_stage_id_before or opportunity.furthest_stage.id
    return msgspec.structs.replace(
        opportunity,
        **(_closing_before(move) if opportunity.stage.is_closed or stage.is_closed else {}),
        stage=stage,
        furthest_stage=process.stage(furthest),
        probability=move.probability_before,
        is_probability_overridden=bool(move.is_probability_overridden_before),
        category=Category(move.category_before or opportunity.category),
        is_category_overridden=bool(move.is_category_overridden_before),
        expected_close_on=move.expected_close_on_before if is_date_as_moved else opportunity.expected_close_on,
        stage_entered_at=move.stage_entered_at_before,
        last_meaningful_change_at=move.meaningful_change_at_before,
        visit=move.visit_before,
        version=opportunity.version + 1,
    )


def _closing_before(move: KeptMove) -> dict[str, Any]:
    """Closing and reopening change these; a move between open stages leaves a known competitor alone."""
    closing = dict(move.closing_before or {})
    if isinstance(closing.get("actual_close_on"), str):
        closing["actual_close_on"] = date.fromisoformat(closing["actual_close_on"])
    return {name: closing.get(name) for name in ("actual_close_on", "close_reason", "competitor", "close_note")}
