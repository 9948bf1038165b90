"""Users and sales teams: rows in and out."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Text, cast, func, insert, select, update
from sqlalchemy import delete as delete_from
from sqlalchemy.exc import IntegrityError

from stageline.domain.ids import SalesTeamId, UserId
from stageline.domain.people.preferences import Chosen
from stageline.domain.people.team import SalesTeam, TeamNameTaken, TeamNotFound
from stageline.domain.people.user import (
    SYSTEM_USER_ID,
    EmailTaken,
    User,
    UserChangedMeanwhile,
    UserNotFound,
    UserState,
)
from stageline.domain.rights import Role
from stageline.storage.tables import processes, sales_teams, users
from stageline.storage.tables.types import AnyRow

_IS_PERSON = users.c.id != SYSTEM_USER_ID
# A list in JSON is text of the same shape on both databases, and no role's name is part of another's.
_IS_ACTIVE_ADMIN = (users.c.state == UserState.ACTIVE.value, cast(users.c.roles, Text).like(f'%"{Role.ADMIN}"%'))


class People:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, user_id: UserId) -> User:
        row = self._connection.execute(select(users).where(users.c.id == user_id, _IS_PERSON)).one_or_none()
        if row is None:
            raise UserNotFound
        return as_user(row)

    def chosen(self, user_id: UserId) -> Chosen:
        """Locked, so that two browsers of one person do not take each other's choices back."""
        asked = select(users.c.preferences).where(users.c.id == user_id).with_for_update(key_share=True)
        return Chosen.kept(self._connection.execute(asked).scalar_one())

    def choose(self, user_id: UserId, chosen: Chosen) -> None:
        """Raises no version: nobody else's work depends on it."""
        kept = msgspec.to_builtins(chosen)
        self._connection.execute(update(users).where(users.c.id == user_id).values(preferences=kept))

    def find_by_email(self, email: str) -> User | None:
        row = self._connection.execute(select(users).where(users.c.email_folded == email.casefold())).one_or_none()
        return None if row is None else as_user(row)

    def password_hash(self, user_id: UserId) -> str | None:
        return self._connection.scalar(select(users.c.password_hash).where(users.c.id == user_id))

    def admins_besides(self, user_id: UserId) -> int:
        """How many people could administer Stageline without this one."""
        return self._connection.execute(
            select(func.count()).select_from(users).where(*_IS_ACTIVE_ADMIN, users.c.id != user_id)
        ).scalar_one()

    def add(self, values: Mapping[str, Any], at: datetime) -> UserId:
        row = {**_row(values), "created_at": at, "version": 1}
        with _unique_email():
            return UserId(self._connection.execute(insert(users).values(row).returning(users.c.id)).scalar_one())

    def save(self, before: User, changes: Mapping[str, Any]) -> None:
        """Raises the version; `changes` are columns, `password_hash` among them."""
        this = update(users).where(users.c.id == before.id, users.c.version == before.version)
        with _unique_email():
            touched = self._connection.execute(this.values(**_row(changes), version=before.version + 1)).rowcount
        if touched != 1:
            raise UserChangedMeanwhile

    def refuse_taken(self, email: str, besides: UserId | None = None) -> None:
        found = self.find_by_email(email)
        if found is not None and found.id != besides:
            raise EmailTaken

    def has_process(self, process_id: int) -> bool:
        return self._connection.scalar(select(processes.c.id).where(processes.c.id == process_id)) is not None

    def get_team(self, team_id: SalesTeamId) -> SalesTeam:
        row = self._connection.execute(select(sales_teams).where(sales_teams.c.id == team_id)).one_or_none()
        if row is None:
            raise TeamNotFound
        return SalesTeam(id=row.id, name=row.name, manager_id=row.manager_id)

    def has_team(self, team_id: int) -> bool:
        return self._connection.scalar(select(sales_teams.c.id).where(sales_teams.c.id == team_id)) is not None

    def refuse_taken_team(self, name: str, besides: SalesTeamId | None = None) -> None:
        same = select(sales_teams.c.id).where(sales_teams.c.name_folded == name.casefold())
        found = self._connection.scalar(same)
        if found is not None and found != besides:
            raise TeamNameTaken

    def add_team(self, name: str, manager_id: UserId | None) -> SalesTeamId:
        row = {"name": name, "name_folded": name.casefold(), "manager_id": manager_id}
        added = insert(sales_teams).values(row).returning(sales_teams.c.id)
        return SalesTeamId(self._connection.execute(added).scalar_one())

    def save_team(self, team: SalesTeam) -> None:
        row = {"name": team.name, "name_folded": team.name.casefold(), "manager_id": team.manager_id}
        self._connection.execute(update(sales_teams).where(sales_teams.c.id == team.id).values(row))

    def remove_team(self, team_id: SalesTeamId) -> None:
        """Its members are then in no team."""
        left = {"sales_team_id": None, "version": users.c.version + 1}
        self._connection.execute(update(users).where(users.c.sales_team_id == team_id).values(left))
        self._connection.execute(delete_from(sales_teams).where(sales_teams.c.id == team_id))

    def teams_of(self) -> dict[UserId, SalesTeamId | None]:
        """The team of everybody who is in one."""
        rows = self._connection.execute(
            select(users.c.id, users.c.sales_team_id).where(users.c.sales_team_id.is_not(None))
        )
        return {UserId(row.id): row.sales_team_id for row in rows}

    def managers(self) -> dict[SalesTeamId, UserId | None]:
        return {SalesTeamId(row.id): row.manager_id for row in self._connection.execute(select(sales_teams))}


@contextmanager
def _unique_email() -> Iterator[None]:
    """Somebody else may have been as quick with the same address."""
    try:
        yield
    except IntegrityError as error:
        if "email_folded" in str(error.orig):
            raise EmailTaken from error
        raise


def as_user(row: AnyRow) -> User:
    return User(
        id=row.id,
        name=row.name,
        email=row.email,
        state=UserState(row.state),
        roles=tuple(map(Role, row.roles)),
        can_own=row.can_own,
        sales_team_id=row.sales_team_id,
        default_process_id=row.default_process_id,
        created_at=row.created_at,
        version=row.version,
    )


def _row(values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of what is said: roles as a list, the address folded beside itself."""
    row = dict(values)
    if "roles" in row:
        row["roles"] = [role.value for role in row["roles"]]
    if "email" in row:
        row["email_folded"] = row["email"].casefold() if row["email"] else None
    if "state" in row:
        row["state"] = UserState(row["state"]).value
    return row
