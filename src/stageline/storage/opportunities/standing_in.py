"""Finds what stands in a stage."""

from sqlalchemy import Connection, select

from stageline.domain.ids import OpportunityId, StageId
from stageline.storage.tables import opportunities


def standing_in(connection: Connection, stage_id: StageId) -> list[OpportunityId]:
    """All that were not deleted, in the order of their ids."""
    there = opportunities.c.stage_id == stage_id, opportunities.c.deleted_at.is_(None)
    return list(connection.scalars(select(opportunities.c.id).where(*there).order_by(opportunities.c.id)))
