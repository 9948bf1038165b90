"""Sales teams: who is in one is said of the person, who manages it is said here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from stageline.commands.people.users import take_turn
from stageline.domain.errors import Missing
from stageline.domain.events import By
from stageline.domain.ids import SalesTeamId, UserId
from stageline.domain.people.changes import PeopleEvent, TeamAdded, TeamChanged, TeamRemoved
from stageline.domain.people.team import SalesTeam, UnknownTeam, cleaned_name, refuse_circle
from stageline.domain.people.user import UserNotFound
from stageline.domain.rights import Right
from stageline.storage.unit_of_work import Work

NO_TEAM_YET = SalesTeamId(0)


def add_team(work: Work, *, name: str, manager_id: UserId | None, by: By, at: datetime) -> SalesTeam:
    by.actor.require(Right.ADMINISTER)
    take_turn(work)
    name = cleaned_name(name)
    work.people.refuse_taken_team(name)
    _require_manager(work, manager_id)
    added = NO_TEAM_YET if work.is_rehearsal else work.people.add_team(name, manager_id)
    team = SalesTeam(id=added, name=name, manager_id=manager_id)
    _remember(work, TeamAdded, team, {"name": name, "manager_id": manager_id}, by=by, at=at)
    return team


def change_team(work: Work, team_id: SalesTeamId, said: Mapping[str, Any], *, by: By, at: datetime) -> SalesTeam:
    by.actor.require(Right.ADMINISTER)
    take_turn(work)
    before = work.people.get_team(team_id)
    cleaned = {**said, "name": cleaned_name(said["name"])} if "name" in said else said
    changes = {name: value for name, value in cleaned.items() if getattr(before, name) != value}
    if not changes:
        return before
    if "name" in changes:
        work.people.refuse_taken_team(changes["name"], besides=team_id)
    team = msgspec.structs.replace(before, **changes)
    if "manager_id" in changes:
        _require_manager(work, team.manager_id)
        _refuse_circle(work, team)
    if not work.is_rehearsal:
        work.people.save_team(team)
    _remember(work, TeamChanged, team, changes, by=by, at=at)
    return team


def remove_team(work: Work, team_id: SalesTeamId, *, by: By, at: datetime) -> None:
    """Its members stay, in no team; nobody oversees them any more."""
    by.actor.require(Right.ADMINISTER)
    take_turn(work)
    team = work.people.get_team(team_id)
    if not work.is_rehearsal:
        work.people.remove_team(team_id)
    _remember(work, TeamRemoved, team, {"name": team.name}, by=by, at=at)


def _require_manager(work: Work, manager_id: UserId | None) -> None:
    try:
        if manager_id is not None:
            work.people.get(manager_id)
    except UserNotFound:
        raise UnknownTeam([Missing(name="manager_id", remedy="There is no such person.")]) from None


def _refuse_circle(work: Work, team: SalesTeam) -> None:
    if team.manager_id is not None:
        refuse_circle(team.manager_id, work.people.teams_of(), {**work.people.managers(), team.id: team.manager_id})


def _remember(
    work: Work, kind: type[PeopleEvent], of: SalesTeam, changes: Mapping[str, Any], *, by: By, at: datetime
) -> None:
    work.keep([kind(id=work.new_ids(1)[0], at=at, by=by, of_id=of.id, changes=changes)])
