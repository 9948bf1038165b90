"""Serves the built page: its hashed files for ever, and for every other path the document that draws it."""

import re
from collections.abc import Mapping
from functools import cache
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

FOLDER = Path(__file__).parent / "page"
FOR_EVER = "public, max-age=31536000, immutable"
ASKED_EACH_TIME = "no-cache"
# The build leaves them beside the file (web/packed.ts), smaller than could be made while somebody waits.
PACKED = {"br": ".br", "gzip": ".gz"}
UNWANTED = re.compile(r";\s*q=0(\.0*)?\s*$")
NOT_BUILT = """Stageline answers here, but its page has not been built.

In a checkout, bin/setup builds it. The API is at /api/v1, described at /api/v1/reference.
"""


@get(["/", "/{path:path}"], sync_to_thread=False, include_in_schema=False)
def get_file(request: Request[Any, Any, Any], path: FromPath[str] = "/") -> Response[bytes]:
    name = path.strip("/")
    if name.partition("/")[0] == "api":
        raise NotFoundException
    files = built(FOLDER)
    if name in files and name != "index.html":
        if name.startswith("assets/"):
            return _hashed(name, files, request.headers.get("accept-encoding", ""))
        return _file(files[name], ASKED_EACH_TIME)
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


def _hashed(name: str, files: Mapping[str, Path], accepted: str) -> Response[bytes]:
    """In the smallest form that the browser takes."""
    said = {each.partition(";")[0].strip() for each in accepted.lower().split(",") if not UNWANTED.search(each)}
    encoding = next((each for each, ending in PACKED.items() if each in said and name + ending in files), None)
    answer = _file(files[name], FOR_EVER)
    answer.headers["Vary"] = "Accept-Encoding"
    if encoding is not None:
        answer.content = _bytes_of(files[name + PACKED[encoding]])
        answer.headers["Content-Encoding"] = encoding
    return answer


def _file(path: Path, kept: str) -> Response[bytes]:
    type_, _ = guess_type(path.name)
    return Response(_bytes_of(path), media_type=type_ or "application/octet-stream", headers={"Cache-Control": kept})
