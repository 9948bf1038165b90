"""Finds the opportunities on which somebody is to do something because of a deal role."""

from sqlalchemy import Connection, select

from stageline.domain.actions.roles import Scope
from stageline.domain.files.naming import folded
from stageline.domain.ids import OpportunityId
from stageline.storage.tables import actions, opportunities, stages

SPELLED = select(actions.c.deal_role).where(actions.c.deal_role.is_not(None)).distinct()


def open_for_role(connection: Connection, scope: Scope) -> list[OpportunityId]:
    """Those that a map with this scope can concern, in the order of their ids."""
    role, _, process_id, owner_id = scope
    spelled = [each for each in connection.scalars(SPELLED) if folded(each) == role]
    if not spelled:
        return []
    found = (
        select(actions.c.opportunity_id)
        .distinct()
        .join(opportunities, opportunities.c.id == actions.c.opportunity_id)
        .where(actions.c.deal_role.in_(spelled), actions.c.is_assigned_by_hand.is_(False))
        .where(actions.c.completed_at.is_(None), actions.c.deleted_at.is_(None), opportunities.c.deleted_at.is_(None))
        .order_by(actions.c.opportunity_id)
    )
    if process_id:
        found = found.join(stages, stages.c.id == opportunities.c.stage_id).where(stages.c.process_id == process_id)
    if owner_id:
        found = found.where(opportunities.c.owner_id == owner_id)
    return list(connection.scalars(found))
