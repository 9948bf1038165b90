"""What relies on processes and their stages."""

from collections.abc import Sequence

from sqlalchemy import Connection, and_, case, exists, func, or_, select

from stageline.domain.ids import ProcessId, StageId
from stageline.domain.processes.checking import fields_named
from stageline.domain.processes.criterion import CriterionKind
from stageline.domain.processes.defining import NAMED_AT_MOST, Named, Standing, Usage
from stageline.domain.processes.publishing import Used
from stageline.storage.tables import criteria, criterion_checks, opportunities, processes, stage_history, stages


def usage_of(connection: Connection, stage_ids: Sequence[StageId]) -> Usage:
    """Deleted opportunities count: they may come back."""
    if not stage_ids:
        return Usage()
    counted = (
        select(opportunities.c.stage_id, func.count())
        .where(opportunities.c.stage_id.in_(stage_ids))
        .group_by(opportunities.c.stage_id)
    )
    standing = {
        StageId(stage_id): Standing(total, _first(connection, stage_id))
        for stage_id, total in connection.execute(counted).all()
    }
    return Usage(standing, _remembered(connection, stage_ids))


def used(connection: Connection, process_id: ProcessId) -> Used:
    """Those that follow it, and those that have been in one of its stages."""
    its_stages = select(stages.c.id).where(stages.c.process_id == process_id)
    was = exists().where(
        stage_history.c.opportunity_id == opportunities.c.id, stage_history.c.to_stage_id.in_(its_stages)
    )
    is_open = func.sum(case((stages.c.type == "open", 1), else_=0))
    counted = (
        select(func.count(), func.coalesce(is_open, 0))
        .select_from(opportunities)
        .join(stages, stages.c.id == opportunities.c.stage_id)
        .where(or_(opportunities.c.process_id == process_id, was))
    )
    total, now_open = connection.execute(counted).one()
    return Used(open=now_open, closed=total - now_open)


def open_in(connection: Connection, stage_ids: Sequence[StageId]) -> int:
    """How many open opportunities are in those stages."""
    if not stage_ids:
        return 0
    counted = (
        select(func.count())
        .select_from(opportunities)
        .join(stages, stages.c.id == opportunities.c.stage_id)
        .where(opportunities.c.stage_id.in_(stage_ids), opportunities.c.deleted_at.is_(None), stages.c.type == "open")
    )
    return connection.execute(counted).scalar_one()


def asking_for(connection: Connection, field: str) -> list[str]:
    """The names of the processes that show a field as a key field, or ask for it in a criterion."""
    keys = select(processes.c.name, stages.c.key_fields).join(stages, stages.c.process_id == processes.c.id)
    asked = (
        select(processes.c.name, criteria.c.condition)
        .join(stages, stages.c.process_id == processes.c.id)
        .join(criteria, criteria.c.stage_id == stages.c.id)
        .where(criteria.c.in_force_to.is_(None), criteria.c.kind == CriterionKind.FIELD.value)
    )
    shown = {name for name, key_fields in connection.execute(keys) if field in key_fields}
    return sorted(shown | {name for name, condition in connection.execute(asked) if field in fields_named(condition)})


def _first(connection: Connection, stage_id: StageId) -> tuple[Named, ...]:
    by_name = (
        select(opportunities.c.id, opportunities.c.name)
        .where(opportunities.c.stage_id == stage_id)
        .order_by(opportunities.c.name, opportunities.c.id)
        .limit(NAMED_AT_MOST)
    )
    return tuple(Named(row.id, row.name) for row in connection.execute(by_name))


def _remembered(connection: Connection, stage_ids: Sequence[StageId]) -> frozenset[StageId]:
    past, now, check = stage_history.c, opportunities.c, criterion_checks.c
    checked = and_(check.criterion_id == criteria.c.id, criteria.c.stage_id == stages.c.id)
    asked = select(stages.c.id).where(
        stages.c.id.in_(stage_ids),
        or_(
            exists().where(past.to_stage_id == stages.c.id),
            exists().where(past.from_stage_id == stages.c.id),
            exists().where(now.furthest_stage_id == stages.c.id),
            exists().where(checked),
        ),
    )
    return frozenset(connection.scalars(asked))
