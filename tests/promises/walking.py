"""A random walk: whatever people ask for, held after each step to what it should be on paper."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, run_state_machine_as_test
from sqlalchemy import Column, Table, func, select

from stageline.commands.opportunities.mass import MassAnswer
from stageline.domain.errors import Refusal
from stageline.domain.opportunities.moving import Decided
from stageline.storage.tables import (
    batch_items,
    batches,
    criterion_checks,
    deal_team,
    events,
    field_history,
    jobs,
    opportunities,
    stage_history,
)
from stageline.storage.unit_of_work import Storage, Work
from tests.builders import MANAGER, NOON, OPERATIONS, OTHER_REP, REP, VIEWER, keep
from tests.promises import paper
from tests.promises.paper import CHANGED, UNCHANGED, Deal, Mass, Wish

BUDGET = int(os.environ.get("WALKS", "0"))
"""How many walks to try, by the variable WALKS. Unless it is said, few, and always the same."""
WALKS = settings(
    max_examples=BUDGET or 20,
    stateful_step_count=40 if BUDGET else 25,
    derandomize=not BUDGET,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

KEPT_SINCE: Mapping[Table, tuple[Table, Column[Any]]] = {
    opportunities: (opportunities, opportunities.c.id),
    stage_history: (events, stage_history.c.event_id),
    field_history: (events, field_history.c.event_id),
    events: (events, events.c.id),
    criterion_checks: (opportunities, criterion_checks.c.opportunity_id),
    deal_team: (opportunities, deal_team.c.opportunity_id),
    batches: (batches, batches.c.id),
    batch_items: (batches, batch_items.c.batch_id),
    jobs: (jobs, jobs.c.id),
}
"""What commands write, and what a number of it is counted by."""
APPENDED_TO = ("events", "stage_history", "field_history")

some = st.sampled_from
wishes = st.builds(
    Wish,
    actor=some([MANAGER, OPERATIONS, REP, REP, MANAGER, OPERATIONS, OTHER_REP, VIEWER]),
    at=st.just(NOON),
    version=some([None, 0, None, 0, -1]),
    stage=some([*paper.PROBABILITY]),
    reason=some(["So it is.", None]),
    close_reason=some(["price", None]),
    acknowledges=st.booleans(),
    overrides=st.booleans(),
    confirms=some([False, False, True]),
    amount=some([None, None, 0, 5_000, 90_000]),
    probability=some([None, None, 30, 45]),
    owner=some([REP, MANAGER, OTHER_REP, OPERATIONS, VIEWER]),
    keeps_reader=st.booleans(),
)
numbers = st.integers(0, 11)
Answer = Any
Act = Callable[[Work], Answer]
Rows = Mapping[str, Sequence[Any]]


class Walk(RuleBasedStateMachine):
    """Each walk begins opportunities of its own, so that one database serves them all."""

    def __init__(self, storage: Storage) -> None:
        super().__init__()
        self.storage = storage
        self.now = NOON
        self.deals: list[Deal] = []
        self.batches: list[Mass] = []
        with storage.reading() as connection:
            since = {table: connection.scalar(select(func.max(table.c.id))) or 0 for table, _ in KEPT_SINCE.values()}
        self.since = {table: since[counted] for table, (counted, _) in KEPT_SINCE.items()}
        self.seen: Rows = self.rows()

    def rows(self) -> Rows:
        with self.storage.reading() as connection:
            return {
                table.name: connection.execute(
                    select(table).where(column > self.since[table]).order_by(*table.primary_key)
                ).all()
                for table, (_, column) in KEPT_SINCE.items()
            }

    def attempt(self, act: Act) -> Answer:
        """What comes of it, a refusal as well."""
        try:
            with self.storage.writing() as work:
                return act(work)
        except Refusal as refusal:
            return refusal

    def ask(self, expected: str | list[str], act: Act) -> Answer:
        answer = self.attempt(act)
        outcome = outcome_of(answer)
        assert outcome == expected
        if isinstance(answer, Refusal) or outcome == UNCHANGED:
            assert self.rows() == self.seen, "it left a trace"
        return answer

    def deal(self, number: int) -> Deal:
        return self.deals[number % len(self.deals)]

    def with_moment(self, wish: Wish, deal: Deal | None = None) -> Wish:
        """The version that was drawn counts from the present one."""
        version = None if deal is None or wish.version is None else deal.version + wish.version
        return replace(wish, at=self.now, version=version)

    @invariant()
    def the_database_is_as_it_is_on_paper(self) -> None:
        rows = self.rows()
        kept = {row.id: row for row in rows["opportunities"]}
        assert kept.keys() == {deal.id for deal in self.deals}
        for deal in self.deals:
            assert_as_on_paper(deal, kept[deal.id])
            assert_history(deal, rows)
        for table in APPENDED_TO:
            assert rows[table][: len(self.seen[table])] == self.seen[table], "history was rewritten"
        self.seen = rows


def assert_as_on_paper(deal: Deal, row: Any) -> None:
    assert (row.stage_id, row.furthest_stage_id, row.visit, row.stage_entered_at) == (
        deal.stage, deal.furthest, deal.visit, deal.entered_at,
    )  # fmt: skip
    assert (row.version, row.owner_id, row.amount_minor, row.probability, row.deleted_at) == (
        deal.version, deal.owner, deal.amount, deal.probability, deal.deleted_at,
    )  # fmt: skip
    assert (row.actual_close_on is not None) == deal.is_closed
    assert row.close_reason is None or deal.is_closed


def assert_history(deal: Deal, rows: Rows) -> None:
    """A chain without a gap; each row is an event of its own, and each change exactly one event."""
    history = sorted((r for r in rows["stage_history"] if r.opportunity_id == deal.id), key=lambda row: row.version)
    happened = [event for event in rows["events"] if event.opportunity_id == deal.id]
    versions = {row.event_id: row.version for row in history}
    assert [
        paper.Row(
            r.move_kind, r.from_stage_id, r.to_stage_id, r.version, r.actor_id, r.at, r.probability_before,
            versions[r.undoes] if r.undoes else None,
        )
        for r in history
    ] == deal.history  # fmt: skip
    assert all(later.from_stage_id == earlier.to_stage_id for earlier, later in pairwise(history))
    assert all(later.version > earlier.version for earlier, later in pairwise(history))
    assert [(event.kind, event.version) for event in happened] == deal.journal
    events_by_id = {event.id: event for event in happened}
    for row in history:
        event = events_by_id[row.event_id]
        assert (event.version, event.at, event.actor_id) == (row.version, row.at, row.actor_id)


def outcome_of(answer: Answer) -> str | list[str]:
    if isinstance(answer, Refusal):
        return answer.code
    if isinstance(answer, MassAnswer):
        return [item.result.value for _, item in answer.items]
    if isinstance(answer, Decided):
        return CHANGED if answer.change or answer.beside else UNCHANGED
    return UNCHANGED if answer is None else CHANGED


def walk(storage: Storage, kind: type[Walk]) -> None:
    """As many walks as there are to be, in one database."""
    with storage.writing() as work:
        keep(work.connection, paper.the_process())
    begin: Any = partial(kind, storage)  # whatever gives a machine will do, and the library asks for a class
    run_state_machine_as_test(begin, settings=WALKS)
