"""Tells whose session or token a request carries: one statement, and who is who is kept between requests."""

from collections import deque
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import BindParameter, ColumnElement, Connection, Select, bindparam, select

from stageline.domain.ids import TokenId, UserId
from stageline.domain.people.session import Session
from stageline.domain.people.token import Scope, Token
from stageline.domain.people.user import UserState
from stageline.domain.rights import Actor, Role, rights_of
from stageline.storage.engine import Engines
from stageline.storage.tables import api_tokens, organisation, sales_teams, sessions, users
from stageline.storage.tables.types import AnyRow

_HASH: BindParameter[str] = bindparam("token_hash")
_RIGHTS = (users.c.id, organisation.c.rights_version)
_SESSION = (
    select(*_RIGHTS, sessions.c.csrf_token, sessions.c.created_at, sessions.c.expires_at)
    .join_from(sessions, users)
    .join(organisation, organisation.c.id == 1)
    .where(sessions.c.token_hash == _HASH, users.c.state == UserState.ACTIVE.value)
)
_TOKEN = (
    select(*_RIGHTS, api_tokens.c.id.label("token_id"), api_tokens.c.scopes, api_tokens.c.expires_at)
    .join_from(api_tokens, users)
    .join(organisation, organisation.c.id == 1)
    .where(api_tokens.c.token_hash == _HASH, api_tokens.c.revoked_at.is_(None), users.c.state == UserState.ACTIVE.value)
)
_USER = select(users.c.name, users.c.roles).where(users.c.id == bindparam("user_id"))


class Known(msgspec.Struct, frozen=True):
    actor: Actor
    session: Session | None = None
    token: Token | None = None


class Authentication:
    """Asked for every request, over connections of its own that are in no transaction: to open one costs more."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._sessions = _Question(engines, _SESSION)
        self._tokens = _Question(engines, _TOKEN)
        self._actors: dict[UserId, tuple[int, Actor]] = {}
        self._idle: deque[Any] = deque()

    def by_session(self, token_hash: str) -> Known | None:
        """Whose session it is, expired or not; nobody's when the person cannot sign in any more."""
        row = self._ask(self._sessions, token_hash)
        if row is None:
            return None
        user_id, rights_version, csrf_token, created_at, expires_at = row
        session = Session(
            token_hash=token_hash, user_id=user_id, csrf_token=csrf_token, created_at=created_at, expires_at=expires_at
        )
        return Known(self._actor(user_id, rights_version), session=session)

    def by_token(self, token_hash: str) -> Known | None:
        row = self._ask(self._tokens, token_hash)
        if row is None:
            return None
        user_id, rights_version, token_id, scopes, expires_at = row
        token = Token(id=TokenId(token_id), scopes=frozenset(map(Scope, scopes)), expires_at=expires_at)
        return Known(self._actor(user_id, rights_version), token=token)

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def _ask(self, question: "_Question", token_hash: str) -> Sequence[Any] | None:
        try:
            connection = self._idle.pop()
        except IndexError:
            return self._ask_over(self._connect(), question, token_hash)
        try:
            return self._ask_over(connection, question, token_hash)
        except Exception:
            if self._engines.is_sqlite:
                raise
            # The server was restarted or has hung up since: a new connection shows whether it is there.
            return self._ask_over(self._connect(), question, token_hash)

    def _ask_over(self, connection: Any, question: "_Question", token_hash: str) -> Sequence[Any] | None:
        try:
            answer = question.ask(connection, token_hash)
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)
        return answer

    def _connect(self) -> Any:
        pooled = self._engines.reading.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()
        if not self._engines.is_sqlite:
            connection.autocommit = True
        return connection

    def _actor(self, user_id: int, rights_version: int) -> Actor:
        known = self._actors.get(UserId(user_id))
        if known is not None and known[0] == rights_version:
            return known[1]
        with self._engines.reading.connect() as connection:
            actor = read_actor(connection, UserId(user_id))
        self._actors[UserId(user_id)] = (rights_version, actor)
        return actor


class _Question:
    """A SELECT by the hash of a token, compiled once; its values come out as the columns' types have them."""

    def __init__(self, engines: Engines, wanted: Select[*tuple[Any, ...]]) -> None:
        dialect = engines.reading.dialect
        compiled = wanted.compile(dialect=dialect)
        self._sql = str(compiled)
        # By position; the constants of the statement are already there.
        self._values = [None if name == "token_hash" else compiled.params[name] for name in compiled.positiontup or ()]
        columns: Sequence[ColumnElement[Any]] = list(wanted.selected_columns)
        self._processors = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]

    def ask(self, connection: Any, token_hash: str) -> Sequence[Any] | None:
        values = [token_hash if value is None else value for value in self._values]
        rows = connection.execute(self._sql, values).fetchall()
        if not rows:
            return None
        return [p(value) if p else value for p, value in zip(self._processors, rows[0], strict=True)]


def read_actor(connection: Connection, user_id: UserId) -> Actor:
    row: AnyRow = connection.execute(_USER, {"user_id": user_id}).one()
    roles = frozenset(map(Role, row.roles))
    return Actor(
        user_id=user_id, name=row.name, roles=roles, rights=rights_of(roles), oversees=overseen_by(connection, user_id)
    )


def _overseen() -> Select[int]:
    """The person, and whoever is in a team that they or somebody they oversee manages (PS-196)."""
    below = select(bindparam("user_id", type_=users.c.id.type).label("user_id")).cte("below", recursive=True)
    members = (
        select(users.c.id)
        .join(sales_teams, users.c.sales_team_id == sales_teams.c.id)
        .join(below, sales_teams.c.manager_id == below.c.user_id)
    )
    # UNION and not UNION ALL: it ends even where an import has made a circle.
    return select(below.union(members).c.user_id)


_OVERSEEN = _overseen()


def overseen_by(connection: Connection, user_id: UserId) -> frozenset[UserId]:
    return frozenset(map(UserId, connection.scalars(_OVERSEEN, {"user_id": user_id})))
