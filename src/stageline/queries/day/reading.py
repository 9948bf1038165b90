"""What stands on somebody's day: late, today, and in the next seven days (PS-119, PS-244)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from stageline.domain.actions.action import Action
from stageline.domain.actions.day import Counts, Part, count
from stageline.domain.actions.doing import may_complete_activity, may_do, sees_activity
from stageline.domain.activities.activity import Activity
from stageline.domain.events import By
from stageline.domain.ids import ActionId, ActivityId, OpportunityId
from stageline.domain.opportunities.opportunity import Opportunity, is_visible
from stageline.domain.opportunities.planning import StageShown, shown
from stageline.domain.processes.action import ActionType
from stageline.queries.actions import NAMES, LinkedActivity, linked
from stageline.queries.day.finding import Found, Whose, find_day, ids_of, moment_for
from stageline.queries.day.waiting import NeedsYou, Ready, read_needs, read_ready
from stageline.queries.history import Named
from stageline.storage.actions.reading import read_single_actions
from stageline.storage.tables import accounts, contacts
from stageline.storage.unit_of_work import Work

SHOWN = 200
"""So many of each part are shown at most; the counts are those of all."""

_IDS: Any = bindparam("ids", expanding=True)
CONTACTS = select(contacts.c.id, contacts.c.name).where(contacts.c.id.in_(_IDS))
ACCOUNTS = select(accounts.c.id, accounts.c.name).where(accounts.c.id.in_(_IDS))


class DayRow(msgspec.Struct, frozen=True, kw_only=True):
    """An action, an activity, or an action with its activity.

    `day` is the day it is due, `at` the time of day where it has one, or when it was done. Of an opportunity that the
    asker has no access to there is its name and nothing else (PS-203); its id only where the asker is responsible for
    the action, to complete it with. Of somebody else's private activity there is no name. `open_stages`: so many the
    process has, for the place of this one among them.
    """

    action_id: ActionId | None
    activity_id: ActivityId | None
    name: str | None
    type: ActionType | None
    day: date
    at: datetime | None
    is_late: bool
    is_done: bool
    is_complete: bool
    activity: LinkedActivity | None
    location: str | None
    deal_role: str | None
    trouble: str | None
    responsible: Named
    opportunity_id: OpportunityId | None
    opportunity_name: str | None
    may_open: bool
    stage: StageShown | None
    open_stages: int
    account: str | None
    contact: str | None
    may_do: bool


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """Of `day` in `zone`. `has_team`: there are people whose day the asker may look at.

    `is_more`: there is more than is shown.
    """

    day: date
    zone: str
    counts: Counts
    done: int
    is_more: bool
    has_team: bool
    late: list[DayRow]
    today: list[DayRow]
    next: list[DayRow]
    needs_you: NeedsYou
    ready: list[Ready]


class DayCount(msgspec.Struct, frozen=True, kw_only=True):
    """What is open: overdue, and the rest of today. `is_more`: at least so many."""

    late: int
    today: int
    is_more: bool


def read_day(work: Work, whose: Whose, *, by: By, at: datetime) -> Day:
    """A constant number of statements, whatever there is to do."""
    moment = moment_for(work, by.actor, at)
    found, is_more = find_day(work.connection, whose, asker=by.actor, moment=moment, with_done=True)
    chosen = [each for part in Part for each in [f for f in found if f.placed.part is part][:SHOWN]]
    rows = _rows(work, chosen, by)
    ready = read_ready(work, by=by, at=at)
    return Day(
        day=moment.today,
        zone=moment.zone.key,
        counts=count(each.placed for each in found),
        done=sum(each.placed.is_done for each in found),
        is_more=is_more or len(chosen) < len(found),
        has_team=len(by.actor.oversees) > 1,
        late=[row for part, row in rows if part is Part.LATE],
        today=[row for part, row in rows if part is Part.TODAY],
        next=[row for part, row in rows if part is Part.NEXT],
        needs_you=read_needs(work.connection, ready, asker=by.actor),
        ready=[each for each in ready if each.is_ready],
    )


def read_day_count(work: Work, *, by: By, at: datetime) -> DayCount:
    """Of one's own day."""
    moment = moment_for(work, by.actor, at)
    found, is_more = find_day(work.connection, Whose.MINE, asker=by.actor, moment=moment, with_done=False)
    counts = count(each.placed for each in found)
    return DayCount(late=counts.late, today=counts.today, is_more=is_more)


class _Around(msgspec.Struct, frozen=True):
    """All that the rows speak of."""

    actions: Mapping[ActionId, Action]
    activities: Mapping[ActivityId, Activity]
    opportunities: Mapping[OpportunityId, Opportunity]
    people: Mapping[int, Named]
    accounts: Mapping[int, str]
    contacts: Mapping[int, str]


