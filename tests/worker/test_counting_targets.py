"""What happened reaches the sales targets of those who made it happen, once, and as a rebuild would have it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from iso4217 import Currency
from sqlalchemy import delete, select, update

from stageline.commands.opportunities.assigning import assign_opportunity
from stageline.commands.opportunities.deleting import WantedDeletion, delete_opportunity, restore_opportunity
from stageline.commands.opportunities.editing import edit_opportunity
from stageline.commands.opportunities.moving import move_opportunities, move_opportunity
from stageline.commands.opportunities.reopening import reopen_opportunity
from stageline.commands.opportunities.undoing import undo_move
from stageline.commands.people.users import deactivate_user
from stageline.commands.targets.changing import end_target, pause_target
from stageline.commands.targets.counting import CONSUMER, Recount, count_for_targets, rebuild_credits
from stageline.commands.targets.setting import set_target, set_targets
from stageline.domain.ids import EventId, OpportunityId, UserId
from stageline.domain.opportunities.assigning import WantedAssignment
from stageline.domain.opportunities.closing import Closing
from stageline.domain.opportunities.editing import WantedEdit
from stageline.domain.opportunities.reopening import WantedReopening
from stageline.domain.processes.changes import ProcessChanged
from stageline.domain.rights import Role
from stageline.domain.targets.changes import TargetSet
from stageline.domain.targets.periods import PeriodType
from stageline.domain.targets.setting import ForUser, WantedTarget
from stageline.domain.targets.target import Metric, SalesTarget
from stageline.storage.journal import START, read_journal
from stageline.storage.tables import consumers, events, sales_targets, stages, target_credits, users
from stageline.storage.unit_of_work import Storage
from stageline.worker.dispatching import Dispatcher, Progress
from stageline.worker.handlers import CONSUMERS
from stageline.worker.loop import Worker
from tests.builders import (
    ADMIN,
    DAY,
    DEMO,
    MINUTE,
    NOON,
    OTHER_REP,
    PROPOSE,
    REP,
    a_move,
    a_process,
    an_actor,
    an_operator,
    an_opportunity,
    by,
    keep,
)
from tests.statements import statements
from tests.teams import deactivate

ADMINS = by(an_actor(ADMIN, Role.ADMIN))
OPERATOR = by(an_operator())
DEMOS = WantedTarget(metric=Metric.ADVANCED_COUNT, number=10, stage_id=DEMO.id)
WIN_VALUE = WantedTarget(metric=Metric.WON_VALUE, number=1_000_000, currency="EUR")
ONE = OpportunityId(1)
NEXT_MONTH = NOON + 30 * DAY


@pytest.fixture
def sales(storage: Storage) -> Storage:
    """Five opportunities of Rita in their first stage, 900 euros each."""
    with storage.writing() as work:
        keep(work.connection, a_process(), *[an_opportunity(id=OpportunityId(n)) for n in range(1, 6)])
    return storage


def set_for(storage: Storage, wanted: WantedTarget = DEMOS, user_id: UserId = REP) -> SalesTarget:
    with storage.writing() as work:
        return set_target(work, wanted, user_id, by=ADMINS, at=NOON)


def rows(storage: Storage) -> Sequence[Any]:
    with storage.reading() as connection:
        wanted = select(target_credits).order_by(*target_credits.primary_key)
        return [tuple(row) for row in connection.execute(wanted)]


def counted(storage: Storage) -> Mapping[tuple[int, str], int]:
    """By opportunity and month, after the worker has seen to it."""
    Worker(storage).run_once(NOON)
    with storage.reading() as connection:
        found = connection.execute(select(target_credits)).all()
    return {(row.opportunity_id, f"{row.period_starts_on:%Y-%m}"): row.counted for row in found}


def rebuilt(storage: Storage) -> Sequence[Any]:
    """All credits derived anew from nothing."""
    with storage.writing() as work:
        work.connection.execute(delete(target_credits))
        assert rebuild_credits(work) is not None
    return rows(storage)


def move(storage: Storage, to: str = "Demo", at: Any = NOON, **said: Any) -> int:
    closing = Closing(close_reason="price" if to in ("Won", "Lost") else None)
    with storage.writing() as work:
        done = move_opportunity(work, a_move(to, closing=closing, reason="So it is.", **said), by=OPERATOR, at=at)
    assert done.change is not None
    return done.change.id


def edit(storage: Storage, at: Any, **fields: Any) -> None:
    with storage.writing() as work:
        wanted = WantedEdit(opportunity_id=ONE, fields=fields, reason="So it is.")
        edit_opportunity(work, wanted, by=OPERATOR, at=at)


@pytest.mark.rule("SG-20", "SG-27", "SG-40")
def test_a_move_counts_for_the_owner_as_soon_as_the_worker_has_seen_it(sales: Storage) -> None:
    set_for(sales)
    move(sales)

    assert counted(sales) == {(1, "2026-11"): 1}


@pytest.mark.rule("SG-51", "SG-50", "AT-107")
def test_what_happened_before_it_was_set_counts_at_once(sales: Storage) -> None:
    move(sales, at=NOON - MINUTE)
    target = set_for(sales)
    past = set_for(sales, WantedTarget(metric=Metric.WON_COUNT, number=1, starts_on=date(2026, 1, 1)))

    assert [row[0] for row in rows(sales)] == [target.id]
    assert past.starts_on == date(2026, 1, 1)
    assert counted(sales) == {(1, "2026-11"): 1}


@pytest.mark.rule("SG-13")
def test_what_counts_toward_the_targets_of_many_is_added_up_by_the_worker(sales: Storage) -> None:
    move(sales, at=NOON - MINUTE)
    with sales.writing() as work:
        set_targets(work, DEMOS, [ForUser(REP), ForUser(OTHER_REP)], by=ADMINS, at=NOON)

    assert rows(sales) == []
    assert counted(sales) == {(1, "2026-11"): 1}


@pytest.mark.rule("SG-50", "SG-51")
def test_without_any_target_a_move_makes_the_worker_write_nothing_and_counts_once_there_are_some(
    sales: Storage,
) -> None:
    dispatcher = Dispatcher(sales, {CONSUMER: CONSUMERS[CONSUMER]})
    while dispatcher.step(NOON, 0) is not Progress.NOTHING:
        pass
    move(sales, at=NOON - MINUTE)
    with statements(sales.engines.writing) as heard:
        dispatcher.step(NOON, 0)
    assert [each for each in heard if not each.startswith("SELECT")] == []

    with sales.writing() as work:
        set_targets(work, DEMOS, [ForUser(REP), ForUser(OTHER_REP)], by=ADMINS, at=NOON)
    dispatcher.step(NOON, 0)
    assert [row[0] for row in rows(sales)] == [1]


@pytest.mark.rule("AT-153", "SG-24")
def test_what_comes_twice_counts_once(sales: Storage) -> None:
    set_for(sales)
    move(sales)
    first = counted(sales)
    with sales.writing() as work:
        work.connection.execute(update(consumers).values(transaction_id=0, event_id=0))

    assert counted(sales) == first == {(1, "2026-11"): 1}


@pytest.mark.rule("SG-28")
def test_an_undone_move_is_taken_out(sales: Storage) -> None:
    set_for(sales)
    moved = move(sales)
    before = counted(sales)
    with sales.writing() as work:
        undo_move(work, ONE, EventId(moved), by=OPERATOR, at=NOON + MINUTE)

    assert (before, counted(sales)) == ({(1, "2026-11"): 1}, {})


@pytest.mark.rule("SG-42", "SG-44", "AT-123", "AT-134")
def test_the_amount_follows_until_the_month_is_over(sales: Storage) -> None:
    set_for(sales, WIN_VALUE)
    move(sales, "Won")
    first = counted(sales)
    with sales.writing() as work:
        reopen_opportunity(work, WantedReopening(opportunity_id=ONE, reason="So it is."), by=OPERATOR, at=NOON + DAY)
    withdrawn = counted(sales)
    edit(sales, NOON + 2 * DAY, amount_minor=80_000)
    move(sales, "Won", NOON + 3 * DAY)
    again = counted(sales)
    with sales.writing() as work:
        wanted = WantedReopening(opportunity_id=ONE, reason="So it is.")
        reopen_opportunity(work, wanted, by=OPERATOR, at=NEXT_MONTH)
    edit(sales, NEXT_MONTH + DAY, amount_minor=1)

    assert [first, withdrawn, again] == [{(1, "2026-11"): worth} for worth in (90_000, 0, 80_000)]
    assert counted(sales) == again
    assert rows(sales) == rebuilt(sales)


@pytest.mark.rule("SG-42", "AT-126", "AT-127")
def test_what_was_deleted_is_withdrawn_and_comes_back(sales: Storage) -> None:
    set_for(sales)
    move(sales)
    with sales.writing() as work:
        delete_opportunity(work, WantedDeletion(opportunity_id=ONE), by=OPERATOR, at=NOON + DAY)
    deleted = counted(sales)
    with sales.writing() as work:
        restore_opportunity(work, ONE, by=OPERATOR, at=NOON + 2 * DAY)

    assert (deleted, counted(sales)) == ({(1, "2026-11"): 0}, {(1, "2026-11"): 1})


@pytest.mark.rule("SG-41", "AT-121")
def test_a_new_owner_earns_from_then_on(sales: Storage) -> None:
    set_for(sales)
    set_for(sales, DEMOS, OTHER_REP)
    set_for(sales, WantedTarget(metric=Metric.ADVANCED_COUNT, number=1, stage_id=PROPOSE.id), OTHER_REP)
    move(sales)
    with sales.writing() as work:
        assign_opportunity(
            work, WantedAssignment(opportunity_id=ONE, owner_id=OTHER_REP), by=OPERATOR, at=NOON + MINUTE
        )
    move(sales, "Propose", NOON + DAY)
    counted(sales)

    with sales.reading() as connection:
        of = sales_targets.c.id == target_credits.c.target_id
        found = select(sales_targets.c.user_id, sales_targets.c.stage_id).join(target_credits, of)
        assert {tuple(row) for row in connection.execute(found)} == {(REP, DEMO.id), (OTHER_REP, PROPOSE.id)}


@pytest.mark.rule("SG-50")
def test_what_happens_in_a_pause_or_after_the_end_does_not_count(sales: Storage) -> None:
    target, wins = set_for(sales), set_for(sales, WIN_VALUE)
    with sales.writing() as work:
        pause_target(work, target.id, version=1, by=ADMINS, at=NOON)
        end_target(work, wins.id, version=1, by=ADMINS, with_period=False, at=NOON)
    move(sales)
    move(sales, "Won", NOON + DAY)

    assert counted(sales) == {}


@pytest.mark.rule("SG-53", "AT-155")
def test_the_targets_of_who_has_left_end_with_the_period(sales: Storage) -> None:
    set_for(sales)
    with sales.writing() as work:
        deactivate_user(work, REP, by=ADMINS, at=NOON + DAY)
    Worker(sales).run_once(NOON)
    move(sales, at=NOON + 2 * DAY)
    move(sales, at=NEXT_MONTH, opportunity_id=OpportunityId(2))

    assert counted(sales) == {(1, "2026-11"): 1}
    with sales.reading() as connection:
        told = connection.execute(select(events.c.facts).where(events.c.kind == "target.ended")).scalar_one()
    assert told["why"] == "person_left"


@pytest.mark.rule("SG-53")
def test_a_target_that_was_set_at_the_moment_at_which_its_person_left_ends_too(sales: Storage) -> None:
    with sales.writing() as work:
        deactivate_user(work, REP, by=ADMINS, at=NOON)
    Worker(sales).run_once(NOON)
    with sales.writing() as work:
        work.connection.execute(update(users).where(users.c.id == REP).values(state="active"))
        set_target(work, DEMOS, REP, by=ADMINS, at=NOON)
        deactivate(work.connection, REP)
    Worker(sales).run_once(NOON)

    assert ends(sales) == [datetime(2026, 11, 30, 23, tzinfo=UTC)]


@pytest.mark.rule("SG-53")
def test_a_target_ends_with_the_period_of_the_leaving_however_late_that_is_seen(sales: Storage) -> None:
    set_for(sales)
    with sales.writing() as work:
        deactivate_user(work, REP, by=ADMINS, at=NEXT_MONTH)
    ended = []
    for kind in ("target.set", "user.deactivated"):
        with sales.writing() as work:
            count_for_targets(work, [e for e in read_journal(work.connection, START).events if e.kind == kind])
        ended += ends(sales)

    assert ended == [None, datetime(2026, 12, 31, 23, tzinfo=UTC)]


def ends(storage: Storage) -> list[datetime | None]:
    with storage.reading() as connection:
        return list(connection.scalars(select(sales_targets.c.ended_at)))


@pytest.mark.rule("SG-53")
def test_a_target_for_a_stage_that_is_not_used_any_more_ends_at_once(sales: Storage) -> None:
    set_for(sales)
    with sales.writing() as work:
        archive_demo(work, NOON + DAY)
    Worker(sales).run_once(NOON)

    with sales.reading() as connection:
        assert connection.scalar(select(sales_targets.c.ended_at)) == NOON + DAY


def archive_demo(work: Any, at: Any) -> None:
    work.connection.execute(update(stages).where(stages.c.id == DEMO.id).values(is_active=False))
    [number] = work.new_ids(1)
    said: dict[str, Any] = {"process_id": 1, "name": "Standard sales", "process_version": 2, "revision": 2}
    work.keep([ProcessChanged(id=number, at=at, by=OPERATOR, **said)])


def test_as_many_statements_for_many_events_as_for_one(sales: Storage) -> None:
    set_for(sales)
    set_for(sales, WIN_VALUE)
    counted(sales)
    counts = []
    for ids in ([1], [2, 3, 4, 5]):
        with sales.writing() as work:
            moves = [a_move("Demo", opportunity_id=OpportunityId(n)) for n in ids]
            move_opportunities(work, moves, by=OPERATOR, at=NOON)
        with sales.writing() as work:
            found = read_journal(work.connection, START).events[-len(ids) :]
            with statements(work.connection) as run:
                count_for_targets(work, found)
        counts.append(len(run))

    assert counts[0] == counts[1] > 0
    assert len(rows(sales)) == 5


@pytest.mark.rule("SG-13")
def test_as_many_statements_for_fifty_new_targets_as_for_one(sales: Storage) -> None:
    for number in range(1, 6):
        move(sales, "Won", NOON - MINUTE, opportunity_id=OpportunityId(number))
    counts = []
    others = [each.code for each in Currency if each.exponent == 2 and each.code != "EUR"]
    for currencies in (["EUR"], others[:50]):
        with sales.writing() as work:
            for code in currencies:
                wanted = msgspec.structs.replace(WIN_VALUE, currency=code, converts=True)
                set_targets(work, wanted, [ForUser(REP)], by=ADMINS, at=NOON)
        with sales.writing() as work:
            found = [each for each in read_journal(work.connection, START).events if each.kind == TargetSet.kind]
            with statements(work.connection) as run:
                count_for_targets(work, found[-len(currencies) :])
        counts.append(len(run))

    assert counts[0] == counts[1] > 0
    assert [row[0] for row in rows(sales)] == [target_id for target_id in range(1, 52) for _ in range(5)]
    kept = rows(sales)
    assert rebuilt(sales) == kept


@pytest.mark.rule("SG-42")
def test_a_rebuild_gives_what_keeping_up_gave(sales: Storage) -> None:
    for period_type in PeriodType:
        set_for(sales, WantedTarget(metric=Metric.WON_COUNT, number=3, period_type=period_type))
    for days in (0, 10, 40):
        move(sales, "Won", NOON + timedelta(days=days), opportunity_id=OpportunityId(days // 10 + 1))
        counted(sales)
    kept = rows(sales)

    assert len(kept) == 3 * len(PeriodType)
    assert rebuilt(sales) == kept
    with sales.writing() as work:
        assert rebuild_credits(work) == Recount(opportunities=5, differences=0)
