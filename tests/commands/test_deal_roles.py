"""Outcomes and deal roles as lists, and who fills a role, on both databases."""

from typing import Any

import msgspec
import pytest
from sqlalchemy import insert, update

from stageline.commands.deal_roles import give_role, map_role
from stageline.commands.organisation import change_deal_roles, change_outcomes
from stageline.domain.actions.deal_role import SHIPPED_DEAL_ROLES, DealRole, DealRoleInUse
from stageline.domain.actions.mapping_roles import InvalidRoleMap, WantedMap
from stageline.domain.activities.outcome import SHIPPED_OUTCOMES, Outcome, OutcomeInUse
from stageline.domain.errors import NotPermitted
from stageline.domain.ids import OpportunityId, ProcessId, UserId
from stageline.domain.opportunities.opportunity import NotYoursToChange, OpportunityNotFound
from stageline.domain.organising import SettingsChanged
from stageline.domain.processes.definition import definition_of
from stageline.domain.processes.problem import Incomplete
from stageline.domain.processes.process import Process
from stageline.domain.rights import Access, RightMissing
from stageline.queries.deal_roles import Fillers, read_fillers
from stageline.storage.tables import actions, deal_team, users
from stageline.storage.unit_of_work import Storage
from tests.builders import (
    COLLABORATOR,
    MANAGER,
    NOON,
    OPERATIONS,
    OTHER_REP,
    REP,
    a_collaborator,
    a_manager,
    a_rep,
    an_operator,
    an_opportunity,
    by,
)
from tests.definitions import (
    all_rows,
    changed,
    have_opportunities,
    have_people,
    move,
    save,
    standard_sales,
    the_process,
)

ONE = OpportunityId(1)
MET = Outcome(code="met", label="Met")


def relist(storage: Storage, *wanted: Outcome, version: int | None = None, acting: Any = None) -> tuple[Outcome, ...]:
    with storage.writing() as work:
        return change_outcomes(work, wanted, version=version, by=by(acting or an_operator()), at=NOON)


def relist_roles(storage: Storage, *names: str, acting: Any = None, **said: Any) -> tuple[DealRole, ...]:
    wanted = [DealRole(name=name) for name in names]
    with storage.writing() as work:
        return change_deal_roles(work, wanted, version=said.get("version"), by=by(acting or an_operator()), at=NOON)


def map_to(storage: Storage, user_id: UserId | None, role: str = "Onboarding", acting: Any = None, **said: Any) -> Any:
    with storage.writing() as work:
        wanted = WantedMap(deal_role=role, user_id=user_id, **said)
        return map_role(work, wanted, by=by(acting or an_operator()), at=NOON)


def give(storage: Storage, user_id: UserId | None, role: str = "Onboarding", acting: Any = None) -> Any:
    with storage.writing() as work:
        return give_role(work, ONE, role, user_id, by=by(acting or a_rep()), at=NOON)


def fillers(storage: Storage) -> dict[str, tuple[str, str]]:
    with storage.writing(preview=True) as work:
        found: Fillers = read_fillers(work, ONE, by=by(a_rep()))
    return {each.deal_role: (each.user.name, each.by.value) for each in found.items}


def with_one(storage: Storage) -> Process:
    process = standard_sales(storage)
    have_opportunities(storage, an_opportunity("Identify", process=process))
    return process


def deactivate(storage: Storage, user_id: UserId) -> None:
    with storage.engines.writing.begin() as connection:
        connection.execute(update(users).where(users.c.id == user_id).values(state="deactivated"))


@pytest.mark.rule("PS-75")
def test_an_organisation_begins_with_outcomes_and_deal_roles(storage: Storage) -> None:
    with storage.writing() as work:
        kept = work.organisations.read()

    assert kept.outcomes == SHIPPED_OUTCOMES
    assert set(kept.deal_roles) == set(SHIPPED_DEAL_ROLES)


