"""Serves the built page: its hashed files for ever, and for every other path the document that draws it."""

from functools import cache
from mimetypes import guess_type
from pathlib import Path

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

FOLDER = Path(__file__).parent / "page"
FOR_EVER = "public, max-age=31536000, immutable"
ASKED_EACH_TIME = "no-cache"
NOT_BUILT = """Stageline answers here, but its page has not been built.

In a checkout, bin/setup builds it. The API is at /api/v1, described at /api/v1/reference.
"""


@get(["/", "/{path:path}"], sync_to_thread=False, include_in_schema=False)
def get_file(path: FromPath[str] = "/") -> Response[bytes]:
    name = path.strip("/")
    if name.partition("/")[0] == "api":
        raise NotFoundException
    files = built(FOLDER)
    if name in files and name != "index.html":
        return _file(files[name], FOR_EVER if name.startswith("assets/") else ASKED_EACH_TIME)
    if name.startswith("assets/"):  # of an earlier build: the document would be taken for a script
        raise NotFoundException
    if "index.html" not in files:
        return Response(NOT_BUILT.encode(), media_type="text/plain")
    return _file(files["index.html"], ASKED_EACH_TIME)


@cache
def built(folder: Path) -> dict[str, Path]:
    """Only what is listed here is served, so that no path can lead out of the folder."""
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}


@cache
def _bytes_of(path: Path) -> bytes:
    return path.read_bytes()


def _file(path: Path, kept: str) -> Response[bytes]:
    type_, _ = guess_type(path.name)
    return Response(_bytes_of(path), media_type=type_ or "application/octet-stream", headers={"Cache-Control": kept})
