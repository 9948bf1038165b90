"""What people and machines sign in with: attempts that failed, tokens, and the token of the first set-up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from stageline.domain.errors import NotFound
from stageline.domain.ids import TokenId, UserId
from stageline.storage.tables import api_tokens, setup_tokens, sign_in_failures
from stageline.storage.tables.types import AnyRow


def _counting(added: Any) -> Any:
    values = {"count": added.excluded.count, "last_at": added.excluded.last_at}
    return added.on_conflict_do_update(index_elements=["key"], set_=values)


_COUNT = {
    "sqlite": _counting(sqlite.insert(sign_in_failures)),
    "postgresql": _counting(postgresql.insert(sign_in_failures)),
}


class TokenNotFound(NotFound):
    """There is no such token, or it is not yours."""

    code = "not_found"


class Credentials:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def failures(self, key: str) -> tuple[int, datetime] | None:
        """How often somebody failed, and when last; locked, so that no two attempts count as one."""
        columns = (sign_in_failures.c["count"], sign_in_failures.c.last_at)
        asked = select(*columns).where(sign_in_failures.c.key == key).with_for_update(key_share=True)
        row = self._connection.execute(asked).one_or_none()
        return None if row is None else (row[0], row[1])

    def count_failure(self, key: str, count: int, at: datetime) -> None:
        statement = _COUNT[self._connection.dialect.name]
        self._connection.execute(statement, {"key": key, "count": count, "last_at": at})

    def forget_failures(self, key: str) -> None:
        self._connection.execute(delete(sign_in_failures).where(sign_in_failures.c.key == key))

    def forget_failures_before(self, at: datetime) -> int:
        return self._connection.execute(delete(sign_in_failures).where(sign_in_failures.c.last_at < at)).rowcount

    def add_token(self, values: Mapping[str, Any]) -> TokenId:
        added = insert(api_tokens).values(dict(values)).returning(api_tokens.c.id)
        return TokenId(self._connection.execute(added).scalar_one())

    def get_token(self, token_id: TokenId) -> AnyRow:
        row = self._connection.execute(select(api_tokens).where(api_tokens.c.id == token_id)).one_or_none()
        if row is None:
            raise TokenNotFound
        return row

    def revoke(self, token_id: TokenId, at: datetime) -> None:
        self._connection.execute(update(api_tokens).where(api_tokens.c.id == token_id).values(revoked_at=at))

    def revoke_all_of(self, user_id: UserId, at: datetime) -> None:
        still = (api_tokens.c.user_id == user_id, api_tokens.c.revoked_at.is_(None))
        self._connection.execute(update(api_tokens).where(*still).values(revoked_at=at))

    def add_setup_token(self, token_hash: str, at: datetime) -> None:
        self._connection.execute(insert(setup_tokens), {"token_hash": token_hash, "created_at": at})

    def take_setup_token(self, token_hash: str) -> bool:
        """Whether it was there; whoever takes it at the same time waits, and finds it gone."""
        gone = delete(setup_tokens).where(setup_tokens.c.token_hash == token_hash)
        return self._connection.execute(gone).rowcount == 1

    def forget_setup_tokens(self) -> None:
        self._connection.execute(delete(setup_tokens))
