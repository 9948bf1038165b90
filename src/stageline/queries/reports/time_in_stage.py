"""How long opportunities stayed in the open stages that they have left (PS-180)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction

import msgspec
from sqlalchemy import select

from stageline.domain.processes.stage import StageType
from stageline.domain.rights import Actor
from stageline.queries.reports.pipeline import open_stages
from stageline.queries.reports.stays import stays
from stageline.storage.tables import opportunities, stages
from stageline.storage.unit_of_work import Work
from stageline.storage.visible import asked_by, visible_to

MICROSECOND = timedelta(microseconds=1)
MICROSECONDS_A_DAY = 86_400_000_000
DECIMALS = 6


class TimeInStage(msgspec.Struct, frozen=True):
    """Over `n` completed stays; days are elapsed time in units of 24 hours, to six decimals."""

    stage: str
    n: int
    median_days: float
    mean_days: float
    max_days: float


_stays = stays().subquery("stays")


def read_time_in_stage(work: Work, *, asker: Actor) -> list[TimeInStage]:
    """The stages that anything has left, in order. A stay of which nobody knows when it began is none."""
    asked = (
        select(_stays.c.to_stage_id, _stays.c.at, _stays.c.left_at)
        .join(opportunities, opportunities.c.id == _stays.c.opportunity_id)
        .join(stages, stages.c.id == _stays.c.to_stage_id)
        .where(stages.c.type == StageType.OPEN.value, _stays.c.left_at.is_not(None), ~_stays.c.is_estimated)
        .where(visible_to(asker))
    )
    found: dict[int, list[int]] = defaultdict(list)
    for stage_id, entered_at, left_at in work.connection.execute(asked, asked_by(asker)):
        # A clock may have been set back; nobody stays for less than nothing.
        found[stage_id].append(max(0, (left_at - entered_at) // MICROSECOND))
    names = open_stages(work, set(found))
    return [_summed_up(name, sorted(found[stage_id])) for stage_id, name in names.items() if stage_id in found]


def _summed_up(stage: str, stays: Sequence[int]) -> TimeInStage:
    half = len(stays) // 2
    median = Fraction(stays[half] + stays[~half], 2)
    return TimeInStage(
        stage=stage,
        n=len(stays),
        median_days=_days(median),
        mean_days=_days(Fraction(sum(stays), len(stays))),
        max_days=_days(Fraction(stays[-1])),
    )


def _days(microseconds: Fraction) -> float:
    return float(round(microseconds / MICROSECONDS_A_DAY, DECIMALS))
