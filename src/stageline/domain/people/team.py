"""A sales team: whoever manages it oversees its members, and through them whoever they manage."""

from collections.abc import Mapping

import msgspec

from stageline.domain.errors import InvalidInput, Missing, NotFound, RuleBroken
from stageline.domain.ids import SalesTeamId, UserId


class TeamNotFound(NotFound):
    """There is no such sales team."""

    code = "not_found"


class TeamNameTaken(RuleBroken):
    """Another sales team has this name."""

    code = "name_taken"


class CyclicManagers(RuleBroken):
    """Nobody can be their own manager, neither directly nor through others."""

    code = "cyclic_managers"


class UnknownTeam(InvalidInput):
    """The person or sales team that is named does not exist."""

    code = "invalid_input"


class SalesTeam(msgspec.Struct, frozen=True, kw_only=True):
    id: SalesTeamId
    name: str
    manager_id: UserId | None = None


def cleaned_name(name: str) -> str:
    cleaned = " ".join(name.split())
    if not cleaned:
        raise UnknownTeam([Missing(name="name", remedy="Give a name.")])
    return cleaned


def refuse_circle(
    start: UserId, teams_of: Mapping[UserId, SalesTeamId | None], managers: Mapping[SalesTeamId, UserId | None]
) -> None:
    """Walks up from a person, as things will be: whoever is met twice would oversee themselves."""
    met: list[UserId] = []
    person: UserId | None = start
    while person is not None:
        if person in met:
            raise CyclicManagers(through=[*met[met.index(person) :], person])
        met.append(person)
        team = teams_of.get(person)
        person = None if team is None else managers.get(team)
