"""Completing things of many opportunities at once: nobody is asked for outcomes (PS-66, PS-67)."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from stageline.commands.actions.advancing import Finished, StageAnswer, advance_all
from stageline.commands.actions.completing import ActionNamedTwice
from stageline.domain.actions.action import Action, ActionNotFound, CompletedHow
from stageline.domain.actions.agenda import NOTHING, Agenda
from stageline.domain.actions.completing import Completing, IsCancelled, decide_completion
from stageline.domain.actions.doing import NotYourActivity, may_complete_activity, require_activity, require_doer
from stageline.domain.activities.activity import Activity, ActivityStatus
from stageline.domain.activities.changes import AgendaEvent
from stageline.domain.errors import InvalidInput, Refusal, attempt
from stageline.domain.events import By
from stageline.domain.ids import ActionId, ActivityId, EventId, OpportunityId
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.storage.outcomes import read_outcomes
from stageline.storage.unit_of_work import Work


class NothingNamed(InvalidInput):
    """Name at least one action or activity to complete."""

    code = "nothing_named"


class WantedSeveral(msgspec.Struct, frozen=True, kw_only=True):
    """Actions take their activities along; an activity that is named takes its action along.

    Two or more things are several: nobody is asked for outcomes then (PS-66, PS-68).
    """

    action_ids: Sequence[ActionId] = ()
    activity_ids: Sequence[ActivityId] = ()

    @property
    def is_bulk(self) -> bool:
        return len(self.action_ids) + len(self.activity_ids) > 1


class Several(msgspec.Struct, frozen=True, kw_only=True):
    """What became of each action and then of each activity, in the order asked; None when nothing was left to do.

    `pending`: so many outcomes are still to be said.
    """

    answers: Sequence[AgendaEvent | Refusal | None]
    stages: Sequence[tuple[Opportunity, StageAnswer]]
    pending: int


class _Taken(msgspec.Struct, frozen=True, kw_only=True):
    """All of the opportunities concerned, which are locked, and the activities that were named."""

    opportunities: dict[OpportunityId, Opportunity]
    agendas: dict[OpportunityId, Agenda]
    of_actions: dict[ActionId, OpportunityId]
    activities: dict[ActivityId, Activity]


def complete_several(work: Work, wanted: WantedSeveral, *, by: By, at: datetime) -> Several:
    """One that is refused stops no other; one alone raises it. Auto-advance is asked once for each deal (PS-128)."""
    if not (wanted.action_ids or wanted.activity_ids):
        raise NothingNamed
    for ids in (wanted.action_ids, wanted.activity_ids):
        if len(set(ids)) != len(ids):
            raise ActionNamedTwice
    taken = _take(work, wanted, by)
    things = [
        *(_action(taken, each) for each in wanted.action_ids),
        *(taken.activities.get(each) for each in wanted.activity_ids),
    ]
    how = Completing(
        how=CompletedHow.BULK if wanted.is_bulk else CompletedHow.MANUAL,
        is_bulk=wanted.is_bulk,
        outcomes=read_outcomes(work.connection),
    )
    seen: set[ActionId] = set()
    moment = work.moment(at)

    def complete(thing: Action | Activity | None, number: EventId) -> AgendaEvent | None:
        opportunity, action, activity = _required(taken, thing, by)
        if action is not None:
            if action.id in seen:
                return None
            seen.add(action.id)
        return decide_completion(opportunity, action, activity, how, id=number, by=by, moment=moment)

    answers = [
        attempt(complete, thing, number) for thing, number in zip(things, work.new_ids(len(things)), strict=True)
    ]
    if not wanted.is_bulk and isinstance(answers[0], Refusal):
        raise answers[0]
    happened = [answer for answer in answers if isinstance(answer, AgendaEvent)]
    work.keep(happened)
    finished = _finished(taken, happened, how)
    stages = advance_all(work, finished, by=by, at=at)
    return Several(
        answers=answers,
        stages=[(opportunity, stage) for (opportunity, _), stage in zip(finished, stages, strict=True)],
        pending=sum(activity.is_outcome_pending for event in happened for activity in event.activities),
    )


def _take(work: Work, wanted: WantedSeveral, by: By) -> _Taken:
    """A constant number of statements. Opportunities are locked before anything of them is read."""
    of_actions = work.agendas.opportunities_of_actions(wanted.action_ids)
    of_activities = work.agendas.opportunities_of_activities(wanted.activity_ids)
    numbers = sorted({*of_actions.values(), *(n for n in of_activities.values() if n is not None)})
    found = work.opportunities.read(numbers, by.actor.user_id)
    alone = sorted(each for each, number in of_activities.items() if number is None)
    if alone and not work.is_rehearsal:
        work.agendas.lock_activities(alone)
    return _Taken(
        opportunities=found,
        agendas=work.read_agendas(numbers),
        of_actions=of_actions,
        activities=work.agendas.activities(wanted.activity_ids),
    )


def _action(taken: _Taken, action_id: ActionId) -> Action | None:
    number = taken.of_actions.get(action_id)
    return taken.agendas[number].action(action_id) if number is not None else None


def _required(
    taken: _Taken, thing: Action | Activity | None, by: By
) -> tuple[Opportunity | None, Action | None, Activity | None]:
    """The two that belong together, when the asker may complete them."""
    number = thing.opportunity_id if thing is not None else None
    found = taken.opportunities.get(number) if number is not None else None
    agenda = taken.agendas.get(number, NOTHING) if number is not None else NOTHING
    if isinstance(thing, Action):
        action, opportunity = require_doer(thing, found, by.actor)
        return opportunity, action, agenda.linked_to(action.id)
    if thing is None:
        raise ActionNotFound
    activity = require_activity(thing, found, by.actor)
    if not may_complete_activity(activity, found, by.actor):
        raise NotYourActivity
    if activity.status is ActivityStatus.CANCELLED:
        raise IsCancelled
    return found, agenda.action(activity.action_id) if activity.is_active else None, activity


def _finished(taken: _Taken, happened: Sequence[AgendaEvent], how: Completing) -> list[tuple[Opportunity, Finished]]:
    of: dict[OpportunityId, list[AgendaEvent]] = {}
    for event in happened:
        if event.opportunity_id is not None:
            of.setdefault(event.opportunity_id, []).append(event)
    return [
        (taken.opportunities[number], Finished(agenda=taken.agendas[number], happened=its, completing=how))
        for number, its in of.items()
    ]
