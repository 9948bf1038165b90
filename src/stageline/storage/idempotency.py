"""Answers remembered under the key that a client has chosen, so that a request sent twice is carried out once."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from stageline.domain.errors import Conflict
from stageline.domain.ids import UserId
from stageline.storage.tables import idempotency_keys as keys

LASTS = timedelta(hours=24)
# A claim has no answer yet. It is seen only from within its own transaction, or through the lock it holds.
CLAIMED = 0

_THIS = (keys.c.user_id == bindparam("of_user"), keys.c.key == bindparam("of_key"))
_READ = select(keys.c.request_hash, keys.c.status, keys.c.answer, keys.c.created_at).where(*_THIS)
_KEEP = update(keys).where(*_THIS)
_RELEASE = delete(keys).where(*_THIS)
_CLAIM: dict[str, Any] = {
    "sqlite": sqlite.insert(keys).on_conflict_do_nothing().returning(keys.c.key),
    "postgresql": postgresql.insert(keys).on_conflict_do_nothing().returning(keys.c.key),
}


class KeyReused(Conflict):
    """This Idempotency-Key was used for another request before."""

    code = "idempotency_key_reused"


class Remembered(msgspec.Struct, frozen=True):
    status: int
    answer: str


class IdempotencyKeys:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, user_id: UserId, key: str, request_hash: str, at: datetime) -> Remembered | None:
        """Takes the key for this transaction, or tells the answer given before.

        Two requests with one key at the same time: the second waits here, on SQLite for the one writer, on PostgreSQL
        for the row, until the first has committed or rolled back.
        """
        while not self._insert(user_id, key, request_hash, at):
            found = self._connection.execute(_READ, {"of_user": user_id, "of_key": key}).one_or_none()
            if found is None:
                continue
            if at - found.created_at < LASTS:
                if found.request_hash != request_hash:
                    raise KeyReused
                return Remembered(found.status, found.answer)
            self.release(user_id, key)
        return None

    def _insert(self, user_id: UserId, key: str, request_hash: str, at: datetime) -> bool:
        row: dict[str, Any] = {"user_id": user_id, "key": key, "request_hash": request_hash, "created_at": at}
        claim = _CLAIM[self._connection.dialect.name]
        return self._connection.execute(claim, {**row, "status": CLAIMED, "answer": ""}).first() is not None

    def keep(self, user_id: UserId, key: str, remembered: Remembered) -> None:
        values = {"status": remembered.status, "answer": remembered.answer}
        self._connection.execute(_KEEP, {"of_user": user_id, "of_key": key, **values})

    def release(self, user_id: UserId, key: str) -> None:
        self._connection.execute(_RELEASE, {"of_user": user_id, "of_key": key})

    def forget_before(self, at: datetime) -> int:
        return self._connection.execute(delete(keys).where(keys.c.created_at < at)).rowcount
