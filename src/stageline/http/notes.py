"""Notes over HTTP."""

from typing import Annotated

import msgspec
from litestar import Response, delete, get, patch, post
from litestar.params import JSONBody

from stageline.commands.notes import add_note, change_note, remove_note, restore_note
from stageline.domain.events import Channel
from stageline.domain.ids import NoteId, OpportunityId
from stageline.domain.notes.note import LONGEST, EmptyNote, NoteChanged
from stageline.http.access import Acting
from stageline.http.errors import problems
from stageline.http.inputs import Cursor, Limit, PathId, Version
from stageline.queries.notes import NotePage, ShownNote, read_note, read_notes

Words = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST)]


class NoteIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    body: Words


class NotePatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    version: Version
    body: Words


WRITING = problems(EmptyNote)
CHANGING = problems(EmptyNote, NoteChanged)


@get("/opportunities/{opportunity_id:int}/notes", sync_to_thread=True)
def get_notes(opportunity_id: PathId, acting: Acting, cursor: Cursor = None, limit: Limit = 50) -> NotePage:
    """What people have written down about it, newest first."""
    with acting.writing(preview=True) as work:
        return read_notes(work, OpportunityId(opportunity_id), cursor=cursor, limit=limit, by=acting.by())


@post("/opportunities/{opportunity_id:int}/notes", sync_to_thread=True, status_code=201, responses=WRITING)
def post_note(opportunity_id: PathId, data: JSONBody[NoteIn], acting: Acting) -> Response[ShownNote]:
    """Write something down about it, whether it is open or closed."""
    by = acting.by(Channel.RECORD)
    with acting.writing() as work:
        added = add_note(work, OpportunityId(opportunity_id), data.body, by=by, at=acting.at)
        return acting.answer(read_note(work, added, by=by), status=201)


@patch("/notes/{note_id:int}", sync_to_thread=True, responses=CHANGING)
def patch_note(note_id: PathId, data: JSONBody[NotePatch], acting: Acting) -> Response[ShownNote]:
    """Say it in other words; only its author may."""
    by, number = acting.by(Channel.RECORD), NoteId(note_id)
    with acting.writing() as work:
        change_note(work, number, data.body, version=data.version, by=by, at=acting.at)
        return acting.answer(read_note(work, number, by=by))


@delete("/notes/{note_id:int}", sync_to_thread=True, status_code=204)
def delete_note(note_id: PathId, acting: Acting) -> Response[None]:
    """Take it away; a restoration brings it back."""
    with acting.writing() as work:
        remove_note(work, NoteId(note_id), by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(None, status=204)


@post("/notes/{note_id:int}/restorations", sync_to_thread=True, status_code=200)
def post_note_restoration(note_id: PathId, acting: Acting) -> Response[ShownNote]:
    """Bring back a note that was taken away."""
    by, number = acting.by(Channel.RECORD), NoteId(note_id)
    with acting.writing() as work:
        restore_note(work, number, by=by, at=acting.at)
        return acting.answer(read_note(work, number, by=by))
