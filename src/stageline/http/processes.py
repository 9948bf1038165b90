"""Processes: read by those who sell, set up by operations."""

from typing import Annotated

import msgspec
from litestar import Response, delete, get, post, put
from litestar.params import JSONBody, QueryParameter

from stageline.commands.processes import publishing
from stageline.commands.processes.creating import Template, create_process
from stageline.commands.processes.deciding import Saved
from stageline.commands.processes.defining import define_process
from stageline.commands.processes.publishing import (
    archive_process,
    make_default,
    publish_process,
    restore_process,
)
from stageline.domain.ids import ProcessId
from stageline.domain.processes.defining import StageInUse
from stageline.domain.processes.definition import Definition, ProcessDocument, document_of
from stageline.domain.processes.problem import Incomplete
from stageline.domain.processes.process import ProcessState
from stageline.domain.processes.publishing import Archived, IsDefault, NotPublished, ProcessInUse
from stageline.http.access import Acting
from stageline.http.errors import problems
from stageline.http.inputs import Cursor, Limit, PathId, Preview, QueryVersion, Version
from stageline.queries.processes import (
    ProcessPage,
    RevisionDocument,
    RevisionPage,
    read_process,
    read_processes,
    read_revision,
    read_revisions,
)
from stageline.queries.reports.usual_days import UsualDays, read_usual_days
from stageline.storage.processes import NameTaken

ProcessName = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
State = Annotated[ProcessState | None, QueryParameter(name="state")]


class ProcessIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A new draft: with one won and one lost stage, or with all that the template has."""

    name: ProcessName
    template: Template | None = None


class DefinitionIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The whole definition. `follow_now` makes changed criteria hold for opportunities already in their stage, too."""

    version: Version
    definition: Definition
    follow_now: bool = False


@get("/processes", sync_to_thread=True)
def get_processes(acting: Acting, in_state: State = None, cursor: Cursor = None, limit: Limit = 50) -> ProcessPage:
    """Those the asker may read; drafts are for those who set processes up."""
    with acting.reading() as connection:
        return read_processes(connection, state=in_state, cursor=cursor, limit=limit, asker=acting.asker)


@post("/processes", sync_to_thread=True, status_code=201, responses=problems(NameTaken))
def post_process(data: JSONBody[ProcessIn], acting: Acting) -> Response[ProcessDocument]:
    """Begin a process as a draft."""
    with acting.writing() as work:
        process = create_process(work, data.name, template=data.template, by=acting.by(), at=acting.at)
        return acting.answer(document_of(process), status=201)


@get("/processes/{process_id:int}", sync_to_thread=True)
def get_process(process_id: PathId, acting: Acting) -> ProcessDocument:
    """The whole definition as it is now."""
    with acting.reading() as connection:
        return read_process(connection, ProcessId(process_id), asker=acting.asker)


class UsualDaysList(msgspec.Struct, frozen=True):
    items: list[UsualDays]


@get("/processes/{process_id:int}/usual-days", sync_to_thread=True)
def get_usual_days(process_id: PathId, acting: Acting) -> UsualDaysList:
    """How long won opportunities usually took in each open stage, and the limit which that suggests.

    Only stages that at least twenty of the last 1,000 won ones went through are told of. Nothing is set by it.
    """
    with acting.writing(preview=True) as work:
        return UsualDaysList(read_usual_days(work, ProcessId(process_id), asker=acting.asker))


@put(
    "/processes/{process_id:int}/definition",
    sync_to_thread=True,
    responses=problems(StageInUse, Incomplete, NameTaken),
)
def put_definition(
    process_id: PathId, data: JSONBody[DefinitionIn], acting: Acting, preview: Preview = False
) -> Response[Saved]:
    """Saves everything at once; stages and criteria with an id stay what they are, those without are new.

    A preview also answers for what would be refused as incomplete: `problems` says why.
    """
    with acting.writing(preview=preview) as work:
        saved = define_process(
            work,
            ProcessId(process_id),
            data.definition,
            version=data.version,
            follow_now=data.follow_now,
            by=acting.by(),
            at=acting.at,
        )
        return acting.answer(saved)


@post(
    "/processes/{process_id:int}/publications",
    sync_to_thread=True,
    status_code=200,
    responses=problems(Incomplete, Archived),
)
def post_publication(
    process_id: PathId, acting: Acting, version: QueryVersion = None, preview: Preview = False
) -> Response[Saved]:
    """Offers a draft for new opportunities. The preview is the check alone: it answers every problem at once."""
    with acting.writing(preview=preview) as work:
        saved = publish_process(work, ProcessId(process_id), version=version, by=acting.by(), at=acting.at)
        return acting.answer(saved)


@put("/processes/{process_id:int}/default", sync_to_thread=True, responses=problems(NotPublished, Archived))
def put_default(process_id: PathId, acting: Acting) -> Response[ProcessDocument]:
    """Preselects it for new opportunities; the one that was the default no longer is."""
    with acting.writing() as work:
        process = make_default(work, ProcessId(process_id), by=acting.by(), at=acting.at)
        return acting.answer(document_of(process))


@put("/processes/{process_id:int}/archive", sync_to_thread=True, responses=problems(NotPublished, IsDefault))
def put_archive(process_id: PathId, acting: Acting) -> Response[ProcessDocument]:
    """No longer offers it for new opportunities; those that follow it go on."""
    with acting.writing() as work:
        process = archive_process(work, ProcessId(process_id), by=acting.by(), at=acting.at)
        return acting.answer(document_of(process))


@delete(
    "/processes/{process_id:int}/archive",
    sync_to_thread=True,
    status_code=200,
    responses=problems(NotPublished, Incomplete),
)
def delete_archive(process_id: PathId, acting: Acting) -> Response[ProcessDocument]:
    """Offers an archived process again."""
    with acting.writing() as work:
        process = restore_process(work, ProcessId(process_id), by=acting.by(), at=acting.at)
        return acting.answer(document_of(process))


@delete(
    "/processes/{process_id:int}",
    sync_to_thread=True,
    status_code=204,
    responses=problems(ProcessInUse, IsDefault),
)
def delete_process(process_id: PathId, acting: Acting, version: QueryVersion = None) -> Response[None]:
    """Only what no opportunity has ever followed."""
    with acting.writing() as work:
        publishing.delete_process(work, ProcessId(process_id), version=version, by=acting.by(), at=acting.at)
        return acting.answer(None, status=204)


@get("/processes/{process_id:int}/revisions", sync_to_thread=True)
def get_revisions(process_id: PathId, acting: Acting, cursor: Cursor = None, limit: Limit = 50) -> RevisionPage:
    """Who published what and when, newest first."""
    with acting.reading() as connection:
        number = ProcessId(process_id)
        return read_revisions(connection, number, cursor=cursor, limit=limit, asker=acting.asker)


@get("/processes/{process_id:int}/revisions/{revision:int}", sync_to_thread=True)
def get_revision(process_id: PathId, revision: PathId, acting: Acting) -> RevisionDocument:
    """The whole definition as it was."""
    with acting.reading() as connection:
        return read_revision(connection, ProcessId(process_id), revision, asker=acting.asker)
