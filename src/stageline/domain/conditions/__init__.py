"""Conditions: what criteria, filters and rules ask of a record, as one typed tree.

`parsing` reads it from JSON, `evaluating` asks it of a record in memory, and `storage.conditions` says the same in SQL.
"""

from stageline.domain.calendar import Moment
from stageline.domain.conditions.condition import AllOf, AnyOf, Check, Condition, Money, Not, Operator, to_json
from stageline.domain.conditions.evaluating import Holds, compiled
from stageline.domain.conditions.field import (
    CUSTOM_TYPES,
    FIELDS,
    Field,
    FieldType,
    InvalidCustomField,
    custom_field,
    fields_with,
)
from stageline.domain.conditions.parsing import InvalidCondition, parse_condition
from stageline.domain.conditions.reading import Facts

__all__ = [
    "CUSTOM_TYPES",
    "FIELDS",
    "AllOf",
    "AnyOf",
    "Check",
    "Condition",
    "Facts",
    "Field",
    "FieldType",
    "Holds",
    "InvalidCondition",
    "InvalidCustomField",
    "Moment",
    "Money",
    "Not",
    "Operator",
    "compiled",
    "custom_field",
    "fields_with",
    "parse_condition",
    "to_json",
]
