"""Reading the value that a check compares with: of the field's type, and nothing that a database could not take."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from stageline.domain.conditions.condition import VALUELESS, Money, Operator, Value
from stageline.domain.conditions.field import Field, FieldType
from stageline.domain.conditions.reading import date_in, is_number
from stageline.domain.money import MAX_MINOR, is_currency

MAX_VALUES = 100
MAX_TEXT = 1_000
MAX_DAYS = 36_600  # a century
MAX_DIGITS = 15  # what a double keeps of every decimal number


class Unusable(Exception):
    """A value that cannot be compared with; the message says what to give instead."""


def value_of(field: Field, operator: Operator, raw: object) -> Value:
    if operator in VALUELESS:
        if raw is not None:
            raise Unusable("Leave the value out.")
        return None
    if operator is Operator.WITHIN_DAYS:
        return _days(raw)
    read = _READERS[field.type]
    if operator is Operator.ONE_OF:
        return tuple(read(field, each) for each in _listed(raw))
    found: Value = read(field, raw)
    return found


def shown(raw: object) -> str:
    """What was given, short enough for a sentence."""
    text = repr(raw)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _days(raw: Any) -> int:
    if not _is_whole(raw, MAX_DAYS):
        raise Unusable(f"Give a whole number of days, at most {MAX_DAYS}; a negative one looks back.")
    return int(raw)


def _listed(raw: object) -> list[object]:
    if not isinstance(raw, list) or not 0 < len(raw) <= MAX_VALUES:
        raise Unusable(f"Give a list of one to {MAX_VALUES} values.")
    return raw


def _text(_: Field, raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip() or len(raw) > MAX_TEXT or not _is_storable(raw):
        raise Unusable(f"Give a text of one to {MAX_TEXT} characters.")
    return raw


def _choice(field: Field, raw: object) -> str:
    if field.choices and raw not in field.choices:
        raise Unusable(f"Give one of {', '.join(field.choices)}.")
    return _text(field, raw)


def _number(_: Field, raw: Any) -> float:
    if not is_number(raw) or len(Decimal(repr(raw)).normalize().as_tuple().digits) > MAX_DIGITS:
        raise Unusable(f"Give a number of at most {MAX_DIGITS} digits.")
    found: float = raw
    return found


def _money(_: Field, raw: Any) -> Money:
    match raw:
        case 0 if raw is not False:
            return Money(0, None)
        case {"amount_minor": amount, "currency": str(currency), **rest} if not rest and is_currency(currency):
            if _is_whole(amount, MAX_MINOR):
                return Money(amount, currency)
    raise Unusable('Give 0, or {"amount_minor": a whole number, "currency": "EUR"}.')


def _date(_: Field, raw: object) -> date:
    found = date_in(raw) if isinstance(raw, str) else None
    if found is None:
        raise Unusable("Give a date as in 2026-11-02.")
    return found


def _instant(_: Field, raw: object) -> datetime:
    try:
        found = datetime.fromisoformat(raw) if isinstance(raw, str) else None
        if found is not None and found.utcoffset() is not None:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):  # no moment, or one beyond the years that there are
        pass
    raise Unusable("Give a moment with its offset from UTC, as in 2026-11-02T12:00:00Z.")


def _boolean(_: Field, raw: object) -> bool:
    if not isinstance(raw, bool):
        raise Unusable("Give true or false.")
    return raw


def _reference(_: Field, raw: Any) -> int:
    if not _is_whole(raw, MAX_MINOR) or raw < 1:
        raise Unusable("Give an id.")
    return int(raw)


def _is_whole(raw: object, largest: int) -> bool:
    return isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) <= largest


def _is_storable(text: str) -> bool:
    """PostgreSQL keeps no NUL, and neither database half a surrogate pair."""
    return not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text)


_READERS: Mapping[FieldType, Callable[[Field, Any], Any]] = {
    FieldType.TEXT: _text,
    FieldType.CHOICE: _choice,
    FieldType.NUMBER: _number,
    FieldType.MONEY: _money,
    FieldType.DATE: _date,
    FieldType.INSTANT: _instant,
    FieldType.BOOLEAN: _boolean,
    FieldType.REFERENCE: _reference,
}
