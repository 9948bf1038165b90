"""The wins that stand: each opportunity that is won now, once, with the move by which it became so.

It became won at its present closing: the first entry into a won stage after which it was never anything else. From one
won stage to another is no second win, and what was reopened is none.
"""

from typing import Any

from sqlalchemy import Select, and_, exists, func, select

from stageline.domain.processes.stage import StageType
from stageline.storage.standing import standing_moves
from stageline.storage.summing import whole_sum
from stageline.storage.tables import opportunities, stages

_later, _later_stage = standing_moves.alias("later"), stages.alias("later_stage")
_was_lost_again = exists().where(
    _later.c.opportunity_id == standing_moves.c.opportunity_id,
    _later.c.version > standing_moves.c.version,
    _later_stage.c.id == _later.c.to_stage_id,
    _later_stage.c.type != StageType.WON.value,
)
_closing = (
    select(standing_moves.c.opportunity_id, func.min(standing_moves.c.version).label("version"))
    .join(stages, stages.c.id == standing_moves.c.to_stage_id)
    .where(stages.c.type == StageType.WON.value, ~_was_lost_again)
    .group_by(standing_moves.c.opportunity_id)
    .subquery("closing")
)
_present = stages.alias("present")
win = standing_moves.alias("win")


def wins() -> Select[Any]:
    """By currency how many and how much they are worth now, in minor units; `win` is the move that credits them."""
    return (
        select(
            opportunities.c.currency,
            func.count().label("count_of"),
            whole_sum(opportunities.c.amount_minor).label("amount_minor"),
        )
        .select_from(opportunities)
        .join(_present, and_(_present.c.id == opportunities.c.stage_id, _present.c.type == StageType.WON.value))
        .join(_closing, _closing.c.opportunity_id == opportunities.c.id)
        .join(win, and_(win.c.opportunity_id == _closing.c.opportunity_id, win.c.version == _closing.c.version))
        .group_by(opportunities.c.currency)
    )
