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


class _Going(msgspec.Struct, frozen=True):
    """A stage that an opportunity goes on to, what was said of it, and the completion that causes it."""

    opportunity: Opportunity
    goes: GoesOn
    said: WantedStage
    cause: EventId | None

    @property
    def is_automatic(self) -> bool:
        return self.goes.channel is Channel.AUTO_ADVANCE

    def answers(self, by: By) -> tuple[ActivityId, ...] | None:
        """Which activities are cancelled with it; where nobody chose this stage and could be asked, none (PS-109)."""
        given = self.said.cancel_activities
        is_asked = self.said.stage_id is not None and by.channel in CAN_BE_ASKED
        return () if given is None and not is_asked else given


def advance(work: Work, opportunity: Opportunity, finished: Finished, *, by: By, at: datetime) -> StageAnswer:
    """What was completed stays so, whatever the gate says (PS-85, PS-126). Where nothing was, nothing advances."""
    [answer] = advance_all(work, [(opportunity, finished)], by=by, at=at)
    return answer


def advance_all(
    work: Work, finished: Sequence[tuple[Opportunity, Finished]], *, by: By, at: datetime
) -> list[StageAnswer]:
    """An answer for each; as many statements for many as for one."""
    decided = [_decide(opportunity, its, by) for opportunity, its in finished]
    going = [each for each in decided if isinstance(each, _Going)]
    moved = iter(_move(work, going, by=by, at=at) if going else ())
    hints = [
        _suggested(work, opportunity, each.stage, its.happened, by=by, at=at)
        for (opportunity, its), each in zip(finished, decided, strict=True)
        if isinstance(each, Suggests)
    ]
    work.keep(hints)
    return [next(moved) if isinstance(each, _Going) else _answer(each) for each in decided]


def _answer(decided: Suggests | None) -> StageAnswer:
    if decided is None:
        return STAYS
    stage = decided.stage
    return StageAnswer(
        result="suggested", stage_id=stage.id if stage else None, stage_name=stage.name if stage else None
    )


def _decide(opportunity: Opportunity, finished: Finished, by: By) -> _Going | Suggests | None:
    agenda, happened, wanted, outcome = finished.agenda, finished.happened, finished.stage, finished.outcome
    if not happened and wanted.stage_id is None:
        return None
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
    decided = decide_stage(opportunity, after, completed)
    if not isinstance(decided, GoesOn):
        return decided
    last = last_completed(after, opportunity, done)
    causes = [e.id for e in happened if last is None or last.id in {a.id for a in e.actions}]
    return _Going(opportunity, decided, wanted, causes[-1] if causes else None)


def _move(work: Work, going: Sequence[_Going], *, by: By, at: datetime) -> list[StageAnswer]:
    moment = work.moment(at)
    organisation = work.organisation
    decided: list[Answer] = [
        attempt(
            decide_move, each.opportunity, _wanted(each, by), ids=[number],
            by=msgspec.structs.replace(by, channel=each.goes.channel), moment=moment, organisation=organisation,
        )
        for each, number in zip(going, work.new_ids(len(going)), strict=True)
    ]  # fmt: skip
    said = {each.opportunity.id: each.answers(by) for each in going}
    answers = with_what_follows(work, decided, said, moment)
    held = [
        _held(work, each, answer, by=by, at=at)
        for each, answer in zip(going, answers, strict=True)
        if isinstance(answer, Refusal) and each.is_automatic
    ]
    work.keep([*what_happened(answers), *held])
    return [_became(each, answer) for each, answer in zip(going, answers, strict=True)]


def _wanted(going: _Going, by: By) -> WantedMove:
    said, is_automatic = going.said, going.is_automatic
    return WantedMove(
        opportunity_id=going.opportunity.id,
        stage_id=going.goes.stage_id,
        reason=None if is_automatic else said.reason,
        note=None if is_automatic else said.note,
        acknowledge_gaps=said.acknowledge_gaps and not is_automatic,
        cancel_activities=going.answers(by),
        cause_id=going.cause,
    )


def _became(going: _Going, answer: Answer) -> StageAnswer:
    stage_id, process = going.goes.stage_id, going.opportunity.process
    name = process.stage(stage_id).name if process.has_stage(stage_id) else None
    if isinstance(answer, Refusal):
        return StageAnswer(result="held", stage_id=stage_id, stage_name=name, refusal=described(answer))
    return StageAnswer(result="moved", stage_id=stage_id, stage_name=name, move=answer)


def _held(work: Work, going: _Going, refusal: Refusal, *, by: By, at: datetime) -> AdvanceHeld:
    return AdvanceHeld(
        id=work.new_ids(1)[0],
        at=at,
        by=msgspec.structs.replace(by, channel=going.goes.channel),
        cause_id=going.cause,
        opportunity=going.opportunity,
        stage_id=going.goes.stage_id,
        stage_name=going.opportunity.process.stage(going.goes.stage_id).name,
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
