"""Deal roles and their maps in and out of the database, and what relies on them."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, union

from stageline.domain.actions.deal_role import DealRole
from stageline.domain.files.naming import folded
from stageline.domain.processes.process import ProcessState
from stageline.storage.tables import actions, deal_roles, processes, role_maps, stages

READ = select(deal_roles.c.name, deal_roles.c.is_active).order_by(deal_roles.c.name_folded)


def read_deal_roles(connection: Connection) -> tuple[DealRole, ...]:
    """By name, those that are no longer offered too."""
    return tuple(DealRole(name=row.name, is_active=row.is_active) for row in connection.execute(READ))


def write_deal_roles(connection: Connection, listed: Sequence[DealRole]) -> None:
    """The list as it is from now on; nothing refers to its rows but by the name."""
    connection.execute(delete(deal_roles))
    rows = [{"name_folded": role.key, "name": role.name, "is_active": role.is_active} for role in listed]
    if rows:
        connection.execute(insert(deal_roles), rows)


def used_deal_roles(connection: Connection) -> frozenset[str]:
    """Those that an action or a map names, folded."""
    named = union(select(actions.c.deal_role).where(actions.c.deal_role.is_not(None)), select(role_maps.c.deal_role))
    return frozenset(folded(role) for role in connection.scalars(named))


def asked_deal_roles(connection: Connection) -> dict[str, list[str]]:
    """The processes that ask for each role, by the folded role; what is archived asks for nothing new."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    named = (
        select(processes.c.name, stages.c.actions)
        .join(stages, stages.c.process_id == processes.c.id)
        .where(processes.c.state != ProcessState.ARCHIVED.value, stages.c.is_active)
    )
    for name, defined in connection.execute(named):
        for action in defined:
            if action.get("is_active", True):
                for role in (action.get("deal_role"), *((action.get("activity") or {}).get("deal_roles", ()))):
                    found[folded(role or "")].add(name)
    owning = select(processes.c.name, processes.c.owner_role).where(
        processes.c.owner_role.is_not(None), processes.c.state != ProcessState.ARCHIVED.value
    )
    for name, role in connection.execute(owning):
        found[folded(role)].add(name)
    return {role: sorted(names) for role, names in found.items()}
