"""Changing very many: in slices that each commit, so that it goes on after a crash from where it came (PS-193)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from stageline.domain.batches.batch import (
    SLICE,
    Batch,
    BatchFinished,
    BatchItem,
    BatchNotFound,
    BatchOver,
    BatchState,
    ItemAnswer,
    Result,
    no_counts,
)
from stageline.domain.events import By, Channel
from stageline.domain.ids import BatchId, EventId
from stageline.domain.rights import Actor
from stageline.storage.people.authentication import read_actor
from stageline.storage.unit_of_work import Storage, Work

RUN_BATCH = "run_batch"

DecideItems = Callable[[Work, Mapping[str, Any], Sequence[BatchItem], By, datetime], Sequence[ItemAnswer]]
KINDS: dict[str, DecideItems] = {}
"""What is done with a slice of each kind of batch; the answers come in the order of the items."""


class Undone(msgspec.Struct, frozen=True):
    """For how long the batch can be taken back as a whole, or which one it takes back itself (PS-194)."""

    minutes: int = 0
    reverses: BatchId | None = None


NEVER = Undone()


class NotARunningBatch(Exception):
    """A batch that was begun here has vanished: a mistake in the code."""


def start_batch(
    work: Work,
    kind: str,
    wanted: Mapping[str, Any],
    items: Sequence[BatchItem],
    *,
    by: By,
    at: datetime,
    undone: Undone = NEVER,
) -> BatchId:
    """Writes down what is wanted, as JSON, and the job that does it, in one transaction. Not for rehearsals."""
    batch_id = work.batches.add(_row(kind, len(items), by, at, undone) | {"wanted": dict(wanted)})
    work.batches.add_items(batch_id, items)
    work.jobs.add(RUN_BATCH, {"batch_id": batch_id}, at, f"{RUN_BATCH}:{batch_id}")
    return batch_id


def record_small_batch(work: Work, kind: str, total: int, *, by: By, at: datetime, undone: Undone = NEVER) -> BatchId:
    """The number that all changes of one request share (PS-191). A rehearsal gets one that nobody can come back to."""
    if work.is_rehearsal:
        return BatchId(work.new_ids(1)[0])
    return work.batches.add(_row(kind, total, by, at, undone))


def finish_small_batch(
    work: Work, id: BatchId, items: Sequence[BatchItem], answers: Sequence[ItemAnswer], at: datetime
) -> dict[str, int]:
    """Writes down what became of each, in the same transaction; no event, for the person has the answer itself."""
    counts = add_up(no_counts(), answers)
    if not work.is_rehearsal:
        work.batches.add_answered(id, items, answers)
        ended = {"state": BatchState.DONE.value, "done": len(answers), "counts": counts, "finished_at": at}
        work.batches.save(id, **ended)
    return counts


def add_up(counts: Mapping[str, int], answers: Sequence[ItemAnswer]) -> dict[str, int]:
    summed = dict(counts)
    for answer in answers:
        summed[answer.result] = summed.get(answer.result, 0) + 1
    return summed


def _row(kind: str, total: int, by: By, at: datetime, undone: Undone) -> dict[str, Any]:
    return {
        "kind": kind,
        "actor_id": by.actor.user_id,
        "wanted": {},
        "state": BatchState.RUNNING.value,
        "total": total,
        "done": 0,
        "counts": no_counts(),
        "undo_minutes": undone.minutes,
        "reverses": undone.reverses,
        "created_at": at,
    }


def run_batch_slice(storage: Storage, batch_id: BatchId, at: datetime) -> bool:
    """Decides the next items and writes down their answers, the counts and how far it came, all in one transaction.

    Says whether there is more to do. The rights are those that the person has now, not those at the start.
    """
    with storage.writing() as work:
        batch = work.batches.read(batch_id)
        if batch is None:
            raise NotARunningBatch
        if not batch.is_running:
            return False
        items = work.batches.next_items(batch, SLICE)
        by = By(read_actor(work.connection, batch.actor_id), Channel.MASS, batch.id)
        answers = _decide(work, batch, items, by, at)
        work.batches.answer(batch, answers)
        batch = _with(batch, answers)
        work.batches.save(batch.id, done=batch.done, counts=dict(batch.counts))
        if batch.done >= batch.total:
            _end(work, batch, BatchState.DONE, by, at)
        return batch.done < batch.total


def _decide(work: Work, batch: Batch, items: Sequence[BatchItem], by: By, at: datetime) -> Sequence[ItemAnswer]:
    """Whoever was deactivated in the meantime changes nothing any more."""
    if not work.batches.is_actor_active(batch):
        return [ItemAnswer(Result.NOT_ALLOWED, item.version) for item in items]
    return KINDS[batch.kind](work, batch.wanted, items, by, at)


def _with(batch: Batch, answers: Sequence[ItemAnswer]) -> Batch:
    return msgspec.structs.replace(batch, done=batch.done + len(answers), counts=add_up(batch.counts, answers))


def _end(work: Work, batch: Batch, state: BatchState, by: By, at: datetime) -> None:
    work.batches.save(batch.id, state=state.value, finished_at=at)
    [event_id] = work.new_ids(1)
    work.keep([_finished(batch, state, event_id, by, at)])


def _finished(batch: Batch, state: BatchState, event_id: EventId, by: By, at: datetime) -> BatchFinished:
    return BatchFinished(
        id=event_id,
        at=at,
        by=by,
        batch_id=batch.id,
        batch_kind=batch.kind,
        state=state,
        total=batch.total,
        counts=batch.counts,
    )


def cancel_batch(work: Work, id: BatchId, *, by: By, at: datetime) -> None:
    """Leaves what is not done yet as it is; what is done stays, and can be undone."""
    batch = own_batch(work, id, by.actor)
    if not batch.is_running:
        raise BatchOver
    if not work.is_rehearsal:
        _end(work, batch, BatchState.CANCELLED, msgspec.structs.replace(by, batch_id=batch.id), at)


def own_batch(work: Work, id: BatchId, asker: Actor) -> Batch:
    """Visible to whoever made it, and to those who see all."""
    batch = work.batches.read(id)
    if batch is None or not (batch.actor_id == asker.user_id or asker.sees_all):
        raise BatchNotFound
    return batch


def give_up_batch(storage: Storage, batch_id: BatchId, at: datetime) -> None:
    """Its slice failed again and again: it ends here, and the person is told (PS-245)."""
    with storage.writing() as work:
        batch = work.batches.read(batch_id)
        if batch is not None and batch.is_running:
            by = By(read_actor(work.connection, batch.actor_id), Channel.MASS, batch.id)
            _end(work, batch, BatchState.FAILED, by, at)
