"""What a move would add to a sales target, before it is made: by the function that counts it afterwards."""

from datetime import datetime

import msgspec

from stageline.domain.ids import EventId, UserId
from stageline.domain.opportunities.moving import kind_of_move
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.processes.stage import Stage
from stageline.domain.targets.counting import count
from stageline.domain.targets.course import Course, Step
from stageline.domain.targets.target import SalesTarget

NO_EVENT_YET = EventId(0)


def step_to(opportunity: Opportunity, stage: Stage, *, actor_id: UserId, at: datetime) -> Step:
    """The row that the move would leave in the stage history, as far as sales targets look at it."""
    return Step(
        version=opportunity.version + 1,
        at=at,
        event_id=NO_EVENT_YET,
        kind=kind_of_move(opportunity.process, opportunity.stage, stage),
        process_id=opportunity.process.id,
        from_process_id=opportunity.process.id,
        from_stage_id=opportunity.stage.id,
        to_stage_id=stage.id,
        to_type=stage.type,
        owner_id=opportunity.owner_id,
        actor_id=actor_id,
        amount_minor=opportunity.amount_minor,
        currency=opportunity.currency,
    )


def adds(course: Course, move: Step, target: SalesTarget) -> int:
    """A deal, or minor units of the target's currency, in the period of the move; 0 when it would not count."""
    ahead = msgspec.structs.replace(course, entries=(*course.entries, move))
    period = target.cycle.at(move.at).starts_on
    now, then = (
        sum(credit.counted for credit in count(each, target).credits if credit.period_starts_on == period)
        for each in (course, ahead)
    )
    return then - now
