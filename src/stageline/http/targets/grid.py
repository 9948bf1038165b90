"""The numbers of sales targets as a CSV file of people and periods, out and in."""

from collections import Counter
from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromQuery, JSONBody, QueryParameter

from stageline.commands.targets.grid import set_grid
from stageline.domain.errors import Missing, described
from stageline.domain.ids import EventId, ProcessId, StageId, UserId
from stageline.domain.targets.grid import CellAnswer, CellResult, GridAnswer, InvalidGrid
from stageline.domain.targets.periods import PeriodType
from stageline.domain.targets.setting import WantedTarget
from stageline.domain.targets.target import InvalidTarget, Metric
from stageline.http.access import Acting
from stageline.http.errors import problems
from stageline.http.inputs import LARGEST, Id, Preview, QueryId
from stageline.queries.targets.grid import read_grid

LARGEST_FILE = 1_000_000
AT_ONCE = 100
Ids = Annotated[list[int] | None, QueryParameter(max_items=AT_ONCE)]
Currency = Annotated[str | None, QueryParameter(max_length=3)]
Year = Annotated[int | None, QueryParameter(ge=1, le=9_998, description="Left out, the present one.")]


class GridIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is counted, as for one goal, and a file like the one that is handed out."""

    metric: Metric
    csv: Annotated[str, msgspec.Meta(max_length=LARGEST_FILE)]
    period_type: PeriodType = PeriodType.MONTH
    stage_id: Id | None = None
    process_ids: Annotated[tuple[Id, ...], msgspec.Meta(max_length=AT_ONCE)] = ()
    currency: Annotated[str, msgspec.Meta(max_length=3)] | None = None

    def definition(self) -> WantedTarget:
        return _definition(self.metric, self.period_type, self.stage_id, self.process_ids, self.currency)


class CellShown(msgspec.Struct, frozen=True, kw_only=True):
    """`row` as a spreadsheet numbers it, `column` by its heading, `person` as the file says it.

    `starts_on` and `last_on` are the period whose number it is; where it was refused there is none, and `problem` says
    why.
    """

    row: int
    person: str
    column: str
    user_id: UserId | None
    result: CellResult
    number: int | None
    starts_on: date | None
    last_on: date | None
    problem: dict[str, Any] | None


class GridSet(msgspec.Struct, frozen=True, kw_only=True):
    """Cells in the order of the file; those left empty are not there."""

    batch_id: EventId | None
    counts: dict[str, int]
    items: list[CellShown]


@get("/targets/grid.csv", sync_to_thread=True, media_type="text/csv", responses=problems(InvalidTarget))
def get_target_grid(
    acting: Acting,
    metric: FromQuery[Metric],
    period_type: FromQuery[PeriodType] = PeriodType.MONTH,
    stage_id: QueryId = None,
    process_ids: Ids = None,
    currency: Currency = None,
    year: Year = None,
) -> Response[bytes]:
    """Whom one may set such goals for, and their numbers in the periods of a year, as a file for spreadsheets."""
    if not all(0 < number <= LARGEST for number in process_ids or ()):
        raise InvalidTarget([Missing(name="process_ids", remedy="Name processes that there are.", kind="field")])
    definition = _definition(metric, period_type, stage_id, process_ids or (), currency)
    with acting.writing(preview=True) as work:
        wanted = year or work.moment(acting.at).today.year
        file = read_grid(work, definition, wanted, asker=acting.asker, at=acting.at)
    headers = {"content-disposition": f'attachment; filename="goals-{wanted}.csv"'}
    return Response(file.encode(), media_type="text/csv", headers=headers)


@post("/targets/grid", sync_to_thread=True, status_code=200, responses=problems(InvalidGrid, InvalidTarget))
def post_target_grid(data: JSONBody[GridIn], acting: Acting, preview: Preview = False) -> Response[GridSet]:
    """Take such a file: each cell is the number of one person in one period alone, and is answered for."""
    with acting.writing(preview=preview) as work:
        answer = set_grid(work, data.definition(), data.csv, by=acting.by(), at=acting.at)
        return acting.answer(grid_set(answer))


def grid_set(answer: GridAnswer) -> GridSet:
    counted = Counter(cell.result for cell in answer.cells)
    counts = {result.value: counted[result] for result in CellResult}
    return GridSet(batch_id=answer.batch_id, counts=counts, items=[_cell(cell) for cell in answer.cells])


def _cell(answer: CellAnswer) -> CellShown:
    return CellShown(
        row=answer.cell.row,
        person=answer.cell.person,
        column=answer.cell.column,
        user_id=answer.user_id,
        result=answer.result,
        number=answer.number,
        starts_on=answer.period.starts_on if answer.period else None,
        last_on=answer.period.last_on if answer.period else None,
        problem=described(answer.refusal) if answer.refusal else None,
    )


def _definition(
    metric: Metric, period_type: PeriodType, stage_id: int | None, process_ids: Any, currency: str | None
) -> WantedTarget:
    return WantedTarget(
        metric=metric,
        number=1,
        period_type=period_type,
        stage_id=StageId(stage_id) if stage_id else None,
        process_ids=tuple(ProcessId(number) for number in process_ids),
        currency=currency,
    )
