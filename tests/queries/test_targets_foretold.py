"""How a target came to its figure, day by day, and what it may come to by the end of its period."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import event

from stageline.commands.opportunities.assigning import assign_opportunity
from stageline.commands.opportunities.editing import edit_opportunity
from stageline.commands.opportunities.moving import move_opportunity
from stageline.commands.opportunities.reopening import reopen_opportunity
from stageline.commands.targets.changing import end_target, pause_target
from stageline.commands.targets.setting import set_target
from stageline.domain.ids import OpportunityId, UserId
from stageline.domain.opportunities.assigning import WantedAssignment
from stageline.domain.opportunities.closing import Closing
from stageline.domain.opportunities.editing import WantedEdit
from stageline.domain.opportunities.reopening import WantedReopening
from stageline.domain.targets.forecast import NoForecast
from stageline.domain.targets.progress import NoSuchPeriod
from stageline.domain.targets.rates import Rate
from stageline.domain.targets.setting import WantedTarget
from stageline.domain.targets.target import Metric, SalesTarget, TargetNotFound
from stageline.queries.targets.charting import TargetCourse, read_course
from stageline.queries.targets.forecasting import TargetForecast, read_forecast
from stageline.storage.targets.rates import add_rates
from stageline.storage.unit_of_work import Storage
from stageline.worker.loop import Worker
from tests.builders import (
    DAY,
    DEMO,
    NOON,
    OTHER_REP,
    REP,
    a_move,
    a_process,
    a_rep,
    an_operator,
    an_opportunity,
    by,
    keep,
)

OPERATOR = by(an_operator())
DEMOS = WantedTarget(metric=Metric.ADVANCED_COUNT, number=21, stage_id=DEMO.id)
WINS = WantedTarget(metric=Metric.WON_VALUE, number=1_000_000, currency="EUR")
OPEN_ONES = 6


@pytest.fixture
def sales(storage: Storage) -> Storage:
    """Rita's open deals 1 to 6, expected this month: 900 euros each, the fifth in dollars, the sixth next month.

    Rolf has 40 more to close.
    """
    mine = [
        an_opportunity(
            id=OpportunityId(number),
            name=f"Deal {number}",
            currency="USD" if number == 5 else "EUR",
            expected_close_on=date(2026, 12 if number == 6 else 11, 20),
        )
        for number in range(1, OPEN_ONES + 1)
    ]
    his = [an_opportunity(id=OpportunityId(number), owner_id=OTHER_REP) for number in range(11, 51)]
    with storage.writing() as work:
        keep(work.connection, a_process(), *mine, *his)
    return storage


def set_for(sales: Storage, wanted: WantedTarget) -> SalesTarget:
    with sales.writing() as work:
        return set_target(work, wanted, REP, by=by(a_rep()), at=NOON - 20 * DAY)


def move(sales: Storage, number: int, to: str, at: Any = NOON) -> None:
    closing = Closing(close_reason="price" if to in ("Won", "Lost") else None)
    wanted = a_move(to, opportunity_id=OpportunityId(number), reason="So it is.", closing=closing)
    with sales.writing() as work:
        move_opportunity(work, wanted, by=OPERATOR, at=at)


def history(sales: Storage, *, won: int, lost: int) -> None:
    """Rolf's: all were in the demonstration, a day after they had begun."""
    for number in range(11, 11 + won + lost):
        move(sales, number, "Demo", NOON + DAY)
        move(sales, number, "Won" if number < 11 + won else "Lost", NOON + DAY)


def course(sales: Storage, target: SalesTarget, on: date | None = None, at: Any = NOON) -> TargetCourse:
    Worker(sales).run_once(NOON)
    with sales.writing(preview=True) as work:
        return read_course(work, target.id, asker=a_rep(), at=at, on=on)


def forecast(sales: Storage, target: SalesTarget, at: Any = NOON + 2 * DAY) -> TargetForecast:
    Worker(sales).run_once(NOON)
    with sales.writing(preview=True) as work:
        return read_forecast(work, target.id, asker=a_rep(), at=at)


