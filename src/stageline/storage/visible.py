"""The SQL twin of `domain.opportunities.opportunity.is_visible`: the condition that every query carries."""

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_

from stageline.domain.rights import Actor, Right
from stageline.storage.tables import deal_team, opportunities

_ON_TEAM = exists().where(
    deal_team.c.opportunity_id == opportunities.c.id, deal_team.c.user_id == bindparam("asker_id")
)
_IN_REACH = opportunities.c.owner_id.in_(bindparam("asker_oversees", expanding=True))
_THERE = opportunities.c.deleted_at.is_(None)


def visible_to(actor: Actor, *, deleted: bool = False) -> ColumnElement[bool]:
    """Owner within reach, or on the deal team; `deleted` lets those who may restore see what was deleted too.

    Whoever sees all gets a statement without the question, which the database answers from an index alone.
    """
    seen = None if actor.sees_all else or_(_IN_REACH, _ON_TEAM)
    there = None if deleted and actor.has(Right.RESTORE_OPPORTUNITIES) else _THERE
    asked = [part for part in (seen, there) if part is not None]
    return and_(True, *asked)


def asked_by(actor: Actor) -> dict[str, Any]:
    """The parameters of `visible_to`."""
    if actor.sees_all:
        return {}
    return {"asker_id": actor.user_id, "asker_oversees": sorted(actor.oversees)}
