"""How far batches have come, and what became of each of their items."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, and_, bindparam, exists, select

from stageline.domain.batches.batch import Batch, BatchNotFound, BatchState, Result, undo_until
from stageline.domain.ids import BatchId, OpportunityId
from stageline.domain.rights import Actor
from stageline.queries.paging import cursor_of, position_in
from stageline.storage.batches import as_batch
from stageline.storage.prepared import Among
from stageline.storage.tables import batch_items, batches, opportunities
from stageline.storage.tables.types import AnyRow
from stageline.storage.visible import asked_by, visible_to

LARGEST_ID = 2**62
PAGE = 1000

reversals = batches.alias("reversals")
BATCHES = select(batches, exists().where(reversals.c.reverses == batches.c.id).label("is_reversed"))
READ = BATCHES.where(batches.c.id == bindparam("batch_id"))
OWN = (
    BATCHES.where(batches.c.actor_id == bindparam("asker"), batches.c.id < bindparam("before"))
    .order_by(batches.c.id.desc())
    .limit(bindparam("most"))
)


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


class BatchPage(msgspec.Struct, frozen=True):
    items: list[BatchShown]
    next_cursor: str | None


class BatchItemShown(msgspec.Struct, frozen=True, kw_only=True):
    """`problem` says why it was not changed, as the answer for one alone would have; `name` if it may be seen still."""

    opportunity_id: OpportunityId
    name: str | None
    result: Result
    version: int | None
    problem: dict[str, Any] | None


class BatchItems(msgspec.Struct, frozen=True):
    items: list[BatchItemShown]
    next_cursor: str | None


def read_batch(connection: Connection, id: BatchId, *, asker: Actor, at: datetime) -> BatchShown:
    return _shown(_visible(connection, id, asker), asker, at)


def read_batches(connection: Connection, *, asker: Actor, at: datetime, cursor: str | None, limit: int) -> BatchPage:
    """One's own, newest first."""
    before = position_in(cursor)[1] if cursor else LARGEST_ID
    asked = {"asker": asker.user_id, "before": before, "most": limit + 1}
    rows = connection.execute(OWN, asked).all()
    more = cursor_of(rows[limit - 1].created_at, rows[limit - 1].id) if len(rows) > limit else None
    return BatchPage([_shown(row, asker, at) for row in rows[:limit]], more)


def read_batch_items(
    connection: Connection, id: BatchId, *, asker: Actor, result: Result | None, cursor: str | None, limit: int
) -> BatchItems:
    """Those decided so far, in the order in which they were named."""
    batch = _visible(connection, id, asker)
    after = position_in(cursor)[1] if cursor else -1
    rows = _items(connection, id, asker, result, after=after, most=limit + 1)
    more = cursor_of(batch.created_at, rows[limit - 1].position) if len(rows) > limit else None
    return BatchItems([_item(row) for row in rows[:limit]], more)


def all_batch_items(
    connection: Connection, id: BatchId, *, asker: Actor, result: Result | None
) -> Iterator[BatchItemShown]:
    """The same, all of them, a thousand at a time."""
    _visible(connection, id, asker)
    after = -1
    while rows := _items(connection, id, asker, result, after=after, most=PAGE):
        yield from map(_item, rows)
        after = rows[-1].position


def read_names(connection: Connection, ids: Collection[int], *, asker: Actor) -> Mapping[int, str]:
    """The names of those that the asker may see."""
    statement = select(opportunities.c.id, opportunities.c.name)
    statement = statement.where(Among(opportunities.c.id).on(connection.dialect), visible_to(asker))
    rows = connection.execute(statement, {"ids": list(ids), **asked_by(asker)})
    return {row.id: row.name for row in rows}


def _items(
    connection: Connection, id: BatchId, asker: Actor, result: Result | None, *, after: int, most: int
) -> list[AnyRow]:
    asked = {"batch_id": id, "after": after, "most": most, "wanted_result": result and result.value}
    statement = _items_of(asker)
    if result is not None:
        statement = statement.where(batch_items.c.result == bindparam("wanted_result"))
    return list(connection.execute(statement, {**asked, **asked_by(asker)}).all())


def _items_of(asker: Actor) -> Select[Any]:
    is_theirs_to_see = and_(opportunities.c.id == batch_items.c.opportunity_id, visible_to(asker))
    return (
        select(batch_items, opportunities.c.name)
        .select_from(batch_items.outerjoin(opportunities, is_theirs_to_see))
        .where(
            batch_items.c.batch_id == bindparam("batch_id"),
            batch_items.c.position > bindparam("after"),
            batch_items.c.result.is_not(None),
        )
        .order_by(batch_items.c.position)
        .limit(bindparam("most"))
    )


def _visible(connection: Connection, id: BatchId, asker: Actor) -> AnyRow:
    """Whoever made it, and those who see all."""
    row = connection.execute(READ, {"batch_id": id}).first()
    if row is None or not (row.actor_id == asker.user_id or asker.sees_all):
        raise BatchNotFound
    return row


def _shown(row: AnyRow, asker: Actor, at: datetime) -> BatchShown:
    batch: Batch = as_batch(row)
    until = None if row.is_reversed else undo_until(batch)
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


def _item(row: AnyRow) -> BatchItemShown:
    return BatchItemShown(
        opportunity_id=row.opportunity_id,
        name=row.name,
        result=Result(row.result),
        version=row.version,
        problem=row.problem,
    )
