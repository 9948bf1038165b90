"""Sessions of browsers: begun, prolonged, ended."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, update

from stageline.domain.ids import UserId
from stageline.domain.people.session import Session
from stageline.storage.tables import sessions


class Sessions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, session: Session) -> None:
        values = {name: getattr(session, name) for name in session.__struct_fields__}
        self._connection.execute(insert(sessions), values)

    def prolong(self, token_hash: str, until: datetime) -> None:
        self._connection.execute(update(sessions).where(sessions.c.token_hash == token_hash).values(expires_at=until))

    def end(self, token_hash: str) -> None:
        self._connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))

    def end_all_of(self, user_id: UserId, *, except_for: Iterable[str] = ()) -> None:
        kept = sessions.c.token_hash.not_in(list(except_for))
        self._connection.execute(delete(sessions).where(sessions.c.user_id == user_id, kept))

    def forget_before(self, at: datetime) -> int:
        return self._connection.execute(delete(sessions).where(sessions.c.expires_at < at)).rowcount
