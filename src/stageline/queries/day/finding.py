"""Finds what may stand on a day: as little of each as is needed to place and to count it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, and_, bindparam, or_, select, text

from stageline.domain.actions.day import Placed, ToDo, end_of, last_day, order, place
from stageline.domain.activities.activity import ActivityStatus
from stageline.domain.calendar import Moment, start_of_day, zone_named
from stageline.domain.ids import ActionId, ActivityId
from stageline.domain.people.preferences import Chosen
from stageline.domain.processes.action import ActivityCategory
from stageline.domain.rights import Actor
from stageline.storage.tables import actions, activities, activity_participants, opportunities, stages, users
from stageline.storage.tables.types import AnyRow
from stageline.storage.unit_of_work import Work

MOST = 1_000
"""Whoever has more to do than that is told so; nobody reads on."""

_PEOPLE: Any = bindparam("people", expanding=True)
_THERE = opportunities.c.deleted_at.is_(None)
# As the partial indexes say them: with parameters SQLite would not know them again.
_STILL_TO_DO = text("actions.completed_at IS NULL AND actions.deleted_at IS NULL")
_ACTIVE = text("activities.status = 'active' AND activities.deleted_at IS NULL")
_ENDED = text("activities.ended_at IS NOT NULL AND activities.status = 'done' AND activities.deleted_at IS NULL")
_WANTED = (
    actions.c.id.label("action_id"),
    actions.c.due_on,
    actions.c.completed_at,
    activities.c.id.label("activity_id"),
    activities.c.status,
    activities.c.category,
    activities.c.starts_at,
    activities.c.ends_at,
    activities.c.on_day,
    activities.c.ended_at,
)
_ITS_ACTION = and_(actions.c.id == activities.c.action_id, actions.c.deleted_at.is_(None))
_ITS_ACTIVITY = and_(activities.c.action_id == actions.c.id, activities.c.deleted_at.is_(None))

_ACTIONS = (
    select(*_WANTED, actions.c.name)
    .select_from(actions.join(opportunities).outerjoin(activities, _ITS_ACTIVITY))
    .where(_THERE, actions.c.responsible_id.in_(_PEOPLE))
    .limit(MOST)
)
# Of what the open stages of a closed opportunity had asked for nobody is reminded any more.
OPEN_ACTIONS = (
    _ACTIONS.join(stages, stages.c.id == opportunities.c.stage_id)
    .where(
        _STILL_TO_DO,
        actions.c.due_on <= bindparam("last_day"),
        or_(stages.c.type == "open", actions.c.stage_id == opportunities.c.stage_id),
    )
    .order_by(actions.c.due_on.desc())
)
DONE_ACTIONS = _ACTIONS.where(actions.c.completed_at >= bindparam("begin"), actions.c.deleted_at.is_(None)).order_by(
    actions.c.completed_at.desc()
)
_ACTIVITIES = (
    select(*_WANTED, activities.c.subject.label("name"))
    .select_from(activities.outerjoin(opportunities).outerjoin(actions, _ITS_ACTION))
    .where(or_(activities.c.opportunity_id.is_(None), _THERE))
    .limit(MOST)
)
_SOON = or_(activities.c.starts_at < bindparam("end"), activities.c.on_day <= bindparam("last_day"))
OPEN_ACTIVITIES = _ACTIVITIES.where(_ACTIVE, activities.c.responsible_id.in_(_PEOPLE), _SOON).order_by(
    activities.c.id.desc()
)
SHARED_ACTIVITIES = (
    _ACTIVITIES.join(activity_participants, activity_participants.c.activity_id == activities.c.id)
    .where(_ACTIVE, activity_participants.c.user_id.in_(_PEOPLE), _SOON)
    .order_by(activities.c.id.desc())
)
DONE_ACTIVITIES = _ACTIVITIES.where(
    _ENDED, activities.c.responsible_id.in_(_PEOPLE), activities.c.ended_at >= bindparam("begin")
).order_by(activities.c.ended_at.desc())
ZONE = select(users.c.preferences).where(users.c.id == bindparam("id"))


class Whose(StrEnum):
    """`roles`: what came through a deal role; `team`: of the people that one oversees."""

    MINE = "mine"
    ROLES = "roles"
    TEAM = "team"


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """An action, an activity, or the two that belong together."""

    action_id: ActionId | None
    activity_id: ActivityId | None
    placed: Placed
    to_do: ToDo


def moment_for(work: Work, asker: Actor, at: datetime) -> Moment:
    """The asker's own day: in the zone they chose, else that of the organisation."""
    zone = Chosen.kept(work.connection.execute(ZONE, {"id": asker.user_id}).scalar_one()).zone
    return Moment.of(at, zone_named(zone)) if zone else work.moment(at)


def find_day(
    connection: Connection, whose: Whose, *, asker: Actor, moment: Moment, with_done: bool
) -> tuple[list[Found], bool]:
    """In order, each pair of action and activity once, and whether there is more than is looked at.

    A constant number of statements, each answered from an index.
    """
    people = sorted(asker.oversees - {asker.user_id}) if whose is Whose.TEAM else [asker.user_id]
    asked = {
        "people": people,
        "last_day": last_day(moment),
        "end": end_of(moment),
        "begin": start_of_day(moment.today, moment.zone),
    }
    done = [DONE_ACTIVITIES, DONE_ACTIONS] if with_done else []
    shared = [SHARED_ACTIVITIES] if whose is Whose.MINE else []
    rows: dict[tuple[str, int], AnyRow] = {}
    is_more = False
    # What is open outweighs what was done of it before: it was opened again.
    for wanted in (*done, OPEN_ACTIONS, OPEN_ACTIVITIES, *shared) if people else ():
        part = connection.execute(_narrowed(wanted, whose), _used(wanted, asked)).all()
        is_more = is_more or len(part) == MOST
        rows |= {_key(row): row for row in part}
    found = [each for each in (_found(row, moment) for row in rows.values()) if each is not None]
    return sorted(found, key=lambda each: order(each.to_do, each.placed)), is_more


def _narrowed(wanted: Select[Any], whose: Whose) -> Select[Any]:
    return wanted.where(actions.c.deal_role.is_not(None)) if whose is Whose.ROLES else wanted


def _used(wanted: Select[Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    names = wanted.compile().params
    return {name: value for name, value in asked.items() if name in names}


def _key(row: AnyRow) -> tuple[str, int]:
    return ("activity", row.activity_id) if row.action_id is None else ("action", row.action_id)


def _found(row: AnyRow, moment: Moment) -> Found | None:
    to_do = _to_do(row)
    placed = place(to_do, moment)
    if placed is None:
        return None
    return Found(action_id=row.action_id, activity_id=row.activity_id, placed=placed, to_do=to_do)


def _to_do(row: AnyRow) -> ToDo:
    """A cancelled activity is none, and one that is to be done is what counts, whatever its action says."""
    is_active, is_done = (row.status == each.value for each in (ActivityStatus.ACTIVE, ActivityStatus.DONE))
    done_at = None if is_active else row.completed_at if row.action_id is not None else row.ended_at
    if not is_active and not (is_done and done_at):
        return ToDo(name=row.name, due_on=row.due_on, done_at=done_at)
    return ToDo(
        name=row.name,
        due_on=row.due_on,
        category=ActivityCategory(row.category),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        on_day=row.on_day,
        done_at=done_at,
    )


def ids_of(found: Sequence[Found]) -> tuple[list[ActionId], list[ActivityId]]:
    its_actions = [each.action_id for each in found if each.action_id is not None]
    return its_actions, [each.activity_id for each in found if each.activity_id is not None]
