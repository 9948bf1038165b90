"""The loan applications of a bank, imported as deals of one person: what advanced is what the file itself says."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from sqlalchemy import func, select

from stageline.commands.targets.setting import set_targets
from stageline.domain.ids import StageId, UserId
from stageline.domain.targets.periods import PeriodType
from stageline.domain.targets.setting import ForUser, WantedTarget
from stageline.domain.targets.target import Metric
from stageline.storage.tables import sales_targets, stages, target_credits, users
from stageline.storage.unit_of_work import Storage
from stageline.worker.loop import Worker
from tests.builders import NOON
from tests.builders_people import by_system
from tests.exchange import Imports
from tests.mappings import LOANS

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "bpi2012-dev"
FILES = ("cases.csv", "stage_history.csv")
OWNER = "Tess Teller"
OPEN = ["A_SUBMITTED", "A_PARTLYSUBMITTED", "A_PREACCEPTED", "A_ACCEPTED", "A_FINALIZED"]
# Nobody goes back in the log. By this order of the stages they do, time and again, and come forward again.
BACK_AND_FORTH = ["A_SUBMITTED", "A_PREACCEPTED", "A_PARTLYSUBMITTED", "A_FINALIZED", "A_ACCEPTED"]
WON = ["A_APPROVED", "A_REGISTERED", "A_ACTIVATED"]
ANY_WIN = "won"
# Months where the bank is, whose clocks go back in the middle of them; what is counted far to the east and west of it.
AMSTERDAM, AUCKLAND, HONOLULU = ZoneInfo("Europe/Amsterdam"), ZoneInfo("Pacific/Auckland"), ZoneInfo("Pacific/Honolulu")
CYCLES = {PeriodType.MONTH: AMSTERDAM, PeriodType.WEEK: AUCKLAND, PeriodType.QUARTER: HONOLULU}
# Of the many cases, enough for the second engine to show that it reads them the same.
SOME = 400
SET_AT = datetime(2012, 3, 1, 12, tzinfo=AMSTERDAM)

Counts = Mapping[tuple[str, date], int]

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="There is no ../shared/data beside this checkout")


def mapping_to_one_owner(order: Sequence[str]) -> dict[str, object]:
    cases, history = LOANS["files"]
    columns = {name: column for name, column in history["columns"].items() if name != "owner"}
    its_stages = [{"value": name, "type": "open"} for name in order] + LOANS["stages"][len(order) :]
    files = [cases, {**history, "columns": columns}]
    return {**LOANS, "default_owner": OWNER, "stages": its_stages, "files": files}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="") as file:
        return list(csv.DictReader(file))


def first_cases(name: str, most: int | None) -> str:
    """The file with all its cases or only the first."""
    if most is None:
        return (DATA / name).read_text()
    known = {row["case_id"] for row in rows("cases.csv")[:most]}
    head, *lines = (DATA / name).read_text().splitlines(keepends=True)
    return "".join([head, *(line for line in lines if line.split(",")[0] in known)])


def imported(storage: Storage, folder: Path, order: Sequence[str], most: int | None) -> None:
    """With targets for each stage that can be reached, set in one zone after another, since before the first case."""
    files = {name: first_cases(name, most) for name in FILES}
    Imports(storage, folder)(mapping_to_one_owner(order), files, counts_for_targets=True)
    for period_type, zone in CYCLES.items():
        with storage.writing() as work:
            work.organisations.save(msgspec.structs.replace(work.organisation, zone=zone.key))
        with storage.writing() as work:
            owner = ForUser(UserId(work.connection.scalars(select(users.c.id).where(users.c.name == OWNER)).one()))
            known = work.connection.execute(select(stages.c.id, stages.c.name).where(stages.c.name.in_(OPEN + WON)))
            for stage in known.all():
                for metric, currency in ((Metric.ADVANCED_COUNT, None), (Metric.ADVANCED_VALUE, "EUR")):
                    wanted = WantedTarget(
                        metric=metric, number=1, currency=currency, stage_id=StageId(stage.id),
                        period_type=period_type, starts_on=date(2011, 9, 1),
                    )  # fmt: skip
                    set_targets(work, wanted, [owner], by=by_system(), at=SET_AT)
            for metric, currency in ((Metric.WON_COUNT, None), (Metric.WON_VALUE, "EUR")):
                wanted = WantedTarget(
                    metric=metric, number=1, currency=currency, period_type=period_type, starts_on=date(2011, 9, 1)
                )
                set_targets(work, wanted, [owner], by=by_system(), at=SET_AT)
    Worker(storage).run_once(NOON)


def counted(storage: Storage, period_type: PeriodType, *, values: bool) -> Counts:
    """By stage and the first day of the period."""
    metrics = [metric.value for metric in Metric if metric.is_value is values]
    its = target_credits.c
    sums = (
        select(func.coalesce(stages.c.name, ANY_WIN), its.period_starts_on, func.sum(its.counted))
        .join(sales_targets, sales_targets.c.id == its.target_id)
        .outerjoin(stages, stages.c.id == sales_targets.c.stage_id)
        .where(sales_targets.c.metric.in_(metrics), sales_targets.c.period_type == period_type.value)
        .group_by(stages.c.name, its.period_starts_on)
        .having(func.sum(its.counted) > 0)
    )
    with storage.reading() as connection:
        return {(name, starts_on): int(many) for name, starts_on, many in connection.execute(sums)}


def advances(order: Sequence[str], most: int | None) -> Iterator[tuple[str, str, datetime]]:
    """Straight from the file: the case, the open stage it came into from an earlier one, and when.

    The won stages come together in any order: the deal is won in the last of them, and the first of them won it.
    """
    known = {row["case_id"] for row in rows("cases.csv")[:most]}
    for case, its in groupby(rows("stage_history.csv"), key=itemgetter("case_id")):
        entered = [] if case not in known else sorted(its, key=lambda row: int(row["event_no"]))
        for was, row in pairwise(entered):
            if row["activity"] in OPEN and order.index(was["activity"]) < order.index(row["activity"]):
                yield case, row["activity"], datetime.fromisoformat(row["timestamp"])
        wins = [row for row in entered if row["activity"] in WON]
        if wins:
            yield case, wins[-1]["activity"], datetime.fromisoformat(wins[-1]["timestamp"])
            yield case, ANY_WIN, datetime.fromisoformat(wins[0]["timestamp"])


def first_day(at: datetime, period_type: PeriodType) -> date:
    day = at.astimezone(CYCLES[period_type]).date()
    if period_type is PeriodType.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1, month=day.month if period_type is PeriodType.MONTH else (day.month - 1) // 3 * 3 + 1)


def by_the_file(order: Sequence[str], most: int | None, period_type: PeriodType) -> tuple[Counts, Counts]:
    """How many, and how much they asked for in minor units."""
    asked = {row["case_id"]: int(row["amount_req"]) * 100 for row in rows("cases.csv")}
    entered: defaultdict[tuple[str, date], set[str]] = defaultdict(set)
    for case, stage, at in advances(order, most):
        entered[stage, first_day(at, period_type)].add(case)
    worth = {key: sum(asked[case] for case in cases) for key, cases in entered.items()}
    return {key: len(cases) for key, cases in entered.items()}, worth


def require_what_the_file_says(storage: Storage, folder: Path, order: Sequence[str], most: int | None) -> None:
    imported(storage, folder, order, most)
    for period_type in CYCLES:
        counts, worth = by_the_file(order, most, period_type)
        assert counted(storage, period_type, values=False) == counts
        assert counted(storage, period_type, values=True) == worth


@pytest.mark.rule("SG-2", "SG-7", "SG-20", "SG-22", "SG-26", "SG-27", "SG-30", "SG-50")
def test_what_advanced_into_each_stage_is_what_the_file_says(storage: Storage, tmp_path: Path) -> None:
    """The clocks went back on 30 October."""
    require_what_the_file_says(storage, tmp_path, OPEN, None if storage.engines.is_sqlite else SOME)


@pytest.mark.rule("SG-20", "SG-21", "SG-24")
def test_what_goes_back_and_forth_counts_forth(storage: Storage, tmp_path: Path) -> None:
    require_what_the_file_says(storage, tmp_path, BACK_AND_FORTH, SOME)
