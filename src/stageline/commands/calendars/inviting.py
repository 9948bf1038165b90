"""Asks the people of activities to come, by mail: follows the journal and writes what is not said yet (PS-101)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import msgspec

from stageline.commands.calendars.mails import mail_of
from stageline.commands.letters.writing import queue_messages
from stageline.domain.activities.activity import Activity, ActivityStatus
from stageline.domain.calendars.entry import Entry, entry_for_others, line
from stageline.domain.calendars.inviting import Guest, Wanted, decide_invitations
from stageline.domain.calendars.words import Words, words_in
from stageline.domain.ids import ActivityId, ContactId, EventId, MessageId, OpportunityId, UserId
from stageline.domain.letters.letter import is_address
from stageline.domain.letters.message import Message, MessageKind
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.people.user import SYSTEM_USER_ID
from stageline.storage.actions.inviting import (
    Correspondent,
    concerned,
    read_contacts,
    read_correspondents,
    read_with_changes,
)
from stageline.storage.journal import KeptEvent
from stageline.storage.unit_of_work import Work


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """Those whom the activities of a batch speak of, and what was written about them before."""

    people: Mapping[UserId, Correspondent]
    contacts: Mapping[ContactId, tuple[str, str | None]]
    opportunities: Mapping[OpportunityId, Opportunity]
    before: Mapping[ActivityId | None, Sequence[Message]]


def is_of_activities(event: KeptEvent) -> bool:
    return bool(event.facts.get("activities"))


def invite_people(work: Work, events: Sequence[KeptEvent]) -> None:
    """The consumer that keeps guests up to date, with as many statements for 500 activities as for one.

    What is sent follows from how things stand, not from what happened: undone in time, nothing leaves the house.
    """
    ids = activities_of(events)
    its = concerned(work.connection, ids) if ids else {}
    if not its:
        return
    # Whoever changes a message has locked its opportunity.
    numbers = sorted({number for number in its.values() if number is not None})
    opportunities = work.opportunities.read(numbers, SYSTEM_USER_ID) if numbers else {}
    found = read_with_changes(work.connection, sorted(its))
    at = events[-1].at
    around = _around(work, [each for each, _ in found], opportunities)
    messages: list[Message] = []
    superseded: list[MessageId] = []
    for activity, changed_at in found:
        wanted, dropped = _decided(activity, changed_at, around, at)
        messages += wanted
        superseded += dropped
    if superseded:
        work.outbox.drop_all(superseded, at)
    queue_messages(work, messages)


def activities_of(events: Iterable[KeptEvent]) -> set[ActivityId]:
    """Those that these events tell of."""
    told = (each for event in events for each in event.facts.get("activities", ()))
    return {ActivityId(each["id"]) for each in told if isinstance(each, dict) and "id" in each}


def _around(
    work: Work, its: Sequence[Activity], opportunities: Mapping[OpportunityId, Opportunity]
) -> Around:  # fmt: skip
    before: defaultdict[ActivityId | None, list[Message]] = defaultdict(list)
    for message in work.outbox.of_activities([each.id for each in its]):
        before[message.activity_id].append(message)
    return Around(
        people=read_correspondents(work.connection, {u for a in its for u in (a.responsible_id, *a.participants)}),
        contacts=read_contacts(work.connection, {a.contact_id for a in its if a.contact_id is not None}),
        opportunities=opportunities,
        before=before,
    )


def _decided(
    activity: Activity, changed_at: datetime, around: Around, at: datetime
) -> tuple[list[Message], Sequence[MessageId]]:
    """Nothing of one whose responsible cannot get mail: nobody could answer the invitation."""
    sender = around.people.get(activity.responsible_id)
    if sender is None or not is_address(sender.address):
        return [], ()
    entry = entry_for_others(activity, changed_at)
    guests = _guests(activity, around)
    says = {guest: _calendar(entry, sender, Wanted(guest), at) for guest in guests}
    verdict = decide_invitations(activity, says, around.before.get(activity.id, ()), at)
    messages = [
        _message(activity, entry, sender, each, held=_held(activity, each, around, at), at=at)
        for each in verdict.wanted
    ]
    return messages, verdict.superseded


def _guests(activity: Activity, around: Around) -> list[Guest]:
    """Each address once; whoever has none that mail can go to is left out."""
    people = (around.people.get(user_id) for user_id in activity.participants)
    found = [Guest(name=line(each.name), address=each.address or "") for each in people if each is not None]
    if activity.contact_id is not None and activity.contact_id in around.contacts:
        name, address = around.contacts[activity.contact_id]
        found.insert(0, Guest(name=line(name), address=address or "", contact_id=activity.contact_id))
    sender = around.people[activity.responsible_id].address or ""
    fit = {each.address.casefold(): each for each in reversed(found) if is_address(each.address)}
    fit.pop(sender.casefold(), None)
    return list(fit.values())


def _calendar(entry: Entry, sender: Correspondent, wanted: Wanted, at: datetime) -> str:
    writing: Any = import_module("stageline.commands.calendars.writing")
    told = writing.Invitation(
        organizer=writing.Party(sender.name, sender.address),
        guest=writing.Party(wanted.guest.name, wanted.guest.address),
        is_cancellation=wanted.is_cancellation,
    )
    if wanted.is_cancellation:
        entry = msgspec.structs.replace(entry, is_cancelled=True)
    text: str = writing.invitation(entry, told, at)
    return text


def _message(
    activity: Activity,
    entry: Entry,
    sender: Correspondent,
    wanted: Wanted,
    *,
    held: tuple[datetime, EventId | None],
    at: datetime,
) -> Message:
    words = words_in(sender.chosen.language)
    head, opening = _said(words, wanted)
    mail = mail_of(entry, words, head=head, opening=opening.format(name=line(sender.name)))
    held_until, move = held
    return Message(
        id=MessageId(0),
        kind=MessageKind.CANCELLATION if wanted.is_cancellation else MessageKind.INVITATION,
        opportunity_id=activity.opportunity_id,
        activity_id=activity.id,
        contact_id=wanted.guest.contact_id,
        sender_id=sender.id,
        to_name=wanted.guest.name,
        to_address=wanted.guest.address,
        sender_name=line(sender.name),
        sender_address=sender.address,
        subject=mail.subject,
        html=mail.html,
        plain=mail.plain,
        calendar=_calendar(entry, sender, wanted, at),
        held_until=held_until,
        made_by_event=move,
        created_at=at,
    )


def _said(words: Words, wanted: Wanted) -> tuple[str, str]:
    if wanted.is_cancellation:
        return words.cancelled, words.is_cancelled
    return (words.changed, words.has_changed) if wanted.is_change else (words.invitation, words.invites)


def _held(
    activity: Activity, wanted: Wanted, around: Around, at: datetime
) -> tuple[datetime, EventId | None]:  # fmt: skip
    """As long as the move that has cancelled it can be undone, with that move (PS-101)."""
    move, number = activity.cancelled_by_event, activity.opportunity_id
    is_by_move = wanted.is_cancellation and activity.status is ActivityStatus.CANCELLED and move is not None
    if not is_by_move or number is None or number not in around.opportunities or activity.ended_at is None:
        return at, None
    minutes = around.opportunities[number].process.options.undo_minutes
    return max(at, activity.ended_at + timedelta(minutes=minutes)), move
