"""What a period may come to by its end."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stageline.domain.opportunities.changes import MoveKind
from stageline.domain.targets.forecast import Hope, Past, Range, foresee
from stageline.domain.targets.target import Metric
from tests.targets import RENEWAL, STAGE, STANDARD, Story, a_target, into_propose

QUALIFY, PROPOSE = STAGE["Qualify"], STAGE["Propose"]
WON = a_target(Metric.WON_COUNT)
MONTH = timedelta(days=30)


def a_deal(*stages: str, every: int = 2) -> Story:
    """Begun on 1 January 2025, so many days in each stage."""
    story = Story().starts(stages[0], "2025-01-01")
    for number, stage in enumerate(stages[1:], 1):
        story.moves(stage, f"2025-01-{1 + number * every:02}")
    return story


def past(*deals: Story) -> Past:
    return Past(deal.course for deal in deals)


def test_the_share_won_is_of_the_closed_deals_that_had_been_in_the_stage() -> None:
    known = past(
        a_deal("Identify", "Qualify", "Propose", "Closed Won"),
        a_deal("Identify", "Propose", "Closed Won"),
        a_deal("Identify", "Qualify", "Closed Lost"),
        a_deal("Identify", "Qualify", "Propose"),
    )

    assert len(known) == 3
    assert known.share_won(QUALIFY, WON) == 1 / 2
    assert known.share_won(PROPOSE, WON) == 1
    assert known.share_won(STAGE["Identify"], WON) == 2 / 3


def test_a_stage_that_no_closed_deal_had_been_in_has_the_share_of_all() -> None:
    known = past(a_deal("Identify", "Closed Won"), a_deal("Identify", "Closed Lost"))

    assert known.share_won(STAGE["Deliver"], WON) == 1 / 2
    assert past().share_won(QUALIFY, WON) == 0


def test_only_what_the_target_would_count_is_won() -> None:
    known = past(a_deal("Qualify", "Closed Won"))

    assert known.share_won(QUALIFY, a_target(process_ids=(STANDARD,))) == 1
    assert known.share_won(QUALIFY, a_target(process_ids=(RENEWAL,))) == 0
    assert known.share_won(QUALIFY, a_target(Metric.ADVANCED_COUNT, "Closed Won")) == 1
    assert known.share_won(QUALIFY, a_target(Metric.ADVANCED_COUNT, "Renewed")) == 0


def test_what_was_undone_or_opened_again_is_no_win() -> None:
    undone = Story().starts("Qualify", "2025-01-01").moves("Closed Won", "2025-01-02", is_undone=True)
    undone.moves("Qualify", "2025-01-03", kind=MoveKind.UNDO).moves("Closed Lost", "2025-01-04")
    reopened = a_deal("Qualify", "Closed Won", "Qualify")

    known = past(undone, reopened)

    assert len(known) == 1
    assert known.share_won(QUALIFY, WON) == 0


def test_an_advance_is_foretold_by_those_that_came_as_soon_as_it_must() -> None:
    known = past(
        a_deal("Identify", "Qualify", "Propose", "Closed Lost", every=2),
        a_deal("Identify", "Qualify", "Propose", "Closed Won", every=5),
        a_deal("Identify", "Qualify", "Closed Lost"),
        a_deal("Negotiate", "Propose", "Closed Lost"),
    )

    assert known.share_advanced(QUALIFY, PROPOSE, timedelta(days=5)) == 2 / 3
    assert known.share_advanced(QUALIFY, PROPOSE, timedelta(days=4)) == 1 / 3
    assert known.share_advanced(QUALIFY, PROPOSE, timedelta(days=1)) == 0
    assert known.share_advanced(STAGE["Negotiate"], PROPOSE, MONTH) == 0  # that was back
    assert into_propose().stage_id == PROPOSE


def test_the_range_leaves_out_one_run_of_ten_on_either_side() -> None:
    """Ten runs with one hope of a half: it comes true in the five in which less is drawn."""
    runs = [[number / 10] for number in range(10)]

    assert foresee(3, [Hope(0.5, 2)], runs) == Range(3, 3, 5)
    assert foresee(3, [Hope(0.6, 2)], runs) == Range(3, 5, 5)
    assert foresee(3, [Hope(0.9, 2)], runs) == Range(3, 5, 5)
    assert foresee(3, [Hope(1, 2)], runs) == Range(5, 5, 5)


def test_without_hopes_it_ends_where_it_is() -> None:
    assert foresee(7, [], [[], []]) == Range(7, 7, 7)


@pytest.mark.parametrize(("chance", "end"), [(0, 1), (1, 16)])
def test_what_is_certain_has_no_range(chance: float, end: int) -> None:
    assert foresee(1, [Hope(chance, 5)] * 3, [[0.0, 0.5, 0.99]] * 7) == Range(end, end, end)


hopes = st.lists(st.builds(Hope, st.floats(0, 1), st.integers(0, 10**9)), max_size=8)


@given(st.integers(0, 10**9), hopes, st.data())
def test_a_range_lies_between_nothing_more_and_all_of_it(reached: int, hopes: list[Hope], data: st.DataObject) -> None:
    drawn = st.lists(st.floats(0, 1, exclude_max=True), min_size=len(hopes), max_size=len(hopes))
    found = foresee(reached, hopes, data.draw(st.lists(drawn, min_size=1, max_size=30)))

    assert reached <= found.low <= found.middle <= found.high <= reached + sum(hope.worth for hope in hopes)
