"""How long won opportunities usually took in each stage, and the limit which that suggests (PS-228)."""

from collections import defaultdict
from collections.abc import Mapping

import msgspec
from sqlalchemy import select

from stageline.domain.calendar import days_between
from stageline.domain.ids import ProcessId, StageId
from stageline.domain.processes.limits import ENOUGH_WON, median, suggested_limit
from stageline.domain.processes.process import Process
from stageline.domain.processes.stage import StageType
from stageline.domain.rights import Actor
from stageline.queries.processes import refuse_unreadable
from stageline.queries.reports.stays import stays
from stageline.storage.standing import standing_moves
from stageline.storage.tables import opportunities, stages
from stageline.storage.unit_of_work import Work

# The latest say what is usual now, and the answer stays quick however many there are.
LATEST_WON = 1_000


class UsualDays(msgspec.Struct, frozen=True, kw_only=True):
    """Of one open stage, by the process's way of counting days; the limit is offered and never set by itself."""

    stage_id: StageId
    won_count: int
    median_days: int
    suggested_stuck_days: int


def read_usual_days(work: Work, process_id: ProcessId, *, asker: Actor) -> list[UsualDays]:
    """The stages that at least twenty won ones went through, in order.

    Counted over everybody's, also those that the asker may not see: of so many a median tells nothing of any one.
    """
    refuse_unreadable(work.connection, process_id, asker=asker)
    process = work.processes.read([process_id])[0]
    spent = _days_spent(work, process)
    cycles: dict[int, int] = defaultdict(int)
    for days in spent.values():
        for opportunity_id, count in days.items():
            cycles[opportunity_id] += count
    open_stages = [stage.id for stage in process.stages if not stage.is_closed]
    return [_usual(one, spent[one], cycles) for one in open_stages if len(spent.get(one, ())) >= ENOUGH_WON]


def _usual(stage_id: StageId, days: Mapping[int, int], cycles: Mapping[int, int]) -> UsualDays:
    middle = median([*days.values()])
    return UsualDays(
        stage_id=stage_id,
        won_count=len(days),
        median_days=round(middle),
        suggested_stuck_days=suggested_limit(middle, median([*cycles.values()])),
    )


def _days_spent(work: Work, process: Process) -> dict[int, dict[int, int]]:
    """Of each stage, the days that each won one spent there on all its visits; not where nobody knows since when."""
    its_won = select(stages.c.id).where(stages.c.process_id == process.id, stages.c.type == StageType.WON.value)
    latest = (
        select(opportunities.c.id)
        .where(opportunities.c.stage_id.in_(its_won), opportunities.c.deleted_at.is_(None))
        .order_by(opportunities.c.stage_entered_at.desc(), opportunities.c.id.desc())
        .limit(LATEST_WON)
        .subquery("latest_won")
    )
    spent: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    unknown: set[tuple[int, int]] = set()
    basis, calendar = process.options.day_basis, work.calendar
    for row in work.connection.execute(stays(standing_moves.c.opportunity_id.in_(select(latest.c.id)))):
        if row.left_at is None:
            continue
        if row.is_estimated:
            unknown.add((row.to_stage_id, row.opportunity_id))
        spent[row.to_stage_id][row.opportunity_id] += days_between(row.at, row.left_at, calendar, basis)
    for stage_id, opportunity_id in unknown:
        del spent[stage_id][opportunity_id]
    return spent
