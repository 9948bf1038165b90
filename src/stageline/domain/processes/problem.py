"""One thing that is wrong with a definition, and what can be offered to it that would be right."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from stageline.domain.activities.outcome import Outcome
from stageline.domain.conditions import Field
from stageline.domain.errors import InvalidInput, Missing, RuleBroken
from stageline.domain.ids import UserId


class InvalidDefinition(InvalidInput):
    """This definition cannot be kept as it is; what is wrong with it is listed with its place."""

    code = "invalid_input"


class Incomplete(RuleBroken):
    """This process cannot be published as it is. Put right what is listed."""

    code = "incomplete"


class Problem(Missing, frozen=True, kw_only=True):
    """Errors keep a process from being published, warnings do not (PS-6). `name` is a path in the definition."""

    level: Literal["error", "warning"]


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """What a definition can refer to: fields that people can fill, and what else is in use, not what is retired."""

    fields: Mapping[str, Field]
    deal_roles: frozenset[str] = frozenset()  # folded
    people: frozenset[UserId] = frozenset()
    outcomes: Mapping[str, Outcome] = {}
    templates: frozenset[str] = frozenset()  # by their codes
    gatherings: frozenset[str] = frozenset()  # by their codes


def error(name: str, remedy: str, kind: str) -> Problem:
    return Problem(name=name, remedy=remedy, kind=kind, level="error")


def warning(name: str, remedy: str, kind: str) -> Problem:
    return Problem(name=name, remedy=remedy, kind=kind, level="warning")
