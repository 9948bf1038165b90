"""Who may do what with an action, and with the activity that belongs to it."""

from stageline.domain.actions.action import Action, ActionNotFound
from stageline.domain.activities.activity import Activity, ActivityNotFound
from stageline.domain.errors import NotPermitted
from stageline.domain.ids import UserId
from stageline.domain.opportunities.opportunity import NotYoursToChange, Opportunity, is_visible, may_edit
from stageline.domain.rights import Actor


class NotYourActivity(NotPermitted):
    """You may look at this activity but not change it."""

    code = "not_allowed"


class NotYourCalendar(NotPermitted):
    """You fill your own calendar, and that of somebody you manage. Ask others by inviting them."""

    code = "not_allowed"


def is_there(opportunity: Opportunity | None) -> bool:
    return opportunity is not None and opportunity.deleted_at is None


def may_do(action: Action, opportunity: Opportunity, actor: Actor) -> bool:
    """Whoever may edit the opportunity, and whoever is responsible for the action (PS-41)."""
    return may_edit(opportunity, actor) or (action.responsible_id == actor.user_id and not actor.only_looks)


def require_doer(action: Action | None, found: Opportunity | None, actor: Actor) -> tuple[Action, Opportunity]:
    """An action that is not to be seen is refused in the same words as one that never was."""
    if action is None or found is None or not is_there(found):
        raise ActionNotFound
    if may_do(action, found, actor):
        return action, found
    if not is_visible(found, actor):
        raise ActionNotFound
    raise NotYoursToChange


def require_editor(found: Opportunity | None, actor: Actor) -> Opportunity:
    """For adding, changing and deleting; responsible for an action alone is not enough (PS-35 to PS-37)."""
    if found is None or not is_there(found) or not is_visible(found, actor):
        raise ActionNotFound
    if not may_edit(found, actor):
        raise NotYoursToChange
    return found


def sees_activity(activity: Activity, opportunity: Opportunity | None, actor: Actor) -> bool:
    """Those who take part, whatever they see of the opportunity (PS-203); a private one is theirs alone."""
    if activity.takes_part(actor.user_id) or activity.created_by == actor.user_id:
        return True
    if activity.is_private:
        return False
    if opportunity is not None:
        return is_there(opportunity) and is_visible(opportunity, actor)
    return actor.reaches(activity.responsible_id)


def may_complete_activity(activity: Activity, opportunity: Opportunity | None, actor: Actor) -> bool:
    """Those who take part, and whoever may edit the opportunity (PS-203)."""
    return (activity.takes_part(actor.user_id) and not actor.only_looks) or may_change(activity, opportunity, actor)


def may_change(activity: Activity, opportunity: Opportunity | None, actor: Actor) -> bool:
    """Whoever is responsible or has put it there, and whoever may edit the opportunity."""
    if actor.only_looks or not sees_activity(activity, opportunity, actor):
        return False
    if actor.user_id in (activity.responsible_id, activity.created_by):
        return True
    if opportunity is not None:
        return may_edit(opportunity, actor)
    return actor.is_senior and actor.reaches(activity.responsible_id)


def require_activity(activity: Activity | None, opportunity: Opportunity | None, actor: Actor) -> Activity:
    if activity is None or activity.deleted_at is not None or not sees_activity(activity, opportunity, actor):
        raise ActivityNotFound
    return activity


def require_changer(activity: Activity | None, opportunity: Opportunity | None, actor: Actor) -> Activity:
    found = require_activity(activity, opportunity, actor)
    if not may_change(found, opportunity, actor):
        raise NotYourActivity
    return found


def require_calendar(responsible_id: UserId, actor: Actor) -> None:
    """Of what belongs to no opportunity: one's own calendar, and as a manager the team's."""
    if responsible_id != actor.user_id and not (actor.is_senior and actor.reaches(responsible_id)):
        raise NotYourCalendar
