"""Notes on opportunities: added, changed, removed and brought back."""

from collections.abc import Callable
from datetime import datetime

from stageline.domain.conditions import Moment
from stageline.domain.events import By
from stageline.domain.ids import EventId, NoteId, OpportunityId
from stageline.domain.notes.note import (
    Note,
    NoteEvent,
    decide_change,
    decide_note,
    decide_removal,
    decide_restoration,
)
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.storage.unit_of_work import Work


def add_note(work: Work, opportunity_id: OpportunityId, body: str, *, by: By, at: datetime) -> NoteId:
    found = work.opportunities.read([opportunity_id], by.actor.user_id).get(opportunity_id)
    added = decide_note(found, body, id=work.new_ids(1)[0], by=by, moment=work.moment(at))
    work.keep([added])
    return added.note.id


def change_note(work: Work, note_id: NoteId, body: str, *, version: int, by: By, at: datetime) -> None:
    _change(work, note_id, by, at, lambda n, o, id, m: decide_change(n, o, body, version, id=id, by=by, moment=m))


def remove_note(work: Work, note_id: NoteId, *, by: By, at: datetime) -> None:
    _change(work, note_id, by, at, lambda n, o, id, m: decide_removal(n, o, id=id, by=by, moment=m))


def restore_note(work: Work, note_id: NoteId, *, by: By, at: datetime) -> None:
    _change(work, note_id, by, at, lambda n, o, id, m: decide_restoration(n, o, id=id, by=by, moment=m))


def _change(
    work: Work,
    note_id: NoteId,
    by: By,
    at: datetime,
    decide: Callable[[Note | None, Opportunity | None, EventId, Moment], NoteEvent | None],
) -> None:
    """The opportunity is locked before the note is read, so that nothing can come in between."""
    of = work.notes.opportunity_of(note_id)
    found = None if of is None else work.opportunities.read([of], by.actor.user_id).get(of)
    note = None if of is None else work.notes.find(note_id)
    happened = decide(note, found, work.new_ids(1)[0], work.moment(at))
    if happened is not None:
        work.keep([happened])
