"""Toward which sales goals a move would count, as the move sheet says it."""

from decimal import Decimal

import pytest

from stageline.commands.opportunities.moving import move_opportunity
from stageline.commands.targets.setting import set_target
from stageline.domain.ids import OpportunityId
from stageline.domain.opportunities.opportunity import OpportunityNotFound
from stageline.domain.processes.stage import Stage
from stageline.domain.rights import Actor, Role
from stageline.domain.targets.periods import PeriodType
from stageline.domain.targets.rates import Rate
from stageline.domain.targets.setting import WantedTarget
from stageline.domain.targets.target import Metric
from stageline.queries.targets.ahead import read_ahead
from stageline.storage.targets.rates import add_rates
from stageline.storage.unit_of_work import Storage
from stageline.worker.loop import Worker
from tests.builders import (
    ADMIN,
    DEMO,
    NOON,
    OTHER_REP,
    REP,
    WON,
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
from tests.statements import statements

ADMINS = by(an_actor(ADMIN, Role.ADMIN))
DEMOS = WantedTarget(metric=Metric.ADVANCED_COUNT, number=3, stage_id=DEMO.id)
IN_A_WEEK = WantedTarget(metric=Metric.ADVANCED_COUNT, number=1, stage_id=DEMO.id, period_type=PeriodType.WEEK)
WINS = WantedTarget(metric=Metric.WON_COUNT, number=2)


@pytest.fixture
def sales(storage: Storage) -> Storage:
    with storage.writing() as work:
        keep(work.connection, a_process(), *(an_opportunity(id=OpportunityId(number)) for number in (1, 2)))
        for wanted in (DEMOS, IN_A_WEEK, WINS):
            set_target(work, wanted, REP, by=ADMINS, at=NOON)
    return storage


def ahead(
    sales: Storage, to: Stage = DEMO, *, asker: Actor | None = None, number: int = 1
) -> list[tuple[str, int, int]]:
    """The length of each period, what it has reached, and what the move adds."""
    with sales.writing(preview=True) as work:
        found = read_ahead(work, OpportunityId(number), to.id, asker=asker or a_rep(), moment=work.moment(NOON))
    return [(each.target.period_type.value, each.target.period.reached, each.adds) for each in found.items]


@pytest.mark.rule("SG-40", "SG-64")
def test_the_goals_that_a_move_would_count_for_are_named_the_shortest_period_first(sales: Storage) -> None:
    assert ahead(sales) == [("week", 0, 1), ("month", 0, 1)]
    assert ahead(sales, WON) == [("month", 0, 1)]


@pytest.mark.rule("SG-24")
def test_what_has_counted_already_is_not_named_again(sales: Storage) -> None:
    with sales.writing() as work:
        move_opportunity(work, a_move(), by=by(a_rep()), at=NOON)
    Worker(sales).run_once(NOON)

    assert ahead(sales) == []
    assert ahead(sales, WON) == [("month", 0, 1)]
    assert ahead(sales, number=2) == [("week", 1, 1), ("month", 1, 1)]


@pytest.mark.rule("SG-5")
def test_where_a_goal_converts_the_rate_of_the_day_is_used(sales: Storage) -> None:
    wanted = WantedTarget(metric=Metric.ADVANCED_VALUE, number=1, stage_id=DEMO.id, currency="USD", converts=True)
    with sales.writing() as work:
        set_target(work, wanted, REP, by=ADMINS, at=NOON)
    assert len(ahead(sales)) == 2

    with sales.writing() as work:
        add_rates(work.connection, [Rate(day=NOON.date(), currency="USD", per_euro=Decimal("1.25"), known_at=NOON)])

    assert ahead(sales)[-1] == ("month", 0, 112_500)


@pytest.mark.rule("SG-11", "SG-12")
def test_goals_of_others_are_named_to_those_who_see_them_alone(sales: Storage) -> None:
    assert len(ahead(sales, asker=a_manager())) == 2
    assert ahead(sales, asker=an_operator()) == []
    with pytest.raises(OpportunityNotFound):
        ahead(sales, asker=an_actor(OTHER_REP))


def test_many_goals_take_no_more_statements_than_one(sales: Storage) -> None:
    def heard() -> int:
        with statements(sales.engines.reading) as of_readers, statements(sales.engines.writing) as of_writers:
            ahead(sales)
        return len(of_readers) + len(of_writers)

    few = heard()
    with sales.writing() as work:
        for length in (PeriodType.QUARTER, PeriodType.YEAR):
            wanted = WantedTarget(metric=Metric.ADVANCED_COUNT, number=3, stage_id=DEMO.id, period_type=length)
            set_target(work, wanted, REP, by=ADMINS, at=NOON)
    assert heard() == few
