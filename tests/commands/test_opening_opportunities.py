"""Beginning opportunities: whose they are, and what their first stage puts into the calendar."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import insert, update

from stageline.commands.opportunities.opening import SaidOpening, open_opportunity
from stageline.domain.calendar import DayBasis
from stageline.domain.ids import UserId
from stageline.domain.opportunities.assigning import CannotOwn
from stageline.domain.processes.action import ActivityCategory, ActivityPlan, ActivityType
from stageline.domain.processes.process import Process
from stageline.storage.tables import role_maps, users
from stageline.storage.unit_of_work import Storage
from tests.agendas import all_actions, all_activities, asking, booked_at_once
from tests.builders import ACCOUNT, MANAGER, NOON, OTHER_REP, REP, a_process, a_rep, an_operator, by, keep
from tests.commands.actions.acting import all_rows

MONDAY = datetime(2026, 11, 9, 8, tzinfo=UTC)  # nine o'clock in Amsterdam
FRIDAY = datetime(2026, 11, 6, 8, tzinfo=UTC)
DAY_LONG = ActivityPlan(category=ActivityCategory.ALL_DAY, type=ActivityType.CALL)


def opened(storage: Storage, at: datetime = NOON, **said: Any) -> Any:
    with storage.writing() as work:
        wanted = SaidOpening(fields={"account_id": ACCOUNT}, **said)
        return open_opportunity(work, wanted, by=by(), at=at).after


def offering(storage: Storage, process: Process, **of_roles: UserId) -> None:
    rows = [
        {"deal_role": role, "opportunity_id": 0, "process_id": 1, "owner_id": 0, "user_id": user_id}
        for role, user_id in of_roles.items()
    ]
    with storage.writing() as work:
        keep(work.connection, process)
        if rows:
            work.connection.execute(insert(role_maps), rows)


def change_person(storage: Storage, user_id: UserId, **said: Any) -> None:
    with storage.writing() as work:
        work.connection.execute(update(users).where(users.c.id == user_id).values(**said))


@pytest.mark.rule("PS-211")
@pytest.mark.rule("AC-18")
@pytest.mark.parametrize(
    ("options", "owner"),
    [
        ({"default_owner_id": MANAGER, "owner_role": "onboarding"}, MANAGER),
        ({"owner_role": "Onboarding"}, OTHER_REP),
        ({"owner_role": "legal"}, REP),
        ({}, REP),
    ],
)
def test_the_owner_is_the_default_one_else_whoever_has_the_owner_role_else_the_creator(
    storage: Storage, options: dict[str, Any], owner: UserId
) -> None:
    offering(storage, a_process(options=options), onboarding=OTHER_REP)
    change_person(storage, MANAGER, can_own=True)

    assert opened(storage).owner_id == owner
    assert opened(storage, owner_id=REP).owner_id == REP


@pytest.mark.rule("PS-211")
def test_who_has_left_or_cannot_own_is_passed_over(storage: Storage) -> None:
    offering(
        storage, a_process(options={"default_owner_id": MANAGER, "owner_role": "onboarding"}), onboarding=OTHER_REP
    )
    change_person(storage, MANAGER, state="deactivated")
    assert opened(storage).owner_id == OTHER_REP

    change_person(storage, OTHER_REP, can_own=False)
    assert opened(storage).owner_id == REP


@pytest.mark.rule("PS-211")
def test_a_creator_who_cannot_own_names_an_owner(storage: Storage) -> None:
    offering(storage, a_process())
    change_person(storage, an_operator().user_id, can_own=False)
    before = all_rows(storage)

    with storage.writing() as work, pytest.raises(CannotOwn):
        open_opportunity(work, SaidOpening(fields={"account_id": ACCOUNT}), by=by(an_operator()), at=NOON)
    assert all_rows(storage) == before

    with storage.writing() as work:
        said = SaidOpening(fields={"account_id": ACCOUNT}, owner_id=a_rep().user_id)
        assert open_opportunity(work, said, by=by(an_operator()), at=NOON).after.owner_id == REP


@pytest.mark.rule("PS-118")
@pytest.mark.rule("PS-113")
@pytest.mark.rule("PS-48")
@pytest.mark.rule("AC-19")
@pytest.mark.parametrize(
    ("basis", "at", "day"),
    [
        (DayBasis.CALENDAR, MONDAY, date(2026, 11, 11)),
        (DayBasis.BUSINESS, MONDAY, date(2026, 11, 11)),
        (DayBasis.CALENDAR, FRIDAY, date(2026, 11, 8)),
        (DayBasis.BUSINESS, FRIDAY, date(2026, 11, 10)),
    ],
)
def test_a_call_of_the_first_stage_stands_in_the_calendar_as_soon_as_it_is_created(
    storage: Storage, basis: DayBasis, at: datetime, day: date
) -> None:
    call = booked_at_once("Call", due_days=2, activity=DAY_LONG)
    offering(storage, asking(options={"day_basis": basis}, Qualify=[call]))

    created = opened(storage, at)

    [action] = all_actions(storage, created.id)
    [activity] = all_activities(storage)
    assert (activity.action_id, activity.on_day, activity.created_at) == (action.id, day, at)
    assert (action.completed_at, action.created_at) == (None, at)
