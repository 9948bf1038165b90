"""The days of the people of the sample: at work in working hours, with something done, something due, something late.

Told for a month or three around every awkward moment with few deals, since what is asked here needs no more.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from stageline.bootstrap import open_storage
from stageline.cli.demo import plot, prepare
from stageline.domain.events import By, Channel
from stageline.domain.ids import UserId
from stageline.domain.letters.message import MessageState
from stageline.domain.targets.milestones import (
    TargetAtRisk,
    TargetPeriodClosed,
    TargetReached,
    TargetsCounted,
    TimePassed,
)
from stageline.queries.day.finding import Whose
from stageline.queries.day.reading import Day, read_day
from stageline.settings import Settings
from stageline.storage.people.authentication import read_actor
from stageline.storage.tables import (
    accounts,
    activities,
    activity_participants,
    events,
    files,
    gatherings,
    invitees,
    messages,
    opportunities,
    users,
)
from stageline.storage.unit_of_work import Storage

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
MOMENTS = {
    "a noon": NOON,
    "a Sunday": datetime(2026, 11, 22, 20, 13, tzinfo=UTC),
    "early on a Monday": datetime(2026, 11, 23, 0, 5, tzinfo=UTC),
    "New Year's Day": datetime(2027, 1, 1, 9, 30, tzinfo=UTC),
    "a leap day": datetime(2028, 2, 29, 16, 59, tzinfo=UTC),
    "the hour that comes twice": datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    "the hour that is skipped": datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
}
# What the worker makes of what people did, when it comes to it.
DERIVED = [each.kind for each in (TargetReached, TargetAtRisk, TargetPeriodClosed, TargetsCounted, TimePassed)]
KEPT = (events.c.kind, events.c.at, events.c.opportunity_id, events.c.actor_id, events.c.facts)


@pytest.fixture(scope="module", params=MOMENTS.values(), ids=list(MOMENTS))
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Storage, datetime]]:
    """A short story until that moment."""
    storage = tell(tmp_path_factory.mktemp("demo"), request.param)
    yield storage, request.param
    storage.close()


def tell(folder: Path, now: datetime) -> Storage:
    settings = Settings(database_url=f"sqlite:///{folder / 'demo.db'}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plot, "DEALS", 10)
        patch.setattr(plot, "MONTHS", timedelta(days=95))
        prepare(settings, now)
    return open_storage(settings.database)


def day_of(storage: Storage, now: datetime, name: str = "Mara Lindqvist") -> Day:
    with storage.writing(preview=True) as work:
        person = work.connection.scalar(select(users.c.id).where(users.c.name == name))
        by = By(read_actor(work.connection, UserId(person or 0)), Channel.RECORD)
        return read_day(work, Whose.MINE, by=by, at=now)


def rows(storage: Storage, query: Any) -> list[Any]:
    with storage.reading() as connection:
        return list(connection.execute(query).all())


def local(at: datetime) -> datetime:
    return at.astimezone(AMSTERDAM)


def last_working_day(day: date) -> date:
    while day.isoweekday() > 5:
        day -= timedelta(days=1)
    return day


def test_everything_happens_in_working_hours_in_order_and_before_now(told: tuple[Storage, datetime]) -> None:
    storage, now = told
    founded = rows(storage, select(func.min(events.c.at)))[0][0]
    done = events.c.kind.not_in(DERIVED)
    times = [row.at for row in rows(storage, select(events.c.at).where(done).order_by(events.c.id))]

    acts = [local(at) for at in times if at != founded]
    odd = [at for at in acts if at.isoweekday() > 5 or not time(8, 30) <= at.time() < time(18, 30)]

    assert times == sorted(times)
    assert odd == []
    assert acts[-1] <= now
    assert now - acts[-1] < timedelta(days=4)


def test_what_is_in_a_calendar_has_its_time_in_working_hours(told: tuple[Storage, datetime]) -> None:
    storage, _ = told
    timed = rows(
        storage, select(activities.c.starts_at, activities.c.ends_at).where(activities.c.starts_at.is_not(None))
    )
    odd = [
        local(row.starts_at)
        for row in timed
        if local(row.starts_at).isoweekday() > 5
        or local(row.starts_at).time() < time(8, 30)
        or local(row.ends_at).time() > time(18)
    ]

    assert odd == []
    assert len({local(row.starts_at).time() for row in timed}) > 8


def test_the_first_rep_has_a_day_to_look_at(told: tuple[Storage, datetime]) -> None:
    storage, now = told
    day = day_of(storage, now)

    assert [each.opportunity.name for each in day.ready] == ["Vineyard sensors"]
    assert [(each.opportunity.name, [m.name for m in each.advance.missing]) for each in day.needs_you.held] == [
        ("School kitchens", ["Signing date confirmed", "Kick-off dated"])
    ]
    assert [each.subject for each in day.needs_you.outcomes] == ["Contract review"]
    assert 1 <= day.counts.late <= 6
    assert day.counts.next >= 4
    assert min(row.day for row in day.late) > local(now).date() - timedelta(days=40)


def test_a_talk_has_just_ended_and_nobody_has_said_what_came_of_it(told: tuple[Storage, datetime]) -> None:
    storage, now = told
    ferry = select(activities).join(opportunities, opportunities.c.id == activities.c.opportunity_id)
    [talk] = rows(storage, ferry.where(opportunities.c.name == "Ferry timetables", activities.c.status == "active"))

    assert talk.is_tracked
    assert talk.ends_at <= now
    assert last_working_day((local(now) - timedelta(days=1)).date()) <= local(talk.starts_at).date()


def test_letters_of_the_last_weeks_wait_in_the_outboxes_of_their_senders(told: tuple[Storage, datetime]) -> None:
    storage, now = told
    kept = rows(storage, select(messages, users.c.name).join(users, users.c.id == messages.c.sender_id))
    written = rows(storage, select(events.c.facts).where(events.c.kind == "letter.written"))

    assert {row.state for row in kept} == {MessageState.QUEUED.value}
    assert [row.name for row in kept].count("Mara Lindqvist") >= 2
    assert min(row.created_at for row in kept) > now - timedelta(days=14)
    assert {row.facts["delivery"] for row in written} == {"email", "print", "save"}
    assert len(rows(storage, select(files.c.id))) == 2 * len(written)


def test_two_gatherings_are_to_come_with_people_on_their_lists(told: tuple[Storage, datetime]) -> None:
    storage, now = told
    ahead = rows(storage, select(gatherings.c.id).where(gatherings.c.starts_at > now))

    assert len(ahead) == 2
    assert len(rows(storage, select(invitees))) >= 1


def test_the_weeks_around_now_have_what_people_at_work_have(told: tuple[Storage, datetime]) -> None:
    storage, now = told
    around = select(activities).where(activities.c.deleted_at.is_(None))
    near = [
        row for row in rows(storage, around) if row.starts_at is None or abs(row.starts_at - now) < timedelta(days=12)
    ]  # fmt: skip

    assert {row.category for row in near} == {"timed", "all_day", "task"}
    assert any(row.is_private for row in near)
    assert any(row.location for row in near)
    assert any(row.opportunity_id is None for row in near)
    assert rows(storage, select(activity_participants))
    for name in ("Mara Lindqvist", "Helen Okafor"):
        [person] = rows(storage, select(users.c.id).where(users.c.name == name))
        assert len([row for row in near if row.responsible_id == person.id]) >= 6, name


def test_for_one_now_there_is_one_story(tmp_path: Path) -> None:
    stories = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        storage = tell(tmp_path / name, NOON)
        stories.append((rows(storage, select(*KEPT).order_by(events.c.id)), rows(storage, select(accounts.c.name))))
        storage.close()

    assert stories[0] == stories[1]
