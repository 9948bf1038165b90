"""Taking an activity in hand: whatever touches it has locked its opportunity first, or the activity itself."""

import msgspec

from stageline.domain.actions.action import Action
from stageline.domain.actions.agenda import NOTHING, Agenda
from stageline.domain.activities.activity import Activity
from stageline.domain.events import By
from stageline.domain.ids import ActivityId
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.storage.unit_of_work import Work


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    opportunity: Opportunity | None = None
    agenda: Agenda = NOTHING
    activity: Activity | None = None
    action: Action | None = None


def take_activity(work: Work, activity_id: ActivityId, by: By) -> Taken:
    """With those who take part, its opportunity and its action; empty when there is no such activity."""
    exists, number = work.agendas.opportunity_of_activity(activity_id)
    if not exists:
        return Taken()
    if number is None:
        if not work.is_rehearsal:
            work.agendas.lock_activity(activity_id)
        return Taken(activity=work.agendas.activities([activity_id]).get(activity_id))
    found = work.opportunities.read([number], by.actor.user_id).get(number)
    agenda = work.read_agendas([number]).get(number, NOTHING)
    activity = work.agendas.activities([activity_id]).get(activity_id)
    action = agenda.action(activity.action_id) if activity is not None else None
    return Taken(opportunity=found, agenda=agenda, activity=activity, action=action)
