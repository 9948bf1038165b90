"""Amounts turned from one currency to another by the rates that were published, and what that adds to a target."""

from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest

from stageline.domain.money import MAX_MINOR
from stageline.domain.targets.counting import count
from stageline.domain.targets.credit import Credit, Withdrawn
from stageline.domain.targets.rates import Rate, Rates, Turned
from stageline.domain.targets.target import Metric, SalesTarget
from tests.targets import Story, a_target, at

EARLY, LATE, LATER = (datetime(year, 1, 1, tzinfo=UTC) for year in (2025, 2026, 2027))
FRIDAY, SATURDAY, MONDAY = date(2025, 3, 14), date(2025, 3, 15), date(2025, 3, 17)


def a_rate(currency: str, per_euro: str, day: date = FRIDAY, known_at: datetime = EARLY) -> Rate:
    return Rate(day=day, currency=currency, per_euro=Decimal(per_euro), known_at=known_at)


DOLLARS, POUNDS = a_rate("USD", "1.25"), a_rate("GBP", "0.80")


def turned(rates: Rates, minor: int, source: str, target: str, on: date = FRIDAY) -> tuple[int, str, date] | None:
    found = rates.turn(minor, source, target, on=on, by=LATE)
    return None if found is None else (found.minor, found.rate, found.rate_on)


@pytest.mark.rule("SG-5")
@pytest.mark.parametrize(
    ("source", "target", "minor", "expected"),
    [
        ("USD", "EUR", 12_500, (10_000, "0.8")),
        ("EUR", "USD", 10_000, (12_500, "1.25")),
        ("USD", "GBP", 12_500, (8_000, "0.64")),
        ("EUR", "JPY", 100, (109, "108.7")),
        ("JPY", "EUR", 1_087, (1_000, "0.009199632015")),
        ("USD", "JPY", 100, (87, "86.96")),
    ],
)
def test_an_amount_is_turned_in_the_minor_units_of_both(
    source: str, target: str, minor: int, expected: tuple[int, str]
) -> None:
    rates = Rates([DOLLARS, POUNDS, a_rate("JPY", "108.7")])

    assert turned(rates, minor, source, target) == (*expected, FRIDAY)


def test_a_half_is_rounded_to_even() -> None:
    rates = Rates([a_rate("USD", "2")])

    assert [rates.turn(minor, "USD", "EUR", on=FRIDAY, by=LATE) for minor in (1, 3, 5)] == [
        Turned(0, "0.5", FRIDAY), Turned(2, "0.5", FRIDAY), Turned(2, "0.5", FRIDAY),
    ]  # fmt: skip


def test_a_day_without_a_rate_takes_the_last_published_before_it() -> None:
    rates = Rates([DOLLARS, a_rate("USD", "2", MONDAY)])

    assert turned(rates, 12_500, "USD", "EUR", SATURDAY) == (10_000, "0.8", FRIDAY)
    assert turned(rates, 12_500, "USD", "EUR", MONDAY) == (6_250, "0.5", MONDAY)


def test_a_rate_of_more_than_a_week_before_is_none_and_so_is_that_of_a_currency_that_nobody_publishes() -> None:
    rates = Rates([DOLLARS])

    assert turned(rates, 12_500, "USD", "EUR", date(2025, 3, 21)) == (10_000, "0.8", FRIDAY)
    assert turned(rates, 12_500, "USD", "EUR", date(2025, 3, 22)) is None
    assert turned(rates, 12_500, "USD", "EUR", date(2025, 3, 13)) is None
    assert turned(rates, 12_500, "COP", "EUR") is None


@pytest.mark.rule("SG-65")
def test_what_would_be_more_than_can_be_kept_or_is_in_a_currency_that_is_none_any_more_is_not_turned() -> None:
    rates = Rates([a_rate("USD", "1.1"), a_rate("FRF", "6.55957")])

    most = MAX_MINOR * 10 // 11
    assert turned(rates, most, "EUR", "USD") == (round(most * 1.1), "1.1", FRIDAY)
    assert turned(rates, most + 1, "EUR", "USD") is None
    assert turned(rates, 12_500, "FRF", "EUR") is turned(rates, 12_500, "EUR", "FRF") is None


@pytest.mark.rule("SG-42")
def test_what_came_to_be_known_after_the_period_had_closed_changes_nothing() -> None:
    known_late = a_rate("USD", "2", SATURDAY, known_at=LATER)

    assert turned(Rates([DOLLARS, known_late]), 12_500, "USD", "EUR", MONDAY) == (10_000, "0.8", FRIDAY)
    assert turned(Rates([known_late]), 12_500, "USD", "EUR", MONDAY) is None
    assert turned(Rates([DOLLARS, msgspec.structs.replace(POUNDS, known_at=LATER)]), 12_500, "USD", "GBP") is None


