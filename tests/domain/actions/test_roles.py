"""Whom a deal role falls to."""

import pytest

from stageline.domain.actions.roles import ANY, RoleMaps, Scope, responsible_for
from stageline.domain.ids import OpportunityId, ProcessId, UserId
from tests.builders import OTHER_REP, REP

SOLAR, SALES = OpportunityId(1), ProcessId(3)
INES, LARS, OMAR, PIA, TOM = map(UserId, (21, 22, 23, 24, 25))

IN_ORDER: list[tuple[Scope, UserId]] = [
    (("onboarding", SOLAR, ANY, ANY), INES),
    (("onboarding", ANY, SALES, REP), LARS),
    (("onboarding", ANY, ANY, REP), OMAR),
    (("onboarding", ANY, SALES, ANY), PIA),
    (("onboarding", ANY, ANY, ANY), TOM),
]


def found(maps: RoleMaps, role: str | None = "Onboarding", user_id: UserId | None = None) -> UserId:
    return responsible_for(maps, role, user_id, opportunity_id=SOLAR, process_id=SALES, owner_id=REP)


@pytest.mark.rule("PS-208")
@pytest.mark.parametrize("first", range(len(IN_ORDER)))
def test_the_closest_map_says_who_fills_a_role(first: int) -> None:
    assert found(RoleMaps(dict(IN_ORDER[first:]))) == IN_ORDER[first][1]


@pytest.mark.rule("PS-208")
def test_a_role_that_nobody_fills_falls_to_the_owner() -> None:
    elsewhere: dict[Scope, UserId] = {
        ("legal", ANY, ANY, ANY): INES,
        ("onboarding", OpportunityId(2), ANY, ANY): LARS,
        ("onboarding", ANY, ProcessId(4), REP): OMAR,
        ("onboarding", ANY, ANY, OTHER_REP): PIA,
    }

    assert found(RoleMaps(elsewhere)) == REP
    assert RoleMaps(elsewhere).find("onboarding", SOLAR, SALES, REP) is None


def test_an_action_without_a_role_is_the_owners() -> None:
    assert found(RoleMaps(dict(IN_ORDER)), role=None) == REP


@pytest.mark.rule("PS-29")
def test_a_person_named_does_it_unless_they_have_left() -> None:
    assert found(RoleMaps(present=frozenset({INES})), role=None, user_id=INES) == INES
    assert found(RoleMaps(), role=None, user_id=INES) == REP
