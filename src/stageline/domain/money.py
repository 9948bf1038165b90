"""Amounts: whole numbers of a currency's minor unit as ISO 4217 has it, never a float.

The digits that a screen shows are another matter and another list (CLDR): they differ for a dozen currencies.
"""

import re
from decimal import Decimal

from iso4217 import Currency

from stageline.domain.errors import InvalidInput

MAX_MINOR = 2**53 - 1  # the largest whole number that a JSON client in a browser keeps exactly

# Metals, funds and test codes have no minor unit, so no amount can be kept in them.
_DIGITS: dict[str, int] = {currency.code: currency.exponent for currency in Currency if currency.exponent is not None}
_PLAIN = re.compile(r"([+-]?)([0-9]{1,40})(?:\.([0-9]{1,40}))?")


class UnknownCurrency(InvalidInput):
    """This is not a currency that amounts can be kept in. Use an ISO 4217 code such as EUR."""

    code = "unknown_currency"


class InvalidAmount(InvalidInput):
    """Write the amount as a plain number, with no more decimals than its currency has, and not larger than we keep."""

    code = "invalid_amount"


def is_currency(code: str) -> bool:
    return code in _DIGITS


def minor_digits(currency: str) -> int:
    """How many decimals an amount in that currency has."""
    try:
        return _DIGITS[currency]
    except KeyError:
        raise UnknownCurrency(currency=currency) from None


def to_minor(amount: str | Decimal, currency: str, *, may_be_negative: bool = False) -> int:
    """An amount in minor units, exactly.

    Text is digits with at most one point: no grouping, no exponent, no blanks. Zeros behind the last decimal are no
    decimals: 12.500 is an amount in EUR, 12.505 is refused.
    """
    digits = minor_digits(currency)
    found = _PLAIN.fullmatch(amount if isinstance(amount, str) else _written_out(amount))
    if found is None:
        raise InvalidAmount(currency=currency, digits=digits)
    sign, whole, decimals = found[1], found[2], (found[3] or "").rstrip("0")
    if len(decimals) > digits or (sign == "-" and not may_be_negative):
        raise InvalidAmount(currency=currency, digits=digits)
    minor = int(whole + decimals.ljust(digits, "0"))
    return bounded(-minor if sign == "-" else minor)


def bounded(minor: int) -> int:
    """The amount, unless it is larger than every client can keep."""
    if abs(minor) > MAX_MINOR:
        raise InvalidAmount(max_minor=MAX_MINOR)
    return minor


def to_decimal_string(minor: int, currency: str) -> str:
    """An amount in the currency's own unit, without zeros behind the last decimal: 1250 minor units of EUR are 12.5."""
    digits = minor_digits(currency)
    whole, rest = divmod(abs(minor), 10**digits)
    decimals = f"{rest:0{digits}}".rstrip("0") if digits else ""
    return f"{'-' if minor < 0 else ''}{whole}{'.' if decimals else ''}{decimals}"


def weighted(minor: int, probability: int) -> int:
    """The amount times a probability in per cent (PS-148), rounded once, half to even, so that sums do not drift."""
    whole, rest = divmod(minor * probability, 100)
    return whole + (rest > 50 or (rest == 50 and whole % 2 == 1))


def _written_out(amount: Decimal) -> str:
    """Without an exponent. What is not a number or absurdly long comes out as text that is no amount."""
    if not amount.is_finite() or abs(amount.as_tuple().exponent) > 60:  # type: ignore[arg-type]  # finite, so an int
        return ""
    return format(amount, "f")
