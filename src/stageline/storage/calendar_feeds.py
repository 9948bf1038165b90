"""The addresses of people's calendars, kept as hashes."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from stageline.domain.ids import UserId
from stageline.domain.people.user import UserState
from stageline.storage.inserting import insert_or_replace
from stageline.storage.tables import calendar_feeds, users


class CalendarFeeds:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, user_id: UserId, token_hash: str, at: datetime) -> None:
        """Instead of the one there was: that opens nothing any more."""
        put = insert_or_replace(self._connection, calendar_feeds, ["token_hash", "created_at"])
        self._connection.execute(put, {"user_id": user_id, "token_hash": token_hash, "created_at": at})

    def remove(self, user_id: UserId) -> bool:
        """Whether there was one."""
        return self._connection.execute(delete(calendar_feeds).where(calendar_feeds.c.user_id == user_id)).rowcount == 1


def since_when(connection: Connection, user_id: UserId) -> datetime | None:
    """None when the person has no feed."""
    made: datetime | None = connection.scalar(
        select(calendar_feeds.c.created_at).where(calendar_feeds.c.user_id == user_id)
    )
    return made


def whose_feed(connection: Connection, token_hash: str) -> UserId | None:
    """Nobody's when it was never made, was switched off, or its person is no longer here."""
    its = select(calendar_feeds.c.user_id).join(users, users.c.id == calendar_feeds.c.user_id)
    found: UserId | None = connection.scalar(
        its.where(calendar_feeds.c.token_hash == token_hash, users.c.state == UserState.ACTIVE.value)
    )
    return found
