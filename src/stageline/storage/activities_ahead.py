"""Which activities of opportunities are still ahead: the soonest is the next step where none was written (PS-227)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import BindParameter, ColumnElement, Connection, and_, bindparam, case, exists, or_, select

from stageline.domain.conditions import Moment
from stageline.domain.ids import ActivityId, OpportunityId, UserId
from stageline.storage.tables import activities, activity_participants, opportunities
from stageline.storage.tables.types import Instant

_AT: BindParameter[datetime] = bindparam("at", type_=Instant)
_TODAY: BindParameter[date] = bindparam("today")
_ASKER: BindParameter[int] = bindparam("asker_id")


class NextActivity(msgspec.Struct, frozen=True, kw_only=True):
    """The soonest that is ahead; without its subject when it is private and the asker takes no part in it."""

    id: ActivityId
    subject: str | None
    starts_at: datetime | None
    on_day: date | None


def _ahead(at: Any, today: Any) -> ColumnElement[bool]:
    """What is under way is still ahead, and so is what is to be done today."""
    its = activities.c
    return and_(its.status == "active", its.deleted_at.is_(None), or_(its.ends_at > at, its.on_day >= today))


def has_activity_ahead(moment: Moment) -> ColumnElement[bool]:
    return exists().where(activities.c.opportunity_id == opportunities.c.id, _ahead(moment.at, moment.today))


def _told() -> ColumnElement[bool]:
    its, others = activities.c, activity_participants.c
    takes_part = exists().where(others.activity_id == its.id, others.user_id == _ASKER)
    return or_(~its.is_private, its.responsible_id == _ASKER, takes_part)


_STATEMENT = select(
    activities.c.opportunity_id,
    activities.c.id,
    case((_told(), activities.c.subject)).label("subject"),
    activities.c.starts_at,
    activities.c.on_day,
).where(activities.c.opportunity_id.in_(bindparam("ids", expanding=True)), _ahead(_AT, _TODAY))


def read_next_activities(
    connection: Connection, ids: Sequence[OpportunityId], asker_id: UserId, moment: Moment
) -> Mapping[OpportunityId, NextActivity]:
    """Of those that have one; on one day what has a time of day comes before what is only to be done by its end."""
    given = {"ids": list(ids), "at": moment.at, "today": moment.today, "asker_id": asker_id}
    soonest: dict[OpportunityId, NextActivity] = {}
    for opportunity_id, *its in connection.execute(_STATEMENT, given):
        found = NextActivity(**dict(zip(NextActivity.__struct_fields__, its, strict=True)))
        known = soonest.get(opportunity_id)
        if known is None or _when(found, moment) < _when(known, moment):
            soonest[opportunity_id] = found
    return soonest


def _when(activity: NextActivity, moment: Moment) -> tuple[date, bool, datetime, int]:
    if activity.starts_at is None:
        return activity.on_day or moment.today, True, moment.at, activity.id
    return activity.starts_at.astimezone(moment.zone).date(), False, activity.starts_at, activity.id
