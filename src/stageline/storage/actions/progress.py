"""How far the actions of the present stage are, for many opportunities at once."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, func, select

from stageline.domain.ids import OpportunityId
from stageline.storage.tables import actions, opportunities

_STATEMENT: Any = (
    select(actions.c.opportunity_id, func.count().label("total"), func.count(actions.c.completed_at).label("complete"))
    .join(opportunities, opportunities.c.id == actions.c.opportunity_id)
    .where(
        actions.c.opportunity_id.in_(bindparam("ids", expanding=True)),
        actions.c.stage_id == opportunities.c.stage_id,
        actions.c.deleted_at.is_(None),
    )
    .group_by(actions.c.opportunity_id)
)


class ActionProgress(msgspec.Struct, frozen=True):
    """Of the stage an opportunity is in: how many of its actions are complete, of how many."""

    complete: int = 0
    total: int = 0


NONE = ActionProgress()


def read_action_progress(
    connection: Connection, ids: Sequence[OpportunityId]
) -> Mapping[OpportunityId, ActionProgress]:
    """Only of those whose stage has actions."""
    rows = connection.execute(_STATEMENT, {"ids": list(ids)})
    return {row.opportunity_id: ActionProgress(row.complete, row.total) for row in rows}
