"""The soonest activity that is still ahead, as the next step of an opportunity."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stageline.domain.activities.activity import Activity, ActivityStatus
from stageline.domain.conditions import Moment
from stageline.domain.ids import OpportunityId, UserId
from stageline.storage.activities_ahead import NextActivity, read_next_activities
from stageline.storage.unit_of_work import Storage
from tests.agendas import an_activity, keep_activities, timed
from tests.builders import AMSTERDAM, MANAGER, MINUTE, NOON, OTHER_REP, REP, a_process, an_opportunity, keep

pytestmark = pytest.mark.rule("PS-224")

TODAY, DAY = NOON.date(), timedelta(days=1)
FIRST = OpportunityId(1)


def ahead(storage: Storage, *activities: Activity, asker: UserId = REP, at: datetime = NOON) -> NextActivity | None:
    """What is next for the first of two deals; nothing of it is kept."""
    moment = Moment.of(at, AMSTERDAM)
    with storage.engines.writing.connect() as connection:
        keep(connection, a_process(), *(an_opportunity(id=OpportunityId(n)) for n in (1, 2)))
        keep_activities(connection, activities)
        found = read_next_activities(connection, [FIRST, OpportunityId(2)], asker, moment)
        connection.rollback()
    return found.get(FIRST)


def planned(id: int, **said: Any) -> Activity:
    return an_activity(f"Activity {id}", id=id, action_id=None, **said)


def test_the_soonest_is_next_and_a_time_of_day_comes_before_the_end_of_that_day(storage: Storage) -> None:
    later, by_day = planned(1, **timed(NOON + DAY)), planned(2, on_day=TODAY + DAY)
    other = planned(3, opportunity_id=OpportunityId(2))

    assert ahead(storage, by_day, later, other) == NextActivity(
        id=later.id, subject="Activity 1", starts_at=NOON + DAY, on_day=None
    )
    assert ahead(storage, planned(4, **timed(NOON + 2 * DAY)), by_day) == NextActivity(
        id=by_day.id, subject="Activity 2", starts_at=None, on_day=TODAY + DAY
    )


@pytest.mark.parametrize(
    ("said", "is_ahead"),
    [
        (timed(NOON - 59 * MINUTE), True),
        (timed(NOON - 60 * MINUTE), False),
        ({"on_day": TODAY}, True),
        ({"on_day": TODAY - DAY}, False),
        ({"status": ActivityStatus.DONE}, False),
        ({"status": ActivityStatus.CANCELLED}, False),
        ({"deleted_at": NOON}, False),
    ],
)
def test_what_is_under_way_or_for_today_is_ahead_and_what_is_over_is_not(
    storage: Storage, said: dict[str, Any], is_ahead: bool
) -> None:
    assert (ahead(storage, planned(1, **said)) is not None) == is_ahead


def test_today_is_that_of_the_organisation(storage: Storage) -> None:
    late = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)

    assert ahead(storage, planned(1, on_day=late.date()), at=late) is None
    assert ahead(storage, planned(1, on_day=late.date() + DAY), at=late) is not None


@pytest.mark.parametrize(("asker", "subject"), [(REP, "Activity 1"), (OTHER_REP, "Activity 1"), (MANAGER, None)])
def test_of_a_private_one_only_those_who_take_part_read_the_subject(
    storage: Storage, asker: UserId, subject: str | None
) -> None:
    shared = planned(1, participants=(OTHER_REP,))
    private = planned(1, is_private=True, participants=(OTHER_REP,))

    of_shared, of_private = (ahead(storage, activity, asker=asker) for activity in (shared, private))

    assert of_shared is not None
    assert of_shared.subject == "Activity 1"
    assert of_private is not None
    assert of_private.subject == subject
