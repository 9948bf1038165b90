"""Performing actions, one or several."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from stageline.commands.actions.advancing import STAYS, Finished, StageAnswer, advance
from stageline.commands.actions.completing import ActionNamedTwice, is_for
from stageline.commands.actions.inviting import Lists
from stageline.commands.letters.writing import IDS, Done, keep_letter, prepare, require_delivery, write_letter
from stageline.commands.people.present import require_people
from stageline.domain.actions.action import Action, ActionNotFound
from stageline.domain.actions.agenda import NOTHING, Agenda
from stageline.domain.actions.doing import require_doer
from stageline.domain.actions.entering import Draft, draft_of
from stageline.domain.actions.performing import NeedsInput, Performing, decide_performance, require_performable
from stageline.domain.actions.roles import RoleMaps
from stageline.domain.activities.activity import Activity
from stageline.domain.activities.booking import ActivitySaid, Place, new_activity
from stageline.domain.activities.changes import AgendaEvent
from stageline.domain.errors import Refusal, attempt
from stageline.domain.events import By, Event
from stageline.domain.gatherings.changes import ContactInvited
from stageline.domain.ids import ActionId, GatheringId, OpportunityId
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.processes.action import ActionType, Delivery
from stageline.storage.actions.roles import read_role_maps
from stageline.storage.unit_of_work import Work


class WantedPerformances(msgspec.Struct, frozen=True, kw_only=True):
    """`activity` is for one action alone: what its draft is to be instead; without it the drafts are answered.

    `gathering_id` is for the actions that leave open which gathering it is (PS-54). `delivery` is for letters: without
    it the choice is answered. `template` is another than the action names.
    """

    opportunity_id: OpportunityId
    action_ids: Sequence[ActionId]
    activity: ActivitySaid | None = None
    replaces: bool = False
    gathering_id: GatheringId | None = None
    delivery: Delivery | None = None
    template: str | None = None


class Performances(msgspec.Struct, frozen=True, kw_only=True):
    """For each action in the order asked: what happened, or why not (PS-56)."""

    opportunity: Opportunity
    answers: Sequence[tuple[Event, ...] | Refusal]
    stage: StageAnswer = STAYS


def perform_actions(work: Work, wanted: WantedPerformances, *, by: By, at: datetime) -> Performances:
    """Each by itself. One alone raises what it is refused for, unless that is the draft that it asks to fill in."""
    performer = _taken(work, wanted, by, at)
    answers = [attempt(performer.perform, action_id) for action_id in wanted.action_ids]
    if len(answers) == 1 and isinstance(answers[0], Refusal) and not isinstance(answers[0], NeedsInput):
        raise answers[0]
    happened = [event for answer in answers if not isinstance(answer, Refusal) for event in answer]
    work.keep(happened)
    if not work.is_rehearsal:
        work.gatherings.invite(event for event in happened if isinstance(event, ContactInvited))
        for letter in performer.letters:
            keep_letter(work, letter)
    of_agenda = [event for event in happened if isinstance(event, AgendaEvent)]
    finished = Finished(agenda=performer.agenda, happened=of_agenda)
    stage = advance(work, performer.opportunity, finished, by=by, at=at)
    return Performances(opportunity=performer.opportunity, answers=answers, stage=stage)


def _taken(work: Work, wanted: WantedPerformances, by: By, at: datetime) -> "_Performer":
    """With the opportunity locked, when all that is named is there for the asker."""
    if len(set(wanted.action_ids)) != len(wanted.action_ids):
        raise ActionNamedTwice
    number = wanted.opportunity_id
    found = work.opportunities.read([number], by.actor.user_id).get(number)
    agenda = work.read_agendas([number], with_entered=True).get(number, NOTHING)
    if found is None or not is_for(found, agenda, wanted.action_ids, by):
        raise ActionNotFound
    if wanted.activity is not None:
        require_people(work, wanted.activity.people())
    actions = [action for action in (agenda.action(each) for each in wanted.action_ids) if action is not None]
    return _Performer(
        work=work,
        wanted=wanted,
        by=by,
        at=at,
        opportunity=found,
        agenda=agenda,
        roles=_roles(work, actions, found),
        lists=Lists(work, actions, found, wanted.gathering_id),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Performer:
    """Performs one action after another; what a letter leaves to be kept is collected in `letters`."""

    work: Work
    wanted: WantedPerformances
    by: By
    at: datetime
    opportunity: Opportunity
    agenda: Agenda
    roles: RoleMaps
    lists: Lists
    letters: list[Done] = field(default_factory=list)

    def perform(self, action_id: ActionId) -> tuple[Event, ...]:
        action, opportunity = require_doer(self.agenda.action(action_id), self.opportunity, self.by.actor)
        action = _falling_to(action, opportunity, self.roles)
        return self._write(action) if action.type is ActionType.LETTER else self._book_or_invite(action)

    def _is_entered(self, action: Action) -> bool:
        return action.stage_id in self.agenda.entered | {self.opportunity.stage.id}

    def _write(self, action: Action) -> tuple[Event, ...]:
        work, by, at = self.work, self.by, self.at
        require_performable(self.opportunity, action, is_entered=self._is_entered(action))
        delivery = require_delivery(action, self.wanted.delivery, self.wanted.template)
        prepared = prepare(work, self.opportunity, action, self.wanted.template, by=by, at=at)
        letter = write_letter(work, prepared, delivery, ids=work.new_ids(IDS), by=by, at=at)
        self.letters.append(letter)
        return letter.events

    def _book_or_invite(self, action: Action) -> tuple[Event, ...]:
        moment = self.work.moment(self.at)
        draft = draft_of(action, self.opportunity, self.roles, self.work.calendar, moment)
        performing = Performing(
            draft=draft,
            activity=self._said(action, draft),
            replaces=self.wanted.replaces,
            is_entered=self._is_entered(action),
            guests=self.lists.of(action),
            names_gathering=self.lists.names_one(action),
        )
        ids = self.work.new_ids(2)
        done = decide_performance(
            self.opportunity, self.agenda, action, performing, ids=ids, by=self.by, moment=moment
        )  # fmt: skip
        self.lists.remember(done)
        return done

    def _said(self, action: Action, draft: Draft) -> Activity | None:
        """What the draft is to be instead; said for one alone."""
        is_alone = len(self.wanted.action_ids) == 1 and action.type is ActionType.CALENDAR_ACTIVITY
        if self.wanted.activity is None or not is_alone:
            return None
        place = Place(
            id=self.work.new_activity_ids(1)[0],
            opportunity_id=self.opportunity.id,
            action_id=action.id,
            zone=str(self.work.calendar.zone),
            at=self.at,
            by=self.by.actor.user_id,
        )
        return new_activity(self.wanted.activity, draft, place)


def _roles(work: Work, actions: Sequence[Action], opportunity: Opportunity) -> RoleMaps:
    named = {action.deal_role for action in actions if action.deal_role}
    named |= {role for action in actions for role in action.activity_plan.deal_roles}
    return read_role_maps(work.connection, named, [opportunity.id]) if named else RoleMaps()


def _falling_to(action: Action, opportunity: Opportunity, roles: RoleMaps) -> Action:
    """Whoever fills the role now, unless somebody was made responsible by hand (PS-209)."""
    if action.deal_role is None or action.is_assigned_by_hand:
        return action
    process_id, owner_id = opportunity.process.id, opportunity.owner_id
    filling = roles.find(action.deal_role, opportunity.id, process_id, owner_id) or owner_id
    return msgspec.structs.replace(action, responsible_id=filling)
