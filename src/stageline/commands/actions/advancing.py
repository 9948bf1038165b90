"""The one stage decision at the end of a completion (PS-84)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from stageline.commands.opportunities.deciding import Answer, what_happened
from stageline.commands.opportunities.following import with_what_follows
from stageline.domain.actions.advancing import Completed, GoesOn, Suggests, decide_stage, last_completed
from stageline.domain.actions.agenda import Agenda, with_what_happened
from stageline.domain.actions.changes import ActionCompleted, AdvanceHeld, AdvanceSuggested
from stageline.domain.actions.completing import Completing
from stageline.domain.actions.leaving import CAN_BE_ASKED
from stageline.domain.activities.changes import AgendaEvent
from stageline.domain.activities.outcome import Effect, Outcome
from stageline.domain.errors import Refusal, attempt, described
from stageline.domain.events import By, Channel
from stageline.domain.ids import ActivityId, EventId, StageId
from stageline.domain.opportunities.moving import Decided, WantedMove, decide_move
from stageline.domain.opportunities.opportunity import Opportunity, may_edit
from stageline.domain.rights import Right
from stageline.storage.unit_of_work import Work


class WantedStage(msgspec.Struct, frozen=True, kw_only=True):
    """The part of the outcome form about the opportunity (PS-79); `is_left_open`: looked at, and none chosen."""

    stage_id: StageId | None = None
    is_left_open: bool = False
    reason: str | None = None
    note: str | None = None
    acknowledge_gaps: bool = False
    cancel_activities: tuple[ActivityId, ...] | None = None


class StageAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the stage: `moved`, `held` with what is missing, `suggested`, or `stays`.

    A suggestion without a stage is one to close it.
    """

    result: str = "stays"
    stage_id: StageId | None = None
    stage_name: str | None = None
    move: Decided | None = None
    refusal: Mapping[str, Any] | None = None


STAYS = StageAnswer()


class Finished(msgspec.Struct, frozen=True, kw_only=True):
    """What was completed, what was said along with it, and how things stood before."""

    agenda: Agenda
    happened: Sequence[AgendaEvent]
    stage: WantedStage = WantedStage()
    completing: Completing | None = None

    @property
    def outcome(self) -> Outcome | None:
        """What was recorded just now, if anything was."""
        completing = self.completing
        if not self.happened or completing is None or completing.said is None:
            return None
        code = completing.said.outcome
        return next((each for each in completing.outcomes if each.code == code), None)

    @property
    def follows_up(self) -> bool:
        """Whether a further activity is offered (PS-76)."""
        return self.outcome is not None and self.outcome.effect is Effect.FOLLOW_UP


def advance(work: Work, opportunity: Opportunity, finished: Finished, *, by: By, at: datetime) -> StageAnswer:
    """What was completed stays so, whatever the gate says (PS-85, PS-126). Where nothing was, nothing advances."""
    agenda, happened, wanted, outcome = finished.agenda, finished.happened, finished.stage, finished.outcome
    if not happened and wanted.stage_id is None:
        return STAYS
    after = with_what_happened(agenda, happened)
    done = {a.id for event in happened if isinstance(event, ActionCompleted) for a in event.actions}
    completed = Completed(
        action_ids=done,
        outcome=outcome.code if outcome else None,
        activity_type=next((a.type for event in happened for a in event.activities), None),
        chosen=wanted.stage_id,
        is_left_open=wanted.is_left_open,
        may_move=may_edit(opportunity, by.actor, Right.MOVE_OPPORTUNITIES),
    )
    match decide_stage(opportunity, after, completed):
        case GoesOn() as goes:
            last = last_completed(after, opportunity, done)
            causes = [e.id for e in happened if last is None or last.id in {a.id for a in e.actions}]
            cause = causes[-1] if causes else None
            return _move(work, opportunity, goes, wanted, cause=cause, by=by, at=at)
        case Suggests(stage):
            work.keep([_suggested(work, opportunity, stage, happened, by=by, at=at)])
            return StageAnswer(
                result="suggested", stage_id=stage.id if stage else None, stage_name=stage.name if stage else None
            )
    return STAYS


def _move(
    work: Work,
    opportunity: Opportunity,
    goes: GoesOn,
    said: WantedStage,
    *,
    cause: EventId | None,
    by: By,
    at: datetime,
) -> StageAnswer:
    is_automatic = goes.channel is Channel.AUTO_ADVANCE
    answer_given = said.cancel_activities
    if answer_given is None and (said.stage_id is None or by.channel not in CAN_BE_ASKED):
        answer_given = ()  # nobody chose this stage and could be asked: it does not wait (PS-109)
    by = msgspec.structs.replace(by, channel=goes.channel)
    wanted = WantedMove(
        opportunity_id=opportunity.id,
        stage_id=goes.stage_id,
        reason=None if is_automatic else said.reason,
        note=None if is_automatic else said.note,
        acknowledge_gaps=said.acknowledge_gaps and not is_automatic,
        cancel_activities=answer_given,
        cause_id=cause,
    )
    moment = work.moment(at)
    decided: Answer = attempt(
        decide_move, opportunity, wanted, ids=work.new_ids(1), by=by, moment=moment, organisation=work.organisation
    )
    [answer] = with_what_follows(work, [decided], {opportunity.id: answer_given}, moment)
    name = opportunity.process.stage(goes.stage_id).name if opportunity.process.has_stage(goes.stage_id) else None
    if isinstance(answer, Refusal):
        if is_automatic:
            work.keep([_held(work, opportunity, goes.stage_id, answer, cause=cause, by=by, at=at)])
        held = described(answer)
        return StageAnswer(result="held", stage_id=goes.stage_id, stage_name=name, refusal=held)
    work.keep(what_happened([answer]))
    return StageAnswer(result="moved", stage_id=goes.stage_id, stage_name=name, move=answer)


def _held(
    work: Work,
    opportunity: Opportunity,
    stage_id: StageId,
    refusal: Refusal,
    *,
    cause: EventId | None,
    by: By,
    at: datetime,
) -> AdvanceHeld:
    return AdvanceHeld(
        id=work.new_ids(1)[0],
        at=at,
        by=by,
        cause_id=cause,
        opportunity=opportunity,
        stage_id=stage_id,
        stage_name=opportunity.process.stage(stage_id).name,
        missing=tuple(each.name for each in refusal.missing),
    )


def _suggested(
    work: Work, opportunity: Opportunity, stage: Any, happened: Sequence[AgendaEvent], *, by: By, at: datetime
) -> AdvanceSuggested:
    return AdvanceSuggested(
        id=work.new_ids(1)[0],
        at=at,
        by=by,
        cause_id=happened[-1].id if happened else None,
        opportunity=opportunity,
        stage_id=stage.id if stage else None,
        stage_name=stage.name if stage else None,
    )
