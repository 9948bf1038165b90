"""Exchange rates as the European Central Bank publishes them, and amounts turned by them from one currency to another.

A rate says what one euro is worth. There is none for weekends and holidays: the last one published before holds.
"""

from collections.abc import Mapping, Sequence
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
        Of those known before `by`, so that what comes to be known later changes nothing any more; only where nothing
        was known then, by those that came to be known first. Rounded once, half to even.
        """
        if not (is_currency(source) and is_currency(target)):
            return None
        found = [(day, known_at) for day in _week_until(on) if (known_at := self._known_at(day, source, target))]
        if not found:
            return None
        known_then = [day for day, known_at in found if known_at < by]
        first_known = min(known_at for _, known_at in found)
        day = max(known_then or [day for day, known_at in found if known_at == first_known])
        rate = self._rate(day, source, target)
        scale = Fraction(10) ** (minor_digits(target) - minor_digits(source))
        turned = round(Fraction(rate) * minor * scale)
        return Turned(turned, _written(rate), day) if abs(turned) <= MAX_MINOR else None

    def _known_at(self, day: date, *currencies: str) -> datetime | None:
        """When the last of them was, if all are there; the euro itself needs none."""
        found = [self._rates.get((each, day)) for each in currencies if each != EURO]
        return max((each.known_at for each in found if each is not None), default=None) if all(found) else None

    def _rate(self, day: date, source: str, target: str) -> Decimal:
        exact = Fraction(self._per_euro(day, target)) / Fraction(self._per_euro(day, source))
        return Decimal(f"{exact.numerator / Decimal(exact.denominator):.{FIGURES - 1}e}")

    def _per_euro(self, day: date, currency: str) -> Decimal:
        return Decimal(1) if currency == EURO else self._rates[currency, day].per_euro


def _week_until(day: date) -> list[date]:
    return [day - timedelta(days=back) for back in range(LONGEST_PAUSE.days + 1)]


def _written(rate: Decimal) -> str:
    """Without an exponent or zeros at the end."""
    said = f"{rate:f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


NO_RATES = Rates()
