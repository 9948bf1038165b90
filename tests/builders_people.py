"""People who are signed in, or could be: sessions, tokens and clients to test with."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from litestar.testing import TestClient
from sqlalchemy import Connection, Table, func, select, update

from stageline.commands.people.passwords import hash_password
from stageline.commands.people.signing_in import begin_session
from stageline.commands.people.tokens import WantedToken, create_token
from stageline.domain.events import By, Channel
from stageline.domain.ids import UserId
from stageline.domain.people.token import Scope
from stageline.domain.people.user import SYSTEM
from stageline.http.access import COOKIE
from stageline.storage.people.authentication import read_actor
from stageline.storage.tables import users
from stageline.storage.unit_of_work import Storage

PASSWORD = "a horse that staples"  # noqa: S105 - of nobody but the tests' people
# Hashed once: it is as slow as it has to be.
PASSWORD_HASH = hash_password(PASSWORD)
FORTNIGHT = timedelta(days=14)


def by_system() -> By:
    return By(SYSTEM, Channel.SYSTEM)


def number_after(connection: Connection, *tables: Table) -> None:
    """Builders give numbers themselves; PostgreSQL goes on counting from where it was unless it is told."""
    for table in tables:
        if connection.dialect.name == "postgresql":
            largest = connection.scalar(select(func.max(table.c.id))) or 1
            connection.exec_driver_sql(f"SELECT setval('{table.name}_id_seq', {largest})")


def give_password(storage: Storage, user_id: UserId) -> None:
    with storage.writing() as work:
        work.connection.execute(update(users).where(users.c.id == user_id).values(password_hash=PASSWORD_HASH))


def a_session(storage: Storage, user_id: UserId, *, at: datetime | None = None) -> tuple[str, str]:
    """The token of a session and its token against forged requests."""
    with storage.writing() as work:
        begun = begin_session(work, user_id, at=at or datetime.now(UTC))  # noqa: TID251 - the server reads its own clock
    return begun.token, begun.session.csrf_token


def a_token(storage: Storage, user_id: UserId, *scopes: Scope, at: datetime | None = None, days: int = 30) -> str:
    wanted = WantedToken(name="a script", scopes=scopes, days=days)
    with storage.writing() as work:
        owner = read_actor(work.connection, user_id)
        moment = at or datetime.now(UTC)  # noqa: TID251 - the server reads its own clock
        return create_token(work, wanted, owner=owner, by=by_system(), at=moment).secret


class Browser:
    """One person's browser: a client with a session of its own, that sends the token where it is needed."""

    def __init__(self, client: TestClient[Any], token: str, csrf_token: str) -> None:
        self.client = client
        self.token = token
        self.csrf_token = csrf_token

    def get(self, path: str, **said: Any) -> Any:
        return self._ask("GET", path, **said)

    def post(self, path: str, json: object = None, **said: Any) -> Any:
        return self._ask("POST", path, json=json, **said)

    def put(self, path: str, json: object = None, **said: Any) -> Any:
        return self._ask("PUT", path, json=json, **said)

    def patch(self, path: str, json: object = None, **said: Any) -> Any:
        return self._ask("PATCH", path, json=json, **said)

    def delete(self, path: str, **said: Any) -> Any:
        return self._ask("DELETE", path, **said)

    def _ask(self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **said: Any) -> Any:
        """`path` is below /api/v1."""
        sent = {"Cookie": f"{COOKIE}={self.token}", "X-CSRF-Token": self.csrf_token, **(headers or {})}
        return self.client.request(method, f"/api/v1{path}", headers=sent, **said)
