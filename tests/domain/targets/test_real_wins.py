"""The wins of a real sales force: each person's months are what others have counted in the same file."""

import csv
import json
from collections import defaultdict
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from stageline.domain.ids import EventId, OpportunityId, StageId, TargetId, UserId
from stageline.domain.opportunities.changes import MoveKind
from stageline.domain.processes.stage import StageType
from stageline.domain.targets.counting import count
from stageline.domain.targets.course import Course, Step
from stageline.domain.targets.target import Metric, SalesTarget
from tests.targets import LONDON, STANDARD, a_target

MAVEN = Path(__file__).parents[3].parent / "shared" / "data" / "maven-crm"
STAGES = {"Prospecting": 1, "Engaging": 2, "Won": 3, "Lost": 4}
TYPES = {"Won": StageType.WON, "Lost": StageType.LOST}

pytestmark = pytest.mark.skipif(not MAVEN.is_dir(), reason="There is no ../shared/data beside this checkout")


def courses() -> dict[str, list[Course]]:
    """By agent: engaged one day, closed another, both at noon."""
    found = defaultdict(list)
    with (MAVEN / "sales_pipeline.csv").open(newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 1):
            found[row["sales_agent"]].append(Course(OpportunityId(number), tuple(steps(number, row))))
    return found


def steps(number: int, row: dict[str, str]) -> list[Step]:
    told = []
    for version, (stage, day) in enumerate(
        (("Engaging", row["engage_date"]), (row["deal_stage"], row["close_date"])), 1
    ):
        if not day:
            continue
        told.append(
            Step(
                version=version,
                at=datetime.combine(date.fromisoformat(day), time(12), LONDON),
                event_id=EventId(2 * number + version),
                kind=MoveKind.CREATE if version == 1 else MoveKind.CLOSE,
                process_id=STANDARD,
                to_stage_id=StageId(STAGES[stage]),
                to_type=TYPES.get(stage, StageType.OPEN),
                owner_id=UserId(1),
                actor_id=UserId(1),
                amount_minor=int(row["close_value"]) * 100 if row["close_value"] else None,
                currency="USD",
            )
        )
    return told


def by_month(its: list[Course], metric: Metric) -> dict[str, int]:
    target = a_target(
        metric, id=TargetId(1), user_id=UserId(1), starts_on=date(2016, 1, 1),
        currency="USD" if metric.is_value else None,
    )  # fmt: skip
    return months_of(its, target)


def months_of(its: list[Course], target: SalesTarget) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for course in its:
        for credit in count(course, target).credits:
            sums[f"{credit.period_starts_on:%Y-%m}"] += credit.counted
    return dict(sums)


@pytest.mark.rule("SG-2", "SG-30")
def test_each_agents_months_are_those_that_others_counted() -> None:
    facts: dict[str, Any] = json.loads((MAVEN / "facts.json").read_text())["per_agent"]
    agents = courses()

    assert agents.keys() == facts.keys()
    for agent, its in agents.items():
        expected = facts[agent]["by_month"]
        assert by_month(its, Metric.WON_COUNT) == {month: of["won_count"] for month, of in expected.items()}
        assert by_month(its, Metric.WON_VALUE) == {month: of["won_value"] * 100 for month, of in expected.items()}
