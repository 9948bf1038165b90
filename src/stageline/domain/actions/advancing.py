"""Where the opportunity goes when something was completed: one decision, or none (PS-80 to PS-84, PS-121 to PS-132)."""

from collections.abc import Collection

import msgspec

from stageline.domain.actions.action import Action
from stageline.domain.actions.agenda import Agenda
from stageline.domain.events import Channel
from stageline.domain.ids import ActionId, StageId
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.processes.action import ActivityType, AutoAdvance
from stageline.domain.processes.stage import Stage


class GoesOn(msgspec.Struct, frozen=True):
    """To be moved there, through that channel."""

    stage_id: StageId
    channel: Channel


class Suggests(msgspec.Struct, frozen=True):
    """All of the stage is done; a person says whether it goes on there, or without a stage how it ends (PS-125)."""

    stage: Stage | None


class Completed(msgspec.Struct, frozen=True, kw_only=True):
    """What was completed just now, and what was said with it.

    `chosen` is the stage that a person chose; `is_left_open`: a person has looked and chose none, so that no outcome
    decides for them. `may_move`: only those who may move it can let it be moved by an outcome (PS-86).
    """

    action_ids: Collection[ActionId] = ()
    outcome: str | None = None
    activity_type: ActivityType | None = None
    chosen: StageId | None = None
    is_left_open: bool = False
    may_move: bool = True


def decide_stage(opportunity: Opportunity, agenda: Agenda, completed: Completed) -> GoesOn | Suggests | None:
    """The stage chosen, else the one that the outcome leads to by itself, else the next one when all is done (PS-84).

    A stage chosen or applied wins, and auto-advance is not asked (PS-131). `agenda` is as it is after the completion.
    """
    if completed.chosen is not None and completed.chosen != opportunity.stage.id:
        return GoesOn(completed.chosen, Channel.OUTCOME)
    if opportunity.stage.is_closed:
        return None
    if completed.may_move and not completed.is_left_open and completed.activity_type is not None:
        applied = linked_stage(opportunity, completed.outcome, completed.activity_type, applied=True)
        if applied is not None:
            return GoesOn(applied.id, Channel.OUTCOME)
    return _auto_advance(opportunity, agenda, completed)


def linked_stage(
    opportunity: Opportunity, outcome: str | None, type: ActivityType, *, applied: bool = False
) -> Stage | None:
    """The stage of its own process that this outcome leads to; behind it only where the link says so (PS-80 to PS-83).

    With `applied` only where the link moves by itself.
    """
    if outcome is None:
        return None
    for stage in opportunity.process.stages:
        if not stage.is_active or stage.id == opportunity.stage.id:
            continue
        for link in stage.outcomes:
            is_meant = link.outcome == outcome and link.activity_type in (None, type)
            is_ahead = stage.position > opportunity.stage.position or link.may_go_back
            if is_meant and is_ahead and (link.is_applied or not applied):
                return stage
    return None


def is_all_done(opportunity: Opportunity, agenda: Agenda) -> bool:
    """Whether there is something to do in its stage, and all of it is complete (PS-123)."""
    its = agenda.of_stage(opportunity.stage.id)
    return bool(its) and all(action.is_complete for action in its)


def last_completed(agenda: Agenda, opportunity: Opportunity, ids: Collection[ActionId]) -> Action | None:
    """One of these that belongs to the current stage: only such a completion can make it advance (PS-73, PS-122)."""
    return next((a for a in reversed(agenda.of_stage(opportunity.stage.id)) if a.id in ids), None)


def _auto_advance(opportunity: Opportunity, agenda: Agenda, completed: Completed) -> GoesOn | Suggests | None:
    setting = opportunity.process.options.auto_advance
    if setting is AutoAdvance.OFF or last_completed(agenda, opportunity, completed.action_ids) is None:
        return None
    if not is_all_done(opportunity, agenda):
        return None
    following = opportunity.process.next_open(opportunity.stage)
    if following is None or setting is AutoAdvance.SUGGEST:
        return Suggests(following)
    return GoesOn(following.id, Channel.AUTO_ADVANCE)
