"""Gatherings as they are listed, with how many are invited, and who is."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, select, tuple_

from stageline.domain.contacts.contact import may_use_contacts
from stageline.domain.gatherings.gathering import GatheringNotFound
from stageline.domain.gatherings.inviting import InviteeNotFound, InviteeState
from stageline.domain.ids import GatheringId
from stageline.domain.rights import Actor
from stageline.queries.history import Named
from stageline.queries.paging import after, cursor_of, decoded
from stageline.storage.gatherings import gathering_in
from stageline.storage.tables import contacts, gatherings, invitees
from stageline.storage.tables.types import AnyRow

_TAKEN = (
    select(func.count())
    .where(invitees.c.gathering_id == gatherings.c.id, invitees.c.state != InviteeState.DECLINED.value)
    .scalar_subquery()
    .label("taken")
)
_LISTED = select(gatherings, _TAKEN)


class GatheringShown(msgspec.Struct, frozen=True, kw_only=True):
    """`taken` counts those invited who have not declined; `is_open` says that one more can be invited now."""

    id: GatheringId
    code: str
    name: str
    location: str | None
    starts_at: datetime
    ends_at: datetime
    capacity: int | None
    taken: int
    is_cancelled: bool
    is_over: bool
    is_open: bool
    version: int


class GatheringPage(msgspec.Struct, frozen=True):
    items: list[GatheringShown]
    next_cursor: str | None


class Invitee(msgspec.Struct, frozen=True, kw_only=True):
    contact: Named
    state: InviteeState
    invited_at: datetime


class InviteePage(msgspec.Struct, frozen=True):
    items: list[Invitee]
    next_cursor: str | None


def read_gatherings(
    connection: Connection, *, to_come: bool, cursor: str | None, limit: int, at: datetime
) -> GatheringPage:
    """Those that begin last first; `to_come` leaves out what is over or cancelled."""
    starts, number = gatherings.c.starts_at, gatherings.c.id
    wanted = _LISTED.order_by(starts.desc(), number.desc()).limit(limit + 1)
    if to_come:
        wanted = wanted.where(gatherings.c.ends_at > at, gatherings.c.is_cancelled.is_(False))
    if cursor is not None:
        wanted = wanted.where(after(cursor, starts, number))
    rows = connection.execute(wanted).all()
    last = rows[limit - 1] if len(rows) > limit else None
    return GatheringPage(
        [_shown(row, at) for row in rows[:limit]], cursor_of(last.starts_at, last.id) if last else None
    )


def read_gathering(connection: Connection, id: GatheringId, at: datetime) -> GatheringShown:
    row = connection.execute(_LISTED.where(gatherings.c.id == id)).one_or_none()
    if row is None:
        raise GatheringNotFound
    return _shown(row, at)


def read_invitees(
    connection: Connection, id: GatheringId, *, cursor: str | None, limit: int, asker: Actor
) -> InviteePage:
    """By name, for whoever may use contacts."""
    if not may_use_contacts(asker):
        raise InviteeNotFound
    place = (contacts.c.name, contacts.c.id)
    wanted = (
        select(contacts.c.id, contacts.c.name, invitees.c.state, invitees.c.invited_at)
        .join(contacts, contacts.c.id == invitees.c.contact_id)
        .where(invitees.c.gathering_id == id)
        .order_by(*place)
        .limit(limit + 1)
    )
    if cursor is not None:
        wanted = wanted.where(tuple_(*place) > tuple_(*_position_in(cursor)))
    rows = connection.execute(wanted).all()
    items = [
        Invitee(contact=Named(row.id, row.name), state=InviteeState(row.state), invited_at=row.invited_at)
        for row in rows[:limit]
    ]
    last = rows[limit - 1] if len(rows) > limit else None
    return InviteePage(items, cursor_of(last.name, last.id) if last else None)


def _position_in(cursor: str) -> tuple[str, int]:
    name, number = decoded(cursor, tuple[str, int])
    return name.replace("\0", ""), max(min(number, 2**63 - 1), 0)


def _shown(row: AnyRow, at: datetime) -> GatheringShown:
    its = gathering_in(row)
    is_full = its.capacity is not None and row.taken >= its.capacity
    is_over = its.is_over(at)
    return GatheringShown(
        **{name: getattr(its, name) for name in its.__struct_fields__},
        taken=row.taken,
        is_over=is_over,
        is_open=not (is_over or its.is_cancelled or is_full),
    )
