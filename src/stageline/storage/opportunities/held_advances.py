"""Finds the opportunities whose automatic move is held."""

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, func, select

from stageline.domain.actions.changes import AdvanceHeld, AdvanceSuggested
from stageline.domain.ids import OpportunityId
from stageline.domain.opportunities.changes import (
    MoveUndone,
    OpportunityMoved,
    OpportunityReopened,
    OutcomeCorrected,
)
from stageline.storage.tables import events

ENDS = (AdvanceSuggested, OpportunityMoved, OpportunityReopened, OutcomeCorrected, MoveUndone)
_last = (
    select(func.max(events.c.id).label("id"))
    .where(
        events.c.opportunity_id.in_(bindparam("ids", expanding=True)),
        events.c.kind.in_([AdvanceHeld.kind, *(event.kind for event in ENDS)]),
    )
    .group_by(events.c.opportunity_id)
    .subquery()
)
READ = select(events.c.opportunity_id).join(_last, _last.c.id == events.c.id).where(events.c.kind == AdvanceHeld.kind)


def held_advances(connection: Connection, ids: Collection[OpportunityId]) -> list[OpportunityId]:
    """Those of these that were held and have neither moved since nor been said to be ready."""
    return sorted(connection.scalars(READ, {"ids": sorted(ids)}))
