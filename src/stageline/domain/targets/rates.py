"""Exchange rates as the European Central Bank publishes them, and amounts turned by them from one currency to another.

A rate says what one euro is worth. There is none for weekends and holidays: the last one published before holds.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import msgspec

from stageline.domain.errors import InvalidInput, RuleBroken
from stageline.domain.money import MAX_MINOR, is_currency, minor_digits

EURO = "EUR"
LONGEST_PAUSE = timedelta(days=7)
"""How old a rate may be on the day for which it is used. Around holidays nothing is published for five days at most."""
FIGURES = 10
"""Significant ones of a rate between two currencies; what is kept is what was multiplied with."""


class InvalidRates(InvalidInput):
    """This file holds no exchange rates that could be used; what is listed is wrong. Nothing of it was taken."""

    code = "invalid_rates"


class RateDiffers(RuleBroken):
    """Some of these days have other rates already, which goals were counted by. A published rate is not changed."""

    code = "rate_differs"


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """What one euro was worth in that currency on that day, and since when it was known here."""

    day: date
    currency: str
    per_euro: Decimal
    known_at: datetime


class Turned(msgspec.Struct, frozen=True):
    """An amount in another currency: `rate` is what one unit was worth there, as published on `rate_on`."""

    minor: int
    rate: str
    rate_on: date


class Rates:
    """Those that were read for some days and currencies."""

    def __init__(self, rates: Sequence[Rate] = ()) -> None:
        self._rates: Mapping[tuple[str, date], Rate] = {(each.currency, each.day): each for each in rates}

    def turn(self, minor: int, source: str, target: str, *, on: date, by: datetime) -> Turned | None:
        """By the rate of that day, or the last published in the week before it; None where there is none.

        None too for a currency that is none any more, and for what would be more than can be kept.
        Of those known before `by`, so that what comes to be known later changes nothing any more. Rounded once, half
        to even.
        """
        if not (is_currency(source) and is_currency(target)):
            return None
        known = (day for day in _back_from(on) if self._is_known(day, source, target, by=by))
        if (day := next(known, None)) is None:
            return None
        rate = self._rate(day, source, target)
        scale = Fraction(10) ** (minor_digits(target) - minor_digits(source))
        turned = round(Fraction(rate) * minor * scale)
        return Turned(turned, _written(rate), day) if abs(turned) <= MAX_MINOR else None

    def _is_known(self, day: date, *currencies: str, by: datetime) -> bool:
        """Of both; the euro itself needs none."""
        found = [self._rates.get((each, day)) for each in currencies if each != EURO]
        return all(each is not None and each.known_at < by for each in found)

    def _rate(self, day: date, source: str, target: str) -> Decimal:
        exact = Fraction(self._per_euro(day, target)) / Fraction(self._per_euro(day, source))
        return Decimal(f"{exact.numerator / Decimal(exact.denominator):.{FIGURES - 1}e}")

    def _per_euro(self, day: date, currency: str) -> Decimal:
        return Decimal(1) if currency == EURO else self._rates[currency, day].per_euro


def _back_from(day: date) -> Iterator[date]:
    """A week long."""
    return (day - timedelta(days=back) for back in range(LONGEST_PAUSE.days + 1))


def _written(rate: Decimal) -> str:
    """Without an exponent or zeros at the end."""
    said = f"{rate:f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


NO_RATES = Rates()
