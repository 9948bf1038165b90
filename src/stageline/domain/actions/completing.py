"""Completing: an action and its activity are done together, whichever of the two was marked (PS-58 to PS-72)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NoReturn

import msgspec

from stageline.domain.actions.action import Action, CompletedHow, Completion
from stageline.domain.actions.changes import ActionCompleted, ActionReopened
from stageline.domain.activities.activity import Activity, ActivityStatus, ended
from stageline.domain.activities.changes import ActivityDone, AgendaEvent, OutcomeRecorded, changed
from stageline.domain.activities.outcome import Effect, Outcome, offered_for
from stageline.domain.activities.times import Times, timed
from stageline.domain.conditions import Moment
from stageline.domain.errors import InvalidInput, Missing, RuleBroken
from stageline.domain.events import By
from stageline.domain.ids import EventId
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.processes.action import ActivityType


class OutcomeRequired(RuleBroken):
    """Say what came of this activity; its outcome is tracked."""

    code = "outcome_required"


class UnknownOutcome(InvalidInput):
    """There is no such outcome for an activity of this kind. Choose one of the list."""

    code = "unknown_outcome"


class NoOutcomeHere(InvalidInput):
    """There is no activity to say an outcome of. Leave the outcome out."""

    code = "invalid_input"


class NewTimeRequired(RuleBroken):
    """With this outcome the activity takes place another time. Say when."""

    code = "new_time_required"


class IsCancelled(RuleBroken):
    """This activity was cancelled. Bring it back first."""

    code = "activity_cancelled"


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an activity; with one that puts it off, when it takes place instead.

    `tells_participants`: with its note it is told to those who took part (PS-77).
    """

    outcome: str
    note: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    on_day: date | None = None
    tells_participants: bool = False


class Completing(msgspec.Struct, frozen=True, kw_only=True):
    """How completing was asked for: `is_bulk` asks for no outcomes, whatever is tracked (PS-66)."""

    how: CompletedHow
    said: Said | None = None
    is_bulk: bool = False
    outcomes: Sequence[Outcome] = ()


def decide_completion(
    opportunity: Opportunity | None,
    action: Action | None,
    activity: Activity | None,
    wanted: Completing,
    *,
    id: EventId,
    by: By,
    moment: Moment,
) -> AgendaEvent | None:
    """One operation for both sides (PS-62); None when there is nothing left to complete.

    Without a prompt where the activity has ended or is not tracked (PS-64). An outcome that puts the activity off
    leaves both to be done (PS-76); one said later of what was done in bulk is only recorded (PS-67).
    """
    told: dict[str, Any] = {"id": id, "at": moment.at, "by": by, "opportunity": opportunity}
    if activity is not None and not activity.is_active:
        if activity.is_outcome_pending and wanted.said:
            return _said_later(activity, wanted, told)
        activity = None
    if action is not None and action.is_complete:
        action = None
    if activity is None:
        if action is None:
            return None
        if wanted.said is not None:
            raise NoOutcomeHere
        return ActionCompleted(**told, actions=(_complete(action, wanted.how, by, moment),))
    outcome = _outcome_of(activity, wanted)
    if outcome is not None and outcome.effect is Effect.RESCHEDULES and wanted.said is not None:
        return _put_off(activity, wanted.said, told, outcome)
    told_as = _told_as(wanted.said, outcome)
    done = _done(activity, wanted, by, moment)
    if action is None:
        return ActivityDone(**told, activities=(done,), told_as=told_as)
    completed = _complete(action, wanted.how, by, moment)
    return ActionCompleted(**told, actions=(completed,), activities=(done,), told_as=told_as)


def decide_reopening(
    opportunity: Opportunity, action: Action, *, id: EventId, by: By, moment: Moment
) -> ActionReopened | None:
    """Neither its activity nor the opportunity goes back with it (PS-71); None when it is open."""
    if not action.is_complete:
        return None
    reopened = msgspec.structs.replace(action, completion=None)
    return ActionReopened(id=id, at=moment.at, by=by, opportunity=opportunity, actions=(reopened,))


def _complete(action: Action, how: CompletedHow, by: By, moment: Moment) -> Action:
    completion = Completion(moment.at, by.actor.user_id, how)
    return msgspec.structs.replace(action, completion=completion, trouble=None)


def _done(activity: Activity, wanted: Completing, by: By, moment: Moment) -> Activity:
    done = ended(activity, ActivityStatus.DONE, at=moment.at, by=by.actor.user_id)
    said = wanted.said
    return msgspec.structs.replace(
        done,
        outcome=said.outcome if said else None,
        outcome_note=said.note if said else None,
        is_outcome_pending=activity.is_tracked and said is None,
    )


def _outcome_of(activity: Activity, wanted: Completing) -> Outcome | None:
    if wanted.said is None:
        if activity.asks_for_outcome and not wanted.is_bulk:
            _ask(activity.type, wanted.outcomes)
        return None
    return _known(wanted.said.outcome, activity.type, wanted.outcomes)


def _ask(type: ActivityType, outcomes: Sequence[Outcome]) -> NoReturn:
    offered = offered_for(outcomes, type)
    raise OutcomeRequired(
        [Missing(name="outcome", remedy="Choose what came of it.", kind="outcome")],
        outcomes=[{"code": each.code, "label": each.label, "effect": each.effect.value} for each in offered],
    )


def _known(code: str, type: ActivityType, outcomes: Sequence[Outcome]) -> Outcome:
    found = next((each for each in offered_for(outcomes, type) if each.code == code), None)
    if found is None:
        raise UnknownOutcome([Missing(name="outcome", remedy="Choose an outcome of the list.")], outcome=code)
    return found


def _told_as(said: Said | None, outcome: Outcome | None) -> str | None:
    return outcome.label if said is not None and outcome is not None and said.tells_participants else None


def _put_off(activity: Activity, said: Said, told: dict[str, Any], outcome: Outcome) -> OutcomeRecorded:
    times = Times(category=activity.category, starts_at=said.starts_at, ends_at=said.ends_at, on_day=said.on_day)
    if said.starts_at is None and said.on_day is None:
        raise NewTimeRequired([Missing(name="starts_at", remedy="Say when it takes place.", kind="field")])
    again = changed(activity, **timed(times, lasts_as=activity))
    told_as = _told_as(said, outcome)
    return OutcomeRecorded(**told, activities=(again,), outcome=said.outcome, note=said.note, told_as=told_as)


def _said_later(activity: Activity, wanted: Completing, told: dict[str, Any]) -> OutcomeRecorded:
    assert wanted.said is not None  # noqa: S101 - asked by the caller
    outcome = _known(wanted.said.outcome, activity.type, wanted.outcomes)
    said = changed(
        activity, outcome=wanted.said.outcome, outcome_note=wanted.said.note, is_outcome_pending=False
    )  # fmt: skip
    return OutcomeRecorded(
        **told,
        activities=(said,),
        outcome=wanted.said.outcome,
        note=wanted.said.note,
        told_as=_told_as(wanted.said, outcome),
    )
