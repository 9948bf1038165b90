"""Which sales team each row of a people file belongs to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from stageline.domain.exchange.reading import Cells


class TeamSaid(msgspec.Struct, frozen=True):
    """A sales team by its name, under the manager that the file calls so."""

    name: str
    manager: str | None


def teams_of(people: Mapping[str, Cells]) -> dict[str, TeamSaid]:
    """By what the file calls the person. Without a team of its own a manager's people are one, called after them.

    A sales team has one manager: where the file puts several over one team, it becomes one for each of them.
    """
    managers: dict[str, set[str | None]] = defaultdict(set)
    for cells in people.values():
        if "team" in cells:
            managers[cells["team"]].add(cells.get("manager"))
    found = {key: _team(cells, len(managers.get(cells.get("team", ""), ())) > 1) for key, cells in people.items()}
    return {key: team for key, team in found.items() if team}


def _team(cells: Cells, has_many: bool) -> TeamSaid | None:
    team, manager = cells.get("team"), cells.get("manager")
    if team is None:
        return TeamSaid(manager, manager) if manager else None
    return TeamSaid(f"{team} ({manager})" if has_many and manager else team, manager)


def called_by(rows: Sequence[Cells]) -> dict[str, Cells]:
    """The rows that name somebody, by what other files call them: the last one of each counts."""
    return {cells.get("external_id", cells["name"]): cells for cells in rows if "name" in cells}
