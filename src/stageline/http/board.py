"""The board of a process."""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from stageline.domain.ids import ProcessId, StageId, UserId
from stageline.domain.processes.process import StageNotInProcess
from stageline.http.access import Acting
from stageline.http.errors import problems
from stageline.http.inputs import Cursor, PathId, QueryId
from stageline.queries.board import CARDS, MOST_CARDS, Board, CardPage, Cards, read_board, read_cards

CardCount = Annotated[int, QueryParameter(ge=1, le=MOST_CARDS)]


@get("/processes/{process_id:int}/board", sync_to_thread=True)
def get_board(process_id: PathId, acting: Acting, owner_id: QueryId = None, cards: CardCount = CARDS) -> Board:
    """The open stages with their first cards, and totals of all stages for each currency."""
    wanted = CardPage(owner_id=UserId(owner_id) if owner_id else None, cards=cards)
    with acting.writing(preview=True) as work:
        return read_board(work, ProcessId(process_id), wanted, by=acting.by(), moment=work.moment(acting.at))


@get(
    "/processes/{process_id:int}/board/{stage_id:int}/cards", sync_to_thread=True, responses=problems(StageNotInProcess)
)
def get_cards(
    process_id: PathId,
    stage_id: PathId,
    acting: Acting,
    owner_id: QueryId = None,
    cursor: Cursor = None,
    cards: CardCount = CARDS,
) -> Cards:
    """More cards of one stage."""
    wanted = CardPage(owner_id=UserId(owner_id) if owner_id else None, cursor=cursor, cards=cards)
    with acting.writing(preview=True) as work:
        moment = work.moment(acting.at)
        return read_cards(work, ProcessId(process_id), StageId(stage_id), wanted, by=acting.by(), moment=moment)
