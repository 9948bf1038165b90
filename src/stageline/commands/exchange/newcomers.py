"""Makes the people, teams, accounts and contacts that nobody knows yet, and tells the journal."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from stageline.domain.contacts.contact import AccountAdded, ContactAdded, ContactEvent
from stageline.domain.ids import AccountId, ContactId, SalesTeamId, UserId
from stageline.domain.people.changes import PeopleEvent, TeamAdded, UserAdded, UserChanged
from stageline.domain.people.user import UserState
from stageline.domain.rights import Role
from stageline.storage.unit_of_work import Work

if TYPE_CHECKING:
    from stageline.commands.exchange.importing import Run


def add_people(work: Work, run: "Run", named: Sequence[tuple[str, str | None]], role: Role) -> list[UserId]:
    """By name and address. They may own if they sell, but cannot sign in until somebody invites them."""
    values = [
        {"name": name, "email": email, "state": UserState.UNCLAIMED.value, "roles": [role.value]}
        | {"can_own": role is Role.REP}
        for name, email in named
    ]
    ids = work.imports.add_people(values, run.at)
    _tell(work, run, UserAdded, dict(zip(ids, values, strict=True)))
    return ids


def add_teams(work: Work, run: "Run", named: Sequence[tuple[str, UserId | None]]) -> list[int]:
    """By name and manager."""
    values = [{"name": name, "manager_id": manager_id} for name, manager_id in named]
    ids = work.imports.add_teams(values)
    _tell(work, run, TeamAdded, dict(zip(ids, values, strict=True)))
    return ids


def join_teams(work: Work, run: "Run", members: Mapping[UserId, SalesTeamId]) -> None:
    work.imports.join_teams(members)
    _tell(work, run, UserChanged, {user_id: {"sales_team_id": team_id} for user_id, team_id in members.items()})


def let_own(work: Work, run: "Run", ids: Sequence[UserId]) -> None:
    """Whoever came as somebody's manager and turns out to own opportunities."""
    changed = work.imports.let_own(ids)
    _tell(work, run, UserChanged, {user_id: {"can_own": True} for user_id in changed})


def make_managers(work: Work, run: "Run", ids: Sequence[UserId]) -> None:
    changed = work.imports.make_managers(ids)
    _tell(work, run, UserChanged, {user_id: {"roles": roles} for user_id, roles in changed.items()})


def add_accounts(work: Work, run: "Run", named: Sequence[tuple[str, str | None]]) -> list[AccountId]:
    """By name and website."""
    values = [{"name": name, "website": website} for name, website in named]
    ids = work.imports.add_accounts(values, run.at)
    _tell(work, run, AccountAdded, dict(zip(ids, values, strict=True)))
    return ids


def add_contacts(work: Work, run: "Run", named: Sequence[tuple[str, AccountId | None]]) -> list[ContactId]:
    """By name and account."""
    values = [{"name": name, "account_id": account_id} for name, account_id in named]
    ids = work.imports.add_contacts(values, run.at)
    _tell(work, run, ContactAdded, dict(zip(ids, values, strict=True)))
    return ids


def _tell(
    work: Work,
    run: "Run",
    kind: type[PeopleEvent] | type[ContactEvent],
    changes: Mapping[Any, Mapping[str, Any]],
) -> None:
    ids = work.new_ids(len(changes)) if changes else []
    told = zip(ids, changes.items(), strict=True)
    work.keep([kind(id=its_id, at=run.at, by=run.by, of_id=of_id, changes=said) for its_id, (of_id, said) in told])
