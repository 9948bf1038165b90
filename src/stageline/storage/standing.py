"""The moves that stand: the one source of whatever is derived from the stage history."""

from sqlalchemy import Connection, bindparam, exists, select

from stageline.domain.ids import EventId, OpportunityId
from stageline.domain.opportunities.changes import MoveKind
from stageline.storage.tables import stage_history

_undo = stage_history.alias("undo")

# Neither what was undone nor the undoing, as if both had never happened (architecture §5). Within one opportunity the
# version is the order.
standing_moves = (
    select(stage_history)
    .where(
        stage_history.c.move_kind != MoveKind.UNDO.value,
        ~exists().where(_undo.c.undoes == stage_history.c.event_id),
    )
    .subquery("standing_moves")
)
_LAST = (
    select(standing_moves.c.event_id)
    .where(standing_moves.c.opportunity_id == bindparam("opportunity_id"))
    .order_by(standing_moves.c.version.desc())
    .limit(1)
)


def last_move(connection: Connection, opportunity_id: OpportunityId) -> EventId:
    """What brought an opportunity to the stage where it is."""
    return EventId(connection.execute(_LAST, {"opportunity_id": opportunity_id}).scalar_one())
