"""What is worth telling of a target, and when."""

from datetime import date
from typing import Any

import pytest

from stageline.domain.calendar import Calendar
from stageline.domain.targets.milestones import Passed, milestones
from stageline.domain.targets.periods import PeriodType
from stageline.domain.targets.target import Metric, Pause, SalesTarget, TargetNumber
from tests.targets import LONDON, a_cycle, a_target, at

WORKDAYS = Calendar(zone=LONDON)
NOVEMBER = date(2026, 11, 1)


def a_monthly(**said: Any) -> SalesTarget:
    """Ten deals a month from November 2026 on."""
    numbers = (TargetNumber(from_on=NOVEMBER, number=10),)
    return a_target(**{"starts_on": NOVEMBER, "numbers": numbers, "set_at": at("2026-11-01 00:00"), **said})


def passed(target: SalesTarget, reached: int, when: str) -> list[Passed]:
    """With so much reached in each of its periods."""
    found = {period.starts_on: reached for period in target.cycle.between(*[target.cycle.at(at("2026-11-01"))] * 2)}
    found |= dict.fromkeys((date(2026, 11, 2), date(2026, 11, 9), date(2026, 12, 1)), reached)
    return list(milestones(target, found, WORKDAYS, at(when)))


def told(target: SalesTarget, reached: int, when: str) -> list[tuple[str, str]]:
    return [(each.kind.kind, each.period.starts_on.isoformat()) for each in passed(target, reached, when)]


def test_it_is_told_that_a_target_is_reached() -> None:
    assert told(a_monthly(), 10, "2026-11-05") == [("target.reached", "2026-11-01")]
    assert told(a_monthly(), 10, "2026-11-01 00:30") == [("target.reached", "2026-11-01")]
    [reached] = passed(a_monthly(), 12, "2026-11-05")
    assert (reached.progress.reached, reached.progress.number) == (12, 10)


def test_a_target_is_at_risk_by_the_end_of_the_day_before() -> None:
    """By the end of Tuesday 10 November 7 of 21 days were over, and 3.3 deals expected."""
    assert told(a_monthly(), 3, "2026-11-10 23:59") == []
    assert told(a_monthly(), 3, "2026-11-11 00:00") == []
    assert told(a_monthly(), 2, "2026-11-10") == []
    assert told(a_monthly(), 2, "2026-11-11 00:00") == [("target.at_risk", "2026-11-01")]


def test_nobody_is_warned_for_less_than_one_deal() -> None:
    one_a_week = a_monthly(cycle=a_cycle(PeriodType.WEEK), numbers=(TargetNumber(from_on=NOVEMBER, number=1),))

    assert told(one_a_week, 0, "2026-11-13 23:59") == []
    assert told(one_a_week, 0, "2026-11-14 08:00") == [("target.at_risk", "2026-11-09")]


def test_nobody_is_warned_before_a_quarter_of_the_days_is_over() -> None:
    """Six of 21 are over with Monday 9 November."""
    value = a_monthly(metric=Metric.WON_VALUE, numbers=(TargetNumber(from_on=NOVEMBER, number=10_000_000),))

    assert told(value, 0, "2026-11-09 23:59") == []
    assert told(value, 0, "2026-11-10 00:00") == [("target.at_risk", "2026-11-01")]
    assert told(value, 2_857_142 * 81 // 100, "2026-11-10 00:00") == [("target.at_risk", "2026-11-01")]
    assert told(value, 2_857_142 * 82 // 100, "2026-11-10 00:00") == []


def test_nobody_is_warned_on_the_day_on_which_the_target_is_set() -> None:
    late = a_monthly(set_at=at("2026-11-20 10:00"))

    assert told(late, 0, "2026-11-20 18:00") == []
    assert told(late, 0, "2026-11-21 08:00") == [("target.at_risk", "2026-11-01")]


def test_how_a_period_ended_is_told_for_some_days() -> None:
    assert told(a_monthly(), 10, "2026-12-01 00:00") == [
        ("target.period_closed", "2026-11-01"), ("target.reached", "2026-12-01"),
    ]  # fmt: skip
    [result] = passed(a_monthly(), 4, "2026-12-01 08:00")
    assert (result.progress.reached, result.progress.number) == (4, 10)
    assert told(a_monthly(), 4, "2026-12-03 23:59") == [("target.period_closed", "2026-11-01")]
    assert told(a_monthly(), 10, "2026-12-04 00:00") == [("target.reached", "2026-12-01")]


@pytest.mark.rule("SG-50")
def test_nothing_is_told_of_what_was_before_the_target_was_set() -> None:
    """Its closed periods are added up all the same."""
    late = a_monthly(set_at=at("2026-12-10 10:00"))

    assert told(late, 10, "2026-11-20") == told(late, 10, "2026-12-10 09:59") == []
    assert told(late, 10, "2026-12-10 10:00") == [("target.reached", "2026-12-01")]


@pytest.mark.parametrize(
    "said",
    [
        {"set_at": at("2026-12-01 00:00")},
        {"ended_at": at("2026-11-20")},
        {"deleted_at": at("2026-11-20")},
        {"pauses": (Pause(from_at=at("2026-11-20")),)},
        {"starts_on": date(2026, 12, 1)},
    ],
)
def test_of_what_did_not_run_to_its_end_no_result_is_told(said: dict[str, Any]) -> None:
    assert [kind for kind, _ in told(a_monthly(**said), 4, "2026-12-01 08:00")] == []


def test_a_target_that_ended_with_its_period_has_a_result() -> None:
    assert told(a_monthly(ended_at=at("2026-12-01 00:00")), 10, "2026-12-01 08:00") == [
        ("target.period_closed", "2026-11-01")
    ]


@pytest.mark.parametrize("said", [{"ended_at": at("2026-11-20")}, {"pauses": (Pause(from_at=at("2026-11-20")),)}])
def test_of_what_is_paused_or_over_nothing_is_told(said: dict[str, Any]) -> None:
    assert told(a_monthly(**said), 10, "2026-11-24") == told(a_monthly(**said), 0, "2026-11-24") == []
