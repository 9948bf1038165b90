"""What entering a stage makes: copies of its actions, and the activities that are to be booked at once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec

from stageline.domain.actions.action import Action, Plan
from stageline.domain.actions.agenda import Agenda
from stageline.domain.actions.roles import RoleMaps, responsible_for
from stageline.domain.activities.activity import Activity, tracked
from stageline.domain.calendar import Calendar, add_days
from stageline.domain.conditions import Moment
from stageline.domain.ids import ActionId, ActivityId, ContactId, EventId, UserId
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.processes.action import ActionDefinition, ActionType, ActivityCategory, ActivityPlan, ActivityType
from stageline.domain.processes.stage import Stage


class Entering(msgspec.Struct, frozen=True, kw_only=True):
    """What the copies are made with, for a whole batch; nobody has made up any number yet."""

    calendar: Calendar
    roles: RoleMaps
    moment: Moment
    action_ids: Iterator[ActionId]
    activity_ids: Iterator[ActivityId]


class Begun(msgspec.Struct, frozen=True):
    """The copies, with the activities that were booked for them."""

    actions: tuple[Action, ...] = ()
    activities: tuple[Activity, ...] = ()


def definitions_to_copy(stage: Stage, agenda: Agenda) -> list[ActionDefinition]:
    """The active ones of a stage that was never entered before (PS-31, PS-39: what was there stays as it was).

    A move that was undone was never made; what somebody had touched in the meantime is there all the same.
    """
    if stage.id in agenda.entered:
        return []
    there = {a.definition for a in agenda.of_stage(stage.id)}
    return [d for d in stage.actions if d.is_active and d.code not in there]


def begin(opportunity: Opportunity, agenda: Agenda, context: Entering, *, by: UserId, made_by: EventId) -> Begun:
    """PS-31, PS-113, PS-118. Positions go on after what was added by hand before."""
    after = max((a.position for a in agenda.of_stage(opportunity.stage.id)), default=-1) + 1
    actions: list[Action] = []
    activities: list[Activity] = []
    for position, definition in enumerate(definitions_to_copy(opportunity.stage, agenda), after):
        action = copied(definition, opportunity, position, context)
        if action.type is ActionType.CALENDAR_ACTIVITY and definition.is_auto_created:
            nobody = unfilled_roles(action, opportunity, context.roles)
            if nobody:
                action = msgspec.structs.replace(action, trouble=trouble_of(nobody))
            else:
                activities.append(booked(action, opportunity, context, by=by, made_by=made_by))
        actions.append(action)
    return Begun(tuple(actions), tuple(activities))


def copied(definition: ActionDefinition, opportunity: Opportunity, position: int, context: Entering) -> Action:
    responsible = responsible_for(
        context.roles, definition.deal_role, definition.user_id, **_of(opportunity)
    )  # fmt: skip
    return Action(
        id=next(context.action_ids),
        opportunity_id=opportunity.id,
        stage_id=opportunity.stage.id,
        definition=definition.code,
        position=position,
        type=definition.type,
        name=definition.name,
        instructions=definition.instructions,
        is_required=definition.is_required,
        deal_role=definition.deal_role,
        responsible_id=responsible,
        due_on=due_on(definition.due_days, opportunity, context),
        plan=plan_of(definition),
        created_at=context.moment.at,
    )


def plan_of(definition: ActionDefinition) -> Plan:
    match definition.type:
        case ActionType.CALENDAR_ACTIVITY:
            return definition.activity or ActivityPlan()
        case ActionType.LETTER:
            return definition.letter
        case ActionType.GATHERING:
            return definition.gathering
    return None


def due_on(days: int | None, opportunity: Opportunity, context: Entering) -> date | None:
    """So many days after it is entered, as the process counts days (PS-29)."""
    if days is None:
        return None
    return add_days(context.moment.today, days, context.calendar, opportunity.process.options.day_basis)


def unfilled_roles(action: Action, opportunity: Opportunity, roles: RoleMaps) -> list[str]:
    """Those that the activity needs and that nobody fills: it is not booked then (PS-117)."""
    wanted = [action.deal_role] if action.deal_role else []
    wanted += [role for role in action.activity_plan.deal_roles if role not in wanted]
    return [role for role in wanted if roles.find(role, **_of(opportunity)) is None]


def trouble_of(roles: list[str]) -> str:
    named = roles[0] if len(roles) == 1 else f"{', '.join(roles[:-1])} and {roles[-1]}"
    return f"Nobody fills the role {named}." if len(roles) == 1 else f"Nobody fills the roles {named}."


def booked(action: Action, opportunity: Opportunity, context: Entering, *, by: UserId, made_by: EventId) -> Activity:
    """On the day it is due, or today; a day on which nobody works becomes the next working day (PS-113, PS-120)."""
    draft = draft_of(action, opportunity, context.roles, context.calendar, context.moment)
    return Activity(
        **msgspec.structs.asdict(draft),
        id=next(context.activity_ids),
        opportunity_id=opportunity.id,
        action_id=action.id,
        zone=str(context.calendar.zone),
        made_by_event=made_by,
        created_at=context.moment.at,
        created_by=by,
    )


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An activity as it would be offered for an action (PS-43)."""

    contact_id: ContactId | None = None
    responsible_id: UserId
    category: ActivityCategory
    type: ActivityType
    subject: str
    location: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    on_day: date | None = None
    reminder_minutes: int | None = None
    is_tracked: bool = False
    participants: tuple[UserId, ...] = ()


def draft_of(action: Action, opportunity: Opportunity, roles: RoleMaps, calendar: Calendar, moment: Moment) -> Draft:
    """Prefilled from the defaults of the action, on the day it is due but not on one that has passed."""
    plan = action.activity_plan
    basis = opportunity.process.options.day_basis
    day = add_days(max(action.due_on or moment.today, moment.today), 0, calendar, basis)
    starts = at_minute(day, plan.starts_minute, calendar)
    is_timed = plan.category is ActivityCategory.TIMED
    others = [roles.find(role, **_of(opportunity)) for role in plan.deal_roles]
    return Draft(
        contact_id=opportunity.contact_id,
        responsible_id=action.responsible_id,
        category=plan.category,
        type=plan.type,
        subject=plan.subject or action.name,
        location=plan.location or None,
        starts_at=starts if is_timed else None,
        ends_at=starts + timedelta(minutes=plan.duration_minutes) if is_timed else None,
        on_day=None if is_timed else day,
        reminder_minutes=plan.reminder_minutes,
        is_tracked=tracked(plan.is_tracked, plan.type, opportunity.contact_id),
        participants=tuple(dict.fromkeys(u for u in others if u is not None and u != action.responsible_id)),
    )


def at_minute(day: date, minute: int, calendar: Calendar) -> datetime:
    """That time on the clocks of the organisation."""
    return datetime.combine(day, time(minute // 60, minute % 60), calendar.zone).astimezone(UTC)


def _of(opportunity: Opportunity) -> dict[str, Any]:
    return {
        "opportunity_id": opportunity.id,
        "process_id": opportunity.process.id,
        "owner_id": opportunity.owner_id,
    }
