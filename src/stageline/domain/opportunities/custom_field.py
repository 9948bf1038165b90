"""Fields that operations add to opportunities."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from stageline.domain.conditions import CUSTOM_TYPES, Field, FieldType, custom_field
from stageline.domain.errors import InvalidInput, Missing, NotFound, RuleBroken
from stageline.domain.events import Event

MOST_FIELDS, MOST_CHOICES, LONGEST_LABEL = 200, 200, 120


class CustomFieldNotFound(NotFound):
    """There is no such custom field."""

    code = "not_found"


class InvalidCustomFieldSettings(InvalidInput):
    """A custom field cannot be kept like this; what is listed is wrong."""

    code = "invalid_input"


class KeyTaken(RuleBroken):
    """Another custom field has this key. Choose a key of its own."""

    code = "name_taken"


class TooManyFields(RuleBroken):
    """There are as many custom fields as there can be. Retire one that is not used."""

    code = "too_many"


class TypeIsFixed(RuleBroken):
    """A custom field keeps its type, since values of that type have been filled in. Add another field instead."""

    code = "type_fixed"


class FieldInUse(RuleBroken):
    """Processes ask for this field. Take it out of their stages first."""

    code = "in_use"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomField:
    """Kept under `custom.<key>` of an opportunity; `choices` only for the type choice."""

    key: str
    label: str
    type: FieldType
    choices: tuple[str, ...] = ()
    is_active: bool = True

    @property
    def name(self) -> str:
        return f"custom.{self.key}"

    def as_field(self) -> Field:
        """As conditions know it; refuses a key or a type that custom fields cannot have."""
        return custom_field(self.key, self.label, self.type, self.choices)


class CustomFieldEvent(Event, frozen=True, kw_only=True, gc=False):
    field_id: int
    key: str

    @property
    def subject_id(self) -> int:
        return self.field_id

    def facts(self) -> Mapping[str, Any]:
        return {"key": self.key}


class CustomFieldAdded(CustomFieldEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "custom_field.added"


class CustomFieldChanged(CustomFieldEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "custom_field.changed"


def added_field(
    known: Sequence[CustomField], *, key: str | None, label: str, type: FieldType, choices: Sequence[str]
) -> CustomField:
    """Its key is made from the label when none is given."""
    if len(known) >= MOST_FIELDS:
        raise TooManyFields(most=MOST_FIELDS)
    given = key or _key_from(label)
    field = _checked(CustomField(key=given, label=label.strip(), type=type, choices=tuple(choices)))
    if any(other.key == given for other in known):
        raise KeyTaken(key=given)
    return field


def changed_field(
    field: CustomField,
    *,
    label: str | None = None,
    type: FieldType | None = None,
    choices: Sequence[str] | None = None,
    is_active: bool | None = None,
    asked_by: Sequence[str] = (),
) -> CustomField:
    """None leaves as it is. `asked_by` are the processes that ask for it: while there are any, it cannot be retired.

    A choice that is taken away is no longer offered; opportunities that say it go on saying it.
    """
    if type is not None and type is not field.type:
        raise TypeIsFixed(type=field.type)
    if is_active is False and field.is_active and asked_by:
        raise FieldInUse(processes=list(asked_by))
    changed = replace(
        field,
        label=field.label if label is None else label.strip(),
        choices=field.choices if choices is None else tuple(choices),
        is_active=field.is_active if is_active is None else is_active,
    )
    return _checked(changed)


def _checked(field: CustomField) -> CustomField:
    wrong = []
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", field.key):
        wrong.append(Missing(name="key", remedy="Give a key of small letters, digits and _, with a letter first."))
    if not 0 < len(field.label) <= LONGEST_LABEL:
        wrong.append(Missing(name="label", remedy=f"Give a label of at most {LONGEST_LABEL} characters."))
    if field.type not in CUSTOM_TYPES:
        wrong.append(Missing(name="type", remedy=f"Choose one of: {', '.join(sorted(CUSTOM_TYPES))}."))
    if not _are_choices(field):
        remedy = f"Give 1 to {MOST_CHOICES} choices, each once." if field.type is FieldType.CHOICE else "Leave it out."
        wrong.append(Missing(name="choices", remedy=remedy))
    if wrong:
        raise InvalidCustomFieldSettings(wrong)
    return field


def _are_choices(field: CustomField) -> bool:
    if field.type is not FieldType.CHOICE:
        return not field.choices
    are_texts = all(0 < len(choice.strip()) <= LONGEST_LABEL for choice in field.choices)
    return are_texts and 0 < len(field.choices) <= MOST_CHOICES and len(set(field.choices)) == len(field.choices)


def _key_from(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_0123456789")[:60].rstrip("_")
