"""Changing fields."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from stageline.domain.conditions import FieldType
from stageline.domain.ids import EventId, OpportunityId
from stageline.domain.opportunities.changes import OpportunityEdited
from stageline.domain.opportunities.closing import UnknownReason
from stageline.domain.opportunities.custom_field import CustomField
from stageline.domain.opportunities.editing import (
    ClosingIncomplete,
    OnlyWhenClosing,
    RequiredHere,
    WantedEdit,
    decide_edit,
)
from stageline.domain.opportunities.fields import Catalogue, InvalidFields, clean
from stageline.domain.opportunities.gates import ReasonRequired
from stageline.domain.opportunities.opportunity import NotYoursToChange, Opportunity, OpportunityChanged, ReadOnly
from stageline.domain.organisation import SHIPPED_SOURCES
from stageline.domain.processes.criterion import Place
from stageline.domain.processes.stage import Category
from stageline.domain.rights import Access, Actor, Membership
from tests.builders import (
    DAY,
    NOON,
    NORTHWIND,
    a_collaborator,
    a_criterion,
    a_manager,
    a_moment,
    a_process,
    a_rep,
    an_opportunity,
    by,
)

CATALOGUE = Catalogue(
    (
        CustomField(key="seats", label="Seats", type=FieldType.NUMBER),
        CustomField(key="plan", label="Plan", type=FieldType.CHOICE, choices=("basic", "pro")),
        CustomField(key="go_live", label="Go live", type=FieldType.DATE),
        CustomField(key="signed", label="Signed", type=FieldType.BOOLEAN),
        CustomField(key="notes", label="Notes", type=FieldType.TEXT),
    ),
    SHIPPED_SOURCES,
)


def edited(deal: Opportunity, actor: Actor | None = None, **said: Any) -> OpportunityEdited | Opportunity:
    extra = {name: said.pop(name) for name in ("version", "reason") if name in said}
    wanted = WantedEdit(opportunity_id=OpportunityId(1), fields=clean(said, CATALOGUE), **extra)
    return decide_edit(deal, wanted, id=EventId(1), by=by(actor), moment=a_moment(), organisation=NORTHWIND)


@pytest.mark.rule("PS-178")
@pytest.mark.rule("AC-131")
def test_an_edit_keeps_what_changed_before_and_after() -> None:
    change = edited(an_opportunity(), amount_minor=100_000, next_step="Call", custom={"seats": 12})

    assert isinstance(change, OpportunityEdited)
    assert {(f.field, f.before, f.after) for f in change.fields} == {
        ("amount_minor", 90_000, 100_000),
        ("next_step", None, "Call"),
        ("custom.seats", None, 12),
    }
    assert (change.after.version, change.after.stage.name) == (2, "Qualify")


def test_an_edit_that_changes_nothing_is_no_event() -> None:
    deal = an_opportunity()

    assert edited(deal, amount_minor=90_000) is deal


@pytest.mark.rule("PS-226")
@pytest.mark.parametrize(
    ("fields", "is_meaningful"),
    [
        ({"amount_minor": 5}, True),
        ({"expected_close_on": "2026-12-25"}, True),
        ({"next_step": "Call"}, False),
        ({"remarks": "Nice people"}, False),
    ],
)
def test_only_amount_and_close_date_end_idle_time(fields: dict[str, Any], is_meaningful: bool) -> None:
    change = edited(an_opportunity(), **fields)

    assert isinstance(change, OpportunityEdited)
    assert (change.after.last_meaningful_change_at == NOON) is is_meaningful
    assert change.after.stage_entered_at == NOON - DAY


@pytest.mark.rule("PS-152")
@pytest.mark.rule("AC-107")
def test_each_later_close_date_is_a_push_and_one_into_another_quarter_needs_a_reason() -> None:
    deal = an_opportunity(expected_close_on=date(2026, 3, 30))

    with pytest.raises(ReasonRequired):
        edited(deal, expected_close_on="2026-04-05")
    pushed = edited(deal, expected_close_on="2026-04-05", reason="Budget round")
    assert isinstance(pushed, OpportunityEdited)
    pulled = edited(pushed.after, expected_close_on="2026-04-01")

    assert isinstance(pulled, OpportunityEdited)
    assert (pushed.after.push_count, pulled.after.push_count) == (1, 1)


@pytest.mark.rule("PS-144")
def test_an_override_is_marked_as_such() -> None:
    change = edited(an_opportunity(), probability=60, category="commit")

    assert isinstance(change, OpportunityEdited)
    after = change.after
    assert (after.probability, after.is_probability_overridden) == (60, True)
    assert (after.category, after.is_category_overridden) == (Category.COMMIT, True)


@pytest.mark.rule("PS-144")
@pytest.mark.parametrize("probability", [0, 100, -1, 50.5, "60", True])
def test_a_probability_is_a_whole_number_from_1_to_99(probability: Any) -> None:
    with pytest.raises(InvalidFields):
        edited(an_opportunity(), probability=probability)


@pytest.mark.rule("PS-163")
def test_an_old_record_can_always_be_saved_but_not_emptied_of_what_its_stage_requires() -> None:
    has_step = a_criterion("next step", place=Place.ENTRY, when={"field": "next_step", "is": "is_filled"})
    process = a_process(leaving={"Qualify": [has_step]})

    lacking = edited(an_opportunity(process=process, next_step=None), remarks="Old one")
    with pytest.raises(RequiredHere) as refused:
        edited(an_opportunity(process=process, next_step="Call"), next_step=None)

    assert isinstance(lacking, OpportunityEdited)
    assert [m.name for m in refused.value.missing] == ["next step"]


@pytest.mark.rule("PS-171")
@pytest.mark.rule("AC-99")
@pytest.mark.rule("AC-106")
def test_a_closed_record_is_read_only_but_for_its_closing_details() -> None:
    won = an_opportunity("Won")

    with pytest.raises(ReadOnly):
        edited(won, amount_minor=5)
    with pytest.raises(ReadOnly):
        edited(won, a_manager(), next_step="Call", reason="so")
    with pytest.raises(ReasonRequired):
        edited(won, a_manager(), amount_minor=5)
    change = edited(won, a_manager(), amount_minor=5, reason="Credit note")

    assert isinstance(change, OpportunityEdited)
    assert (change.after.probability, change.after.amount_minor, change.reason) == (100, 5, "Credit note")


@pytest.mark.rule("PS-171")
@pytest.mark.rule("PS-168")
def test_what_closing_asked_for_stays_answered() -> None:
    won = an_opportunity("Won", close_reason="price", actual_close_on=NOON.date())
    emptied = {"amount_minor": 0, "actual_close_on": None, "close_reason": "competitor", "reason": "Wrong list"}

    with pytest.raises(ClosingIncomplete) as refused:
        edited(an_opportunity("Lost", actual_close_on=NOON.date()), a_manager(), **emptied)
    with pytest.raises(ClosingIncomplete) as of_won:
        edited(won, a_manager(), amount_minor=None, reason="No")
    with pytest.raises(ClosingIncomplete):
        edited(won, a_manager(), actual_close_on=NOON.date() + timedelta(days=1), reason="No")
    with pytest.raises(UnknownReason):
        edited(won, a_manager(), close_reason="made up", reason="No")
    named = edited(
        an_opportunity("Lost"), a_manager(), close_reason="competitor", competitor="Acme", reason="We know now"
    )
    of_old = edited(an_opportunity("Won", actual_close_on=None), a_manager(), amount_minor=7, reason="Credit note")

    assert {m.name for m in refused.value.missing} == {"actual_close_on", "competitor"}
    assert [m.name for m in of_won.value.missing] == ["amount_minor"]
    assert isinstance(named, OpportunityEdited)
    assert isinstance(of_old, OpportunityEdited)


def test_closing_details_are_filled_by_closing() -> None:
    with pytest.raises(OnlyWhenClosing):
        edited(an_opportunity(), close_reason="fit")


@pytest.mark.rule("PS-148")
def test_expected_revenue_is_never_typed_in() -> None:
    with pytest.raises(InvalidFields):
        edited(an_opportunity(), expected_revenue_minor=5)


@pytest.mark.rule("PS-221")
def test_status_and_stage_cannot_be_typed_in() -> None:
    for name in ("status", "stage_id", "version", "owner_id"):
        with pytest.raises(InvalidFields):
            clean({name: 1}, CATALOGUE)


@pytest.mark.rule("PS-223")
def test_the_contact_may_be_changed() -> None:
    change = edited(an_opportunity(), contact_id=12)

    assert isinstance(change, OpportunityEdited)
    assert change.after.contact_id == 12


def test_a_stale_edit_is_a_conflict() -> None:
    with pytest.raises(OpportunityChanged):
        edited(an_opportunity(version=3), next_step="Call", version=2)


@pytest.mark.rule("PS-202")
def test_a_member_with_access_to_read_does_not_edit() -> None:
    reads = an_opportunity(membership=Membership(Access.READ, "legal"))
    edits = an_opportunity(membership=Membership(Access.EDIT, "legal"))

    with pytest.raises(NotYoursToChange):
        edited(reads, a_collaborator(), next_step="Call")
    assert isinstance(edited(edits, a_collaborator(), next_step="Call"), OpportunityEdited)
    assert isinstance(edited(edits, a_rep(), next_step="Call"), OpportunityEdited)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""), ("name", None), ("name", "x" * 201), ("name", "a\x00b"), ("amount_minor", -1),
        ("amount_minor", 1.5), ("amount_minor", True), ("amount_minor", 2**60), ("currency", "EURO"),
        ("currency", None), ("currency", "XXX"), ("expected_close_on", "tomorrow"), ("expected_close_on", 5),
        ("category", "closed"), ("is_in_forecast", "yes"), ("contact_id", 0), ("contact_id", 2**70),
        ("source", "nowhere"), ("remarks", "x" * 20_001), ("custom", []), ("custom", {"unknown": 1}),
        ("custom", {"seats": "many"}), ("custom", {"seats": 1e300}), ("custom", {"plan": "gold"}),
        ("custom", {"go_live": "soon"}), ("custom", {"signed": 1}), ("custom", {"notes": 5}), ("nonsense", 1),
    ],
)  # fmt: skip
def test_what_a_field_cannot_hold_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(InvalidFields) as refused:
        clean({name: value, "next_step": "Call"}, CATALOGUE)

    assert all(m.name.startswith(name) and m.remedy.endswith(".") for m in refused.value.missing)


def test_everything_wrong_is_named_at_once() -> None:
    with pytest.raises(InvalidFields) as refused:
        clean({"amount_minor": -1, "currency": "?", "custom": {"plan": "gold", "seats": None}}, CATALOGUE)

    assert [m.name for m in refused.value.missing] == ["amount_minor", "currency", "custom.plan"]


def test_an_emptied_custom_field_is_gone() -> None:
    deal = an_opportunity(custom={"seats": 3, "plan": "pro"})

    change = edited(deal, custom={"seats": None})

    assert isinstance(change, OpportunityEdited)
    assert change.after.custom == {"plan": "pro"}
    assert msgspec.structs.asdict(change.fields[0]) == {"field": "custom.seats", "before": 3, "after": None}
