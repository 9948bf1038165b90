"""Who might own an opportunity or join its team."""

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, select

from stageline.domain.ids import UserId
from stageline.domain.opportunities.assigning import Owner
from stageline.domain.people.user import UserState
from stageline.domain.rights import Role
from stageline.storage.tables import users

OWNERS = select(users.c.id, users.c.can_own, users.c.state).where(users.c.id.in_(bindparam("ids", expanding=True)))
ROLES = select(users.c.roles).where(users.c.id == bindparam("id"))


def read_owners(connection: Connection, ids: Collection[UserId]) -> dict[UserId, Owner]:
    """Those of them that exist. An unclaimed person may own; a deactivated one may not (PS-204, PS-206)."""
    rows = connection.execute(OWNERS, {"ids": sorted(ids)})
    return {row.id: Owner(row.id, row.can_own, row.state != UserState.DEACTIVATED.value) for row in rows}


def read_roles(connection: Connection, user_id: UserId) -> frozenset[Role]:
    roles = connection.scalar(ROLES, {"id": user_id})
    return frozenset(Role(role) for role in roles or ())