@pytest.mark.rule("SG-44")
def test_a_course_has_a_step_for_each_credit_and_what_was_expected_on_each_day(sales: Storage) -> None:
    target = set_for(sales, DEMOS)
    for number in (2, 1):
        move(sales, number, "Demo", NOON + (3 - number) * DAY)
    shown = course(sales, target, at=NOON + 3 * DAY)

    assert [(step.value, step.opportunity_id, step.name) for step in shown.reached] == [
        (1, 2, "Deal 2"), (2, 1, "Deal 1"),
    ]  # fmt: skip
    assert [step.on for step in shown.reached] == [(NOON + n * DAY).date() for n in (1, 2)]
    assert shown.today == (NOON + 3 * DAY).date()
    assert [each.on.day for each in shown.expected] == list(range(1, 31))
    assert (shown.expected[0].value, shown.expected[1].value, shown.expected[-1].value) == (0, 1, 21)


def test_a_course_of_values_leaves_out_what_counts_nothing(sales: Storage) -> None:
    target = set_for(sales, WINS)
    for number in (1, 2, 5):
        move(sales, number, "Won", NOON + number * DAY)
    with sales.writing() as work:
        wanted = WantedReopening(opportunity_id=OpportunityId(1), reason="So it is.")
        reopen_opportunity(work, wanted, by=OPERATOR, at=NOON + 6 * DAY)

    assert [(step.value, step.opportunity_id) for step in course(sales, target).reached] == [(90_000, 2)]


def test_a_course_of_another_period_has_no_today_and_one_that_never_was_is_refused(sales: Storage) -> None:
    target = set_for(sales, DEMOS)
    december = course(sales, target, date(2026, 12, 24))

    assert (december.starts_on, december.last_on, december.today) == (date(2026, 12, 1), date(2026, 12, 31), None)
    assert december.reached == []
    with pytest.raises(NoSuchPeriod):
        course(sales, target, date(2020, 1, 1))


def test_a_step_of_what_one_may_not_see_any_more_has_no_name(sales: Storage) -> None:
    target = set_for(sales, DEMOS)
    move(sales, 1, "Demo")
    with sales.writing() as work:
        given = WantedAssignment(opportunity_id=OpportunityId(1), owner_id=OTHER_REP)
        assign_opportunity(work, given, by=OPERATOR, at=NOON + DAY)

    assert [(step.value, step.opportunity_id, step.name) for step in course(sales, target).reached] == [(1, None, None)]


@pytest.mark.rule("SG-11", "AT-141")
def test_the_course_and_the_forecast_of_another_are_not_there(sales: Storage) -> None:
    target = set_for(sales, DEMOS)
    with sales.writing(preview=True) as work:
        for read in (read_course, read_forecast):
            with pytest.raises(TargetNotFound):
                read(work, target.id, asker=a_rep(OTHER_REP), at=NOON)


def test_under_twenty_closed_deals_nothing_is_foretold(sales: Storage) -> None:
    target = set_for(sales, WINS)
    history(sales, won=10, lost=9)
    assert forecast(sales, target) == TargetForecast(closed_deals=19, open_deals=4, reason=NoForecast.TOO_FEW_CLOSED)

    for to in ("Demo", "Lost"):
        move(sales, 50, to)
    assert forecast(sales, target).reason is None


def test_wins_are_foretold_from_what_is_to_close_in_this_period_in_this_currency(sales: Storage) -> None:
    """Half of all were won, and each of the four is 900 euros."""
    target = set_for(sales, WINS)
    history(sales, won=12, lost=12)
    move(sales, 4, "Won", NOON + DAY)

    found = forecast(sales, target)

    assert (found.closed_deals, found.open_deals) == (25, 3)
    assert found.low is not None
    assert found.high is not None
    assert 90_000 <= found.low < found.high <= 4 * 90_000
    assert forecast(sales, target) == found


