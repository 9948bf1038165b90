"""Reads what had gone along with the assignments of a batch."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from stageline.domain.actions.handing_over import Went
from stageline.domain.actions.reassigning import ActionsReassigned
from stageline.domain.ids import BatchId, OpportunityId
from stageline.storage.tables import events

READ = select(events.c.opportunity_id, events.c.facts).where(
    events.c.batch_id == bindparam("batch_id"),
    events.c.kind == ActionsReassigned.kind,
    events.c.opportunity_id.in_(bindparam("ids", expanding=True)),
)


def read_went_along(
    connection: Connection, batch_id: BatchId, ids: Sequence[OpportunityId]
) -> dict[OpportunityId, Went]:
    """On each of these, one statement for all."""
    rows = connection.execute(READ, {"batch_id": batch_id, "ids": sorted(ids)})
    return {
        row.opportunity_id: Went(
            frozenset(each["id"] for each in row.facts.get("actions", ())),
            frozenset(each["id"] for each in row.facts.get("activities", ())),
        )
        for row in rows
    }
