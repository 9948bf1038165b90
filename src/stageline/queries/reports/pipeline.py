"""What is open now, stage by stage."""

import msgspec
from sqlalchemy import func, or_, select

from stageline.domain.processes.process import ProcessState
from stageline.domain.processes.stage import StageType
from stageline.domain.rights import Actor
from stageline.queries.reports.rows import Cell, by_currency, distinct, total
from stageline.storage.summing import whole_sum
from stageline.storage.tables import opportunities, processes, stages
from stageline.storage.unit_of_work import Work
from stageline.storage.visible import asked_by, visible_to


class StageRow(msgspec.Struct, frozen=True):
    stage: str
    count: int
    amount: str


class Pipeline(msgspec.Struct, frozen=True):
    """Of one currency; amounts in its own unit, without zeros behind the last decimal."""

    currency: str
    count: int
    amount: str
    rows: list[StageRow]


def read_pipeline(work: Work, *, asker: Actor) -> list[Pipeline]:
    """For each currency in which anything is open, the open stages in order, process by process."""
    asked = (
        select(
            opportunities.c.stage_id,
            opportunities.c.currency,
            func.count().label("count_of"),
            whole_sum(opportunities.c.amount_minor).label("amount_minor"),
        )
        .join(stages, stages.c.id == opportunities.c.stage_id)
        .where(stages.c.type == StageType.OPEN.value, visible_to(asker))
        .group_by(opportunities.c.stage_id, opportunities.c.currency)
    )
    found = {
        (row.stage_id, row.currency): Cell(row.count_of, row.amount_minor)
        for row in work.connection.execute(asked, asked_by(asker))
    }
    names = open_stages(work, {stage_id for stage_id, _ in found})
    return [
        _shown(currency, [(names[stage_id], cell) for stage_id, cell in cells])
        for currency, cells in by_currency(found, list(names), work.organisation.currency)
    ]


def open_stages(work: Work, besides: set[int]) -> dict[int, str]:
    """The names of those that opportunities can be in, and of those that some are in all the same."""
    asked = (
        select(stages.c.id, stages.c.name)
        .join(processes, processes.c.id == stages.c.process_id)
        .where(
            stages.c.type == StageType.OPEN.value,
            or_(
                stages.c.id.in_(besides),
                stages.c.is_active & (processes.c.state == ProcessState.PUBLISHED.value),
            ),
        )
        .order_by(stages.c.process_id, stages.c.position)
    )
    return distinct((row.id, row.name) for row in work.connection.execute(asked))


def _shown(currency: str, rows: list[tuple[str, Cell]]) -> Pipeline:
    whole = total(cell for _, cell in rows)
    shown = [StageRow(stage, cell.count, cell.shown(currency)) for stage, cell in rows]
    return Pipeline(currency, whole.count, whole.shown(currency), shown)
