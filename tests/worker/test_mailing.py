"""Messages reach a real mail server once, or somebody is told that they did not."""

import shutil
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest
from fast_mail_parser import parse_email
from sqlalchemy import select

from stageline.commands.letters.writing import queue_message
from stageline.commands.messages.deciding import LetterWentOut, drop_message, send_again
from stageline.commands.opportunities.undoing import undo_move
from stageline.domain.events import By, Channel
from stageline.domain.ids import ContactId, MessageId
from stageline.domain.letters.message import Message, MessageIsOut, MessageNotFound, MessageUnderWay
from stageline.domain.processes.action import Delivery
from stageline.domain.rights import Role
from stageline.settings import Settings
from stageline.storage.jobs import LEASE
from stageline.storage.tables import events, files, messages, notifications
from stageline.storage.unit_of_work import Storage
from stageline.worker.handlers import handlers_with
from stageline.worker.loop import Worker
from stageline.worker.mailing import MailServer
from stageline.worker.mailing import mail_server as mail_server_of
from stageline.worker.performing import Performer
from stageline.worker.retrying import MOST_ATTEMPTS
from tests.agendas import a_checklist, a_letter, all_actions, asking
from tests.builders import NOON, OPERATIONS, OTHER_REP, REP, a_rep, an_actor, by
from tests.cli.conftest import COMMAND, environment
from tests.commands.actions.acting import FIRST, MOMENTS, all_rows, given, last_move, perform, say_ann
from tests.posting import Postbox, a_postbox, free_port, mail_server, serving

HOUR = timedelta(hours=1)
NAME = 'Ann "Ä" Lee, <x@y>'


@pytest.fixture
def post() -> Iterator[tuple[Postbox, MailServer]]:
    with a_postbox() as found:
        yield found


def queued(storage: Storage) -> None:
    """A letter of Rita's to Ann is in the outbox."""
    given(storage, asking(Qualify=[a_letter(), a_checklist()]))
    say_ann(storage, email="ann@tailwind.example", name=NAME)
    perform(storage, "Letter", delivery=Delivery.EMAIL)


def work(storage: Storage, server: MailServer | None, at: datetime | None = None) -> None:
    Worker(storage, mail=server).run_once(at or next(MOMENTS))


def the_message(storage: Storage) -> Any:
    with storage.reading() as connection:
        return connection.execute(select(messages)).one()


def told(storage: Storage) -> list[tuple[int, str]]:
    with storage.reading() as connection:
        rows = connection.execute(select(notifications.c.user_id, notifications.c.kind).order_by(notifications.c.id))
        return [(row.user_id, row.kind) for row in rows if row.kind.startswith("letter")]


def again(storage: Storage, who: By | None = None) -> None:
    with storage.writing() as work:
        send_again(work, MessageId(the_message(storage).id), by=who or by(), at=next(MOMENTS))


def drop(storage: Storage, who: By | None = None) -> None:
    with storage.writing() as work:
        drop_message(work, MessageId(the_message(storage).id), by=who or by(), at=next(MOMENTS))


@pytest.mark.rule("PS-49")
@pytest.mark.rule("AC-28")
def test_a_letter_arrives_once_and_whole(storage: Storage, post: tuple[Postbox, MailServer]) -> None:
    postbox, server = post
    queued(storage)

    work(storage, server)
    work(storage, server, next(MOMENTS) + HOUR)

    [(sender, receivers, content)] = postbox.mails
    assert (sender, receivers) == ("crm@northwind.example", ["ann@tailwind.example"])
    mail = BytesParser(policy=policy.default).parsebytes(content)
    assert [a.display_name for a in mail["To"].addresses] == [NAME]
    assert [a.addr_spec for a in mail["To"].addresses] == ["ann@tailwind.example"]
    assert mail["Subject"] == "Introducing Northwind"
    assert mail["Bcc"] is None
    read = parse_email(content)  # by somebody else's parser, which has nothing of Python's own
    assert (read.subject, read.warnings) == ("Introducing Northwind", [])
    assert f"Dear {NAME}," in read.text_plain[0]
    assert "&lt;x@y&gt;" in read.text_html[0]
    assert the_message(storage).state == "sent"
    assert told(storage) == []


def test_of_two_workers_one_sends_it(storage: Storage, post: tuple[Postbox, MailServer]) -> None:
    postbox, server = post
    queued(storage)
    at = next(MOMENTS)
    performers = [Performer(storage, handlers_with(server)) for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda performer: performer.step(at, 0), performers))
        list(pool.map(lambda performer: performer.step(at + LEASE + HOUR, 0), performers))

    assert len(postbox.mails) == 1
    assert the_message(storage).state == "sent"


