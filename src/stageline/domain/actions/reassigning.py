"""Whose actions are whose, once somebody else fills a role or owns the opportunity (PS-209, PS-212)."""

from typing import ClassVar

import msgspec

from stageline.domain.actions.action import Action
from stageline.domain.actions.agenda import Agenda
from stageline.domain.actions.roles import RoleMaps, responsible_for
from stageline.domain.activities.changes import AgendaEvent
from stageline.domain.conditions import Moment
from stageline.domain.events import By
from stageline.domain.ids import EventId, UserId
from stageline.domain.opportunities.opportunity import Opportunity


class ActionsReassigned(AgendaEvent, frozen=True, kw_only=True, gc=False):
    """They fell to whoever fills their role now, or owns the opportunity."""

    kind: ClassVar[str] = "actions.reassigned"


def decide_reassigning(
    opportunity: Opportunity,
    agenda: Agenda,
    maps: RoleMaps,
    *,
    old_owner_id: UserId | None = None,
    id: EventId,
    by: By,
    moment: Moment,
) -> ActionsReassigned | None:
    """Only what is neither complete nor performed follows, and only where nobody was chosen by hand.

    `maps` must know the roles of the actions. With `old_owner_id` those without a role that were theirs follow the
    opportunity to its new owner.
    """
    both = [(action, _falling_to(action, opportunity, maps, old_owner_id)) for action in agenda.actions]
    changed = tuple(
        msgspec.structs.replace(action, responsible_id=user_id)
        for action, user_id in both
        if user_id != action.responsible_id and _follows(action, agenda)
    )
    if not changed:
        return None
    return ActionsReassigned(id=id, at=moment.at, by=by, opportunity=opportunity, actions=changed)


def _falling_to(action: Action, opportunity: Opportunity, maps: RoleMaps, old_owner_id: UserId | None) -> UserId:
    if action.deal_role is None and action.responsible_id != old_owner_id:
        return action.responsible_id
    return responsible_for(
        maps,
        action.deal_role,
        None,
        opportunity_id=opportunity.id,
        process_id=opportunity.process.id,
        owner_id=opportunity.owner_id,
    )


def _follows(action: Action, agenda: Agenda) -> bool:
    is_open = action.is_there and not action.is_complete and not action.is_assigned_by_hand
    return is_open and agenda.linked_to(action.id) is None
