"""The SQL twin of `domain.opportunities.opportunity.is_visible`: the condition that every query carries."""

from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Dialect, and_, bindparam, exists, or_, select, true, union_all

from stageline.domain.rights import Actor, Right
from stageline.storage.prepared import Among
from stageline.storage.tables import deal_team, opportunities, sales_targets

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


def seen_by_asker(dialect: Dialect) -> ColumnElement[bool]:
    """The same for whoever does not see all, in a statement that is compiled once whoever asks."""
    return and_(_THERE, or_(_reach_on(dialect), _ON_TEAM))


def reach_of_asker(dialect: Dialect) -> CompoundSelect[Any]:
    """The ids of what `seen_by_asker` holds for and of what was deleted, some twice: read from two indexes alone."""
    return union_all(
        select(opportunities.c.id).where(_reach_on(dialect)),
        select(deal_team.c.opportunity_id).where(deal_team.c.user_id == bindparam("asker_id")),
    )


def _reach_on(dialect: Dialect) -> ColumnElement[bool]:
    return Among(opportunities.c.owner_id, "asker_oversees").on(dialect)


def asked_by(actor: Actor) -> dict[str, Any]:
    """The parameters of `visible_to`."""
    if actor.sees_all:
        return {}
    return {"asker_id": actor.user_id, "asker_oversees": sorted(actor.oversees)}


def targets_reached_by(actor: Actor, user_id: ColumnElement[Any] = sales_targets.c.user_id) -> ColumnElement[bool]:
    """The SQL twin of `Actor.reaches_targets_of`."""
    if actor.has(Right.ADMINISTER):
        return true()
    return user_id.in_(sorted(actor.oversees))
