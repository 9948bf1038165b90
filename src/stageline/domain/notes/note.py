"""A note on an opportunity: added, changed by its author, removed and brought back."""

from datetime import datetime
from typing import ClassVar

import msgspec

from stageline.domain.conditions import Moment
from stageline.domain.errors import Conflict, InvalidInput, Missing, NotFound, NotPermitted
from stageline.domain.events import By
from stageline.domain.ids import EventId, NoteId, OpportunityId, UserId
from stageline.domain.opportunities.belongings import is_reachable, may_add, may_remove, require_removable
from stageline.domain.opportunities.changes import BesideEvent
from stageline.domain.opportunities.opportunity import NotYoursToChange, Opportunity, changeable
from stageline.domain.rights import Actor

LONGEST = 10_000


class NoteNotFound(NotFound):
    """There is no such note, or it is not shared with you."""

    code = "not_found"


class EmptyNote(InvalidInput):
    """A note says something. Write it down first."""

    code = "invalid_input"


class NotYourNote(NotPermitted):
    """Only its author may change a note."""

    code = "not_allowed"


class NoteChanged(Conflict):
    """This note was changed in the meantime."""

    code = "conflict"


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """Its id is that of the event that added it."""

    id: NoteId
    opportunity_id: OpportunityId
    author_id: UserId
    body: str
    created_at: datetime
    changed_at: datetime | None = None
    deleted_at: datetime | None = None
    version: int = 1


class NoteEvent(BesideEvent, frozen=True, kw_only=True, gc=False):
    """The words stand in the note alone; the journal keeps that it happened, and to which one."""

    note: Note

    @property
    def subject_id(self) -> int:
        return self.note.id


class NoteAdded(NoteEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "note.added"


class NoteEdited(NoteEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "note.changed"


class NoteRemoved(NoteEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "note.removed"


class NoteRestored(NoteEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "note.restored"


def decide_note(found: Opportunity | None, body: str, *, id: EventId, by: By, moment: Moment) -> NoteAdded:
    opportunity = changeable(found, by.actor)
    note = Note(
        id=NoteId(id),
        opportunity_id=opportunity.id,
        author_id=by.actor.user_id,
        body=_written(body),
        created_at=moment.at,
    )
    return NoteAdded(id=id, at=moment.at, by=by, opportunity=opportunity, note=note)


def decide_change(
    note: Note | None, found: Opportunity | None, body: str, version: int, *, id: EventId, by: By, moment: Moment
) -> NoteEdited | None:
    """None when it already says so."""
    before, opportunity = _there(note, found, by.actor)
    if not may_add(opportunity, by.actor):
        raise NotYoursToChange
    if not may_change(before, opportunity, by.actor):
        raise NotYourNote
    if before.version != version:
        raise NoteChanged(current={"id": before.id, "version": before.version})
    said = _written(body)
    if said == before.body:
        return None
    after = msgspec.structs.replace(before, body=said, changed_at=moment.at, version=before.version + 1)
    return NoteEdited(id=id, at=moment.at, by=by, opportunity=opportunity, note=after)


def decide_removal(note: Note | None, found: Opportunity | None, *, id: EventId, by: By, moment: Moment) -> NoteRemoved:
    """Out of everybody's sight; those who may remove it may bring it back."""
    before, opportunity = _there(note, found, by.actor)
    require_removable(opportunity, before.author_id, by.actor)
    after = msgspec.structs.replace(before, deleted_at=moment.at)
    return NoteRemoved(id=id, at=moment.at, by=by, opportunity=opportunity, note=after)


def decide_restoration(
    note: Note | None, found: Opportunity | None, *, id: EventId, by: By, moment: Moment
) -> NoteRestored | None:
    """None when it was never removed. To those who may not bring it back, a removed note is not there."""
    if note is None or found is None or not is_reachable(found, by.actor):
        raise NoteNotFound
    if note.deleted_at is None:
        return None
    if not may_remove(found, note.author_id, by.actor):
        raise NoteNotFound
    after = msgspec.structs.replace(note, deleted_at=None)
    return NoteRestored(id=id, at=moment.at, by=by, opportunity=found, note=after)


def may_change(note: Note, opportunity: Opportunity, actor: Actor) -> bool:
    return note.author_id == actor.user_id and may_add(opportunity, actor)


def _there(note: Note | None, found: Opportunity | None, actor: Actor) -> tuple[Note, Opportunity]:
    """A note that is not to be seen is refused in the same words as one that never was."""
    if note is None or note.deleted_at is not None or found is None or not is_reachable(found, actor):
        raise NoteNotFound
    return note, found


def _written(body: str) -> str:
    said = body.strip()
    if not said:
        raise EmptyNote([Missing(name="body", remedy="Write something.")])
    return said
