"""What a period may come to by its end, judged by what became of closed deals: a range, and never one number."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from enum import StrEnum

import msgspec

from stageline.domain.ids import StageId
from stageline.domain.processes.stage import StageType
from stageline.domain.targets.course import Course, Step
from stageline.domain.targets.target import SalesTarget

FEWEST_CLOSED = 20
"""With fewer closed deals nothing is foretold."""
LOW, MIDDLE, HIGH = 10, 50, 90
"""In so many hundredths of the runs it comes to that or to less."""


class NoForecast(StrEnum):
    """Why nothing is foretold."""

    TOO_FEW_CLOSED = "too_few_closed"
    CLOSED_PERIOD = "closed_period"
    PAUSED = "paused"


class Hope(msgspec.Struct, frozen=True):
    """A deal that may still count: how likely, from 0 to 1, and what it would add."""

    chance: float
    worth: int


class Range(msgspec.Struct, frozen=True):
    """Deals, or minor units, at the end of the period."""

    low: int
    middle: int
    high: int


class Past:
    """What became of deals that are closed. A move that was undone is none."""

    def __init__(self, courses: Iterable[Course]) -> None:
        told = ([step for step in course.steps if step.stands] for course in courses)
        self._deals = [steps for steps in told if steps and steps[-1].to_type is not StageType.OPEN]

    def __len__(self) -> int:
        return len(self._deals)

    def share_won(self, stage_id: StageId, target: SalesTarget) -> float:
        """Of those that had been in that stage; all others, lost or disqualified, were not won."""
        return _share([_is_won(deal[-1], target) for deal, _ in self._from(stage_id)])

    def share_advanced(self, stage_id: StageId, into: StageId | None, within: timedelta) -> float:
        """Of those that had been in that stage, how many went forward into the other so soon after they came."""
        return _share([_comes(deal[begin:], into, within) for deal, begin in self._from(stage_id)])

    def _from(self, stage_id: StageId) -> Iterator[tuple[list[Step], int]]:
        """With the place of the step into it. Where none has been there, all count, from their beginning."""
        entered = [(deal, _place(deal, stage_id)) for deal in self._deals]
        those = [(deal, begin) for deal, begin in entered if begin is not None]
        return iter(those or [(deal, 0) for deal in self._deals])


def _place(deal: Sequence[Step], stage_id: StageId) -> int | None:
    return next((place for place, step in enumerate(deal) if step.to_stage_id == stage_id), None)


def _is_won(last: Step, target: SalesTarget) -> bool:
    is_asked = not target.process_ids or last.process_id in target.process_ids
    return last.to_type is StageType.WON and is_asked and target.stage_id in (None, last.to_stage_id)


def _comes(steps: Sequence[Step], into: StageId | None, within: timedelta) -> bool:
    since = steps[0].at
    return any(step.to_stage_id == into and step.is_forward and step.at - since <= within for step in steps[1:])


def _share(yes: Sequence[bool]) -> float:
    return sum(yes) / len(yes) if yes else 0.0


def foresee(reached: int, hopes: Sequence[Hope], runs: Iterable[Sequence[float]]) -> Range:
    """Each run has a number from 0 to 1, evenly drawn, for each hope: below its chance, it comes true in that run.

    What is reached already stays.
    """
    totals = sorted(
        reached + sum(hope.worth for hope, drawn in zip(hopes, run, strict=True) if drawn < hope.chance) for run in runs
    )
    low, middle, high = (totals[-(-len(totals) * share // 100) - 1] for share in (LOW, MIDDLE, HIGH))
    return Range(low, middle, high)
