"""Takes over who sells, in which sales team and under which manager, and the accounts that other files name."""

from collections.abc import Mapping, Sequence

from stageline.commands.exchange.importing import Run
from stageline.commands.exchange.naming import ACCOUNT, PERSON, people_called
from stageline.domain.exchange.reading import Cells
from stageline.domain.exchange.teams import TeamSaid, called_by, teams_of
from stageline.domain.ids import UserId
from stageline.domain.rights import Role
from stageline.storage.unit_of_work import Work


def import_people(work: Work, run: Run, rows: Sequence[Cells]) -> int:
    """Says how many are new. Who is in a sales team already stays there: what people change later survives."""
    called = called_by(rows)
    known = work.imports.known(PERSON, run.mapping.system, list(called))
    new = [key for key in called if key not in known]
    if work.is_rehearsal:
        return len(new)
    if new:
        run.begin(work)
    _meet(work, run, {key: called[key] for key in new})
    people = people_called(work, run, list(called))
    teams = teams_of(called)
    managers = people_called(work, run, sorted({t.manager for t in teams.values() if t.manager}), Role.MANAGER)
    work.imports.make_managers(sorted(set(managers.values())))
    numbers = _teams(work, teams, managers)
    joined = work.imports.join_teams({people[key]: numbers[team.name] for key, team in teams.items()})
    if joined or new:
        work.organisations.rights_changed()
    return len(new)


def import_accounts(work: Work, run: Run, rows: Sequence[Cells]) -> int:
    called = called_by(rows)
    known = work.imports.known(ACCOUNT, run.mapping.system, list(called))
    new = [key for key in called if key not in known]
    if new and not work.is_rehearsal:
        run.begin(work)
        there = work.imports.accounts_named([called[key]["name"] for key in new])
        ids = {key: found[0] for key in new if len(found := there.get(called[key]["name"], [])) == 1}
        added = [key for key in new if key not in ids]
        made = work.imports.add_accounts([(called[k]["name"], called[k].get("website")) for k in added], run.at)
        ids |= dict(zip(added, made, strict=True))
        work.imports.remember(ACCOUNT, run.mapping.system, ((k, ids[k], "") for k in new), run.by.batch_id)
    return len(new)


def _meet(work: Work, run: Run, people: Mapping[str, Cells]) -> None:
    """Those that are here already are known by their address, or by their name if nobody else has it."""
    there = work.imports.people_named([text for c in people.values() for text in (c["name"], c.get("email")) if text])
    ids: dict[str, UserId] = {}
    for key, cells in people.items():
        found = there.get(cells.get("email", "")) or there.get(cells["name"], [])
        if len(found) == 1:
            ids[key] = found[0]
    added = [key for key in people if key not in ids]
    named = [(people[key]["name"], people[key].get("email")) for key in added]
    ids |= dict(zip(added, work.imports.add_people(named, Role.REP, run.at), strict=True))
    work.imports.remember(PERSON, run.mapping.system, ((key, ids[key], "") for key in people), run.by.batch_id)


def _teams(work: Work, teams: Mapping[str, TeamSaid], managers: Mapping[str, UserId]) -> dict[str, int]:
    there = work.imports.teams()
    wanted = {team.name: team for team in teams.values()}
    new = [team for name, team in wanted.items() if name.casefold() not in there]
    made = work.imports.add_teams([(team.name, managers.get(team.manager or "")) for team in new])
    there |= {team.name.casefold(): number for team, number in zip(new, made, strict=True)}
    return {name: there[name.casefold()] for name in wanted}
