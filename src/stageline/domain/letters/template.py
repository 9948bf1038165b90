"""A template of letters: Markdown with merge fields, kept by operations for the whole organisation."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from stageline.domain.errors import Conflict, InvalidInput, Missing, NotFound
from stageline.domain.events import Event
from stageline.domain.ids import TemplateId
from stageline.domain.processes.action import Name

LONGEST_SUBJECT, LONGEST_BODY = 200, 50_000


class TemplateNotFound(NotFound):
    """There is no such letter template."""

    code = "not_found"


class InvalidTemplate(InvalidInput):
    """This letter template cannot be kept as it is; what is listed is wrong."""

    code = "invalid_template"


class TemplateChanged(Conflict):
    """Somebody changed this letter template in the meantime."""

    code = "conflict"


class LetterTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """Actions name it by its `code`, which never changes."""

    id: TemplateId
    code: str
    name: str
    subject: str
    body: str
    is_active: bool = True
    version: int = 1


class TemplateSaid(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said of a template; what is not said stays. The subject is one line with merge fields."""

    name: Name | UnsetType = UNSET
    subject: Annotated[str, Meta(max_length=LONGEST_SUBJECT)] | UnsetType = UNSET
    body: Annotated[str, Meta(max_length=LONGEST_BODY)] | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET

    def said(self) -> dict[str, Any]:
        names = TemplateSaid.__struct_fields__
        return {name: value for name in names if (value := getattr(self, name)) is not UNSET}


class TemplateEvent(Event, frozen=True, kw_only=True, gc=False):
    """What it says stands in the template alone."""

    template: LetterTemplate

    @property
    def subject_id(self) -> int:
        return self.template.id

    @property
    def version(self) -> int:
        return self.template.version

    def facts(self) -> Mapping[str, Any]:
        its = self.template
        return {"code": its.code, "name": its.name, "is_active": its.is_active}


class TemplateAdded(TemplateEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "letter_template.added"


class TemplateEdited(TemplateEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "letter_template.changed"


def new_template(said: TemplateSaid, code: str) -> LetterTemplate:
    values = {"name": "", "subject": "", "body": "", **said.said()}
    return sound_template(LetterTemplate(id=TemplateId(0), code=code, **_tidied(values)))


def changed_template(before: LetterTemplate, said: TemplateSaid) -> LetterTemplate:
    """The next version, or the same when it already says so."""
    after = sound_template(msgspec.structs.replace(before, **_tidied(said.said())))
    return after if after == before else msgspec.structs.replace(after, version=before.version + 1)


def sound_template(template: LetterTemplate) -> LetterTemplate:
    if wrong := [*_wrong(template)]:
        raise InvalidTemplate(wrong)
    return template


def _tidied(values: Mapping[str, Any]) -> dict[str, Any]:
    stripped = ("name", "subject")
    return {name: value.strip() if name in stripped else value for name, value in values.items()}


def _wrong(template: LetterTemplate) -> Iterator[Missing]:
    for name in ("name", "subject", "body"):
        if not getattr(template, name).strip():
            yield Missing(name=name, remedy=f"Write a {name}.")
    if not template.subject.isprintable():
        yield Missing(name="subject", remedy="Write the subject in one line, without line breaks.")
    if len(template.subject) > LONGEST_SUBJECT:
        yield Missing(name="subject", remedy=f"Write at most {LONGEST_SUBJECT} characters.")
    if len(template.body) > LONGEST_BODY:
        yield Missing(name="body", remedy=f"Write at most {LONGEST_BODY} characters.")
