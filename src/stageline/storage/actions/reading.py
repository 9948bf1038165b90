"""Reads what is to be done, for a batch at once."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, exists, select

from stageline.domain.actions.action import Action, CompletedHow, Completion, Plan
from stageline.domain.activities.activity import Activity, ActivityStatus
from stageline.domain.ids import ActionId, ActivityId, OpportunityId, StageId, UserId
from stageline.domain.opportunities.changes import MoveKind
from stageline.domain.processes.action import (
    ActionType,
    ActivityCategory,
    ActivityPlan,
    ActivityType,
    GatheringPlan,
    LetterPlan,
)
from stageline.storage.executing import Row
from stageline.storage.prepared import Among, PreparedQuery
from stageline.storage.tables import actions, activities, activity_participants, stage_history

_undo = stage_history.alias("undo")
READ_ACTIONS = PreparedQuery(select(actions), Among(actions.c.opportunity_id))
READ_SINGLE_ACTIONS = PreparedQuery(select(actions), Among(actions.c.id))
READ_ACTIVITIES = PreparedQuery(
    select(activities).where(activities.c.deleted_at.is_(None)), Among(activities.c.opportunity_id)
)
READ_SINGLE_ACTIVITIES = PreparedQuery(
    select(activities).where(activities.c.deleted_at.is_(None)), Among(activities.c.id)
)
READ_ALL_ACTIVITIES = PreparedQuery(select(activities), Among(activities.c.id))
# What was undone never was; within one opportunity these are the stages that it has been in (PS-101).
READ_ENTERED = PreparedQuery(
    select(stage_history.c.opportunity_id, stage_history.c.to_stage_id).where(
        stage_history.c.move_kind != MoveKind.UNDO.value, ~exists().where(_undo.c.undoes == stage_history.c.event_id)
    ),
    Among(stage_history.c.opportunity_id),
)
READ_PARTICIPANTS = PreparedQuery(
    select(activity_participants.c.activity_id, activity_participants.c.user_id).order_by(
        activity_participants.c.activity_id, activity_participants.c.user_id
    ),
    Among(activity_participants.c.activity_id),
)
OPPORTUNITY_OF_ACTION = select(actions.c.opportunity_id).where(actions.c.id == bindparam("id"))
OPPORTUNITY_OF_ACTIVITY = select(activities.c.id, activities.c.opportunity_id).where(activities.c.id == bindparam("id"))
OPPORTUNITIES_OF_ACTIONS = PreparedQuery(select(actions.c.id, actions.c.opportunity_id), Among(actions.c.id))
OPPORTUNITIES_OF_ACTIVITIES = PreparedQuery(
    select(activities.c.id, activities.c.opportunity_id), Among(activities.c.id)
)
LOCK_ACTIVITIES = PreparedQuery(
    select(activities.c.id).order_by(activities.c.id).with_for_update(key_share=True), Among(activities.c.id)
)
LOCK_ACTIVITY = select(activities.c.id).where(activities.c.id == bindparam("id")).with_for_update(key_share=True)

_PLANS: dict[ActionType, Any] = {
    ActionType.CALENDAR_ACTIVITY: ActivityPlan,
    ActionType.LETTER: LetterPlan,
    ActionType.GATHERING: GatheringPlan,
}
_ACTION = {name: n for n, name in enumerate(actions.c.keys())}
_COMPLETION = ("completed_at", "completed_by", "completed_how")
_SAME = [n for n in Action.__struct_fields__ if n not in ("type", "plan", "completion")]
_KINDS, _OF_STORAGE = ("category", "type", "status"), ("changed_at", "remind_at")
_ACTIVITY = [name for name in activities.c.keys() if name not in (*_KINDS, *_OF_STORAGE)]  # noqa: SIM118
_PLACES = {name: n for n, name in enumerate(activities.c.keys())}


def read_actions(connection: Connection, ids: Sequence[OpportunityId]) -> list[Action]:
    """All of these opportunities, also those that were deleted."""
    return [_action(row) for row in READ_ACTIONS.rows(connection, {"ids": ids})]


def read_single_actions(connection: Connection, ids: Sequence[ActionId]) -> dict[ActionId, Action]:
    """Also those that were deleted."""
    return {row[0]: _action(row) for row in READ_SINGLE_ACTIONS.rows(connection, {"ids": ids})}


def read_activities(connection: Connection, ids: Sequence[OpportunityId]) -> list[Activity]:
    """All of these opportunities but those that were deleted; without those who take part."""
    return [_activity(row) for row in READ_ACTIVITIES.rows(connection, {"ids": ids})]


def read_single_activities(connection: Connection, ids: Sequence[ActivityId]) -> dict[ActivityId, Activity]:
    """With those who take part."""
    found = {row[0]: _activity(row) for row in READ_SINGLE_ACTIVITIES.rows(connection, {"ids": ids})}
    others = read_participants(connection, ids)
    return {
        number: msgspec.structs.replace(each, participants=tuple(others.get(number, ())))
        for number, each in found.items()
    }


def read_kept_activities(connection: Connection, ids: Sequence[ActivityId]) -> dict[ActivityId, Activity]:
    """With those who take part, and also what was deleted."""
    found = {row[0]: _activity(row) for row in READ_ALL_ACTIVITIES.rows(connection, {"ids": ids})}
    others = read_participants(connection, ids)
    return {
        number: msgspec.structs.replace(each, participants=tuple(others.get(number, ())))
        for number, each in found.items()
    }


def read_participants(connection: Connection, ids: Sequence[ActivityId]) -> dict[ActivityId, list[UserId]]:
    found: dict[ActivityId, list[UserId]] = {}
    for activity_id, user_id in READ_PARTICIPANTS.rows(connection, {"ids": ids}):
        found.setdefault(activity_id, []).append(user_id)
    return found


def read_entered(connection: Connection, ids: Sequence[OpportunityId]) -> dict[OpportunityId, set[StageId]]:
    found: dict[OpportunityId, set[StageId]] = {}
    for opportunity_id, stage_id in READ_ENTERED.rows(connection, {"ids": ids}):
        found.setdefault(opportunity_id, set()).add(stage_id)
    return found


def opportunity_of_action(connection: Connection, id: ActionId) -> OpportunityId | None:
    found: OpportunityId | None = connection.scalar(OPPORTUNITY_OF_ACTION, {"id": id})
    return found


def _action(row: Row) -> Action:
    its_type = ActionType(row[_ACTION["type"]])
    at, by, how = (row[_ACTION[name]] for name in _COMPLETION)
    return Action(
        **{name: row[_ACTION[name]] for name in _SAME},
        type=its_type,
        plan=_plan(its_type, row[_ACTION["plan"]]),
        completion=Completion(at, by, CompletedHow(how)) if at is not None else None,
    )


def _plan(its_type: ActionType, kept: Any) -> Plan:
    kind = _PLANS.get(its_type)
    plan: Plan = msgspec.convert(kept, kind) if kind is not None and kept else None
    return plan


def _activity(row: Row) -> Activity:
    return Activity(
        **{name: row[_PLACES[name]] for name in _ACTIVITY},
        category=ActivityCategory(row[_PLACES["category"]]),
        type=ActivityType(row[_PLACES["type"]]),
        status=ActivityStatus(row[_PLACES["status"]]),
    )
