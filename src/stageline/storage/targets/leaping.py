"""Which stages moves leapt, by the order that the process had when they were made."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from stageline.domain.ids import EventId, OpportunityId, ProcessId, StageId
from stageline.domain.opportunities.changes import MoveKind
from stageline.domain.processes.stage import StageType
from stageline.storage.tables import process_revisions, stage_history, stages

# Closing may leap open stages, and so does what is called so.
LEAPS = (
    select(
        stage_history.c.event_id, stage_history.c.from_stage_id, stage_history.c.to_stage_id, stage_history.c.revision
    )
    .join(stages, stages.c.id == stage_history.c.to_stage_id)
    .where(
        stage_history.c.opportunity_id.in_(bindparam("ids", expanding=True)),
        stage_history.c.move_kind.in_((MoveKind.SKIP.value, MoveKind.CLOSE.value)),
        stages.c.process_id == bindparam("process_id"),
    )
)
DEFINITIONS = select(process_revisions.c.revision, process_revisions.c.definition).where(
    process_revisions.c.process_id == bindparam("process_id"),
    process_revisions.c.revision.in_(bindparam("revisions", expanding=True)),
)
PRESENT = (
    select(stages.c.id)
    .where(stages.c.process_id == bindparam("process_id"), stages.c.type == StageType.OPEN.value, stages.c.is_active)
    .order_by(stages.c.position)
)


def read_leaps(
    connection: Connection, ids: Collection[OpportunityId], process_id: ProcessId
) -> dict[EventId, frozenset[StageId]]:
    """By the id of the move; the present order stands in for a revision that says none."""
    rows = connection.execute(LEAPS, {"ids": sorted(ids), "process_id": process_id}).all()
    asked = {"process_id": process_id, "revisions": sorted({row.revision for row in rows})}
    orders = {row.revision: _open_stages(row.definition) for row in connection.execute(DEFINITIONS, asked)}
    present = list(connection.scalars(PRESENT, asked))
    return {
        row.event_id: frozenset(_between(orders.get(row.revision) or present, row.from_stage_id, row.to_stage_id))
        for row in rows
    }


def _open_stages(definition: Mapping[str, Any]) -> list[StageId]:
    said = definition.get("stages", ())
    return [s["id"] for s in said if s.get("id") and s["type"] == StageType.OPEN.value and s["is_active"]]


def _between(order: Sequence[StageId], left: StageId, entered: StageId) -> Sequence[StageId]:
    """Closed stages come after all open ones."""
    if left not in order:
        return ()
    end = order.index(entered) if entered in order else len(order)
    return order[order.index(left) + 1 : end]
