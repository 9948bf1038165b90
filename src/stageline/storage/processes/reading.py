"""Reads process definitions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum

import msgspec
from sqlalchemy import BindParameter, Connection, bindparam, select

from stageline.domain.calendar import DayBasis
from stageline.domain.conditions import Field, fields_with, parse_condition
from stageline.domain.ids import CriterionId, ProcessId, StageId, UserId
from stageline.domain.opportunities.custom_field import CustomField
from stageline.domain.processes.action import ActionDefinition, AutoAdvance, CancelActivities, StageOutcome
from stageline.domain.processes.criterion import Criterion, CriterionKind, Place, Related, RequiredFiles, Strength
from stageline.domain.processes.process import (
    BackPolicy,
    Options,
    Process,
    ProcessState,
    ReopenPolicy,
    SkipPolicy,
)
from stageline.domain.processes.stage import Category, Link, Stage, StageType
from stageline.storage.tables import criteria, processes, stages
from stageline.storage.tables.types import AnyRow


class Lock(Enum):
    """Whoever follows a definition shares it; whoever changes it has it alone."""

    SHARED = "shared"
    EXCLUSIVE = "exclusive"


IDS: BindParameter[list[ProcessId]] = bindparam("ids", expanding=True)
READ_PROCESSES = select(processes).where(processes.c.id.in_(IDS)).order_by(processes.c.id)
READ_STAGES = select(stages).where(stages.c.process_id.in_(IDS)).order_by(stages.c.position)
READ_CRITERIA = (
    select(criteria).join(stages).where(stages.c.process_id.in_(IDS)).order_by(criteria.c.position, criteria.c.id)
)


def read_processes(
    connection: Connection, ids: Sequence[ProcessId], custom: Sequence[CustomField], *, lock: Lock | None = None
) -> list[Process]:
    """The rows of the processes come first and locked, so that their stages and criteria are of one revision."""
    statement = READ_PROCESSES if lock is None else READ_PROCESSES.with_for_update(read=lock is Lock.SHARED)
    rows = connection.execute(statement, {"ids": ids}).all()
    fields = _kept_fields(custom)
    stages_of: dict[ProcessId, list[AnyRow]] = defaultdict(list)
    criteria_of: dict[StageId, list[Criterion]] = defaultdict(list)
    for row in connection.execute(READ_CRITERIA, {"ids": ids}):
        criteria_of[row.stage_id].append(_criterion(row, fields))
    for row in connection.execute(READ_STAGES, {"ids": ids}):
        stages_of[row.process_id].append(row)
    return [_process(row, [_stage(stage, criteria_of[stage.id]) for stage in stages_of[row.id]]) for row in rows]


def _kept_fields(custom: Sequence[CustomField]) -> Mapping[str, Field]:
    """What was a choice when a condition was written may be none today; it is read all the same."""
    return fields_with(replace(field.as_field(), choices=()) for field in custom)


def _process(row: AnyRow, its_stages: list[Stage]) -> Process:
    return Process(
        id=ProcessId(row.id),
        name=row.name,
        description=row.description,
        state=ProcessState(row.state),
        is_default=row.is_default,
        revision=row.revision,
        version=row.version,
        stages=tuple(its_stages),
        options=Options(
            default_owner_id=UserId(row.default_owner_id) if row.default_owner_id else None,
            gate_mode=Strength(row.gate_mode),
            skip_policy=SkipPolicy(row.skip_policy),
            back_policy=BackPolicy(row.back_policy),
            reopen_policy=ReopenPolicy(row.reopen_policy),
            day_basis=DayBasis(row.day_basis),
            stuck_default_days=row.stuck_default_days,
            idle_days=row.idle_days,
            undo_minutes=row.undo_minutes,
            auto_advance=AutoAdvance(row.auto_advance),
            cancel_activities=CancelActivities(row.cancel_activities),
            owner_role=row.owner_role,
        ),
    )


def _stage(row: AnyRow, its_criteria: list[Criterion]) -> Stage:
    return Stage(
        id=StageId(row.id),
        name=row.name,
        code=row.code,
        position=row.position,
        type=StageType(row.type),
        probability=row.probability,
        category=Category(row.category) if row.category else None,
        definition=row.definition,
        objectives=tuple(row.objectives),
        links=tuple(Link(**link) for link in row.links),
        key_fields=tuple(row.key_fields),
        stuck_days=row.stuck_days,
        usual_role=row.usual_role,
        criteria=tuple(its_criteria),
        min_furthest_stage_id=row.min_furthest_stage_id,
        below_furthest_stage_id=row.below_furthest_stage_id,
        is_default_won=row.is_default_won,
        is_skippable=row.is_skippable,
        is_active=row.is_active,
        actions=msgspec.convert(row.actions, tuple[ActionDefinition, ...]),
        outcomes=msgspec.convert(row.outcomes, tuple[StageOutcome, ...]),
    )


def _criterion(row: AnyRow, fields: Mapping[str, Field]) -> Criterion:
    return Criterion(
        id=CriterionId(row.id),
        place=Place(row.place),
        name=row.name,
        remedy=row.remedy,
        kind=CriterionKind(row.kind),
        condition=parse_condition(row.condition, fields) if row.condition else None,
        related=msgspec.convert(row.related, Related) if row.related else None,
        file=msgspec.convert(row.file, RequiredFiles) if row.file else None,
        approver=row.approver,
        strength=Strength(row.strength) if row.strength else None,
        is_overridable=row.is_overridable,
        is_buyer_verified=row.is_buyer_verified,
        is_evidence_required=row.is_evidence_required,
        in_force_from=row.in_force_from,
        in_force_to=row.in_force_to,
    )
