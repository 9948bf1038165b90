"""Fields that operations add to opportunities."""

from typing import Any

import pytest

from stageline.domain.conditions import FieldType
from stageline.domain.opportunities.custom_field import (
    CustomField,
    FieldInUse,
    InvalidCustomFieldSettings,
    KeyTaken,
    TypeIsFixed,
    added_field,
    changed_field,
)

REGION = CustomField(key="region", label="Region", type=FieldType.CHOICE, choices=("North", "South"))


def added(label: str = "Seats", **said: Any) -> CustomField:
    return added_field([REGION], **{"key": None, "label": label, "type": FieldType.NUMBER, "choices": (), **said})


@pytest.mark.rule("PS-16")
def test_a_key_is_made_from_the_label_unless_it_is_given() -> None:
    assert added("  Länge (m)!").key == "lange_m"
    assert added("3rd party?").key == "rd_party"
    assert added(key="seats_2").name == "custom.seats_2"
    assert added("  Seats ").label == "Seats"


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"label": "入口"}, ["key"]),
        ({"key": "Region 2"}, ["key"]),
        ({"label": " ", "key": "x"}, ["label"]),
        ({"type": FieldType.MONEY}, ["type"]),
        ({"choices": ("a",)}, ["choices"]),
        ({"type": FieldType.CHOICE}, ["choices"]),
        ({"type": FieldType.CHOICE, "choices": ("a", "a")}, ["choices"]),
        ({"type": FieldType.CHOICE, "choices": ("a", " ")}, ["choices"]),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(said: dict[str, Any], wrong: list[str]) -> None:
    with pytest.raises(InvalidCustomFieldSettings) as refused:
        added(**said)

    assert [missing.name for missing in refused.value.missing] == wrong


def test_a_key_stands_for_one_field() -> None:
    with pytest.raises(KeyTaken):
        added("Region")


def test_label_choices_and_use_can_change_but_not_the_type() -> None:
    changed = changed_field(REGION, label="Area", choices=["North"], is_active=False, type=FieldType.CHOICE)

    assert (changed.key, changed.label, changed.choices, changed.is_active) == ("region", "Area", ("North",), False)
    with pytest.raises(TypeIsFixed):
        changed_field(REGION, type=FieldType.TEXT)


def test_a_field_that_processes_ask_for_cannot_be_retired() -> None:
    with pytest.raises(FieldInUse) as refused:
        changed_field(REGION, is_active=False, asked_by=["Standard sales"])

    assert refused.value.facts == {"processes": ["Standard sales"]}
    assert changed_field(REGION, label="Area", asked_by=["Standard sales"]).label == "Area"
