"""Processes for those who use or set them up."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, true

from stageline.domain.errors import NotFound
from stageline.domain.ids import ProcessId, UserId
from stageline.domain.processes.comparing import Change
from stageline.domain.processes.definition import Definition, ProcessDocument, document_of
from stageline.domain.processes.process import ProcessNotFound, ProcessState
from stageline.domain.rights import Actor, Right
from stageline.queries.history import Named
from stageline.queries.paging import cursor_of, position_in
from stageline.storage.organisation import Organisations
from stageline.storage.processes import Processes
from stageline.storage.tables import opportunities, process_revisions, processes, users
from stageline.storage.visible import asked_by, visible_to


class RevisionNotFound(NotFound):
    """There is no such revision of this process."""

    code = "not_found"


class ProcessSummary(msgspec.Struct, frozen=True, kw_only=True):
    """`is_preselected`: the one that a new opportunity of the asker follows unless another is named (PS-7, PS-8)."""

    id: ProcessId
    name: str
    description: str
    state: ProcessState
    revision: int
    version: int
    is_default: bool
    is_preselected: bool


class ProcessPage(msgspec.Struct, frozen=True):
    items: list[ProcessSummary]
    next_cursor: str | None


class PastRevision(msgspec.Struct, frozen=True, kw_only=True):
    revision: int
    at: datetime
    author: Named
    changes: list[Change]


class RevisionDocument(PastRevision, frozen=True, kw_only=True):
    """With the whole definition as it was then."""

    definition: Definition


class RevisionPage(msgspec.Struct, frozen=True):
    items: list[PastRevision]
    next_cursor: str | None


def readable_by(asker: Actor) -> ColumnElement[bool]:
    """Whoever sets processes up reads all; whoever sells, what is or was offered.

    Others, such as collaborators and viewers, read those of the opportunities they can see, and nothing without one.
    Statements with it take the parameters of `asked_by`.
    """
    if asker.has(Right.SET_UP_PROCESSES):
        return true()
    if asker.has(Right.CREATE_OPPORTUNITIES):
        return processes.c.state != ProcessState.DRAFT.value
    return exists().where(opportunities.c.process_id == processes.c.id, visible_to(asker))


def refuse_unreadable(connection: Connection, process_id: ProcessId, *, asker: Actor) -> None:
    found = select(processes.c.id).where(processes.c.id == process_id, readable_by(asker))
    if connection.scalar(found, asked_by(asker)) is None:
        raise ProcessNotFound


def read_processes(
    connection: Connection, *, state: ProcessState | None, cursor: str | None, limit: int, asker: Actor
) -> ProcessPage:
    """In the order in which they were made."""
    found = select(processes).where(readable_by(asker)).order_by(processes.c.created_at, processes.c.id)
    if state is not None:
        found = found.where(processes.c.state == state.value)
    if cursor is not None:
        at, number = position_in(cursor)
        behind = and_(processes.c.created_at == at, processes.c.id > number)
        found = found.where(or_(processes.c.created_at > at, behind))
    rows = connection.execute(found.limit(limit + 1), asked_by(asker)).all()
    preselected = read_preselected(connection, asker.user_id)
    items = [_summary(row, is_preselected=row.id == preselected) for row in rows[:limit]]
    last = rows[limit - 1] if len(rows) > limit else None
    return ProcessPage(items, cursor_of(last.created_at, last.id) if last else None)


def read_process(connection: Connection, process_id: ProcessId, *, asker: Actor) -> ProcessDocument:
    refuse_unreadable(connection, process_id, asker=asker)
    return document_of(_processes(connection).read([process_id])[0])


def find_process(connection: Connection, named: str) -> ProcessId:
    """By its name, whatever the case, or else by its id; for whoever may read all."""
    by_name = select(processes.c.id).where(processes.c.name_folded == named.strip().casefold())
    found = connection.scalar(by_name)
    if found is None and named.isdecimal() and len(named) <= 15:
        found = connection.scalar(select(processes.c.id).where(processes.c.id == int(named)))
    if found is None:
        raise ProcessNotFound(name=named)
    return ProcessId(found)


def read_preselected(connection: Connection, user_id: UserId) -> ProcessId | None:
    """The process that is chosen when that person begins an opportunity (PS-7, PS-8)."""
    return _processes(connection).preselected(user_id)


def read_revisions(
    connection: Connection, process_id: ProcessId, *, cursor: str | None, limit: int, asker: Actor
) -> RevisionPage:
    """Newest first, for those who set processes up."""
    refuse_unreadable(connection, process_id, asker=asker)
    asker.require(Right.SET_UP_PROCESSES)
    revision = process_revisions.c.revision
    found = _with_author().where(process_revisions.c.process_id == process_id).order_by(revision.desc())
    if cursor is not None:
        found = found.where(revision < position_in(cursor)[1])
    rows = connection.execute(found.limit(limit + 1)).all()
    last = rows[limit - 1] if len(rows) > limit else None
    return RevisionPage([_past(row) for row in rows[:limit]], cursor_of(last.at, last.revision) if last else None)


def read_revision(connection: Connection, process_id: ProcessId, revision: int, *, asker: Actor) -> RevisionDocument:
    refuse_unreadable(connection, process_id, asker=asker)
    asker.require(Right.SET_UP_PROCESSES)
    of = and_(process_revisions.c.process_id == process_id, process_revisions.c.revision == revision)
    row = connection.execute(_with_author().where(of)).one_or_none()
    if row is None:
        raise RevisionNotFound
    past = _past(row)
    same = {name: getattr(past, name) for name in PastRevision.__struct_fields__}
    return RevisionDocument(**same, definition=msgspec.convert(row.definition, Definition))


def _with_author() -> Any:
    return select(process_revisions, users.c.name.label("author_name")).join(
        users, users.c.id == process_revisions.c.author_id
    )


def _processes(connection: Connection) -> Processes:
    return Processes(connection, {}, Organisations(connection, None), locks=False)


def _summary(row: Any, *, is_preselected: bool) -> ProcessSummary:
    said = {name: getattr(row, name) for name in ("id", "name", "description", "revision", "version", "is_default")}
    return ProcessSummary(**said, state=ProcessState(row.state), is_preselected=is_preselected)


def _past(row: Any) -> PastRevision:
    changes: Sequence[Any] = row.changes
    return PastRevision(
        revision=row.revision,
        at=row.at,
        author=Named(row.author_id, row.author_name),
        changes=[Change(**change) for change in changes],
    )
