"""The people of the sample: one of each role at least, in two sales teams."""

from datetime import datetime

import msgspec

from stageline.commands.people.passwords import hash_password
from stageline.commands.people.teams import add_team
from stageline.commands.people.users import add_user
from stageline.domain.events import By, Channel
from stageline.domain.ids import SalesTeamId, UserId
from stageline.domain.people.user import SYSTEM
from stageline.domain.rights import Role
from stageline.storage.people.authentication import read_actor
from stageline.storage.unit_of_work import Work

PASSWORD = "stageline-demo"  # noqa: S105 - printed with the address, for a sample on this machine alone


class Person(msgspec.Struct, frozen=True):
    name: str
    role: Role
    team: str | None = None

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].casefold()}@stageline.example"


TEAMS = {"North": "Helen Okafor", "South": "Marco Bianchi"}
PEOPLE = (
    Person("Mara Lindqvist", Role.REP, "North"),
    Person("Priya Nair", Role.REP, "North"),
    Person("Daniel Park", Role.REP, "North"),
    Person("Tomas Oliveira", Role.REP, "South"),
    Person("Ingrid Solberg", Role.REP, "South"),
    Person("Helen Okafor", Role.MANAGER),
    Person("Marco Bianchi", Role.MANAGER),
    Person("Karim Lahlou", Role.OPERATIONS),
    Person("Ada Fischer", Role.ADMIN),
    Person("Rosa Silva", Role.COLLABORATOR),
    Person("Viktor Hahn", Role.VIEWER),
)
REPS = tuple(p for p in PEOPLE if p.role is Role.REP)


def add_people(work: Work, at: datetime) -> dict[str, UserId]:
    """Everybody by name, all with the same password."""
    by, hashed = By(SYSTEM, Channel.SYSTEM), hash_password(PASSWORD)
    added: dict[str, UserId] = {}
    teams: dict[str, SalesTeamId] = {}
    for person in sorted(PEOPLE, key=lambda p: p.team is not None):
        said = {"name": person.name, "email": person.email, "roles": frozenset({person.role})}
        team = {"sales_team_id": teams[person.team]} if person.team else {}
        added[person.name] = add_user(work, {**said, **team}, password_hash=hashed, by=by, at=at).id
        for name, manager in TEAMS.items():
            if manager == person.name:
                teams[name] = add_team(work, name=name, manager_id=added[manager], by=by, at=at).id
    return added


def acting(work: Work, user_id: UserId, channel: Channel) -> By:
    return By(read_actor(work.connection, user_id), channel)
