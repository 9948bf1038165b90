"""Receives a form with one file in it as it comes in: on disk when it is large, and never whole in memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from litestar.exceptions import ClientException
from litestar.status_codes import HTTP_413_REQUEST_ENTITY_TOO_LARGE
from multipart import (  # type: ignore[import-untyped]  # the library has no types
    MultipartError,
    MultipartSegment,
    PushMultipartParser,
    parse_options_header,
)

from stageline.commands.files import Received
from stageline.domain.errors import InvalidInput, Missing
from stageline.domain.files.file import LARGEST, FileTooLarge
from stageline.domain.files.naming import LONGEST_LABEL
from stageline.http.access import AnyRequest, UnreadableRequest

IN_MEMORY = 1_000_000
MOST_PARTS = 8
MOST_BYTES = 4
"""Of one character."""


class NoFile(InvalidInput):
    """There is no file in this request. Send a form with one under the name `file`."""

    code = "invalid_input"


class _Form:
    """What has arrived of it so far."""

    def __init__(self, content: BinaryIO) -> None:
        self.name: str | None = None
        self.label = bytearray()
        self.content = content
        self.size = 0
        self._digest = sha256()
        self._part: str | None = None

    def take(self, event: MultipartSegment | bytearray | bytes | None) -> None:
        if event is None:
            self._part = None
        elif isinstance(event, MultipartSegment):
            self._begin(event)
        elif self._part == "file":
            self._take_content(event)
        elif self._part == "label":
            self._take_label(event)

    def _begin(self, part: MultipartSegment) -> None:
        if part.name == "file" and self.name is not None:
            raise NoFile([Missing(name="file", remedy="Send one file at a time.")])
        if part.name == "file" and part.filename is not None:
            self.name = part.filename
        self._part = part.name

    def _take_content(self, piece: bytes | bytearray) -> None:
        self.size += len(piece)
        if self.size > LARGEST:
            raise FileTooLarge(largest=LARGEST)
        self._digest.update(piece)
        self.content.write(piece)

    def _take_label(self, piece: bytes | bytearray) -> None:
        self.label += piece
        if len(self.label) > LONGEST_LABEL * MOST_BYTES:
            raise _label_too_long()

    def finished(self) -> Received:
        if self.name is None:
            raise NoFile([Missing(name="file", remedy="Send a file, with its name.")])
        try:
            label = self.label.decode()
        except UnicodeDecodeError:
            raise UnreadableRequest([Missing(name="label", remedy="Write it in UTF-8.")]) from None
        if len(label) > LONGEST_LABEL:
            raise _label_too_long()
        self.content.seek(0)
        return Received(
            name=self.name, label=label or None, content=self.content, size=self.size, sha256=self._digest.hexdigest()
        )


@asynccontextmanager
async def received(request: AnyRequest) -> AsyncIterator[Received]:
    """Refuses what is no such form, and a file that is too large as soon as that is known."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as spool:
        form = _Form(cast("BinaryIO", spool))
        try:
            with _parser(request) as parser:
                async for piece in request.stream():
                    for event in parser.parse(piece) if piece else ():
                        form.take(event)
        except MultipartError as broken:
            raise UnreadableRequest([Missing(name="", remedy=f"Send a form: {broken}.")]) from None
        except ClientException as refused:
            if refused.status_code == HTTP_413_REQUEST_ENTITY_TOO_LARGE:
                raise FileTooLarge(largest=LARGEST) from None
            raise
        yield form.finished()


def _label_too_long() -> UnreadableRequest:
    return UnreadableRequest([Missing(name="label", remedy=f"Give at most {LONGEST_LABEL} characters.")])


def said(file: Received) -> bytes:
    """All that two requests must have in common to be the same."""
    return b"\0".join(part.encode() for part in (file.name, file.label or "", file.sha256))


def _parser(request: AnyRequest) -> Any:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != "multipart/form-data" or not options.get("boundary"):
        raise UnreadableRequest([Missing(name="", remedy="Send a form (multipart/form-data).")])
    return PushMultipartParser(options["boundary"], max_segment_count=MOST_PARTS, strict=True)
