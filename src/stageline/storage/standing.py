"""The moves that stand: the one source of whatever is derived from the stage history."""

from sqlalchemy import exists, select

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
