"""What the definition of a sales target may refer to, for whom one may be set, and who has one like it already."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from stageline.domain.ids import UserId
from stageline.domain.people.user import SYSTEM_USER_ID, UserState
from stageline.domain.rights import Actor
from stageline.domain.targets.setting import There, WantedTarget
from stageline.domain.targets.target import SalesTarget
from stageline.storage.people.owners import read_owners
from stageline.storage.tables import sales_targets, users
from stageline.storage.targets.repository import not_over
from stageline.storage.unit_of_work import Work
from stageline.storage.visible import targets_reached_by


def there_for(work: Work, wanted: WantedTarget, user_ids: Collection[UserId]) -> There:
    return There(
        stages=work.targets.stages([wanted.stage_id]) if wanted.stage_id is not None else {},
        processes=work.targets.processes(wanted.process_ids) if wanted.process_ids else (),
        people=read_owners(work.connection, user_ids),
        week_start=work.organisation.week_start,
    )


def people_reached(work: Work, asker: Actor) -> list[tuple[UserId, str]]:
    """Who is there, can own deals and is the asker's to set targets for, by name (SG-10, SG-12)."""
    its = users.c
    wanted = select(its.id, its.name).where(
        its.id != SYSTEM_USER_ID,
        its.can_own,
        its.state != UserState.DEACTIVATED.value,
        targets_reached_by(asker, its.id),
    )
    return [(row.id, row.name) for row in work.connection.execute(wanted.order_by(its.name, its.id))]


def alike_among(
    work: Work, definition: WantedTarget, user_ids: Collection[UserId], at: datetime
) -> dict[UserId, SalesTarget]:
    """Those of these people that are not over and are what the definition says, by person."""
    its = sales_targets.c
    wanted = select(its.id).where(
        *not_over(at),
        its.user_id.in_(sorted(user_ids)),
        its.metric == definition.metric.value,
        its.period_type == definition.period_type.value,
    )
    found = work.targets.read(list(work.connection.scalars(wanted)))
    same = (definition.stage_id, tuple(sorted(set(definition.process_ids))), definition.currency, definition.converts)
    return {
        each.user_id: each
        for each in found.values()
        if (each.stage_id, each.process_ids, each.currency, each.converts) == same
    }
