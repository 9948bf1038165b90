"""The notes of an opportunity, newest first."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from stageline.domain.events import By
from stageline.domain.ids import NoteId, OpportunityId, UserId
from stageline.domain.notes.note import Note, NoteNotFound, may_change
from stageline.domain.opportunities.belongings import may_add, may_remove
from stageline.domain.opportunities.opportunity import Opportunity, visible
from stageline.queries.history import Named
from stageline.queries.paging import after, cursor_of
from stageline.storage.tables import notes, users
from stageline.storage.unit_of_work import Work

_NOTES = select(notes, users.c.name.label("author_name")).join(users, users.c.id == notes.c.author_id)
NOTES = (
    _NOTES.where(notes.c.opportunity_id == bindparam("opportunity_id"), notes.c.deleted_at.is_(None))
    .order_by(notes.c.created_at.desc(), notes.c.id.desc())
    .limit(bindparam("most"))
)
NOTE = _NOTES.where(notes.c.id == bindparam("note_id"))


class ShownNote(msgspec.Struct, frozen=True, kw_only=True):
    id: NoteId
    opportunity_id: OpportunityId
    body: str
    author: Named
    created_at: datetime
    changed_at: datetime | None
    version: int
    may_change: bool
    may_remove: bool


class NotePage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[ShownNote]
    next_cursor: str | None
    may_add: bool


def read_notes(work: Work, opportunity_id: OpportunityId, *, cursor: str | None, limit: int, by: By) -> NotePage:
    opportunity = visible(work.opportunities.read([opportunity_id], by.actor.user_id).get(opportunity_id), by.actor)
    statement = NOTES if cursor is None else NOTES.where(after(cursor, notes.c.created_at, notes.c.id))
    rows = work.connection.execute(statement, {"opportunity_id": opportunity_id, "most": limit + 1}).all()
    page = rows[:limit]
    return NotePage(
        items=[_shown(row, opportunity, by) for row in page],
        next_cursor=cursor_of(page[-1].created_at, page[-1].id) if len(rows) > limit else None,
        may_add=may_add(opportunity, by.actor),
    )


def read_note(work: Work, note_id: NoteId, *, by: By) -> ShownNote:
    """For whoever has just written it."""
    row = work.connection.execute(NOTE, {"note_id": note_id}).one_or_none()
    found = None
    if row is not None:
        found = work.opportunities.read([row.opportunity_id], by.actor.user_id).get(row.opportunity_id)
    if row is None or found is None:
        raise NoteNotFound
    return _shown(row, found, by)


def _shown(row: Any, opportunity: Opportunity, by: By) -> ShownNote:
    note = Note(**{name: getattr(row, name) for name in Note.__struct_fields__})
    return ShownNote(
        id=note.id,
        opportunity_id=note.opportunity_id,
        body=note.body,
        author=Named(row.author_id, row.author_name),
        created_at=note.created_at,
        changed_at=note.changed_at,
        version=note.version,
        may_change=may_change(note, opportunity, by.actor),
        may_remove=may_remove(opportunity, UserId(note.author_id), by.actor),
    )
