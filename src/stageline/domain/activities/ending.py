"""Cancelling an activity, bringing it back, and taking it out of the calendar."""

import msgspec

from stageline.domain.actions.action import Action
from stageline.domain.activities.activity import Activity, ActivityStatus, active_again, ended
from stageline.domain.activities.changes import ActivityCancelled, ActivityDeleted, ActivityReactivated, changed
from stageline.domain.conditions import Moment
from stageline.domain.errors import RuleBroken
from stageline.domain.events import By
from stageline.domain.ids import EventId
from stageline.domain.opportunities.opportunity import Opportunity


class IsDone(RuleBroken):
    """This activity is done and cannot be cancelled any more."""

    code = "activity_done"


def decide_cancellation(
    opportunity: Opportunity | None, activity: Activity, reason: str | None, *, id: EventId, by: By, moment: Moment
) -> ActivityCancelled | None:
    """Its action stays as it is, and stays taken (PS-47, PS-69)."""
    if activity.status is ActivityStatus.CANCELLED:
        return None
    if activity.status is ActivityStatus.DONE:
        raise IsDone
    gone = ended(activity, ActivityStatus.CANCELLED, at=moment.at, by=by.actor.user_id, reason=reason)
    return ActivityCancelled(id=id, at=moment.at, by=by, opportunity=opportunity, activities=(gone,))


def decide_reactivation(
    opportunity: Opportunity | None, activity: Activity, action: Action | None, *, id: EventId, by: By, moment: Moment
) -> ActivityReactivated | None:
    """The action that it had completed is open again; the opportunity goes nowhere (PS-71)."""
    if activity.is_active:
        return None
    reopened: tuple[Action, ...] = ()
    if action is not None and action.completion is not None and _did(activity, action):
        reopened = (msgspec.structs.replace(action, completion=None),)
    return ActivityReactivated(
        id=id, at=moment.at, by=by, opportunity=opportunity, actions=reopened, activities=(active_again(activity),)
    )


def _did(activity: Activity, action: Action) -> bool:
    """Both were done together."""
    done = activity.status is ActivityStatus.DONE
    return done and action.completion is not None and action.completion.at == activity.ended_at


def decide_deletion(
    opportunity: Opportunity | None, activity: Activity, *, id: EventId, by: By, moment: Moment
) -> ActivityDeleted:
    """Its action can be performed again; one that is complete stays so (PS-46)."""
    gone = changed(activity, deleted_at=moment.at)
    return ActivityDeleted(id=id, at=moment.at, by=by, opportunity=opportunity, activities=(gone,))
