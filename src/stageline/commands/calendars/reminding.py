"""Reminds people of what they have to do, in the page and by mail for those who want that."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from stageline.commands.calendars.inviting import activities_of
from stageline.commands.calendars.mails import mail_of
from stageline.commands.letters.writing import queue_messages
from stageline.domain.activities.activity import Activity
from stageline.domain.activities.reminding import ActivityReminded, is_worth_telling
from stageline.domain.calendar import zone_named
from stageline.domain.calendars.entry import entry_for_others, line
from stageline.domain.calendars.words import words_in
from stageline.domain.events import By, Channel
from stageline.domain.ids import MessageId
from stageline.domain.letters.letter import is_address
from stageline.domain.letters.message import Message, MessageKind
from stageline.domain.people.user import SYSTEM
from stageline.storage.actions.inviting import Correspondent, moments_to_remind, read_correspondents, take_due
from stageline.storage.jobs import Wanted
from stageline.storage.journal import KeptEvent
from stageline.storage.unit_of_work import Storage, Work

REMIND = "remind"
SLICE = 500


def plan_reminders(work: Work, events: Sequence[KeptEvent]) -> None:
    """The consumer that has the worker wake up when somebody is to be reminded: one job for each moment."""
    ids = activities_of(events)
    moments = moments_to_remind(work.connection, ids) if ids else ()
    work.jobs.add_all([Wanted(REMIND, {}, moment, f"{REMIND}:{moment.isoformat()}") for moment in moments])


def remind_people(storage: Storage, at: datetime, *, is_mailing: bool) -> bool:
    """Of everything whose moment has come, whichever job asks; says whether there is more.

    What was put off meanwhile, is done or was cancelled has no moment any more, or another one.
    """
    with storage.writing() as work:
        taken = take_due(work.connection, at, SLICE)
        due = [each for each in taken if is_worth_telling(each, at)]
        if due:
            by = By(SYSTEM, Channel.SYSTEM)
            numbered = zip(work.new_ids(len(due)), due, strict=True)
            work.keep([ActivityReminded(id=n, at=at, by=by, opportunity=None, of=each) for n, each in numbered])
            if is_mailing:
                _mail(work, due, at)
    return len(taken) == SLICE


def _mail(work: Work, due: Sequence[Activity], at: datetime) -> None:
    """To those who chose so, on the clocks they live by."""
    people = read_correspondents(work.connection, {u for a in due for u in (a.responsible_id, *a.participants)})
    zone = str(work.calendar.zone)
    wanted = [
        _reminder(activity, people[user_id], zone, at)
        for activity in due
        for user_id in (activity.responsible_id, *activity.participants)
        if user_id in people and people[user_id].chosen.reminders_by_mail and is_address(people[user_id].address)
    ]
    queue_messages(work, wanted)


def _reminder(activity: Activity, person: Correspondent, zone: str, at: datetime) -> Message:
    words = words_in(person.chosen.language)
    entry = entry_for_others(activity, at)
    if activity.starts_at is not None:
        entry = msgspec.structs.replace(entry, zone=zone_named(person.chosen.zone or zone))
    mail = mail_of(entry, words, head=words.reminder, opening=line(words.reminder.format(subject=entry.summary)))
    return Message(
        id=MessageId(0),
        kind=MessageKind.REMINDER,
        activity_id=activity.id,
        sender_id=person.id,
        to_name=line(person.name),
        to_address=person.address or "",
        sender_name="Stageline",
        sender_address=person.address,
        subject=mail.subject,
        html=mail.html,
        plain=mail.plain,
        held_until=at,
        created_at=at,
    )
