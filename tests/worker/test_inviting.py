"""Guests of an activity are asked by mail, told of what changes, and of nothing twice."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

import pytest
import vobject  # type: ignore[import-untyped]
from sqlalchemy import select, update

from stageline.commands.actions.advancing import WantedStage
from stageline.commands.activities.booking import book_activity, change_activity
from stageline.commands.activities.ending import (
    cancel_activity,
    complete_activity,
    delete_activity,
    reactivate_activity,
)
from stageline.commands.opportunities.undoing import undo_move
from stageline.domain.activities.booking import ActivitySaid
from stageline.domain.errors import Refusal
from stageline.domain.ids import ActivityId, ContactId, EventId, OpportunityId, UserId
from stageline.domain.processes.action import ActivityCategory, ActivityType, CancelActivities
from stageline.storage.tables import activities, events, jobs, messages, notifications, users
from stageline.storage.unit_of_work import Storage
from stageline.worker.loop import Worker
from stageline.worker.mailing import MailServer
from tests.agendas import a_definition, asking
from tests.builders import NOON, OTHER_REP, REP, by
from tests.commands.actions.acting import FIRST, MOMENTS, given, last_move, move, perform, say_ann
from tests.posting import Postbox, a_postbox

DAY = timedelta(days=1)
# Far enough for all tests of a run, which share their moments.
TOMORROW = NOON + 300 * DAY
HOUR = timedelta(hours=1)


@pytest.fixture
def post() -> Iterator[tuple[Postbox, MailServer]]:
    with a_postbox() as found:
        yield found


def started(storage: Storage, **said: Any) -> None:
    given(storage, asking(CancelActivities.ALWAYS, Qualify=[a_definition()]), **said)
    say_ann(storage, email="ann@tailwind.example", name='Ann "Ä" Lee')


def booked(storage: Storage, opportunity_id: OpportunityId | None = FIRST, **said: Any) -> ActivityId:
    wanted = {"subject": "Demo", "starts_at": TOMORROW, "ends_at": TOMORROW + HOUR, "invites": True, **said}
    with storage.writing() as work:
        return book_activity(work, opportunity_id, ActivitySaid(**wanted), by=by(), at=next(MOMENTS))


def changed(storage: Storage, number: ActivityId, **said: Any) -> None:
    with storage.writing() as work:
        version = work.connection.execute(select(activities.c.version).where(activities.c.id == number)).scalar_one()
        change_activity(work, number, ActivitySaid(**said), version=version, by=by(), at=next(MOMENTS))


def does(storage: Storage, act: Any, number: ActivityId, *said: Any) -> None:
    with storage.writing() as work:
        act(work, number, *said, by=by(), at=next(MOMENTS))


def work(storage: Storage, server: MailServer | None, at: datetime | None = None) -> None:
    Worker(storage, mail=server).run_once(at or next(MOMENTS))


def arrived(postbox: Postbox) -> list[tuple[str, str, str, Any]]:
    """Of each mail its receiver, its method on both places, and its event; emptied by reading."""
    found = []
    for _, receivers, content in postbox.mails:
        mail = BytesParser(policy=policy.default).parsebytes(content)
        [part] = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
        calendar = vobject.readOne(part.get_content())
        assert part.get_param("method") == calendar.method.value
        assert [each.get_content_type() for each in mail.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
        found.append((receivers[0], calendar.method.value, str(mail["Subject"]), calendar.vevent))
    postbox.mails.clear()
    return found


def body_of(mail: EmailMessage, subtype: str) -> str:
    [part] = [each for each in mail.walk() if each.get_content_subtype() == subtype]
    text: str = part.get_content()
    return text


def told(postbox: Postbox) -> list[tuple[str, str]]:
    return [(receiver, method) for receiver, method, _, _ in arrived(postbox)]


def states(storage: Storage) -> list[tuple[str, str]]:
    with storage.reading() as connection:
        rows = connection.execute(select(messages.c.kind, messages.c.state).order_by(messages.c.id))
        return [(row.kind, row.state) for row in rows]


ANN = "ann@tailwind.example"


def test_a_guest_is_asked_once_with_what_they_need(storage: Storage, post: tuple[Postbox, MailServer]) -> None:
    postbox, server = post
    started(storage)
    booked(storage, location="Room 2", remarks="They are short of money", participants=(OTHER_REP,))

    work(storage, server)
    work(storage, server, next(MOMENTS) + 2 * HOUR)
    content = b"".join(content for _, _, content in postbox.mails)
    mails = {receiver: (method, subject, event) for receiver, method, subject, event in arrived(postbox)}

    assert sorted(mails) == [ANN, f"rep{OTHER_REP}@northwind.example"]
    method, subject, event = mails[ANN]
    assert (method, subject, event.summary.value, event.location.value) == (
        "REQUEST", "Invitation: Demo", "Demo", "Room 2",
    )  # fmt: skip
    assert (event.dtstart.value, event.sequence.value) == (TOMORROW, "0")
    assert (event.organizer.value, event.attendee.value) == (f"mailto:rep{REP}@northwind.example", f"mailto:{ANN}")
    assert b"short of money" not in content
    assert set(states(storage)) == {("invitation", "sent")}


def test_nobody_is_asked_unless_somebody_wants_it(storage: Storage, post: tuple[Postbox, MailServer]) -> None:
    postbox, server = post
    started(storage)
    booked(storage, invites=False)
    booked(storage, category=ActivityCategory.ALL_DAY, on_day=TOMORROW.date())
    booked(storage, starts_at=NOON - 2 * DAY, ends_at=NOON - DAY)
    perform(storage, "Meeting", activity=ActivitySaid(starts_at=TOMORROW, ends_at=TOMORROW + HOUR))

    work(storage, server)

    assert (postbox.mails, states(storage)) == ([], [])


def test_what_guests_can_notice_is_told_them_and_nothing_else(
    storage: Storage, post: tuple[Postbox, MailServer]
) -> None:
    postbox, server = post
    started(storage)
    number = booked(storage)
    work(storage, server)
    [(_, _, _, first)] = arrived(postbox)

    changed(storage, number, remarks="Bring the plan", reminder_minutes=10)
    work(storage, server)
    assert told(postbox) == []
    changed(storage, number, starts_at=TOMORROW + HOUR, ends_at=TOMORROW + 2 * HOUR)
    work(storage, server)
    [(_, method, subject, moved)] = arrived(postbox)

    assert (method, subject, moved.uid.value) == ("REQUEST", "Changed: Demo", first.uid.value)
    assert int(moved.sequence.value) > int(first.sequence.value)
    assert moved.dtstart.value == TOMORROW + HOUR


@pytest.mark.parametrize("ending", ["cancel", "delete", "uninvite", "remove", "all day"])
def test_whoever_was_asked_hears_that_it_is_off(
    storage: Storage, post: tuple[Postbox, MailServer], ending: str
) -> None:
    postbox, server = post
    started(storage)
    number = booked(storage)
    work(storage, server)
    postbox.mails.clear()

    match ending:
        case "cancel":
            does(storage, cancel_activity, number, None)
        case "delete":
            does(storage, delete_activity, number)
        case "uninvite":
            changed(storage, number, invites=False)
        case "all day":
            changed(storage, number, category=ActivityCategory.ALL_DAY, on_day=TOMORROW.date())
        case "remove":
            changed(storage, number, contact_id=None)
    work(storage, server)
    [(receiver, method, subject, event)] = arrived(postbox)
    work(storage, server)

    assert (receiver, method, subject, event.status.value) == (ANN, "CANCEL", "Cancelled: Demo", "CANCELLED")
    assert postbox.mails == []


def test_what_is_brought_back_is_asked_again(storage: Storage, post: tuple[Postbox, MailServer]) -> None:
    postbox, server = post
    started(storage)
    number = booked(storage)
    work(storage, server)
    does(storage, cancel_activity, number, None)
    work(storage, server)
    does(storage, reactivate_activity, number)
    work(storage, server)

    assert [method for _, method in told(postbox)] == ["REQUEST", "CANCEL", "REQUEST"]


def test_what_is_done_is_called_off_to_nobody(storage: Storage, post: tuple[Postbox, MailServer]) -> None:
    postbox, server = post
    started(storage)
    number = booked(storage, type=ActivityType.PERSONAL)
    work(storage, server)
    does(storage, complete_activity, number, None, WantedStage())
    work(storage, server)
    does(storage, reactivate_activity, number)
    work(storage, server)

    assert told(postbox) == [(ANN, "REQUEST")]


def test_what_never_left_is_taken_back_without_a_word(storage: Storage, post: tuple[Postbox, MailServer]) -> None:
    postbox, server = post
    started(storage)
    number = booked(storage)
    work(storage, None)  # there is no mail server yet
    changed(storage, number, subject="Second demo")
    work(storage, None)
    does(storage, cancel_activity, number, None)
    work(storage, server)

    assert (postbox.mails, states(storage)) == ([], [("invitation", "dropped")] * 2)


@pytest.mark.rule("PS-101")
def test_what_a_move_cancels_is_held_and_goes_with_the_move_that_is_undone(
    storage: Storage, post: tuple[Postbox, MailServer]
) -> None:
    postbox, server = post
    started(storage)
    perform(storage, "Meeting", activity=ActivitySaid(starts_at=TOMORROW, ends_at=TOMORROW + HOUR, invites=True))
    work(storage, server)
    postbox.mails.clear()

    move(storage, "Demo")
    work(storage, server)
    assert (postbox.mails, states(storage)[-1]) == ([], ("cancellation", "queued"))
    with storage.writing() as writing:
        undo_move(writing, FIRST, EventId(last_move(storage).event_id), by=by(), at=next(MOMENTS))
    work(storage, server)
    work(storage, server, next(MOMENTS) + 2 * HOUR)

    assert postbox.mails == []
    assert states(storage) == [("invitation", "sent"), ("cancellation", "dropped")]


def test_what_a_move_cancels_goes_out_when_it_can_no_longer_be_undone(
    storage: Storage, post: tuple[Postbox, MailServer]
) -> None:
    postbox, server = post
    started(storage)
    perform(storage, "Meeting", activity=ActivitySaid(starts_at=TOMORROW, ends_at=TOMORROW + HOUR, invites=True))
    work(storage, server)
    move(storage, "Demo")
    work(storage, server)
    work(storage, server, next(MOMENTS) + 2 * HOUR)

    assert [method for _, method in told(postbox)] == ["REQUEST", "CANCEL"]


@pytest.mark.parametrize("name", ["Ann\r\nBcc: m@x.example", '"><b>Ann</b>, m@x.example', "\u2028Ann\x0b"])
def test_names_and_places_are_text_wherever_they_stand(
    storage: Storage, post: tuple[Postbox, MailServer], name: str
) -> None:
    postbox, server = post
    started(storage)
    say_ann(storage, name=name)
    with storage.writing() as writing:
        writing.connection.execute(update(users).where(users.c.id == REP).values(name=f"Rita {name}"))
    booked(
        storage,
        subject=f"<script>\r\nBcc: m@x.example {name}",
        location=f"<i>Here</i>\r\nATTENDEE:mailto:m@x.example {name}",
    )

    work(storage, server)
    [(_, receivers, content)] = postbox.mails
    mail = BytesParser(policy=policy.default).parsebytes(content)
    [(_, _, _, event)] = arrived(postbox)

    assert (receivers, mail["Bcc"], len(mail["To"].addresses)) == ([ANN], None, 1)
    assert [each.value for each in event.attendee_list] == [f"mailto:{ANN}"]
    html = body_of(mail, "html")
    assert not any(tag in html for tag in ("<script", "<i>", "<b>"))


@pytest.mark.parametrize("address", [None, "no address", "ann@x.example\r\nRCPT TO:<m@x.example>", "a@b@c"])
def test_whoever_has_no_address_that_mail_can_go_to_is_left_out(
    storage: Storage, post: tuple[Postbox, MailServer], address: str | None
) -> None:
    postbox, server = post
    started(storage)
    say_ann(storage, email=address)
    booked(storage)

    work(storage, server)

    assert (postbox.mails, states(storage)) == ([], [])


def test_an_activity_for_no_opportunity_invites_too(storage: Storage, post: tuple[Postbox, MailServer]) -> None:
    postbox, server = post
    started(storage)
    booked(storage, None, contact_id=ContactId(1))

    work(storage, server)

    assert told(postbox) == [(ANN, "REQUEST")]


def test_an_invitation_that_the_server_refuses_is_told_its_sender(
    storage: Storage, post: tuple[Postbox, MailServer]
) -> None:
    postbox, server = post
    started(storage)
    number = booked(storage)
    postbox.answers.append("550 No such mailbox")
    work(storage, server)
    with storage.reading() as connection:
        rows = connection.execute(select(notifications.c.user_id, notifications.c.kind)).all()
    changed(storage, number, subject="Second demo")
    work(storage, server)

    assert (REP, "invitation_failed") in rows
    assert states(storage) == [("invitation", "dropped"), ("invitation", "sent")]
    assert [subject for _, _, subject, _ in arrived(postbox)] == ["Invitation: Second demo"]


def test_a_refused_change_invites_nobody(storage: Storage, post: tuple[Postbox, MailServer]) -> None:
    postbox, server = post
    started(storage)
    number = booked(storage, invites=False)
    with pytest.raises(Refusal):
        changed(storage, number, invites=True, subject=" ")
    work(storage, server)

    assert (postbox.mails, states(storage)) == ([], [])


# Reminders


def reminded(storage: Storage) -> list[tuple[int, str | None]]:
    with storage.reading() as connection:
        its = select(notifications.c.user_id, notifications.c.params).where(notifications.c.kind == "reminder")
        return [
            (row.user_id, row.params.get("subject")) for row in connection.execute(its.order_by(notifications.c.id))
        ]


def likes_mail(storage: Storage, user_id: UserId, **said: Any) -> None:
    with storage.writing() as writing:
        chosen = {"reminders_by_mail": True, **said}
        writing.connection.execute(update(users).where(users.c.id == user_id).values(preferences=chosen))


def waiting(storage: Storage) -> list[datetime]:
    with storage.reading() as connection:
        return list(connection.scalars(select(jobs.c.run_at).where(jobs.c.kind == "remind", jobs.c.state == "waiting")))


def test_all_who_take_part_are_reminded_at_that_time_and_once(storage: Storage) -> None:
    started(storage)
    booked(storage, reminder_minutes=30, participants=(OTHER_REP,), invites=False)

    work(storage, None)
    assert waiting(storage) == [TOMORROW - HOUR / 2]
    work(storage, None, TOMORROW - HOUR / 2 - timedelta(seconds=1))
    assert reminded(storage) == []
    for _ in range(3):
        work(storage, None, TOMORROW - HOUR / 2)
    work(storage, None, TOMORROW)

    assert sorted(reminded(storage)) == [(REP, "Demo"), (OTHER_REP, "Demo")]
    with storage.reading() as connection:
        assert connection.execute(select(events.c.kind).where(events.c.kind == "activity.reminded")).all() == [
            ("activity.reminded",)
        ]


@pytest.mark.parametrize("act", ["done", "cancelled", "deleted", "no reminder"])
def test_nobody_is_reminded_of_what_is_not_to_be_done(storage: Storage, act: str) -> None:
    started(storage)
    number = booked(storage, reminder_minutes=30, invites=False)
    work(storage, None)
    match act:
        case "done":
            does(storage, complete_activity, number, None, WantedStage())
        case "cancelled":
            does(storage, cancel_activity, number, None)
        case "deleted":
            does(storage, delete_activity, number)
        case "no reminder":
            changed(storage, number, reminder_minutes=None)

    work(storage, None, TOMORROW)

    assert reminded(storage) == []


def test_a_reminder_moves_with_its_activity(storage: Storage) -> None:
    started(storage)
    number = booked(storage, reminder_minutes=30, invites=False)
    work(storage, None)
    changed(storage, number, starts_at=TOMORROW + DAY, ends_at=TOMORROW + DAY + HOUR)
    work(storage, None, TOMORROW)
    early = reminded(storage)
    work(storage, None, TOMORROW + DAY - HOUR / 2)

    assert (early, reminded(storage)) == ([], [(REP, "Demo")])


def test_nobody_is_reminded_of_what_is_over(storage: Storage) -> None:
    started(storage)
    booked(storage, reminder_minutes=30, invites=False)

    work(storage, None, TOMORROW + 3 * DAY)

    assert reminded(storage) == []


def test_a_private_one_is_reminded_of_without_its_words_in_the_journal(storage: Storage) -> None:
    started(storage)
    booked(storage, reminder_minutes=30, is_private=True, subject="Doctor", invites=False)

    work(storage, None)
    work(storage, None, TOMORROW - HOUR / 2)

    assert reminded(storage) == [(REP, None)]
    with storage.reading() as connection:
        assert "Doctor" not in str(connection.execute(select(events.c.facts)).all())


def test_whoever_wants_it_is_reminded_by_mail_on_their_own_clocks(
    storage: Storage, post: tuple[Postbox, MailServer]
) -> None:
    postbox, server = post
    started(storage)
    likes_mail(storage, OTHER_REP, zone="Asia/Tokyo", language="de")
    booked(storage, reminder_minutes=30, participants=(OTHER_REP,), invites=False, location="Room 2")

    work(storage, server)
    work(storage, server, TOMORROW - HOUR / 2)
    work(storage, server, TOMORROW)

    [(_, receivers, content)] = postbox.mails
    mail = BytesParser(policy=policy.default).parsebytes(content)
    assert receivers == [f"rep{OTHER_REP}@northwind.example"]
    assert mail["Subject"] == "Erinnerung: Demo"
    assert "21:00\u201322:00 (Asia/Tokyo)" in body_of(mail, "plain")
    assert len(reminded(storage)) == 2


def test_without_a_mail_server_no_reminder_is_left_lying(storage: Storage) -> None:
    started(storage)
    likes_mail(storage, REP)
    booked(storage, reminder_minutes=30, invites=False)

    work(storage, None)
    work(storage, None, TOMORROW - HOUR / 2)

    assert (states(storage), reminded(storage)) == ([], [(REP, "Demo")])
