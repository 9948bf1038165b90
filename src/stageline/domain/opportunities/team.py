"""The deal team: the people with access to one opportunity beyond its owner (PS-201, PS-202)."""

import msgspec

from stageline.domain.conditions import Moment
from stageline.domain.errors import InvalidInput, Missing, NotFound, NotPermitted
from stageline.domain.events import By
from stageline.domain.ids import EventId, StageId, UserId
from stageline.domain.opportunities.assigning import Owner
from stageline.domain.opportunities.changes import TeamMemberAdded, TeamMemberRemoved
from stageline.domain.opportunities.opportunity import Opportunity, OpportunityNotFound, visible
from stageline.domain.rights import Access, Right, Role


class NotYourTeam(NotPermitted):
    """Only the owner, somebody above the owner, or operations may change the deal team."""

    code = "not_allowed"


class PersonNotFound(NotFound):
    """There is no such person, or they have left."""

    code = "not_found"


class ViewersOnlyLook(InvalidInput):
    """A viewer can only be given access to read."""

    code = "invalid_input"


class WantedMember(msgspec.Struct, frozen=True, kw_only=True):
    """`stage_ids` limits editing to those stages; None means all."""

    user_id: UserId
    team_role: str
    access: Access
    stage_ids: tuple[StageId, ...] | None = None


def decide_member(
    found: Opportunity | None,
    wanted: WantedMember,
    member: Owner | None,
    roles: frozenset[Role],
    *,
    id: EventId,
    by: By,
    moment: Moment,
) -> TeamMemberAdded:
    opportunity = team_changeable(found, by)
    if member is None or not member.is_active:
        raise PersonNotFound
    if wanted.access is Access.EDIT and not roles - {Role.VIEWER}:
        raise ViewersOnlyLook([Missing(name="access", remedy="Choose read.", kind="field")])
    for stage_id in wanted.stage_ids or ():
        opportunity.process.stage(stage_id)
    return TeamMemberAdded(
        id=id,
        at=moment.at,
        by=by,
        opportunity=opportunity,
        user_id=wanted.user_id,
        team_role=wanted.team_role,
        access=wanted.access.value,
        stage_ids=wanted.stage_ids,
    )


def decide_removal(
    found: Opportunity | None, user_id: UserId, *, id: EventId, by: By, moment: Moment
) -> TeamMemberRemoved:
    opportunity = team_changeable(found, by)
    return TeamMemberRemoved(id=id, at=moment.at, by=by, opportunity=opportunity, user_id=user_id)


def may_change_team(opportunity: Opportunity, by: By) -> bool:
    return by.actor.reaches(opportunity.owner_id) and by.actor.has(Right.EDIT_OPPORTUNITIES)


def team_changeable(found: Opportunity | None, by: By) -> Opportunity:
    opportunity = visible(found, by.actor)
    if opportunity.deleted_at is not None:
        raise OpportunityNotFound
    if not may_change_team(opportunity, by):
        raise NotYourTeam
    return opportunity
