"""Letter templates, as operations keep them."""

from datetime import datetime
from importlib import import_module
from typing import Any

import msgspec

from stageline.domain.events import By
from stageline.domain.gatherings.gathering import CodeTaken
from stageline.domain.ids import TemplateId
from stageline.domain.letters.letter import Written
from stageline.domain.letters.merging import SAMPLES
from stageline.domain.letters.shipped import SHIPPED_TEMPLATES
from stageline.domain.letters.template import (
    LetterTemplate,
    TemplateAdded,
    TemplateChanged,
    TemplateEdited,
    TemplateNotFound,
    TemplateSaid,
    changed_template,
    new_template,
)
from stageline.domain.processes.tidying import new_code
from stageline.domain.rights import Right
from stageline.storage.unit_of_work import Work


def composing() -> Any:
    """The libraries that fill templates in are loaded when the first letter is written."""
    return import_module("stageline.commands.letters.composing")


def add_template(work: Work, said: TemplateSaid, *, code: str = "", by: By, at: datetime) -> LetterTemplate:
    """Its code is made from the name when none is given. It is tried on sample records before it is kept."""
    by.actor.require(Right.SET_UP_PROCESSES)
    template = new_template(said, code)
    taken = work.templates.codes()
    if code in taken:
        raise CodeTaken(code=code)
    composing().require_sound(template)
    template = msgspec.structs.replace(template, code=code or new_code(template.name, taken, otherwise="letter"))
    if not work.is_rehearsal:
        template = msgspec.structs.replace(template, id=work.templates.add(template, at))
    work.keep([TemplateAdded(id=work.new_ids(1)[0], at=at, by=by, template=template)])
    return template


def change_template(
    work: Work, id: TemplateId, said: TemplateSaid, *, version: int, by: By, at: datetime
) -> LetterTemplate:
    """Letters that were written before stay as they are."""
    by.actor.require(Right.SET_UP_PROCESSES)
    before = work.templates.find(id)
    if before is None:
        raise TemplateNotFound
    if before.version != version:
        raise TemplateChanged(current={"version": before.version})
    after = changed_template(before, said)
    if after != before:
        composing().require_sound(after)
        work.keep([TemplateEdited(id=work.new_ids(1)[0], at=at, by=by, template=after)])
        if not work.is_rehearsal:
            work.templates.save(after, at)
    return after


def try_template(said: TemplateSaid, *, by: By) -> Written:
    """As it would read on a sample record; nothing is kept."""
    by.actor.require(Right.SET_UP_PROCESSES)
    template = new_template(said, "")
    composing().require_sound(template)
    written: Written = composing().compose(template, SAMPLES[0])
    return written


def have_templates(work: Work, at: datetime) -> None:
    """The shipped ones, where there are none: in a new organisation, and in one that comes from an older version."""
    if not work.templates.codes():
        for template in SHIPPED_TEMPLATES:
            work.templates.add(template, at)
