"""Files beside opportunities: added, removed and brought back."""

from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

import filetype  # type: ignore[import-untyped]  # the library has no types
import msgspec

from stageline.domain.conditions import Moment
from stageline.domain.events import By
from stageline.domain.files.file import (
    File,
    FileEvent,
    WantedFile,
    decide_file,
    decide_removal,
    decide_restoration,
)
from stageline.domain.ids import EventId, FileId, OpportunityId
from stageline.domain.opportunities.opportunity import Opportunity, changeable
from stageline.storage.unit_of_work import Work

HEAD = 8192
"""Bytes: what is looked at to tell what a file is."""
UNKNOWN, TEXT = "application/octet-stream", "text/plain"


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it arrived. Whoever received it closes `content`, which stands at its beginning."""

    name: str
    label: str | None
    content: BinaryIO
    size: int
    sha256: str


def add_file(work: Work, opportunity_id: OpportunityId, received: Received, *, by: By, at: datetime) -> FileId:
    wanted = WantedFile(
        name=received.name,
        label=received.label,
        media_type=media_type_of(received.content),
        size=received.size,
        sha256=received.sha256,
    )
    added = decide_file(_found(work, opportunity_id, by), wanted, id=work.new_ids(1)[0], by=by, moment=work.moment(at))
    work.keep([added])
    if not work.is_rehearsal:
        work.files.add_content(added.file.id, received.content)
    return added.file.id


def require_may_add(work: Work, opportunity_id: OpportunityId, *, by: By) -> None:
    """Asked before the content is even received."""
    changeable(_found(work, opportunity_id, by), by.actor)


def remove_file(work: Work, file_id: FileId, *, by: By, at: datetime) -> None:
    _change(work, file_id, by, at, lambda f, o, id, m: decide_removal(f, o, id=id, by=by, moment=m))


def restore_file(work: Work, file_id: FileId, *, by: By, at: datetime) -> None:
    _change(work, file_id, by, at, lambda f, o, id, m: decide_restoration(f, o, id=id, by=by, moment=m))


def media_type_of(content: BinaryIO) -> str:
    """Told from how it begins, whatever its name says. What a browser would run is text like any other."""
    head = content.read(HEAD)
    content.seek(0)
    return filetype.guess_mime(head) or (TEXT if _is_text(head) else UNKNOWN)


def _is_text(head: bytes) -> bool:
    """The last character may be cut off."""
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        if len(head) < HEAD or error.start < len(head) - 3:
            return False
        text = head[: error.start].decode()
    return "\0" not in text


def _found(work: Work, opportunity_id: OpportunityId, by: By) -> Opportunity | None:
    return work.opportunities.read([opportunity_id], by.actor.user_id).get(opportunity_id)


def _change(
    work: Work,
    file_id: FileId,
    by: By,
    at: datetime,
    decide: Callable[[File | None, Opportunity | None, EventId, Moment], FileEvent | None],
) -> None:
    """The opportunity is locked before the file is read, so that nothing can come in between."""
    of = work.files.opportunity_of(file_id)
    found = None if of is None else _found(work, of, by)
    file = None if of is None else work.files.find(file_id)
    happened = decide(file, found, work.new_ids(1)[0], work.moment(at))
    if happened is not None:
        work.keep([happened])
