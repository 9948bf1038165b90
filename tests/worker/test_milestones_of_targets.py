"""A target that is reached, at risk, or through with its period is told to whose it is, once."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from stageline.commands.notifications import mute_notifications
from stageline.commands.opportunities.moving import move_opportunities, move_opportunity
from stageline.commands.opportunities.reopening import reopen_opportunity
from stageline.commands.targets.changing import delete_target
from stageline.commands.targets.counting import count_for_targets
from stageline.commands.targets.setting import set_target
from stageline.commands.targets.watching import let_time_pass, tell_milestones
from stageline.domain.events import By, Channel
from stageline.domain.ids import EventId, OpportunityId, UserId
from stageline.domain.notifications.notice import Kind
from stageline.domain.opportunities.closing import Closing
from stageline.domain.opportunities.reopening import WantedReopening
from stageline.domain.rights import Role
from stageline.domain.targets.milestones import TargetsCounted
from stageline.domain.targets.setting import WantedTarget
from stageline.domain.targets.target import Metric, SalesTarget
from stageline.storage.journal import START, read_journal
from stageline.storage.tables import events, notifications
from stageline.storage.unit_of_work import Storage
from stageline.worker.loop import Worker
from tests.builders import (
    ADMIN,
    DAY,
    DEMO,
    MANAGER,
    NOON,
    OTHER_REP,
    REP,
    a_move,
    a_process,
    a_rep,
    an_actor,
    an_operator,
    an_opportunity,
    by,
    keep,
)
from tests.statements import statements
from tests.teams import deactivate, lead

ADMINS, OPERATOR = by(an_actor(ADMIN, Role.ADMIN)), by(an_operator())
DEMOS = WantedTarget(metric=Metric.ADVANCED_COUNT, number=2, stage_id=DEMO.id)
WINS = WantedTarget(metric=Metric.WON_VALUE, number=90_000, currency="EUR")
MANY = WantedTarget(metric=Metric.ADVANCED_COUNT, number=20, stage_id=DEMO.id)
DECEMBER = datetime(2026, 12, 1, 8, tzinfo=UTC)


@pytest.fixture
def sales(storage: Storage) -> Storage:
    """Five opportunities of Rita, whom Maja leads, in their first stage, 900 euros each."""
    with storage.writing() as work:
        keep(work.connection, a_process(), *[an_opportunity(id=OpportunityId(n)) for n in range(1, 6)])
        lead(work.connection, MANAGER, REP)
    return storage


def set_for(sales: Storage, wanted: WantedTarget, user_id: UserId = REP) -> SalesTarget:
    with sales.writing() as work:
        return set_target(work, wanted, user_id, by=ADMINS, at=NOON)


def move(sales: Storage, number: int, to: str = "Demo", at: datetime = NOON, by: By = OPERATOR) -> None:
    closing = Closing(close_reason="price" if to == "Won" else None)
    wanted = a_move(to, opportunity_id=OpportunityId(number), reason="So it is.", closing=closing)
    with sales.writing() as work:
        move_opportunity(work, wanted, by=by, at=at)


def reopen(sales: Storage, number: int, at: datetime) -> None:
    wanted = WantedReopening(opportunity_id=OpportunityId(number), reason="So it is.")
    with sales.writing() as work:
        reopen_opportunity(work, wanted, by=OPERATOR, at=at)


def told(sales: Storage, at: datetime = NOON) -> Sequence[Any]:
    """Of targets alone, after the worker has seen to everything at that moment."""
    Worker(sales).run_once(at)
    wanted = select(notifications).where(notifications.c.kind.startswith("target_")).order_by(notifications.c.id)
    with sales.reading() as connection:
        return connection.execute(wanted).all()


def kinds(sales: Storage, at: datetime = NOON) -> list[tuple[int, str]]:
    return [(row.user_id, row.kind) for row in told(sales, at)]


def test_whose_target_it_is_hears_that_it_is_reached_and_how_far(sales: Storage) -> None:
    target = set_for(sales, DEMOS)
    move(sales, 1)
    assert told(sales) == []

    move(sales, 2)
    [notice] = told(sales)

    assert notice.params["target_id"] == target.id
    assert (notice.user_id, notice.kind, notice.read_at) == (REP, "target_reached", None)
    assert {name: notice.params.get(name) for name in ("metric", "stage_name", "currency", "number", "reached")} == {
        "metric": "advanced_count", "stage_name": "Demo", "currency": None, "number": 2, "reached": 2,
    }  # fmt: skip
    assert (notice.params["starts_on"], notice.params["last_on"]) == ("2026-11-01", "2026-11-30")


def test_it_is_told_once_in_a_period_whatever_becomes_of_it(sales: Storage) -> None:
    set_for(sales, WINS)
    move(sales, 1, "Won")
    assert kinds(sales) == [(REP, "target_reached")]

    reopen(sales, 1, NOON + DAY)
    told(sales, NOON + DAY)
    for number in (1, 2):
        move(sales, number, "Won", NOON + 2 * DAY)

    assert kinds(sales, NOON + 2 * DAY) == [(REP, "target_reached")]


def test_it_can_be_reached_again_in_the_next_period(sales: Storage) -> None:
    set_for(sales, WINS)
    for number, at in ((1, NOON), (2, DECEMBER)):
        move(sales, number, "Won", at)
        told(sales, at)

    assert [row.params["starts_on"] for row in told(sales, DECEMBER) if row.kind == "target_reached"] == [
        "2026-11-01", "2026-12-01",
    ]  # fmt: skip


@pytest.mark.rule("SG-50")
def test_what_a_target_would_have_reached_before_it_was_set_is_not_told(sales: Storage) -> None:
    set_for(sales, msgspec.structs.replace(DEMOS, number=1, starts_on=date(2026, 1, 1)))
    move(sales, 1, at=NOON - 40 * DAY)
    Worker(sales).run_once(NOON)

    assert counted(sales) == [{"user_ids": [REP]}]
    assert kinds(sales) == []


@pytest.mark.rule("SG-27")
def test_of_what_is_imported_only_the_present_period_is_told(sales: Storage) -> None:
    set_for(sales, msgspec.structs.replace(DEMOS, number=1))
    told(sales)
    importing = By(OPERATOR.actor, Channel.IMPORT)
    move(sales, 1, at=NOON + DAY, by=importing)
    assert kinds(sales, DECEMBER + 5 * DAY) == []

    move(sales, 2, at=DECEMBER, by=importing)
    assert kinds(sales, DECEMBER + 6 * DAY) == [(REP, "target_reached")]


def test_a_target_that_time_has_put_at_risk_is_told_once(sales: Storage) -> None:
    set_for(sales, MANY)
    move(sales, 1)
    assert kinds(sales, NOON + DAY) == []

    for days in (14, 15, 20):
        assert kinds(sales, NOON + days * DAY) == [(REP, "target_at_risk")]


def test_how_a_period_ended_is_told_when_it_is_over(sales: Storage) -> None:
    target = set_for(sales, DEMOS)
    move(sales, 1)
    assert kinds(sales) == []

    [*_, result] = told(sales, DECEMBER)
    assert (result.user_id, result.kind) == (REP, "target_result")
    assert (result.params["target_id"], result.params["starts_on"]) == (target.id, "2026-11-01")
    assert (result.params["reached"], result.params["number"], result.params["last_on"]) == (1, 2, "2026-11-30")
    assert len(told(sales, DECEMBER + DAY)) == len(told(sales, DECEMBER + 2 * DAY))


def test_what_the_worker_has_still_before_it_is_counted_before_anybody_is_told(sales: Storage) -> None:
    """It stood still since before the last deal of the month, and only begins again in the next."""
    set_for(sales, DEMOS)
    told(sales)
    for number in (1, 2):
        move(sales, number, at=NOON + 27 * DAY)

    result = next(row for row in told(sales, DECEMBER) if row.kind == "target_result")
    assert (result.params["reached"], result.params["number"]) == (2, 2)


def test_whoever_left_has_it_told_to_their_manager(sales: Storage) -> None:
    set_for(sales, DEMOS)
    for number in (1, 2):
        move(sales, number)
    with sales.writing() as work:
        deactivate(work.connection, REP)

    assert kinds(sales) == [(MANAGER, "target_reached")]


def test_each_kind_can_be_turned_off(sales: Storage) -> None:
    set_for(sales, DEMOS)
    with sales.writing() as work:
        mute_notifications(work, {Kind.TARGET_REACHED: True}, asker=a_rep())
    for number in (1, 2):
        move(sales, number)

    assert kinds(sales) == []
    assert kinds(sales, DECEMBER) == [(REP, "target_result")]


def test_of_what_was_deleted_nothing_is_told(sales: Storage) -> None:
    target = set_for(sales, DEMOS)
    with sales.writing() as work:
        delete_target(work, target.id, version=1, by=ADMINS, at=NOON)
    for number in (1, 2):
        move(sales, number)

    assert kinds(sales) == []
    assert kinds(sales, DECEMBER) == []


@pytest.mark.rule("AT-153")
def test_events_that_come_twice_are_told_once(sales: Storage) -> None:
    set_for(sales, DEMOS)
    for number in (1, 2):
        move(sales, number)
    before = told(sales)
    with sales.writing() as work:
        happened = read_journal(work.connection, START).events
        count_for_targets(work, happened)
    let_time_pass(sales, NOON)

    assert told(sales) == before
    assert len(counted(sales)) == 1


def test_the_journal_says_whose_figures_have_changed(sales: Storage) -> None:
    for person in (REP, OTHER_REP):
        set_for(sales, DEMOS, person)
    set_for(sales, WINS)
    move(sales, 1)
    told(sales)
    move(sales, 1, "Propose")
    told(sales)

    assert counted(sales) == [{"user_ids": [REP]}]


def counted(sales: Storage) -> list[Any]:
    with sales.reading() as connection:
        return list(connection.scalars(select(events.c.facts).where(events.c.kind == TargetsCounted.kind)))


def test_without_targets_no_time_passes(sales: Storage) -> None:
    Worker(sales).run_once(NOON)
    with sales.reading() as connection:
        assert not connection.scalars(select(events.c.id).where(events.c.kind == "targets.time_passed")).all()


def test_as_many_statements_for_many_targets_as_for_one(sales: Storage) -> None:
    counts = []
    for people in ([REP], [OTHER_REP, MANAGER, ADMIN]):
        targets = [set_for(sales, MANY, person) for person in people]
        with sales.writing() as work, statements(work.connection) as run:
            assert work.calendar
            tell_milestones(work, targets, NOON + 14 * DAY, EventId(1))
            assert len(work.happened) == len(people)
        counts.append(len(run))

    assert counts[0] == counts[1] > 0


def test_many_moves_at_once_are_told_as_one_milestone(sales: Storage) -> None:
    set_for(sales, DEMOS)
    with sales.writing() as work:
        move_opportunities(work, [a_move("Demo", opportunity_id=n) for n in range(1, 6)], by=OPERATOR, at=NOON)

    [notice] = told(sales)
    assert (notice.params["reached"], notice.params["number"]) == (5, 2)
