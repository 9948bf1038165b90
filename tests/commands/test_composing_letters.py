"""Templates say what they may and nothing else, whatever they and the records hold."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from stageline.commands.letters.composing import compose, page, require_sound
from stageline.commands.letters.printing import pdf_of
from stageline.commands.processes.creating import shipped
from stageline.domain.ids import TemplateId
from stageline.domain.letters.letter import is_address
from stageline.domain.letters.merging import FIELDS, SAMPLES
from stageline.domain.letters.shipped import SHIPPED_TEMPLATES
from stageline.domain.letters.template import InvalidTemplate, LetterTemplate
from stageline.domain.processes.action import ActionType

FULL, SPARSE = SAMPLES


def a_template(body: str = "Dear {{ contact.name }}", subject: str = "Hello") -> LetterTemplate:
    return LetterTemplate(id=TemplateId(1), code="mine", name="Mine", subject=subject, body=body)


@pytest.mark.parametrize("template", SHIPPED_TEMPLATES, ids=lambda template: template.code)
def test_a_shipped_letter_misses_nothing_and_can_be_printed(template: LetterTemplate) -> None:
    require_sound(template)

    for sample in SAMPLES:
        written = compose(template, sample)
        assert written.missing == ()
        assert pdf_of(written, datetime(2026, 11, 2, tzinfo=UTC)).startswith(b"%PDF")


def test_every_letter_of_the_shipped_process_has_its_template() -> None:
    actions = [action for stage in shipped("standard_sales").stages for action in stage.actions]
    letters = [action.letter for action in actions if action.type is ActionType.LETTER]

    assert letters
    assert {letter.template for letter in letters if letter} <= {template.code for template in SHIPPED_TEMPLATES}


@pytest.mark.parametrize(
    "body",
    [
        "{{ contact.__class__ }}", "{{ contact.name.__class__ }}", "{{ contact['name'] }}",
        "{{ contact.name.upper() }}",
        "{{ contact.name|upper }}", "{{ config }}", "{{ self }}", "{{ 7 * 7 }}", "{{ 'x' }}", "{{ contact }}",
        "{% for x in contact %}{% endfor %}", "{% set x = 1 %}", "{% include 'x' %}", "{% import 'x' as y %}",
        "{% macro x() %}{% endmacro %}", "{% extends 'x' %}", "{% block x %}{% endblock %}", "{{", "{% if %}",
        "{{ contact.secret }}", "{{ opportunity.owner.password_hash }}",
        "{% if contact.name %}" * 3_000, "{{ " + "(" * 5_000 + "contact.name" + ")" * 5_000 + " }}",
        "{% if " + "not " * 3_000 + "contact.name %}{% endif %}",
        "{% if contact.name %}" * 7 + "{% endif %}" * 7,
    ],
    ids=lambda body: body[:30],
)  # fmt: skip
def test_what_is_more_than_a_field_or_a_condition_is_refused_with_its_place(body: str) -> None:
    with pytest.raises(InvalidTemplate) as refused:
        require_sound(a_template(body))
    assert {missing.name for missing in refused.value.missing} == {"body"}

    with pytest.raises(InvalidTemplate) as refused:
        require_sound(a_template(subject=body))
    assert {missing.name for missing in refused.value.missing} == {"subject"}


def test_what_a_field_holds_is_never_read_as_template_html_or_markdown() -> None:
    awkward = "{{ contact.email }} <img src=x onerror=alert(1)> **b** [x](javascript:alert(1)) `c` \\ &amp; # _u_ | ~"
    written = compose(a_template("# {{ contact.name }}\n\n{{ contact.name }}"), {"contact.name": awkward})

    escaped = awkward.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert written.html == f"<h1>{escaped}</h1>\n<p>{escaped}</p>\n"
    assert awkward in written.plain
    assert "<title>&lt;b&gt;</title>" in page(
        compose(a_template(subject="{{ contact.name }}"), {"contact.name": "<b>"})
    )


def test_a_template_brings_no_html_no_pictures_and_no_strange_links() -> None:
    body = "<script>x</script>\n\n![i](https://t.example/p.png) [j](javascript:x) [d](data:text/html,x) [h](https://a.example)"

    html = compose(a_template(body), FULL).html

    assert "<script" not in html
    assert "<img" not in html
    assert html.count("<a ") == 2
    assert 'href="https://a.example"' in html


def test_what_says_nothing_is_named_once_unless_it_is_asked_for_first() -> None:
    body = "{{ contact.phone }} {{ contact.phone }} {% if account.name %}{{ account.name }}{% else %}you{% endif %}"

    written = compose(a_template(body, "{{ opportunity.amount }}"), SPARSE)

    assert written.missing == ("opportunity.amount", "contact.phone")
    assert "you" in written.plain


def test_the_sample_that_says_everything_says_all_there_is() -> None:
    assert FULL.keys() == FIELDS.keys()
    everything = " ".join(f"{{{{ {name} }}}}" for name in FIELDS)
    assert all(value in compose(a_template(everything), FULL).plain for value in FULL.values())


@pytest.mark.parametrize(
    ("said", "is_one"),
    [
        ("ann@tailwind.example", True), ("a.b+c@x.example", True), ("ann", False), ("ann@", False), (None, False),
        ("ann@x.example\nBcc: y@z.example", False), ("<ann@x.example>", False), ("a@b@c", False),
        ("a@x..example", False),
        ("a,b@x.example", False), (f"{'a' * 65}@x.example", False), ("änn@x.example", False), (" ann@x.example", False),
    ],
)  # fmt: skip
def test_an_address_is_plain_or_none(said: Any, is_one: bool) -> None:
    assert is_address(said) is is_one


def test_the_same_template_reads_the_same_twice() -> None:
    template = a_template()
    assert compose(template, FULL) == compose(msgspec.structs.replace(template), dict(FULL))
