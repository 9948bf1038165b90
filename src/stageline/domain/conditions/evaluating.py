"""Asking a condition of a record in memory, with closures built once: batches ask it hundreds of thousands of times."""

import operator
from collections.abc import Callable
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any, TypeAlias

from stageline.domain.calendar import Moment, start_of_day
from stageline.domain.conditions.condition import (
    COMPARISONS,
    AllOf,
    AnyOf,
    Check,
    Condition,
    Money,
    Not,
    Operator,
)
from stageline.domain.conditions.field import FieldType
from stageline.domain.conditions.reading import Facts, reader

Holds: TypeAlias = Callable[[Facts, Moment], bool]


def compiled(condition: Condition) -> Holds:
    """A function that says whether the condition holds for a record at a moment."""
    match condition:
        case AllOf(conditions):
            return _all([compiled(each) for each in conditions])
        case AnyOf(conditions):
            return _any([compiled(each) for each in conditions])
        case Not(inner):
            holds = compiled(inner)
            return lambda facts, moment: not holds(facts, moment)
    return _check(condition)


def days_around(moment: Moment, days: int) -> tuple[date, date]:
    """The first and the last of so many days ahead of today, or back when negative, with today."""
    other = moment.today + timedelta(days=days)
    return min(moment.today, other), max(moment.today, other)


def instants_around(moment: Moment, days: int) -> tuple[datetime, datetime]:
    """The same days as instants: the beginning of the first, and the end of the last, which is no longer in it."""
    first, last = days_around(moment, days)
    return start_of_day(first, moment.zone), start_of_day(last + timedelta(days=1), moment.zone)


def _all(conditions: list[Holds]) -> Holds:
    def holds(facts: Facts, moment: Moment) -> bool:
        for condition in conditions:  # noqa: SIM110  # a generator costs more than the checks
            if not condition(facts, moment):
                return False
        return True

    return holds


def _any(conditions: list[Holds]) -> Holds:
    def holds(facts: Facts, moment: Moment) -> bool:
        for condition in conditions:  # noqa: SIM110  # as above
            if condition(facts, moment):
                return True
        return False

    return holds


def _check(check: Check) -> Holds:
    read = reader(check.field)
    match check.operator:
        case Operator.IS_FILLED:
            return lambda facts, _: read(facts) is not None
        case Operator.IS_EMPTY:
            return lambda facts, _: read(facts) is None
        case Operator.IN_PAST | Operator.IN_FUTURE | Operator.WITHIN_DAYS:
            return _timed(check, read)
    return _valued(check, read)


def _valued(check: Check, read: Callable[[Facts], Any]) -> Holds:
    if isinstance(check.value, Money):
        return _money(check, check.value, read)
    if check.field.type is FieldType.TEXT:
        return _text(check, read)
    if isinstance(check.value, tuple):
        return _compared(read, _is_among, frozenset(check.value))
    return _compared(read, COMPARISONS[check.operator], check.value)


def _compared(read: Callable[[Facts], Any], compare: Callable[[Any, Any], bool], value: Any) -> Holds:
    def holds(facts: Facts, _: Moment) -> bool:
        found = read(facts)
        return found is not None and compare(found, value)

    return holds


def _text(check: Check, read: Callable[[Facts], Any]) -> Holds:
    def read_folded(facts: Facts) -> str | None:
        found = read(facts)
        return None if found is None else found.casefold()

    if check.operator is Operator.ONE_OF:
        return _compared(read_folded, _is_among, frozenset(folded_values(check)))
    compare = operator.contains if check.operator is Operator.CONTAINS else COMPARISONS[check.operator]
    return _compared(read_folded, compare, folded_values(check)[0])


def folded_values(check: Check) -> list[str]:
    """The texts to compare with; upper and lower case are the same as full Unicode case folding has it: ß is SS."""
    values = check.value if isinstance(check.value, tuple) else (check.value,)
    return [str(value).casefold() for value in values]


def _money(check: Check, value: Money, read: Callable[[Facts], Any]) -> Holds:
    compare, amount, currency = COMPARISONS[check.operator], value.amount_minor, value.currency
    if currency is None:
        return _compared(read, compare, amount)
    read_currency = attrgetter(check.field.currency or "")
    if check.operator is Operator.NOT_EQUALS:

        def differs(facts: Facts, _: Moment) -> bool:
            found = read(facts)
            return found is not None and (found != amount or read_currency(facts) != currency)

        return differs

    def holds(facts: Facts, _: Moment) -> bool:
        found = read(facts)
        return found is not None and compare(found, amount) and read_currency(facts) == currency

    return holds


def _timed(check: Check, read: Callable[[Facts], Any]) -> Holds:
    is_date = check.field.type is FieldType.DATE
    now: Callable[[Moment], Any] = attrgetter("today" if is_date else "at")
    if check.operator is Operator.IN_PAST:
        return lambda facts, moment: (found := read(facts)) is not None and found < now(moment)
    if check.operator is Operator.IN_FUTURE:
        return lambda facts, moment: (found := read(facts)) is not None and found > now(moment)
    days: Any = check.value
    return _date_within(read, days) if is_date else _instant_within(read, days)


def _date_within(read: Callable[[Facts], Any], days: int) -> Holds:
    def holds(facts: Facts, moment: Moment) -> bool:
        found = read(facts)
        if found is None:
            return False
        first, last = days_around(moment, days)
        return bool(first <= found <= last)

    return holds


def _instant_within(read: Callable[[Facts], Any], days: int) -> Holds:
    def holds(facts: Facts, moment: Moment) -> bool:
        found = read(facts)
        if found is None:
            return False
        begin, end = instants_around(moment, days)
        return bool(begin <= found < end)

    return holds


def _is_among(found: Any, values: frozenset[Any]) -> bool:
    return found in values
