"""Fills templates in: Jinja's sandbox with the merge fields and nothing else, then Markdown without HTML.

This module and its libraries are loaded by whoever writes a letter, and not by a server that starts.
"""

import re
from collections.abc import Iterator, Mapping

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markdown_it import MarkdownIt

from stageline.domain.errors import Missing
from stageline.domain.letters.letter import Written
from stageline.domain.letters.merging import FIELDS, SAMPLES
from stageline.domain.letters.template import LONGEST_SUBJECT, InvalidTemplate, LetterTemplate

DEEPEST = 5
ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.Not, nodes.And, nodes.Or)
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
LINKS = re.compile(r"(https?://|mailto:)", re.IGNORECASE)


class Value:
    """A field in its place. One that says nothing writes nothing, and is remembered."""

    def __init__(self, name: str, text: str | None, blank: list[str]) -> None:
        self._name, self._text, self._blank = name, text, blank

    def __bool__(self) -> bool:
        return self._text is not None

    def __str__(self) -> str:
        if self._text is None:
            self._blank.append(self._name)
        return self._text or ""


def compose(template: LetterTemplate, values: Mapping[str, str]) -> Written:
    """`missing` names the fields that it would have written and that say nothing."""
    blank: list[str] = []
    subject = " ".join(_filled(template.subject, values, blank, _as_it_is).split())
    html = _markdown().render(_filled(template.body, values, blank, _marked))
    plain = _filled(template.body, values, [], _as_it_is).strip() + "\n"
    used = tuple(dict.fromkeys(_names_in(template.subject) + _names_in(template.body)))
    return Written(subject=subject[:998], html=html, plain=plain, missing=tuple(dict.fromkeys(blank)), used=used)


def require_sound(template: LetterTemplate) -> None:
    """Refuses what is no template, or names what is no field, and tries it on the samples."""
    wrong = [*_wrong_in("subject", template.subject), *_wrong_in("body", template.body)]
    if wrong:
        raise InvalidTemplate(wrong)
    for sample in SAMPLES:
        if len(compose(template, sample).subject) > LONGEST_SUBJECT * 5:
            raise InvalidTemplate([Missing(name="subject", remedy="Write a shorter subject.")])


def page(written: Written) -> str:
    """A document by itself, to be kept, shown in a frame, or printed."""
    title = _as_html(written.subject)
    return f"{HEAD}<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{written.html}</body>\n</html>\n"


HEAD = '<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n'
STYLE = "body{font:11pt/1.5 sans-serif;max-width:42em;margin:2em auto}@media print{body{margin:0}}@page{margin:2.5cm}"


def _environment(finalize: object) -> ImmutableSandboxedEnvironment:
    """What is written is escaped as Markdown, whose renderer then escapes it as HTML."""
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        finalize=finalize,
    )


def _markdown() -> MarkdownIt:
    """No HTML, no pictures that would tell who reads, and links to nowhere but pages and mailboxes."""
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")
    markdown.validateLink = lambda url: LINKS.match(url) is not None  # type: ignore[method-assign]
    return markdown


def _filled(source: str, values: Mapping[str, str], blank: list[str], finalize: object) -> str:
    context: dict[str, dict[str, Value] | Value] = {}
    for name in FIELDS:
        thing, _, field = name.partition(".")
        value = Value(name, values.get(name), blank)
        if field:
            part = context.setdefault(thing, {})
            assert isinstance(part, dict)  # noqa: S101 - no field is called like a thing
            part[field] = value
        else:
            context[thing] = value
    return _environment(finalize).from_string(source).render(context)


def _as_it_is(value: object) -> str:
    return str(value)


def _marked(value: object) -> str:
    """As text that Markdown reads as nothing but text."""
    return PUNCTUATION.sub(r"\\\1", " ".join(str(value).split()))


def _as_html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _names_in(source: str) -> list[str]:
    found = _environment(_as_it_is).parse(source).find_all((nodes.Name, nodes.Getattr))
    return [name for node in found if (name := _name_of(node)) in FIELDS]


def _wrong_in(place: str, source: str) -> Iterator[Missing]:
    """Only fields, and conditions on fields: no loops, calls, filters or anything else that templates could do."""
    try:
        tree = _environment(_as_it_is).parse(source)
        yield from _strange(place, tree, 0)
    except TemplateError as trouble:
        line = getattr(trouble, "lineno", 1)
        yield Missing(name=place, remedy=f"Line {line} cannot be read: {trouble.message}")
    except RecursionError:
        yield Missing(name=place, remedy="Nest fewer conditions into one another.")


def _strange(place: str, node: nodes.Node, depth: int) -> Iterator[Missing]:
    line = getattr(node, "lineno", 1)
    if isinstance(node, (nodes.Name, nodes.Getattr)):
        name = _name_of(node)
        if name not in FIELDS:
            yield Missing(name=place, remedy=f"There is no field {name or '…'} (line {line}).", kind="field")
        return
    if not isinstance(node, ALLOWED):
        yield Missing(name=place, remedy=f"Line {line}: only fields and conditions on them can stand in a template.")
        return
    if depth > DEEPEST:
        yield Missing(name=place, remedy=f"Line {line}: nest at most {DEEPEST} conditions into one another.")
        return
    for child in node.iter_child_nodes():
        yield from _strange(place, child, depth + isinstance(node, (nodes.If, nodes.Not, nodes.And, nodes.Or)))


def _name_of(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return f"{node.node.name}.{node.attr}"
    return ""
