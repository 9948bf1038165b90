"""A person's calendar for other programs: its private address over the API, and the feed that stands there."""

from datetime import datetime
from hashlib import sha256
from importlib import import_module
from typing import Any

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.params import FromPath

from stageline.commands.calendars.feeds import count_guess, make_feed, remove_feed
from stageline.commands.people.signing_in import hash_of
from stageline.http.access import OPEN, SECRET, Acting, AnyRequest, Store, guard
from stageline.queries.calendar_feed import read_calendar
from stageline.storage.calendar_feeds import since_when, whose_feed

FOLDER, ENDING = "feeds", ".ics"
MEDIA_TYPE = "text/calendar"
# A calendar program may keep it for itself and asks each time whether it has changed.
KEPT = "private, no-cache"


class FeedShown(msgspec.Struct, frozen=True, kw_only=True):
    """Null: there is no feed. Its address is shown when it is made, and never again."""

    created_at: datetime | None


class FeedAnswered(msgspec.Struct, frozen=True, kw_only=True):
    """Whoever has the address reads the calendar; no one has to sign in."""

    address: str
    created_at: datetime


@get("/me/calendar-feed", sync_to_thread=True)
def get_calendar_feed(acting: Acting) -> FeedShown:
    """Whether one's calendar has a private address for other programs, and since when."""
    with acting.reading() as connection:
        return FeedShown(created_at=since_when(connection, acting.asker.user_id))


@post("/me/calendar-feed", sync_to_thread=True, opt=SECRET, status_code=201)
def post_calendar_feed(acting: Acting, request: AnyRequest) -> Response[FeedAnswered]:
    """Give one's calendar a private address, or a new one: the old one then shows nothing any more."""
    with acting.writing() as work:
        secret = make_feed(work, by=acting.by(), at=acting.at)
        address = f"{_root(request)}/{FOLDER}/{secret}{ENDING}"
        return acting.answer(FeedAnswered(address=address, created_at=acting.at), status=201)


@delete("/me/calendar-feed", sync_to_thread=True, status_code=204)
def delete_calendar_feed(acting: Acting) -> Response[None]:
    """Switch it off."""
    with acting.writing() as work:
        remove_feed(work, by=acting.by(), at=acting.at)
        return acting.answer(None, status=204)


@get(
    f"/{FOLDER}/{{name:str}}",
    sync_to_thread=True,
    include_in_schema=False,
    opt={**OPEN, **SECRET},
    before_request=guard,
)
def get_feed(name: FromPath[str], request: Request[Any, Any, Any], storage: Store) -> Response[bytes]:
    """The calendar of whoever has that address; of no address that shows nothing can one tell why."""
    at: datetime = request.scope["at"]  # type: ignore[typeddict-item]
    secret = name.removesuffix(ENDING)
    with storage.reading() as connection:
        user_id = whose_feed(connection, hash_of(secret)) if name.endswith(ENDING) else None
        if user_id is not None:
            told = read_calendar(connection, user_id, records=f"{_root(request)}/opportunities", at=at)
    if user_id is None:
        with storage.writing() as work:
            refusal = count_guess(work, request.client.host if request.client else "", at)
        raise refusal
    content: bytes = import_module("stageline.commands.calendars.writing").feed(told.entries, told.name)
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": KEPT}
    if _knows(request.headers.get("if-none-match", ""), tag):
        return Response(b"", status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="stageline.ics"'
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


def _knows(said: str, tag: str) -> bool:
    """As a proxy that packs the answer may have said it, too."""
    return any(each.strip().removeprefix("W/") in (tag, "*") for each in said.split(","))


def _root(request: Request[Any, Any, Any]) -> str:
    return str(request.base_url).rstrip("/")
