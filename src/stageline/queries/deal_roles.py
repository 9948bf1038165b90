"""Who fills deal roles: the maps that operations keep, and what they come to on one opportunity."""

from enum import StrEnum

import msgspec
from sqlalchemy import Connection, bindparam, func, select, tuple_

from stageline.domain.actions.roles import ANY, RoleMaps
from stageline.domain.errors import Missing
from stageline.domain.events import By
from stageline.domain.files.naming import folded
from stageline.domain.ids import OpportunityId, UserId
from stageline.domain.opportunities.opportunity import Opportunity, visible
from stageline.domain.rights import Actor, Right
from stageline.queries.history import Named
from stageline.queries.paging import InvalidCursor, cursor_of, decoded
from stageline.storage.actions.roles import read_role_maps
from stageline.storage.tables import deal_roles, processes, role_maps, users
from stageline.storage.unit_of_work import Work

_owners = users.alias("owners")
NAMES = select(users.c.id, users.c.name).where(users.c.id.in_(bindparam("ids", expanding=True)))
PLACE = (role_maps.c.deal_role, role_maps.c.process_id, role_maps.c.owner_id)
MAPS = (
    select(
        role_maps,
        users.c.name.label("user_name"),
        func.coalesce(deal_roles.c.name, role_maps.c.deal_role).label("role_name"),
        processes.c.name.label("process_name"),
        _owners.c.name.label("owner_name"),
        (users.c.state != "deactivated").label("is_here"),
    )
    .join(users, users.c.id == role_maps.c.user_id)
    .outerjoin(deal_roles, deal_roles.c.name_folded == role_maps.c.deal_role)
    .outerjoin(processes, processes.c.id == role_maps.c.process_id)
    .outerjoin(_owners, _owners.c.id == role_maps.c.owner_id)
    .where(role_maps.c.opportunity_id == ANY)
    .order_by(*PLACE)
)


class RoleMap(msgspec.Struct, frozen=True, kw_only=True):
    """Without a process it holds for all, without an owner for everybody's; who has left (`is_here`) fills no role."""

    deal_role: str
    process: Named | None
    owner: Named | None
    user: Named
    is_here: bool


class RoleMapPage(msgspec.Struct, frozen=True):
    items: list[RoleMap]
    next_cursor: str | None


class FilledBy(StrEnum):
    """Why somebody fills a role: it was said on the opportunity, by a map, or the owner does it for want of another."""

    OPPORTUNITY = "opportunity"
    MAP = "map"
    OWNER = "owner"


class Filler(msgspec.Struct, frozen=True, kw_only=True):
    deal_role: str
    user: Named
    by: FilledBy


class Fillers(msgspec.Struct, frozen=True):
    items: list[Filler]


def read_maps(
    connection: Connection, deal_role: str | None, *, cursor: str | None, limit: int, asker: Actor
) -> RoleMapPage:
    """Role by role, or of one alone, those for all processes first; for whoever keeps them."""
    asker.require(Right.SET_UP_PROCESSES)
    found = MAPS.limit(limit + 1)
    if deal_role is not None:
        found = found.where(role_maps.c.deal_role == folded(deal_role))
    if cursor is not None:
        found = found.where(tuple_(*PLACE) > tuple_(*_position_in(cursor)))
    rows = connection.execute(found).all()
    items = [
        RoleMap(
            deal_role=row.role_name,
            process=Named(row.process_id, row.process_name or "") if row.process_id else None,
            owner=Named(row.owner_id, row.owner_name or "") if row.owner_id else None,
            user=Named(row.user_id, row.user_name),
            is_here=row.is_here,
        )
        for row in rows[:limit]
    ]
    last = rows[limit - 1] if len(rows) > limit else None
    return RoleMapPage(items, cursor_of(last.deal_role, last.process_id, last.owner_id) if last else None)


def _position_in(cursor: str) -> tuple[str, int, int]:
    deal_role, process_id, owner_id = decoded(cursor, tuple[str, int, int])
    if "\0" in deal_role or not (0 <= process_id < 2**63 and 0 <= owner_id < 2**63):
        raise InvalidCursor([Missing(name="cursor", remedy="Leave it out.")])
    return deal_role, process_id, owner_id


def read_fillers(work: Work, opportunity_id: OpportunityId, *, by: By) -> Fillers:
    """Who fills each role in use on that opportunity, as the next action would be given (PS-208)."""
    found = work.opportunities.read([opportunity_id], by.actor.user_id).get(opportunity_id)
    opportunity = visible(found, by.actor)
    roles = [role for role in work.organisations.read().deal_roles if role.is_active]
    maps = read_role_maps(work.connection, [role.name for role in roles], [opportunity_id])
    filled = [(role.name, *_filler(role.key, opportunity, maps)) for role in roles]
    rows = work.connection.execute(NAMES, {"ids": sorted({user_id for _, user_id, _ in filled})})
    names = {row.id: row.name for row in rows}
    return Fillers([Filler(deal_role=name, user=Named(who, names[who]), by=why) for name, who, why in filled])


def _filler(role: str, opportunity: Opportunity, maps: RoleMaps) -> tuple[UserId, FilledBy]:
    user_id = maps.find(role, opportunity.id, opportunity.process.id, opportunity.owner_id)
    if user_id is None:
        return opportunity.owner_id, FilledBy.OWNER
    is_said = (role, opportunity.id, ANY, ANY) in maps.by_scope
    return user_id, FilledBy.OPPORTUNITY if is_said else FilledBy.MAP
