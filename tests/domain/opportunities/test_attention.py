"""What about an opportunity needs attention, and what shows it."""

from datetime import date, timedelta
from typing import Any

import pytest

from stageline.domain.calendar import DayBasis, begin_of_days, calendar_of
from stageline.domain.opportunities.attention import Watch, WatchKind, days_of_stays, watches_of
from stageline.domain.opportunities.opportunity import Opportunity
from tests.builders import DAY, DEMO, MINUTE, NOON, QUALIFY, a_moment, a_process, an_opportunity

CALENDAR = calendar_of("Europe/Amsterdam", [1, 2, 3, 4, 5], [])
TODAY = date(2026, 11, 2)


def watched(deal: Opportunity, *, has_activity_ahead: bool = False) -> dict[WatchKind, Watch]:
    its = watches_of(deal, a_moment(), CALENDAR, has_activity_ahead=has_activity_ahead)
    return {watch.kind: watch for watch in its}


def a_quiet_deal(stage: str = "Demo", limit: int | None = 21, **said: Any) -> Opportunity:
    """Nothing about it needs attention, unless its test says so."""
    options = said.pop("options", {})
    process = a_process(stages={stage: {"stuck_days": limit}}, options=options)
    usual = {"visit": 2, "next_step": "Call Ann", "next_step_on": TODAY}
    return an_opportunity(stage, process=process, **{**usual, **said})


@pytest.mark.rule("PS-224")
def test_what_is_on_its_way_needs_no_attention() -> None:
    assert watched(a_quiet_deal()) == {}


@pytest.mark.rule("PS-224")
def test_a_deal_is_stuck_when_it_is_longer_in_the_stage_than_its_limit() -> None:
    since = NOON - 22 * DAY

    assert watched(a_quiet_deal(stage_entered_at=since)) == {
        WatchKind.STAGE_AGE: Watch(kind=WatchKind.STAGE_AGE, since=since, days=22, limit_days=21)
    }
    assert watched(a_quiet_deal(stage_entered_at=since + DAY)) == {}


@pytest.mark.rule("PS-224")
def test_without_a_limit_of_its_own_the_process_gives_one_and_without_both_there_is_none() -> None:
    old: dict[str, Any] = {"stage_entered_at": NOON - 8 * DAY}

    assert (
        watched(a_quiet_deal(limit=None, options={"stuck_default_days": 7}, **old))[WatchKind.STAGE_AGE].limit_days == 7
    )
    assert watched(a_quiet_deal(limit=None, **old)) == {}


@pytest.mark.rule("PS-229")
@pytest.mark.rule("AC-122")
def test_what_never_moved_is_listed_apart_with_its_days_since_it_began() -> None:
    deal = a_quiet_deal("Qualify", limit=14, visit=1, stage_entered_at=NOON - 15 * DAY)

    [watch] = watched(deal).values()

    assert (watch.kind, watch.days, watch.limit_days) == (WatchKind.NEVER_STARTED, 15, 14)


@pytest.mark.rule("PS-226")
@pytest.mark.rule("AC-124")
def test_idle_time_runs_from_the_last_change_of_stage_amount_or_close_date_whatever_else_was_edited() -> None:
    since = NOON - 31 * DAY
    deal = a_quiet_deal(options={"idle_days": 30}, last_meaningful_change_at=since, remarks="Called Ann.", version=9)

    assert watched(deal) == {WatchKind.IDLE: Watch(kind=WatchKind.IDLE, since=since, days=31, limit_days=30)}


@pytest.mark.rule("PS-224")
def test_days_are_counted_as_the_process_counts_them() -> None:
    deal = a_quiet_deal(limit=5, options={"day_basis": DayBasis.BUSINESS}, stage_entered_at=NOON - 7 * DAY)

    assert watched(deal) == {}


@pytest.mark.rule("PS-224")
def test_dates_in_the_past_are_each_a_reason_and_today_is_none() -> None:
    late = a_quiet_deal(expected_close_on=TODAY - DAY, next_step_on=TODAY - 3 * DAY)

    assert watched(late) == {
        WatchKind.CLOSE_DATE_PAST: Watch(kind=WatchKind.CLOSE_DATE_PAST, on=TODAY - DAY, days=1),
        WatchKind.NEXT_STEP_PAST: Watch(kind=WatchKind.NEXT_STEP_PAST, on=TODAY - 3 * DAY, days=3),
    }
    assert watched(a_quiet_deal(expected_close_on=TODAY)) == {}


@pytest.mark.rule("PS-224")
def test_without_words_and_date_there_is_no_next_step() -> None:
    assert set(watched(a_quiet_deal(next_step=None, next_step_on=None))) == {WatchKind.NO_NEXT_STEP}
    assert watched(a_quiet_deal(next_step=None)) == {}
    assert watched(a_quiet_deal(next_step_on=None)) == {}


@pytest.mark.rule("PS-224")
def test_an_activity_that_is_ahead_is_a_next_step_but_excuses_nothing_else() -> None:
    bare: dict[str, Any] = {"next_step": None, "next_step_on": None}
    old = a_quiet_deal(**bare, stage_entered_at=NOON - 22 * DAY)

    assert watched(a_quiet_deal(**bare), has_activity_ahead=True) == {}
    assert set(watched(old, has_activity_ahead=True)) == {WatchKind.STAGE_AGE}


@pytest.mark.rule("PS-224")
def test_a_close_date_pushed_twice_is_a_reason() -> None:
    assert watched(a_quiet_deal(push_count=2)) == {WatchKind.PUSHED: Watch(kind=WatchKind.PUSHED, pushes=2)}
    assert watched(a_quiet_deal(push_count=1)) == {}


@pytest.mark.rule("PS-224")
def test_what_is_closed_needs_no_attention() -> None:
    assert watched(an_opportunity("Lost", expected_close_on=TODAY - DAY)) == {}


@pytest.mark.rule("PS-225")
@pytest.mark.rule("AC-123")
def test_days_of_all_visits_stand_beside_those_of_this_one() -> None:
    deal = an_opportunity("Demo", stage_entered_at=NOON - 20 * DAY, visit=4)
    entries = [
        (QUALIFY.id, NOON - 50 * DAY),
        (DEMO.id, NOON - 40 * DAY),
        (QUALIFY.id, NOON - 30 * DAY),
        (DEMO.id, NOON - 20 * DAY),
    ]

    assert days_of_stays(entries, NOON, deal, CALENDAR) == 30
    assert days_of_stays(entries[3:], NOON + MINUTE, deal, CALENDAR) == 20


def test_the_instant_of_a_limit_is_none_when_no_start_is_that_long_ago() -> None:
    assert begin_of_days(10**6, NOON, CALENDAR) is None
    assert begin_of_days(0, NOON, CALENDAR) == NOON - timedelta(hours=13)
