"""One opportunity with everything that stands on its page."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from stageline.domain.calendar import days_between
from stageline.domain.conditions import Moment
from stageline.domain.events import By
from stageline.domain.ids import OpportunityId, StageId
from stageline.domain.money import weighted
from stageline.domain.opportunities.assigning import may_give
from stageline.domain.opportunities.attention import Watch
from stageline.domain.opportunities.changes import OpportunityDeleted
from stageline.domain.opportunities.deleting import RESTORE_WITHIN, may_delete
from stageline.domain.opportunities.editing import may_edit_closing
from stageline.domain.opportunities.gates import gaps_behind, may_override
from stageline.domain.opportunities.opportunity import Opportunity, may_edit, visible
from stageline.domain.opportunities.planning import StageShown, shown
from stageline.domain.opportunities.reopening import may_reopen
from stageline.domain.opportunities.team import may_change_team
from stageline.domain.rights import Right
from stageline.queries.attention import read_standings
from stageline.queries.board import Names
from stageline.queries.history import HISTORY, Named, Undoable, undoable_move
from stageline.storage.tables import contacts, deal_team, events, opportunity_contacts, users
from stageline.storage.unit_of_work import Work

TEAM = (
    select(deal_team, users.c.name)
    .join(users, users.c.id == deal_team.c.user_id)
    .where(deal_team.c.opportunity_id == bindparam("opportunity_id"))
    .order_by(users.c.name)
)
CONTACTS = (
    select(opportunity_contacts, contacts.c.name)
    .join(contacts, contacts.c.id == opportunity_contacts.c.contact_id)
    .where(opportunity_contacts.c.opportunity_id == bindparam("opportunity_id"))
    .order_by(contacts.c.name)
)
DELETION = (
    select(events.c.actor_id, users.c.name)
    .join(users, users.c.id == events.c.actor_id)
    .where(events.c.opportunity_id == bindparam("opportunity_id"), events.c.kind == OpportunityDeleted.kind)
    .order_by(events.c.id.desc())
    .limit(1)
)


class TeamMember(msgspec.Struct, frozen=True, kw_only=True):
    user: Named
    team_role: str
    access: str
    stage_ids: list[StageId] | None


class LinkedContact(msgspec.Struct, frozen=True, kw_only=True):
    contact: Named
    contact_role: str


class PathStep(msgspec.Struct, frozen=True, kw_only=True):
    """A stage of the path, with the days of all visits together; an open one leads to the stage in which it is won.

    `state` is `done`, `current`, `ahead`, `skipped`, or `left`: visited and left backward.
    """

    stage: StageShown
    state: str
    days: int | None
    visits: int


class May(msgspec.Struct, frozen=True, kw_only=True):
    """What the asker may do here; the server checks again whatever a page hides."""

    edit: bool
    edit_closing: bool
    move: bool
    close: bool
    override: bool
    reopen: bool
    assign: bool
    edit_team: bool
    delete: bool


class ProcessShown(msgspec.Struct, frozen=True):
    id: int
    name: str
    undo_minutes: int


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """PS-221."""

    id: OpportunityId
    name: str
    status: str
    process: ProcessShown
    stage: StageShown
    furthest_stage: StageShown
    owner: Named
    contact: Named | None
    account: Named | None
    amount_minor: int | None
    currency: str
    probability: int
    is_probability_overridden: bool
    category: str
    is_category_overridden: bool
    is_in_forecast: bool
    expected_revenue_minor: int | None
    expected_close_on: date | None
    actual_close_on: date | None
    close_reason: str | None
    competitor: str | None
    close_note: str | None
    source: str | None
    next_step: str | None
    next_step_on: date | None
    remarks: str | None
    custom: dict[str, Any]
    push_count: int
    visit: int
    stage_entered_at: datetime
    days_in_stage: int
    cumulative_days_in_stage: int
    watches: tuple[Watch, ...]
    stuck_days: int | None
    last_meaningful_change_at: datetime
    created_at: datetime
    deleted_at: datetime | None
    deleted_by: Named | None
    restorable_until: datetime | None
    version: int
    may: May
    team: list[TeamMember]
    contacts: list[LinkedContact]
    path: list[PathStep]
    gaps_behind: int
    undo: Undoable | None


class Stay(msgspec.Struct, frozen=True, kw_only=True):
    """One visit to a stage (PS-180); `seconds` go on while it lasts."""

    stage_id: StageId
    stage_name: str
    entered_at: datetime
    left_at: datetime | None
    seconds: float
    is_estimated: bool


def read_record(work: Work, opportunity_id: OpportunityId, *, by: By, moment: Moment) -> Record:
    opportunity = visible(work.opportunities.read([opportunity_id], by.actor.user_id).get(opportunity_id), by.actor)
    asked = {"opportunity_id": opportunity_id}
    rows = work.connection.execute(HISTORY, asked).all()
    names = Names.of(work, [opportunity])
    standing = read_standings(work, [opportunity], moment, asker_id=by.actor.user_id)[opportunity_id]
    amount = opportunity.amount_minor
    given: dict[str, Any] = {
        "status": opportunity.status,
        "process": ProcessShown(
            opportunity.process.id, opportunity.process.name, opportunity.process.options.undo_minutes
        ),
        "stage": shown(opportunity.stage),
        "furthest_stage": shown(opportunity.furthest_stage),
        "owner": names.person(opportunity.owner_id),
        "contact": names.contact(opportunity.contact_id),
        "account": names.account(opportunity.account_id),
        "expected_revenue_minor": None if amount is None else weighted(amount, opportunity.probability),
        "days_in_stage": standing.days,
        "cumulative_days_in_stage": standing.cumulative_days,
        "watches": standing.watches,
        "stuck_days": opportunity.process.stuck_days(opportunity.stage),
        "deleted_by": _deleter(work, opportunity),
        "restorable_until": opportunity.deleted_at and opportunity.deleted_at + RESTORE_WITHIN,
        "may": _may(opportunity, by),
        "team": [_member(row) for row in work.connection.execute(TEAM, asked)],
        "contacts": [_linked(row) for row in work.connection.execute(CONTACTS, asked)],
        "path": _path(work, opportunity, _stays(rows, moment), moment),
        "gaps_behind": 0 if opportunity.stage.is_closed else len(gaps_behind(opportunity, moment, by.actor)),
        "undo": undoable_move(work, opportunity, rows[0].event_id, by, moment) if rows else None,
    }
    return Record(**given, **{n: getattr(opportunity, n) for n in Record.__struct_fields__ if n not in given})


def read_stays(work: Work, opportunity_id: OpportunityId, *, by: By, moment: Moment) -> list[Stay]:
    """The visits in order, without moves that were undone (PS-180)."""
    visible(work.opportunities.read([opportunity_id], by.actor.user_id).get(opportunity_id), by.actor)
    rows = work.connection.execute(HISTORY, {"opportunity_id": opportunity_id}).all()
    return _stays(rows, moment)


def _stays(rows: Any, moment: Moment) -> list[Stay]:
    """`rows` newest first. Order is by version and not by time, and no stay is shorter than nothing (E-clock)."""
    standing = [row for row in reversed(rows) if row.undone_by is None and row.undoes is None]
    ends = [*[row.at for row in standing[1:]], None]
    return [
        Stay(
            stage_id=row.to_stage_id,
            stage_name=row.to_stage_name,
            entered_at=row.at,
            left_at=end,
            seconds=max(0.0, ((end or moment.at) - row.at).total_seconds()),
            is_estimated=row.is_estimated,
        )
        for row, end in zip(standing, ends, strict=True)
    ]


def _path(work: Work, opportunity: Opportunity, stays: list[Stay], moment: Moment) -> list[PathStep]:
    process, current = opportunity.process, opportunity.stage
    basis = process.options.day_basis
    days: dict[StageId, int] = defaultdict(int)
    visits: dict[StageId, int] = defaultdict(int)
    for stay in stays:
        days[stay.stage_id] += max(0, days_between(stay.entered_at, stay.left_at or moment.at, work.calendar, basis))
        visits[stay.stage_id] += 1
    open_stays = [s.stage_id for s in stays if not process.stage(s.stage_id).is_closed]
    last_open = process.stage(open_stays[-1]) if open_stays else current
    reached = last_open if current.is_closed else current
    steps = []
    for stage in process.stages:
        is_on_path = not stage.is_closed and (stage.is_active or visits[stage.id])
        is_goal = stage.is_default_won and not current.is_closed
        if is_on_path or is_goal or stage.id == current.id:
            state = _state(stage.position, reached.position, visits[stage.id], is_current=stage.id == current.id)
            spent = days[stage.id] if visits[stage.id] else None
            steps.append(PathStep(stage=shown(stage), state=state, days=spent, visits=visits[stage.id]))
    return steps


def _state(position: int, reached: int, visits: int, *, is_current: bool) -> str:
    if is_current:
        return "current"
    if position > reached:
        return "left" if visits else "ahead"
    return "done" if visits else "skipped"


def _may(opportunity: Opportunity, by: By) -> May:
    actor, is_open = by.actor, not opportunity.stage.is_closed
    is_there = opportunity.deleted_at is None
    in_reach = actor.reaches(opportunity.owner_id)
    return May(
        edit=is_there and is_open and may_edit(opportunity, actor),
        edit_closing=is_there and may_edit_closing(opportunity, actor) and may_edit(opportunity, actor),
        move=is_there and is_open and may_edit(opportunity, actor, Right.MOVE_OPPORTUNITIES),
        close=is_there and is_open and in_reach and actor.has(Right.CLOSE_OPPORTUNITIES),
        override=may_override(by) and in_reach,
        reopen=is_there and not is_open and may_reopen(opportunity, actor),
        assign=is_there and may_give(opportunity, by),
        edit_team=is_there and may_change_team(opportunity, by),
        delete=is_there and in_reach and may_delete(opportunity, by),
    )


def _deleter(work: Work, opportunity: Opportunity) -> Named | None:
    if opportunity.deleted_at is None:
        return None
    row = work.connection.execute(DELETION, {"opportunity_id": opportunity.id}).first()
    return Named(row.actor_id, row.name) if row else None


def _member(row: Any) -> TeamMember:
    return TeamMember(
        user=Named(row.user_id, row.name), team_role=row.team_role, access=row.access, stage_ids=row.stage_ids
    )


def _linked(row: Any) -> LinkedContact:
    return LinkedContact(contact=Named(row.contact_id, row.name), contact_role=row.contact_role)
