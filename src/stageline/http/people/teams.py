"""Sales teams over HTTP."""

import msgspec
from litestar import Response, delete, get, patch, post
from litestar.params import JSONBody
from msgspec import UNSET, UnsetType

from stageline.commands.people.teams import add_team, change_team, remove_team
from stageline.domain.ids import SalesTeamId, UserId
from stageline.domain.people.team import CyclicManagers, TeamNameTaken, UnknownTeam
from stageline.http.access import Acting
from stageline.http.errors import problems
from stageline.http.inputs import Id, Name, PathId, Preview, said_in
from stageline.queries.people import ChangedTeam, ShownTeam, TeamList, as_changed_team, read_team, read_teams


class TeamIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: Name
    manager_id: Id | None = None


class TeamPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: Name | UnsetType = UNSET
    manager_id: Id | UnsetType | None = UNSET


REFUSED = problems(UnknownTeam, TeamNameTaken, CyclicManagers)


@get("/sales-teams", sync_to_thread=True)
def get_sales_teams(acting: Acting) -> TeamList:
    """The sales teams with their managers and members."""
    with acting.reading() as connection:
        return read_teams(connection)


@get("/sales-teams/{team_id:int}", sync_to_thread=True)
def get_sales_team(team_id: PathId, acting: Acting) -> ShownTeam:
    """One sales team with its manager and members."""
    with acting.reading() as connection:
        return read_team(connection, SalesTeamId(team_id))


@post("/sales-teams", sync_to_thread=True, responses=REFUSED)
def post_sales_team(data: JSONBody[TeamIn], acting: Acting, preview: Preview = False) -> Response[ChangedTeam]:
    """Add a sales team; its manager sees the opportunities of everybody in it."""
    manager_id = None if data.manager_id is None else UserId(data.manager_id)
    with acting.writing(preview=preview) as work:
        team = add_team(work, name=data.name, manager_id=manager_id, by=acting.by(), at=acting.at)
        return acting.answer(as_changed_team(work, team), status=201)


@patch("/sales-teams/{team_id:int}", sync_to_thread=True, responses=REFUSED)
def patch_sales_team(
    team_id: PathId, data: JSONBody[TeamPatch], acting: Acting, preview: Preview = False
) -> Response[ChangedTeam]:
    """Whoever is in the team is said of the person: PATCH /users/{user_id}."""
    with acting.writing(preview=preview) as work:
        team = change_team(work, SalesTeamId(team_id), said_in(data), by=acting.by(), at=acting.at)
        return acting.answer(as_changed_team(work, team))


@delete("/sales-teams/{team_id:int}", sync_to_thread=True, status_code=204)
def delete_sales_team(team_id: PathId, acting: Acting, preview: Preview = False) -> Response[None]:
    """Its members stay, in no team."""
    with acting.writing(preview=preview) as work:
        remove_team(work, SalesTeamId(team_id), by=acting.by(), at=acting.at)
        return acting.answer(None, status=204)
