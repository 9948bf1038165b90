"""Opportunities in numbers: the list, what it comes to, all of it for acts on many, and as a file."""

from collections.abc import Iterator
from typing import Annotated, Literal

from litestar import get
from litestar.params import FromQuery, QueryParameter
from litestar.response import Stream

from stageline.domain.views.definition import Group, InvalidView, ListSort
from stageline.http.access import Acting, SignedRequest
from stageline.http.errors import problems
from stageline.http.filtering import FILTERED, REFUSALS, Wanted
from stageline.http.inputs import Limit
from stageline.queries.exporting import Export, read_export_page
from stageline.queries.filtering import Filter
from stageline.queries.opportunities import Page, Selection, read_page, read_selection
from stageline.queries.ordering import NEWEST, Order
from stageline.queries.totals import Totals, read_totals

# Such a place tells by what it is sorted, and that can be a name.
LongCursor = Annotated[str | None, QueryParameter(max_length=4_000)]
Sorted = Annotated[ListSort, QueryParameter(description="With - in front, the other way round; what is empty is last.")]
Grouped = Annotated[Group | None, QueryParameter(description="What is in one group stands together.")]
Columns = Annotated[
    str, QueryParameter(max_length=4_000, description="As views have them, with commas; `custom.` and a key too.")
]
Format = FromQuery[Literal["csv"]]
SHOWN = "name,account,stage,amount_minor,probability,weighted_minor,expected_close_on,next_step,days_in_stage,owner"


@get("/opportunities", sync_to_thread=True, dependencies=FILTERED, responses=problems(*REFUSALS))
def get_opportunities(
    acting: Acting,
    wanted: Wanted,
    sort: Sorted = NEWEST,
    group: Grouped = None,
    cursor: LongCursor = None,
    limit: Limit = 50,
) -> Page:
    """Those the asker may see, latest change of stage first unless `sort` says otherwise."""
    order = Order(sort=sort, group=group)
    with acting.writing(preview=True) as work:
        moment = work.moment(acting.at)
        return read_page(work, wanted, order, cursor=cursor, limit=limit, by=acting.by(), moment=moment)


@get("/opportunities/totals", sync_to_thread=True, dependencies=FILTERED, responses=problems(*REFUSALS))
def get_totals(acting: Acting, wanted: Wanted, group: Grouped = None) -> Totals:
    """How many, and what they come to in each currency; for each group as well, when one is named."""
    with acting.writing(preview=True) as work:
        return read_totals(work, wanted, group, by=acting.by(), moment=work.moment(acting.at))


@get("/opportunities/selection", sync_to_thread=True, dependencies=FILTERED, responses=problems(*REFUSALS))
def get_selection(acting: Acting, wanted: Wanted) -> Selection:
    """All of them, up to 100,000, by id and version: what acts on many are asked with."""
    with acting.writing(preview=True) as work:
        return read_selection(work, wanted, by=acting.by(), moment=work.moment(acting.at))


@get(
    "/opportunities/export",
    sync_to_thread=True,
    dependencies=FILTERED,
    responses=problems(*REFUSALS, InvalidView),
    media_type="text/csv",
)
def get_export(
    acting: Acting,
    wanted: Wanted,
    columns: Columns = SHOWN,
    format: Format = "csv",
    sort: Sorted = NEWEST,
    group: Grouped = None,
) -> Stream:
    """What the list shows, as a CSV file: amounts in the currency's own unit, dates as 2026-11-30, UTF-8."""
    with acting.writing(preview=True) as work:
        export = Export.of(work, [column for column in columns.split(",") if column])
    lines = _lines(acting, export, wanted, Order(sort=sort, group=group))
    first = next(lines)  # what is refused is refused before anything was sent
    headers = {"content-disposition": f'attachment; filename="opportunities.{format}"'}
    return Stream(_again(first, lines), media_type="text/csv", headers=headers)


def _lines(acting: SignedRequest, export: Export, wanted: Filter, order: Order) -> Iterator[str]:
    begun, cursor, by = export.head(), None, acting.by()
    while True:
        with acting.writing(preview=True) as work:
            moment = work.moment(acting.at)
            lines, cursor = read_export_page(work, export, wanted, order, cursor=cursor, by=by, moment=moment)
        yield begun + lines
        begun = ""
        if cursor is None:
            return


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
