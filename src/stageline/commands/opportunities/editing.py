"""Changing fields of opportunities."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from stageline.commands.opportunities.deciding import Answer, decide_each, only
from stageline.domain.conditions import Moment
from stageline.domain.events import By
from stageline.domain.ids import EventId
from stageline.domain.opportunities.changes import OpportunityEdited
from stageline.domain.opportunities.editing import WantedEdit, decide_edit
from stageline.domain.opportunities.fields import clean
from stageline.domain.opportunities.moving import Decided
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.storage.unit_of_work import Work


def edit_opportunity(work: Work, wanted: WantedEdit, *, by: By, at: datetime) -> Decided:
    return only(work, edit_opportunities(work, [wanted], by=by, at=at))


def edit_opportunities(work: Work, wanted: Sequence[WantedEdit], *, by: By, at: datetime) -> list[Answer]:
    """`fields` come as they were said; what one of them cannot hold refuses the whole request (PS-162, PS-163)."""
    cleaned = [msgspec.structs.replace(w, fields=clean(w.fields, work.catalogue)) for w in wanted]
    require_people(work, cleaned)
    organisation = work.organisation

    def decide(
        found: Opportunity | None, w: WantedEdit, id: EventId, moment: Moment
    ) -> OpportunityEdited | Opportunity:
        return decide_edit(found, w, id=id, by=by, moment=moment, organisation=organisation)

    return decide_each(work, cleaned, decide, by=by, at=at)


def require_people(work: Work, wanted: Sequence[WantedEdit]) -> None:
    """Contacts and accounts that are named must exist."""
    contact_ids = {w.fields["contact_id"] for w in wanted if w.fields.get("contact_id")}
    account_ids = {w.fields["account_id"] for w in wanted if w.fields.get("account_id")}
    if contact_ids or account_ids:
        work.contacts.require(contact_ids, account_ids)
