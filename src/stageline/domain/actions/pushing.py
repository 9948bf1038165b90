"""Taking a changed definition to opportunities that are in its stage already (PS-32)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import msgspec

from stageline.domain.actions.action import Action
from stageline.domain.actions.agenda import Agenda
from stageline.domain.actions.changes import ActionEdited, ActionsBegun
from stageline.domain.actions.entering import Entering, copied, plan_of
from stageline.domain.activities.changes import AgendaEvent
from stageline.domain.calendar import add_days
from stageline.domain.conditions import Moment
from stageline.domain.errors import InvalidInput
from stageline.domain.events import By
from stageline.domain.ids import EventId
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.processes.action import ActionDefinition


class UnknownDefinition(InvalidInput):
    """This stage has no such action in use. Name those that it has."""

    code = "invalid_input"


class Effect(StrEnum):
    """What pushing makes of one action, or why it leaves it alone."""

    ADDED = "added"
    UPDATED = "updated"
    SAME = "same"
    COMPLETE = "complete"
    HAS_ACTIVITY = "has_activity"
    EDITED = "edited"
    DELETED = "deleted"


class Pushed(msgspec.Struct, frozen=True, kw_only=True):
    """Of one opportunity: each definition with its effect, and the events of those that have one."""

    effects: Mapping[str, Effect] = {}
    events: tuple[AgendaEvent, ...] = ()


def decide_push(
    opportunity: Opportunity,
    agenda: Agenda,
    definitions: Sequence[ActionDefinition],
    context: Entering,
    *,
    ids: Sequence[EventId],
    by: By,
) -> Pushed:
    """Adds what is missing and updates what nobody has touched; two `ids`. Nothing is booked by it."""
    its = {a.definition: a for a in agenda.actions if a.stage_id == opportunity.stage.id}
    position = max((a.position for a in agenda.of_stage(opportunity.stage.id)), default=-1) + 1
    effects: dict[str, Effect] = {}
    added: list[Action] = []
    updated: list[Action] = []
    for definition in definitions:
        action = its.get(definition.code)
        if action is None:
            added.append(copied(definition, opportunity, position + len(added), context))
            effects[definition.code] = Effect.ADDED
            continue
        after = _updated(action, definition, opportunity, context)
        effects[definition.code] = _effect(action, after, agenda)
        if effects[definition.code] is Effect.UPDATED:
            updated.append(after)
    said: dict[str, Any] = {"at": context.moment.at, "by": by, "opportunity": opportunity}
    events: list[AgendaEvent] = []
    if added:
        events.append(ActionsBegun(id=ids[0], actions=tuple(added), **said))
    if updated:
        events.append(ActionEdited(id=ids[1], actions=tuple(updated), **said))
    return Pushed(effects=effects, events=tuple(events))


def _effect(action: Action, after: Action, agenda: Agenda) -> Effect:
    if not action.is_there:
        return Effect.DELETED
    if action.is_complete:
        return Effect.COMPLETE
    if agenda.linked_to(action.id) is not None:
        return Effect.HAS_ACTIVITY
    if action.is_changed or action.is_assigned_by_hand:
        return Effect.EDITED
    return Effect.SAME if after == action else Effect.UPDATED


def _updated(action: Action, definition: ActionDefinition, opportunity: Opportunity, context: Entering) -> Action:
    """As it would have been copied then: due so many days after that day."""
    anew = copied(
        definition, opportunity, action.position, msgspec.structs.replace(context, action_ids=iter([action.id]))
    )
    then = Moment.of(action.created_at, context.calendar.zone)
    basis = opportunity.process.options.day_basis
    days = definition.due_days
    return msgspec.structs.replace(
        anew,
        due_on=None if days is None else add_days(then.today, days, context.calendar, basis),
        plan=plan_of(definition),
        trouble=action.trouble,
        is_assigned_by_hand=action.is_assigned_by_hand,
        is_changed=action.is_changed,
        completion=action.completion,
        created_at=action.created_at,
        deleted_at=action.deleted_at,
    )
