"""What stands beside an opportunity: confirmed criteria, linked contacts, the deal team."""

from collections.abc import Callable
from datetime import datetime

from stageline.domain.conditions import Moment
from stageline.domain.events import By
from stageline.domain.ids import ContactId, CriterionId, EventId, OpportunityId, UserId
from stageline.domain.opportunities.changes import BesideEvent
from stageline.domain.opportunities.confirming import (
    Confirmation,
    LinkedContact,
    decide_confirmation,
    decide_link,
    decide_unlink,
    decide_withdrawal,
)
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.opportunities.team import WantedMember, decide_member, decide_removal
from stageline.storage.people.owners import read_owners, read_roles
from stageline.storage.unit_of_work import Work


def confirm_criterion(
    work: Work, opportunity_id: OpportunityId, wanted: Confirmation, *, by: By, at: datetime
) -> BesideEvent | None:
    """PS-156."""
    return _beside(
        work, opportunity_id, by, at, lambda o, id, m: decide_confirmation(o, wanted, id=id, by=by, moment=m)
    )


def withdraw_confirmation(
    work: Work, opportunity_id: OpportunityId, criterion_id: CriterionId, *, by: By, at: datetime
) -> BesideEvent | None:
    return _beside(
        work, opportunity_id, by, at, lambda o, id, m: decide_withdrawal(o, criterion_id, id=id, by=by, moment=m)
    )


def link_contact(
    work: Work, opportunity_id: OpportunityId, wanted: LinkedContact, *, by: By, at: datetime
) -> BesideEvent | None:
    work.contacts.require({wanted.contact_id}, set())
    return _beside(work, opportunity_id, by, at, lambda o, id, m: decide_link(o, wanted, id=id, by=by, moment=m))


def unlink_contact(
    work: Work, opportunity_id: OpportunityId, contact_id: ContactId, *, by: By, at: datetime
) -> BesideEvent | None:
    return _beside(work, opportunity_id, by, at, lambda o, id, m: decide_unlink(o, contact_id, id=id, by=by, moment=m))


def add_to_team(
    work: Work, opportunity_id: OpportunityId, wanted: WantedMember, *, by: By, at: datetime
) -> BesideEvent | None:
    """PS-201, PS-202."""
    member = read_owners(work.connection, [wanted.user_id]).get(wanted.user_id)
    roles = read_roles(work.connection, wanted.user_id) if member else frozenset()
    return _beside(
        work, opportunity_id, by, at, lambda o, id, m: decide_member(o, wanted, member, roles, id=id, by=by, moment=m)
    )


def remove_from_team(
    work: Work, opportunity_id: OpportunityId, user_id: UserId, *, by: By, at: datetime
) -> BesideEvent | None:
    return _beside(work, opportunity_id, by, at, lambda o, id, m: decide_removal(o, user_id, id=id, by=by, moment=m))


def _beside(
    work: Work,
    opportunity_id: OpportunityId,
    by: By,
    at: datetime,
    decide: Callable[[Opportunity | None, EventId, Moment], BesideEvent | None],
) -> BesideEvent | None:
    found = work.opportunities.read([opportunity_id], by.actor.user_id).get(opportunity_id)
    happened = decide(found, work.new_ids(1)[0], work.moment(at))
    if happened is not None:
        work.keep([happened])
    return happened
