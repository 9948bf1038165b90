"""When the periods of sales targets begin."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stageline.domain.targets.periods import Cycle, Period, PeriodType
from tests.targets import a_cycle, at

ZONES = [ZoneInfo(name) for name in (
    "UTC", "Europe/London", "America/New_York", "America/Havana", "America/Sao_Paulo", "Asia/Beirut", "Asia/Kathmandu",
    "Pacific/Apia", "Africa/Cairo",
)]  # fmt: skip


def days(period: Period) -> tuple[str, str]:
    """Its first and its last day."""
    return period.starts_on.isoformat(), period.last_on.isoformat()


@pytest.mark.rule("SG-6")
@pytest.mark.parametrize(
    ("period_type", "day", "expected"),
    [
        (PeriodType.WEEK, "2025-03-16", ("2025-03-10", "2025-03-16")),
        (PeriodType.WEEK, "2024-12-31", ("2024-12-30", "2025-01-05")),
        (PeriodType.WEEK, "2024-02-29", ("2024-02-26", "2024-03-03")),
        (PeriodType.MONTH, "2024-02-29", ("2024-02-01", "2024-02-29")),
        (PeriodType.MONTH, "2025-12-31", ("2025-12-01", "2025-12-31")),
        (PeriodType.QUARTER, "2025-12-31", ("2025-10-01", "2025-12-31")),
        (PeriodType.QUARTER, "2024-02-29", ("2024-01-01", "2024-03-31")),
        (PeriodType.YEAR, "2025-02-28", ("2024-03-01", "2025-02-28")),
        (PeriodType.YEAR, "2024-02-29", ("2023-03-01", "2024-02-29")),
    ],
)
def test_a_period_is_the_one_its_days_are_in(period_type: PeriodType, day: str, expected: tuple[str, str]) -> None:
    assert days(a_cycle(period_type).on(date.fromisoformat(day))) == expected


@pytest.mark.rule("SG-6", "AT-105")
def test_a_week_begins_with_the_working_week() -> None:
    week = a_cycle(PeriodType.WEEK, week_start=7).at(at("2025-03-16"))

    assert days(week) == ("2025-03-16", "2025-03-22")


@pytest.mark.rule("SG-6", "AT-106")
def test_a_year_begins_with_the_month_in_which_the_target_was_set() -> None:
    years = a_cycle(PeriodType.YEAR, anchor_month=3)
    first = years.at(at("2025-03-12"))

    assert days(first) == ("2025-03-01", "2026-02-28")
    assert days(years.after(first)) == ("2026-03-01", "2027-02-28")


@pytest.mark.rule("SG-6", "SG-7", "AT-103")
def test_a_month_ends_at_midnight_in_the_zone_of_the_target() -> None:
    months = a_cycle()

    assert months.at(at("2025-03-31 23:59:59")).starts_on == date(2025, 3, 1)
    assert months.at(at("2025-04-01 00:00")).starts_on == date(2025, 4, 1)
    assert months.at(at("2025-03-10")).ends_at == datetime(2025, 3, 31, 23, tzinfo=UTC)


@pytest.mark.rule("SG-7")
@pytest.mark.parametrize(("day", "hours"), [("2025-03-30", -1), ("2025-10-26", 1)])
def test_a_period_in_which_the_clocks_change_is_an_hour_shorter_or_longer(day: str, hours: int) -> None:
    week = a_cycle(PeriodType.WEEK).at(at(day))

    assert week.ends_at - week.starts_at == timedelta(days=7, hours=hours)


@pytest.mark.rule("SG-7")
@pytest.mark.parametrize(
    ("zone", "ends_at"),
    [
        ("Pacific/Auckland", datetime(2025, 3, 31, 11, tzinfo=UTC)),
        ("Asia/Kolkata", datetime(2025, 3, 31, 18, 30, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2025, 4, 1, 7, tzinfo=UTC)),
    ],
)
def test_east_and_west_a_month_ends_at_midnight_there(zone: str, ends_at: datetime) -> None:
    months = a_cycle(zone=ZoneInfo(zone))
    march = months.on(date(2025, 3, 31))

    assert march.ends_at == ends_at
    assert months.at(ends_at - timedelta(microseconds=1)) == march
    assert months.at(ends_at).starts_on == date(2025, 4, 1)


@pytest.mark.rule("SG-6")
def test_years_that_begin_in_march_end_with_february_however_long_it_is() -> None:
    years = a_cycle(PeriodType.YEAR, anchor_month=3)

    ends = [period.last_on for period in years.between(years.on(date(2023, 3, 1)), years.on(date(2025, 3, 1)))]
    assert ends == [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28)]


@pytest.mark.rule("SG-6")
def test_weeks_follow_each_other_across_years() -> None:
    weeks = a_cycle(PeriodType.WEEK)
    last = weeks.on(date(2026, 12, 28))

    assert days(last) == ("2026-12-28", "2027-01-03")
    assert days(weeks.after(last)) == ("2027-01-04", "2027-01-10")
    assert weeks.before(weeks.after(last)) == last


@pytest.mark.rule("SG-6")
@pytest.mark.parametrize("period_type", [PeriodType.MONTH, PeriodType.QUARTER, PeriodType.YEAR])
def test_what_begins_on_the_31st_never_loses_a_day(period_type: PeriodType) -> None:
    """No month that follows needs a 31st: periods begin with the first of theirs."""
    cycle = a_cycle(period_type, anchor_month=1)
    first = cycle.at(at("2025-01-31"))
    periods = list(cycle.between(first, cycle.on(date(2029, 1, 31))))

    assert {period.starts_on.day for period in periods} == {1}
    assert all(one.next_on == other.starts_on for one, other in pairwise(periods))


@pytest.mark.rule("SG-7")
@given(
    seconds=st.integers(600_000_000, 2_200_000_000),
    period_type=st.sampled_from(PeriodType),
    zone=st.sampled_from(ZONES),
    week_start=st.integers(1, 7),
    anchor_month=st.integers(1, 12),
)
def test_each_moment_is_in_one_period_and_the_next_begins_where_it_ends(
    seconds: int, period_type: PeriodType, zone: ZoneInfo, week_start: int, anchor_month: int
) -> None:
    cycle = Cycle(period_type=period_type, zone=zone, week_start=week_start, anchor_month=anchor_month)
    moment = datetime.fromtimestamp(seconds, UTC)
    period = cycle.at(moment)
    following = cycle.after(period)

    assert period.holds(moment)
    assert not period.is_closed(moment)
    assert following.starts_at == period.ends_at
    assert cycle.on(period.last_on) == period
    assert cycle.at(following.starts_at) == following
    assert list(cycle.between(period, following)) == [period, following]
