"""What a transaction can do with processes."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, exists, or_, select
from sqlalchemy.exc import IntegrityError

from stageline.domain.errors import RuleBroken
from stageline.domain.ids import ProcessId, StageId, UserId
from stageline.domain.processes.defining import Usage
from stageline.domain.processes.process import Process, ProcessState
from stageline.domain.processes.publishing import Used
from stageline.domain.processes.revision import Revision
from stageline.domain.processes.stage import Category
from stageline.storage.organisation import Organisations
from stageline.storage.processes import following, usage, writing
from stageline.storage.processes.reading import Lock, read_processes
from stageline.storage.tables import processes, stages, users

# Every writer takes the table of opportunities before the row of a process, so that no two wait for each other.
SHARE_OPPORTUNITIES = "LOCK TABLE opportunities IN ROW SHARE MODE"
HOLD_OPPORTUNITIES = "LOCK TABLE opportunities IN EXCLUSIVE MODE"


class NameTaken(RuleBroken):
    """Another process has this name. Choose a name of its own."""

    code = "name_taken"


class Processes:
    """`known` is what this transaction has read; the unit of work keeps it for the next one after the commit."""

    def __init__(
        self, connection: Connection, known: dict[ProcessId, Process], organisation: Organisations, *, locks: bool
    ) -> None:
        self._connection = connection
        self.organisation = organisation
        self._locks = locks
        self.known = known

    def at_revision(self, revisions: Iterable[tuple[ProcessId, int]]) -> dict[ProcessId, Process]:
        """Callers read the revision with their own rows, so a definition changed elsewhere is never missed."""
        stale = [key for key, revision in revisions if key not in self.known or self.known[key].revision != revision]
        if stale:
            self.known |= {process.id: process for process in self.read(stale)}
        return self.known

    def read(self, ids: Sequence[ProcessId]) -> list[Process]:
        """As they are now, and so until the end of the transaction unless it is a rehearsal."""
        self._lock_table(SHARE_OPPORTUNITIES)
        return self._read(ids, Lock.SHARED)

    def take(self, process_id: ProcessId, *, and_opportunities: bool = False) -> Process | None:
        """The process, for this transaction alone.

        `and_opportunities`: none is moved or created until the end, so that what is decided about those in a stage
        still holds when it is written. A mover would go by the definition it has read before.
        """
        self._lock_table(HOLD_OPPORTUNITIES if and_opportunities else SHARE_OPPORTUNITIES)
        return next(iter(self._read([process_id], Lock.EXCLUSIVE)), None)

    def take_all(self) -> None:
        """So that of two who choose a default one waits for the other."""
        self._lock_table(SHARE_OPPORTUNITIES)
        if self._locks:
            self._connection.execute(
                select(processes.c.id).order_by(processes.c.id).with_for_update(key_share=True)
            ).all()

    def _read(self, ids: Sequence[ProcessId], lock: Lock) -> list[Process]:
        custom = self.organisation.read().catalogue.custom_fields
        return read_processes(self._connection, ids, custom, lock=lock if self._locks else None)

    def _lock_table(self, statement: str) -> None:
        if self._locks and self._connection.dialect.name == "postgresql":
            self._connection.exec_driver_sql(statement)

    def default_id(self) -> ProcessId | None:
        """The organisation's default, if it is published (PS-7)."""
        found = select(processes.c.id).where(processes.c.is_default, processes.c.state == ProcessState.PUBLISHED.value)
        return self._connection.scalars(found).first()

    def with_stage(self, stage_id: StageId) -> Process | None:
        """The process that a stage belongs to."""
        process_id = self._connection.scalar(select(stages.c.process_id).where(stages.c.id == stage_id))
        return self.read([process_id])[0] if process_id is not None else None

    def preselected(self, user_id: UserId) -> ProcessId | None:
        """The person's own default while it stays published, else the organisation's (PS-7, PS-8)."""
        own = select(users.c.default_process_id).where(users.c.id == user_id).scalar_subquery()
        found = (
            select(processes.c.id)
            .where(
                processes.c.state == ProcessState.PUBLISHED.value, or_(processes.c.is_default, processes.c.id == own)
            )
            .order_by((processes.c.id == own).desc(), processes.c.id)
        )
        return self._connection.scalars(found).first()

    def refuse_taken(self, name: str, besides: ProcessId | None = None) -> None:
        """Names differ by more than case (PS-4)."""
        taken = exists().where(processes.c.name_folded == name.casefold(), processes.c.id != (besides or 0))
        if self._connection.scalar(select(taken)):
            raise NameTaken(name=name)

    def may_own(self, user_id: UserId) -> bool:
        return bool(
            self._connection.scalar(
                select(users.c.id).where(users.c.id == user_id, users.c.can_own, users.c.state != "deactivated")
            )
        )

    def add(self, process: Process, at: datetime) -> Process:
        """With ids, which the database gives."""
        try:
            process_id = writing.add(self._connection, process, at)
        except IntegrityError as error:
            raise NameTaken(name=process.name) from error  # somebody else was as quick
        return self._again(process_id)

    def save(self, before: Process, after: Process) -> Process:
        """As it was kept: what had an id below zero now has one of its own."""
        try:
            writing.save(self._connection, before, after)
        except IntegrityError as error:
            if before.name.casefold() == after.name.casefold():
                raise
            raise NameTaken(name=after.name) from error
        return self._again(after.id)

    def _again(self, process_id: ProcessId) -> Process:
        return self._read([process_id], Lock.EXCLUSIVE)[0]

    def add_revision(self, revision: Revision) -> None:
        writing.add_revision(self._connection, revision)

    def save_states(self, changed: Sequence[Process]) -> None:
        """State, default, revision and version alone; those that are no default any more first."""
        writing.save_states(self._connection, sorted(changed, key=lambda process: process.is_default))

    def delete(self, process: Process) -> None:
        writing.delete_process(self._connection, process)

    def usage(self, stage_ids: Sequence[StageId]) -> Usage:
        return usage.usage_of(self._connection, stage_ids)

    def used(self, process_id: ProcessId) -> Used:
        return usage.used(self._connection, process_id)

    def open_in(self, stage_ids: Iterable[StageId]) -> int:
        return usage.open_in(self._connection, list(stage_ids))

    def asking_for(self, field: str) -> list[str]:
        return usage.asking_for(self._connection, field)

    def to_follow(self, stage_id: StageId, category: Category) -> list[following.Follower]:
        return following.to_follow(self._connection, stage_id, category)

    def follow(self, stage_id: StageId, category: Category, rows: Sequence[following.FollowedRow]) -> None:
        following.follow(self._connection, stage_id, category, rows)

    def rank_furthest(self, process_id: ProcessId) -> None:
        following.rank_furthest(self._connection, process_id)
