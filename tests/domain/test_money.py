"""Amounts are exact, or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stageline.domain.money import (
    MAX_MINOR,
    InvalidAmount,
    UnknownCurrency,
    bounded,
    is_currency,
    minor_digits,
    to_decimal_string,
    to_minor,
    weighted,
)

MINOR = st.integers(-MAX_MINOR, MAX_MINOR)
CURRENCIES = st.sampled_from(["EUR", "JPY", "BHD", "CLF"])


def test_a_currency_has_the_decimals_of_iso_4217_and_not_those_that_screens_show() -> None:
    assert {code: minor_digits(code) for code in ("EUR", "JPY", "BHD", "CLF", "LAK", "RSD")} == {
        "EUR": 2, "JPY": 0, "BHD": 3, "CLF": 4, "LAK": 2, "RSD": 2,
    }  # fmt: skip


@pytest.mark.parametrize("code", ["XAU", "XXX", "XTS", "eur", "EURO", ""])
def test_no_amount_can_be_kept_in_what_has_no_minor_unit_or_is_no_currency(code: str) -> None:
    assert is_currency("EUR")
    assert not is_currency(code)
    with pytest.raises(UnknownCurrency):
        minor_digits(code)


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("10005534", "EUR", 1_000_553_400),
        ("12.5", "EUR", 1_250),
        ("+0.05", "EUR", 5),
        ("12.500", "EUR", 1_250),
        ("12", "JPY", 12),
        ("12.000", "JPY", 12),
        ("0.125", "BHD", 125),
        (Decimal("12.5"), "EUR", 1_250),
        (Decimal("1.2E3"), "EUR", 120_000),
    ],
)
def test_an_amount_is_read_exactly(amount: str | Decimal, currency: str, minor: int) -> None:
    assert to_minor(amount, currency) == minor


@pytest.mark.parametrize(
    "amount",
    ["12.505", "", " 12", "1,000", "1 000", "1e3", "1_0", "NaN", "Infinity", ".5", "5.", "٣", "--1", "-1", "1" * 50]
    + [Decimal(text) for text in ("NaN", "sNaN", "Infinity", "12.505", "1E+1000000", "1E-1000000", "-1")],
)
def test_what_is_no_exact_amount_is_refused(amount: str | Decimal) -> None:
    with pytest.raises(InvalidAmount):
        to_minor(amount, "EUR")


def test_a_negative_amount_is_read_only_where_it_may_be() -> None:
    assert to_minor("-12.5", "EUR", may_be_negative=True) == -1_250
    with pytest.raises(InvalidAmount):
        to_minor("-12.5", "EUR")


def test_an_amount_is_not_larger_than_every_client_can_keep() -> None:
    assert to_minor("90071992547409.91", "EUR") == MAX_MINOR
    assert bounded(-MAX_MINOR) == -MAX_MINOR
    with pytest.raises(InvalidAmount):
        to_minor("90071992547409.92", "EUR")
    with pytest.raises(InvalidAmount):
        bounded(-MAX_MINOR - 1)


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (1_000_553_400, "EUR", "10005534"),
        (1_250, "EUR", "12.5"),
        (-5, "EUR", "-0.05"),
        (0, "EUR", "0"),
        (1_250, "JPY", "1250"),
        (1_250, "BHD", "1.25"),
    ],
)
def test_an_amount_is_written_without_zeros_behind_the_last_decimal(minor: int, currency: str, text: str) -> None:
    assert to_decimal_string(minor, currency) == text


@given(MINOR, CURRENCIES)
def test_an_amount_that_was_written_is_read_again_as_it_was(minor: int, currency: str) -> None:
    assert to_minor(to_decimal_string(minor, currency), currency, may_be_negative=True) == minor


@pytest.mark.rule("PS-148")
@pytest.mark.parametrize(
    ("minor", "probability", "expected"),
    [(1_000, 30, 300), (50, 1, 0), (150, 1, 2), (250, 1, 2), (-50, 1, 0), (-150, 1, -2), (151, 1, 2), (7, 100, 7)],
)
def test_expected_revenue_is_the_amount_times_the_probability_half_to_even(
    minor: int, probability: int, expected: int
) -> None:
    assert weighted(minor, probability) == expected


@pytest.mark.rule("PS-148")
@given(MINOR, st.integers(0, 100))
def test_expected_revenue_is_what_exact_decimals_give(minor: int, probability: int) -> None:
    assert weighted(minor, probability) == round(Decimal(minor) * probability / 100)
