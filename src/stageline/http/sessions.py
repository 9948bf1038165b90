"""Signing in and out, and the first set-up."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Response, delete, get, post
from litestar.params import JSONBody

from stageline.commands.people.passwords import hash_password, is_password
from stageline.commands.people.setting_up import SetUpRefused, WantedSetUp, set_up
from stageline.commands.people.signing_in import Begun, begin_attempt, begin_session, end_attempt, end_session
from stageline.domain.organisation import InvalidSettings, Organisation
from stageline.domain.people.session import LASTS, Session
from stageline.domain.people.signing_in import Forged, SignInFailed, TooManyAttempts, WeakPassword
from stageline.domain.rights import Actor
from stageline.http.access import COOKIE, OPEN, SECRET, Acting, AnyRequest, Store
from stageline.http.errors import problems
from stageline.http.inputs import Email, Name, Password
from stageline.queries.people import Me, read_me
from stageline.storage.journal import last_position
from stageline.storage.people.authentication import read_actor
from stageline.storage.unit_of_work import Work


class SignIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    email: Annotated[str, msgspec.Meta(max_length=254, examples=["rita@northwind.example"])]
    password: Password


class SetUp(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`token` is the one that `stageline serve` prints as long as there is no admin."""

    token: Annotated[str, msgspec.Meta(max_length=200)]
    email: Email
    name: Name
    password: Password
    organisation_name: Name
    zone: Annotated[str, msgspec.Meta(max_length=100, examples=["Europe/Amsterdam"])]
    currency: Annotated[str, msgspec.Meta(max_length=3, examples=["EUR"])]


class ShownSession(msgspec.Struct, frozen=True, kw_only=True):
    """`csrf_token` goes into the header X-CSRF-Token of every request that changes something.

    `ends_at` is when the session ends unless it is used until then; null for a token. What is read after this answer is
    no older than `live_position`: a live stream opened `after` it misses nothing.
    """

    user: Me
    csrf_token: str
    ends_at: datetime | None
    live_position: str
    organisation: Organisation


@post(
    "/session",
    sync_to_thread=True,
    opt=OPEN,
    security=[{}],
    responses=problems(SignInFailed, TooManyAttempts, Forged),
)
def post_session(data: JSONBody[SignIn], request: AnyRequest, storage: Store) -> Response[ShownSession]:
    """Sign in. The answer sets the cookie and never says which of the two was wrong."""
    at = request.scope["at"]  # type: ignore[typeddict-item]
    address = request.client.host if request.client else ""
    with storage.writing() as work:
        attempt = begin_attempt(work, email=data.email, address=address, at=at)
    if not is_password(attempt.password_hash, data.password):
        raise SignInFailed
    with storage.writing() as work:
        user_id = end_attempt(work, attempt, at=at)
        begun = begin_session(work, user_id, at=at, replacing=request.cookies.get(COOKIE))
        shown = _shown(work, read_actor(work.connection, user_id), begun.session, at)
    return _let_in(request, shown, begun)


@get("/session", sync_to_thread=True)
def get_session(request: AnyRequest, acting: Acting) -> Response[ShownSession]:
    """Who is signed in. The cookie is set again, so that it lasts as long as the session that was prolonged."""
    with acting.writing(preview=True) as work:
        answer = acting.answer(_shown(work, acting.asker, acting.session, acting.at))
    if acting.session is not None:
        _set_cookie(request, answer, request.cookies[COOKIE])
    return answer


@delete("/session", sync_to_thread=True, opt=SECRET)
def delete_session(acting: Acting) -> None:
    """Sign out. Whoever has a copy of the cookie is signed out as well."""
    with acting.writing() as work:
        end_session(work, acting.session)


@post(
    "/setup",
    sync_to_thread=True,
    opt=OPEN,
    security=[{}],
    responses=problems(SetUpRefused, WeakPassword, InvalidSettings),
)
def post_setup(data: JSONBody[SetUp], request: AnyRequest, storage: Store) -> Response[ShownSession]:
    """Become the first admin, once, with the token that the server has printed."""
    at = request.scope["at"]  # type: ignore[typeddict-item]
    password_hash = hash_password(data.password)
    wanted = WantedSetUp(
        token=data.token,
        email=data.email,
        name=data.name,
        organisation_name=data.organisation_name,
        zone=data.zone,
        currency=data.currency,
    )
    with storage.writing() as work:
        user_id = set_up(work, wanted, password_hash=password_hash, at=at)
        begun = begin_session(work, user_id, at=at)
        shown = _shown(work, read_actor(work.connection, user_id), begun.session, at)
    return _let_in(request, shown, begun)


def _shown(work: Work, actor: Actor, session: Session | None, at: datetime) -> ShownSession:
    return ShownSession(
        user=read_me(work.connection, actor),
        csrf_token=session.csrf_token if session else "",
        # To ask is to use it.
        ends_at=(session.prolonged(at) or session.expires_at) if session else None,
        live_position=str(last_position(work.connection)),
        organisation=work.organisation,
    )


def _let_in(request: AnyRequest, shown: ShownSession, begun: Begun) -> Response[ShownSession]:
    answer = Response(shown, status_code=201)
    _set_cookie(request, answer, begun.token)
    return answer


def _set_cookie(request: AnyRequest, answer: Response[ShownSession], token: str) -> None:
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.app.state.secure_cookies or request.url.scheme == "https",
    )
