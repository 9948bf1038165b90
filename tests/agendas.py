"""Actions and activities to test with."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import count as counting
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select

from stageline.domain.actions.action import Action
from stageline.domain.actions.agenda import Agenda
from stageline.domain.actions.entering import Entering
from stageline.domain.actions.roles import RoleMaps
from stageline.domain.activities.activity import Activity
from stageline.domain.calendar import Calendar
from stageline.domain.conditions import Moment
from stageline.domain.ids import ActionId, ActivityId, OpportunityId, StageId
from stageline.domain.processes.action import (
    ActionDefinition,
    ActionType,
    ActivityCategory,
    ActivityPlan,
    ActivityType,
    CancelActivities,
    GatheringPlan,
    LetterPlan,
)
from stageline.domain.processes.process import Process
from stageline.storage.tables import actions, activities, activity_participants
from stageline.storage.unit_of_work import Storage
from tests.builders import AMSTERDAM, MINUTE, NOON, REP, a_moment, a_process

CALENDAR = Calendar(zone=AMSTERDAM)


def a_definition(name: str = "Meeting", **said: Any) -> ActionDefinition:
    """A meeting at nine, three days after the stage is entered, that is not booked by itself."""
    usual = {
        "code": name.lower().replace(" ", "_"), "type": ActionType.CALENDAR_ACTIVITY, "due_days": 3,
        "activity": ActivityPlan(),
    }  # fmt: skip
    return ActionDefinition(name=name, **{**usual, **said})


def a_checklist(name: str = "Send brochure", **said: Any) -> ActionDefinition:
    return a_definition(name, **{"type": ActionType.CHECKLIST, "activity": None, "due_days": None, **said})


def an_invitation(name: str = "Demo day", gathering: str = "demo_day", **said: Any) -> ActionDefinition:
    plan = GatheringPlan(gathering=gathering)
    return a_definition(
        name, **{"type": ActionType.GATHERING, "activity": None, "due_days": None, "gathering": plan, **said}
    )


def a_letter(name: str = "Letter", template: str = "introduction", **said: Any) -> ActionDefinition:
    plan = LetterPlan(template=template)
    return a_definition(name, **{"type": ActionType.LETTER, "activity": None, "due_days": None, "letter": plan, **said})


def booked_at_once(name: str = "Meeting", **said: Any) -> ActionDefinition:
    return a_definition(name, is_auto_created=True, **said)


def asking(
    cancels: CancelActivities = CancelActivities.NEVER,
    *,
    options: dict[str, Any] | None = None,
    leaving: Any = None,
    outcomes: Any = None,
    **of_stages: Any,
) -> Process:
    """A process with these actions on its stages: `Qualify=[a_definition()]`."""
    stages: dict[str, dict[str, Any]] = {name: {"actions": tuple(each)} for name, each in of_stages.items()}
    for name, linked in (outcomes or {}).items():
        stages.setdefault(name, {})["outcomes"] = tuple(linked)
    return a_process(stages=stages, leaving=leaving, options={"cancel_activities": cancels, **(options or {})})


def an_action(name: str = "Meeting", id: int = 1, **said: Any) -> Action:
    usual = {
        "opportunity_id": OpportunityId(1), "stage_id": StageId(1), "definition": name.lower(), "position": id,
        "type": ActionType.CALENDAR_ACTIVITY, "responsible_id": REP, "created_at": NOON,
    }  # fmt: skip
    return Action(id=ActionId(id), name=name, **{**usual, **said})


def an_activity(subject: str = "Meeting", id: int = 1, **said: Any) -> Activity:
    usual = {
        "opportunity_id": OpportunityId(1), "action_id": ActionId(id), "responsible_id": REP,
        "category": ActivityCategory.TASK, "type": ActivityType.MEETING, "zone": "Europe/Amsterdam",
        "on_day": NOON.date(), "created_at": NOON, "created_by": REP,
    }  # fmt: skip
    return Activity(id=ActivityId(id), subject=subject, **{**usual, **said})


def timed(at: datetime, minutes: int = 60) -> dict[str, Any]:
    """What makes an activity one with a time of day."""
    return {"category": ActivityCategory.TIMED, "starts_at": at, "ends_at": at + minutes * MINUTE, "on_day": None}


def keep_activities(connection: Connection, of: Iterable[Activity]) -> None:
    """As they stand, with all who take part."""
    for activity in of:
        row = msgspec.structs.asdict(activity)
        people = [{"activity_id": activity.id, "user_id": user_id} for user_id in row.pop("participants")]
        connection.execute(insert(activities), [row])
        if people:
            connection.execute(insert(activity_participants), people)


def an_agenda(*things: Action | Activity, **said: Any) -> Agenda:
    return Agenda(
        actions=tuple(t for t in things if isinstance(t, Action)),
        activities=tuple(t for t in things if isinstance(t, Activity)),
        **said,
    )


def entering(roles: RoleMaps | None = None, moment: Moment | None = None, calendar: Calendar = CALENDAR) -> Entering:
    numbers: Iterator[Any] = counting(1)
    others: Iterator[Any] = counting(1)
    return Entering(
        calendar=calendar, roles=roles or RoleMaps(), moment=moment or a_moment(), action_ids=numbers,
        activity_ids=others,
    )  # fmt: skip


def all_actions(storage: Storage, opportunity_id: int = 1) -> list[Any]:
    """As they stand in the database, without those that were deleted."""
    its = select(actions).where(actions.c.opportunity_id == opportunity_id, actions.c.deleted_at.is_(None))
    with storage.reading() as connection:
        return list(connection.execute(its.order_by(actions.c.stage_id, actions.c.position)))


def all_activities(storage: Storage) -> list[Any]:
    """As they stand in the database, without those that were deleted."""
    with storage.reading() as connection:
        its = select(activities).where(activities.c.deleted_at.is_(None)).order_by(activities.c.id)
        return list(connection.execute(its))
