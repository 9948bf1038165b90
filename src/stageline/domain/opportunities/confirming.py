"""Saying that a criterion is met, linking the people a criterion asks for, and taking such words back."""

from collections.abc import Sequence

import msgspec

from stageline.domain.conditions import Moment
from stageline.domain.errors import Missing, NotFound, NotPermitted, RuleBroken
from stageline.domain.events import By
from stageline.domain.ids import ContactId, CriterionId, EventId
from stageline.domain.opportunities.changes import (
    BesideEvent,
    ConfirmationWithdrawn,
    ContactLinked,
    ContactUnlinked,
    CriterionConfirmed,
)
from stageline.domain.opportunities.gates import may_confirm
from stageline.domain.opportunities.opportunity import Opportunity, OpportunityNotFound, ReadOnly, changeable, visible
from stageline.domain.processes.criterion import Criterion


class CriterionNotFound(NotFound):
    """There is no such criterion in this opportunity's process."""

    code = "not_found"


class NotConfirmed(RuleBroken):
    """This criterion is read from the record; it cannot be confirmed by hand. Fill in what it asks for."""

    code = "not_confirmable"


class EvidenceRequired(RuleBroken):
    """This criterion needs evidence. Add a note or a link that shows it."""

    code = "evidence_required"


class NotTheApprover(NotPermitted):
    """This approval is for somebody else to give."""

    code = "not_allowed"


class Confirmation(msgspec.Struct, frozen=True, kw_only=True):
    criterion_id: CriterionId
    note: str | None = None
    evidence: str | None = None


class LinkedContact(msgspec.Struct, frozen=True, kw_only=True):
    contact_id: ContactId
    contact_role: str


def decide_confirmation(
    found: Opportunity | None, wanted: Confirmation, *, id: EventId, by: By, moment: Moment
) -> CriterionConfirmed:
    """A manual criterion is for whoever may change the opportunity, an approval for the role it names (PS-156)."""
    opportunity = _there(found, by)
    criterion = criterion_of(opportunity, wanted.criterion_id)
    if not criterion.kind.is_confirmed:
        raise NotConfirmed
    if not may_confirm(criterion, opportunity, by.actor):
        changeable(opportunity, by.actor)
        raise NotTheApprover(approver=criterion.approver)
    _refuse_closed(opportunity)
    if criterion.is_evidence_required and not (wanted.note or wanted.evidence):
        raise EvidenceRequired([Missing(name=criterion.name, remedy=criterion.remedy, kind=criterion.kind.value)])
    return CriterionConfirmed(
        id=id,
        at=moment.at,
        by=by,
        opportunity=opportunity,
        criterion_id=criterion.id,
        criterion_name=criterion.name,
        note=wanted.note,
        evidence=wanted.evidence,
    )


def decide_withdrawal(
    found: Opportunity | None, criterion_id: CriterionId, *, id: EventId, by: By, moment: Moment
) -> ConfirmationWithdrawn | None:
    """None when there is nothing to withdraw."""
    opportunity = _there(found, by)
    criterion = criterion_of(opportunity, criterion_id)
    if not may_confirm(criterion, opportunity, by.actor):
        changeable(opportunity, by.actor)
        raise NotTheApprover(approver=criterion.approver)
    _refuse_closed(opportunity)
    if criterion.id not in opportunity.confirmed:
        return None
    return ConfirmationWithdrawn(
        id=id,
        at=moment.at,
        by=by,
        opportunity=opportunity,
        criterion_id=criterion.id,
        criterion_name=criterion.name,
    )


def decide_link(
    found: Opportunity | None, wanted: LinkedContact, *, id: EventId, by: By, moment: Moment
) -> ContactLinked:
    opportunity = changeable(found, by.actor)
    _refuse_closed(opportunity)
    return ContactLinked(
        id=id,
        at=moment.at,
        by=by,
        opportunity=opportunity,
        contact_id=wanted.contact_id,
        contact_role=wanted.contact_role,
    )


def decide_unlink(
    found: Opportunity | None, contact_id: ContactId, *, id: EventId, by: By, moment: Moment
) -> ContactUnlinked:
    opportunity = changeable(found, by.actor)
    _refuse_closed(opportunity)
    return ContactUnlinked(id=id, at=moment.at, by=by, opportunity=opportunity, contact_id=contact_id)


def _refuse_closed(opportunity: Opportunity) -> None:
    """Of a closed record only closing details, team, notes and files change (PS-171)."""
    if opportunity.stage.is_closed:
        raise ReadOnly


def with_proof(opportunity: Opportunity, beside: Sequence[BesideEvent]) -> Opportunity:
    """The record as it looks once these confirmations and links are there."""
    if not beside:
        return opportunity
    confirmed = {e.criterion_id for e in beside if isinstance(e, CriterionConfirmed)}
    linked = [e.contact_role for e in beside if isinstance(e, ContactLinked)]
    return msgspec.structs.replace(
        opportunity,
        confirmed=opportunity.confirmed | confirmed,
        contact_roles=(*opportunity.contact_roles, *linked),
    )


def _there(found: Opportunity | None, by: By) -> Opportunity:
    """Whoever may restore sees what was deleted as well, and must restore it first."""
    opportunity = visible(found, by.actor)
    if opportunity.deleted_at is not None:
        raise OpportunityNotFound
    return opportunity


def criterion_of(opportunity: Opportunity, criterion_id: CriterionId) -> Criterion:
    for stage in opportunity.process.stages:
        for criterion in stage.criteria:
            if criterion.id == criterion_id:
                return criterion
    raise CriterionNotFound
