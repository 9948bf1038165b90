"""Performing an action: booking its activity, inviting the contact, or just doing what it says (PS-41 to PS-56)."""

from collections.abc import Sequence

import msgspec

from stageline.domain.actions.action import Action, CompletedHow
from stageline.domain.actions.agenda import Agenda
from stageline.domain.actions.completing import Completing, decide_completion
from stageline.domain.actions.entering import Draft
from stageline.domain.activities.activity import Activity, ActivityStatus
from stageline.domain.activities.changes import ActivityBooked, ActivityDeleted, AgendaEvent, changed
from stageline.domain.conditions import Moment
from stageline.domain.errors import Missing, RuleBroken
from stageline.domain.events import By
from stageline.domain.gatherings.inviting import GatheringGone, GuestList, decide_invitation, require_contact
from stageline.domain.ids import EventId
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.processes.action import ActionType, GatheringPlan


class AlreadyCompleted(RuleBroken):
    """This action is complete. Reopen it to do it again."""

    code = "already_completed"


class ActivityExists(RuleBroken):
    """This action has its activity already. Open it; if it was cancelled, bring it back or replace it."""

    code = "activity_exists"


class NeedsInput(RuleBroken):
    """Say what is missing; what is proposed can be sent back as it is."""

    code = "needs_input"


class StageNotEntered(RuleBroken):
    """The opportunity has not been in the stage of this action. It can be performed once it is."""

    code = "stage_not_entered"


class OnlyCompletes(RuleBroken):
    """This opportunity is closed: actions of its open stages can only be marked complete."""

    code = "read_only"


class Performing(msgspec.Struct, frozen=True, kw_only=True):
    """`draft` is what is offered. `activity` is what is to stand in the calendar; without it the draft is answered.

    `replaces`: an activity that was cancelled is deleted, and the new one takes its place (PS-47). `guests` is the list
    of the gathering that is meant; `names_gathering` says that one was named, whether it is there or not.
    """

    draft: Draft
    activity: Activity | None = None
    replaces: bool = False
    is_entered: bool = True
    guests: GuestList | None = None
    names_gathering: bool = False


def decide_performance(
    opportunity: Opportunity,
    agenda: Agenda,
    action: Action,
    wanted: Performing,
    *,
    ids: Sequence[EventId],
    by: By,
    moment: Moment,
) -> tuple[AgendaEvent, ...]:
    """What performing it does; the asker may do so (`doing.require_doer`)."""
    require_performable(opportunity, action, is_entered=wanted.is_entered)
    match action.type:
        case ActionType.CALENDAR_ACTIVITY:
            return _booked(opportunity, agenda, action, wanted, ids=ids, by=by, moment=moment)
        case ActionType.GATHERING:
            require_contact(opportunity)
            invited = decide_invitation(opportunity, _chosen(wanted), id=ids[0], by=by, moment=moment)
            return (invited, performed(opportunity, action, id=ids[1], by=by, moment=moment))
        case ActionType.CHECKLIST:
            return (performed(opportunity, action, id=ids[0], by=by, moment=moment),)
        case ActionType.LETTER:
            raise NeedsInput([Missing(name="delivery", remedy="Say whether it is sent, printed or saved.")])


def require_performable(opportunity: Opportunity, action: Action, *, is_entered: bool) -> None:
    """Whatever its type."""
    if action.is_complete:
        raise AlreadyCompleted
    if not is_entered:
        raise StageNotEntered
    if opportunity.stage.is_closed and action.stage_id != opportunity.stage.id:
        raise OnlyCompletes


def performed(opportunity: Opportunity, action: Action, *, id: EventId, by: By, moment: Moment) -> AgendaEvent:
    """The action, which is open, is complete by that (PS-58)."""
    how = Completing(how=CompletedHow.PERFORMED)
    done = decide_completion(opportunity, action, None, how, id=id, by=by, moment=moment)
    assert done is not None  # noqa: S101 - None is for what was complete already
    return done


def gathering_code(action: Action) -> str:
    """Of the gathering it names; empty when that is chosen by whoever performs it."""
    return action.plan.gathering if isinstance(action.plan, GatheringPlan) else ""


def _chosen(wanted: Performing) -> GuestList:
    if wanted.guests is not None:
        return wanted.guests
    if wanted.names_gathering:
        raise GatheringGone
    raise NeedsInput([Missing(name="gathering_id", remedy="Say which event it is.", kind="gathering")])


def _booked(
    opportunity: Opportunity,
    agenda: Agenda,
    action: Action,
    wanted: Performing,
    *,
    ids: Sequence[EventId],
    by: By,
    moment: Moment,
) -> tuple[AgendaEvent, ...]:
    """Creating the activity does not complete the action (PS-48)."""
    there = agenda.linked_to(action.id)
    is_replaced = wanted.replaces and there is not None and there.status is ActivityStatus.CANCELLED
    if there is not None and not is_replaced:
        raise ActivityExists(activity_id=there.id, activity_status=there.status.value)
    if wanted.activity is None:
        raise NeedsInput(
            [Missing(name="activity", remedy="Say when it takes place.", kind="activity")],
            draft=msgspec.to_builtins(wanted.draft),
        )
    happened: list[AgendaEvent] = []
    if there is not None:
        gone = changed(there, deleted_at=moment.at)
        happened.append(
            ActivityDeleted(id=ids[0], at=moment.at, by=by, opportunity=opportunity, activities=(gone,))
        )  # fmt: skip
    its = msgspec.structs.replace(action, trouble=None, responsible_id=wanted.activity.responsible_id)
    actions = () if its == agenda.action(action.id) else (its,)
    happened.append(
        ActivityBooked(
            id=ids[1], at=moment.at, by=by, opportunity=opportunity, actions=actions, activities=(wanted.activity,)
        )
    )
    return tuple(happened)
