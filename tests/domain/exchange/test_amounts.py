"""Amounts as files write them."""

import pytest

from stageline.domain.exchange.amounts import BrokenNumber, read_amount, read_number


@pytest.mark.parametrize(
    ("text", "decimal_mark", "minor"),
    [
        ("1054", ".", 105_400),
        ("95,570.69", ".", 9_557_069),
        ("1.234,56", ",", 123_456),
        ("1 234,56", ",", 123_456),
        ("1'234.5", ".", 123_450),
        ("$21,000", ".", 2_100_000),
        ("500.0", ".", 50_000),
        (".5", ".", 50),
        ("7262.5419999999995", ".", 726_254),
        ("0.125", ".", 12),
        ("0.135", ".", 14),
    ],
)
def test_an_amount_is_read_exactly_in_minor_units(text: str, decimal_mark: str, minor: int) -> None:
    assert read_amount(text, "EUR", decimal_mark) == minor


def test_a_currency_has_its_own_decimals() -> None:
    assert (read_amount("12.50", "JPY", "."), read_amount("1.234", "KWD", ".")) == (12, 1234)


@pytest.mark.parametrize("text", ["58.8k", "1,23", "12,34.5", "-5", "", "$", "-", "1e9", "NaN", "9" * 41, "9" * 17])
def test_what_is_no_amount_is_broken(text: str) -> None:
    with pytest.raises(BrokenNumber):
        read_amount(text, "EUR", ".")


def test_a_number_may_be_negative() -> None:
    assert read_number("-1.5", ".") == -1.5
