"""Files: rows in and out, and their content piece by piece."""

from collections.abc import Callable
from typing import Any, BinaryIO

from sqlalchemy import Connection, bindparam, insert, select, update

from stageline.domain.files.file import File, FileAdded, FileRemoved, FileRestored
from stageline.domain.files.naming import folded
from stageline.domain.ids import FileId, OpportunityId
from stageline.storage.prepared import Values
from stageline.storage.tables import file_pieces, files

PIECE = 256_000
"""Bytes: as much of a file as is in memory at a time."""

_THIS = files.c.id == bindparam("file_id")
OF = select(files.c.opportunity_id).where(_THIS)
READ = select(files).where(_THIS)
CHANGE = update(files).where(_THIS)
ADD_PIECE = insert(file_pieces)
READ_PIECE = select(file_pieces.c.content).where(
    file_pieces.c.file_id == bindparam("file_id"), file_pieces.c.position == bindparam("position")
)


class Files:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def opportunity_of(self, id: FileId) -> OpportunityId | None:
        """Never changes, so that one can lock the opportunity before reading what can."""
        return self._connection.scalar(OF, {"file_id": id})

    def find(self, id: FileId) -> File | None:
        row = self._connection.execute(READ, {"file_id": id}).one_or_none()
        return None if row is None else File(**{name: getattr(row, name) for name in File.__struct_fields__})

    def add_content(self, id: FileId, content: BinaryIO) -> None:
        """From where it stands to its end."""
        position = 0
        while piece := content.read(PIECE):
            self._connection.execute(ADD_PIECE, {"file_id": id, "position": position, "content": piece})
            position += 1


def read_piece(connection: Connection, id: FileId, position: int) -> bytes | None:
    """None after the last one."""
    content: bytes | None = connection.scalar(READ_PIECE, {"file_id": id, "position": position})
    return content


def _added(event: Any) -> Values:
    label = event.file.label
    row = {name: getattr(event.file, name) for name in File.__struct_fields__}
    return {**row, "label_folded": None if label is None else folded(label)}


def _changed(event: Any) -> Values:
    file = event.file
    return {"file_id": file.id, "deleted_at": file.deleted_at, "deleted_by": file.deleted_by}


KEPT: dict[type, tuple[Callable[[str], Any], Callable[[Any], Values]]] = {
    FileAdded: (lambda _: insert(files), _added),
    FileRemoved: (lambda _: CHANGE, _changed),
    FileRestored: (lambda _: CHANGE, _changed),
}
"""How each event is written; `storage.opportunities.beside` does it."""
