"""Sales teams and deal teams for tests."""

from sqlalchemy import Connection, insert, update

from stageline.domain.ids import OpportunityId, UserId
from stageline.storage.tables import deal_team, organisation, sales_teams, users


def lead(connection: Connection, manager: UserId, *members: UserId) -> None:
    """Puts the members into a new team of that manager."""
    team = {"name": f"Team {manager}", "name_folded": f"team {manager}", "manager_id": manager}
    team_id = connection.execute(insert(sales_teams).values(team).returning(sales_teams.c.id)).scalar_one()
    connection.execute(update(users).where(users.c.id.in_(members)).values(sales_team_id=team_id))
    connection.execute(update(organisation).values(rights_version=organisation.c.rights_version + 1))


def deactivate(connection: Connection, user_id: UserId) -> None:
    connection.execute(update(users).where(users.c.id == user_id).values(state="deactivated"))
    connection.execute(update(organisation).values(rights_version=organisation.c.rights_version + 1))


def join(connection: Connection, opportunity_id: int, user_id: UserId, access: str = "read") -> None:
    member = {"opportunity_id": OpportunityId(opportunity_id), "user_id": user_id, "team_role": "legal"}
    connection.execute(insert(deal_team), {**member, "access": access})
