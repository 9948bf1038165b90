"""How the letter of an action would read, before anything is done with it."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from stageline.commands.actions.completing import take_action
from stageline.commands.letters.templates import composing
from stageline.commands.letters.writing import prepare
from stageline.domain.actions.action import ActionNotFound
from stageline.domain.actions.doing import require_doer
from stageline.domain.errors import InvalidInput, Missing
from stageline.domain.events import By
from stageline.domain.ids import ActionId
from stageline.domain.opportunities.opportunity import is_visible
from stageline.domain.processes.action import ActionType, Delivery, LetterPlan
from stageline.storage.unit_of_work import Work


class NotALetter(InvalidInput):
    """This action is no letter."""

    code = "invalid_input"


class LetterPreview(msgspec.Struct, frozen=True, kw_only=True):
    """`page` is the whole document, to be shown in a frame or printed.

    `missing` holds back every delivery, `missing_for_email` sending it.
    """

    template: str
    delivery: Delivery
    subject: str
    page: str
    plain: str
    to_name: str
    to_address: str | None
    missing: Sequence[Missing]
    missing_for_email: Sequence[Missing]


def preview_letter(work: Work, action_id: ActionId, template: str | None, *, by: By, at: datetime) -> LetterPreview:
    """For whoever may perform it and sees the opportunity: the letter speaks of it."""
    found, _, taken = take_action(work, action_id, by)
    action, opportunity = require_doer(taken, found, by.actor)
    if not is_visible(opportunity, by.actor):
        raise ActionNotFound
    if action.type is not ActionType.LETTER:
        raise NotALetter
    prepared = prepare(work, opportunity, action, template, by=by, at=at)
    plan = action.plan if isinstance(action.plan, LetterPlan) else LetterPlan()
    written = prepared.written
    return LetterPreview(
        template=prepared.template.code,
        delivery=plan.delivery,
        subject=written.subject,
        page=composing().page(written),
        plain=written.plain,
        to_name=prepared.contact.name,
        to_address=prepared.contact.email,
        missing=prepared.missing,
        missing_for_email=prepared.missing_for_email,
    )
