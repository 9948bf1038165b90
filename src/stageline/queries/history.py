"""The stages and values that an opportunity went through, newest first."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from stageline.domain.conditions import Moment
from stageline.domain.events import By
from stageline.domain.ids import BatchId, EventId, OpportunityId, StageId, UserId
from stageline.domain.opportunities.opportunity import Opportunity, visible
from stageline.domain.opportunities.undoing import undo_until, why_not_undone
from stageline.storage.tables import field_history, stage_history, users
from stageline.storage.unit_of_work import Work

_undo = stage_history.alias("undo")
HISTORY = (
    select(stage_history, users.c.name.label("actor_name"), _undo.c.event_id.label("undone_by"))
    .join(users, users.c.id == stage_history.c.actor_id)
    .outerjoin(_undo, _undo.c.undoes == stage_history.c.event_id)
    .where(stage_history.c.opportunity_id == bindparam("opportunity_id"))
    .order_by(stage_history.c.version.desc())
)
FIELD_HISTORY = (
    select(field_history, users.c.name.label("actor_name"))
    .join(users, users.c.id == field_history.c.actor_id)
    .where(field_history.c.opportunity_id == bindparam("opportunity_id"))
    .order_by(field_history.c.version.desc(), field_history.c.event_id.desc(), field_history.c.field)
)


class Named(msgspec.Struct, frozen=True):
    id: int
    name: str


class PastMove(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the stage history (PS-176); `seconds_in_stage` is the time in the stage that was left."""

    id: EventId
    version: int
    kind: str
    channel: str
    from_stage_id: StageId | None
    from_stage_name: str | None
    to_stage_id: StageId
    to_stage_name: str
    actor: Named
    at: datetime
    seconds_in_stage: int | None
    reason: str | None
    note: str | None
    gaps: list[dict[str, Any]]
    is_overridden: bool
    undoes: EventId | None
    undone_by: EventId | None
    owner_id: UserId
    amount_minor: int | None
    currency: str
    probability_before: int | None
    probability: int
    category_before: str | None
    category: str
    close_reason: str | None
    is_estimated: bool
    counts_for_targets: bool
    revision: int
    visit: int
    batch_id: BatchId | None
    cause_id: EventId | None
    can_undo: bool
    undo_until: datetime | None


class PastField(msgspec.Struct, frozen=True, kw_only=True):
    """A tracked field before and after (PS-178)."""

    id: EventId
    version: int
    field: str
    before: Any
    after: Any
    channel: str
    actor: Named
    at: datetime
    batch_id: BatchId | None


def read_moves(work: Work, opportunity_id: OpportunityId, *, by: By, moment: Moment) -> list[PastMove]:
    opportunity = _seen(work, opportunity_id, by)
    rows = work.connection.execute(HISTORY, {"opportunity_id": opportunity_id}).all()
    undoable = undoable_move(work, opportunity, rows[0].event_id, by, moment) if rows else None
    return [_past_move(row, undoable) for row in rows]


class Undoable(msgspec.Struct, frozen=True):
    """The move that the asker may still take back, and until when."""

    move_id: EventId
    until: datetime


def undoable_move(
    work: Work, opportunity: Opportunity, last_move_id: EventId, by: By, moment: Moment
) -> Undoable | None:
    move = work.opportunities.read_moves([last_move_id])[last_move_id]
    if why_not_undone(move, opportunity, by.actor.user_id, moment.at) is not None:
        return None
    return Undoable(move.id, undo_until(move, opportunity.process.options.undo_minutes))


def read_fields(work: Work, opportunity_id: OpportunityId, *, by: By) -> list[PastField]:
    _seen(work, opportunity_id, by)
    return [
        PastField(
            id=row.event_id,
            version=row.version,
            field=row.field,
            before=row.before,
            after=row.after,
            channel=row.channel,
            actor=Named(row.actor_id, row.actor_name),
            at=row.at,
            batch_id=row.batch_id,
        )
        for row in work.connection.execute(FIELD_HISTORY, {"opportunity_id": opportunity_id})
    ]


def _seen(work: Work, opportunity_id: OpportunityId, by: By) -> Opportunity:
    found = work.opportunities.read([opportunity_id], by.actor.user_id)
    return visible(found.get(opportunity_id), by.actor)


def _past_move(row: Any, undoable: Undoable | None) -> PastMove:
    mine = undoable is not None and undoable.move_id == row.event_id
    given = ("id", "kind", "actor", "gaps", "can_undo", "undo_until")
    return PastMove(
        id=row.event_id,
        kind=row.move_kind,
        actor=Named(row.actor_id, row.actor_name),
        gaps=row.gaps or [],
        can_undo=mine,
        undo_until=undoable.until if undoable and mine else None,
        **{name: getattr(row, name) for name in PastMove.__struct_fields__ if name not in given},
    )
