"""How far a target is reached."""

from datetime import date

import pytest

from stageline.domain.targets.progress import NoSuchPeriod, Progress, period_on, period_to_show
from tests.targets import a_target, at


@pytest.mark.rule("SG-62", "SG-63", "AT-102")
def test_two_thirds_are_not_rounded_up() -> None:
    progress = Progress(11_010_101, 7_340_068)

    assert (progress.remaining, progress.percent) == (3_670_033, 66)
    assert progress.fill == pytest.approx(2 / 3, abs=1e-6)


@pytest.mark.rule("SG-63", "AT-149")
def test_beyond_the_number_the_pie_is_full_and_the_text_goes_on() -> None:
    progress = Progress(1000, 1500)

    assert (progress.fill, progress.percent, progress.remaining) == (1, 150, 0)


@pytest.mark.rule("SG-63")
def test_a_hundred_is_shown_only_when_it_is_reached() -> None:
    assert (Progress(1000, 999).percent, Progress(1000, 1000).percent) == (99, 100)


@pytest.mark.rule("SG-50")
@pytest.mark.parametrize(
    ("day", "over", "shown"),
    [
        ("2025-02-10", None, "2025-03-01"),
        ("2025-05-10", None, "2025-05-01"),
        ("2025-05-10", "2025-05-20", "2025-05-01"),
        ("2025-05-10", "2025-04-20", "2025-04-01"),
        ("2025-05-10", "2025-04-01 00:00", "2025-03-01"),
        ("2025-05-10", "2025-02-01", "2025-03-01"),
    ],
)
def test_the_period_shown_is_the_present_one_or_the_nearest_that_it_had(day: str, over: str | None, shown: str) -> None:
    target = a_target(ended_at=at(over) if over else None)

    assert period_to_show(target, at(day)).starts_on == date.fromisoformat(shown)


@pytest.mark.rule("SG-50")
def test_any_period_in_which_a_target_runs_can_be_asked_for() -> None:
    target = a_target(ended_at=at("2025-05-20"))

    assert period_on(target, date(2025, 4, 30), at("2025-05-10")).starts_on == date(2025, 4, 1)
    assert period_on(target, date(2025, 5, 31), at("2025-05-10")).starts_on == date(2025, 5, 1)


@pytest.mark.rule("SG-50")
@pytest.mark.parametrize("day", [date.min, date(2025, 2, 28), date(2025, 6, 1), date.max])
def test_where_it_does_not_run_a_target_has_no_period(day: date) -> None:
    with pytest.raises(NoSuchPeriod):
        period_on(a_target(ended_at=at("2025-05-20")), day, at("2025-05-10"))
    with pytest.raises(NoSuchPeriod):
        period_on(a_target(), date.max, at("2025-05-10"))
