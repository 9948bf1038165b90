"""A batch: one wish for many opportunities, how far it has come, and how long it can be taken back."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

import msgspec

from stageline.domain.errors import NotFound, RuleBroken
from stageline.domain.events import Event
from stageline.domain.ids import BatchId, OpportunityId, UserId

# Up to so many are done while the person waits; more go on in the background, slice by slice (PS-193).
AT_ONCE = 1000
SLICE = 500

# What can be taken back as a whole (PS-194); a reversal itself cannot.
CAN_BE_UNDONE = frozenset({"moves", "closings", "assignments", "edits"})


class BatchNotFound(NotFound):
    """There is no such batch, or it is not yours to see."""

    code = "not_found"


class BatchOver(RuleBroken):
    """This batch has ended, so there is nothing left to stop."""

    code = "batch_over"


class BatchState(StrEnum):
    """`cancelled` and `failed` leave the items after `done` as they were."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Result(StrEnum):
    """What became of one item (PS-188)."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    BLOCKED = "blocked"
    CONFLICT = "conflict"
    NOT_ALLOWED = "not_allowed"
    SKIPPED = "skipped"
    NOT_FOUND = "not_found"


class BatchItem(msgspec.Struct, frozen=True, gc=False):
    """One opportunity of a batch; `version` is the one that the person saw, None for whichever it has."""

    opportunity_id: OpportunityId
    version: int | None = None


class ItemAnswer(msgspec.Struct, frozen=True, gc=False):
    """`version` is the one it has now; `problem` the refusal as the API would have told it."""

    result: Result
    version: int | None = None
    problem: dict[str, Any] | None = None


class ResultGroup(msgspec.Struct, frozen=True):
    """How many came out alike; `code` is that of the refusal, where there was one (PS-192)."""

    result: Result
    code: str | None
    count: int


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """`done` of `total` items are decided; `counts` says with which results."""

    id: BatchId
    kind: str
    actor_id: UserId
    wanted: Mapping[str, Any]
    state: BatchState
    total: int
    done: int
    counts: Mapping[str, int]
    undo_minutes: int
    reverses: BatchId | None
    created_at: datetime
    finished_at: datetime | None

    @property
    def is_running(self) -> bool:
        return self.state is BatchState.RUNNING


def undo_until(batch: Batch) -> datetime | None:
    """The last moment to take the whole batch back, counted from its end (PS-194). None when it never can be."""
    if batch.kind not in CAN_BE_UNDONE or batch.finished_at is None or not batch.counts.get(Result.CHANGED):
        return None
    return batch.finished_at + timedelta(minutes=batch.undo_minutes)


def no_counts() -> dict[str, int]:
    return {result.value: 0 for result in Result}


def group_of(answer: ItemAnswer) -> tuple[Result, str | None]:
    return answer.result, answer.problem["code"] if answer.problem else None


def grouped(answers: Iterable[ItemAnswer]) -> list[ResultGroup]:
    """In the order in which results are told: what is done first, then what stands in the way."""
    order = list(Result)
    counted = Counter(group_of(answer) for answer in answers)
    groups = [ResultGroup(result, code, count) for (result, code), count in counted.items()]
    return sorted(groups, key=lambda group: (order.index(group.result), group.code or ""))


class BatchFinished(Event, frozen=True, kw_only=True, gc=False):
    """A batch in the background has come to its end, whichever it was."""

    kind: ClassVar[str] = "batch.finished"

    batch_id: BatchId
    batch_kind: str
    state: BatchState
    total: int
    counts: Mapping[str, int]

    @property
    def subject_id(self) -> int:
        return self.batch_id

    def facts(self) -> Mapping[str, Any]:
        return {"kind": self.batch_kind, "state": self.state.value, "total": self.total, "counts": dict(self.counts)}
