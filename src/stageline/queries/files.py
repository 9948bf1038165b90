"""The files of an opportunity, newest first, and the content of one."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from stageline.domain.conditions import Moment
from stageline.domain.events import By
from stageline.domain.files.file import File, FileNotFound, readable
from stageline.domain.files.naming import folded
from stageline.domain.ids import FileId, OpportunityId, UserId
from stageline.domain.opportunities.belongings import may_add, may_remove
from stageline.domain.opportunities.opportunity import Opportunity, visible
from stageline.queries.history import Named
from stageline.queries.paging import after, cursor_of
from stageline.storage.files import read_piece
from stageline.storage.tables import files, users
from stageline.storage.unit_of_work import Storage, Work

_FILES = select(files, users.c.name.label("uploader_name")).join(users, users.c.id == files.c.uploaded_by)
FILES = (
    _FILES.where(files.c.opportunity_id == bindparam("opportunity_id"), files.c.deleted_at.is_(None))
    .order_by(files.c.created_at.desc(), files.c.id.desc())
    .limit(bindparam("most"))
)
FILE = _FILES.where(files.c.id == bindparam("file_id"))


class ShownFile(msgspec.Struct, frozen=True, kw_only=True):
    """`size` is in bytes; `media_type` was told from the content."""

    id: FileId
    opportunity_id: OpportunityId
    name: str
    label: str | None
    media_type: str
    size: int
    uploaded_by: Named
    created_at: datetime
    may_remove: bool


class FilePage(msgspec.Struct, frozen=True, kw_only=True):
    """`labels` are those that the criteria of the process ask for now."""

    items: list[ShownFile]
    next_cursor: str | None
    labels: list[str]
    may_add: bool


def read_files(
    work: Work, opportunity_id: OpportunityId, *, cursor: str | None, limit: int, by: By, moment: Moment
) -> FilePage:
    opportunity = visible(work.opportunities.read([opportunity_id], by.actor.user_id).get(opportunity_id), by.actor)
    statement = FILES if cursor is None else FILES.where(after(cursor, files.c.created_at, files.c.id))
    rows = work.connection.execute(statement, {"opportunity_id": opportunity_id, "most": limit + 1}).all()
    page = rows[:limit]
    return FilePage(
        items=[_shown(row, opportunity, by) for row in page],
        next_cursor=cursor_of(page[-1].created_at, page[-1].id) if len(rows) > limit else None,
        labels=_labels(opportunity, moment),
        may_add=may_add(opportunity, by.actor),
    )


def read_file(work: Work, file_id: FileId, *, by: By) -> ShownFile:
    """For whoever has just added it."""
    row = work.connection.execute(FILE, {"file_id": file_id}).one_or_none()
    found = None
    if row is not None:
        found = work.opportunities.read([row.opportunity_id], by.actor.user_id).get(row.opportunity_id)
    if row is None or found is None:
        raise FileNotFound
    return _shown(row, found, by)


def find_file(work: Work, file_id: FileId, *, by: By) -> File:
    """The one whose content the asker may read."""
    of = work.files.opportunity_of(file_id)
    found = None if of is None else work.opportunities.read([of], by.actor.user_id).get(of)
    file, _ = readable(work.files.find(file_id), found, by.actor)
    return file


def read_content(storage: Storage, file_id: FileId) -> Iterator[bytes]:
    """Piece by piece, each on its own: whoever reads slowly holds neither memory nor a connection."""
    position = 0
    while True:
        with storage.reading() as connection:
            piece = read_piece(connection, file_id, position)
        if piece is None:
            return
        yield piece
        position += 1


def _labels(opportunity: Opportunity, moment: Moment) -> list[str]:
    asked = (
        criterion.file.label
        for stage in opportunity.process.stages
        for criterion in stage.criteria
        if criterion.file and criterion.file.label and criterion.is_in_force(moment.at)
    )
    return list({folded(label): label for label in asked}.values())


def _shown(row: Any, opportunity: Opportunity, by: By) -> ShownFile:
    same = ("id", "opportunity_id", "name", "label", "media_type", "size", "created_at")
    return ShownFile(
        **{name: getattr(row, name) for name in same},
        uploaded_by=Named(row.uploaded_by, row.uploader_name),
        may_remove=may_remove(opportunity, UserId(row.uploaded_by), by.actor),
    )
