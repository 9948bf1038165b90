"""The organisation's settings and custom fields, on both databases."""

from typing import Any

import msgspec
import pytest

from stageline.commands.organisation import WantedField, add_custom_field, change_custom_field, change_settings
from stageline.domain.conditions import FieldType
from stageline.domain.errors import NotFound
from stageline.domain.ids import OpportunityId
from stageline.domain.opportunities.closing import Closing
from stageline.domain.opportunities.custom_field import FieldInUse, KeyTaken
from stageline.domain.organisation import SHIPPED_REASONS, InvalidSettings
from stageline.domain.organising import SettingsChanged, WantedSettings
from stageline.domain.processes.definition import definition_of
from stageline.domain.rights import RightMissing
from stageline.queries.organisation import read_custom_fields
from stageline.storage.unit_of_work import Storage
from tests.builders import NOON, a_manager, an_operator, an_opportunity, by
from tests.definitions import (
    a_written_criterion,
    all_rows,
    changed,
    have_opportunities,
    have_people,
    move,
    save,
    standard_sales,
    the_process,
)


def settle(storage: Storage, *, version: int | None = None, acting: Any = None, **said: Any) -> Any:
    with storage.writing() as work:
        wanted = msgspec.convert(said, WantedSettings)
        return change_settings(work, wanted, version=version, by=by(acting or an_operator()), at=NOON)


def add(storage: Storage, label: str = "Region", **said: Any) -> int:
    with storage.writing() as work:
        wanted = WantedField(**{"label": label, "type": FieldType.TEXT, **said})
        return add_custom_field(work, wanted, by=by(an_operator()), at=NOON)[0]


def change(storage: Storage, field_id: int, version: int | None = None, **said: Any) -> Any:
    with storage.writing() as work:
        return change_custom_field(work, field_id, WantedField(**said), version=version, by=by(an_operator()), at=NOON)


def test_settings_are_kept_with_what_changed(storage: Storage) -> None:
    have_people(storage)

    after = settle(storage, zone="Europe/Berlin", version=1)

    assert (after.zone, after.version) == ("Europe/Berlin", 2)
    [event] = all_rows(storage)["events"]
    assert (event.kind, event.version) == ("organisation.changed", 2)
    assert event.facts == {"changes": [{"what": "zone", "before": "Europe/Amsterdam", "after": "Europe/Berlin"}]}
    with storage.writing() as work:
        assert str(work.moment(NOON).zone) == "Europe/Berlin"


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"zone": "Mars/Olympus"}, InvalidSettings),
        ({"zone": "Europe/Berlin", "version": 9}, SettingsChanged),
        ({"zone": "Europe/Berlin", "acting": a_manager()}, RightMissing),
    ],
)
def test_refused_settings_leave_no_trace(storage: Storage, said: dict[str, Any], refusal: type[Exception]) -> None:
    have_people(storage)
    before = all_rows(storage)

    with pytest.raises(refusal):
        settle(storage, **said)

    assert all_rows(storage) == before


def test_saying_what_holds_already_changes_nothing(storage: Storage) -> None:
    before = all_rows(storage)

    assert settle(storage, zone="Europe/Amsterdam").version == 1
    assert all_rows(storage) == before


@pytest.mark.rule("PS-168")
def test_a_reason_that_was_ever_given_is_retired_and_not_removed(storage: Storage) -> None:
    process = standard_sales(storage)
    lost = next(s for s in process.stages if s.name == "Closed Lost")
    have_opportunities(storage, an_opportunity("Qualify", process=process, source="event"))
    move(storage, OpportunityId(1), lost, closing=Closing(close_reason="timing"))

    kept = [r for r in SHIPPED_REASONS.lost if r.code == "no_decision"]
    said = {**msgspec.to_builtins(SHIPPED_REASONS), "lost": msgspec.to_builtins(kept)}
    after = settle(storage, reasons=said, sources=[])

    assert [(r.code, r.is_active) for r in after.reasons.lost] == [("no_decision", True), ("timing", False)]
    assert [(s.code, s.is_active) for s in after.sources] == [("event", False)]


def test_a_custom_field_is_there_for_all_at_once(storage: Storage) -> None:
    have_people(storage)

    field_id = add(storage, "Region", type=FieldType.CHOICE, choices=["North", "South"])

    with storage.reading() as connection:
        found = read_custom_fields(connection)
    [field] = found.items
    assert (field.id, field.key, field.choices, field.is_active, found.version) == (
        field_id, "region", ["North", "South"], True, 2,
    )  # fmt: skip
    with storage.writing() as work:
        assert [f.name for f in work.catalogue.custom_fields] == ["custom.region"]
    assert [e.kind for e in all_rows(storage)["events"]] == ["custom_field.added"]


def test_no_two_custom_fields_have_one_key(storage: Storage) -> None:
    have_people(storage)
    add(storage, "Region")
    before = all_rows(storage)

    with pytest.raises(KeyTaken):
        add(storage, "Region")

    assert all_rows(storage) == before


def test_a_custom_field_is_changed_by_those_who_know_its_version(storage: Storage) -> None:
    have_people(storage)
    field_id = add(storage, "Region")

    with pytest.raises(SettingsChanged):
        change(storage, field_id, version=1, label="Area")
    assert change(storage, field_id, version=2, label="Area").label == "Area"
    assert all_rows(storage)["events"][-1].kind == "custom_field.changed"
    with pytest.raises(NotFound):
        change(storage, 404, label="Area")


def test_a_field_that_a_process_asks_for_stays_until_it_does_not(storage: Storage) -> None:
    process = standard_sales(storage)
    field_id = add(storage, "Region")
    asking = a_written_criterion(condition={"field": "custom.region", "is": "is_filled"})
    save(storage, process, changed(definition_of(process), "Qualify", criteria=(asking,)))

    with pytest.raises(FieldInUse) as refused:
        change(storage, field_id, is_active=False)
    assert refused.value.facts == {"processes": ["Standard sales"]}

    save(storage, process, changed(definition_of(the_process(storage, process.id)), "Qualify", criteria=()))
    assert change(storage, field_id, is_active=False).is_active is False


def test_a_criterion_goes_on_asking_for_a_choice_that_is_no_longer_offered(storage: Storage) -> None:
    process = standard_sales(storage)
    field_id = add(storage, "Region", type=FieldType.CHOICE, choices=["North", "South"])
    asking = a_written_criterion(condition={"field": "custom.region", "is": "equals", "value": "South"})
    save(storage, process, changed(definition_of(process), "Qualify", criteria=(asking,)))

    change(storage, field_id, choices=["North"])

    [kept] = [c for c in the_process(storage, process.id).stages[1].criteria if c.in_force_to is None]
    assert kept.fields == ("custom.region",)
