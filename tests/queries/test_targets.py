"""What people read of sales targets: whose, how far, what made it up, and what almost did."""

from typing import Any

import pytest
from sqlalchemy import event, update

from stageline.commands.opportunities.assigning import assign_opportunity
from stageline.commands.opportunities.editing import edit_opportunity
from stageline.commands.opportunities.moving import move_opportunity
from stageline.commands.opportunities.reopening import reopen_opportunity
from stageline.commands.opportunities.undoing import undo_move
from stageline.commands.targets.changing import change_number, delete_target
from stageline.commands.targets.setting import set_target, set_targets
from stageline.domain.ids import EventId, OpportunityId, UserId
from stageline.domain.opportunities.assigning import WantedAssignment
from stageline.domain.opportunities.closing import Closing
from stageline.domain.opportunities.editing import WantedEdit
from stageline.domain.opportunities.reopening import WantedReopening
from stageline.domain.rights import Actor, Role
from stageline.domain.targets.changing import NewNumber
from stageline.domain.targets.pace import PaceState
from stageline.domain.targets.periods import PeriodType
from stageline.domain.targets.setting import ForUser, WantedTarget
from stageline.domain.targets.target import Metric, SalesTarget, TargetNotFound
from stageline.queries.reports.targets import LeftOutRow, read_target_report
from stageline.queries.targets.contributions import Contributions, read_contributions
from stageline.queries.targets.progress import LeftOut, ShownTarget, read_past, read_target, read_targets
from stageline.storage.tables import stages
from stageline.storage.unit_of_work import Storage
from stageline.worker.loop import Worker
from tests.builders import (
    ADMIN,
    DAY,
    DEMO,
    MINUTE,
    NOON,
    OTHER_REP,
    REP,
    a_manager,
    a_move,
    a_process,
    a_rep,
    an_actor,
    an_operator,
    an_opportunity,
    by,
    keep,
)

ADMINS, OPERATOR = by(an_actor(ADMIN, Role.ADMIN)), by(an_operator())
DEMOS = WantedTarget(metric=Metric.ADVANCED_COUNT, number=3, stage_id=DEMO.id)
WINS = WantedTarget(metric=Metric.WON_VALUE, number=100_000, currency="EUR")


@pytest.fixture
def sales(storage: Storage) -> Storage:
    """Rita's five opportunities in their first stage, 900 euros each; the fifth is in dollars."""
    five = [an_opportunity(id=OpportunityId(n), currency="USD" if n == 5 else "EUR") for n in range(1, 6)]
    with storage.writing() as work:
        keep(work.connection, a_process(), *five)
    return storage


def set_for(storage: Storage, wanted: WantedTarget = DEMOS, user_id: UserId = REP) -> SalesTarget:
    with storage.writing() as work:
        return set_target(work, wanted, user_id, by=ADMINS, at=NOON)


def move(storage: Storage, number: int, to: str = "Demo", at: Any = NOON, *, actor: Actor | None = None) -> EventId:
    closing = Closing(close_reason="price" if to in ("Won", "Lost") else None)
    wanted = a_move(to, opportunity_id=OpportunityId(number), reason="So it is.", closing=closing)
    with storage.writing() as work:
        done = move_opportunity(work, wanted, by=by(actor or an_operator()), at=at)
    assert done.change is not None
    return done.change.id


def listed(storage: Storage, asker: Actor, user_id: UserId | None = None, at: Any = NOON) -> list[ShownTarget]:
    Worker(storage).run_once(NOON)
    with storage.writing(preview=True) as work:
        return read_targets(work, asker=asker, at=at, user_id=user_id).items


def contributed(storage: Storage, target: SalesTarget, at: Any = NOON, asker: Actor | None = None) -> Contributions:
    Worker(storage).run_once(NOON)
    with storage.writing(preview=True) as work:
        return read_contributions(work, target.id, asker=asker or a_rep(), at=at)


