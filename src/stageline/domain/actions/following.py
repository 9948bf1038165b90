"""What follows for actions and activities when an opportunity changes its stage, or changes back."""

from collections.abc import Callable

import msgspec

from stageline.domain.actions.action import Action
from stageline.domain.actions.agenda import Agenda
from stageline.domain.actions.changes import ActionsBegun, ActionsWithdrawn
from stageline.domain.actions.entering import Entering, begin
from stageline.domain.actions.leaving import Answer, decide_cancelling
from stageline.domain.activities.activity import Activity, ActivityStatus, active_again
from stageline.domain.activities.changes import (
    ActivityBooked,
    ActivityCancelled,
    ActivityDeleted,
    ActivityReactivated,
    AgendaEvent,
)
from stageline.domain.ids import EventId
from stageline.domain.opportunities.changes import MoveUndone, StageChange

NewId = Callable[[], EventId]


def what_follows(
    change: StageChange, agenda: Agenda, answer: Answer, context: Entering, new_id: NewId
) -> tuple[AgendaEvent, ...]:
    """At most one event of each kind: cancelled, begun, booked; each is caused by the move (PS-94, steps 8 to 10)."""
    if isinstance(change, MoveUndone):
        return _taken_back(change, agenda, new_id)
    before, by = change.before, change.by
    cancelled: tuple[Activity, ...] = ()
    if before is not None:
        cancelled = decide_cancelling(
            before, change.after.stage, agenda, answer, by=by, moment=context.moment, move_id=change.id
        )
    begun = begin(change.after, agenda, context, by=by.actor.user_id, made_by=change.id)
    happened: list[AgendaEvent] = []
    if cancelled:
        happened.append(_follows(ActivityCancelled, change, new_id, activities=cancelled))
    if begun.actions:
        happened.append(_follows(ActionsBegun, change, new_id, actions=begun.actions))
    if begun.activities:
        happened.append(_follows(ActivityBooked, change, new_id, activities=begun.activities))
    return tuple(happened)


def _taken_back(undo: MoveUndone, agenda: Agenda, new_id: NewId) -> tuple[AgendaEvent, ...]:
    """Brings back what the move had cancelled, and takes away what it had made and nobody has touched (PS-101)."""
    brought = tuple(
        active_again(a)
        for a in agenda.activities
        if a.cancelled_by_event == undo.undoes and a.status is ActivityStatus.CANCELLED
    )
    gone = tuple(
        msgspec.structs.replace(a, deleted_at=undo.at, version=a.version + 1)
        for a in agenda.activities
        if a.made_by_event == undo.undoes and a.is_active and a.version == 1
    )
    left = agenda.activities and {a.action_id for a in agenda.activities} - {a.action_id for a in gone}
    withdrawn = tuple(
        msgspec.structs.replace(a, deleted_at=undo.at)
        for a in agenda.actions
        if _is_as_begun_by(undo, a) and a.id not in (left or ())
    )
    happened: list[AgendaEvent] = []
    if brought:
        happened.append(_follows(ActivityReactivated, undo, new_id, activities=brought))
    if gone:
        happened.append(_follows(ActivityDeleted, undo, new_id, activities=gone))
    if withdrawn:
        happened.append(_follows(ActionsWithdrawn, undo, new_id, actions=withdrawn))
    return tuple(happened)


def _is_as_begun_by(undo: MoveUndone, action: Action) -> bool:
    entered = undo.before
    return (
        entered is not None
        and action.definition is not None
        and action.stage_id == entered.stage.id
        and action.created_at == entered.stage_entered_at
        and action.is_there
        and not (action.is_changed or action.is_complete or action.is_assigned_by_hand)
    )


def _follows(
    kind: type[AgendaEvent],
    change: StageChange,
    new_id: NewId,
    *,
    actions: tuple[Action, ...] = (),
    activities: tuple[Activity, ...] = (),
) -> AgendaEvent:
    return kind(
        id=new_id(),
        at=change.at,
        by=change.by,
        cause_id=change.id,
        opportunity=change.after,
        actions=actions,
        activities=activities,
    )
