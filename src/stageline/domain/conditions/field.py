"""The fields that a condition can ask about, and their types."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from stageline.domain.errors import InvalidInput


class InvalidCustomField(InvalidInput):
    """A custom field needs a key of small letters, digits and underscores, and a type that custom fields can have."""

    code = "invalid_custom_field"


class FieldType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    INSTANT = "instant"
    BOOLEAN = "boolean"
    REFERENCE = "reference"
    CHOICE = "choice"


CUSTOM_TYPES = frozenset({FieldType.TEXT, FieldType.NUMBER, FieldType.DATE, FieldType.BOOLEAN, FieldType.CHOICE})
_CUSTOM = "custom."
_CUSTOM_KEY = re.compile(r"[a-z][a-z0-9_]{0,62}")  # it goes into JSON paths, so nothing else may stand in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """`currency` is the key of the field that says in which currency an amount of money is.

    `choices` are the values that a condition may name; none means that every one may be named.
    """

    key: str
    label: str
    type: FieldType
    choices: tuple[str, ...] = ()
    currency: str | None = None
    is_custom: bool = False

    @property
    def custom_key(self) -> str:
        """The key within the record's custom values."""
        return self.key.removeprefix(_CUSTOM)


def custom_field(key: str, label: str, type: FieldType, choices: Iterable[str] = ()) -> Field:
    """A field that operations have added; conditions call it `custom.<key>`."""
    if not _CUSTOM_KEY.fullmatch(key) or type not in CUSTOM_TYPES:
        raise InvalidCustomField(key=key, type=type)
    return Field(key=_CUSTOM + key, label=label, type=type, choices=tuple(choices), is_custom=True)


def fields_with(custom: Iterable[Field]) -> Mapping[str, Field]:
    """The fields of an opportunity together with the custom ones, by key."""
    return {**FIELDS, **{field.key: field for field in custom}}


_CATEGORIES = ("pipeline", "best_case", "commit", "closed", "omitted")
_STATUSES = ("open", "won", "lost", "disqualified")

FIELDS: Mapping[str, Field] = {
    field.key: field
    for field in (
        Field(key="name", label="Name", type=FieldType.TEXT),
        Field(key="amount_minor", label="Amount", type=FieldType.MONEY, currency="currency"),
        Field(key="currency", label="Currency", type=FieldType.CHOICE),
        Field(key="probability", label="Probability", type=FieldType.NUMBER),
        Field(key="category", label="Forecast category", type=FieldType.CHOICE, choices=_CATEGORIES),
        Field(key="status", label="Status", type=FieldType.CHOICE, choices=_STATUSES),
        Field(key="is_in_forecast", label="In forecast", type=FieldType.BOOLEAN),
        Field(key="process_id", label="Process", type=FieldType.REFERENCE),
        Field(key="stage_id", label="Stage", type=FieldType.REFERENCE),
        Field(key="owner_id", label="Owner", type=FieldType.REFERENCE),
        Field(key="account_id", label="Account", type=FieldType.REFERENCE),
        Field(key="contact_id", label="Contact", type=FieldType.REFERENCE),
        Field(key="expected_close_on", label="Expected close date", type=FieldType.DATE),
        Field(key="actual_close_on", label="Actual close date", type=FieldType.DATE),
        Field(key="close_reason", label="Close reason", type=FieldType.CHOICE),
        Field(key="competitor", label="Competitor", type=FieldType.TEXT),
        Field(key="source", label="Source", type=FieldType.CHOICE),
        Field(key="next_step", label="Next step", type=FieldType.TEXT),
        Field(key="next_step_on", label="Next step date", type=FieldType.DATE),
        Field(key="remarks", label="Remarks", type=FieldType.TEXT),
        Field(key="push_count", label="Times pushed", type=FieldType.NUMBER),
        Field(key="visit", label="Visit", type=FieldType.NUMBER),
        Field(key="stage_entered_at", label="Stage entered", type=FieldType.INSTANT),
        Field(key="created_at", label="Created", type=FieldType.INSTANT),
        Field(key="last_meaningful_change_at", label="Last meaningful change", type=FieldType.INSTANT),
    )
}
