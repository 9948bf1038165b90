"""Exchange rates are loaded whole or not at all, and what waited for them is counted."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from sqlalchemy import insert, select

from stageline.commands.opportunities.moving import move_opportunity
from stageline.commands.targets.counting import rebuild_credits
from stageline.commands.targets.rates import LoadedRates, load_rates
from stageline.commands.targets.setting import copy_target, set_target
from stageline.domain.errors import Refusal
from stageline.domain.events import By
from stageline.domain.ids import OpportunityId
from stageline.domain.opportunities.closing import Closing
from stageline.domain.rights import RightMissing, Role
from stageline.domain.targets.rates import InvalidRates, RateDiffers
from stageline.domain.targets.setting import ForUser, WantedTarget
from stageline.domain.targets.target import InvalidTarget, Metric, SalesTarget
from stageline.queries.targets.contributions import read_contributions
from stageline.queries.targets.progress import read_target, show_target
from stageline.storage.tables import events, exchange_rates, target_credits
from stageline.storage.targets.rates import rates_for
from stageline.storage.unit_of_work import Storage
from stageline.worker.loop import Worker
from tests.builders import (
    ADMIN,
    DAY,
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
    keep_opportunities,
)

OPERATOR, ADMINS = by(an_operator()), by(an_actor(ADMIN, Role.ADMIN))
EUROS = WantedTarget(metric=Metric.WON_VALUE, number=1_000_000, currency="EUR", converts=True)
# NOON is a Monday. Nothing was published on the day before.
FRIDAYS = "date,USD,GBP\n2026-10-30,1.25,0.80\n"


@pytest.fixture
def sales(storage: Storage) -> Storage:
    """Rita has a deal of 100 dollars, one of 50 euros and one of 7 pesos of Colombia."""
    deals = [
        an_opportunity(id=OpportunityId(number), amount_minor=amount, currency=currency)
        for number, (amount, currency) in enumerate([(10_000, "USD"), (5_000, "EUR"), (700, "COP")], 1)
    ]
    with storage.writing() as work:
        keep(work.connection, a_process(), *deals)
    return storage


def load(storage: Storage, text: str, *, as_: By = OPERATOR, at: datetime = NOON, preview: bool = False) -> LoadedRates:
    with storage.writing(preview=preview) as work:
        return load_rates(work, text, by=as_, at=at)


def set_for(storage: Storage, wanted: WantedTarget = EUROS) -> SalesTarget:
    with storage.writing() as work:
        return set_target(work, wanted, REP, by=ADMINS, at=NOON)


def win_all(storage: Storage, at: datetime = NOON, deals: Iterable[int] = (1, 2, 3)) -> None:
    for number in deals:
        move = a_move("Won", opportunity_id=OpportunityId(number), closing=Closing(close_reason="price"), reason="So.")
        with storage.writing() as work:
            move_opportunity(work, move, by=OPERATOR, at=at)
    Worker(storage).run_once(at)


def rows(storage: Storage, table: Any = target_credits) -> Sequence[Any]:
    with storage.reading() as connection:
        return connection.execute(select(table).order_by(*table.primary_key)).all()


def counted(storage: Storage) -> Sequence[tuple[int, int, str | None, date | None]]:
    return [(row.opportunity_id, row.counted, row.rate, row.rate_on) for row in rows(storage)]


def reached(storage: Storage, target: SalesTarget) -> int:
    with storage.writing(preview=True) as work:
        return read_target(work, target.id, asker=an_actor(ADMIN, Role.ADMIN), at=NOON).period.reached


@pytest.mark.rule("SG-5", "SG-44", "SG-65")
def test_a_goal_that_converts_counts_other_currencies_by_the_last_rate_before(sales: Storage) -> None:
    load(sales, FRIDAYS)
    target = set_for(sales)
    win_all(sales)

    assert counted(sales) == [(1, 8_000, "0.8", date(2026, 10, 30)), (2, 5_000, None, None), (3, 0, None, None)]
    assert reached(sales, target) == 13_000
    with sales.writing(preview=True) as work:
        shown = read_contributions(work, target.id, asker=an_actor(ADMIN, Role.ADMIN), at=NOON)
    first = shown.contributions[0]
    assert (first.counted, first.rate, first.rate_on) == (8_000, "0.8", date(2026, 10, 30))
    assert [(one.currency, one.count) for one in shown.period.left_out] == [("COP", 1)]


@pytest.mark.rule("SG-65")
def test_one_deal_that_cannot_be_converted_keeps_nobody_from_being_counted(sales: Storage) -> None:
    """Ninety million million euros are more in dollars than can be kept, and one currency was given up."""
    load(sales, "date,USD\n2026-10-30,1.1\n")
    with sales.writing() as work:
        dear = an_opportunity(id=OpportunityId(4), amount_minor=9 * 10**15, currency="EUR")
        keep_opportunities(work.connection, dear, an_opportunity(id=OpportunityId(5), amount_minor=100, currency="FRF"))
        work.connection.execute(insert(exchange_rates), {"day": date(2026, 10, 30), "currency": "FRF",
                                                         "per_euro": "6.55957", "known_at": NOON})  # fmt: skip
    target = set_for(sales, msgspec.structs.replace(EUROS, currency="USD"))
    wins = set_for(sales, WantedTarget(metric=Metric.WON_COUNT, number=1))
    win_all(sales, deals=range(1, 6))

    assert (reached(sales, target), reached(sales, wins)) == (10_000 + 5_500, 5)
    withdrawn = {row.opportunity_id: row.withdrawn for row in rows(sales) if row.target_id == target.id}
    assert withdrawn == {1: None, 2: None, **dict.fromkeys((3, 4, 5), "no_rate")}


@pytest.mark.rule("SG-5")
def test_without_saying_so_a_goal_counts_its_own_currency_alone(sales: Storage) -> None:
    load(sales, FRIDAYS)
    plain = set_for(sales, WantedTarget(metric=Metric.WON_VALUE, number=1, currency="EUR"))
    converting = set_for(sales)
    win_all(sales)

    assert (reached(sales, plain), reached(sales, converting)) == (5_000, 13_000)


@pytest.mark.parametrize("into", [{"GBP"}, None])
def test_only_rates_of_currencies_that_occur_are_read(sales: Storage, into: set[str] | None) -> None:
    load(sales, "date,USD,GBP,JPY\n2026-10-30,1.25,0.80,108.70\n")
    set_for(sales, msgspec.structs.replace(EUROS, currency="GBP"))
    day = date(2026, 10, 30)
    with sales.reading() as connection:
        rates = rates_for(connection, {day}, {"USD"}, into=into)

    turned = {code: rates.turn(1_000, code, "GBP", on=day, by=NOON + DAY) for code in ("USD", "EUR", "JPY")}
    assert {code: each and each.minor for code, each in turned.items()} == {"USD": 640, "EUR": 800, "JPY": None}


def test_rates_that_come_later_are_counted_by_when_they_come(sales: Storage) -> None:
    target = set_for(sales)
    win_all(sales)
    assert reached(sales, target) == 5_000

    load(sales, FRIDAYS)
    Worker(sales).run_once(NOON)
    assert reached(sales, target) == 13_000


@pytest.mark.rule("SG-51")
def test_the_first_goal_that_converts_shows_in_its_preview_what_it_would_count(sales: Storage) -> None:
    load(sales, FRIDAYS)
    win_all(sales)
    with sales.writing(preview=True) as work:
        target = set_target(work, EUROS, REP, by=ADMINS, at=NOON)
        assert show_target(work, target, asker=ADMINS.actor, at=NOON).period.reached == 13_000


@pytest.mark.rule("SG-42")
def test_a_closed_period_stays_whatever_is_loaded_later_and_a_rebuild_says_the_same(sales: Storage) -> None:
    load(sales, FRIDAYS)
    set_for(sales)
    win_all(sales)
    before = rows(sales)

    load(sales, "date,USD,COP\n2026-11-02,4,4000\n", at=NOON + 60 * DAY)
    Worker(sales).run_once(NOON + 60 * DAY)
    assert rows(sales) == before
    with sales.writing() as work:
        work.connection.execute(target_credits.delete())
        assert rebuild_credits(work) is not None
    assert rows(sales) == before


def test_the_same_file_again_changes_nothing(sales: Storage) -> None:
    assert load(sales, FRIDAYS) == LoadedRates(2, 0, date(2026, 10, 30), date(2026, 10, 30))
    before = rows(sales, exchange_rates), rows(sales, events)

    assert load(sales, FRIDAYS) == LoadedRates(0, 2, date(2026, 10, 30), date(2026, 10, 30))
    assert (rows(sales, exchange_rates), rows(sales, events)) == before


def test_the_layout_of_the_bank_is_read_with_its_gaps_and_its_old_currencies(sales: Storage) -> None:
    loaded = load(sales, "Date,USD,CYP,EUR,JPY,\n2026-10-30,1.25,0.58,1,N/A,\n\n2026-10-29,1.20,,1,108.70,\n")

    assert loaded == LoadedRates(3, 0, date(2026, 10, 29), date(2026, 10, 30))
    assert [(row.currency, row.per_euro) for row in rows(sales, exchange_rates)] == [
        ("JPY", "108.70"), ("USD", "1.20"), ("USD", "1.25"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", ["csv"]),
        ("USD,GBP\n1,2\n", ["csv"]),
        ("date,USD\nyesterday,1.1\n", ["row 2"]),
        (
            "date,USD\n2026-10-30,0\n2026-10-29,-1\n2026-10-28,1e3\n2026-10-27,NaN\n",
            ["row 2", "row 3", "row 4", "row 5"],
        ),
        ("date,USD\n2026-11-03,1.1\n", ["row 2"]),
        ("date,USD\n2026-10-30,1.1\n2026-10-30,1.1\n", ["csv"]),
        ('date,USD\n2026-10-30,"1.1\n', ["csv"]),
    ],
)
def test_a_file_with_anything_wrong_is_not_taken(sales: Storage, text: str, wrong: Sequence[str]) -> None:
    with pytest.raises(InvalidRates) as refused:
        load(sales, text)

    assert [missing.name for missing in refused.value.missing] == wrong
    assert rows(sales, exchange_rates) == []


def test_a_rate_that_is_known_is_not_changed(sales: Storage) -> None:
    load(sales, FRIDAYS)
    before = rows(sales, exchange_rates)
    with pytest.raises(RateDiffers) as refused:
        load(sales, "date,USD\n2026-10-30,1.26\n2026-10-29,1.2\n")

    assert [missing.name for missing in refused.value.missing] == ["2026-10-30 USD"]
    assert rows(sales, exchange_rates) == before


def test_operations_load_rates_and_nobody_else(sales: Storage) -> None:
    with pytest.raises(RightMissing):
        load(sales, FRIDAYS, as_=by(a_rep()))
    assert rows(sales, exchange_rates) == []


def test_a_preview_says_the_same_and_keeps_nothing(sales: Storage) -> None:
    assert load(sales, FRIDAYS, preview=True).new == 2
    assert rows(sales, exchange_rates) == []


@pytest.mark.rule("SG-3")
def test_only_values_are_converted_and_a_copy_does_so_too(sales: Storage) -> None:
    with pytest.raises(InvalidTarget) as refused:
        set_for(sales, WantedTarget(metric=Metric.WON_COUNT, number=1, converts=True))
    assert [missing.name for missing in refused.value.missing] == ["conversion"]

    target = set_for(sales)
    with sales.writing() as work:
        [copy] = copy_target(work, target.id, [ForUser(OTHER_REP)], by=ADMINS, at=NOON)
    assert not isinstance(copy.refusal, Refusal)
    assert copy.target is not None
    assert copy.target.converts


def test_rates_are_of_days_until_today_as_the_organisation_counts_them(sales: Storage) -> None:
    of_the_third = "date,USD\n2026-11-03,1.1\n"
    with pytest.raises(InvalidRates) as refused:
        load(sales, of_the_third, at=datetime(2026, 11, 2, 22, 59, tzinfo=UTC))
    assert [missing.name for missing in refused.value.missing] == ["row 2"]
    assert rows(sales, exchange_rates) == []

    assert load(sales, of_the_third, at=datetime(2026, 11, 2, 23, tzinfo=UTC)).new == 1
