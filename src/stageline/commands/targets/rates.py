"""Loading exchange rates in the layout of the European Central Bank: a line for each day, a column per currency."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import StringIO

import msgspec

from stageline.domain.calendar import Moment
from stageline.domain.errors import Missing
from stageline.domain.events import By
from stageline.domain.money import is_currency
from stageline.domain.rights import Right
from stageline.domain.targets.changes import RatesLoaded
from stageline.domain.targets.rates import EURO, InvalidRates, Rate, RateDiffers
from stageline.storage.targets.rates import add_rates, rates_between
from stageline.storage.unit_of_work import Work

DAY = "date"
NONE_THAT_DAY = ("", "N/A", "-")
LARGEST = Decimal(10) ** 12
SHOWN = 20
"""So many of the wrong lines are named."""


class LoadedRates(msgspec.Struct, frozen=True):
    """How many rates were not known before, how many were just so, and the days of the file."""

    new: int
    unchanged: int
    first_on: date | None
    last_on: date | None


def load_rates(work: Work, text: str, *, by: By, at: datetime) -> LoadedRates:
    """By operations. All of the file or nothing; a rate that is known is not changed, since goals were counted by it.

    Currencies that no amount can be kept in are passed over, and so are days without a rate.
    """
    by.actor.require(Right.SET_UP_PROCESSES)
    rates = _read(text, work.moment(at))
    days = [rate.day for rate in rates]
    if not days:
        return LoadedRates(0, 0, None, None)
    first, last = min(days), max(days)
    known = {(each.day, each.currency): each.per_euro for each in rates_between(work.connection, first, last)}
    others = [each for each in rates if known.get((each.day, each.currency), each.per_euro) != each.per_euro]
    if others:
        raise RateDiffers([
            Missing(name=f"{each.day} {each.currency}", remedy=f"It is {known[each.day, each.currency]} already.")
            for each in others[:SHOWN]
        ])  # fmt: skip
    new = [each for each in rates if (each.day, each.currency) not in known]
    if new:
        [event_id] = work.new_ids(1)
        work.keep([RatesLoaded(id=event_id, at=at, by=by, first_on=first, last_on=last, count=len(new))])
    if not work.is_rehearsal:
        add_rates(work.connection, new)
    return LoadedRates(len(new), len(rates) - len(new), first, last)


def _read(text: str, moment: Moment) -> list[Rate]:
    try:
        lines = [*csv.reader(StringIO(text.removeprefix("\ufeff")), strict=True)]
    except csv.Error as error:
        raise InvalidRates([Missing(name="csv", remedy=f"Save it as CSV: {error}.")]) from None
    head = [each.strip() for each in lines[0]] if lines else []
    if len(head) < 2 or head[0].casefold() != DAY:
        raise InvalidRates([Missing(name="csv", remedy="Head the first column date, the others by their currencies.")])
    known = {place: code for place, code in enumerate(head) if is_currency(code) and code != EURO}
    rates, wrong = list[Rate](), list[Missing]()
    for number, line in enumerate(lines[1:], 2):
        for said in _of_line(number, line, known, moment):
            (wrong if isinstance(said, Missing) else rates).append(said)  # type: ignore[arg-type]  # one or the other
    twice = len(rates) - len({(rate.day, rate.currency) for rate in rates})
    if twice:
        wrong.append(Missing(name="csv", remedy="Say each day and currency once."))
    if wrong:
        raise InvalidRates(wrong[:SHOWN])
    return rates


def _of_line(number: int, line: Sequence[str], known: dict[int, str], moment: Moment) -> Iterator[Rate | Missing]:
    if not any(cell.strip() for cell in line):
        return
    try:
        day = date.fromisoformat(line[0].strip())
    except ValueError:
        yield Missing(name=f"row {number}", remedy="Begin it with a day such as 2026-11-30.")
        return
    for place, currency in known.items():
        cell = line[place].strip() if place < len(line) else ""
        if cell in NONE_THAT_DAY:
            continue
        per_euro = _decimal(cell)
        if per_euro is None or day > moment.today:
            yield Missing(name=f"row {number}", remedy=f"Give a rate above zero for {currency}, of a day until today.")
        else:
            yield Rate(day=day, currency=currency, per_euro=per_euro, known_at=moment.at)


def _decimal(cell: str) -> Decimal | None:
    """Above zero and written out; None for anything else."""
    try:
        number = Decimal(cell)
    except InvalidOperation:
        return None
    is_plain = number.is_finite() and "e" not in cell.casefold() and len(cell) < 30
    return number if is_plain and 0 < number < LARGEST else None
