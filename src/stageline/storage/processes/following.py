"""What opportunities follow at once when their process is changed."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, exists, func, insert, or_, select, update

from stageline.domain.ids import OpportunityId, ProcessId, StageId
from stageline.domain.processes.stage import Category
from stageline.storage.prepared import Prepared
from stageline.storage.tables import field_history, opportunities, stage_history, stages

ADD_FIELD = Prepared(insert(field_history), [column.name for column in field_history.columns])
FollowedRow = dict[str, Any]


class Follower(msgspec.Struct, frozen=True):
    id: OpportunityId
    version: int
    category: str


def to_follow(connection: Connection, stage_id: StageId, category: Category) -> list[Follower]:
    """Those in the stage whose category nobody has set by hand (PS-22)."""
    found = select(opportunities.c.id, opportunities.c.version, opportunities.c.category).where(
        *_follows(stage_id, category)
    )
    return [Follower(*row) for row in connection.execute(found.order_by(opportunities.c.id))]


def follow(connection: Connection, stage_id: StageId, category: Category, rows: Sequence[FollowedRow]) -> None:
    """All of them at once; each has its row of the field history."""
    values = {"category": category.value, "version": opportunities.c.version + 1}
    connection.execute(update(opportunities).where(*_follows(stage_id, category)).values(values))
    if rows:
        ADD_FIELD.run(connection, rows)


def _follows(stage_id: StageId, category: Category) -> tuple[Any, ...]:
    columns = opportunities.c
    return (columns.stage_id == stage_id, ~columns.is_category_overridden, columns.category != category.value)


def rank_furthest(connection: Connection, process_id: ProcessId) -> None:
    """The furthest stage of each by the present order, of those it has been in (PS-19). Undone moves never were."""
    past, undo = stage_history.c, stage_history.alias("undo").c
    was_there = exists().where(
        past.opportunity_id == opportunities.c.id,
        past.to_stage_id == stages.c.id,
        past.undoes.is_(None),
        ~exists().where(undo.undoes == past.event_id),
    )
    here = (stages.c.id == opportunities.c.furthest_stage_id, stages.c.id == opportunities.c.stage_id)
    furthest = (
        select(stages.c.id)
        .where(stages.c.process_id == process_id, stages.c.type == "open", or_(*here, was_there))
        .order_by(stages.c.position.desc())
        .limit(1)
        .correlate(opportunities)
        .scalar_subquery()
    )
    now = func.coalesce(furthest, opportunities.c.furthest_stage_id)
    changed = update(opportunities).where(
        opportunities.c.process_id == process_id, opportunities.c.furthest_stage_id != now
    )
    connection.execute(changed.values(furthest_stage_id=now))
