"""Toward which sales targets a move would count, as the move sheet says it before the move is made."""

import msgspec

from stageline.domain.conditions import Moment
from stageline.domain.ids import OpportunityId, StageId
from stageline.domain.opportunities.opportunity import visible
from stageline.domain.rights import Actor
from stageline.domain.targets.ahead import adds, step_to
from stageline.domain.targets.course import Course
from stageline.queries.targets.progress import ShownTarget, show_targets
from stageline.storage.targets.courses import read_courses
from stageline.storage.unit_of_work import Work


class CountsToward(msgspec.Struct, frozen=True):
    """`adds` comes on top of what the period has reached: a deal, or minor units of the target's currency."""

    target: ShownTarget
    adds: int


class MoveAhead(msgspec.Struct, frozen=True):
    items: list[CountsToward]


def read_ahead(work: Work, id: OpportunityId, stage_id: StageId, *, asker: Actor, moment: Moment) -> MoveAhead:
    """Of the owner, whose goals they are (SG-40), and only where the asker sees them (SG-11).

    Whether the move may be made is no question here. No more statements for many goals than for one.
    """
    opportunity = visible(work.opportunities.read([id], asker.user_id).get(id), asker)
    stage = opportunity.process.stage(stage_id)
    if not asker.reaches_targets_of(opportunity.owner_id):
        return MoveAhead([])
    move = step_to(opportunity, stage, actor_id=asker.user_id, at=moment.at)
    targets = [target for target in work.targets.of_users([opportunity.owner_id]) if not target.is_over(moment.at)]
    course = _course(work, id, moment) if targets else Course(id, ())
    added = {target.id: adds(course, move, target) for target in targets}
    counting = [target for target in targets if added[target.id] > 0]
    shown = show_targets(work, counting, asker=asker, at=moment.at) if counting else []
    return MoveAhead([CountsToward(target, added[target.id]) for target in shown])


def _course(work: Work, id: OpportunityId, moment: Moment) -> Course:
    """With the rates of the day of the move too, where goals convert."""
    found = read_courses(work.connection, [id], and_on=moment.at.date())
    return found[0] if found else Course(id, ())
