"""The board: for each stage its totals and its first cards."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, bindparam, func, select

from stageline.domain.conditions import Moment
from stageline.domain.events import By
from stageline.domain.ids import OpportunityId, ProcessId, StageId
from stageline.domain.opportunities.attention import Watch, WatchKind
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.opportunities.planning import exit_progress
from stageline.domain.processes.process import Process
from stageline.domain.processes.stage import Stage
from stageline.domain.rights import Actor
from stageline.domain.views.definition import BoardSort
from stageline.queries.attention import Standing, read_standings
from stageline.queries.filtering import Filter, asked_of
from stageline.queries.history import Named
from stageline.queries.ordering import Order
from stageline.queries.processes import refuse_unreadable
from stageline.storage.actions.progress import NONE, ActionProgress, read_action_progress
from stageline.storage.activities_ahead import NextActivity
from stageline.storage.attention import attention
from stageline.storage.summing import whole_sum
from stageline.storage.tables import accounts, contacts, opportunities, users
from stageline.storage.unit_of_work import Work
from stageline.storage.visible import asked_by, visible_to

CARDS, MOST_CARDS = 25, 200


class Total(msgspec.Struct, frozen=True):
    """Of one currency; nothing ever adds two."""

    currency: str
    count: int
    amount_minor: int
    weighted_minor: int


class StageHead(msgspec.Struct, frozen=True, kw_only=True):
    id: StageId
    name: str
    code: str
    type: str
    position: int
    probability: int | None
    stuck_days: int | None
    definition: str


class Card(msgspec.Struct, frozen=True, kw_only=True):
    id: OpportunityId
    name: str
    account: Named | None
    contact: Named | None
    owner: Named
    amount_minor: int | None
    currency: str
    probability: int
    expected_close_on: date | None
    next_step: str | None
    next_step_on: date | None
    next_activity: NextActivity | None
    stage_id: StageId
    stage_entered_at: datetime
    days_in_stage: int
    cumulative_days_in_stage: int
    watches: tuple[Watch, ...]
    push_count: int
    criteria_met: int
    criteria_total: int
    actions_complete: int
    actions_total: int
    version: int


class Column(msgspec.Struct, frozen=True, kw_only=True):
    stage: StageHead
    totals: list[Total]
    count: int
    cards: list[Card]
    next_cursor: str | None


class ProcessHead(msgspec.Struct, frozen=True):
    id: ProcessId
    name: str
    state: str
    undo_minutes: int


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """Open stages as columns with their first cards, closed ones with totals alone (PS-219).

    `attention_count` is how many of what is shown need somebody's attention.
    """

    process: ProcessHead
    attention_count: int
    columns: list[Column]
    closed: list[Column]


class CardPage(msgspec.Struct, frozen=True, kw_only=True):
    """Which cards of a stage: so many of those that are wanted, from the cursor on.

    `rank` is the order that all share; of the other orders the soonest, the largest and the oldest come first.
    """

    filter: Filter = Filter()
    sort: BoardSort = "rank"
    cursor: str | None = None
    cards: int = CARDS


class Cards(msgspec.Struct, frozen=True):
    items: list[Card]
    next_cursor: str | None


def read_board(work: Work, process_id: ProcessId, wanted: CardPage, *, by: By, moment: Moment) -> Board:
    """One statement for the totals, one for each open stage, and a constant number for the cards of all of them."""
    process = _process(work, process_id, by.actor)
    asked = _asked(work, process_id, wanted, by.actor, moment)
    totals = _totals(work, process, asked, by.actor)
    first: dict[StageId, list[OpportunityId]] = {}
    cursors: dict[StageId, str | None] = {}
    for stage in process.open_stages:
        first[stage.id], cursors[stage.id] = _page(work, stage.id, wanted, asked, by.actor)
    shown = _cards(work, [number for ids in first.values() for number in ids], by, moment)
    return Board(
        process=ProcessHead(process.id, process.name, process.state.value, process.options.undo_minutes),
        attention_count=_attention_count(work, process, asked, by.actor, moment),
        columns=[
            _column(process, s, totals[s.id], [shown[i] for i in first[s.id] if i in shown], cursors[s.id])
            for s in process.open_stages
        ],
        closed=[_column(process, s, totals[s.id], [], None) for s in process.stages if s.is_closed and s.is_active],
    )


def read_cards(
    work: Work, process_id: ProcessId, stage_id: StageId, wanted: CardPage, *, by: By, moment: Moment
) -> Cards:
    """The next cards of one stage."""
    _process(work, process_id, by.actor).stage(stage_id)
    asked = _asked(work, process_id, wanted, by.actor, moment)
    ids, following = _page(work, stage_id, wanted, asked, by.actor)
    shown = _cards(work, ids, by, moment)
    return Cards([shown[i] for i in ids if i in shown], following)


def _process(work: Work, process_id: ProcessId, asker: Actor) -> Process:
    refuse_unreadable(work.connection, process_id, asker=asker)
    [process] = work.processes.read([process_id])
    return process


def _asked(
    work: Work, process_id: ProcessId, wanted: CardPage, actor: Actor, moment: Moment
) -> list[ColumnElement[bool]]:
    """Of this process, whatever the filter says of processes."""
    its = msgspec.structs.replace(wanted.filter, process_id=process_id)
    return [visible_to(actor), *asked_of(its, work=work, moment=moment)]


def _totals(
    work: Work, process: Process, asked: Sequence[ColumnElement[bool]], actor: Actor
) -> dict[StageId, list[Total]]:
    amount, probability = opportunities.c.amount_minor, opportunities.c.probability
    statement = (
        select(
            opportunities.c.stage_id,
            opportunities.c.currency,
            func.count().label("opportunity_count"),
            whole_sum(amount).label("amount_minor"),
            whole_sum(amount, times=probability).label("hundredfold"),
        )
        .where(opportunities.c.stage_id.in_(bindparam("stage_ids", expanding=True)), *asked)
        .group_by(opportunities.c.stage_id, opportunities.c.currency)
        .order_by(opportunities.c.currency)
    )
    given = {"stage_ids": [s.id for s in process.stages], **asked_by(actor)}
    totals: dict[StageId, list[Total]] = defaultdict(list)
    for row in work.connection.execute(statement, given):
        weighted = (row.hundredfold + 50) // 100
        totals[row.stage_id].append(Total(row.currency, row.opportunity_count, row.amount_minor, weighted))
    return totals


def _attention_count(
    work: Work, process: Process, asked: Sequence[ColumnElement[bool]], actor: Actor, moment: Moment
) -> int:
    needs_it = attention(tuple(WatchKind), [process], moment, work.calendar)
    statement = select(func.count()).select_from(opportunities).where(needs_it, *asked)
    return work.connection.scalar(statement, asked_by(actor)) or 0


def _page(
    work: Work, stage_id: StageId, wanted: CardPage, asked: Sequence[ColumnElement[bool]], actor: Actor
) -> tuple[list[OpportunityId], str | None]:
    """One more than asked for is read, to know whether there is more."""
    order = Order(sort="-amount_minor" if wanted.sort == "amount_minor" else wanted.sort)
    statement = select(opportunities.c.id).where(opportunities.c.stage_id == stage_id, *asked).limit(wanted.cards + 1)
    rows = work.connection.execute(order.over(statement, wanted.cursor), asked_by(actor)).all()
    shown = rows[: wanted.cards]
    more = order.cursor(shown[-1]) if len(rows) > wanted.cards else None
    return [row.id for row in shown], more


def _cards(work: Work, ids: Sequence[OpportunityId], by: By, moment: Moment) -> dict[OpportunityId, Card]:
    if not ids:
        return {}
    found = work.opportunities.read(ids, by.actor.user_id)
    names = Names.of(work, list(found.values()))
    standings = read_standings(work, list(found.values()), moment, asker_id=by.actor.user_id)
    progress = read_action_progress(work.connection, ids)
    return {
        number: _card(opportunity, names, standings[number], progress.get(number, NONE), moment)
        for number, opportunity in found.items()
    }


class Names(msgspec.Struct, frozen=True):
    """What the people and businesses around some opportunities are called."""

    accounts: dict[int, str]
    contacts: dict[int, str]
    people: dict[int, str]

    @classmethod
    def of(cls, work: Work, found: Sequence[Opportunity]) -> "Names":
        return cls(
            _names(work, accounts, {o.account_id for o in found if o.account_id}),
            _names(work, contacts, {o.contact_id for o in found if o.contact_id}),
            _names(work, users, {o.owner_id for o in found}),
        )

    def account(self, id: int | None) -> Named | None:
        return None if id is None else Named(id, self.accounts[id])

    def contact(self, id: int | None) -> Named | None:
        return None if id is None else Named(id, self.contacts[id])

    def person(self, id: int) -> Named:
        return Named(id, self.people[id])


def _names(work: Work, table: Any, ids: set[Any]) -> dict[int, str]:
    if not ids:
        return {}
    statement = select(table.c.id, table.c.name).where(table.c.id.in_(bindparam("ids", expanding=True)))
    return {row.id: row.name for row in work.connection.execute(statement, {"ids": sorted(ids)})}


def _card(opportunity: Opportunity, names: Names, standing: Standing, progress: ActionProgress, moment: Moment) -> Card:
    met, total = exit_progress(opportunity, moment)
    same = ("id", "name", "amount_minor", "currency", "probability", "expected_close_on", "next_step", "next_step_on",
            "stage_id", "stage_entered_at", "push_count", "version")  # fmt: skip
    return Card(
        account=names.account(opportunity.account_id),
        contact=names.contact(opportunity.contact_id),
        owner=names.person(opportunity.owner_id),
        days_in_stage=standing.days,
        cumulative_days_in_stage=standing.cumulative_days,
        watches=standing.watches,
        next_activity=standing.next_activity,
        criteria_met=met,
        criteria_total=total,
        actions_complete=progress.complete,
        actions_total=progress.total,
        **{name: getattr(opportunity, name) for name in same},
    )


def _column(process: Process, stage: Stage, totals: list[Total], cards: list[Card], next_cursor: str | None) -> Column:
    return Column(
        stage=StageHead(
            id=stage.id,
            name=stage.name,
            code=stage.code,
            type=stage.type.value,
            position=stage.position,
            probability=stage.probability,
            stuck_days=process.stuck_days(stage),
            definition=stage.definition,
        ),
        totals=totals,
        count=sum(total.count for total in totals),
        cards=cards,
        next_cursor=next_cursor,
    )
