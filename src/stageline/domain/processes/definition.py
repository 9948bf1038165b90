"""A process as one document: what operations read and save, what a shipped file holds, what a revision keeps."""

from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import Meta

from stageline.domain.calendar import DayBasis
from stageline.domain.conditions import to_json
from stageline.domain.ids import CriterionId, ProcessId, StageId, UserId
from stageline.domain.processes.action import ActionDefinition, AutoAdvance, CancelActivities, StageOutcome
from stageline.domain.processes.criterion import Criterion, CriterionKind, Place, Related, RequiredFiles, Strength
from stageline.domain.processes.process import BackPolicy, Process, ProcessState, ReopenPolicy, SkipPolicy
from stageline.domain.processes.stage import Category, Stage, StageType

Id: TypeAlias = Annotated[int, Meta(ge=1, le=2**53)]
Days: TypeAlias = Annotated[int, Meta(ge=1, le=3_650)]
Name: TypeAlias = Annotated[str, Meta(min_length=1, max_length=120)]
Line: TypeAlias = Annotated[str, Meta(max_length=500)]
Guidance: TypeAlias = Annotated[str, Meta(max_length=20_000)]
Code: TypeAlias = Annotated[str, Meta(max_length=40, pattern="^([a-z0-9][a-z0-9_-]*)?$")]
Key: TypeAlias = Annotated[str, Meta(max_length=80)]