@pytest.mark.rule("PS-50")
@pytest.mark.rule("AC-30")
def test_what_the_server_refuses_opens_the_action_and_is_told_and_can_be_sent_again(
    storage: Storage, post: tuple[Postbox, MailServer]
) -> None:
    postbox, server = post
    postbox.receiver_answers = ["550 No such mailbox"]
    queued(storage)

    work(storage, server)

    action = all_actions(storage)[0]
    assert the_message(storage).state == "failed"
    assert "550 No such mailbox" in the_message(storage).trouble
    assert (action.completed_at, "550 No such mailbox" in action.trouble) == (None, True)
    assert told(storage) == [(REP, "letter_failed")]
    work(storage, server, next(MOMENTS) + HOUR)
    assert postbox.mails == []

    again(storage)
    work(storage, server)
    action = all_actions(storage)[0]
    assert len(postbox.mails) == 1
    assert (the_message(storage).state, action.completed_how, action.trouble) == ("sent", "performed", None)


@pytest.mark.rule("PS-50")
@pytest.mark.parametrize("trouble", ["451 Try later", "nobody there"])
def test_what_may_pass_is_tried_again_and_given_up_in_the_end(storage: Storage, trouble: str) -> None:
    queued(storage)
    with a_postbox() as (postbox, server):
        postbox.answers = [trouble] * MOST_ATTEMPTS
        if trouble == "nobody there":
            server = mail_server(free_port())  # noqa: PLW2901 - where nobody listens
        at = next(MOMENTS)
        work(storage, server, at)
        assert the_message(storage).state == "queued"
        for hours in range(1, MOST_ATTEMPTS + 1):
            work(storage, server, at + hours * 2 * HOUR)

        assert postbox.mails == []
        assert (the_message(storage).state, the_message(storage).tries) == ("failed", MOST_ATTEMPTS)
        assert ("451 Try later" if postbox.hears.is_set() else "refused") in all_actions(storage)[0].trouble
        assert told(storage) == [(REP, "letter_failed")]


@pytest.mark.rule("PS-51")
def test_what_is_cut_off_is_uncertain_and_is_not_sent_again_by_itself(
    storage: Storage, post: tuple[Postbox, MailServer]
) -> None:
    postbox, server = post
    postbox.cuts = True
    queued(storage)

    work(storage, server)
    work(storage, server, next(MOMENTS) + HOUR)

    assert len(postbox.mails) == 1
    action = all_actions(storage)[0]
    assert (the_message(storage).state, action.completed_how) == ("uncertain", "performed")
    assert "cut off" in action.trouble
    assert told(storage) == [(REP, "letter_uncertain")]

    drop(storage)
    assert (the_message(storage).state, all_actions(storage)[0].completed_how) == ("dropped", "performed")


@pytest.mark.slow
@pytest.mark.rule("PS-51")
def test_a_worker_that_is_killed_while_it_sends_leaves_it_uncertain_and_told(
    storage: Storage, post: tuple[Postbox, MailServer]
) -> None:
    postbox, server = post
    postbox.lets_go.clear()
    queued(storage)
    url = storage.engines.writing.url.render_as_string(hide_password=False)
    settings = environment(
        database_url=url, smtp_host="localhost", smtp_port=str(server.port), smtp_security="none",
        smtp_from="crm@northwind.example",
    )  # fmt: skip
    process = subprocess.Popen([*COMMAND, "work"], env=settings, stdout=subprocess.PIPE)
    try:
        assert postbox.hears.wait(30)
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert the_message(storage).state == "sending"
    postbox.lets_go.set()

    later = datetime.fromtimestamp(0, tz=NOON.tzinfo) + timedelta(days=40_000)
    work(storage, server, later)
    work(storage, server, later + HOUR)

    assert len(postbox.mails) == 1
    assert the_message(storage).state == "uncertain"
    assert told(storage) == [(REP, "letter_uncertain")]


def test_without_a_server_messages_stay_in_the_outbox_until_somebody_sends_them(
    storage: Storage, post: tuple[Postbox, MailServer]
) -> None:
    postbox, server = post
    queued(storage)
    work(storage, mail_server_of(Settings()))
    work(storage, server, next(MOMENTS) + HOUR)
    assert (the_message(storage).state, postbox.mails) == ("queued", [])

    again(storage)
    work(storage, server)
    assert len(postbox.mails) == 1


def test_what_was_cut_off_is_told_even_where_there_is_no_server_any_more(storage: Storage) -> None:
    queued(storage)
    with storage.writing() as changing:
        changing.connection.execute(messages.update().values(state="sending"))

    work(storage, None)

    assert (the_message(storage).state, told(storage)) == ("uncertain", [(REP, "letter_uncertain")])


