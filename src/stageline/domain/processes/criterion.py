"""What should hold before a stage is left or entered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from stageline.domain.conditions import Condition, Moment, compiled
from stageline.domain.files.naming import folded
from stageline.domain.ids import CriterionId


class Strength(StrEnum):
    INFO = "info"
    SOFT = "soft"
    HARD = "hard"


class Place(StrEnum):
    """When a criterion is asked for (PS-16, PS-158)."""

    EXIT = "exit"
    ENTRY = "entry"
    AT_AND_BEYOND = "at_and_beyond"


class CriterionKind(StrEnum):
    """How it is known whether a criterion is met (PS-153)."""

    MANUAL = "manual"
    FIELD = "field"
    RELATED = "related"
    APPROVAL = "approval"
    FILE = "file"

    @property
    def is_confirmed(self) -> bool:
        """A person says that it is met; the other kinds are read from live data (PS-155)."""
        return self in (CriterionKind.MANUAL, CriterionKind.APPROVAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """So many linked records: `what` is `contact` or `contact_role`."""

    what: str
    contact_role: str | None = None
    at_least: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredFiles:
    """So many files; with a label, only those that carry it count."""

    label: str | None = None
    at_least: int = 1

    def lacking(self, files: Mapping[str, int]) -> int:
        """How many are not there yet. `files` counts them by folded label."""
        there = sum(files.values()) if self.label is None else files.get(folded(self.label), 0)
        return max(0, self.at_least - there)


class Provable(Protocol):
    """What a criterion looks at."""

    @property
    def confirmed(self) -> frozenset[CriterionId]: ...
    @property
    def contact_roles(self) -> tuple[str, ...]: ...
    @property
    def has_contact(self) -> bool: ...
    @property
    def files(self) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """Never edited in place: changing it ends it and begins another (PS-242).

    It is in force for whoever entered the stage at or after `in_force_from` and before `in_force_to`; None is open.
    `strength` None takes the process's gate mode (PS-154). `approver` is a system role or a deal-team role.
    """

    id: CriterionId
    place: Place
    name: str
    remedy: str
    kind: CriterionKind
    condition: Condition | None = None
    related: Related | None = None
    file: RequiredFiles | None = None
    approver: str | None = None
    strength: Strength | None = None
    is_overridable: bool = True
    is_buyer_verified: bool = False
    is_evidence_required: bool = False
    in_force_from: datetime | None = None
    in_force_to: datetime | None = None
    holds: Callable[[Any, Moment], bool] | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.condition is not None and self.holds is None:
            object.__setattr__(self, "holds", compiled(self.condition))

    def is_in_force(self, at: datetime) -> bool:
        begun = self.in_force_from is None or self.in_force_from <= at
        return begun and (self.in_force_to is None or at < self.in_force_to)

    def is_met(self, facts: Provable, moment: Moment) -> bool:
        if self.holds is not None:
            return self.holds(facts, moment)
        if self.related is not None:
            return _has_related(self.related, facts)
        if self.file is not None:
            return self.file.lacking(facts.files) == 0
        return self.id in facts.confirmed

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that a person can fill to meet it."""
        return self.condition.fields if self.condition is not None else ()


def _has_related(related: Related, facts: Provable) -> bool:
    if related.what == "contact":
        return len(facts.contact_roles) + facts.has_contact >= related.at_least
    if related.contact_role is None:
        return len(facts.contact_roles) >= related.at_least
    return facts.contact_roles.count(related.contact_role) >= related.at_least
