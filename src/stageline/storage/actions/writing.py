"""Writes what has become of actions and activities: one statement per table and batch."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, update

from stageline.domain.actions.action import Action
from stageline.domain.activities.activity import Activity
from stageline.domain.activities.changes import ActivityEdited, AgendaEvent
from stageline.domain.activities.reminding import remind_at
from stageline.storage.executing import together
from stageline.storage.prepared import Prepared, Values
from stageline.storage.tables import actions, activities, activity_participants

_ACTION_FIXED = ("id", "opportunity_id", "stage_id", "definition", "created_at")
_ACTIVITY_FIXED = ("id", "created_at", "created_by", "made_by_event")
ADD_ACTIONS = Prepared(insert(actions), actions.c.keys())
ADD_ACTIVITIES = Prepared(insert(activities), activities.c.keys())
ADD_PARTICIPANTS = Prepared(insert(activity_participants), activity_participants.c.keys())
SAVE_ACTIONS = Prepared(
    update(actions).where(actions.c.id == bindparam("changed_id")),
    [name for name in actions.c.keys() if name not in _ACTION_FIXED],  # noqa: SIM118 - a collection, not a dict
)
SAVE_ACTIVITIES = Prepared(
    update(activities).where(activities.c.id == bindparam("changed_id")),
    [name for name in activities.c.keys() if name not in _ACTIVITY_FIXED],  # noqa: SIM118 - a collection, not a dict
)
DROP_PARTICIPANTS = delete(activity_participants).where(
    activity_participants.c.activity_id.in_(bindparam("ids", expanding=True))
)


def save_agenda(connection: Connection, happened: Sequence[AgendaEvent]) -> None:
    """Each record is written once, as it ends. What frees the place of an action comes before what takes it."""
    new_actions = {a.id for e in happened if e.adds_actions for a in e.actions}
    new_activities = {a.id for e in happened if e.adds_activities for a in e.activities}
    its_actions = {a.id: a for e in happened for a in e.actions}
    its_activities = {a.id: _activity_row(a, e.at) for e in happened for a in e.activities}
    taking_part = {a.id: a for e in happened for a in e.activities}
    edited = {a.id for e in happened if isinstance(e, ActivityEdited) for a in e.activities} - new_activities
    if edited:
        connection.execute(DROP_PARTICIPANTS, {"ids": sorted(edited)})
    saved = [_changed(_action_row(a)) for number, a in its_actions.items() if number not in new_actions]
    ended = [_changed(row) for number, row in its_activities.items() if number not in new_activities]
    with together(connection):
        _save(connection, SAVE_ACTIONS, saved)
        _save(connection, SAVE_ACTIVITIES, ended)
        _add(connection, ADD_ACTIONS, [_action_row(its_actions[number]) for number in sorted(new_actions)])
        _add(connection, ADD_ACTIVITIES, [its_activities[number] for number in sorted(new_activities)])
        _add(connection, ADD_PARTICIPANTS, _participants(taking_part[n] for n in sorted(new_activities | edited)))


def _save(connection: Connection, statement: Prepared, rows: Sequence[Values]) -> None:
    if rows:
        statement.run(connection, rows, finds_all=True)


def _add(connection: Connection, statement: Prepared, rows: Sequence[Values]) -> None:
    if rows:
        statement.run(connection, rows)


def _changed(row: Values) -> Values:
    return {**row, "changed_id": row["id"]}


def _action_row(action: Action) -> Values:
    row: Values = {name: getattr(action, name) for name in _PLAIN_OF_ACTION}
    completion = action.completion
    return {
        **row,
        "type": action.type.value,
        "plan": msgspec.to_builtins(action.plan) if action.plan else {},
        "completed_at": completion and completion.at,
        "completed_by": completion and completion.by,
        "completed_how": completion and completion.how.value,
    }


_PLAIN_OF_ACTION = [name for name in Action.__struct_fields__ if name not in ("type", "plan", "completion")]


def _activity_row(activity: Activity, at: datetime) -> Values:
    row: Values = {name: getattr(activity, name) for name in _PLAIN_OF_ACTIVITY}
    kinds = {name: getattr(activity, name).value for name in ("category", "type", "status")}
    return {**row, **kinds, "changed_at": at, "remind_at": remind_at(activity, at)}


_PLAIN_OF_ACTIVITY = [
    name for name in Activity.__struct_fields__ if name not in ("category", "type", "status", "participants")
]


def _participants(its: Iterable[Activity]) -> list[Values]:
    return [{"activity_id": each.id, "user_id": user_id} for each in its for user_id in each.participants]
