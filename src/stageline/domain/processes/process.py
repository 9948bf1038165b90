"""A named, ordered set of stages, and the options that say how its opportunities behave."""

from dataclasses import dataclass, field
from enum import StrEnum

from stageline.domain.calendar import DayBasis
from stageline.domain.errors import NotFound, RuleBroken
from stageline.domain.ids import ProcessId, StageId, UserId
from stageline.domain.processes.action import AutoAdvance, CancelActivities
from stageline.domain.processes.criterion import Criterion, CriterionKind, Place, Strength
from stageline.domain.processes.stage import Stage, StageType


class ProcessNotFound(NotFound):
    """There is no such process."""

    code = "not_found"


class StageNotInProcess(RuleBroken):
    """That stage belongs to another process. Choose a stage of this opportunity's process."""

    code = "target_invalid"


class StageUnavailable(RuleBroken):
    """That stage is no longer used. Choose another stage."""

    code = "stage_unavailable"


class ProcessState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class SkipPolicy(StrEnum):
    """What passing over a stage is by itself (PS-96)."""

    ALLOW = "allow"
    SOFT = "soft"
    HARD = "hard"

    @property
    def strength(self) -> Strength:
        return Strength.INFO if self is SkipPolicy.ALLOW else Strength(self.value)


class BackPolicy(StrEnum):
    ALLOW_WITH_REASON = "allow_with_reason"
    ALLOW = "allow"
    RESTRICTED = "restricted"


class ReopenPolicy(StrEnum):
    """Who may reopen: managers and operations, the owner too, or operations alone."""

    MANAGER = "manager"
    OWNER = "owner"
    OPERATIONS = "operations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The settings of a process (PS-10). Options without a setting stand as constants where they are used.

    `owner_role` is the deal role whose person owns new opportunities, where no default owner is named (PS-211).
    """

    default_owner_id: UserId | None = None
    gate_mode: Strength = Strength.SOFT
    skip_policy: SkipPolicy = SkipPolicy.ALLOW
    back_policy: BackPolicy = BackPolicy.ALLOW_WITH_REASON
    reopen_policy: ReopenPolicy = ReopenPolicy.MANAGER
    day_basis: DayBasis = DayBasis.CALENDAR
    stuck_default_days: int | None = None
    idle_days: int | None = None
    undo_minutes: int = 5
    auto_advance: AutoAdvance = AutoAdvance.OFF
    cancel_activities: CancelActivities = CancelActivities.NEVER
    owner_role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """`stages` stand in order: open ones first, then closed ones."""

    id: ProcessId
    name: str
    revision: int
    stages: tuple[Stage, ...]
    description: str = ""
    state: ProcessState = ProcessState.PUBLISHED
    is_default: bool = False
    version: int = 1
    options: Options = field(default_factory=Options)
    open_stages: tuple[Stage, ...] = field(init=False, repr=False, compare=False)  # those in use
    lasting_stages: tuple[Stage, ...] = field(init=False, repr=False, compare=False)
    """The open stages in use that ask for something which must hold beyond them as well (PS-16)."""
    _by_id: dict[StageId, Stage] = field(init=False, repr=False, compare=False)
    _kinds: frozenset[CriterionKind] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        open_stages = tuple(s for s in self.stages if not s.is_closed and s.is_active)
        object.__setattr__(self, "open_stages", open_stages)
        lasting = tuple(s for s in open_stages if s.has_criteria(Place.AT_AND_BEYOND))
        object.__setattr__(self, "lasting_stages", lasting)
        object.__setattr__(self, "_by_id", {stage.id: stage for stage in self.stages})
        object.__setattr__(self, "_kinds", frozenset(c.kind for s in self.stages for c in s.criteria))

    def stage(self, stage_id: StageId) -> Stage:
        try:
            return self._by_id[stage_id]
        except KeyError:
            raise StageNotInProcess from None

    def has_stage(self, stage_id: StageId) -> bool:
        return stage_id in self._by_id

    def target(self, stage_id: StageId) -> Stage:
        """A stage that an opportunity may be moved to, which one that is only remembered is not."""
        stage = self.stage(stage_id)
        if not stage.is_active:
            raise StageUnavailable(stages=[(s.id, s.name) for s in self.stages if s.is_active])
        return stage

    @property
    def default_won(self) -> Stage | None:
        return next((s for s in self.stages if s.type is StageType.WON and s.is_default_won), None)

    def next_open(self, stage: Stage) -> Stage | None:
        """The open stage in use with the next higher position (PS-19)."""
        return next((s for s in self.open_stages if s.position > stage.position), None)

    def passed_over(self, left: Stage, entered: Stage) -> list[Stage]:
        """The stages in use that a move forward leaps; closed stages come after all open ones."""
        return [s for s in self.open_stages if left.position < s.position < entered.position]

    def strength_of(self, criterion: Criterion) -> Strength:
        """A criterion without a strength of its own takes the process's gate mode (PS-154)."""
        return criterion.strength or self.options.gate_mode

    def stuck_days(self, stage: Stage) -> int | None:
        return stage.stuck_days if stage.stuck_days is not None else self.options.stuck_default_days

    def asks_for(self, kind: CriterionKind) -> bool:
        """Whether any criterion of this process needs that kind of proof to be read."""
        return kind in self._kinds
