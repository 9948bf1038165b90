"""A file beside an opportunity: added, removed and brought back. Its content never changes."""

from datetime import datetime
from typing import ClassVar

import msgspec

from stageline.domain.conditions import Moment
from stageline.domain.errors import InvalidInput, Missing, NotFound
from stageline.domain.events import By
from stageline.domain.files.naming import cleaned_label, cleaned_name
from stageline.domain.ids import EventId, FileId, OpportunityId, UserId
from stageline.domain.opportunities.belongings import is_reachable, may_remove, require_removable
from stageline.domain.opportunities.changes import BesideEvent
from stageline.domain.opportunities.opportunity import Opportunity, changeable
from stageline.domain.rights import Actor

LARGEST = 25_000_000


class FileNotFound(NotFound):
    """There is no such file, or it is not shared with you."""

    code = "not_found"


class FileTooLarge(InvalidInput):
    """A file can have at most 25 MB. Make it smaller, or keep it elsewhere and write down where."""

    code = "file_too_large"


class EmptyFile(InvalidInput):
    """There is nothing in this file. Choose another one."""

    code = "file_empty"


class File(msgspec.Struct, frozen=True, kw_only=True):
    """Its id is that of the event that added it.

    `size` is in bytes; `media_type` was told from the content, whatever the name says.
    """

    id: FileId
    opportunity_id: OpportunityId
    uploaded_by: UserId
    name: str
    label: str | None = None
    media_type: str
    size: int
    sha256: str
    created_at: datetime
    deleted_at: datetime | None = None
    deleted_by: UserId | None = None


class WantedFile(msgspec.Struct, frozen=True, kw_only=True):
    """As it was sent; the name and the label are still what anybody may have written."""

    name: str
    label: str | None
    media_type: str
    size: int
    sha256: str


class FileEvent(BesideEvent, frozen=True, kw_only=True, gc=False):
    """What it is called stands with the file alone; the journal keeps that it happened, and to which one."""

    file: File

    @property
    def subject_id(self) -> int:
        return self.file.id


class FileAdded(FileEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "file.added"


class FileRemoved(FileEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "file.removed"


class FileRestored(FileEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "file.restored"


def decide_file(found: Opportunity | None, wanted: WantedFile, *, id: EventId, by: By, moment: Moment) -> FileAdded:
    """Also on a closed opportunity (PS-171)."""
    opportunity = changeable(found, by.actor)
    if wanted.size > LARGEST:
        raise FileTooLarge(largest=LARGEST)
    if wanted.size == 0:
        raise EmptyFile([Missing(name="file", remedy="Choose a file with something in it.")])
    return added_file(opportunity, wanted, id=id, by=by, at=moment.at)


def added_file(opportunity: Opportunity, wanted: WantedFile, *, id: EventId, by: By, at: datetime) -> FileAdded:
    """Kept whoever it is that keeps it: performing a letter is asked for elsewhere."""
    file = File(
        id=FileId(id),
        opportunity_id=opportunity.id,
        uploaded_by=by.actor.user_id,
        name=cleaned_name(wanted.name),
        label=cleaned_label(wanted.label),
        media_type=wanted.media_type,
        size=wanted.size,
        sha256=wanted.sha256,
        created_at=at,
    )
    return FileAdded(id=id, at=at, by=by, opportunity=opportunity, file=file)


def decide_removal(file: File | None, found: Opportunity | None, *, id: EventId, by: By, moment: Moment) -> FileRemoved:
    """Out of everybody's sight; those who may remove it may bring it back."""
    before, opportunity = readable(file, found, by.actor)
    require_removable(opportunity, before.uploaded_by, by.actor)
    after = msgspec.structs.replace(before, deleted_at=moment.at, deleted_by=by.actor.user_id)
    return FileRemoved(id=id, at=moment.at, by=by, opportunity=opportunity, file=after)


def decide_restoration(
    file: File | None, found: Opportunity | None, *, id: EventId, by: By, moment: Moment
) -> FileRestored | None:
    """None when it was never removed. To those who may not bring it back, a removed file is not there."""
    if file is None or found is None or not is_reachable(found, by.actor):
        raise FileNotFound
    if file.deleted_at is None:
        return None
    if not may_remove(found, file.uploaded_by, by.actor):
        raise FileNotFound
    after = msgspec.structs.replace(file, deleted_at=None, deleted_by=None)
    return FileRestored(id=id, at=moment.at, by=by, opportunity=found, file=after)


def readable(file: File | None, found: Opportunity | None, actor: Actor) -> tuple[File, Opportunity]:
    """A file that is not to be seen is refused in the same words as one that never was."""
    if file is None or file.deleted_at is not None or found is None or not is_reachable(found, actor):
        raise FileNotFound
    return file, found
