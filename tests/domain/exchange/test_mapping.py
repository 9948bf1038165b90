"""A mapping says what the files do not say; what it leaves open is asked for and never guessed."""

from typing import Any

import pytest

from stageline.domain.calendar import UnknownZone
from stageline.domain.exchange.mapping import InvalidMapping, complete, parse_mapping, plain_mapping
from stageline.domain.money import UnknownCurrency
from tests.mappings import LOANS, MAVEN, a_mapping


def what_is_missing(document: dict[str, Any], **said: Any) -> list[str]:
    with pytest.raises(InvalidMapping) as refused:
        complete(parse_mapping(document), **said)
    return [missing.name for missing in refused.value.missing]


@pytest.mark.parametrize("document", [MAVEN, LOANS, a_mapping(history={})], ids=["crm", "log", "small"])
def test_a_whole_mapping_is_taken_as_it_is(document: dict[str, Any]) -> None:
    mapping = parse_mapping(document)

    assert complete(mapping) == mapping


def test_a_misspelt_word_is_refused_by_its_place() -> None:
    assert what_is_missing(a_mapping(columns={"ammount": "Value"})) == ["files[0].columns"]


def test_something_that_is_no_object_is_refused() -> None:
    with pytest.raises(InvalidMapping) as refused:
        parse_mapping([])

    assert refused.value.missing[0].name == "mapping"


@pytest.mark.parametrize("unsaid", ["zone", "currency"])
def test_zone_and_currency_are_never_guessed(unsaid: str) -> None:
    document = {name: value for name, value in a_mapping().items() if name != unsaid}
    said = {"zone": "UTC", "currency": "USD"}

    assert what_is_missing(document) == [unsaid]
    assert getattr(complete(parse_mapping(document), **said), unsaid) == said[unsaid]


def test_a_column_of_currencies_says_them_all() -> None:
    document = a_mapping(columns={"currency": "Currency"}, currency=None)

    assert complete(parse_mapping(document)).currency is None


def test_a_zone_or_currency_must_exist() -> None:
    with pytest.raises(UnknownZone):
        complete(parse_mapping(a_mapping(zone="Europe/Atlantis")))
    with pytest.raises(UnknownCurrency):
        complete(parse_mapping(a_mapping(currency="XXY")))


def test_a_new_process_needs_stages_with_their_types() -> None:
    assert what_is_missing(a_mapping(stages=[])) == ["stages"]
    assert what_is_missing(a_mapping(stages=[{"value": "New"}])) == ["stages.New"]


def test_the_command_line_can_name_the_new_process() -> None:
    mapping = complete(parse_mapping(a_mapping(process=None)), new_process="Deals of old")

    assert mapping.process is not None
    assert (mapping.process.name, mapping.process.is_new) == ("Deals of old", True)


def test_a_value_means_one_stage() -> None:
    stages = [{"value": "New", "type": "open"}, {"value": "Fresh", "also": ["new "], "type": "open"}]

    assert what_is_missing(a_mapping(stages=stages)) == ["stages.Fresh"]


def test_where_opportunities_start_must_be_one_of_the_stages() -> None:
    assert what_is_missing(a_mapping(starts_in="Nowhere")) == ["starts_in"]
    assert complete(parse_mapping(a_mapping(starts_in="new"))).starts_in == "new"


def test_there_is_one_opportunities_file_and_at_most_one_history() -> None:
    opportunities, history = a_mapping(history={})["files"]

    assert what_is_missing(a_mapping(files=[history])) == ["files"]
    assert what_is_missing(a_mapping(files=[opportunities, history, history])) == ["files"]


def test_the_stage_stands_in_a_column_or_in_the_history() -> None:
    document = a_mapping()
    document["files"][0]["columns"] = {"external_id": "Id"}

    assert what_is_missing(document) == ["columns.stage"]


def test_without_a_mapping_columns_are_called_like_our_fields() -> None:
    mapping = plain_mapping(["External ID", "Name", "stage", "Close_On", "custom.colour", "Phase of moon"])

    columns = mapping.opportunity_file.columns
    assert (columns.external_id, columns.close_on, columns.amount) == ("External ID", "Close_On", None)
    assert mapping.opportunity_file.custom["colour"].column == "custom.colour"
    assert mapping.dates_of(mapping.opportunity_file) == ("iso",)


def test_without_a_mapping_there_must_be_a_column_with_the_key() -> None:
    with pytest.raises(InvalidMapping) as refused:
        plain_mapping(["Name", "Stage"])

    assert refused.value.missing[0].name == "mapping"
