"""Performing letters: filled in, kept with the opportunity, put into the outbox; on both databases."""

from io import BytesIO
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # the library has no types
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from stageline.commands.actions.completing import reopen_action
from stageline.commands.letters.previewing import NotALetter, preview_letter
from stageline.commands.letters.templates import add_template, change_template, have_templates
from stageline.domain.actions.action import ActionNotFound
from stageline.domain.actions.performing import AlreadyCompleted, NeedsInput
from stageline.domain.errors import Refusal
from stageline.domain.events import By, Channel
from stageline.domain.gatherings.gathering import CodeTaken
from stageline.domain.gatherings.inviting import ContactMissing
from stageline.domain.ids import FileId, TemplateId
from stageline.domain.letters.letter import AddressMissing, LetterOnItsWay, NotPrintable, TemplateGone
from stageline.domain.letters.merging import FieldsMissing
from stageline.domain.letters.shipped import SHIPPED_TEMPLATES
from stageline.domain.letters.template import InvalidTemplate, TemplateChanged, TemplateNotFound, TemplateSaid
from stageline.domain.processes.action import Delivery
from stageline.domain.rights import RightMissing, Role
from stageline.storage.files import read_piece
from stageline.storage.tables import files, jobs, letter_templates, messages
from stageline.storage.unit_of_work import Storage
from tests.agendas import a_checklist, a_letter, all_actions, asking
from tests.builders import NOON, OPERATIONS, OTHER_REP, a_rep, an_actor, by
from tests.commands.actions.acting import MOMENTS, all_rows, given, kinds, number_of, perform, say_ann

ANN = "ann@tailwind.example"


def operations() -> By:
    return by(an_actor(OPERATIONS, Role.OPERATIONS))


def with_letter(storage: Storage, **said: Any) -> None:
    given(storage, asking(Qualify=[a_letter(), a_checklist()]), **said)
    say_ann(storage, email=ANN)


def rows(storage: Storage, table: Any) -> list[Any]:
    with storage.reading() as connection:
        return list(connection.execute(select(table).order_by(table.c.id)))


def content(storage: Storage, number: int) -> bytes:
    with storage.reading() as connection:
        return read_piece(connection, FileId(number), 0) or b""


def a_template(storage: Storage, body: str, subject: str = "Hello", **said: Any) -> None:
    with storage.writing() as work:
        wanted = TemplateSaid(name="Other", subject=subject, body=body)
        add_template(work, wanted, by=operations(), at=NOON, **said)


@pytest.mark.rule("PS-49")
@pytest.mark.rule("PS-58")
@pytest.mark.rule("AC-28")
def test_a_letter_by_mail_is_put_into_the_outbox_kept_and_the_action_is_complete(storage: Storage) -> None:
    with_letter(storage)

    perform(storage, "Letter", delivery=Delivery.EMAIL)

    [message], [action, _] = rows(storage, messages), all_actions(storage)
    assert (message.to_name, message.to_address, message.state) == ("Ann Lee", ANN, "queued")
    assert (message.subject, message.sender_name, message.action_id) == ("Introducing Northwind", "Rita Rep", action.id)
    assert "Dear Ann Lee," in message.plain
    assert [job.payload for job in rows(storage, jobs)] == [{"message_id": message.id}]
    assert action.completed_how == "performed"
    html, pdf = rows(storage, files)
    assert (html.label, html.name[-5:], pdf.name[-4:]) == ("Letter", ".html", ".pdf")
    assert (html.media_type, pdf.media_type) == ("text/plain", "application/pdf")
    assert b"Dear Ann Lee," in content(storage, html.id)
    assert kinds(storage) == ["file.added", "file.added", "letter.written", "action.completed"]


@pytest.mark.rule("PS-49")
@pytest.mark.parametrize("delivery", [Delivery.PRINT, Delivery.SAVE])
def test_printed_or_saved_it_is_kept_and_nothing_is_sent(storage: Storage, delivery: Delivery) -> None:
    with_letter(storage)
    say_ann(storage, email=None)

    perform(storage, "Letter", delivery=delivery)

    _, pdf = rows(storage, files)
    read = PdfReader(BytesIO(content(storage, pdf.id)))
    assert "Dear Ann Lee," in read.pages[0].extract_text()
    darkest, brightest = pypdfium2.PdfDocument(content(storage, pdf.id))[0].render().to_pil().convert("L").getextrema()
    assert darkest < 100 < brightest
    assert rows(storage, messages) == rows(storage, jobs) == []
    assert all_actions(storage)[0].completed_how == "performed"


