"""A step of a process: it says where the opportunity stands."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from stageline.domain.ids import StageId
from stageline.domain.processes.action import ActionDefinition, StageOutcome
from stageline.domain.processes.criterion import Criterion, Place


class StageType(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"
    DISQUALIFIED = "disqualified"


class Category(StrEnum):
    """The bucket of a forecast in which an opportunity stands."""

    PIPELINE = "pipeline"
    BEST_CASE = "best_case"
    COMMIT = "commit"
    CLOSED = "closed"
    OMITTED = "omitted"


# Not to be edited by anyone (PS-20): what a closed stage makes of the forecast.
CLOSED_VALUES = {
    StageType.WON: (100, Category.CLOSED),
    StageType.LOST: (0, Category.OMITTED),
    StageType.DISQUALIFIED: (0, Category.OMITTED),
}


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """`criteria` holds those of all places and times; the methods choose. Limits are in days of the process's basis.

    `min_furthest_stage_id`: may be entered only by what has at some time been in that stage or a later open one
    (PS-26); `below_furthest_stage_id`: only by what never was.
    """

    id: StageId
    name: str
    code: str
    position: int
    type: StageType = StageType.OPEN
    probability: int | None = None
    category: Category | None = None
    definition: str = ""
    objectives: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    key_fields: tuple[str, ...] = ()
    stuck_days: int | None = None
    usual_role: str | None = None
    criteria: tuple[Criterion, ...] = ()
    min_furthest_stage_id: StageId | None = None
    below_furthest_stage_id: StageId | None = None
    is_default_won: bool = False
    is_skippable: bool = False
    is_active: bool = True
    actions: tuple[ActionDefinition, ...] = ()
    outcomes: tuple[StageOutcome, ...] = ()
    # Known from the rest; worked out once, since a batch asks for them millions of times.
    is_closed: bool = field(init=False, repr=False, compare=False)
    is_given_up: bool = field(init=False, repr=False, compare=False)
    _by_place: dict[Place, list[Criterion]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_closed", self.type is not StageType.OPEN)
        object.__setattr__(self, "is_given_up", self.type in (StageType.LOST, StageType.DISQUALIFIED))
        by_place = {place: [c for c in self.criteria if c.place is place] for place in Place}
        object.__setattr__(self, "_by_place", by_place)

    def criteria_at(self, place: Place, at: datetime) -> list[Criterion]:
        """Those in force for whoever entered the stage then (PS-242)."""
        return [c for c in self._by_place[place] if c.is_in_force(at)]

    def has_criteria(self, place: Place) -> bool:
        """At any time."""
        return bool(self._by_place[place])
