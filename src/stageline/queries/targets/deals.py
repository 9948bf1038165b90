"""The deals behind a figure: what they are called, whose they are, and from which stage each came."""

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, select

from stageline.domain.ids import EventId, OpportunityId
from stageline.domain.processes.stage import StageType
from stageline.domain.rights import Actor
from stageline.storage.tables import accounts, opportunities, stage_history, stages
from stageline.storage.visible import asked_by, visible_to


class CountedDeal(msgspec.Struct, frozen=True):
    """`is_lost` is how it stands now, which takes nothing away from what counted (SG-25)."""

    id: OpportunityId
    name: str
    account: str | None
    is_lost: bool


def deals_seen(connection: Connection, ids: Collection[OpportunityId], asker: Actor) -> dict[int, CountedDeal]:
    """Of those that the asker may see."""
    wanted = (
        select(opportunities.c.id, opportunities.c.name, accounts.c.name.label("account"), stages.c.type)
        .join(stages, stages.c.id == opportunities.c.stage_id)
        .outerjoin(accounts, accounts.c.id == opportunities.c.account_id)
        .where(opportunities.c.id.in_(sorted(ids)), visible_to(asker, deleted=True))
    )
    return {
        row.id: CountedDeal(row.id, row.name, row.account, row.type == StageType.LOST.value)
        for row in connection.execute(wanted, asked_by(asker))
    }


def came_from(connection: Connection, events: Collection[EventId]) -> dict[int, str]:
    """The names of the stages, as they were then; what was created came from none."""
    wanted = select(stage_history.c.event_id, stage_history.c.from_stage_name).where(
        stage_history.c.event_id.in_(sorted(events)), stage_history.c.from_stage_name.is_not(None)
    )
    return {row.event_id: row.from_stage_name for row in connection.execute(wanted)}
