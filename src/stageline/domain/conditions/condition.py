"""The tree itself: groups of conditions, and single checks of a field."""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from stageline.domain.conditions.field import Field, FieldType


class Operator(StrEnum):
    """What a check asks. Every operator is total: of an empty value all but IS_EMPTY are false."""

    IS_FILLED = "is_filled"
    IS_EMPTY = "is_empty"
    EQUALS = "equals"
    NOT_EQUALS = "not_equals"
    GREATER_THAN = "greater_than"
    LESS_THAN = "less_than"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    CONTAINS = "contains"
    ONE_OF = "one_of"
    BEFORE = "before"
    AFTER = "after"
    IN_PAST = "in_past"
    IN_FUTURE = "in_future"
    WITHIN_DAYS = "within_days"


_ALWAYS = frozenset({Operator.IS_FILLED, Operator.IS_EMPTY})
_SAME = _ALWAYS | {Operator.EQUALS, Operator.NOT_EQUALS}
_SIZED = _SAME | {Operator.GREATER_THAN, Operator.LESS_THAN, Operator.AT_LEAST, Operator.AT_MOST}
_TIMED = _ALWAYS | {
    Operator.BEFORE,
    Operator.AFTER,
    Operator.AT_LEAST,
    Operator.AT_MOST,
    Operator.IN_PAST,
    Operator.IN_FUTURE,
    Operator.WITHIN_DAYS,
}

OPERATORS: Mapping[FieldType, frozenset[Operator]] = {
    FieldType.TEXT: _SAME | {Operator.CONTAINS, Operator.ONE_OF},
    FieldType.CHOICE: _SAME | {Operator.ONE_OF},
    FieldType.REFERENCE: _SAME | {Operator.ONE_OF},
    FieldType.BOOLEAN: _SAME,
    FieldType.NUMBER: _SIZED,
    FieldType.MONEY: _SIZED,
    FieldType.DATE: _TIMED | _SAME,
    FieldType.INSTANT: _TIMED,
}
VALUELESS = _ALWAYS | {Operator.IN_PAST, Operator.IN_FUTURE}

# These work on Python values and on columns alike, so that memory and SQL share them.
COMPARISONS: Mapping[Operator, Callable[[Any, Any], Any]] = {
    Operator.EQUALS: operator.eq,
    Operator.NOT_EQUALS: operator.ne,
    Operator.GREATER_THAN: operator.gt,
    Operator.LESS_THAN: operator.lt,
    Operator.AT_LEAST: operator.ge,
    Operator.AT_MOST: operator.le,
    Operator.BEFORE: operator.lt,
    Operator.AFTER: operator.gt,
}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount to compare with, in minor units. Without a currency it is zero, which is zero of any currency."""

    amount_minor: int
    currency: str | None


Value: TypeAlias = str | int | float | bool | date | datetime | Money | tuple[str | int, ...] | None


@dataclass(frozen=True, slots=True)
class AllOf:
    conditions: "tuple[Condition, ...]"

    @property
    def fields(self) -> tuple[str, ...]:
        return _fields_of(self.conditions)


@dataclass(frozen=True, slots=True)
class AnyOf:
    conditions: "tuple[Condition, ...]"

    @property
    def fields(self) -> tuple[str, ...]:
        return _fields_of(self.conditions)


@dataclass(frozen=True, slots=True)
class Not:
    condition: "Condition"

    @property
    def fields(self) -> tuple[str, ...]:
        return self.condition.fields


@dataclass(frozen=True, slots=True)
class Check:
    """One question about one field. The value has the type of the field; None where the operator asks for none.

    For WITHIN_DAYS it is how many days to look ahead, or back when negative, with today counted in.
    """

    field: Field
    operator: Operator
    value: Value = None

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field.key,)


Condition: TypeAlias = AllOf | AnyOf | Not | Check


def to_json(condition: Condition) -> dict[str, Any]:
    """Plain JSON values that `parse_condition` reads back as the same condition."""
    match condition:
        case AllOf(conditions):
            return {"all": [to_json(each) for each in conditions]}
        case AnyOf(conditions):
            return {"any": [to_json(each) for each in conditions]}
        case Not(inner):
            return {"not": to_json(inner)}
    if condition.operator in VALUELESS:
        return {"field": condition.field.key, "is": condition.operator.value}
    return {"field": condition.field.key, "is": condition.operator.value, "value": _plain(condition.value)}


def _plain(value: Value) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
        case Money(_, None):
            return 0
        case Money(amount_minor, currency):
            return {"amount_minor": amount_minor, "currency": currency}
        case _:
            return value


def _fields_of(conditions: "Iterable[Condition]") -> tuple[str, ...]:
    """Each once, in the order in which they are first asked about."""
    return tuple(dict.fromkeys(key for condition in conditions for key in condition.fields))
