"""Letter templates, the fields they can name, and messages in the outbox."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, select

from stageline.domain.ids import MessageId, OpportunityId, TemplateId
from stageline.domain.letters.merging import FIELDS
from stageline.domain.letters.message import OPEN, MessageKind, MessageNotFound, MessageState
from stageline.domain.letters.template import TemplateNotFound
from stageline.domain.rights import Actor, Right
from stageline.queries.history import Named
from stageline.queries.paging import InvalidCursor, cursor_of, decoded
from stageline.storage.letters import Templates
from stageline.storage.tables import letter_templates, messages, opportunities, users
from stageline.storage.tables.types import AnyRow


class TemplateListed(msgspec.Struct, frozen=True, kw_only=True):
    id: TemplateId
    code: str
    name: str
    is_active: bool
    version: int


class TemplatesListed(msgspec.Struct, frozen=True):
    """By name, with those no longer offered, and the fields that a template can name."""

    items: list[TemplateListed]
    fields: dict[str, str]


class TemplateShown(TemplateListed, frozen=True, kw_only=True):
    subject: str
    body: str


class MessageListed(msgspec.Struct, frozen=True, kw_only=True):
    """`may_decide`: it can be sent again or dropped. An invitation may be to something that is for no opportunity."""

    id: MessageId
    kind: MessageKind
    opportunity: Named | None
    action_id: int | None
    sender: Named
    to_name: str
    to_address: str
    subject: str
    state: MessageState
    trouble: str | None
    tries: int
    held_until: datetime
    created_at: datetime
    ended_at: datetime | None
    may_decide: bool


class MessagePage(msgspec.Struct, frozen=True):
    """Without `is_sending` there is no mail server: messages stay in the outbox."""

    items: list[MessageListed]
    next_cursor: str | None
    is_sending: bool


class MessageShown(MessageListed, frozen=True, kw_only=True):
    html: str
    plain: str


def read_templates(connection: Connection) -> TemplatesListed:
    t = letter_templates.c
    rows = connection.execute(select(t.id, t.code, t.name, t.is_active, t.version).order_by(t.name, t.id))
    return TemplatesListed([TemplateListed(**row._asdict()) for row in rows], dict(FIELDS))


def read_template(connection: Connection, id: TemplateId) -> TemplateShown:
    found = Templates(connection).find(id)
    if found is None:
        raise TemplateNotFound
    return TemplateShown(**{name: getattr(found, name) for name in found.__struct_fields__})


def read_messages(
    connection: Connection,
    *,
    states: Collection[MessageState],
    opportunity_id: OpportunityId | None,
    cursor: str | None,
    limit: int,
    asker: Actor,
    is_sending: bool,
) -> MessagePage:
    """Newest first: one's own, and for operations those of all; in any state unless some are asked for."""
    wanted = _for(asker).order_by(messages.c.id.desc()).limit(limit + 1)
    if states:
        wanted = wanted.where(messages.c.state.in_([state.value for state in states]))
    if opportunity_id is not None:
        wanted = wanted.where(messages.c.opportunity_id == opportunity_id)
    if cursor is not None:
        wanted = wanted.where(messages.c.id < _position_in(cursor))
    rows = connection.execute(wanted).all()
    next_cursor = cursor_of(rows[limit - 1].id) if len(rows) > limit else None
    return MessagePage([MessageListed(**_listed(row)) for row in rows[:limit]], next_cursor, is_sending)


def read_message(connection: Connection, id: MessageId, *, asker: Actor) -> MessageShown:
    row = connection.execute(_for(asker).where(messages.c.id == id)).one_or_none()
    if row is None:
        raise MessageNotFound
    return MessageShown(**_listed(row), html=row.html, plain=row.plain)


def _for(asker: Actor) -> Select[*tuple[Any, ...]]:
    wanted = (
        select(messages, opportunities.c.name.label("opportunity_name"), users.c.name.label("user_name"))
        .outerjoin(opportunities, opportunities.c.id == messages.c.opportunity_id)
        .join(users, users.c.id == messages.c.sender_id)
        .where(messages.c.kind != MessageKind.REMINDER.value)
    )
    return wanted if asker.has(Right.SET_UP_PROCESSES) else wanted.where(messages.c.sender_id == asker.user_id)


def _listed(row: AnyRow) -> dict[str, Any]:
    same = ("id", "action_id", "to_name", "to_address", "subject", "trouble", "tries", "held_until", "created_at")
    state = MessageState(row.state)
    return {
        **{name: getattr(row, name) for name in same},
        "kind": MessageKind(row.kind),
        "opportunity": Named(row.opportunity_id, row.opportunity_name) if row.opportunity_id is not None else None,
        "sender": Named(row.sender_id, row.user_name),
        "state": state,
        "ended_at": row.ended_at,
        "may_decide": state in OPEN,
    }


def _position_in(cursor: str) -> int:
    [number] = decoded(cursor, tuple[int])
    if not 0 <= number < 2**63:
        raise InvalidCursor
    return number
