"""What a person is told, newest first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, bindparam, func, select

from stageline.domain.ids import NotificationId
from stageline.domain.notifications.notice import CANNOT_BE_MUTED, Kind
from stageline.domain.rights import Actor
from stageline.queries.history import Named
from stageline.queries.paging import cursor_of, position_in
from stageline.storage.tables import muted_notifications, notifications, opportunities
from stageline.storage.tables.types import AnyRow
from stageline.storage.visible import asked_by, visible_to

UNREAD = select(func.count()).where(
    notifications.c.user_id == bindparam("reader_id"), notifications.c.read_at.is_(None)
)
MUTED = select(muted_notifications.c.kind).where(
    muted_notifications.c.user_id == bindparam("reader_id"), muted_notifications.c.is_muted
)
LARGEST_ID = 2**62


class Notification(msgspec.Struct, frozen=True, kw_only=True):
    """`params` fill the sentence of its kind; `opportunity` is left out when it may not be seen any more."""

    id: NotificationId
    kind: str
    at: datetime
    read_at: datetime | None
    opportunity: Named | None
    params: dict[str, Any]


class NotificationPage(msgspec.Struct, frozen=True):
    unread_count: int
    items: list[Notification]
    next_cursor: str | None


def read_notifications(connection: Connection, *, asker: Actor, cursor: str | None, limit: int) -> NotificationPage:
    """One's own only."""
    before = position_in(cursor)[1] if cursor else LARGEST_ID
    asked = {"reader_id": asker.user_id, "before": before, "most": limit + 1, **asked_by(asker)}
    rows = connection.execute(_newest(asker), asked).all()
    unread: int = connection.execute(UNREAD, {"reader_id": asker.user_id}).scalar_one()
    items = [_notification(row) for row in rows[:limit]]
    more = cursor_of(items[-1].at, items[-1].id) if len(rows) > limit else None
    return NotificationPage(unread, items, more)


def _newest(asker: Actor) -> Any:
    is_theirs_to_see = and_(opportunities.c.id == notifications.c.opportunity_id, visible_to(asker))
    return (
        select(notifications, opportunities.c.name)
        .select_from(notifications.outerjoin(opportunities, is_theirs_to_see))
        .where(notifications.c.user_id == bindparam("reader_id"), notifications.c.id < bindparam("before"))
        .order_by(notifications.c.id.desc())
        .limit(bindparam("most"))
    )


def _notification(row: AnyRow) -> Notification:
    return Notification(
        id=row.id,
        kind=row.kind,
        at=row.at,
        read_at=row.read_at,
        opportunity=Named(row.opportunity_id, row.name) if row.name is not None else None,
        params=row.params,
    )


def read_preferences(connection: Connection, asker: Actor) -> Mapping[str, bool]:
    """Every kind that can be turned off, and whether it is on (PS-245)."""
    muted = set(connection.execute(MUTED, {"reader_id": asker.user_id}).scalars())
    return {kind.value: kind.value not in muted for kind in Kind if kind not in CANNOT_BE_MUTED}
