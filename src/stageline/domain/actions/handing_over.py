"""What goes along when an opportunity is given away: what its old owner still had to do (PS-195, PS-212)."""

import msgspec

from stageline.domain.actions.action import Action
from stageline.domain.actions.agenda import Agenda, with_what_happened
from stageline.domain.actions.reassigning import ActionsReassigned, decide_reassigning
from stageline.domain.actions.roles import RoleMaps
from stageline.domain.activities.activity import Activity
from stageline.domain.activities.changes import changed
from stageline.domain.conditions import Moment
from stageline.domain.ids import EventId, UserId
from stageline.domain.opportunities.changes import OpportunityAssigned


def decide_handover(
    assigned: OpportunityAssigned, agenda: Agenda, maps: RoleMaps, *, id: EventId, moment: Moment
) -> ActionsReassigned | None:
    """Their open actions and activities fall to the new owner, and roles are looked up again; others keep theirs."""
    before, opportunity = assigned.before, assigned.after
    if before is None:
        return None
    resolved = decide_reassigning(
        opportunity, agenda, maps, old_owner_id=before.owner_id, id=id, by=assigned.by, moment=moment
    )
    after = with_what_happened(agenda, [resolved]) if resolved is not None else agenda
    actions = {a.id: a for a in (resolved.actions if resolved is not None else ())}
    actions |= {a.id: _given(a, opportunity.owner_id) for a in after.actions if _is_open_of(a, before.owner_id)}
    activities = tuple(
        _handed(a, opportunity.owner_id)
        for a in agenda.activities
        if a.is_active and a.responsible_id == before.owner_id and not a.is_private
    )
    if not (actions or activities):
        return None
    return ActionsReassigned(
        id=id,
        at=moment.at,
        by=assigned.by,
        cause_id=assigned.id,
        opportunity=opportunity,
        actions=tuple(actions.values()),
        activities=activities,
    )


class Went(msgspec.Struct, frozen=True):
    """What had gone along with an assignment."""

    actions: frozenset[int] = frozenset()
    activities: frozenset[int] = frozenset()


def only_what_went(agenda: Agenda, went: Went | None) -> Agenda:
    """Those alone, with the activities that were booked for them since."""
    went = went or Went()
    return Agenda(
        actions=tuple(a for a in agenda.actions if a.id in went.actions),
        activities=tuple(a for a in agenda.activities if a.id in went.activities or a.action_id in went.actions),
        entered=agenda.entered,
    )


def _is_open_of(action: Action, user_id: UserId) -> bool:
    return action.is_there and not action.is_complete and action.responsible_id == user_id


def _given(action: Action, user_id: UserId) -> Action:
    return msgspec.structs.replace(action, responsible_id=user_id)


def _handed(activity: Activity, user_id: UserId) -> Activity:
    return changed(activity, responsible_id=user_id)
