"""What stands in people's calendars from one day to another, as far as the asker may know of it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, and_, or_, select, union

from stageline.domain.actions.doing import is_there, may_change, may_complete_activity, sees_activity
from stageline.domain.activities.activity import Activity, ActivityStatus
from stageline.domain.activities.times import LONGEST
from stageline.domain.calendar import start_of_day, today, zone_named
from stageline.domain.errors import InvalidInput, Missing
from stageline.domain.events import By
from stageline.domain.files.naming import folded
from stageline.domain.ids import ActivityId
from stageline.domain.opportunities.opportunity import Opportunity, is_visible
from stageline.domain.opportunities.planning import StageShown, shown
from stageline.domain.people.preferences import Chosen
from stageline.domain.processes.action import ActivityCategory
from stageline.domain.rights import Actor
from stageline.queries.history import Named
from stageline.storage.tables import (
    actions,
    activities,
    activity_participants,
    contacts,
    deal_roles,
    opportunities,
    role_maps,
    users,
)
from stageline.storage.unit_of_work import Work
from stageline.storage.visible import asked_by, visible_to

MOST_DAYS = 100
MOST = 1_000


class InvalidSpan(InvalidInput):
    """A calendar is read from one day to a later one, at most a hundred days on."""

    code = "invalid_input"


class Layer(StrEnum):
    """Whose activities: where the asker takes part, of the deal roles that they fill, or of those they oversee."""

    MINE = "mine"
    ROLES = "roles"
    TEAM = "team"


class CalendarActivity(msgspec.Struct, frozen=True, kw_only=True):
    """`late_since`: it is an unfinished task of that day, and stands on today (PS-119).

    Of an opportunity that the asker has no access to there is its name and nothing else (PS-203). `stage` is that of
    the action it belongs to, out of so many that are open (`stage_count`).
    """

    id: ActivityId
    category: str
    type: str
    subject: str
    location: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    on_day: date | None
    late_since: date | None
    status: str
    is_tracked: bool
    is_outcome_pending: bool
    is_private: bool
    is_mine: bool
    responsible: Named
    contact: Named | None
    opportunity_id: int | None
    opportunity_name: str | None
    action: Named | None
    stage: StageShown | None
    stage_count: int
    may_complete: bool
    may_change: bool
    version: int


class CalendarSpan(msgspec.Struct, frozen=True, kw_only=True):
    """`today` is the day that late tasks stand on; `is_cut`: there are more than are answered at once.

    `deal_roles` are those that the asker fills, whose activities are a layer of their own.
    """

    today: date
    items: list[CalendarActivity]
    is_cut: bool
    deal_roles: list[str]


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """Days of the asker's own calendar, the last one excluded, and the instants at which they begin and end."""

    first: date
    last: date
    today: date
    begins: datetime
    ends: datetime


def read_calendar(
    work: Work, first: date, last: date, layers: Collection[Layer], *, deal_role: str | None, by: By, at: datetime
) -> CalendarSpan:
    """What is for whole days first, then in the order of time; what was cancelled is in no calendar (PS-108).

    A fixed number of statements.
    """
    span = _span(work, first, last, by.actor, at)
    mine = sorted(work.connection.scalars(_roles_of(by.actor)))
    wanted = [folded(deal_role)] if deal_role is not None else [folded(role) for role in mine]
    rows = work.connection.execute(_statement(span, layers, wanted, by.actor), asked_by(by.actor)).all()
    found = work.agendas.activities([ActivityId(row.id) for row in rows[:MOST]])
    numbers = sorted({row.opportunity_id for row in rows if row.opportunity_id is not None})
    deals = work.opportunities.read(numbers, by.actor.user_id) if numbers else {}
    items = [
        _shown(row, activity, deals.get(row.opportunity_id), span, by.actor)
        for row in rows[:MOST]
        if (activity := found.get(row.id)) is not None
        and sees_activity(activity, deals.get(row.opportunity_id), by.actor)
    ]
    return CalendarSpan(today=span.today, items=items, is_cut=len(rows) > MOST, deal_roles=mine)


def _span(work: Work, first: date, last: date, actor: Actor, at: datetime) -> Span:
    if not timedelta() < last - first <= timedelta(days=MOST_DAYS):
        raise InvalidSpan([Missing(name="to", remedy="Name a later day, at most a hundred days on.")])
    kept = work.connection.scalar(select(users.c.preferences).where(users.c.id == actor.user_id))
    own = Chosen.kept(kept or {}).zone
    zone = zone_named(own) if own else work.calendar.zone
    try:
        begins, ends = start_of_day(first, zone), start_of_day(last, zone)
    except OverflowError:
        raise InvalidSpan([Missing(name="from", remedy="Name a day that calendars know.")]) from None
    return Span(first=first, last=last, today=today(at, zone), begins=begins, ends=ends)


def _roles_of(actor: Actor) -> Select[Any]:
    return (
        select(deal_roles.c.name)
        .join(role_maps, role_maps.c.deal_role == deal_roles.c.name_folded)
        .where(role_maps.c.user_id == actor.user_id, deal_roles.c.is_active)
        .distinct()
    )