@pytest.mark.rule("PS-75")
def test_operations_keep_the_list_of_outcomes_in_its_order(storage: Storage) -> None:
    have_people(storage)
    wanted = (Outcome(label="Praised us"), *SHIPPED_OUTCOMES[::-1])

    after = relist(storage, *wanted, version=1)

    assert after == (msgspec.structs.replace(wanted[0], code="praised_us"), *wanted[1:])
    with storage.writing() as work:
        assert work.organisations.read().outcomes == after
        assert work.organisation.version == 2
    [event] = all_rows(storage)["events"]
    assert (event.kind, event.version, event.facts["changes"][0]["what"]) == ("organisation.changed", 2, "outcomes")
    assert relist(storage, *after) == after
    assert len(all_rows(storage)["events"]) == 1


@pytest.mark.rule("PS-75")
@pytest.mark.parametrize(
    ("said", "refusal"),
    [({"version": 9}, SettingsChanged), ({"acting": a_manager()}, RightMissing)],
)
def test_a_refused_list_leaves_no_trace(storage: Storage, said: dict[str, Any], refusal: type[Exception]) -> None:
    have_people(storage)
    before = all_rows(storage)

    with pytest.raises(refusal):
        relist(storage, MET, **said)
    with pytest.raises(refusal):
        relist_roles(storage, "Legal", **said)

    assert all_rows(storage) == before


@pytest.mark.rule("PS-80")
def test_an_outcome_that_leads_to_a_stage_of_a_process_stays(storage: Storage) -> None:
    process = standard_sales(storage)
    others = [outcome for outcome in SHIPPED_OUTCOMES if outcome.code != "qualified"]

    with pytest.raises(OutcomeInUse) as refused:
        relist(storage, *others)
    assert refused.value.facts["processes"] == ["Standard sales"]

    save(storage, process, changed(definition_of(process), "Qualify", outcomes=()))
    assert relist(storage, *others) == tuple(others)


@pytest.mark.rule("PS-207")
def test_a_deal_role_that_actions_are_for_stays_and_a_new_one_can_be_named(storage: Storage) -> None:
    process = standard_sales(storage)
    said = definition_of(process)
    [asked] = [a for s in said.stages for a in s.actions if a.code == "research"]
    for_presales = msgspec.structs.replace(asked, deal_role="presales")
    wanted = changed(said, "Identify", actions=(for_presales,))

    with pytest.raises(DealRoleInUse):
        relist_roles(storage, "Finance", "Onboarding")
    with pytest.raises(Incomplete) as refused:
        save(storage, process, wanted)
    assert [missing.kind for missing in refused.value.missing] == ["unknown_deal_role"]

    assert [r.name for r in relist_roles(storage, "Finance", "Onboarding", "Legal", "Presales")][-1] == "Presales"
    save(storage, process, wanted)
    assert the_process(storage, process.id).stages[0].actions[0].deal_role == "presales"


@pytest.mark.rule("PS-208")
def test_who_fills_a_role_is_said_by_the_closest_map(storage: Storage) -> None:
    process = with_one(storage)
    assert fillers(storage)["Onboarding"] == ("Rita Rep", "owner")

    map_to(storage, COLLABORATOR)
    assert fillers(storage)["Onboarding"] == ("Cora Collaborator", "map")
    map_to(storage, OTHER_REP, owner_id=REP)
    map_to(storage, OPERATIONS, process_id=process.id)
    assert fillers(storage)["Onboarding"] == ("Rolf Rep", "map")
    give(storage, MANAGER, "ONBOARDING")
    assert fillers(storage)["Onboarding"] == ("Maja Manager", "opportunity")
    assert fillers(storage)["Legal"] == ("Rita Rep", "owner")

    give(storage, None)
    map_to(storage, None, owner_id=REP)
    assert fillers(storage)["Onboarding"] == ("Olaf Operations", "map")
    kinds = [event.kind for event in all_rows(storage)["events"][-6:]]
    assert kinds == [
        "deal_role.mapped", "deal_role.mapped", "deal_role.mapped", "opportunity.deal_role_given",
        "opportunity.deal_role_taken_back", "deal_role.mapped",
    ]  # fmt: skip