@pytest.mark.rule("PS-49")
@pytest.mark.rule("AC-29")
def test_without_a_choice_nothing_is_done_and_the_choice_is_offered(storage: Storage) -> None:
    with_letter(storage)
    before = all_rows(storage)

    [asked] = perform(storage, "Letter").answers

    assert isinstance(asked, NeedsInput)
    assert asked.facts["draft"] == {"delivery": "email", "template": "introduction"}
    assert all_rows(storage) == before


@pytest.mark.rule("PS-41")
@pytest.mark.rule("PS-51")
@pytest.mark.rule("AC-34")
def test_what_is_complete_sends_nothing_and_reopened_it_waits_for_the_first(storage: Storage) -> None:
    with_letter(storage)
    perform(storage, "Letter", delivery=Delivery.EMAIL)
    before = all_rows(storage)

    with pytest.raises(AlreadyCompleted):
        perform(storage, "Letter", delivery=Delivery.EMAIL)
    assert all_rows(storage) == before

    with storage.writing() as work:
        reopen_action(work, number_of(storage, "Letter"), by=by(channel=Channel.RECORD), at=next(MOMENTS))
    before = all_rows(storage)
    with pytest.raises(LetterOnItsWay):
        perform(storage, "Letter", delivery=Delivery.EMAIL)
    assert all_rows(storage) == before

    with storage.writing() as work:
        work.connection.execute(messages.update().values(state="sent"))
    perform(storage, "Letter", delivery=Delivery.EMAIL)
    assert [message.state for message in rows(storage, messages)] == ["sent", "queued"]


@pytest.mark.rule("PS-57")
@pytest.mark.rule("PS-50")
@pytest.mark.parametrize(
    ("contact", "refusal", "named"),
    [
        ({"email": None}, AddressMissing, ["contact.email"]),
        ({"email": "ann at tailwind"}, AddressMissing, ["contact.email"]),
        ({"email": "ann@tailwind.example\r\nBcc: eve@evil.example"}, AddressMissing, ["contact.email"]),
        ({"name": "Ann\r\nBcc: eve@evil.example"}, FieldsMissing, ["contact.name"]),
        ({"name": "安"}, NotPrintable, ["安"]),
    ],
)
def test_what_is_missing_or_cannot_be_sent_is_named_and_nothing_happens(
    storage: Storage, contact: dict[str, Any], refusal: type[Refusal], named: list[str]
) -> None:
    with_letter(storage)
    say_ann(storage, **contact)
    before = all_rows(storage)

    with pytest.raises(refusal) as refused:
        perform(storage, "Letter", delivery=Delivery.EMAIL)

    assert [missing.name for missing in refused.value.missing] == named
    assert all_rows(storage) == before


@pytest.mark.rule("PS-57")
def test_all_fields_that_say_nothing_are_named_before_anything_is_sent(storage: Storage) -> None:
    with_letter(storage, amount_minor=None)
    a_template(storage, "{{ contact.job_title }} {{ opportunity.amount }} {% if contact.phone %}x{% endif %}")
    before = all_rows(storage)

    with storage.writing(preview=True) as work:
        shown = preview_letter(work, number_of(storage, "Letter"), "other", by=by(), at=NOON)
    with pytest.raises(FieldsMissing) as refused:
        perform(storage, "Letter", delivery=Delivery.SAVE, template="other")

    assert [each.name for each in shown.missing] == ["contact.job_title", "opportunity.amount"]
    assert refused.value.missing == tuple(shown.missing)
    assert all_rows(storage) == before


