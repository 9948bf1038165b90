"""How far a batch has come, and what became of each of its items."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select

from stageline.domain.batches.batch import Batch, BatchNotFound, BatchState, Result, undo_until
from stageline.domain.ids import BatchId, OpportunityId
from stageline.domain.rights import Actor
from stageline.queries.paging import cursor_of, position_in
from stageline.storage.batches import READ, as_batch
from stageline.storage.tables import batch_items, batches
from stageline.storage.tables.types import AnyRow

IS_REVERSED = select(batches.c.id).where(batches.c.reverses == bindparam("batch_id")).limit(1)
ITEMS = (
    select(batch_items)
    .where(
        batch_items.c.batch_id == bindparam("batch_id"),
        batch_items.c.position > bindparam("after"),
        batch_items.c.result.is_not(None),
    )
    .order_by(batch_items.c.position)
    .limit(bindparam("most"))
)
ITEMS_WITH_RESULT = ITEMS.where(batch_items.c.result == bindparam("wanted_result"))


class BatchShown(msgspec.Struct, frozen=True, kw_only=True):
    """`done` of `total` items are decided. `can_undo` is the asker's, until `undo_until` (PS-194)."""

    id: BatchId
    kind: str
    state: BatchState
    total: int
    done: int
    counts: dict[str, int]
    created_at: datetime
    finished_at: datetime | None
    can_undo: bool
    undo_until: datetime | None


class BatchItemShown(msgspec.Struct, frozen=True, kw_only=True):
    """`problem` says why it was not changed, as the answer for one alone would have."""

    opportunity_id: OpportunityId
    result: Result
    version: int | None
    problem: dict[str, Any] | None


class BatchItems(msgspec.Struct, frozen=True):
    items: list[BatchItemShown]
    next_cursor: str | None


def read_batch(connection: Connection, id: BatchId, *, asker: Actor, at: datetime) -> BatchShown:
    batch = _visible(connection, id, asker)
    until = undo_until(batch)
    is_reversed = until is not None and connection.execute(IS_REVERSED, {"batch_id": id}).first() is not None
    until = None if is_reversed else until
    return BatchShown(
        id=batch.id,
        kind=batch.kind,
        state=batch.state,
        total=batch.total,
        done=batch.done,
        counts=dict(batch.counts),
        created_at=batch.created_at,
        finished_at=batch.finished_at,
        can_undo=until is not None and at <= until and batch.actor_id == asker.user_id,
        undo_until=until,
    )


def read_batch_items(
    connection: Connection, id: BatchId, *, asker: Actor, result: Result | None, cursor: str | None, limit: int
) -> BatchItems:
    """Those decided so far, in the order in which they were named."""
    batch = _visible(connection, id, asker)
    after = position_in(cursor)[1] if cursor else -1
    asked = {"batch_id": id, "after": after, "most": limit + 1, "wanted_result": result and result.value}
    rows = connection.execute(ITEMS_WITH_RESULT if result else ITEMS, asked).all()
    more = cursor_of(batch.created_at, rows[limit - 1].position) if len(rows) > limit else None
    return BatchItems([_item(row) for row in rows[:limit]], more)


def _visible(connection: Connection, id: BatchId, asker: Actor) -> Batch:
    """Whoever made it, and those who see all."""
    row = connection.execute(READ, {"batch_id": id}).first()
    if row is None or not (row.actor_id == asker.user_id or asker.sees_all):
        raise BatchNotFound
    return as_batch(row)


def _item(row: AnyRow) -> BatchItemShown:
    return BatchItemShown(
        opportunity_id=row.opportunity_id, result=Result(row.result), version=row.version, problem=row.problem
    )
