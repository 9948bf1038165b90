"""Work to be done later: written with what makes it necessary, claimed by one worker at a time (ADR-0011)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, select, update

from stageline.domain.ids import JobId
from stageline.storage.inserting import insert_new
from stageline.storage.tables import jobs
from stageline.storage.tables.types import AnyRow

Payload = Mapping[str, Any]

LEASE = timedelta(minutes=5)
KEPT_WHEN_DONE = timedelta(days=7)
LONGEST_ERROR = 2000

WAITING, DONE, FAILED = "waiting", "done", "failed"


class Job(msgspec.Struct, frozen=True):
    """`attempt` counts from 1, and tells this claim from a later one after the lease has run out."""

    id: JobId
    kind: str
    payload: Payload
    attempt: int


class Wanted(msgspec.Struct, frozen=True):
    """A job to be added. A key that was used within the last days adds nothing."""

    kind: str
    payload: Payload
    run_at: datetime
    unique_key: str | None = None


_DUE = (
    select(jobs.c.id)
    .where(jobs.c.state == WAITING, jobs.c.run_at <= bindparam("now"))
    .order_by(jobs.c.run_at, jobs.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
# A claimed job waits for the end of its lease: if its worker dies, the next one finds it there.
CLAIM = (
    update(jobs)
    .where(jobs.c.id == _DUE.scalar_subquery())
    .values(run_at=bindparam("until"), leased_until=bindparam("until"), attempts=jobs.c.attempts + 1)
    .returning(jobs.c.id, jobs.c.kind, jobs.c.payload, jobs.c.attempts)
)
_MINE = (jobs.c.id == bindparam("job_id"), jobs.c.attempts == bindparam("attempt"), jobs.c.state == WAITING)
END = update(jobs).where(*_MINE).values(
    state=bindparam("new_state"), last_error=bindparam("error"), finished_at=bindparam("now"), leased_until=None
)  # fmt: skip
PUT_OFF = update(jobs).where(*_MINE).values(
    run_at=bindparam("until"), last_error=bindparam("error"), attempts=bindparam("attempts_now"), leased_until=None
)  # fmt: skip
NEXT_RUN = select(func.min(jobs.c.run_at)).where(jobs.c.state == WAITING)
FORGET = delete(jobs).where(jobs.c.state == DONE, jobs.c.finished_at < bindparam("before"))


class Jobs:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.has_added = False

    def add(
        self,
        kind: str,
        payload: Payload,
        run_at: datetime,
        unique_key: str | None = None,
        *,
        at: datetime | None = None,
    ) -> None:
        """In the transaction of what makes it necessary. A key that was used within the last days adds nothing."""
        self.add_all([Wanted(kind, payload, run_at, unique_key)], at=at)

    def add_all(self, wanted: Sequence[Wanted], *, at: datetime | None = None) -> None:
        """In one statement."""
        if not wanted:
            return
        rows = [
            {"kind": each.kind, "payload": dict(each.payload), "unique_key": each.unique_key, "state": WAITING,
             "run_at": each.run_at, "attempts": 0, "created_at": at or each.run_at}
            for each in wanted
        ]  # fmt: skip
        self._connection.execute(insert_new(self._connection, jobs), rows)
        self.has_added = True

    def claim(self, at: datetime) -> Job | None:
        """The one that is due for longest and that nobody has; it is theirs for the time of the lease."""
        found = self._connection.execute(CLAIM, {"now": at, "until": at + LEASE}).first()
        return _job(found) if found else None

    def end(self, job: Job, at: datetime, *, error: str | None = None) -> None:
        """Done, or failed for good with the error that everybody can read."""
        state = FAILED if error else DONE
        self._connection.execute(END, {**_claim_of(job), "new_state": state, "error": _short(error), "now": at})

    def retry(self, job: Job, run_at: datetime, error: str) -> None:
        values = {"until": run_at, "error": _short(error), "attempts_now": job.attempt}
        self._connection.execute(PUT_OFF, {**_claim_of(job), **values})

    def go_on(self, job: Job, run_at: datetime) -> None:
        """It got on and wants to go on: what failed before no longer counts."""
        values = {"until": run_at, "error": None, "attempts_now": 0}
        self._connection.execute(PUT_OFF, {**_claim_of(job), **values})

    def forget(self, at: datetime) -> None:
        """Those done long ago; what failed stays until somebody has looked at it."""
        self._connection.execute(FORGET, {"before": at - KEPT_WHEN_DONE})


def next_run(connection: Connection) -> datetime | None:
    """When the next job falls due; in the past when one waits already."""
    found: datetime | None = connection.scalar(NEXT_RUN)
    return found


def _claim_of(job: Job) -> dict[str, int]:
    return {"job_id": job.id, "attempt": job.attempt}


def _short(error: str | None) -> str | None:
    return error[:LONGEST_ERROR] if error else None


def _job(row: AnyRow) -> Job:
    return Job(row.id, row.kind, row.payload, row.attempts)
