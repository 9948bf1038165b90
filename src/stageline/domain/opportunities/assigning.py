"""Giving an opportunity to another owner."""

import msgspec

from stageline.domain.conditions import Moment
from stageline.domain.errors import NotPermitted, RuleBroken
from stageline.domain.events import By, Channel
from stageline.domain.ids import EventId, OpportunityId, UserId
from stageline.domain.opportunities.changes import FieldChange, OpportunityAssigned
from stageline.domain.opportunities.opportunity import NotYoursToChange, Opportunity, require_version, visible
from stageline.domain.rights import Right


class CannotOwn(RuleBroken):
    """This person cannot own opportunities. Choose somebody who can."""

    code = "cannot_own"


class OutsideYourTeam(NotPermitted):
    """You may give opportunities only to people of your own team."""

    code = "not_allowed"


class Owner(msgspec.Struct, frozen=True):
    """Somebody who might own an opportunity (PS-204)."""

    user_id: UserId
    can_own: bool
    is_active: bool


class WantedAssignment(msgspec.Struct, frozen=True, kw_only=True):
    """`keep_as_reader` leaves the old owner on the deal team with access to read (PS-195)."""

    opportunity_id: OpportunityId
    owner_id: UserId
    version: int | None = None
    keep_as_reader: bool = False
    hands_over: bool = True
    """What the old owner still has to do goes to the new one."""


def decide_assignment(
    found: Opportunity | None,
    wanted: WantedAssignment,
    owner: Owner | None,
    *,
    id: EventId,
    by: By,
    moment: Moment,
) -> OpportunityAssigned | Opportunity:
    """Managers within their team, operations and admins for all, reps give away their own (PS-185, PS-196)."""
    before = visible(found, by.actor)
    if before.deleted_at is not None or not may_give(before, by):
        raise NotYoursToChange(right=Right.ASSIGN_OPPORTUNITIES)
    require_version(before, wanted.version)
    if before.owner_id == wanted.owner_id:
        return before
    if owner is None or not owner.can_own or not owner.is_active:
        raise CannotOwn
    if by.actor.has(Right.ASSIGN_OPPORTUNITIES) and not by.actor.reaches(owner.user_id):
        raise OutsideYourTeam
    after = msgspec.structs.replace(before, owner_id=owner.user_id, version=before.version + 1)
    return OpportunityAssigned(
        id=id,
        at=moment.at,
        by=by,
        before=before,
        after=after,
        fields=(FieldChange("owner_id", before.owner_id, after.owner_id),),
        keep_as_reader=wanted.keep_as_reader,
    )


def may_give(opportunity: Opportunity, by: By) -> bool:
    if by.actor.has(Right.ASSIGN_OPPORTUNITIES):
        return by.actor.reaches(opportunity.owner_id)
    gives_own = opportunity.owner_id == by.actor.user_id and by.actor.has(Right.EDIT_OPPORTUNITIES)
    return gives_own and by.channel is not Channel.MASS
