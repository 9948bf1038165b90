"""Notes: rows in and out."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from stageline.domain.ids import NoteId, OpportunityId
from stageline.domain.notes.note import Note, NoteAdded, NoteEdited, NoteRemoved, NoteRestored
from stageline.storage.prepared import Values
from stageline.storage.tables import notes

_THIS = notes.c.id == bindparam("note_id")
OF = select(notes.c.opportunity_id).where(_THIS)
READ = select(notes).where(_THIS)
CHANGE = update(notes).where(_THIS)


class Notes:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def opportunity_of(self, id: NoteId) -> OpportunityId | None:
        """Never changes, so that one can lock the opportunity before reading what can."""
        return self._connection.scalar(OF, {"note_id": id})

    def find(self, id: NoteId) -> Note | None:
        row = self._connection.execute(READ, {"note_id": id}).one_or_none()
        return None if row is None else Note(**{name: getattr(row, name) for name in Note.__struct_fields__})


def _added(event: Any) -> Values:
    return {name: getattr(event.note, name) for name in Note.__struct_fields__}


def _changed(event: Any) -> Values:
    changing = ("body", "changed_at", "deleted_at", "version")
    return {"note_id": event.note.id, **{name: getattr(event.note, name) for name in changing}}


KEPT: dict[type, tuple[Callable[[str], Any], Callable[[Any], Values]]] = {
    NoteAdded: (lambda _: insert(notes), _added),
    NoteEdited: (lambda _: CHANGE, _changed),
    NoteRemoved: (lambda _: CHANGE, _changed),
    NoteRestored: (lambda _: CHANGE, _changed),
}
"""How each event is written; `storage.opportunities.beside` does it."""
