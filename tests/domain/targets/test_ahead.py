"""What a move would add to a sales target, said before it is made."""

from typing import Any

import pytest

from stageline.domain.targets.ahead import adds
from stageline.domain.targets.course import Course, Step
from stageline.domain.targets.target import Metric, SalesTarget
from tests.targets import EVE, Story, a_target, into_propose

LAST = "2025-03-20"


def added(story: Story, to: str, target: SalesTarget, when: str = LAST, **said: Any) -> int:
    """What is said of the move beforehand; it must be what is counted once it is made."""
    before = story.course
    made = story.moves(to, when, **said).course
    move = made.entries[-1]
    assert isinstance(move, Step)
    assert made == Course(before.opportunity_id, (*before.entries, move))
    return adds(before, move, target)


def in_qualify(**said: Any) -> Story:
    return Story(**said).starts("Qualify", "2025-02-03")


@pytest.mark.rule("SG-20", "SG-30")
def test_a_move_that_would_count_adds_a_deal_or_its_amount() -> None:
    assert added(in_qualify(), "Propose", into_propose()) == 1
    assert added(in_qualify(amount=80_000), "Propose", into_propose(Metric.ADVANCED_VALUE)) == 80_000
    assert added(in_qualify(), "Closed Won", a_target()) == 1


@pytest.mark.rule("SG-5", "SG-21", "SG-23", "SG-24", "SG-40")
def test_a_move_that_would_not_count_adds_nothing() -> None:
    counted = in_qualify().moves("Propose", "2025-03-05").moves("Qualify", "2025-03-06")

    assert added(counted, "Propose", into_propose()) == 0
    assert added(Story().starts("Negotiate", "2025-02-03"), "Propose", into_propose()) == 0
    assert added(in_qualify(), "Negotiate", into_propose()) == 0
    assert added(in_qualify(owner=EVE), "Propose", into_propose()) == 0
    assert added(in_qualify(currency="USD"), "Propose", into_propose(Metric.ADVANCED_VALUE)) == 0