def test_a_target_that_converts_hopes_for_other_currencies_too(sales: Storage) -> None:
    """The fifth deal is in dollars; it is worth 750 euros today, and nothing that could be said without a rate."""
    target = set_for(sales, replace(WINS, converts=True))
    history(sales, won=20, lost=0)
    assert forecast(sales, target).open_deals == 4
    with sales.writing() as work:
        day = (NOON + 2 * DAY).date()
        add_rates(work.connection, [Rate(day=day, currency="USD", per_euro=Decimal("1.2"), known_at=NOON)])

    found = forecast(sales, target)
    assert (found.open_deals, found.low, found.high) == (5, 435_000, 435_000)


def test_advances_are_foretold_from_the_stages_before_by_who_came_in_time(sales: Storage) -> None:
    """All 24 came to the demonstration, a day after they had begun."""
    target = set_for(sales, DEMOS)
    history(sales, won=12, lost=12)
    move(sales, 1, "Demo", NOON + DAY)
    move(sales, 2, "Propose", NOON + DAY)

    in_time = forecast(sales, target)
    assert (in_time.open_deals, in_time.low, in_time.high) == (4, 5, 5)
    too_late = forecast(sales, target, NOON + 28 * DAY)
    assert (too_late.low, too_late.high) == (1, 1)


@pytest.mark.rule("SG-24")
def test_what_has_counted_in_this_period_is_not_hoped_for_again(sales: Storage) -> None:
    target = set_for(sales, DEMOS)
    history(sales, won=10, lost=10)
    move(sales, 1, "Demo", NOON + DAY)
    move(sales, 1, "Qualify", NOON + DAY)

    assert forecast(sales, target).open_deals == OPEN_ONES - 1


@pytest.mark.rule("PS-150")
@pytest.mark.parametrize("wanted", [WINS, DEMOS], ids=["wins", "advances"])
@pytest.mark.parametrize("field", [{"is_in_forecast": False}, {"category": "omitted"}], ids=["flag", "category"])
def test_what_is_left_out_of_forecasts_is_not_hoped_for(
    sales: Storage, field: dict[str, Any], wanted: WantedTarget
) -> None:
    target = set_for(sales, wanted)
    history(sales, won=20, lost=0)
    before = forecast(sales, target)
    with sales.writing() as work:
        edit = WantedEdit(opportunity_id=OpportunityId(1), fields=field, reason="So it is.")
        edit_opportunity(work, edit, by=OPERATOR, at=NOON)
    after = forecast(sales, target)

    assert after.open_deals == before.open_deals - 1
    assert before.high is not None
    assert after.high is not None
    assert before.high - after.high == (90_000 if wanted is WINS else 1)


def test_nothing_is_foretold_of_what_is_paused_or_over(sales: Storage) -> None:
    paused, ended = set_for(sales, DEMOS), set_for(sales, WINS)
    with sales.writing() as work:
        pause_target(work, paused.id, version=1, by=by(a_rep()), at=NOON)
        end_target(work, ended.id, version=1, with_period=False, by=by(a_rep()), at=NOON)

    assert forecast(sales, paused) == TargetForecast(reason=NoForecast.PAUSED)
    assert forecast(sales, ended) == TargetForecast(reason=NoForecast.CLOSED_PERIOD)


def test_a_forecast_takes_as_many_statements_for_many_deals_as_for_few(sales: Storage) -> None:
    target, counts = set_for(sales, DEMOS), []
    for user_id in (OTHER_REP, REP):
        history(sales, won=10, lost=10) if user_id == OTHER_REP else give_all(sales, REP)
        statements: list[str] = []
        with sales.writing(preview=True) as work:

            @event.listens_for(work.connection, "before_cursor_execute")
            def note(_c: Any, _cursor: Any, sql: str, *_: Any, kept: list[str] = statements) -> None:
                kept.append(sql)

            found = read_forecast(work, target.id, asker=a_rep(), at=NOON + 2 * DAY)
        counts.append((found.open_deals, len(statements)))

    assert [deals for deals, _ in counts] == [OPEN_ONES, OPEN_ONES + 20]
    assert counts[0][1] == counts[1][1]


def give_all(sales: Storage, to: UserId) -> None:
    for number in range(31, 51):
        with sales.writing() as work:
            given = WantedAssignment(opportunity_id=OpportunityId(number), owner_id=to)
            assign_opportunity(work, given, by=OPERATOR, at=NOON)
