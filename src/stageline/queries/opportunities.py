"""The list of opportunities: filtered, newest change of stage first."""

from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import select

from stageline.domain.conditions import Moment
from stageline.domain.events import By
from stageline.domain.ids import OpportunityId, ProcessId
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.queries.filtering import Filter, filtered
from stageline.queries.history import Named
from stageline.queries.paging import after, cursor_of
from stageline.storage.tables import accounts, contacts, opportunities, stages, users
from stageline.storage.unit_of_work import Work
from stageline.storage.visible import asked_by, visible_to

LIST = (
    select(
        opportunities,
        stages.c.name.label("stage_name"),
        stages.c.type.label("status"),
        users.c.name.label("owner_name"),
        accounts.c.name.label("account_name"),
        contacts.c.name.label("contact_name"),
    )
    .join(stages, stages.c.id == opportunities.c.stage_id)
    .join(users, users.c.id == opportunities.c.owner_id)
    .outerjoin(accounts, accounts.c.id == opportunities.c.account_id)
    .outerjoin(contacts, contacts.c.id == opportunities.c.contact_id)
)
MOST_SIMILAR = 20


class Row(msgspec.Struct, frozen=True, kw_only=True):
    id: OpportunityId
    name: str
    status: str
    process_id: ProcessId
    stage: Named
    owner: Named
    account: Named | None
    contact: Named | None
    amount_minor: int | None
    currency: str
    probability: int
    category: str
    expected_close_on: date | None
    actual_close_on: date | None
    close_reason: str | None
    source: str | None
    next_step: str | None
    next_step_on: date | None
    custom: dict[str, Any]
    stage_entered_at: datetime
    created_at: datetime
    version: int


class Page(msgspec.Struct, frozen=True):
    items: list[Row]
    next_cursor: str | None


def read_page(work: Work, wanted: Filter, *, cursor: str | None, limit: int, by: By, moment: Moment) -> Page:
    """PS-218: only what the asker may see; refused is a condition that names no field or asks it nonsense."""
    entered, number = opportunities.c.stage_entered_at, opportunities.c.id
    statement = filtered(LIST, wanted, work=work, moment=moment).where(visible_to(by.actor))
    statement = statement.order_by(entered.desc(), number.desc()).limit(limit + 1)
    if cursor is not None:
        statement = statement.where(after(cursor, entered, number))
    rows = work.connection.execute(statement, asked_by(by.actor)).all()
    shown = rows[:limit]
    more = cursor_of(shown[-1].stage_entered_at, shown[-1].id) if len(rows) > limit else None
    return Page([_row(row) for row in shown], more)


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


def _row(row: Any) -> Row:
    given: dict[str, Any] = {
        "stage": Named(row.stage_id, row.stage_name),
        "owner": Named(row.owner_id, row.owner_name),
        "account": Named(row.account_id, row.account_name) if row.account_id else None,
        "contact": Named(row.contact_id, row.contact_name) if row.contact_id else None,
    }
    return Row(**given, **{name: getattr(row, name) for name in Row.__struct_fields__ if name not in given})