@pytest.mark.rule("PS-210")
@pytest.mark.rule("AC-121")
def test_who_has_left_fills_no_role(storage: Storage) -> None:
    process = with_one(storage)
    map_to(storage, MANAGER, process_id=process.id)
    map_to(storage, OTHER_REP, process_id=process.id, owner_id=REP)

    deactivate(storage, OTHER_REP)

    assert fillers(storage)["Onboarding"] == ("Maja Manager", "map")


def test_saying_of_a_role_what_holds_already_changes_nothing(storage: Storage) -> None:
    with_one(storage)
    map_to(storage, MANAGER)
    give(storage, OTHER_REP)
    before = all_rows(storage)

    assert map_to(storage, MANAGER) is None
    assert map_to(storage, None, role="Legal") is None
    assert give(storage, OTHER_REP) is None

    assert all_rows(storage) == before


@pytest.mark.rule("PS-207")
@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"user_id": UserId(404)}, "user_id"),
        ({"user_id": OTHER_REP}, "user_id"),
        ({"user_id": MANAGER, "role": "Cooking"}, "deal_role"),
        ({"user_id": MANAGER, "owner_id": COLLABORATOR}, "owner_id"),
        ({"user_id": MANAGER, "process_id": ProcessId(404)}, "process_id"),
    ],
)
def test_a_map_names_what_is_there(storage: Storage, said: dict[str, Any], wrong: str) -> None:
    with_one(storage)
    deactivate(storage, OTHER_REP)
    before = all_rows(storage)

    with pytest.raises(InvalidRoleMap) as refused:
        map_to(storage, **said)

    assert [missing.name for missing in refused.value.missing] == [wrong]
    assert all_rows(storage) == before


def test_only_operations_map_roles_and_only_who_may_change_a_deal_gives_them_there(storage: Storage) -> None:
    process = with_one(storage)
    with storage.engines.writing.begin() as connection:
        member = {"opportunity_id": ONE, "user_id": COLLABORATOR, "team_role": "legal", "access": Access.READ.value}
        connection.execute(insert(deal_team), member)
    before = all_rows(storage)

    for acting in (a_rep(), a_manager()):
        with pytest.raises(NotPermitted):
            map_to(storage, MANAGER, process_id=process.id, acting=acting)
    with pytest.raises(OpportunityNotFound):
        give(storage, MANAGER, acting=a_rep(OTHER_REP))
    with pytest.raises(NotYoursToChange):
        give(storage, MANAGER, acting=a_collaborator())
    with pytest.raises(InvalidRoleMap):
        give(storage, UserId(404))

    assert all_rows(storage) == before


@pytest.mark.rule("PS-209")
def test_who_is_given_a_role_gets_its_open_actions_on_that_deal(storage: Storage) -> None:
    process = with_one(storage)
    move(storage, ONE, next(stage for stage in process.stages if stage.name == "Deliver/Finalize"))
    set_action(storage, "Validation by finance", completed_at=NOON, completed_by=REP, completed_how="manual")
    set_action(storage, "Hand-over meeting", is_assigned_by_hand=True)

    for role in ("Legal", "Finance", "Onboarding"):
        give(storage, MANAGER, role)

    responsible = {row.name: row.responsible_id for row in all_rows(storage)["actions"]}
    assert responsible["Validation by legal"] == MANAGER
    assert {name for name, user_id in responsible.items() if user_id == MANAGER} == {"Validation by legal"}
    given, reassigned = [e for e in all_rows(storage)["events"] if e.kind != "opportunity.moved"][-4:-2]
    assert (given.kind, reassigned.kind, reassigned.cause_id) == (
        "opportunity.deal_role_given", "actions.reassigned", given.id
    )  # fmt: skip
    give(storage, None, "Legal")
    assert {row.responsible_id for row in all_rows(storage)["actions"]} == {REP}


def set_action(storage: Storage, name: str, **said: Any) -> None:
    with storage.engines.writing.begin() as connection:
        connection.execute(update(actions).where(actions.c.name == name).values(said))
