"""How days are counted."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stageline.domain.calendar import (
    Calendar,
    DayBasis,
    InvalidWorkingDays,
    Moment,
    UnknownZone,
    add_days,
    calendar_of,
    days_between,
    month_key,
    quarter_key,
    quarter_of,
    start_of_day,
    today,
    zone_named,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FRIDAY, SATURDAY, SUNDAY, MONDAY, TUESDAY = (date(2026, 11, day) for day in (6, 7, 8, 9, 10))
WEEKDAYS = calendar_of("Europe/Amsterdam", [1, 2, 3, 4, 5], [])

DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))
CALENDARS = st.builds(
    Calendar,
    zone=st.just(AMSTERDAM),
    working_days=st.frozensets(st.integers(1, 7), min_size=1),
    holidays=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 3, 1)), max_size=20),
)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=AMSTERDAM)


def test_today_is_the_date_in_the_zone_of_the_organisation() -> None:
    late = datetime(2026, 11, 1, 23, 30, tzinfo=UTC)

    assert today(late, AMSTERDAM) == date(2026, 11, 2)
    assert Moment.of(late, AMSTERDAM) == Moment(late, date(2026, 11, 2), AMSTERDAM)


def test_a_day_begins_at_its_midnight_in_the_zone() -> None:
    assert start_of_day(date(2026, 7, 1), AMSTERDAM) == datetime(2026, 6, 30, 22, tzinfo=UTC)


def test_a_day_whose_midnight_is_skipped_begins_when_the_clocks_have_changed() -> None:
    sao_paulo = ZoneInfo("America/Sao_Paulo")

    begun = start_of_day(date(2018, 11, 4), sao_paulo)

    assert begun.astimezone(sao_paulo).isoformat() == "2018-11-04T01:00:00-02:00"


@pytest.mark.parametrize("name", ["Nowhere/Land", "", "Europe", "../etc", "x" * 400])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(UnknownZone) as refused:
        zone_named(name)

    assert refused.value.facts == {"zone": name}


@pytest.mark.parametrize("working_days", [[], [0], [1, 8]])
def test_working_days_are_weekdays_and_there_is_one_at_least(working_days: list[int]) -> None:
    with pytest.raises(InvalidWorkingDays):
        calendar_of("UTC", working_days, [])


@pytest.mark.rule("PS-225")
def test_days_are_counted_by_their_dates_in_the_zone_and_not_by_24_hours() -> None:
    before_midnight = datetime(2026, 11, 2, 22, 59, tzinfo=UTC)

    assert days_between(before_midnight, before_midnight + timedelta(minutes=2), WEEKDAYS) == 1
    assert days_between(before_midnight - timedelta(hours=23), before_midnight, WEEKDAYS) == 0


@pytest.mark.rule("PS-225")
def test_days_are_never_negative() -> None:
    assert days_between(noon(MONDAY), noon(FRIDAY), WEEKDAYS) == 0
    assert days_between(noon(MONDAY), noon(FRIDAY), WEEKDAYS, DayBasis.BUSINESS) == 0


@pytest.mark.rule("PS-10")
def test_by_working_days_a_weekend_does_not_count() -> None:
    def days(start: date, end: date) -> int:
        return days_between(noon(start), noon(end), WEEKDAYS, DayBasis.BUSINESS)

    assert days(FRIDAY, SATURDAY) == 0
    assert days(FRIDAY, MONDAY) == 1
    assert days(SATURDAY, MONDAY) == 1
    assert days(FRIDAY, TUESDAY) == 2
    assert days_between(noon(FRIDAY), noon(TUESDAY), WEEKDAYS) == 4


@pytest.mark.rule("PS-10")
def test_by_working_days_a_holiday_does_not_count_and_one_on_a_weekend_is_not_taken_off_twice() -> None:
    calendar = calendar_of("Europe/Amsterdam", [1, 2, 3, 4, 5], [SATURDAY, MONDAY])

    assert days_between(noon(FRIDAY), noon(TUESDAY), calendar, DayBasis.BUSINESS) == 1


@given(DAYS, DAYS, CALENDARS)
def test_working_days_between_are_those_that_are_counted_one_by_one(start: date, end: date, calendar: Calendar) -> None:
    one_by_one = sum(calendar.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    assert days_between(noon(start), noon(end), calendar, DayBasis.BUSINESS) == one_by_one


def test_days_are_added_on_the_calendar() -> None:
    assert add_days(FRIDAY, 3, WEEKDAYS) == MONDAY
    assert add_days(MONDAY, -3, WEEKDAYS) == FRIDAY


@pytest.mark.rule("PS-120")
def test_a_free_day_becomes_the_next_working_day() -> None:
    assert add_days(SATURDAY, 0, WEEKDAYS, DayBasis.BUSINESS) == MONDAY
    assert add_days(FRIDAY, 0, WEEKDAYS, DayBasis.BUSINESS) == FRIDAY
    assert add_days(SATURDAY, 0, WEEKDAYS) == SATURDAY


def test_working_days_are_added_and_taken_away() -> None:
    assert add_days(FRIDAY, 1, WEEKDAYS, DayBasis.BUSINESS) == MONDAY
    assert add_days(SUNDAY, 2, WEEKDAYS, DayBasis.BUSINESS) == TUESDAY
    assert add_days(MONDAY, -1, WEEKDAYS, DayBasis.BUSINESS) == FRIDAY


@given(DAYS, st.integers(1, 60), CALENDARS)
def test_as_many_working_days_lie_between_as_were_added(day: date, days: int, calendar: Calendar) -> None:
    later = add_days(day, days, calendar, DayBasis.BUSINESS)

    assert calendar.is_working_day(later)
    assert days_between(noon(day), noon(later), calendar, DayBasis.BUSINESS) == days


def test_months_and_quarters_have_keys_that_sort_by_time() -> None:
    assert month_key(date(2017, 3, 31)) == "2017-03"
    assert quarter_key(date(2017, 3, 31)) == "2017-Q1"
    assert [quarter_of(date(2017, month, 1)) for month in range(1, 13)] == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]
