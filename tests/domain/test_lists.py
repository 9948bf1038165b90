"""The lists that operations keep: outcomes of activities, and deal roles."""

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from stageline.domain.actions.deal_role import DealRole, DealRoleInUse, InvalidDealRoles, relisted_roles
from stageline.domain.activities.outcome import (
    SHIPPED_OUTCOMES,
    Effect,
    InvalidOutcomes,
    Outcome,
    OutcomeInUse,
    offered_for,
    relisted,
)
from stageline.domain.processes.action import ActivityType

MET = Outcome(code="met", label="Met")
MISSED = Outcome(code="missed", label="Missed", is_contact_made=False, effect=Effect.RESCHEDULES)


def listed(*wanted: Outcome, recorded: set[str] | None = None, leading: Mapping[str, list[str]] | None = None) -> Any:
    return relisted([MET, MISSED], wanted, recorded=recorded or set(), leading=leading or {})


def roles(*wanted: DealRole, used: set[str] | None = None, asking: Mapping[str, list[str]] | None = None) -> Any:
    was = [DealRole(name="Legal"), DealRole(name="Onboarding")]
    return relisted_roles(was, wanted, used=used or set(), asking=asking or {})


@pytest.mark.rule("PS-75")
def test_a_new_outcome_gets_a_code_that_none_has_or_had() -> None:
    after = listed(MISSED, Outcome(label="  Met  "), Outcome(label="入口"))

    assert [(o.code, o.label) for o in after] == [("missed", "Missed"), ("met_2", "Met"), ("outcome", "入口")]


@pytest.mark.rule("PS-75")
def test_an_outcome_that_was_recorded_is_retired_and_one_that_never_was_goes() -> None:
    assert listed(MISSED) == (MISSED,)
    assert listed(MISSED, recorded={"met"}) == (MISSED, msgspec.structs.replace(MET, is_active=False))


@pytest.mark.rule("PS-80")
def test_an_outcome_that_leads_to_a_stage_stays_in_use() -> None:
    leads = {"met": ["Standard sales"]}

    assert listed(MISSED, MET, leading=leads) == (MISSED, MET)
    for wanted in ([MISSED], [MISSED, msgspec.structs.replace(MET, is_active=False)]):
        with pytest.raises(OutcomeInUse) as refused:
            listed(*wanted, leading=leads)
        assert refused.value.facts == {"outcome": "Met", "processes": ["Standard sales"]}


@pytest.mark.parametrize(
    ("wanted", "wrong"),
    [
        ([MET, MET], "items[1].code"),
        ([Outcome(label=" ")], "items[0].label"),
        ([Outcome(label="Talked", activity_types=(ActivityType.PERSONAL,))], "items[0].activity_types"),
        ([Outcome(label=f"Outcome {n}") for n in range(101)], "items"),
    ],
)
def test_everything_wrong_with_the_outcomes_is_named(wanted: list[Outcome], wrong: str) -> None:
    with pytest.raises(InvalidOutcomes) as refused:
        listed(*wanted)
    assert [missing.name for missing in refused.value.missing] == [wrong]


@pytest.mark.rule("PS-75")
@pytest.mark.rule("PS-78")
def test_the_outcomes_of_a_type_are_those_in_use_that_are_for_it() -> None:
    retired = Outcome(code="praised", label="Praised", is_active=False)

    assert offered_for([MET, retired], ActivityType.CALL) == [MET]
    assert offered_for([MET, retired], ActivityType.PERSONAL) == []
    shipped = {its: [o.code for o in offered_for(SHIPPED_OUTCOMES, its)] for its in ActivityType}
    assert all(shipped[its] for its in ActivityType if its is not ActivityType.PERSONAL)
    assert ("no_answer" in shipped[ActivityType.CALL], "no_answer" in shipped[ActivityType.MEETING]) == (True, False)


@pytest.mark.rule("PS-207")
def test_a_deal_role_in_use_is_retired_and_one_that_nothing_names_goes() -> None:
    finance = DealRole(name="Finance")

    assert roles(finance) == (finance,)
    assert roles(finance, used={"legal"}) == (finance, DealRole(name="Legal", is_active=False))
    assert roles(DealRole(name=" LEGAL ")) == (DealRole(name="LEGAL"),)


@pytest.mark.rule("PS-207")
def test_a_deal_role_that_actions_ask_for_stays_in_use() -> None:
    with pytest.raises(DealRoleInUse) as refused:
        roles(DealRole(name="Legal", is_active=False), asking={"legal": ["Standard sales"]})
    assert refused.value.facts == {"deal_role": "Legal", "processes": ["Standard sales"]}


@pytest.mark.parametrize(
    ("wanted", "wrong"),
    [
        ([DealRole(name="Legal"), DealRole(name="LEGAL")], "items[1].name"),
        ([DealRole(name=" ")], "items[0].name"),
        ([DealRole(name=f"Role {n}") for n in range(101)], "items"),
    ],
)
def test_everything_wrong_with_the_deal_roles_is_named(wanted: list[DealRole], wrong: str) -> None:
    with pytest.raises(InvalidDealRoles) as refused:
        roles(*wanted)
    assert [missing.name for missing in refused.value.missing] == [wrong]
