"""The order of the cards in a stage, which all who see its board share: lower ranks stand higher."""

from datetime import datetime

from sqlalchemy import BindParameter, Connection, bindparam, func, select, tuple_, update

from stageline.domain.ids import OpportunityId, StageId
from stageline.domain.opportunities.changes import OpportunityPlaced
from stageline.storage.tables import opportunities
from stageline.storage.tables.types import EPOCH, MICROSECOND

# Two cards further apart than this leave room for twenty between them, one after another at the worst place.
ROOM = 2**20
ABOVE = 1_000

_STAGE: BindParameter[int] = bindparam("of_stage")
_MOVED: BindParameter[int] = bindparam("moved_id")
_OTHERS = (opportunities.c.stage_id == _STAGE, opportunities.c.id != _MOVED, opportunities.c.deleted_at.is_(None))
_PLACE = tuple_(opportunities.c.rank, opportunities.c.id)
TOP = select(func.min(opportunities.c.rank)).where(*_OTHERS)
RANK_OF = select(opportunities.c.rank).where(*_OTHERS, opportunities.c.id == bindparam("after_id"))
NEXT = (
    select(opportunities.c.rank)
    .where(*_OTHERS, tuple_(bindparam("rank", type_=opportunities.c.rank.type), bindparam("after_id")) < _PLACE)
    .order_by(opportunities.c.rank, opportunities.c.id)
    .limit(1)
)
_ordered = (
    select(
        opportunities.c.id,
        func.row_number().over(order_by=(opportunities.c.rank, opportunities.c.id)).label("place"),
        func.min(opportunities.c.rank).over().label("top"),
    )
    .where(opportunities.c.stage_id == _STAGE, opportunities.c.deleted_at.is_(None))
    .subquery("ordered")
)
# Two who make room at once, or one who does while others save, must want the rows in the same order.
LOCK_IN_ORDER = (
    select(opportunities.c.id)
    .where(opportunities.c.stage_id == _STAGE, opportunities.c.deleted_at.is_(None))
    .order_by(opportunities.c.id)
    .with_for_update(key_share=True)
)
MAKE_ROOM = (
    update(opportunities)
    .where(opportunities.c.id == _ordered.c.id)
    .values(rank=_ordered.c.top + (_ordered.c.place - 1) * ROOM)
)
PUT = update(opportunities).where(opportunities.c.id == _MOVED).values(rank=bindparam("new_rank"))


def rank_on_entry(entered_at: datetime) -> int:
    """On top of everything that entered before."""
    return -((entered_at - EPOCH) // MICROSECOND)


def place(connection: Connection, placed: OpportunityPlaced) -> None:
    """Puts it below the other card, or on top of all when none is named or the other has left the stage."""
    put_after(connection, placed.opportunity.id, placed.opportunity.stage.id, placed.after_id, placed.at)


def put_after(
    connection: Connection, moved_id: OpportunityId, stage_id: StageId, after_id: OpportunityId | None, at: datetime
) -> None:
    asked = {"of_stage": stage_id, "moved_id": moved_id}
    rank = None if after_id is None else _rank_below(connection, {**asked, "after_id": after_id})
    if rank is None:
        top = connection.scalar(TOP, asked)
        entering = rank_on_entry(at)
        rank = entering if top is None else min(entering, top - ABOVE)
    connection.execute(PUT, {"moved_id": moved_id, "new_rank": rank})


def _rank_below(connection: Connection, asked: dict[str, int], *, has_made_room: bool = False) -> int | None:
    above = connection.scalar(RANK_OF, asked)
    if above is None:
        return None
    below = connection.scalar(NEXT, {**asked, "rank": above})
    if below is None:
        return int(above) + ROOM
    if below - above > 1 or has_made_room:
        return int(above + below) // 2
    connection.execute(LOCK_IN_ORDER, asked)
    connection.execute(MAKE_ROOM, asked)
    return _rank_below(connection, asked, has_made_room=True)