def test_the_preview_is_the_letter_and_leaves_no_trace(storage: Storage) -> None:
    with_letter(storage)
    before = all_rows(storage)

    with storage.writing(preview=True) as work:
        shown = preview_letter(work, number_of(storage, "Letter"), None, by=by(), at=NOON)
    assert (shown.subject, shown.to_address, shown.missing) == ("Introducing Northwind", ANN, [])
    with storage.writing(preview=True) as work, pytest.raises(NotALetter):
        preview_letter(work, number_of(storage, "Send brochure"), None, by=by(), at=NOON)
    with storage.writing(preview=True) as work, pytest.raises(ActionNotFound):
        preview_letter(work, number_of(storage, "Letter"), None, by=by(a_rep(OTHER_REP)), at=NOON)
    assert all_rows(storage) == before

    perform(storage, "Letter", delivery=Delivery.SAVE)
    assert content(storage, rows(storage, files)[0].id).decode() == shown.page


@pytest.mark.rule("PS-57")
def test_without_a_contact_or_a_template_no_letter_is_written(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_letter(), a_letter("Free", template="")]), contact_id=None)
    before = all_rows(storage)
    with pytest.raises(ContactMissing):
        perform(storage, "Letter", delivery=Delivery.SAVE)
    assert all_rows(storage) == before


def test_a_template_that_is_gone_is_said_and_one_that_is_open_is_asked_for(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_letter(template="lost"), a_letter("Free", template=""), a_checklist()]))
    before = all_rows(storage)

    with pytest.raises(TemplateGone):
        perform(storage, "Letter", delivery=Delivery.SAVE)
    [asked] = perform(storage, "Free", delivery=Delivery.SAVE).answers
    assert isinstance(asked, NeedsInput)
    assert [missing.name for missing in asked.missing] == ["template"]
    assert all_rows(storage) == before

    perform(storage, "Free", delivery=Delivery.SAVE, template="thanks")
    assert all_actions(storage)[1].completed_how == "performed"


def test_html_and_markdown_in_names_are_only_text(storage: Storage) -> None:
    with_letter(storage)
    say_ann(storage, name="<script>alert(1)</script> **A** [x](http://evil.example)")

    perform(storage, "Letter", delivery=Delivery.EMAIL)

    [message] = rows(storage, messages)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; **A** [x](http://evil.example)" in message.html
    assert "<script" not in message.html
    assert "evil.example)" in message.plain


def test_templates_are_kept_by_operations_and_each_change_is_the_next_version(storage: Storage) -> None:
    given(storage, asking())
    a_template(storage, "Dear {{ contact.name }}", code="mine")
    [number] = [row.id for row in rows(storage, letter_templates) if row.code == "mine"]
    with storage.writing() as work:
        changed = change_template(
            work, TemplateId(number), TemplateSaid(is_active=False), version=1, by=operations(), at=NOON
        )
    assert (changed.version, changed.is_active) == (2, False)

    before = all_rows(storage)
    refused: list[tuple[type[Refusal], dict[str, Any]]] = [
        (CodeTaken, {"body": "x", "code": "mine"}),
        (InvalidTemplate, {"body": "{{ contact.secret }}"}),
        (InvalidTemplate, {"body": "x", "subject": "Hello\r\nBcc: eve@evil.example"}),
        (InvalidTemplate, {"body": "x" * 10_000_000}),
    ]
    for refusal, said in refused:
        with pytest.raises(refusal):
            a_template(storage, **said)
    mine = TemplateSaid(name="Mine")
    with storage.writing() as work, pytest.raises(TemplateChanged):
        change_template(work, TemplateId(number), mine, version=1, by=operations(), at=NOON)
    with storage.writing() as work, pytest.raises(TemplateNotFound):
        change_template(work, TemplateId(99), mine, version=1, by=operations(), at=NOON)
    with storage.writing() as work, pytest.raises(RightMissing):
        add_template(work, mine, by=by(), at=NOON)
    assert all_rows(storage) == before


def test_shipped_templates_come_where_there_are_none_and_nothing_else_is_touched(storage: Storage) -> None:
    with storage.writing() as work:
        work.connection.execute(letter_templates.delete())
        have_templates(work, NOON)
    there = rows(storage, letter_templates)
    with storage.writing() as work:
        work.connection.execute(letter_templates.delete().where(letter_templates.c.code != "thanks"))
        have_templates(work, NOON)

    assert {row.code for row in there} == {template.code for template in SHIPPED_TEMPLATES}
    assert [row.code for row in rows(storage, letter_templates)] == ["thanks"]
