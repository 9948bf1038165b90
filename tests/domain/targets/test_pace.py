"""Whether somebody is where they should be by today."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stageline.domain.calendar import Calendar
from stageline.domain.targets.pace import Days, Pace, PaceState, days_until, expected_by_day, pace_of
from stageline.domain.targets.periods import Period, PeriodType
from stageline.domain.targets.progress import Progress
from stageline.domain.targets.target import Metric, Pause, SalesTarget
from tests.targets import LONDON, a_cycle, a_target, at

WORKDAYS = Calendar(zone=LONDON)
NOVEMBER = date(2026, 11, 1)
TODAY = "2026-11-24 15:00"


def a_monthly(**said: Any) -> SalesTarget:
    return a_target(**{"starts_on": NOVEMBER, **said})


def paced(reached: int, number: int, when: str = TODAY, *, calendar: Calendar = WORKDAYS, **said: Any) -> Pace:
    target = a_monthly(**said)
    pace = pace_of(target, target.cycle.at(at(when)), Progress(number, reached), calendar, at(when))
    assert pace is not None
    return pace


def state(reached: int, number: int, when: str = TODAY, **said: Any) -> str:
    return paced(reached, number, when, **said).state.value


@pytest.mark.parametrize(
    ("reached", "number", "said"),
    [
        (9, 10, (PaceState.AHEAD, 8, 1, "0.3")),
        (4, 6, (PaceState.BEHIND, 4, -1, "0.5")),
        (2, 4, (PaceState.AT_RISK, 3, -1, "0.5")),
        (10, 10, (PaceState.REACHED, 8, 2, None)),
        (17, 21, (PaceState.ON_TRACK, 17, 0, "1.0")),
    ],
)
def test_pace_goes_by_the_working_days_passed(reached: int, number: int, said: tuple[object, ...]) -> None:
    """On Tuesday 24 November 2026 there were 17 working days of 21."""
    pace = paced(reached, number)

    assert (pace.working_days, pace.elapsed_days, pace.days_left) == (21, 17, 4)
    assert (pace.state, pace.expected, pace.difference, pace.required_per_day) == said


@pytest.mark.parametrize(
    ("reached", "said"),
    [(1785, "ahead"), (1784, "on_track"), (1683, "on_track"), (1682, "behind"), (1377, "behind"), (1376, "at_risk")],
)
def test_the_thresholds_are_those_that_were_stated(reached: int, said: str) -> None:
    """Of 1,700 expected: 105, 99 and 81 hundredths."""
    assert state(reached, 2100) == said


def test_a_value_is_said_in_minor_units() -> None:
    pace = paced(448_500_00, 600_000_00, metric=Metric.WON_VALUE, currency="EUR")

    assert (pace.state, pace.expected) == (PaceState.BEHIND, 48_571_428)
    assert (pace.difference, pace.required_per_day) == (44_850_000 - 48_571_428, "3787500")


def test_where_the_state_speaks_of_a_difference_it_is_one_deal_at_least() -> None:
    assert [paced(reached, 7, "2026-11-30").difference for reached in (6, 7)] == [-1, 0]
    behind = paced(8, 11)
    assert (behind.state, behind.difference) == (PaceState.BEHIND, -1)


def test_what_is_left_is_rounded_up_for_each_day() -> None:
    assert paced(0, 10, "2026-11-25").required_per_day == "3.4"
    assert paced(0, 10, "2026-11-30").required_per_day is None


@pytest.mark.parametrize(
    ("period_type", "begins"),
    [(PeriodType.WEEK, "2026-11-02"), (PeriodType.MONTH, "2026-12-01"), (PeriodType.YEAR, "2026-03-01")],
)
def test_little_is_said_of_a_period_that_has_just_begun(period_type: PeriodType, begins: str) -> None:
    cycle = a_cycle(period_type)
    target = a_monthly(cycle=cycle, starts_on=date.fromisoformat(begins))
    period = cycle.on(target.starts_on)
    turning = period.starts_at + (period.ends_at - period.starts_at) * 3 / 100

    def when(moment: datetime, reached: int = 0) -> str | None:
        pace = pace_of(target, period, Progress(100_000, reached), WORKDAYS, moment)
        return pace.state.value if pace else None

    assert when(turning - timedelta(seconds=1)) == "just_started"
    assert when(turning - timedelta(seconds=1), 100_000) == "reached"
    assert when(turning) in {"at_risk", "on_track"}


def test_nothing_is_expected_before_the_first_working_day() -> None:
    """1 November 2026 is a Sunday, and the Monday after it a holiday."""
    closed = Calendar(zone=LONDON, holidays=frozenset({date(2026, 11, 2)}))

    before = paced(0, 10, "2026-11-02 23:00", calendar=closed)
    assert (before.state, before.expected, before.difference, before.elapsed_days) == (PaceState.ON_TRACK, 0, 0, 0)
    assert (paced(2, 10, "2026-11-02 23:00", calendar=closed).difference) == 2
    assert state(2, 10, "2026-11-02 23:00", calendar=closed) == "ahead"
    assert state(0, 10, "2026-11-03", calendar=closed) == "at_risk"


def test_a_period_in_which_nobody_works_asks_for_nothing() -> None:
    every = frozenset(date(2026, 11, day) for day in range(1, 31))
    pace = paced(1, 10, calendar=Calendar(zone=LONDON, holidays=every))

    assert (pace.working_days, pace.days_left, pace.required_per_day) == (0, 0, None)
    assert (pace.state, pace.expected, pace.difference) == (PaceState.AHEAD, 0, 1)
    assert state(0, 10, calendar=Calendar(zone=LONDON, holidays=every)) == "on_track"


def test_holidays_are_no_working_days() -> None:
    pace = paced(0, 21, calendar=Calendar(zone=LONDON, holidays=frozenset({date(2026, 11, 24), date(2026, 11, 30)})))

    assert (pace.working_days, pace.elapsed_days, pace.days_left, pace.expected) == (19, 16, 3, 17)


def test_today_is_the_day_in_the_zone_of_the_target() -> None:
    """Tuesday evening in London is Wednesday in Auckland, where a day more has passed."""
    assert paced(0, 10, "2026-11-24 20:00").elapsed_days == 17
    far = a_cycle(zone=ZoneInfo("Pacific/Auckland"))
    assert paced(0, 10, "2026-11-24 20:00", cycle=far).elapsed_days == 18


def test_there_is_no_pace_where_nothing_can_be_done_any_more_or_yet() -> None:
    target, now = a_monthly(), at(TODAY)
    november = target.cycle.at(now)
    paused = a_monthly(pauses=(Pause(from_at=at("2026-11-20")),))
    resumed = a_monthly(pauses=(Pause(from_at=at("2026-11-20"), until_at=at("2026-11-23")),))
    ended = a_monthly(ended_at=at("2026-11-20"))
    ends_with_the_period = a_monthly(ended_at=november.ends_at)

    def has_pace(target: SalesTarget, period: Period = november) -> bool:
        return pace_of(target, period, Progress(10, 3), WORKDAYS, now) is not None

    assert not has_pace(target, target.cycle.before(november))
    assert not has_pace(target, target.cycle.after(november))
    assert not has_pace(paused)
    assert not has_pace(ended)
    assert has_pace(resumed)
    assert has_pace(ends_with_the_period)


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
calendars = st.builds(
    Calendar,
    zone=st.just(LONDON),
    working_days=st.frozensets(st.integers(1, 7), min_size=1),
    holidays=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=40),
)


@given(days, st.sampled_from(PeriodType), calendars, st.integers(1, 10**12))
def test_what_is_expected_never_falls_and_ends_at_the_number(
    day: date, period_type: PeriodType, calendar: Calendar, number: int
) -> None:
    period = a_cycle(period_type).on(day)
    every = [period.starts_on + timedelta(days=n) for n in range((period.next_on - period.starts_on).days)]
    course = [days_until(day, period, calendar) for day in every]
    expected = [value for _, value in expected_by_day(period, number, calendar)]

    assert expected == [each.share_of(number) for each in course]
    assert expected == sorted(expected)
    assert [each.left for each in course] == sorted((each.left for each in course), reverse=True)
    assert course[-1].left == 0
    assert expected[-1] == (number if course[-1].all else 0)
    assert days_until(period.starts_on - timedelta(days=1), period, calendar) == Days(course[0].all, 0)


@given(st.integers(1, 10**6), st.integers(0, 2 * 10**6), st.integers(0, 364 * 24))
def test_more_is_never_a_worse_pace(number: int, reached: int, hours: int) -> None:
    target = a_monthly(starts_on=date(2026, 1, 1))
    now = at("2026-01-01 00:00") + timedelta(hours=hours)
    order = list(PaceState)

    def pace(reached: int) -> Pace:
        found = pace_of(target, target.cycle.at(now), Progress(number, reached), WORKDAYS, now)
        assert found is not None
        return found

    less, more = pace(reached), pace(reached + 1)
    assert order.index(more.state) <= order.index(less.state)
    assert more.difference >= less.difference
