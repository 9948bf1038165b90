"""The actions and activities that events are about, with those whom they concern, for telling people of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select

from stageline.domain.activities.activity import ActivityStatus
from stageline.domain.notifications.happening import OfActivity
from stageline.storage.tables import activities, activity_participants

READ_BOOKED = select(activities.c.action_id).where(
    activities.c.action_id.in_(bindparam("ids", expanding=True)), activities.c.deleted_at.is_(None)
)
READ_ACTIVITIES = (
    select(activities.c.id, activities.c.responsible_id, activities.c.status, activity_participants.c.user_id)
    .outerjoin(activity_participants, activity_participants.c.activity_id == activities.c.id)
    .where(activities.c.id.in_(bindparam("ids", expanding=True)))
)


class Tasks(msgspec.Struct, frozen=True):
    """`booked` are the actions that have their activity."""

    booked: frozenset[int] = frozenset()
    activities: Mapping[int, OfActivity] = {}

    def among(self, said: Iterable[Mapping[str, Any]]) -> dict[int, OfActivity]:
        return {each["id"]: self.activities[each["id"]] for each in said if each["id"] in self.activities}


def read_tasks(connection: Connection, facts: Sequence[Mapping[str, Any]]) -> Tasks:
    """What these facts name, in one statement for the actions and one for the activities, if there are any."""
    its_actions = {each["id"] for said in facts for each in said.get("actions", ())}
    its_activities = {each["id"] for said in facts for each in said.get("activities", ())}
    return Tasks(_read_booked(connection, its_actions), _read_activities(connection, its_activities))


def _read_booked(connection: Connection, ids: set[int]) -> frozenset[int]:
    if not ids:
        return frozenset()
    return frozenset(connection.scalars(READ_BOOKED, {"ids": sorted(ids)}))


def _read_activities(connection: Connection, ids: set[int]) -> dict[int, OfActivity]:
    if not ids:
        return {}
    found: dict[int, OfActivity] = {}
    for number, responsible_id, status, user_id in connection.execute(READ_ACTIVITIES, {"ids": sorted(ids)}):
        people = {responsible_id} if user_id is None else {responsible_id, user_id}
        before = found[number].people if number in found else frozenset()
        found[number] = OfActivity(before | people, status == ActivityStatus.CANCELLED.value)
    return found
