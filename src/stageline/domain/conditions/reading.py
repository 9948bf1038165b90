"""What a record holds in a field, with one notion of empty for all: None."""

from collections.abc import Callable, Mapping
from datetime import date
from operator import attrgetter
from typing import Any

from stageline.domain.conditions.field import Field, FieldType

Facts = Any  # whatever has the fields as attributes, with `custom` a mapping of plain JSON values

LARGEST_NUMBER = 10.0**15  # below it a double holds every whole number
SMALLEST_NUMBER = 10.0**-15


def reader(field: Field) -> Callable[[Facts], Any]:
    """Reads a field from a record; None when it is empty. Text of nothing but white space is empty."""
    if field.is_custom:
        key, read_custom = field.custom_key, CUSTOM_READERS[field.type]
        return lambda facts: read_custom(facts.custom.get(key))
    get = attrgetter(field.key)
    if field.type in (FieldType.TEXT, FieldType.CHOICE):
        return lambda facts: None if not (found := get(facts)) or found.isspace() else found
    return get


def is_number(found: Any) -> bool:
    """Finite, and of a size that both databases and JSON keep: zero, or from 10^-15 up to below 10^15."""
    if type(found) is not int and type(found) is not float:  # to Python, true is an int too
        return False
    return found == 0 or SMALLEST_NUMBER <= abs(found) < LARGEST_NUMBER


def date_in(text: str) -> date | None:
    """A date written as in 2026-11-02 and in no other of the ways of ISO 8601."""
    if len(text) != 10 or text[7] != "-":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _text(found: object) -> str | None:
    return found if isinstance(found, str) and found and not found.isspace() else None


def _number(found: Any) -> float | None:
    return found if is_number(found) else None


def _date(found: object) -> date | None:
    return date_in(found) if isinstance(found, str) else None


def _boolean(found: object) -> bool | None:
    return found if isinstance(found, bool) else None


# A stored value of another type than its field is as good as none: the field may have had another type before.
CUSTOM_READERS: Mapping[FieldType, Callable[[Any], Any]] = {
    FieldType.TEXT: _text,
    FieldType.CHOICE: _text,
    FieldType.NUMBER: _number,
    FieldType.DATE: _date,
    FieldType.BOOLEAN: _boolean,
}
