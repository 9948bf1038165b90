"""What one row says, and the only reasons for which it is left out."""

from typing import Any

import pytest

from stageline.domain.exchange.mapping import complete, parse_mapping
from stageline.domain.exchange.reading import Reader, Unreadable
from tests.mappings import a_mapping

CUSTOM = {
    "colour": {"column": "Colour", "type": "choice", "choices": ["red", "blue"]},
    "seats": {"column": "Seats", "type": "number"},
    "trial": {"column": "Trial", "type": "boolean"},
    "begun": {"column": "Begun", "type": "date"},
    "words": {"column": "Words"},
}


def read(cells: dict[str, str], **said: Any) -> Any:
    mapping = complete(parse_mapping(a_mapping(custom=CUSTOM, **said)))
    reader = Reader(mapping, mapping.stages)
    return reader.opportunity({"external_id": "1", "stage": "New", **cells}, ["iso"])


def why_not(cells: dict[str, str], **said: Any) -> str:
    with pytest.raises(Unreadable) as unreadable:
        read(cells, **said)
    return str(unreadable.value)


def test_everything_that_a_row_leaves_out_may_be_missing() -> None:
    said = read({})

    assert (said.owner, said.account, said.amount_minor, said.close, said.custom) == (None, None, None, None, {})


def test_stages_are_known_by_all_their_names_without_regard_to_case() -> None:
    stages = [{"value": "New", "type": "open", "also": ["Fresh Lead"], "name": "Qualify"}]

    assert read({"stage": "fresh lead "}, stages=stages).stage.called == "Qualify"
    assert why_not({"stage": "Old"}, stages=stages) == "stage: 'Old' is in no line of the mapping"


def test_a_row_s_own_currency_counts_before_that_of_the_mapping() -> None:
    assert read({"currency": "jpy", "amount": "1500"}).amount_minor == 1500
    assert why_not({"currency": "XXY"}) == "currency: 'XXY' is not known"
    assert why_not({}, currency=None, columns={"currency": "Currency"}) == "currency: there is none"


@pytest.mark.parametrize("field", ["created_at", "close_on", "expected_close_on", "stage_entered_at", "custom.begun"])
def test_a_broken_date_is_told_by_its_column(field: str) -> None:
    assert why_not({field: "TBD"}) == f"{field}: 'TBD' is no date of the form iso"


def test_a_broken_number_is_told_by_its_column() -> None:
    assert why_not({"amount": "much"}) == "amount: 'much' is no number that can be kept"
    assert why_not({"probability": "120"}) == "probability: '120' is not between 0 and 100"


def test_a_probability_is_per_cent() -> None:
    assert (read({"probability": "40%"}).probability, read({"probability": "12.5"}).probability) == (40, 12)


def test_custom_fields_hold_values_of_their_type() -> None:
    cells = {"colour": "red", "seats": "1,250", "trial": "Yes", "begun": "2017-03-01", "words": "as they are"}

    said = read({f"custom.{key}": text for key, text in cells.items()})

    assert said.custom == {"colour": "red", "seats": 1250, "trial": True, "begun": "2017-03-01", "words": "as they are"}
    assert read({"custom.seats": "2.5"}).custom == {"seats": 2.5}


@pytest.mark.parametrize(("key", "text"), [("colour", "green"), ("seats", "many"), ("trial", "perhaps")])
def test_a_value_that_a_custom_field_cannot_hold_is_told(key: str, text: str) -> None:
    assert why_not({f"custom.{key}": text}).startswith(f"custom.{key}: ")


def test_long_texts_are_cut_to_what_the_record_can_hold() -> None:
    assert len(read({"name": "n" * 300}).name) == 200


def test_a_row_of_the_history_needs_a_date_and_a_stage() -> None:
    mapping = complete(parse_mapping(a_mapping(history={})))
    reader = Reader(mapping, mapping.stages)

    with pytest.raises(Unreadable, match="at: there is no date"):
        reader.visit({"stage": "New"}, ["iso"], "EUR", 2)
    with pytest.raises(Unreadable, match="stage: there is none"):
        reader.visit({"at": "2017-03-01"}, ["iso"], "EUR", 2)