@pytest.mark.rule("SG-10", "SG-12", "SG-60", "AT-141", "AT-142")
def test_each_sees_ones_own_and_those_whom_one_leads_and_admins_all(sales: Storage) -> None:
    for person in (REP, OTHER_REP):
        set_for(sales, user_id=person)
    admin = an_actor(ADMIN, Role.ADMIN)

    assert [one.user.id for one in listed(sales, a_rep())] == [REP]
    assert [one.user.id for one in listed(sales, a_manager())] == [REP]
    assert [one.user.id for one in listed(sales, an_operator())] == []
    assert [one.user.id for one in listed(sales, admin)] == [REP, OTHER_REP]
    assert [one.user.id for one in listed(sales, admin, OTHER_REP)] == [OTHER_REP]
    assert listed(sales, a_rep(), OTHER_REP) == []


@pytest.mark.rule("SG-13")
def test_those_set_together_are_found_together(sales: Storage) -> None:
    set_for(sales)
    with sales.writing() as work:
        people = [ForUser(REP), ForUser(OTHER_REP)]
        [rita, _] = set_targets(work, WINS, people, by=ADMINS, at=NOON)
    assert rita.target
    with sales.writing(preview=True) as work:
        found = read_targets(work, asker=ADMINS.actor, at=NOON, batch_id=rita.target.batch_id).items

    assert [one.user.id for one in found] == [REP, OTHER_REP]


@pytest.mark.rule("SG-11", "AT-141")
def test_the_target_of_another_is_not_there(sales: Storage) -> None:
    target = set_for(sales)
    other = a_rep(OTHER_REP)
    with sales.writing(preview=True) as work:
        for read in (read_target, read_past, read_contributions):
            with pytest.raises(TargetNotFound):
                read(work, target.id, asker=other, at=NOON)
        assert not read_target(work, target.id, asker=a_rep(), at=NOON).may_change
        assert read_target(work, target.id, asker=a_manager(), at=NOON).may_change


@pytest.mark.rule("SG-60", "SG-63")
def test_a_target_says_how_far_it_is(sales: Storage) -> None:
    set_for(sales)
    for number in (1, 2):
        move(sales, number)
    [shown] = listed(sales, a_rep())

    assert (shown.period.number, shown.period.reached, shown.period.remaining, shown.period.percent) == (3, 2, 1, 66)
    assert (shown.period.starts_on.isoformat(), shown.period.last_on.isoformat()) == ("2026-11-01", "2026-11-30")
    assert (shown.stage and shown.stage.name, shown.user.name, shown.set_by.name) == ("Demo", "Rita Rep", "Ada Admin")


@pytest.mark.rule("SG-65", "SG-5")
def test_a_value_says_what_it_leaves_out(sales: Storage) -> None:
    set_for(sales, WINS)
    for number in (1, 5):
        move(sales, number, "Won")
    [shown] = listed(sales, a_rep())

    assert (shown.period.reached, shown.period.left_out) == (90_000, [LeftOut("USD", 1, 90_000)])


@pytest.mark.rule("SG-64")
def test_the_shortest_period_comes_first(sales: Storage) -> None:
    for period_type in (PeriodType.YEAR, PeriodType.WEEK, PeriodType.MONTH):
        set_for(sales, WantedTarget(metric=Metric.WON_COUNT, number=1, period_type=period_type))

    assert [one.period_type.value for one in listed(sales, a_rep())] == ["week", "month", "year"]


@pytest.mark.rule("SG-50", "SG-52", "AT-137")
def test_each_period_is_kept_with_the_number_that_it_had(sales: Storage) -> None:
    target, in_december = set_for(sales), NOON + 33 * DAY
    move(sales, 1)
    move(sales, 2, at=in_december)
    with sales.writing() as work:
        change_number(work, target.id, NewNumber(number=5), version=1, by=ADMINS, at=in_december)
    Worker(sales).run_once(NOON)
    with sales.writing(preview=True) as work:
        past = read_past(work, target.id, asker=a_rep(), at=in_december)

    assert [(p.starts_on.month, p.number, p.reached, p.is_closed) for p in past] == [
        (12, 5, 1, False),
        (11, 3, 1, True),
    ]