@pytest.mark.rule("PS-50")
def test_a_message_is_dropped_or_sent_again_by_its_sender_and_operations_alone(storage: Storage) -> None:
    queued(storage)
    before = all_rows(storage)
    for act in (again, drop):
        with pytest.raises(MessageNotFound):
            act(storage, by(a_rep(OTHER_REP)))
    with storage.writing() as work:
        work.connection.execute(messages.update().values(state="sending"))
    for act in (again, drop):
        with pytest.raises(MessageUnderWay):
            act(storage)
    with storage.writing() as work:
        work.connection.execute(messages.update().values(state="queued"))
    assert all_rows(storage) == before

    drop(storage, by(an_actor(OPERATIONS, Role.OPERATIONS)))

    action = all_actions(storage)[0]
    assert (the_message(storage).state, action.completed_at) == ("dropped", None)
    with pytest.raises(MessageIsOut):
        again(storage)


@pytest.mark.rule("PS-101")
def test_what_a_move_causes_is_held_and_taken_back_with_it(storage: Storage, post: tuple[Postbox, MailServer]) -> None:
    postbox, server = post
    move_id, held_until = caused_by_a_move(storage)
    work(storage, server, held_until - timedelta(seconds=1))
    assert (postbox.mails, the_message(storage).state) == ([], "queued")

    with storage.writing() as undoing:
        undo_move(undoing, FIRST, move_id, by=by(channel=Channel.RECORD), at=held_until - timedelta(minutes=4))
    work(storage, server, held_until + HOUR)
    assert (postbox.mails, the_message(storage).state) == ([], "dropped")


@pytest.mark.rule("PS-101")
def test_a_move_whose_letter_went_out_is_not_undone(storage: Storage, post: tuple[Postbox, MailServer]) -> None:
    postbox, server = post
    move_id, held_until = caused_by_a_move(storage)
    work(storage, server, held_until)
    assert len(postbox.mails) == 1
    before = all_rows(storage)

    with storage.writing() as undoing, pytest.raises(LetterWentOut) as refused:
        undo_move(undoing, FIRST, move_id, by=by(channel=Channel.RECORD), at=held_until - timedelta(minutes=4))

    assert refused.value.facts == {"subjects": ["Welcome"]}
    assert all_rows(storage) == before


def caused_by_a_move(storage: Storage) -> tuple[Any, datetime]:
    given(storage, asking(Qualify=[a_checklist()]))
    moved = last_move(storage)
    held_until = moved.at + timedelta(minutes=5)
    message = Message(
        id=MessageId(0), opportunity_id=FIRST, contact_id=ContactId(1), sender_id=REP, to_name="Ann",
        to_address="ann@tailwind.example", sender_name="Rita", subject="Welcome", html="<p>Hi</p>", plain="Hi",
        held_until=held_until, made_by_event=moved.event_id, created_at=moved.at,
    )  # fmt: skip
    with storage.writing() as work:
        queue_message(work, message)
    return moved.event_id, held_until


def test_over_an_encrypted_connection_with_a_password(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("There is no openssl to make a certificate with")
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]  # fmt: skip
    subprocess.run([openssl, *words], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    postbox = Postbox()
    queued(storage)
    with serving(postbox, tls=context) as port:
        secure = mail_server(port, security="starttls", user="crm", password="right")  # noqa: S106 - the test's own
        work(storage, secure)
        assert (the_message(storage).state, postbox.logins) == ("queued", [])  # nobody has signed the certificate

        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        work(storage, secure, next(MOMENTS) + HOUR)

    assert (the_message(storage).state, postbox.logins) == ("sent", [(b"crm", b"right")])


def test_no_journal_row_tells_what_a_letter_says(storage: Storage, post: tuple[Postbox, MailServer]) -> None:
    post[0].receiver_answers = ["550 <ann@tailwind.example> is not here"]
    queued(storage)
    work(storage, post[1])
    assert the_message(storage).state == "failed"
    again(storage)
    work(storage, post[1])

    with storage.reading() as connection:
        facts = str(connection.execute(select(events.c.facts)).all())
        names = str(connection.execute(select(files.c.name)).all())
    assert "ann@tailwind.example" not in facts + names
    assert "Ann" not in facts + names


def test_a_server_that_starts_loads_nothing_of_letters_and_mail() -> None:
    heavy = ("jinja2", "markdown_it", "fpdf", "PIL", "smtplib", "fontTools")
    code = (
        "import sys, stageline.http.app, stageline.worker.loop; "
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert loaded.stdout.strip() == "[]"
