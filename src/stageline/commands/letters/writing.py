"""Writes the letter of an action: filled in for its contact, kept with the opportunity, put into the outbox."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from importlib import import_module
from io import BytesIO
from typing import Any

import msgspec
from sqlalchemy import select

from stageline.commands.files import media_type_of
from stageline.commands.letters.templates import composing
from stageline.domain.actions.action import Action
from stageline.domain.actions.performing import NeedsInput, performed
from stageline.domain.contacts.contact import Contact
from stageline.domain.errors import Missing
from stageline.domain.events import By, Event
from stageline.domain.files.file import FileAdded, WantedFile, added_file
from stageline.domain.gatherings.inviting import require_contact
from stageline.domain.ids import EventId, MessageId
from stageline.domain.letters.letter import (
    LETTER_LABEL,
    AddressMissing,
    LetterOnItsWay,
    LetterWritten,
    TemplateGone,
    Written,
    address_of,
)
from stageline.domain.letters.merging import Around, FieldsMissing, Somebody, named_missing, unfit, values_of
from stageline.domain.letters.message import Message
from stageline.domain.letters.template import LetterTemplate
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.processes.action import Delivery, LetterPlan
from stageline.storage.jobs import Wanted
from stageline.storage.tables import users
from stageline.storage.unit_of_work import Work

SEND = "send_message"
IDS = 4
"""How many events one letter makes at most: two files, the letter, its action complete."""


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """A letter as it stands before anything is done with it; `missing` is what holds it back, on any way or by mail."""

    opportunity: Opportunity
    action: Action
    template: LetterTemplate
    contact: Contact
    sender: Somebody
    written: Written
    missing: Sequence[Missing]
    missing_for_email: Sequence[Missing]


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What a letter leaves behind when it is kept: its events, the contents of its files, its message."""

    events: tuple[Event, ...]
    contents: Sequence[tuple[FileAdded, bytes]]
    message: Message | None


def prepare(
    work: Work, opportunity: Opportunity, action: Action, template_code: str | None, *, by: By, at: datetime
) -> Prepared:
    """Refused without a contact or a template; what else is missing is listed, all of it (PS-57)."""
    contact_id = require_contact(opportunity)
    template = _template(work, action, template_code)
    contact = work.contacts.find_contact(contact_id)
    assert contact is not None  # noqa: S101 - contacts are never deleted
    account = work.contacts.find_account(opportunity.account_id) if opportunity.account_id else None
    people = _people(work, {opportunity.owner_id, by.actor.user_id})
    around = Around(
        opportunity=opportunity,
        contact=contact,
        account=account,
        owner=people[opportunity.owner_id],
        sender=people[by.actor.user_id],
        organisation_name=work.organisation.name,
        today=work.moment(at).today,
    )
    values = values_of(around)
    written: Written = composing().compose(template, values)
    missing = [*named_missing(written.missing), *unfit(values, written.used)]
    return Prepared(
        opportunity=opportunity,
        action=action,
        template=template,
        contact=contact,
        sender=around.sender,
        written=written,
        missing=missing,
        missing_for_email=[*missing, *_missing_address(contact)],
    )


def write_letter(
    work: Work,
    prepared: Prepared,
    delivery: Delivery,
    *,
    ids: Sequence[EventId],
    by: By,
    at: datetime,
) -> Done:
    """The action is complete by that; the same letter never goes out twice (PS-49, PS-51)."""
    opportunity, action = prepared.opportunity, prepared.action
    if action.id in work.outbox.on_the_way([action.id]):
        raise LetterOnItsWay
    if prepared.missing:
        raise FieldsMissing(prepared.missing)
    address = address_of(prepared.contact) if delivery is Delivery.EMAIL else ""
    files = _files(prepared, ids, by, at)
    moment = work.moment(at)
    letter = LetterWritten(
        id=ids[2],
        at=at,
        by=by,
        opportunity=opportunity,
        action_id=action.id,
        contact_id=prepared.contact.id,
        delivery=delivery,
        template=prepared.template,
        pdf_id=files[-1][0].file.id,
    )
    complete = performed(opportunity, action, id=ids[3], by=by, moment=moment)
    message = _message(prepared, address, by, at) if address else None
    events = (*(file for file, _ in files), letter, complete)
    return Done(events=events, contents=files, message=message)


