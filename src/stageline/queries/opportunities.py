"""The list of opportunities: those that are wanted, in any order, page by page."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import func, select

from stageline.domain.calendar import days_between
from stageline.domain.conditions import Moment
from stageline.domain.events import By
from stageline.domain.ids import OpportunityId, ProcessId
from stageline.domain.money import weighted
from stageline.domain.opportunities.assigning import may_give
from stageline.domain.opportunities.attention import Watch, watches_of
from stageline.domain.opportunities.opportunity import Opportunity, may_edit
from stageline.domain.opportunities.planning import exit_progress
from stageline.domain.rights import Right
from stageline.queries.board import Names
from stageline.queries.filtering import Filter, filtered
from stageline.queries.history import Named
from stageline.queries.ordering import Order
from stageline.storage.activities_ahead import NextActivity, read_next_activities
from stageline.storage.tables import opportunities, stages
from stageline.storage.unit_of_work import Work
from stageline.storage.visible import asked_by, visible_to

MOST_SIMILAR = 20
LARGEST_SELECTION = 100_000


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """`weighted_minor` is the amount times the probability; `may_*` is what the asker may do to it as it stands."""

    id: OpportunityId
    name: str
    status: str
    process_id: ProcessId
    process: Named
    stage: Named
    furthest_stage: Named
    owner: Named
    account: Named | None
    contact: Named | None
    amount_minor: int | None
    weighted_minor: int | None
    currency: str
    probability: int
    category: str
    expected_close_on: date | None
    actual_close_on: date | None
    close_reason: str | None
    source: str | None
    next_step: str | None
    next_step_on: date | None
    next_activity: NextActivity | None
    custom: dict[str, Any]
    stage_entered_at: datetime
    days_in_stage: int
    stuck_days: int | None
    criteria_met: int
    criteria_total: int
    push_count: int
    watches: tuple[Watch, ...]
    may_edit: bool
    may_move: bool
    may_assign: bool
    created_at: datetime
    version: int


class Page(msgspec.Struct, frozen=True):
    items: list[Row]
    next_cursor: str | None


class Selected(msgspec.Struct, frozen=True):
    id: OpportunityId
    version: int


class Selection(msgspec.Struct, frozen=True):
    """`items` is at most 100,000 of the `count` that are wanted, in the order of their ids."""

    items: list[Selected]
    count: int


def read_page(
    work: Work, wanted: Filter, order: Order, *, cursor: str | None, limit: int, by: By, moment: Moment
) -> Page:
    """PS-218: only what the asker may see. A constant number of statements, however many rows."""
    statement = filtered(order.over(select(opportunities.c.id), cursor), wanted, work=work, moment=moment)
    statement = statement.where(visible_to(by.actor)).limit(limit + 1)
    found = work.connection.execute(statement, asked_by(by.actor)).all()
    shown = found[:limit]
    more = order.cursor(shown[-1]) if len(found) > limit else None
    return Page(_rows(work, [row.id for row in shown], by, moment), more)


def read_selection(work: Work, wanted: Filter, *, by: By, moment: Moment) -> Selection:
    """All that are wanted, as acts on many take them: each with the version it has now."""
    columns = select(opportunities.c.id, opportunities.c.version)
    statement = filtered(columns, wanted, work=work, moment=moment).where(visible_to(by.actor))
    asked = asked_by(by.actor)
    count = work.connection.scalar(statement.with_only_columns(func.count()), asked) or 0
    rows = work.connection.execute(statement.order_by(opportunities.c.id).limit(LARGEST_SELECTION), asked)
    return Selection([Selected(*row) for row in rows], count)


def _rows(work: Work, ids: Sequence[OpportunityId], by: By, moment: Moment) -> list[Row]:
    if not ids:
        return []
    found = work.opportunities.read(ids, by.actor.user_id)
    names = Names.of(work, list(found.values()))
    following = read_next_activities(work.connection, ids, by.actor.user_id, moment)
    shown = [found[number] for number in ids if number in found]
    return [_row(its, names, work, by, moment, next_activity=following.get(its.id)) for its in shown]


SAME = (
    "id", "name", "status", "process_id", "amount_minor", "currency", "probability", "expected_close_on",
    "actual_close_on", "close_reason", "source", "next_step", "next_step_on", "custom", "stage_entered_at",
    "push_count", "created_at", "version",
)  # fmt: skip


def _row(
    its: Opportunity, names: Names, work: Work, by: By, moment: Moment, *, next_activity: NextActivity | None
) -> Row:
    met, total = exit_progress(its, moment)
    is_open = not its.stage.is_closed
    return Row(
        process=Named(its.process.id, its.process.name),
        stage=Named(its.stage.id, its.stage.name),
        furthest_stage=Named(its.furthest_stage.id, its.furthest_stage.name),
        owner=names.person(its.owner_id),
        account=names.account(its.account_id),
        contact=names.contact(its.contact_id),
        weighted_minor=None if its.amount_minor is None else weighted(its.amount_minor, its.probability),
        category=its.category.value,
        days_in_stage=days_between(its.stage_entered_at, moment.at, work.calendar, its.process.options.day_basis),
        stuck_days=its.process.stuck_days(its.stage),
        criteria_met=met,
        criteria_total=total,
        watches=watches_of(its, moment, work.calendar, has_activity_ahead=next_activity is not None),
        next_activity=next_activity,
        may_edit=is_open and may_edit(its, by.actor),
        may_move=is_open and may_edit(its, by.actor, Right.MOVE_OPPORTUNITIES),
        may_assign=may_give(its, by),
        **{name: getattr(its, name) for name in SAME},
    )


def read_similar(work: Work, opportunity: Opportunity, *, by: By) -> list[Named]:
    """Other open opportunities of the same contact in the same process: a reason to look, not to stop (PS-216)."""
    if opportunity.contact_id is None:
        return []
    statement = (
        select(opportunities.c.id, opportunities.c.name)
        .join(stages, stages.c.id == opportunities.c.stage_id)
        .where(
            opportunities.c.contact_id == opportunity.contact_id,
            opportunities.c.process_id == opportunity.process_id,
            opportunities.c.id != opportunity.id,
            stages.c.type == "open",
            visible_to(by.actor),
        )
        .order_by(opportunities.c.id)
        .limit(MOST_SIMILAR)
    )
    return [Named(row.id, row.name) for row in work.connection.execute(statement, asked_by(by.actor))]
