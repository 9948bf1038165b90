"""The fields of an opportunity that people fill: what each may hold, whatever the channel it comes through."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from stageline.domain.conditions import FieldType
from stageline.domain.errors import InvalidInput, Missing
from stageline.domain.money import MAX_MINOR, is_currency
from stageline.domain.opportunities.custom_field import CustomField
from stageline.domain.organisation import Source
from stageline.domain.processes.stage import Category

Values = Mapping[str, Any]

MAX_ID = 2**53
NAME_LENGTH, LINE_LENGTH, TEXT_LENGTH = 200, 500, 20_000


class InvalidFields(InvalidInput):
    """Some fields hold something that they cannot hold. What is listed needs another value."""

    code = "invalid_input"


class Catalogue(msgspec.Struct, frozen=True):
    """What a value may refer to: the fields and sources that operations keep."""

    custom_fields: tuple[CustomField, ...] = ()
    sources: tuple[Source, ...] = ()


class _Wrong(Exception):
    """Says what a field needs instead."""


def clean(raw: Values, catalogue: Catalogue) -> dict[str, Any]:
    """The values as the record holds them, or one refusal that names every field that is wrong.

    Custom fields stand under `custom`, a mapping of key to value; None empties a field.
    """
    values: dict[str, Any] = {}
    missing: list[Missing] = []
    for name, value in raw.items():
        try:
            values[name] = _custom(value, catalogue.custom_fields, missing) if name == "custom" else _one(name, value)
        except _Wrong as wrong:
            missing.append(Missing(name=name, remedy=str(wrong), kind="field"))
    if (source := values.get("source")) is not None and not any(s.code == source for s in catalogue.sources):
        missing.append(Missing(name="source", remedy=_one_of([s.code for s in catalogue.sources]), kind="field"))
    if missing:
        raise InvalidFields(missing)
    return values


def _one(name: str, value: Any) -> Any:
    rule = RULES.get(name)
    if rule is None:
        message = "There is no such field that can be changed."
        raise _Wrong(message)
    if value is None and name not in _NEVER_EMPTY:
        return None
    return rule(value)


def text(length: int) -> Callable[[Any], str | None]:
    def rule(value: Any) -> str | None:
        if not isinstance(value, str) or len(value) > length or "\x00" in value:
            raise _Wrong(f"Write a text of at most {length} characters.")
        return value.strip() or None

    return rule


def _name(value: Any) -> str:
    said = text(NAME_LENGTH)(value)
    if said is None:
        message = f"Give a name of at most {NAME_LENGTH} characters."
        raise _Wrong(message)
    return said


def _amount(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_MINOR:
        message = "Enter an amount in minor units, a whole number of zero or more."
        raise _Wrong(message)
    return value


def _currency(value: Any) -> str:
    if not isinstance(value, str) or not is_currency(value):
        message = "Give a currency by its ISO 4217 code, such as EUR."
        raise _Wrong(message)
    return value


def _probability(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 99:
        message = "Give a whole number from 1 to 99; 0 and 100 come with closing."
        raise _Wrong(message)
    return value


def _category(value: Any) -> Category:
    open_categories = (Category.PIPELINE, Category.BEST_CASE, Category.COMMIT, Category.OMITTED)
    if value not in open_categories:
        raise _Wrong(_one_of([c.value for c in open_categories]))
    return Category(value)


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        message = "Give a date as YYYY-MM-DD."
        raise _Wrong(message) from None


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        message = "Say true or false."
        raise _Wrong(message)
    return value


def _reference(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MAX_ID:
        message = "Give the id of something that exists."
        raise _Wrong(message)
    return value


_NEVER_EMPTY = frozenset({"name", "currency", "probability", "category", "is_in_forecast"})

RULES: Mapping[str, Callable[[Any], Any]] = {
    "name": _name,
    "contact_id": _reference,
    "account_id": _reference,
    "amount_minor": _amount,
    "currency": _currency,
    "probability": _probability,
    "category": _category,
    "is_in_forecast": _flag,
    "expected_close_on": _day,
    "actual_close_on": _day,
    "close_reason": text(NAME_LENGTH),
    "competitor": text(NAME_LENGTH),
    "close_note": text(TEXT_LENGTH),
    "source": text(NAME_LENGTH),
    "next_step": text(LINE_LENGTH),
    "next_step_on": _day,
    "remarks": text(TEXT_LENGTH),
}


def _custom(value: Any, custom_fields: Sequence[CustomField], missing: list[Missing]) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        message = "Give an object of field keys and values."
        raise _Wrong(message)
    known = {f.key: f for f in custom_fields}
    cleaned: dict[str, Any] = {}
    for key, one in value.items():
        try:
            cleaned[key] = _custom_value(known.get(key), one)
        except _Wrong as wrong:
            missing.append(Missing(name=f"custom.{key}", remedy=str(wrong), kind="field"))
    return cleaned


def _custom_value(field: CustomField | None, value: Any) -> Any:
    if field is None:
        message = "There is no such custom field."
        raise _Wrong(message)
    if value is None:
        return None
    if field.type is FieldType.TEXT:
        return text(TEXT_LENGTH)(value)
    if field.type is FieldType.DATE:
        return _day(value).isoformat()
    if field.type is FieldType.BOOLEAN:
        return _flag(value)
    if field.type is FieldType.CHOICE:
        if value not in field.choices:
            raise _Wrong(_one_of(field.choices))
        return value
    return _number(value)


def _number(value: Any) -> int | float:
    """JSON carries a number exactly up to 15 digits."""
    limit = 10**15
    if isinstance(value, bool) or not isinstance(value, int | float) or not -limit < value < limit:
        message = "Give a number of at most 15 digits."
        raise _Wrong(message)
    return value


def _one_of(codes: Sequence[str]) -> str:
    return f"Choose one of: {', '.join(codes)}." if codes else "There is nothing to choose from yet."