@pytest.mark.rule("SG-52")
def test_what_was_deleted_is_listed_no_more_and_can_still_be_looked_up(sales: Storage) -> None:
    target = set_for(sales)
    move(sales, 1)
    with sales.writing() as work:
        delete_target(work, target.id, version=1, by=ADMINS, at=NOON + DAY)

    assert listed(sales, a_rep()) == []
    assert contributed(sales, target, NOON + DAY).period.reached == 1


@pytest.mark.rule("SG-50", "SG-52", "SG-60", "SG-65")
def test_the_report_tells_each_persons_periods_in_units_that_people_read(sales: Storage) -> None:
    set_for(sales, WINS)
    set_for(sales, WantedTarget(metric=Metric.WON_COUNT, number=4), OTHER_REP)
    for number in (1, 5):
        move(sales, number, "Won")
    Worker(sales).run_once(NOON)
    with sales.writing() as work:
        gone = set_target(work, DEMOS, REP, by=ADMINS, at=NOON)
        delete_target(work, gone.id, version=1, by=ADMINS, at=NOON)
    with sales.writing(preview=True) as work:
        present, mine = (read_target_report(work, asker=asker, at=NOON) for asker in (ADMINS.actor, a_rep()))
        past = read_target_report(work, asker=ADMINS.actor, at=NOON + 33 * DAY, with_past=True)

    assert [(row.person, row.number, row.reached, row.remaining, row.percent) for row in present] == [
        ("Rita Rep", "1000", "900", "100", 90), ("Rolf Rep", 4, 0, 4, 0),
    ]  # fmt: skip
    assert present[0].left_out == [LeftOutRow("USD", 1, "900")]
    assert [row.pace and (row.pace.state, row.pace.expected, row.pace.difference) for row in present] == [
        (PaceState.AHEAD, "47.61", "852.39"), (PaceState.AT_RISK, 0, -1),
    ]  # fmt: skip
    assert [row.pace and row.pace.required_per_day for row in present] == ["5", "0.2"]
    assert [row.pace is None for row in past] == [False, True, True, False, True]
    assert [row.deleted_at for row in past] == [None, None, NOON, None, None]
    assert mine == present[:1]
    assert [(row.person, row.starts_on.month, row.reached) for row in past] == [
        ("Rita Rep", 12, "0"), ("Rita Rep", 11, "900"), ("Rita Rep", 11, 0), ("Rolf Rep", 12, 0), ("Rolf Rep", 11, 0),
    ]  # fmt: skip


@pytest.mark.rule("SG-44", "AT-154")
def test_what_is_listed_adds_up_to_the_figure(sales: Storage) -> None:
    target = set_for(sales, WINS)
    for number in (1, 2, 5):
        move(sales, number, "Won", NOON + number * MINUTE)
    with sales.writing() as work:
        edit = WantedEdit(opportunity_id=OpportunityId(1), fields={"amount_minor": 30_000}, reason="So it is.")
        edit_opportunity(work, edit, by=OPERATOR, at=NOON + DAY)
        wanted = WantedReopening(opportunity_id=OpportunityId(2), reason="So it is.")
        reopen_opportunity(work, wanted, by=OPERATOR, at=NOON + DAY)
    shown = contributed(sales, target)

    assert shown.period.reached == sum(one.counted for one in shown.contributions) == 30_000
    assert [(one.counted, one.amount_at_event_minor, one.withdrawn) for one in shown.contributions] == [
        (30_000, 90_000, None),
        (0, 90_000, "no_longer_won"),
        (0, 90_000, "other_currency"),
    ]


