"""The letters that were written about an opportunity, with what became of each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Select, and_, bindparam, select

from stageline.domain.events import By
from stageline.domain.ids import EventId, FileId, MessageId, OpportunityId
from stageline.domain.letters.letter import LetterWritten
from stageline.domain.letters.message import OPEN, MessageState
from stageline.domain.opportunities.opportunity import visible
from stageline.domain.processes.action import Delivery
from stageline.domain.rights import Actor, Right
from stageline.queries.history import Named
from stageline.queries.paging import cursor_of, position_in
from stageline.storage.tables import actions, contacts, events, files, messages, users
from stageline.storage.unit_of_work import Work

# A letter is written in the transaction that puts its message into the outbox, at the same moment.
LETTERS = (
    select(
        events.c.id,
        events.c.at,
        events.c.actor_id,
        events.c.facts,
        users.c.name.label("actor_name"),
        actions.c.id.label("action_id"),
        actions.c.name.label("action_name"),
        messages.c.id.label("message_id"),
        messages.c.sender_id,
        messages.c.state,
        messages.c.held_until,
        messages.c.trouble,
        messages.c.ended_at,
    )
    .join(users, users.c.id == events.c.actor_id)
    .outerjoin(actions, actions.c.id == events.c.subject_id)
    .outerjoin(
        messages,
        and_(
            messages.c.opportunity_id == events.c.opportunity_id,
            messages.c.action_id == events.c.subject_id,
            messages.c.created_at == events.c.at,
        ),
    )
    .where(events.c.opportunity_id == bindparam("opportunity_id"), events.c.kind == LetterWritten.kind)
    .order_by(events.c.id.desc())
    .limit(bindparam("most"))
)
_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
CONTACTS = select(contacts.c.id, contacts.c.name).where(contacts.c.id.in_(_IDS))
FILES = select(files.c.id, files.c.name).where(files.c.id.in_(_IDS), files.c.deleted_at.is_(None))


class LetterShown(msgspec.Struct, frozen=True, kw_only=True):
    """`pdf` is there as long as nobody took it away. One that was printed or saved has no `state`.

    `may_decide`: the asker can send it again or drop it.
    """

    id: EventId
    at: datetime
    by: Named
    action: Named | None
    template: str
    delivery: Delivery
    contact: Named
    pdf: Named | None
    message_id: MessageId | None
    state: MessageState | None
    held_until: datetime | None
    trouble: str | None
    ended_at: datetime | None
    may_decide: bool


class LetterPage(msgspec.Struct, frozen=True):
    items: list[LetterShown]
    next_cursor: str | None


def read_letters(work: Work, id: OpportunityId, *, cursor: str | None, limit: int, by: By) -> LetterPage:
    """Newest first, for whoever sees the opportunity."""
    visible(work.opportunities.read([id], by.actor.user_id).get(id), by.actor)
    statement = LETTERS if cursor is None else LETTERS.where(events.c.id < position_in(cursor)[1])
    rows = work.connection.execute(statement, {"opportunity_id": id, "most": limit + 1}).all()
    page = rows[:limit]
    people = _named(work, CONTACTS, [row.facts["contact_id"] for row in page])
    pdfs = _named(work, FILES, [row.facts["pdf_id"] for row in page])
    return LetterPage(
        [_shown(row, people, pdfs, by.actor) for row in page],
        cursor_of(page[-1].at, page[-1].id) if len(rows) > limit else None,
    )


def _named(work: Work, statement: Select[Any], ids: Sequence[int]) -> dict[int, Named]:
    found = work.connection.execute(statement, {"ids": sorted(set(ids))}) if ids else ()
    return {row.id: Named(row.id, row.name) for row in found}


def _shown(row: Any, people: dict[int, Named], pdfs: dict[int, Named], asker: Actor) -> LetterShown:
    facts = row.facts
    state = MessageState(row.state) if row.state else None
    is_theirs = row.sender_id == asker.user_id or asker.has(Right.SET_UP_PROCESSES)
    return LetterShown(
        id=EventId(row.id),
        at=row.at,
        by=Named(row.actor_id, row.actor_name),
        action=Named(row.action_id, row.action_name) if row.action_id else None,
        template=facts["template_name"],
        delivery=Delivery(facts["delivery"]),
        contact=people[facts["contact_id"]],
        pdf=pdfs.get(FileId(facts["pdf_id"])),
        message_id=row.message_id,
        state=state,
        held_until=row.held_until,
        trouble=row.trouble,
        ended_at=row.ended_at,
        may_decide=state in OPEN and is_theirs,
    )
