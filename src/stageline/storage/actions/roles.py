"""Reads who fills deal roles, for a batch at once."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from stageline.domain.actions.roles import ANY, RoleMaps
from stageline.domain.files.naming import folded
from stageline.domain.ids import OpportunityId, UserId
from stageline.domain.people.user import UserState
from stageline.storage.people.owners import read_owners
from stageline.storage.prepared import Among, PreparedQuery, Words
from stageline.storage.tables import role_maps, users

READ_MAPS = PreparedQuery(
    select(role_maps).join(users, users.c.id == role_maps.c.user_id).where(users.c.state != UserState.DEACTIVATED),
    Among(role_maps.c.deal_role, "deal_roles", Words()),
    Among(role_maps.c.opportunity_id),
)


def read_role_maps(
    connection: Connection,
    deal_roles: Collection[str],
    opportunity_ids: Collection[OpportunityId],
    user_ids: Collection[UserId] = (),
) -> RoleMaps:
    """All that matter for those opportunities, in one statement; kept by nobody, so that it is never stale.

    `user_ids` are the people whom actions name themselves, read in a second one if there are any.
    """
    roles = sorted({folded(role) for role in deal_roles})
    asked = {"deal_roles": roles, "ids": [ANY, *opportunity_ids]}
    rows = READ_MAPS.rows(connection, asked) if roles else ()
    people = read_owners(connection, user_ids).values() if user_ids else ()
    return RoleMaps(
        {(role, opportunity, process, owner): UserId(user) for role, opportunity, process, owner, user in rows},
        frozenset(person.user_id for person in people if person.is_active),
    )
