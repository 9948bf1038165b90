"""Completing actions, one or several, and opening them again."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from stageline.commands.actions.advancing import STAYS, Finished, StageAnswer, WantedStage, advance
from stageline.domain.actions.action import Action, ActionNotFound, CompletedHow
from stageline.domain.actions.agenda import NOTHING, Agenda
from stageline.domain.actions.completing import Completing, Said, decide_completion, decide_reopening
from stageline.domain.actions.doing import may_do, require_doer
from stageline.domain.activities.changes import AgendaEvent
from stageline.domain.errors import InvalidInput, Refusal, attempt
from stageline.domain.events import By
from stageline.domain.ids import ActionId, EventId, OpportunityId
from stageline.domain.opportunities.opportunity import NotYoursToChange, Opportunity, is_visible, may_edit
from stageline.domain.rights import Right
from stageline.storage.outcomes import read_outcomes
from stageline.storage.unit_of_work import Work


class ActionNamedTwice(InvalidInput):
    """An action can be named only once in one request. Name it once."""

    code = "named_twice"


class WantedCompletions(msgspec.Struct, frozen=True, kw_only=True):
    """Two or more actions are several: nobody is asked for outcomes then (PS-66, PS-68)."""

    opportunity_id: OpportunityId
    action_ids: Sequence[ActionId]
    said: Said | None = None
    stage: WantedStage = WantedStage()

    @property
    def is_bulk(self) -> bool:
        return len(self.action_ids) > 1


class Completions(msgspec.Struct, frozen=True, kw_only=True):
    """For each action in the order asked: what happened, None when it was complete already, or why not."""

    opportunity: Opportunity
    answers: Sequence[AgendaEvent | Refusal | None]
    stage: StageAnswer = STAYS
    follows_up: bool = False
    """The outcome offers a further activity (PS-76)."""


def complete_actions(work: Work, wanted: WantedCompletions, *, by: By, at: datetime) -> Completions:
    """Each by itself; one alone raises what it is refused for. Auto-advance is asked once, after all (PS-128)."""
    if len(set(wanted.action_ids)) != len(wanted.action_ids):
        raise ActionNamedTwice
    number = wanted.opportunity_id
    found = work.opportunities.read([number], by.actor.user_id).get(number)
    agenda = work.read_agendas([number]).get(number, NOTHING)
    if found is None or not is_for(found, agenda, wanted.action_ids, by):
        raise ActionNotFound
    outcomes = read_outcomes(work.connection)
    require_mover(found, wanted.stage, by)
    completing = Completing(
        how=CompletedHow.BULK if wanted.is_bulk else CompletedHow.MANUAL,
        said=None if wanted.is_bulk else wanted.said,
        is_bulk=wanted.is_bulk,
        outcomes=outcomes,
    )
    moment = work.moment(at)

    def complete(action_id: ActionId, id: EventId) -> AgendaEvent | None:
        action, opportunity = require_doer(agenda.action(action_id), found, by.actor)
        linked = agenda.linked_to(action.id)
        return decide_completion(opportunity, action, linked, completing, id=id, by=by, moment=moment)

    ids = work.new_ids(len(wanted.action_ids))
    answers = [
        attempt(complete, action_id, event_id) for action_id, event_id in zip(wanted.action_ids, ids, strict=True)
    ]
    if not wanted.is_bulk and isinstance(answers[0], Refusal):
        raise answers[0]
    happened = [answer for answer in answers if isinstance(answer, AgendaEvent)]
    work.keep(happened)
    finished = Finished(agenda=agenda, happened=happened, stage=wanted.stage, completing=completing)
    stage = advance(work, found, finished, by=by, at=at)
    return Completions(opportunity=found, answers=answers, stage=stage, follows_up=finished.follows_up)


def is_for(opportunity: Opportunity, agenda: Agenda, ids: Sequence[ActionId], by: By) -> bool:
    """Whether the asker sees the opportunity, or is at least responsible for one of these actions."""
    if is_visible(opportunity, by.actor) and opportunity.deleted_at is None:
        return True
    named = [action for action in (agenda.action(each) for each in ids) if action is not None]
    return any(may_do(action, opportunity, by.actor) for action in named)


def require_mover(found: Opportunity, stage: WantedStage, by: By) -> None:
    """Whoever may not move it has no say in its stage (PS-86)."""
    if stage.stage_id is not None and not may_edit(found, by.actor, Right.MOVE_OPPORTUNITIES):
        raise NotYoursToChange(right=Right.MOVE_OPPORTUNITIES)


def reopen_action(work: Work, action_id: ActionId, *, by: By, at: datetime) -> AgendaEvent | None:
    """By anyone who could complete it (PS-71)."""
    found, _, action = take_action(work, action_id, by)
    action, opportunity = require_doer(action, found, by.actor)
    happened = decide_reopening(opportunity, action, id=work.new_ids(1)[0], by=by, moment=work.moment(at))
    if happened is not None:
        work.keep([happened])
    return happened


def take_action(work: Work, action_id: ActionId, by: By) -> tuple[Opportunity | None, Agenda, Action | None]:
    """The opportunity is locked before the action is read, so that nothing can come in between."""
    number = work.agendas.opportunity_of_action(action_id)
    if number is None:
        return None, NOTHING, None
    found = work.opportunities.read([number], by.actor.user_id).get(number)
    agenda = work.read_agendas([number], with_entered=True).get(number, NOTHING)
    return found, agenda, agenda.action(action_id)
