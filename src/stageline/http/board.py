"""The board of a process."""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from stageline.domain.ids import ProcessId, StageId
from stageline.domain.processes.process import StageNotInProcess
from stageline.domain.views.definition import BoardSort
from stageline.http.access import Acting
from stageline.http.errors import problems
from stageline.http.filtering import FILTERED_IN_PROCESS, FILTERED_IN_STAGE, REFUSALS, Wanted
from stageline.http.inputs import Cursor, PathId
from stageline.queries.board import CARDS, MOST_CARDS, Board, CardPage, Cards, read_board, read_cards

Sort = Annotated[BoardSort, QueryParameter(description="`rank` is the order that all share.")]
CardCount = Annotated[int, QueryParameter(ge=1, le=MOST_CARDS)]


@get(
    "/processes/{process_id:int}/board",
    sync_to_thread=True,
    dependencies=FILTERED_IN_PROCESS,
    responses=problems(*REFUSALS),
)
def get_board(
    process_id: PathId, acting: Acting, wanted: Wanted, sort: Sort = "rank", cards: CardCount = CARDS
) -> Board:
    """The open stages with their first cards, and totals of all stages for each currency."""
    page = CardPage(filter=wanted, sort=sort, cards=cards)
    with acting.writing(preview=True) as work:
        return read_board(work, ProcessId(process_id), page, by=acting.by(), moment=work.moment(acting.at))


@get(
    "/processes/{process_id:int}/board/{stage_id:int}/cards",
    sync_to_thread=True,
    dependencies=FILTERED_IN_STAGE,
    responses=problems(StageNotInProcess, *REFUSALS),
)
def get_cards(
    process_id: PathId,
    stage_id: PathId,
    acting: Acting,
    wanted: Wanted,
    sort: Sort = "rank",
    cursor: Cursor = None,
    cards: CardCount = CARDS,
) -> Cards:
    """More cards of one stage."""
    page = CardPage(filter=wanted, sort=sort, cursor=cursor, cards=cards)
    with acting.writing(preview=True) as work:
        moment = work.moment(acting.at)
        return read_cards(work, ProcessId(process_id), StageId(stage_id), page, by=acting.by(), moment=moment)
