"""Takes over who sells, in which sales team and under which manager, and the accounts that other files name."""

from collections.abc import Mapping, Sequence

from stageline.commands.exchange.files import Line, Sheet
from stageline.commands.exchange.importing import Left, Run, Taken
from stageline.commands.exchange.naming import ACCOUNT, PERSON, people_called
from stageline.commands.exchange.newcomers import add_accounts, add_people, add_teams, join_teams, make_managers
from stageline.commands.people.users import take_turn
from stageline.domain.exchange.reading import Cells
from stageline.domain.exchange.teams import TeamSaid, called_by, teams_of
from stageline.domain.ids import SalesTeamId, UserId
from stageline.domain.people.team import CyclicManagers, refuse_circle
from stageline.domain.rights import Role
from stageline.storage.unit_of_work import Work


def import_people(work: Work, run: Run, lines: Sequence[tuple[Sheet, Line]]) -> Taken:
    """Who is in a sales team already stays there: what people change later survives.

    A row under a manager who is under that person is rejected: the person is kept, the team is not.
    """
    taken = Taken()
    called = called_by([line.cells for _, line in lines])
    new = _new(work, run, PERSON, called)
    taken.counts["people"] = len(new)
    if work.is_rehearsal:
        return taken
    if new:
        run.begin(work)
        take_turn(work)
    _meet(work, run, {key: called[key] for key in new})
    people = people_called(work, run, list(called))
    wanted = teams_of(called)
    managers = people_called(work, run, sorted({t.manager for t in wanted.values() if t.manager}), Role.MANAGER)
    make_managers(work, run, sorted(set(managers.values())))
    numbers = _teams(work, run, wanted, managers)
    circular = _join(work, run, {people[key]: numbers[team.name] for key, team in wanted.items()})
    keys = {key for key in wanted if people[key] in circular}
    for sheet, line in lines:
        if called_by([line.cells]).keys() & keys:
            taken.counts["rejected"] += 1
            taken.left.append(Left(sheet, line, "manager: nobody can be their own manager, also not through others"))
    return taken


def import_accounts(work: Work, run: Run, lines: Sequence[tuple[Sheet, Line]]) -> Taken:
    taken = Taken()
    called = called_by([line.cells for _, line in lines])
    new = _new(work, run, ACCOUNT, called)
    taken.counts["accounts"] = len(new)
    if new and not work.is_rehearsal:
        run.begin(work)
        there = work.imports.accounts_named([called[key]["name"] for key in new])
        ids = {key: found[0] for key in new if len(found := there.get(called[key]["name"], [])) == 1}
        added = [key for key in new if key not in ids]
        made = add_accounts(work, run, [(called[key]["name"], called[key].get("website")) for key in added])
        ids |= dict(zip(added, made, strict=True))
        work.imports.remember(ACCOUNT, run.mapping.system, ((key, ids[key], "") for key in new), run.by.batch_id)
    return taken


def _new(work: Work, run: Run, kind: str, called: Mapping[str, Cells]) -> list[str]:
    known = work.imports.known(kind, run.mapping.system, list(called))
    return [key for key in called if key not in known]


def _meet(work: Work, run: Run, people: Mapping[str, Cells]) -> None:
    """Those that are here already are known by their address, or by their name if nobody else has it."""
    there = work.imports.people_named([text for c in people.values() for text in (c["name"], c.get("email")) if text])
    ids: dict[str, UserId] = {}
    for key, cells in people.items():
        found = there.get(cells.get("email", "")) or there.get(cells["name"], [])
        if len(found) == 1:
            ids[key] = found[0]
    added = [key for key in people if key not in ids]
    made = add_people(work, run, [(people[key]["name"], people[key].get("email")) for key in added], Role.REP)
    ids |= dict(zip(added, made, strict=True))
    work.imports.remember(PERSON, run.mapping.system, ((key, ids[key], "") for key in people), run.by.batch_id)


def _teams(
    work: Work, run: Run, wanted: Mapping[str, TeamSaid], managers: Mapping[str, UserId]
) -> dict[str, SalesTeamId]:
    there = work.imports.teams()
    new = {team.name.casefold(): team for team in wanted.values() if team.name.casefold() not in there}
    made = add_teams(work, run, [(team.name, managers.get(team.manager or "")) for team in new.values()])
    there |= dict(zip(new, map(SalesTeamId, made), strict=True))
    return {team.name: there[team.name.casefold()] for team in wanted.values()}


def _join(work: Work, run: Run, wanted: Mapping[UserId, SalesTeamId]) -> set[UserId]:
    """Those without a team join theirs, but for those who would then be over themselves; these are the answer."""
    teams_now = work.people.teams_of()
    managers = work.people.managers()
    joining: dict[UserId, SalesTeamId] = {}
    circular: set[UserId] = set()
    for user_id, team_id in wanted.items():
        if user_id in teams_now:
            continue
        try:
            refuse_circle(user_id, {**teams_now, user_id: team_id}, managers)
        except CyclicManagers:
            circular.add(user_id)
        else:
            teams_now[user_id] = joining[user_id] = team_id
    if joining:
        take_turn(work)
    join_teams(work, run, joining)
    return circular