class Written(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the document. A misspelt name is refused and not ignored."""


class WrittenLink(Written, frozen=True, kw_only=True):
    label: Name
    url: Annotated[str, Meta(min_length=1, max_length=2_000)]


class WrittenRelated(Written, frozen=True, kw_only=True):
    what: Literal["contact", "contact_role"]
    contact_role: Name | None = None
    at_least: Annotated[int, Meta(ge=1, le=50)] = 1

    @classmethod
    def like(cls, kept: Related) -> "WrittenRelated":
        what: Literal["contact", "contact_role"] = "contact" if kept.what == "contact" else "contact_role"
        return cls(what=what, contact_role=kept.contact_role, at_least=kept.at_least)


class WrittenFiles(Written, frozen=True, kw_only=True):
    """So many files; without a label any will do."""

    label: Name | None = None
    at_least: Annotated[int, Meta(ge=1, le=50)] = 1

    @classmethod
    def like(cls, kept: RequiredFiles) -> "WrittenFiles":
        return cls(label=kept.label, at_least=kept.at_least)


class WrittenCriterion(Written, frozen=True, kw_only=True):
    """Without an id it is new; `strength` None takes the process's gate mode (PS-154)."""

    id: Id | None = None
    place: Place = Place.EXIT
    name: Name
    remedy: Annotated[str, Meta(max_length=2_000)] = ""
    kind: CriterionKind = CriterionKind.MANUAL
    condition: dict[str, Any] | None = None
    related: WrittenRelated | None = None
    file: WrittenFiles | None = None
    approver: Name | None = None
    strength: Strength | None = None
    is_overridable: bool = True
    is_buyer_verified: bool = False
    is_evidence_required: bool = False


class WrittenStage(Written, frozen=True, kw_only=True):
    """Without an id it is new. Other stages are named by code, which is made from the name when it is empty.

    `position` is told and not asked: the order of the list is the order.
    """

    id: Id | None = None
    name: Name
    code: Code = ""
    type: StageType = StageType.OPEN
    position: int | None = None
    probability: Annotated[int, Meta(ge=0, le=100)] | None = None
    category: Category | None = None
    definition: Guidance = ""
    objectives: tuple[Annotated[str, Meta(max_length=2_000)], ...] = ()
    links: tuple[WrittenLink, ...] = ()
    key_fields: tuple[Key, ...] = ()
    stuck_days: Days | None = None
    usual_role: Name | None = None
    is_skippable: bool = False
    is_active: bool = True
    is_default_won: bool = False
    min_furthest_stage: Code | None = None
    below_furthest_stage: Code | None = None
    criteria: tuple[WrittenCriterion, ...] = ()
    actions: tuple[ActionDefinition, ...] = ()
    outcomes: tuple[StageOutcome, ...] = ()

    @property
    def is_closed(self) -> bool:
        return self.type is not StageType.OPEN


class WrittenOptions(Written, frozen=True, kw_only=True):
    """The settings of a process with their first values (PS-10)."""

    default_owner_id: Id | None = None
    gate_mode: Literal["soft", "hard"] = "soft"
    skip_policy: SkipPolicy = SkipPolicy.ALLOW
    back_policy: BackPolicy = BackPolicy.ALLOW_WITH_REASON
    reopen_policy: ReopenPolicy = ReopenPolicy.MANAGER
    day_basis: DayBasis = DayBasis.CALENDAR
    stuck_default_days: Days | None = None
    idle_days: Days | None = None
    undo_minutes: Annotated[int, Meta(ge=0, le=60)] = 5
    auto_advance: AutoAdvance = AutoAdvance.OFF
    cancel_activities: CancelActivities = CancelActivities.NEVER
    owner_role: Name | None = None


class Definition(Written, frozen=True, kw_only=True):
    """Everything about a process that is saved at once (PS-19). Open stages stand before closed ones."""

    name: Name
    description: Guidance = ""
    options: WrittenOptions = WrittenOptions()
    stages: tuple[WrittenStage, ...] = ()


class ProcessDocument(Definition, frozen=True, kw_only=True):
    """The definition with what the process is besides."""

    id: ProcessId
    state: ProcessState
    revision: int
    version: int
    is_default: bool


def definition_of(process: Process) -> Definition:
    """What saving it again would change nothing of. Criteria that have ended are left out (PS-242)."""
    codes = {stage.id: stage.code for stage in process.stages}
    return Definition(
        name=process.name,
        description=process.description,
        options=_written_options(process),
        stages=tuple(_written_stage(stage, codes) for stage in process.stages),
    )


def document_of(process: Process) -> ProcessDocument:
    written = definition_of(process)
    return ProcessDocument(
        **{name: getattr(written, name) for name in Definition.__struct_fields__},
        id=process.id,
        state=process.state,
        revision=process.revision,
        version=process.version,
        is_default=process.is_default,
    )


def _written_options(process: Process) -> WrittenOptions:
    options = process.options
    said = {name: getattr(options, name) for name in WrittenOptions.__struct_fields__}
    return WrittenOptions(**{**said, "gate_mode": "hard" if options.gate_mode is Strength.HARD else "soft"})


def _written_stage(stage: Stage, codes: dict[StageId, str]) -> WrittenStage:
    return WrittenStage(
        id=_saved(stage.id),
        name=stage.name,
        code=stage.code,
        type=stage.type,
        position=stage.position,
        probability=stage.probability,
        category=stage.category,
        definition=stage.definition,
        objectives=stage.objectives,
        links=tuple(WrittenLink(label=link.label, url=link.url) for link in stage.links),
        key_fields=stage.key_fields,
        stuck_days=stage.stuck_days,
        usual_role=stage.usual_role,
        is_skippable=stage.is_skippable,
        is_active=stage.is_active,
        is_default_won=stage.is_default_won,
        min_furthest_stage=codes.get(stage.min_furthest_stage_id) if stage.min_furthest_stage_id else None,
        below_furthest_stage=codes.get(stage.below_furthest_stage_id) if stage.below_furthest_stage_id else None,
        criteria=tuple(_written_criterion(c) for c in stage.criteria if c.in_force_to is None),
        actions=stage.actions,
        outcomes=stage.outcomes,
    )


def _written_criterion(criterion: Criterion) -> WrittenCriterion:
    related = criterion.related
    return WrittenCriterion(
        id=_saved(criterion.id),
        place=criterion.place,
        name=criterion.name,
        remedy=criterion.remedy,
        kind=criterion.kind,
        condition=to_json(criterion.condition) if criterion.condition else None,
        related=WrittenRelated.like(related) if related is not None else None,
        file=WrittenFiles.like(criterion.file) if criterion.file is not None else None,
        approver=criterion.approver,
        strength=criterion.strength,
        is_overridable=criterion.is_overridable,
        is_buyer_verified=criterion.is_buyer_verified,
        is_evidence_required=criterion.is_evidence_required,
    )


def _saved(id: StageId | CriterionId | UserId) -> int | None:
    """What is not saved yet has a made-up id below zero, which is nobody's business."""
    return id if id > 0 else None
