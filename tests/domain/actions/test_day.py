"""Where what is to be done stands on a day: late, today, or within the next seven days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stageline.domain.actions.day import Counts, Part, ToDo, count, order, place
from stageline.domain.calendar import Moment
from stageline.domain.processes.action import ActivityCategory

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 24, 11, 5, tzinfo=AMSTERDAM)
TODAY = NOW.date()
MOMENT = Moment.of(NOW, AMSTERDAM)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
TASK, TIMED, ALL_DAY = ActivityCategory.TASK, ActivityCategory.TIMED, ActivityCategory.ALL_DAY


def timed(starts_at: datetime, **said: object) -> ToDo:
    return ToDo(category=TIMED, starts_at=starts_at, ends_at=starts_at + HOUR, **said)  # type: ignore[arg-type]


def stands(to_do: ToDo, moment: Moment = MOMENT) -> tuple[str, date, bool] | None:
    found = place(to_do, moment)
    return None if found is None else (found.part.value, found.day, found.is_late)


@pytest.mark.rule("PS-244")
@pytest.mark.parametrize(
    ("to_do", "expected"),
    [
        (ToDo(due_on=TODAY - DAY), ("late", TODAY - DAY, True)),
        (ToDo(due_on=TODAY), ("today", TODAY, False)),
        (ToDo(due_on=TODAY + DAY), ("next", TODAY + DAY, False)),
        (ToDo(due_on=TODAY + 7 * DAY), ("next", TODAY + 7 * DAY, False)),
        (ToDo(due_on=TODAY + 8 * DAY), None),
        (ToDo(), None),
        (timed(NOW - DAY), ("late", TODAY - DAY, True)),
        (timed(NOW - 2 * HOUR), ("today", TODAY, False)),
        (timed(NOW + DAY), ("next", TODAY + DAY, False)),
        (ToDo(category=ALL_DAY, on_day=TODAY - DAY), ("late", TODAY - DAY, True)),
    ],
)
def test_what_is_to_be_done_stands_by_its_day(to_do: ToDo, expected: tuple[str, date, bool] | None) -> None:
    assert stands(to_do) == expected


@pytest.mark.rule("PS-119")
def test_a_task_of_a_past_day_stands_on_today_with_the_day_it_was_due() -> None:
    alone = ToDo(category=TASK, on_day=TODAY - 2 * DAY)
    of_action = ToDo(category=TASK, on_day=TODAY - DAY, due_on=TODAY - 4 * DAY)
    ahead_of_its_action = ToDo(category=TASK, on_day=TODAY - DAY, due_on=TODAY + DAY)

    assert stands(alone) == ("today", TODAY - 2 * DAY, True)
    assert stands(of_action) == ("today", TODAY - 4 * DAY, True)
    assert stands(ahead_of_its_action) == ("today", TODAY - DAY, True)


def test_when_it_is_booked_counts_and_not_when_its_action_is_due() -> None:
    assert stands(timed(NOW + DAY, due_on=TODAY - DAY)) == ("next", TODAY + DAY, False)


def test_what_began_yesterday_and_still_lasts_is_of_today() -> None:
    night = ToDo(category=TIMED, starts_at=NOW - DAY, ends_at=NOW + HOUR)

    assert stands(night) == ("today", TODAY, False)


def test_the_day_is_that_of_whoever_looks() -> None:
    at = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    meeting = timed(at)
    in_tokyo = Moment.of(at - HOUR, ZoneInfo("Asia/Tokyo"))
    in_london = Moment.of(at - HOUR, ZoneInfo("Europe/London"))

    assert stands(meeting, in_london) == ("today", date(2026, 11, 24), False)
    assert stands(meeting, in_tokyo) == ("today", date(2026, 11, 25), False)


def test_what_was_done_stays_until_midnight() -> None:
    midnight = datetime(2026, 11, 24, tzinfo=AMSTERDAM)
    done = place(ToDo(due_on=TODAY - DAY, done_at=midnight), MOMENT)
    of_yesterday = place(timed(NOW - DAY, done_at=NOW - HOUR), MOMENT)
    of_today = place(timed(NOW - 2 * HOUR, done_at=NOW), MOMENT)
    before = place(ToDo(due_on=TODAY, done_at=midnight - timedelta(seconds=1)), MOMENT)

    assert done is not None
    assert (done.part, done.is_done, done.is_late, done.at) == (Part.TODAY, True, False, midnight)
    assert before is None
    assert [each.at for each in (of_yesterday, of_today) if each] == [NOW - HOUR, NOW - 2 * HOUR]


def test_today_what_has_a_time_comes_first_and_elsewhere_the_day() -> None:
    things = [
        ToDo(name="b", due_on=TODAY),
        ToDo(name="carried over", category=TASK, on_day=TODAY - DAY),
        timed(NOW + HOUR, name="at noon"),
        ToDo(name="done", done_at=NOW - HOUR),
        ToDo(name="late", due_on=TODAY - DAY),
        ToDo(name="tomorrow", due_on=TODAY + DAY),
        timed(NOW + DAY, name="tomorrow at eleven"),
        timed(NOW + 2 * DAY, name="the day after"),
    ]
    placed = [(each, place(each, MOMENT)) for each in things]
    listed = {
        part: [
            o.name for o, its in sorted(((o, p) for o, p in placed if p and p.part is part), key=lambda x: order(*x))
        ]
        for part in Part
    }

    assert listed == {
        Part.LATE: ["late"],
        Part.TODAY: ["done", "at noon", "carried over", "b"],
        Part.NEXT: ["tomorrow at eleven", "tomorrow", "the day after"],
    }
    assert count(its for _, its in placed if its) == Counts(late=2, today=2, next=3)