def pounds(*, converts: bool = False) -> SalesTarget:
    return a_target(Metric.WON_VALUE, converts=converts)


def credit_of(story: Story, target: SalesTarget, rates: Rates) -> Credit:
    [credit] = count(msgspec.structs.replace(story.course, rates=rates), target).credits
    return credit


@pytest.mark.rule("SG-5", "SG-44")
def test_a_target_that_converts_counts_by_the_rate_of_the_day_and_keeps_it() -> None:
    story = Story(12_500, "USD").starts("Identify", "2025-03-01").moves("Closed Won", "2025-03-15")
    rates = Rates([DOLLARS, POUNDS])

    converted = credit_of(story, pounds(converts=True), rates)
    assert (converted.counted, converted.rate, converted.rate_on, converted.withdrawn) == (8_000, "0.64", FRIDAY, None)
    assert (converted.amount_minor, converted.currency) == (12_500, "USD")
    plain = credit_of(story, pounds(), rates)
    assert (plain.counted, plain.rate, plain.withdrawn) == (0, None, Withdrawn.OTHER_CURRENCY)


@pytest.mark.rule("SG-42")
def test_an_amount_that_changes_later_is_turned_by_the_rate_of_the_day_on_which_it_came() -> None:
    story = Story(12_500, "USD").starts("Identify", "2025-03-01").moves("Closed Won", "2025-03-14")
    rates = Rates([DOLLARS, POUNDS, a_rate("USD", "5", MONDAY), a_rate("GBP", "1", MONDAY)])

    changed = credit_of(story.amounts_to(25_000, "2025-03-17", "USD"), pounds(converts=True), rates)
    assert (changed.counted, changed.rate_on) == (16_000, FRIDAY)
    own = credit_of(story.amounts_to(700, "2025-03-18", "GBP"), pounds(converts=True), rates)
    assert (own.counted, own.rate) == (700, None)


@pytest.mark.rule("SG-65")
def test_what_cannot_be_converted_adds_nothing_and_says_so() -> None:
    story = Story(12_500, "COP").starts("Identify", "2025-03-01").moves("Closed Won", "2025-03-14")

    credit = credit_of(story, pounds(converts=True), Rates([DOLLARS, POUNDS]))
    assert (credit.counted, credit.withdrawn, credit.rate) == (0, Withdrawn.NO_RATE, None)


@pytest.mark.rule("SG-42", "SG-50")
def test_a_target_set_for_a_closed_period_goes_by_what_was_known_when_it_was_set() -> None:
    """DOLLARS and POUNDS came to be known in May."""
    rates = Rates([msgspec.structs.replace(each, known_at=at("2025-05-01")) for each in (DOLLARS, POUNDS)])
    story = Story(12_500, "USD").starts("Identify", "2025-03-01").moves("Closed Won", "2025-03-14")
    in_march, in_may = (
        a_target(Metric.WON_VALUE, converts=True, set_at=at(when)) for when in ("2025-03-31", "2025-05-02")
    )

    assert credit_of(story, in_march, rates).withdrawn is Withdrawn.NO_RATE
    assert credit_of(story, in_may, rates).counted == 8_000


@pytest.mark.rule("SG-32", "SG-42")
def test_a_win_that_no_rate_let_count_does_not_keep_it_from_counting_when_it_is_won_again() -> None:
    in_april = [a_rate(currency, "0.80", date(2025, 4, 17)) for currency in ("USD", "GBP")]
    story = Story(12_500, "USD").starts("Identify", "2025-03-01").moves("Closed Won", "2025-03-14")
    story.moves("Qualify", "2025-04-04").moves("Closed Won", "2025-04-20")
    counted = count(msgspec.structs.replace(story.course, rates=Rates(in_april)), pounds(converts=True))

    assert [(each.period_starts_on.month, each.counted, each.withdrawn) for each in counted.credits] == [
        (3, 0, Withdrawn.NO_RATE), (4, 12_500, None),
    ]  # fmt: skip
    assert counted.misses == ()


@pytest.mark.rule("SG-7")
def test_the_day_is_that_where_the_target_is() -> None:
    late = Story(12_500, "USD").starts("Identify", "2025-03-01")
    late.moves("Closed Won", "2025-07-14 00:30")
    day, before = date(2025, 7, 14), date(2025, 7, 13)
    rates = Rates(
        [each for d, usd in ((before, "1.25"), (day, "5")) for each in (a_rate("USD", usd, d), a_rate("GBP", "1", d))]
    )

    assert at("2025-07-14 00:30").date() == before
    assert credit_of(late, pounds(converts=True), rates).rate_on == day