def keep_letter(work: Work, done: Done) -> None:
    """After its events are written, in the same transaction."""
    for file, content in done.contents:
        work.files.add_content(file.file.id, BytesIO(content))
    if done.message is not None:
        queue_message(work, done.message)


def queue_message(work: Work, message: Message) -> MessageId:
    """Into the outbox, and to the worker as soon as it is no longer held (PS-101)."""
    return queue_messages(work, [message])[0]


def queue_messages(work: Work, messages: Sequence[Message]) -> Sequence[MessageId]:
    """All of them in two statements."""
    if not messages:
        return []
    numbers = work.outbox.add_all(messages)
    jobs = [
        Wanted(SEND, {"message_id": number}, message.held_until)
        for number, message in zip(numbers, messages, strict=True)
    ]
    work.jobs.add_all(jobs, at=messages[0].created_at)
    return numbers


def require_delivery(action: Action, delivery: Delivery | None, template: str | None) -> Delivery:
    """Without a choice nothing is done, and what there is to choose is answered (PS-49)."""
    if delivery is not None:
        return delivery
    plan = action.plan if isinstance(action.plan, LetterPlan) else LetterPlan()
    raise NeedsInput(
        [Missing(name="delivery", remedy="Say whether it is sent, printed or saved.", kind="delivery")],
        draft={"delivery": plan.delivery.value, "template": template or plan.template or None},
    )


def _template(work: Work, action: Action, said: str | None) -> LetterTemplate:
    plan = action.plan if isinstance(action.plan, LetterPlan) else LetterPlan()
    code = said or plan.template
    if not code:
        raise NeedsInput(
            [Missing(name="template", remedy="Choose a letter template.", kind="template")],
            draft={"delivery": plan.delivery.value, "template": None},
        )
    found = work.templates.named([code]).get(code)
    if found is None or not found.is_active:
        raise TemplateGone(template=code)
    return found


def _people(work: Work, ids: set[Any]) -> dict[Any, Somebody]:
    named = select(users.c.id, users.c.name, users.c.email).where(users.c.id.in_(ids))
    return {row.id: Somebody(row.name, row.email) for row in work.connection.execute(named)}


def _missing_address(contact: Contact) -> Sequence[Missing]:
    try:
        address_of(contact)
    except AddressMissing as refusal:
        return refusal.missing
    return ()


def _files(prepared: Prepared, ids: Sequence[EventId], by: By, at: datetime) -> list[tuple[FileAdded, bytes]]:
    """As it reads on a screen, and as it is printed."""
    name = f"{prepared.template.name} {at:%Y-%m-%d}"
    pdf: bytes = import_module("stageline.commands.letters.printing").pdf_of(prepared.written, at)
    page: str = composing().page(prepared.written)
    contents = ((f"{name}.html", page.encode()), (f"{name}.pdf", pdf))
    return [
        (added_file(prepared.opportunity, _wanted(name, content), id=event_id, by=by, at=at), content)
        for event_id, (name, content) in zip(ids, contents, strict=False)
    ]


def _wanted(name: str, content: bytes) -> WantedFile:
    return WantedFile(
        name=name,
        label=LETTER_LABEL,
        media_type=media_type_of(BytesIO(content)),
        size=len(content),
        sha256=sha256(content).hexdigest(),
    )


def _message(prepared: Prepared, address: str, by: By, at: datetime) -> Message:
    return Message(
        id=MessageId(0),
        opportunity_id=prepared.opportunity.id,
        action_id=prepared.action.id,
        contact_id=prepared.contact.id,
        sender_id=by.actor.user_id,
        to_name=" ".join(prepared.contact.name.split()),
        to_address=address,
        sender_name=" ".join(prepared.sender.name.split()),
        sender_address=prepared.sender.email,
        subject=prepared.written.subject,
        html=composing().page(prepared.written),
        plain=prepared.written.plain,
        held_until=at,
        created_at=at,
    )
