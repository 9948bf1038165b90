"""Batches: what was wanted for how many, and how far it has come."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from stageline.domain.batches.batch import Batch, BatchItem, BatchState, ItemAnswer
from stageline.domain.ids import BatchId
from stageline.domain.people.user import UserState
from stageline.storage.prepared import Prepared
from stageline.storage.tables import batch_items, batches, users
from stageline.storage.tables.types import AnyRow

READ = select(batches).where(batches.c.id == bindparam("batch_id"))
READ_AND_LOCK = READ.with_for_update(key_share=True)
NEXT_ITEMS = (
    select(batch_items.c.opportunity_id, batch_items.c.version)
    .where(batch_items.c.batch_id == bindparam("batch_id"), batch_items.c.position >= bindparam("done"))
    .order_by(batch_items.c.position)
    .limit(bindparam("most"))
)
ADD_ITEM = Prepared(insert(batch_items), ["batch_id", "position", "opportunity_id", "version"])
ADD_ANSWERED = Prepared(insert(batch_items), ["batch_id", "position", "opportunity_id", "version", "result", "problem"])
ANSWER = Prepared(
    update(batch_items).where(
        batch_items.c.batch_id == bindparam("of_batch"), batch_items.c.position == bindparam("at_position")
    ),
    ["version", "result", "problem"],
)
SAVE = update(batches).where(batches.c.id == bindparam("batch_id"))


class Batches:
    def __init__(self, connection: Connection, *, locks: bool) -> None:
        self._connection = connection
        self._read = READ_AND_LOCK if locks else READ

    def add(self, values: Mapping[str, Any]) -> BatchId:
        added = insert(batches).returning(batches.c.id)
        return BatchId(self._connection.execute(added, dict(values)).scalar_one())

    def add_items(self, batch_id: BatchId, items: Sequence[BatchItem]) -> None:
        rows = [
            {"batch_id": batch_id, "position": n, "opportunity_id": item.opportunity_id, "version": item.version}
            for n, item in enumerate(items)
        ]
        if rows:
            ADD_ITEM.run(self._connection, rows)

    def add_answered(self, batch_id: BatchId, items: Sequence[BatchItem], answers: Sequence[ItemAnswer]) -> None:
        """Items that were decided at once."""
        rows = [
            {
                "batch_id": batch_id,
                "position": n,
                "opportunity_id": item.opportunity_id,
                "version": answer.version,
                "result": answer.result.value,
                "problem": answer.problem,
            }
            for n, (item, answer) in enumerate(zip(items, answers, strict=True))
        ]
        if rows:
            ADD_ANSWERED.run(self._connection, rows)

    def read(self, id: BatchId) -> Batch | None:
        """Locked until the end of the transaction, so that a slice is done once."""
        row = self._connection.execute(self._read, {"batch_id": id}).first()
        return as_batch(row) if row else None

    def is_actor_active(self, batch: Batch) -> bool:
        found = select(users.c.state).where(users.c.id == batch.actor_id)
        return self._connection.scalar(found) == UserState.ACTIVE.value

    def next_items(self, batch: Batch, most: int) -> list[BatchItem]:
        wanted = {"batch_id": batch.id, "done": batch.done, "most": most}
        return [BatchItem(row.opportunity_id, row.version) for row in self._connection.execute(NEXT_ITEMS, wanted)]

    def answer(self, batch: Batch, answers: Sequence[ItemAnswer]) -> None:
        """What became of the next items, in their order."""
        rows = [
            {
                "of_batch": batch.id,
                "at_position": position,
                "version": answer.version,
                "result": answer.result.value,
                "problem": answer.problem,
            }
            for position, answer in enumerate(answers, batch.done)
        ]
        if rows:
            ANSWER.run(self._connection, rows)

    def save(self, id: BatchId, **changed: Any) -> None:
        self._connection.execute(SAVE.values(changed), {"batch_id": id})


def as_batch(row: AnyRow) -> Batch:
    return Batch(
        id=row.id,
        kind=row.kind,
        actor_id=row.actor_id,
        wanted=row.wanted,
        state=BatchState(row.state),
        total=row.total,
        done=row.done,
        counts=row.counts,
        undo_minutes=row.undo_minutes,
        reverses=row.reverses,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )
