"""Who asks: the guard that looks at each request before anything of it is read, and what every handler is given."""

from asyncio import get_running_loop
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Any, TypeVar, cast

import msgspec
from litestar import Request, Response
from litestar.concurrency import sync_to_thread
from litestar.di import NamedDependency
from litestar.enums import MediaType
from sqlalchemy import Connection

from stageline.commands.people.signing_in import hash_of
from stageline.domain.errors import InvalidInput, Missing
from stageline.domain.events import By, Channel
from stageline.domain.people.session import Session
from stageline.domain.people.signing_in import Forged, NotSignedIn
from stageline.domain.people.token import Scope, ScopeMissing, Token
from stageline.domain.rights import Actor
from stageline.storage.idempotency import Remembered
from stageline.storage.people.authentication import Authentication, Known
from stageline.storage.unit_of_work import Storage, Work

T = TypeVar("T")
AnyRequest = Request[Any, Any, Any]

COOKIE = "stageline_session"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_KEY = 200

# Options of a route. `open`: anybody may ask. `is_secret`: what it is sent or answers must not be remembered, so an
# Idempotency-Key means nothing to it.
OPEN = {"open": True}
SECRET = {"is_secret": True}
# The handler reads the body itself, piece by piece, and then says what of it an Idempotency-Key stands for.
STREAMED = {"is_streamed": True}

encode = msgspec.json.Encoder().encode


class UnreadableRequest(InvalidInput):
    """The request contains something that cannot be kept."""

    code = "invalid_request"


class Replayed(Exception):
    """The request was carried out before; this is what was answered."""

    def __init__(self, remembered: Remembered) -> None:
        super().__init__()
        self.remembered = remembered


class _Key(msgspec.Struct, frozen=True):
    key: str
    request_hash: str


class SignedRequest:
    """What a handler can do on behalf of whoever asks."""

    __slots__ = ("_claim", "_key", "_work", "asker", "at", "session", "storage", "token")

    def __init__(self, storage: Storage, known: Known, at: datetime, key: _Key | None) -> None:
        self.storage = storage
        self.asker: Actor = known.actor
        self.session: Session | None = known.session
        self.token: Token | None = known.token
        self.at = at
        self._key = key
        self._work: Work | None = None
        self._claim: _Key | None = None

    def by(self, channel: Channel = Channel.API) -> By:
        return By(self.asker, channel)

    def stand_for(self, request: AnyRequest, said: bytes) -> None:
        """What was said in a body that only the handler has read."""
        self._key = _key_of(request, said)

    @contextmanager
    def writing(self, *, preview: bool = False) -> Iterator[Work]:
        """One transaction. With an Idempotency-Key it is not entered a second time: the first answer is given again."""
        with self.storage.writing(preview=preview) as work:
            if self._key is not None and not preview:
                self._take(work, self._key)
            yield work
            if self._claim is not None:  # nothing was answered in here, so there is nothing to give again
                work.idempotency.release(self.asker.user_id, self._claim.key)
                self._claim = None

    def _take(self, work: Work, key: _Key) -> None:
        remembered = work.idempotency.claim(self.asker.user_id, key.key, key.request_hash, self.at)
        if remembered is not None:
            raise Replayed(remembered)
        self._work, self._claim = work, key

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.storage.reading() as connection:
            yield connection

    def answer(self, value: T, status: int = 200) -> Response[T]:
        """Called within `writing`: what is answered and what was done are then committed together."""
        body = b"" if status == 204 else encode(value)
        if self._claim is not None and self._work is not None:
            self._work.idempotency.keep(self.asker.user_id, self._claim.key, Remembered(status, body.decode()))
            self._claim = None
        return cast("Response[T]", Response(body, status_code=status, media_type=MediaType.JSON))


Acting = NamedDependency[SignedRequest]
Store = NamedDependency[Storage]


