"""Files over HTTP: sent in a form, handed out as what is to be kept and never as something to show."""

from urllib.parse import quote

from litestar import Response, delete, get, post
from litestar.concurrency import sync_to_thread
from litestar.response import Stream

from stageline.commands.files import Received, add_file, remove_file, require_may_add, restore_file
from stageline.domain.events import Channel
from stageline.domain.files.file import LARGEST, EmptyFile, FileTooLarge
from stageline.domain.files.naming import UnreadableName
from stageline.domain.ids import FileId, OpportunityId
from stageline.http.access import STREAMED, Acting, AnyRequest, SignedRequest
from stageline.http.errors import problems
from stageline.http.inputs import Cursor, Limit, PathId
from stageline.http.receiving import NoFile, received, said
from stageline.queries.files import FilePage, ShownFile, find_file, read_content, read_file, read_files

# What stands in the form around the file.
LARGEST_FORM = LARGEST + 20_000
# Whatever it claims to be, a browser runs nothing of it and shows it on no page.
SANDBOX = "sandbox; default-src 'none'"


@get("/opportunities/{opportunity_id:int}/files", sync_to_thread=True)
def get_files(opportunity_id: PathId, acting: Acting, cursor: Cursor = None, limit: Limit = 50) -> FilePage:
    """What people keep with it, newest first, and the labels that its process asks for."""
    with acting.writing(preview=True) as work:
        by, moment = acting.by(), work.moment(acting.at)
        return read_files(work, OpportunityId(opportunity_id), cursor=cursor, limit=limit, by=by, moment=moment)


@post(
    "/opportunities/{opportunity_id:int}/files",
    status_code=201,
    opt=STREAMED,
    request_max_body_size=LARGEST_FORM,
    responses=problems(FileTooLarge, EmptyFile, UnreadableName, NoFile),
)
async def post_file(opportunity_id: PathId, acting: Acting, request: AnyRequest) -> Response[ShownFile]:
    """Keep a file with it: the part `file` of a form, at most 25 MB, and if you like a part `label`."""
    number = OpportunityId(opportunity_id)
    await sync_to_thread(_require_may_add, acting, number)
    async with received(request) as file:
        acting.stand_for(request, said(file))
        return await sync_to_thread(_add, acting, number, file)


def _require_may_add(acting: SignedRequest, number: OpportunityId) -> None:
    with acting.writing(preview=True) as work:
        require_may_add(work, number, by=acting.by())


def _add(acting: SignedRequest, number: OpportunityId, file: Received) -> Response[ShownFile]:
    by = acting.by(Channel.RECORD)
    with acting.writing() as work:
        added = add_file(work, number, file, by=by, at=acting.at)
        return acting.answer(read_file(work, added, by=by), status=201)


@get("/files/{file_id:int}/content", sync_to_thread=True)
def get_content(file_id: PathId, acting: Acting) -> Stream:
    """The file itself, to be saved."""
    number = FileId(file_id)
    with acting.writing(preview=True) as work:
        file = find_file(work, number, by=acting.by())
    headers = {
        "Content-Disposition": disposition(file.name),
        "Content-Length": str(file.size),
        "Content-Security-Policy": SANDBOX,
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return Stream(read_content(acting.storage, number), media_type=file.media_type, headers=headers)


@delete("/files/{file_id:int}", sync_to_thread=True, status_code=204)
def delete_file(file_id: PathId, acting: Acting) -> Response[None]:
    """Take it away; a restoration brings it back."""
    with acting.writing() as work:
        remove_file(work, FileId(file_id), by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(None, status=204)


@post("/files/{file_id:int}/restorations", sync_to_thread=True, status_code=200)
def post_file_restoration(file_id: PathId, acting: Acting) -> Response[ShownFile]:
    """Bring back a file that was taken away."""
    by, number = acting.by(Channel.RECORD), FileId(file_id)
    with acting.writing() as work:
        restore_file(work, number, by=by, at=acting.at)
        return acting.answer(read_file(work, number, by=by))


def disposition(name: str) -> str:
    """To be saved under its name: once in plain letters for old programs, and once as it is (RFC 6266)."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%;' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