class _Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What of a row the asker may see, and what they may do with it."""

    action: Action | None
    activity: Activity | None
    opportunity: Opportunity | None
    is_open: bool
    may_complete: bool
    may_finish: bool


def _rows(work: Work, found: Sequence[Found], by: By) -> list[tuple[Part, DayRow]]:
    """Without what the asker may not see, though somebody of their team is responsible for it."""
    around = _around(work, found, by)
    seen = [(each, _seen(each, around, by)) for each in found]
    return [
        (each.placed.part, _row(each, its, around, by))
        for each, its in seen
        if its.action is not None or its.activity is not None
    ]


def _around(work: Work, found: Sequence[Found], by: By) -> _Around:
    action_ids, activity_ids = ids_of(found)
    its_actions = read_single_actions(work.connection, action_ids)
    its_activities = work.agendas.activities(activity_ids)
    of_activities = {a.opportunity_id for a in its_activities.values() if a.opportunity_id is not None}
    numbers = sorted({a.opportunity_id for a in its_actions.values()} | of_activities)
    its_opportunities = work.opportunities.read(numbers, by.actor.user_id)
    people = {a.responsible_id for a in its_actions.values()} | {a.responsible_id for a in its_activities.values()}
    met = {o.contact_id for o in its_opportunities.values()} | {a.contact_id for a in its_activities.values()}
    return _Around(
        its_actions,
        its_activities,
        its_opportunities,
        {row.id: Named(row.id, row.name) for row in _named(work, NAMES, people)},
        {row.id: row.name for row in _named(work, ACCOUNTS, {o.account_id for o in its_opportunities.values()})},
        {row.id: row.name for row in _named(work, CONTACTS, met)},
    )


def _named(work: Work, wanted: Any, ids: set[Any]) -> Sequence[Any]:
    return work.connection.execute(wanted, {"ids": sorted(ids - {None})}).all()


def _seen(found: Found, around: _Around, by: By) -> _Seen:
    activity = around.activities.get(found.activity_id) if found.activity_id is not None else None
    action = around.actions.get(found.action_id) if found.action_id is not None else None
    its: Any = action or activity
    number = its.opportunity_id if its is not None else None
    opportunity = around.opportunities.get(number) if number is not None else None
    is_open = opportunity is not None and is_visible(opportunity, by.actor)
    may_complete = action is not None and opportunity is not None and may_do(action, opportunity, by.actor)
    if activity is not None and not sees_activity(activity, opportunity, by.actor):
        activity = None
    return _Seen(
        action=action if may_complete or is_open else None,
        activity=activity,
        opportunity=opportunity,
        is_open=is_open,
        may_complete=may_complete,
        may_finish=activity is not None and may_complete_activity(activity, opportunity, by.actor),
    )


def _row(found: Found, seen: _Seen, around: _Around, by: By) -> DayRow:
    action, activity, opportunity, placed = seen.action, seen.activity, seen.opportunity, found.placed
    its: Any = action or activity
    said = linked(activity, by)
    return DayRow(
        action_id=action.id if action else None,
        activity_id=activity.id if activity else None,
        name=action.name if action else said.subject if said else None,
        type=action.type if action else None,
        day=placed.day,
        at=placed.at,
        is_late=placed.is_late,
        is_done=placed.is_done,
        is_complete=action is not None and action.is_complete,
        activity=said,
        location=activity.location if activity and said and said.subject is not None else None,
        deal_role=action.deal_role if action else None,
        trouble=action.trouble if action else None,
        responsible=around.people[its.responsible_id],
        opportunity_id=opportunity.id if opportunity and (seen.is_open or seen.may_complete) else None,
        opportunity_name=opportunity.name if opportunity else None,
        may_open=seen.is_open,
        stage=shown(opportunity.stage) if opportunity and seen.is_open else None,
        open_stages=sum(each.is_active and not each.is_closed for each in opportunity.process.stages)
        if opportunity and seen.is_open
        else 0,
        account=around.accounts.get(opportunity.account_id or 0) if opportunity and seen.is_open else None,
        contact=_contact(seen, around),
        may_do=seen.may_complete or seen.may_finish,
    )


def _contact(seen: _Seen, around: _Around) -> str | None:
    """Of the activity, else of the opportunity."""
    if seen.opportunity is not None and not seen.is_open:
        return None
    number = seen.activity.contact_id if seen.activity else None
    return around.contacts.get(number or (seen.opportunity.contact_id if seen.opportunity else None) or 0)