async def acting(request: AnyRequest) -> SignedRequest:
    """Given by name to every handler that asks for `acting: Acting`."""
    known: Known = request.scope["auth"]
    storage: Storage = request.app.state.storage
    key = None
    if request.method not in SAFE and "is_streamed" not in request.route_handler.opt:
        body = await request.body()
        refuse_nul(body)
        key = _key_of(request, body)
    return SignedRequest(storage, known, request.scope["at"], key)  # type: ignore[typeddict-item]


def refuse_nul(body: bytes) -> None:
    """PostgreSQL keeps no text with a NUL in it. The rare false alarm is a text that speaks of this very escape."""
    if rb"\u0000" in body:
        raise UnreadableRequest([Missing(name="", remedy=r"Leave out the character \u0000.")])


def _key_of(request: AnyRequest, body: bytes) -> _Key | None:
    key = request.headers.get("idempotency-key")
    if key is None or "is_secret" in request.route_handler.opt:
        return None
    if not 0 < len(key) <= LONGEST_KEY:
        raise UnreadableRequest([Missing(name="Idempotency-Key", remedy="Give 1 to 200 characters.")])
    said = b"\0".join((request.method.encode(), request.scope["raw_path"], request.scope["query_string"], body))
    return _Key(key, sha256(said).hexdigest())


async def guard(request: AnyRequest) -> None:
    """Lets a request through when it may be asked at all; what it may do then is decided by the rights of its asker."""
    scope = request.scope
    at = scope["at"] = datetime.now(UTC)  # type: ignore[typeddict-unknown-key]
    if b"%00" in scope["query_string"]:
        raise UnreadableRequest
    is_safe = request.method in SAFE
    if "open" in request.route_handler.opt:
        if not is_safe:
            refuse_other_origin(request)
            refuse_nul(await request.body())
        return
    known = await authenticate(request, at)
    if known.token is not None:
        wanted = Scope.READ if is_safe else Scope.WRITE
        if not known.token.allows(wanted):
            raise ScopeMissing(scope=wanted)
        known = Known(known.token.narrows(known.actor), token=known.token)
    elif known.session is not None:
        if not is_safe:
            refuse_other_origin(request)
            refuse_forged(request, known.session)
        await _prolong(request, known.session, at)
    scope["auth"] = known
    scope["user"] = known.actor


async def authenticate(request: AnyRequest, at: datetime) -> Known:
    state = request.app.state
    authentication: Authentication = state.authentication
    authorization = request.headers.get("authorization")
    if authorization is not None:
        kind, _, secret = authorization.partition(" ")
        ask = authentication.by_token if kind.lower() == "bearer" else None
    else:
        secret = request.cookies.get(COOKIE, "")
        ask = authentication.by_session
    if ask is None or not secret:
        raise NotSignedIn
    hashed = hash_of(secret)
    # SQLite answers from its cache sooner than a thread could be woken; PostgreSQL must not keep the loop waiting.
    known = ask(hashed) if state.is_sqlite else await get_running_loop().run_in_executor(None, ask, hashed)
    if known is None or (known.session or cast("Token", known.token)).is_over(at):
        raise NotSignedIn
    return known


def refuse_other_origin(request: AnyRequest) -> None:
    """A browser says where a request comes from; whoever says nothing is no browser, or an old one with a token."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise Forged
        return
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2] != request.headers.get("host"):
        raise Forged


def refuse_forged(request: AnyRequest, session: Session) -> None:
    said = request.headers.get("x-csrf-token", "")
    if not compare_digest(said.encode(), session.csrf_token.encode()):
        raise Forged


async def _prolong(request: AnyRequest, session: Session, at: datetime) -> None:
    until = session.prolonged(at)
    if until is not None:
        await sync_to_thread(_prolong_until, request.app.state.storage, session.token_hash, until)


def _prolong_until(storage: Storage, token_hash: str, until: datetime) -> None:
    with storage.writing() as work:
        work.sessions.prolong(token_hash, until)


def replayed(_request: AnyRequest, given: Replayed) -> Response[Any]:
    remembered = given.remembered
    return Response(
        remembered.answer.encode(),
        status_code=remembered.status,
        media_type=MediaType.JSON,
        headers={"Idempotency-Replayed": "true"},
    )
