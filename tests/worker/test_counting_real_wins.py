"""The wins of a real sales force, imported, and counted toward a target for each of its people."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from stageline.commands.targets.setting import set_targets
from stageline.domain.targets.periods import PeriodType
from stageline.domain.targets.setting import ForUser, WantedTarget
from stageline.domain.targets.target import Metric
from stageline.storage.tables import sales_targets, target_credits, users
from stageline.storage.unit_of_work import Storage
from stageline.worker.loop import Worker
from tests.builders import NOON
from tests.builders_people import by_system
from tests.exchange import Imports
from tests.mappings import MAVEN

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "maven-crm"
# How the facts name periods.
NAMED: Mapping[PeriodType, tuple[str, Callable[[date], str]]] = {
    PeriodType.MONTH: ("by_month", lambda day: f"{day:%Y-%m}"),
    PeriodType.QUARTER: ("by_quarter", lambda day: f"{day:%Y}-Q{(day.month + 2) // 3}"),
}
FILES = ("sales_pipeline.csv", "sales_teams.csv")

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="There is no ../shared/data beside this checkout")


def imported(storage: Storage, folder: Path, *, counts: bool, most: int | None = None) -> None:
    """With a target for each who came along, for their number of wins and for their worth, since 2017 began."""
    lines = {name: (DATA / name).read_text().splitlines(keepends=True) for name in FILES}
    files = {name: "".join(its[:most]) for name, its in lines.items()}
    Imports(storage, folder)(MAVEN, files, counts_for_targets=counts)
    with storage.writing() as work:
        people = [ForUser(number) for number in work.connection.scalars(select(users.c.id).where(users.c.can_own))]
        for metric, currency in ((Metric.WON_COUNT, None), (Metric.WON_VALUE, "USD")):
            for period_type in NAMED:
                wanted = WantedTarget(
                    metric=metric, number=1, currency=currency, period_type=period_type, starts_on=date(2017, 1, 1)
                )
                set_targets(work, wanted, people, by=by_system(), at=NOON)
    Worker(storage).run_once(NOON)


def by_agent(storage: Storage, metric: Metric, period_type: PeriodType) -> Mapping[str, Mapping[str, int]]:
    sums = (
        select(users.c.name, target_credits.c.period_starts_on, func.sum(target_credits.c.counted))
        .join(sales_targets, sales_targets.c.id == target_credits.c.target_id)
        .join(users, users.c.id == sales_targets.c.user_id)
        .where(sales_targets.c.metric == metric.value, sales_targets.c.period_type == period_type.value)
        .group_by(users.c.name, target_credits.c.period_starts_on)
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    with storage.reading() as connection:
        for name, starts_on, counted in connection.execute(sums):
            found[name][NAMED[period_type][1](starts_on)] = int(counted)
    return found


@pytest.mark.rule("SG-2", "SG-13", "SG-33", "SG-50", "SG-27")
def test_each_agents_months_and_quarters_are_those_that_others_counted(storage: Storage, tmp_path: Path) -> None:
    imported(storage, tmp_path, counts=True)
    facts: Mapping[str, Any] = json.loads((DATA / "facts.json").read_text())["per_agent"]

    for period_type, (by_period, _) in NAMED.items():
        for metric, fact, unit in ((Metric.WON_COUNT, "won_count", 1), (Metric.WON_VALUE, "won_value", 100)):
            assert by_agent(storage, metric, period_type) == {
                agent: {period: one[fact] * unit for period, one in of[by_period].items()}
                for agent, of in facts.items()
            }


@pytest.mark.rule("SG-27", "SG-33", "AT-133")
def test_an_import_that_did_not_say_so_counts_for_nobody(storage: Storage, tmp_path: Path) -> None:
    imported(storage, tmp_path, counts=False, most=100)

    with storage.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(target_credits)) == 0
