"""How opportunities stand in their stages: for how long, and what about them needs attention."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import BindParameter, bindparam, select

from stageline.domain.calendar import days_between
from stageline.domain.conditions import Moment
from stageline.domain.ids import OpportunityId, UserId
from stageline.domain.opportunities.attention import Watch, days_of_stays, watches_of
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.storage.activities_ahead import NextActivity, read_next_activities
from stageline.storage.standing import standing_moves
from stageline.storage.unit_of_work import Work

_IDS: BindParameter[list[OpportunityId]] = bindparam("ids", expanding=True)
ENTRIES = (
    select(standing_moves.c.opportunity_id, standing_moves.c.to_stage_id, standing_moves.c.at)
    .where(standing_moves.c.opportunity_id.in_(_IDS))
    .order_by(standing_moves.c.opportunity_id, standing_moves.c.version)
)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """`cumulative_days` are those of all visits to the stage, `days` those of the present one (PS-225)."""

    days: int
    cumulative_days: int
    watches: tuple[Watch, ...]
    next_activity: NextActivity | None


def read_standings(
    work: Work, found: Sequence[Opportunity], moment: Moment, *, asker_id: UserId
) -> dict[OpportunityId, Standing]:
    """At most two statements, however many there are: only those that moved can have been there before."""
    entries = _entries(work, [o.id for o in found if o.visit > 1])
    following = read_next_activities(work.connection, [o.id for o in found], asker_id, moment)
    return {o.id: _standing(work, o, entries.get(o.id, []), following.get(o.id), moment) for o in found}


def _standing(
    work: Work,
    opportunity: Opportunity,
    entries: Sequence[tuple[int, datetime]],
    next_activity: NextActivity | None,
    moment: Moment,
) -> Standing:
    calendar, basis = work.calendar, opportunity.process.options.day_basis
    days = days_between(opportunity.stage_entered_at, moment.at, calendar, basis)
    return Standing(
        days=days,
        cumulative_days=max(days, days_of_stays(entries, moment.at, opportunity, calendar)),
        watches=watches_of(opportunity, moment, calendar, has_activity_ahead=next_activity is not None),
        next_activity=next_activity,
    )


def _entries(work: Work, ids: Sequence[OpportunityId]) -> dict[OpportunityId, list[tuple[int, datetime]]]:
    if not ids:
        return {}
    entries: dict[OpportunityId, list[tuple[int, datetime]]] = defaultdict(list)
    for opportunity_id, stage_id, at in work.connection.execute(ENTRIES, {"ids": ids}):
        entries[opportunity_id].append((stage_id, at))
    return entries
