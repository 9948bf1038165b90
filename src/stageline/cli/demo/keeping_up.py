"""What people of the sample get done from day to day, so that their days look like those of people at work."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import and_, bindparam, select

from stageline.commands.actions.completing import WantedCompletions, complete_actions
from stageline.domain.actions.completing import Said
from stageline.domain.activities.activity import ActivityStatus
from stageline.domain.events import By
from stageline.domain.ids import OpportunityId, UserId
from stageline.storage.tables import actions, activities, opportunities
from stageline.storage.unit_of_work import Work

GRACE = timedelta(days=1)
NEGLECTED = 0.02
"""Such a share of what is due is left undone for good."""

DUE = (
    select(actions.c.id, actions.c.opportunity_id, opportunities.c.owner_id, activities.c.is_tracked)
    .join(opportunities, opportunities.c.id == actions.c.opportunity_id)
    .outerjoin(
        activities,
        and_(
            activities.c.action_id == actions.c.id,
            activities.c.deleted_at.is_(None),
            activities.c.status == ActivityStatus.ACTIVE.value,
        ),
    )
    .where(
        actions.c.completed_at.is_(None),
        actions.c.deleted_at.is_(None),
        actions.c.due_on < bindparam("before"),
        actions.c.due_on >= bindparam("since"),
    )
    .order_by(actions.c.id)
)


def keep_up(
    work: Work, since: datetime, at: datetime, *, outcomes: tuple[str, ...], by: Callable[[UserId], By], seed: int
) -> None:
    """What came to be due between the two, less the grace that everybody needs, is done; of a talk it is said how."""
    rows = work.connection.execute(DUE, {"since": (since - GRACE).date(), "before": (at - GRACE).date()}).all()
    for row in rows:
        luck = Random(seed + row.id)  # noqa: S311 - a story, not a secret
        if luck.random() < NEGLECTED:
            continue
        said = Said(outcome=luck.choice(outcomes)) if row.is_tracked else None
        wanted = WantedCompletions(opportunity_id=OpportunityId(row.opportunity_id), action_ids=[row.id], said=said)
        complete_actions(work, wanted, by=by(row.owner_id), at=at)
