"""Role maps as they are read for a batch, on both databases."""

from typing import Any

import pytest
from sqlalchemy import insert, update

from stageline.domain.actions.roles import ANY, RoleMaps
from stageline.domain.ids import OpportunityId, ProcessId, UserId
from stageline.storage.actions.roles import read_role_maps
from stageline.storage.tables import role_maps, users
from stageline.storage.unit_of_work import Storage
from tests.builders import MANAGER, OPERATIONS, OTHER_REP, REP
from tests.definitions import have_people
from tests.statements import statements

SOLAR, SALES = OpportunityId(1), ProcessId(3)


def have_maps(storage: Storage, *rows: tuple[str, int, int, int, UserId]) -> None:
    have_people(storage)
    with storage.engines.writing.begin() as connection:
        for row in rows:
            connection.execute(insert(role_maps).values(row))


def leave(storage: Storage, user_id: UserId) -> None:
    with storage.engines.writing.begin() as connection:
        connection.execute(update(users).where(users.c.id == user_id).values(state="deactivated"))


def read(storage: Storage, *roles: str, **said: Any) -> RoleMaps:
    with storage.reading() as connection:
        return read_role_maps(connection, roles, [SOLAR], **said)


@pytest.mark.rule("PS-210", "AC-121")
def test_who_has_left_fills_no_role_and_the_next_map_counts(storage: Storage) -> None:
    have_maps(storage, ("onboarding", ANY, SALES, ANY, MANAGER), ("onboarding", ANY, SALES, REP, OPERATIONS))
    assert read(storage, "Onboarding").find("Onboarding", SOLAR, SALES, REP) == OPERATIONS

    leave(storage, OPERATIONS)

    assert read(storage, "Onboarding").find("Onboarding", SOLAR, SALES, REP) == MANAGER


def test_only_what_matters_is_read_and_in_one_statement(storage: Storage) -> None:
    have_maps(
        storage,
        ("onboarding", SOLAR, ANY, ANY, MANAGER),
        ("onboarding", OpportunityId(2), ANY, ANY, OPERATIONS),
        ("legal", ANY, ANY, ANY, OPERATIONS),
        ("finance", ANY, ANY, REP, OTHER_REP),
    )
    with storage.reading() as connection, statements(connection) as asked:
        maps = read_role_maps(connection, {"Onboarding", "finance"}, [SOLAR])

    assert dict(maps.by_scope) == {
        ("onboarding", SOLAR, ANY, ANY): MANAGER,
        ("finance", ANY, ANY, REP): OTHER_REP,
    }
    assert len([sql for sql in asked if sql.startswith("SELECT")]) == 1


def test_people_whom_actions_name_are_told_with_it_while_they_are_here(storage: Storage) -> None:
    have_maps(storage)
    leave(storage, OTHER_REP)

    assert read(storage, user_ids=[MANAGER, OTHER_REP]).present == {MANAGER}