@pytest.mark.rule("SG-44", "SG-25", "SG-40", "AT-154")
def test_near_misses_are_listed_with_their_reasons(sales: Storage) -> None:
    target = set_for(sales)
    undone = move(sales, 1)
    with sales.writing() as work:
        undo_move(work, OpportunityId(1), undone, by=OPERATOR, at=NOON + MINUTE)
    move(sales, 2, "Propose", NOON + 2 * MINUTE)
    move(sales, 2, "Demo", NOON + 3 * MINUTE)
    for to in ("Demo", "Qualify", "Demo", "Qualify"):
        move(sales, 3, to, NOON + 4 * MINUTE)
    with sales.writing() as work:
        given = WantedAssignment(opportunity_id=OpportunityId(4), owner_id=OTHER_REP)
        assign_opportunity(work, given, by=OPERATOR, at=NOON)
    move(sales, 4, at=NOON + 5 * MINUTE)
    shown = contributed(sales, target)

    assert [(miss.opportunity.id, miss.reason.value) for miss in shown.near_misses] == [
        (1, "undone"), (2, "skipped_stage"), (2, "backward"), (3, "already_counted"),
    ]  # fmt: skip
    [credit] = shown.contributions
    assert (credit.opportunity and credit.opportunity.id, credit.has_moved_back) == (3, True)
    assert credit.from_stage == "Qualify"
    assert [miss.from_stage for miss in shown.near_misses] == ["Qualify", "Qualify", "Propose", "Qualify"]


@pytest.mark.rule("SG-25")
def test_a_deal_that_was_lost_later_is_marked_and_counts_yet(sales: Storage) -> None:
    target = set_for(sales)
    move(sales, 1)
    move(sales, 2)
    move(sales, 2, "Lost", NOON + MINUTE)
    shown = contributed(sales, target)

    assert [one.opportunity and one.opportunity.is_lost for one in shown.contributions] == [False, True]
    assert shown.period.reached == 2


@pytest.mark.rule("SG-53")
def test_a_goal_says_whether_its_stage_is_still_used(sales: Storage) -> None:
    set_for(sales)
    [before] = listed(sales, a_rep())
    with sales.writing() as work:
        work.connection.execute(update(stages).where(stages.c.id == DEMO.id).values(is_active=False))
    [after] = listed(sales, a_rep())

    assert [one.stage and one.stage.is_active for one in (before, after)] == [True, False]


def test_what_one_may_not_see_any_more_counts_without_its_name(sales: Storage) -> None:
    target = set_for(sales)
    move(sales, 1)
    with sales.writing() as work:
        given = WantedAssignment(opportunity_id=OpportunityId(1), owner_id=OTHER_REP)
        assign_opportunity(work, given, by=OPERATOR, at=NOON + DAY)

    assert [one.opportunity for one in contributed(sales, target).contributions] == [None]


@pytest.mark.rule("SG-11", "SG-44")
def test_of_what_one_may_not_see_no_near_miss_is_told(sales: Storage) -> None:
    target = set_for(sales)
    move(sales, 1, "Propose")
    assert [miss.opportunity.id for miss in contributed(sales, target).near_misses] == [1]
    with sales.writing() as work:
        given = WantedAssignment(opportunity_id=OpportunityId(1), owner_id=OTHER_REP)
        assign_opportunity(work, given, by=OPERATOR, at=NOON + DAY)

    assert contributed(sales, target).near_misses == []
    assert [miss.opportunity.id for miss in contributed(sales, target, asker=ADMINS.actor).near_misses] == [1]


def test_as_many_statements_for_many_targets_as_for_one(sales: Storage) -> None:
    counts = []
    for wanted in (
        [WINS],
        [DEMOS, *(WantedTarget(metric=Metric.WON_COUNT, number=1, period_type=p) for p in PeriodType)],
    ):
        for each in wanted:
            set_for(sales, each)
        statements: list[str] = []
        with sales.writing(preview=True) as work:

            @event.listens_for(work.connection, "before_cursor_execute")
            def note(_c: Any, _cursor: Any, sql: str, *_: Any, kept: list[str] = statements) -> None:
                kept.append(sql)

            read_targets(work, asker=a_rep(), at=NOON)
        counts.append(len(statements))

    assert counts[0] == counts[1] > 0
