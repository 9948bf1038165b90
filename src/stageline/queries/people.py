"""People, sales teams and tokens, as they are shown."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from stageline.domain.ids import ActionId, OpportunityId, ProcessId, SalesTeamId, TokenId, UserId
from stageline.domain.people.preferences import Chosen, Language, Preferences
from stageline.domain.people.team import SalesTeam, TeamNotFound
from stageline.domain.people.token import Scope
from stageline.domain.people.user import SYSTEM_USER_ID, User, UserNotFound, UserState
from stageline.domain.processes.stage import StageType
from stageline.domain.rights import Actor, Right, Role
from stageline.queries.history import Named
from stageline.queries.naming import holds, page_by_name
from stageline.storage.people.repository import as_user
from stageline.storage.tables import actions, api_tokens, opportunities, sales_teams, stages, users
from stageline.storage.tables.types import AnyRow
from stageline.storage.unit_of_work import Work
from stageline.storage.visible import targets_reached_by

# As many of the open opportunities as somebody who leaves is shown with (PS-206).
FIRST_OPEN = 20

_USERS = (
    select(users, sales_teams.c.name.label("team_name"))
    .outerjoin(sales_teams, sales_teams.c.id == users.c.sales_team_id)
    .where(users.c.id != SYSTEM_USER_ID)
)
_OPEN = (
    select(opportunities.c.id, opportunities.c.name)
    .join(stages, stages.c.id == opportunities.c.stage_id)
    .where(stages.c.type == StageType.OPEN.value, opportunities.c.deleted_at.is_(None))
)
_OPEN_ACTIONS = (
    select(actions.c.id, actions.c.name, actions.c.opportunity_id, opportunities.c.name.label("opportunity_name"))
    .join(opportunities, opportunities.c.id == actions.c.opportunity_id)
    .join(stages, stages.c.id == opportunities.c.stage_id)
    .where(stages.c.type == StageType.OPEN.value, opportunities.c.deleted_at.is_(None))
    .where(actions.c.completed_at.is_(None), actions.c.deleted_at.is_(None))
)


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """Whoever is signed in, and what they may do."""

    id: UserId
    name: str
    email: str
    roles: list[Role]
    rights: list[Right]
    default_process_id: ProcessId | None
    language: Language | None
    zone: str | None
    preferences: Preferences


class ShownUser(msgspec.Struct, frozen=True, kw_only=True):
    """Address and roles are shown to administrators and to the person; to others they are null."""

    id: UserId
    name: str
    email: str | None
    state: UserState
    roles: list[Role] | None
    can_own: bool
    sales_team: Named | None
    default_process_id: ProcessId | None
    version: int


class Happened(msgspec.Struct, frozen=True):
    """An event, or what a preview says would be one."""

    kind: str
    facts: dict[str, Any]


class OpenOpportunity(msgspec.Struct, frozen=True):
    id: OpportunityId
    name: str


class OpenOpportunities(msgspec.Struct, frozen=True):
    """How many there are, and the first of them."""

    count: int
    items: list[OpenOpportunity]


class OpenAction(msgspec.Struct, frozen=True):
    id: ActionId
    name: str
    opportunity: Named


class OpenActions(msgspec.Struct, frozen=True):
    """How many there are, and the first of them."""

    count: int
    items: list[OpenAction]


class ChangedUser(ShownUser, frozen=True, kw_only=True):
    """The person as they are now; in a preview as they would be, with the id 0 when they would be new."""

    events: list[Happened]


class DeactivatedUser(ChangedUser, frozen=True, kw_only=True):
    """With what they own and what they have to do that is still open, to be reassigned (PS-206)."""

    open_opportunities: OpenOpportunities
    open_actions: OpenActions


class UserPage(msgspec.Struct, frozen=True):
    items: list[ShownUser]
    next_cursor: str | None


class ShownTeam(msgspec.Struct, frozen=True, kw_only=True):
    id: SalesTeamId
    name: str
    manager: Named | None
    members: list[Named]


class ChangedTeam(msgspec.Struct, frozen=True, kw_only=True):
    """The team as it is now; in a preview as it would be, with the id 0 when it would be new."""

    id: SalesTeamId
    name: str
    manager: Named | None
    events: list[Happened]


class TeamList(msgspec.Struct, frozen=True):
    items: list[ShownTeam]
    next_cursor: str | None = None


class ShownToken(msgspec.Struct, frozen=True, kw_only=True):
    id: TokenId
    name: str
    user: Named
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class TokenList(msgspec.Struct, frozen=True):
    items: list[ShownToken]
    next_cursor: str | None = None


def read_me(connection: Connection, asker: Actor) -> Me:
    """The rights are those of this request: of a token that is not for administering, without that right."""
    wanted = select(users.c.email, users.c.default_process_id, users.c.preferences).where(users.c.id == asker.user_id)
    row = connection.execute(wanted).one()
    chosen = Chosen.kept(row.preferences)
    return Me(
        id=asker.user_id,
        name=asker.name,
        email=row.email or "",
        roles=[role for role in Role if role in asker.roles],
        rights=[right for right in Right if right in asker.rights],
        default_process_id=row.default_process_id,
        language=chosen.language,
        zone=chosen.zone,
        preferences=chosen.preferences,
    )


def read_users(
    connection: Connection,
    *,
    q: str | None,
    state: UserState | None,
    cursor: str | None,
    limit: int,
    asker: Actor,
    for_targets: bool = False,
) -> UserPage:
    """Everybody who is signed in sees who there is, to name an owner or a member of a deal team.

    `for_targets` leaves those who can have sales targets that the asker sees and sets (SG-10, SG-12).
    """
    wanted: Any = _USERS
    if for_targets:
        wanted = wanted.where(users.c.can_own, targets_reached_by(asker, users.c.id))
    if q:
        searched = [users.c.name, users.c.email] if asker.has(Right.ADMINISTER) else [users.c.name]
        wanted = wanted.where(holds(connection, searched, q))
    if state is not None:
        wanted = wanted.where(users.c.state == state.value)
    rows, following = page_by_name(connection, wanted, (users.c.name, users.c.id), cursor=cursor, limit=limit)
    return UserPage([_user(row, asker) for row in rows], following)


def read_user(connection: Connection, user_id: UserId, *, asker: Actor) -> ShownUser:
    row = connection.execute(_USERS.where(users.c.id == user_id)).one_or_none()
    if row is None:
        raise UserNotFound
    return _user(row, asker)


def _user(row: AnyRow, asker: Actor) -> ShownUser:
    return ShownUser(**_told(as_user(row), asker, None if row.sales_team_id is None else row.team_name))


def _told(user: User, asker: Actor, team_name: str | None) -> dict[str, Any]:
    is_told = asker.has(Right.ADMINISTER) or user.id == asker.user_id
    return {
        "id": user.id,
        "name": user.name,
        "email": user.email if is_told else None,
        "state": user.state,
        "roles": list(user.roles) if is_told else None,
        "can_own": user.can_own,
        "sales_team": Named(user.sales_team_id, team_name) if user.sales_team_id and team_name else None,
        "default_process_id": user.default_process_id if is_told else None,
        "version": user.version,
    }


def as_changed(work: Work, user: User, *, asker: Actor) -> ChangedUser:
    return ChangedUser(**_changed(work, user, asker))


def as_deactivated(work: Work, user: User, *, asker: Actor) -> DeactivatedUser:
    owned, to_do = read_open_opportunities(work.connection, user.id), read_open_actions(work.connection, user.id)
    return DeactivatedUser(**_changed(work, user, asker), open_opportunities=owned, open_actions=to_do)


def _changed(work: Work, user: User, asker: Actor) -> dict[str, Any]:
    """From the value and not from the row: a preview has written none."""
    named = select(sales_teams.c.name).where(sales_teams.c.id == user.sales_team_id)
    return {**_told(user, asker, work.connection.scalar(named)), "events": _events(work)}


def read_open_opportunities(connection: Connection, owner_id: UserId) -> OpenOpportunities:
    """What somebody owns that is still open (PS-206)."""
    owned = _OPEN.where(opportunities.c.owner_id == owner_id)
    count = connection.execute(select(func.count()).select_from(owned.subquery())).scalar_one()
    rows = connection.execute(owned.order_by(opportunities.c.id).limit(FIRST_OPEN))
    return OpenOpportunities(count, [OpenOpportunity(row.id, row.name) for row in rows])


def read_open_actions(connection: Connection, user_id: UserId) -> OpenActions:
    """What somebody still has to do on open opportunities, whoever owns them (PS-206)."""
    theirs = _OPEN_ACTIONS.where(actions.c.responsible_id == user_id)
    count = connection.execute(select(func.count()).select_from(theirs.subquery())).scalar_one()
    rows = connection.execute(theirs.order_by(actions.c.id).limit(FIRST_OPEN))
    named = [OpenAction(row.id, row.name, Named(row.opportunity_id, row.opportunity_name)) for row in rows]
    return OpenActions(count, named)


def read_teams(connection: Connection) -> TeamList:
    return TeamList(_teams(connection))


def read_team(connection: Connection, team_id: SalesTeamId) -> ShownTeam:
    found = _teams(connection, sales_teams.c.id == team_id)
    if not found:
        raise TeamNotFound
    return found[0]


def as_changed_team(work: Work, team: SalesTeam) -> ChangedTeam:
    name = work.connection.scalar(select(users.c.name).where(users.c.id == team.manager_id))
    return ChangedTeam(
        id=team.id,
        name=team.name,
        manager=None if team.manager_id is None else Named(team.manager_id, name or ""),
        events=_events(work),
    )


def _events(work: Work) -> list[Happened]:
    return [Happened(event.kind, dict(event.facts())) for event in work.happened]


def _teams(connection: Connection, *conditions: Any) -> list[ShownTeam]:
    leading = users.alias("leading")
    listed = (
        select(sales_teams, leading.c.name.label("manager_name"))
        .outerjoin(leading, leading.c.id == sales_teams.c.manager_id)
        .where(*conditions)
        .order_by(sales_teams.c.name_folded)
    )
    teams = connection.execute(listed).all()
    of_these = select(users.c.id, users.c.name, users.c.sales_team_id).where(
        users.c.sales_team_id.in_([team.id for team in teams])
    )
    members: dict[int, list[Named]] = {}
    for row in connection.execute(of_these.order_by(users.c.name, users.c.id)):
        members.setdefault(row.sales_team_id, []).append(Named(row.id, row.name))
    return [
        ShownTeam(
            id=team.id,
            name=team.name,
            manager=None if team.manager_id is None else Named(team.manager_id, team.manager_name),
            members=members.get(team.id, []),
        )
        for team in teams
    ]


def read_tokens(connection: Connection, *, asker: Actor) -> TokenList:
    """One's own; an administrator's list has everybody's."""
    wanted: Sequence[Any] = () if asker.has(Right.ADMINISTER) else (api_tokens.c.user_id == asker.user_id,)
    listed = (
        select(api_tokens, users.c.name.label("user_name"))
        .join(users, users.c.id == api_tokens.c.user_id)
        .where(*wanted)
        .order_by(api_tokens.c.id.desc())
        .limit(1_000)
    )
    return TokenList([_token(row) for row in connection.execute(listed)])


def _token(row: AnyRow) -> ShownToken:
    return ShownToken(
        id=row.id,
        name=row.name,
        user=Named(row.user_id, row.user_name),
        scopes=list(map(Scope, row.scopes)),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
