"""What becomes of an activity: done, cancelled, to be done after all, or taken out of the calendar."""

from datetime import datetime

import msgspec

from stageline.commands.actions.advancing import STAYS, Finished, StageAnswer, WantedStage, advance
from stageline.commands.activities.taking import take_activity
from stageline.domain.actions.action import CompletedHow
from stageline.domain.actions.completing import Completing, IsCancelled, Said, decide_completion
from stageline.domain.actions.doing import NotYourActivity, may_complete_activity, require_activity, require_changer
from stageline.domain.activities.activity import ActivityStatus
from stageline.domain.activities.changes import AgendaEvent
from stageline.domain.activities.ending import decide_cancellation, decide_deletion, decide_reactivation
from stageline.domain.events import By
from stageline.domain.ids import ActivityId
from stageline.domain.opportunities.opportunity import NotYoursToChange, Opportunity, may_edit
from stageline.domain.rights import Right
from stageline.storage.outcomes import read_outcomes
from stageline.storage.unit_of_work import Work


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What happened, None when it was done already, and what became of the stage of its opportunity."""

    happened: AgendaEvent | None
    stage: StageAnswer = STAYS
    follows_up: bool = False
    opportunity: Opportunity | None = None


def complete_activity(
    work: Work, activity_id: ActivityId, said: Said | None, stage: WantedStage, *, by: By, at: datetime
) -> Done:
    """By whoever takes part in it, whatever they see of the opportunity (PS-61, PS-203)."""
    taken = take_activity(work, activity_id, by)
    opportunity = taken.opportunity
    activity = require_activity(taken.activity, opportunity, by.actor)
    if not may_complete_activity(activity, opportunity, by.actor):
        raise NotYourActivity
    if stage.stage_id is not None and not (opportunity and may_edit(opportunity, by.actor, Right.MOVE_OPPORTUNITIES)):
        raise NotYoursToChange(right=Right.MOVE_OPPORTUNITIES)
    if activity.status is ActivityStatus.CANCELLED:
        raise IsCancelled
    completing = Completing(how=CompletedHow.ACTIVITY, said=said, outcomes=read_outcomes(work.connection))
    action = taken.action if activity.is_active else None
    happened = decide_completion(
        opportunity, action, activity, completing, id=work.new_ids(1)[0], by=by, moment=work.moment(at)
    )
    events = [happened] if happened is not None else []
    work.keep(events)
    if opportunity is None:
        return Done(happened=happened)
    finished = Finished(agenda=taken.agenda, happened=events, stage=stage, completing=completing)
    answer = advance(work, opportunity, finished, by=by, at=at)
    return Done(happened=happened, stage=answer, follows_up=finished.follows_up, opportunity=opportunity)


def cancel_activity(work: Work, activity_id: ActivityId, reason: str | None, *, by: By, at: datetime) -> None:
    taken = take_activity(work, activity_id, by)
    activity = require_changer(taken.activity, taken.opportunity, by.actor)
    _keep(
        work,
        decide_cancellation(
            taken.opportunity, activity, reason, id=work.new_ids(1)[0], by=by, moment=work.moment(at)
        ),
    )  # fmt: skip


def reactivate_activity(work: Work, activity_id: ActivityId, *, by: By, at: datetime) -> None:
    """PS-47, PS-71."""
    taken = take_activity(work, activity_id, by)
    activity = require_changer(taken.activity, taken.opportunity, by.actor)
    _keep(
        work,
        decide_reactivation(
            taken.opportunity, activity, taken.action, id=work.new_ids(1)[0], by=by, moment=work.moment(at)
        ),
    )


def delete_activity(work: Work, activity_id: ActivityId, *, by: By, at: datetime) -> None:
    """PS-46."""
    taken = take_activity(work, activity_id, by)
    activity = require_changer(taken.activity, taken.opportunity, by.actor)
    _keep(work, decide_deletion(taken.opportunity, activity, id=work.new_ids(1)[0], by=by, moment=work.moment(at)))


def _keep(work: Work, happened: AgendaEvent | None) -> None:
    if happened is not None:
        work.keep([happened])