def _statement(span: Span, layers: Collection[Layer], roles: Collection[str], actor: Actor) -> Select[Any]:
    """Each layer is found by the index of its people, once by time and once by day."""
    whose = [_of(layer, roles, actor) for layer in Layer if layer in layers]
    ids = union(*(select(activities.c.id).where(who, when) for who in whose for when in _when(span)))
    return (
        select(
            activities.c.id,
            activities.c.opportunity_id,
            users.c.name.label("responsible_name"),
            contacts.c.name.label("contact_name"),
            actions.c.name.label("action_name"),
            actions.c.stage_id,
        )
        .join(users, users.c.id == activities.c.responsible_id)
        .outerjoin(contacts, contacts.c.id == activities.c.contact_id)
        .outerjoin(actions, and_(actions.c.id == activities.c.action_id, actions.c.deleted_at.is_(None)))
        .outerjoin(opportunities, opportunities.c.id == activities.c.opportunity_id)
        .where(
            activities.c.id.in_(ids),
            activities.c.deleted_at.is_(None),
            activities.c.status != ActivityStatus.CANCELLED.value,
            opportunities.c.deleted_at.is_(None),
            _seen_by(actor),
        )
        .order_by(activities.c.starts_at.is_not(None), activities.c.on_day, activities.c.starts_at, activities.c.id)
        .limit(MOST + 1)
    )


def _when(span: Span) -> tuple[ColumnElement[bool], ...]:
    its = activities.c
    is_unfinished = and_(its.category == ActivityCategory.TASK.value, its.status == ActivityStatus.ACTIVE.value)
    day = and_(its.on_day >= span.first, its.on_day < span.last, or_(its.on_day >= span.today, ~is_unfinished))
    time = and_(its.starts_at < span.ends, its.starts_at > span.begins - LONGEST, its.ends_at > span.begins)
    if not span.first <= span.today < span.last:
        return time, day
    return time, day, and_(its.on_day < span.today, is_unfinished)


def _of(layer: Layer, roles: Collection[str], actor: Actor) -> ColumnElement[bool]:
    its = activities.c
    match layer:
        case Layer.MINE:
            others = activity_participants.c
            return or_(
                its.responsible_id == actor.user_id,
                its.id.in_(select(others.activity_id).where(others.user_id == actor.user_id)),
            )
        case Layer.ROLES:
            names = select(deal_roles.c.name).where(deal_roles.c.name_folded.in_(roles))
            return its.action_id.in_(select(actions.c.id).where(actions.c.deal_role.in_(names)))
        case Layer.TEAM:
            everybody = select(users.c.id)
            return its.responsible_id.in_(everybody if actor.sees_all else sorted(actor.oversees))


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    """The twin of `sees_activity`, so that what the asker does not see takes no place of what they do."""
    its, others = activities.c, activity_participants.c
    takes_part = or_(
        its.responsible_id == actor.user_id,
        its.created_by == actor.user_id,
        its.id.in_(select(others.activity_id).where(others.user_id == actor.user_id)),
    )
    in_reach = its.responsible_id.in_(select(users.c.id) if actor.sees_all else sorted(actor.oversees))
    of_deal = and_(its.opportunity_id.is_not(None), visible_to(actor))
    return or_(takes_part, and_(~its.is_private, or_(of_deal, and_(its.opportunity_id.is_(None), in_reach))))


_SAME = (
    "id", "subject", "location", "starts_at", "ends_at", "on_day", "is_tracked", "is_outcome_pending", "is_private",
    "version",
)  # fmt: skip


def _shown(row: Any, activity: Activity, deal: Opportunity | None, span: Span, actor: Actor) -> CalendarActivity:
    is_seen = deal is not None and is_there(deal) and is_visible(deal, actor)
    return CalendarActivity(
        **{name: getattr(activity, name) for name in _SAME},
        category=activity.category.value,
        type=activity.type.value,
        status=activity.status.value,
        late_since=activity.on_day if _is_late(activity, span) else None,
        is_mine=activity.takes_part(actor.user_id),
        responsible=Named(activity.responsible_id, row.responsible_name),
        contact=Named(activity.contact_id, row.contact_name)
        if activity.contact_id is not None and (is_seen or deal is None)
        else None,
        opportunity_id=deal.id if deal is not None and is_seen else None,
        opportunity_name=deal.name if deal is not None else None,
        **_action(row, activity, deal if is_seen else None),
        may_complete=may_complete_activity(activity, deal, actor),
        may_change=may_change(activity, deal, actor),
    )


def _is_late(activity: Activity, span: Span) -> bool:
    is_task = activity.category is ActivityCategory.TASK and activity.is_active
    return is_task and activity.on_day is not None and activity.on_day < span.today


def _action(row: Any, activity: Activity, deal: Opportunity | None) -> Mapping[str, Any]:
    """What it is done for, of a deal that is seen."""
    if deal is None or activity.action_id is None or row.action_name is None:
        return {"action": None, "stage": None, "stage_count": 0}
    stage = next((each for each in deal.process.stages if each.id == row.stage_id), None)
    return {
        "action": Named(activity.action_id, row.action_name),
        "stage": shown(stage) if stage is not None else None,
        "stage_count": sum(not each.is_closed and each.is_active for each in deal.process.stages),
    }
