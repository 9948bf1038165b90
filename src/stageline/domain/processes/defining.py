"""Changing a process by its whole definition, without losing what opportunities in it rely on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

import msgspec

from stageline.domain.conditions import Field, parse_condition
from stageline.domain.errors import RuleBroken
from stageline.domain.ids import CriterionId, OpportunityId, StageId, UserId
from stageline.domain.processes.comparing import is_same
from stageline.domain.processes.criterion import Criterion, Related, RequiredFiles, Strength
from stageline.domain.processes.definition import (
    Definition,
    WrittenCriterion,
    WrittenOptions,
    WrittenStage,
    definition_of,
)
from stageline.domain.processes.process import Options, Process, ProcessState
from stageline.domain.processes.stage import Link, Stage

# Before anything was ever sold with this: a criterion that ends here never counts for anyone.
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
NAMED_AT_MOST = 20


class StageInUse(RuleBroken):
    """Opportunities are in this stage. Move them to another one first."""

    code = "in_use"


class Named(msgspec.Struct, frozen=True):
    id: OpportunityId
    name: str


class Standing(msgspec.Struct, frozen=True):
    """How many opportunities are in a stage, open, closed and deleted ones, and the first of them by name."""

    total: int
    first: tuple[Named, ...]


class Usage(msgspec.Struct, frozen=True):
    """What relies on the stages of a process. `remembered` are those in any history or with confirmed criteria."""

    standing: Mapping[StageId, Standing] = {}
    remembered: frozenset[StageId] = frozenset()


def with_remembered(process: Process, definition: Definition, usage: Usage) -> Definition:
    """Puts back, as no longer used, the stages left out that something in the past refers to (PS-23).

    Refused while opportunities are in a stage that is left out, retired, or made open or closed (PS-22, PS-23).
    """
    _refuse_in_use(process, definition, usage)
    kept = {stage.id for stage in definition.stages}
    stages = list(definition.stages)
    for position, old in enumerate(definition_of(process).stages):
        if old.id in kept or old.id not in usage.remembered:
            continue
        before = {s.id for s in process.stages[:position]}
        at = max((n + 1 for n, s in enumerate(stages) if s.id in before and s.is_closed == old.is_closed), default=None)
        if at is None:
            at = sum(not s.is_closed for s in stages) if old.is_closed else 0
        retired = msgspec.structs.replace(
            old, is_active=False, is_default_won=False, **_references(old, {s.code for s in stages})
        )
        stages.insert(at, retired)
    numbered = (msgspec.structs.replace(stage, position=n) for n, stage in enumerate(stages, 1))
    return msgspec.structs.replace(definition, stages=tuple(numbered))


def endangered(process: Process, definition: Definition) -> list[StageId]:
    """The stages that the definition leaves out, retires, or makes open or closed."""
    now = {stage.id: stage for stage in definition.stages}
    return [stage.id for stage in process.stages if _is_endangered(stage, now.get(stage.id))]


def redefined(
    process: Process, definition: Definition, *, fields: Mapping[str, Field], at: datetime, follow_now: bool = False
) -> Process:
    """The process as the definition says it. What is new has an id below zero until it is saved.

    On a draft everything is simply replaced. Otherwise a criterion that says something else ends and another begins,
    so that those in its stage keep what they entered under, unless they are to `follow_now` (PS-164, PS-242): then
    what is asked now is asked of everyone, and what was asked before counts for nobody.
    """
    new_ids = count(-1, -1)
    ids = [StageId(stage.id or next(new_ids)) for stage in definition.stages]
    # On a draft a code may stand twice; it then means the first.
    by_code = {stage.code: stage_id for stage, stage_id in reversed(list(zip(definition.stages, ids, strict=True)))}
    if process.state is ProcessState.DRAFT:
        criteria_of = _replaced(fields, new_ids)
    else:
        criteria_of = _succeeded(process, fields, new_ids, at, follow_now=follow_now)
    return replace(
        process,
        name=definition.name,
        description=definition.description,
        options=_options(definition.options),
        stages=tuple(
            _stage(written, stage_id, by_code, criteria_of(written))
            for written, stage_id in zip(definition.stages, ids, strict=True)
        ),
    )


def moved_in_order(before: Process, after: Process) -> bool:
    """Whether open stages that were there before stand in another order (PS-19)."""
    there = {s.id for s in before.stages if not s.is_closed} & {s.id for s in after.stages if not s.is_closed}
    return [s.id for s in before.stages if s.id in there] != [s.id for s in after.stages if s.id in there]


def recategorised(before: Process, after: Process) -> list[Stage]:
    """Open stages that give another forecast category than before: those in them follow at once (PS-22)."""
    return [
        stage
        for stage in after.stages
        if not stage.is_closed and before.has_stage(stage.id) and stage.category is not None
        and stage.category is not before.stage(stage.id).category
    ]  # fmt: skip


def touched(before: Process, after: Process) -> frozenset[StageId]:
    """The stages in which an open opportunity notices the change: all of them when the settings change (PS-243).

    Other actions and outcomes are noticed by those that come into the stage, not by those that are in it (PS-32).
    """
    if before.options != after.options:
        return frozenset(stage.id for stage in before.stages)
    now = {stage.id: _as_noticed(stage) for stage in after.stages}
    return frozenset(stage.id for stage in before.stages if now.get(stage.id) != _as_noticed(stage))


def _as_noticed(stage: Stage) -> Stage:
    return replace(stage, position=0, actions=(), outcomes=())


def _is_endangered(stage: Stage, written: WrittenStage | None) -> bool:
    return written is None or written.type is not stage.type or (stage.is_active and not written.is_active)


def _refuse_in_use(process: Process, definition: Definition, usage: Usage) -> None:
    stages = [process.stage(stage_id) for stage_id in endangered(process, definition)]
    held = [(stage, usage.standing[stage.id]) for stage in stages if stage.id in usage.standing]
    if held:
        raise StageInUse(
            stages=[{"id": s.id, "name": s.name, "total": standing.total} for s, standing in held],
            total=sum(standing.total for _, standing in held),
            opportunities=[named for _, standing in held for named in standing.first][:NAMED_AT_MOST],
        )


def _references(stage: WrittenStage, codes: set[str]) -> dict[str, str | None]:
    names = ("min_furthest_stage", "below_furthest_stage")
    return {name: code if (code := getattr(stage, name)) in codes else None for name in names}


def _options(written: WrittenOptions) -> Options:
    said = {name: getattr(written, name) for name in WrittenOptions.__struct_fields__}
    owner = UserId(written.default_owner_id) if written.default_owner_id else None
    return Options(**{**said, "gate_mode": Strength(written.gate_mode), "default_owner_id": owner})


def _stage(written: WrittenStage, id: StageId, by_code: Mapping[str, StageId], criteria: Sequence[Criterion]) -> Stage:
    same = (
        "name", "code", "type", "probability", "category", "definition", "objectives", "key_fields", "stuck_days",
        "usual_role", "is_skippable", "is_active", "is_default_won", "actions", "outcomes",
    )  # fmt: skip
    return Stage(
        **{name: getattr(written, name) for name in same},
        id=id,
        position=written.position or 0,
        links=tuple(Link(link.label, link.url) for link in written.links),
        min_furthest_stage_id=by_code[written.min_furthest_stage] if written.min_furthest_stage else None,
        below_furthest_stage_id=by_code[written.below_furthest_stage] if written.below_furthest_stage else None,
        criteria=tuple(criteria),
    )


CriteriaOf = Callable[[WrittenStage], list[Criterion]]


def _replaced(fields: Mapping[str, Field], new_ids: Iterator[int]) -> CriteriaOf:
    def criteria_of(stage: WrittenStage) -> list[Criterion]:
        return [_criterion(c, CriterionId(c.id or next(new_ids)), None, fields) for c in stage.criteria]

    return criteria_of


def _succeeded(
    process: Process, fields: Mapping[str, Field], new_ids: Iterator[int], at: datetime, *, follow_now: bool
) -> CriteriaOf:
    """Those asked now, in order, and behind them those that have ended."""
    was = {written.id: written for written in definition_of(process).stages}

    def criteria_of(stage: WrittenStage) -> list[Criterion]:
        old = was.get(stage.id) if stage.id is not None else None
        if old is None or stage.id is None:
            return [_criterion(c, CriterionId(next(new_ids)), None, fields) for c in stage.criteria]
        said = {c.id: c for c in old.criteria}
        kept = {c.id: c for c in process.stage(StageId(stage.id)).criteria}
        begins = None if follow_now else at
        asked = []
        for written in stage.criteria:
            if written.id in said and is_same(said[written.id], written):
                same = kept.pop(CriterionId(written.id or 0))
                asked.append(replace(same, in_force_from=None) if follow_now else same)
            else:
                asked.append(_criterion(written, CriterionId(next(new_ids)), begins, fields))
        return asked + [_ended(c, at, follow_now=follow_now) for c in kept.values()]

    return criteria_of


def _ended(criterion: Criterion, at: datetime, *, follow_now: bool) -> Criterion:
    if follow_now:
        return replace(criterion, in_force_to=criterion.in_force_from or BEGINNING)
    return criterion if criterion.in_force_to is not None else replace(criterion, in_force_to=at)


def _criterion(
    written: WrittenCriterion, id: CriterionId, begins: datetime | None, fields: Mapping[str, Field]
) -> Criterion:
    same = (
        "place", "name", "remedy", "kind", "approver", "strength", "is_overridable", "is_buyer_verified",
        "is_evidence_required",
    )  # fmt: skip
    related, file = written.related, written.file
    return Criterion(
        **{name: getattr(written, name) for name in same},
        id=id,
        condition=parse_condition(written.condition, fields) if written.condition is not None else None,
        related=Related(what=related.what, contact_role=related.contact_role, at_least=related.at_least)
        if related is not None
        else None,
        file=RequiredFiles(label=file.label, at_least=file.at_least) if file is not None else None,
        in_force_from=begins,
    )
