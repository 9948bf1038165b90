"""Performing actions, one or several."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from stageline.commands.actions.advancing import STAYS, Finished, StageAnswer, advance
from stageline.commands.actions.completing import ActionNamedTwice, is_for
from stageline.commands.actions.inviting import Lists
from stageline.commands.letters.writing import IDS, Done, keep_letter, prepare, require_delivery, write_letter
from stageline.commands.people.present import require_people
from stageline.domain.actions.action import Action, ActionNotFound
from stageline.domain.actions.agenda import NOTHING
from stageline.domain.actions.doing import require_doer
from stageline.domain.actions.entering import draft_of
from stageline.domain.actions.performing import NeedsInput, Performing, decide_performance, require_performable
from stageline.domain.actions.roles import RoleMaps
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
    roles = _roles(work, actions, found)
    moment = work.moment(at)
    entered = agenda.entered | {found.stage.id}
    lists = Lists(work, actions, found, wanted.gathering_id)

    letters: list[Done] = []

    def perform(action_id: ActionId) -> tuple[Event, ...]:
        action, opportunity = require_doer(agenda.action(action_id), found, by.actor)
        action = _falling_to(action, opportunity, roles)
        if action.type is ActionType.LETTER:
            require_performable(opportunity, action, is_entered=action.stage_id in entered)
            delivery = require_delivery(action, wanted.delivery, wanted.template)
            prepared = prepare(work, opportunity, action, wanted.template, by=by, at=at)
            ids = work.new_ids(IDS)
            letter = write_letter(work, prepared, delivery, ids=ids, by=by, at=at)
            letters.append(letter)
            return letter.events
        draft = draft_of(action, opportunity, roles, work.calendar, moment)
        its = None
        if wanted.activity is not None and len(wanted.action_ids) == 1 and action.type is ActionType.CALENDAR_ACTIVITY:
            place = Place(
                id=work.new_activity_ids(1)[0],
                opportunity_id=opportunity.id,
                action_id=action.id,
                zone=str(work.calendar.zone),
                at=at,
                by=by.actor.user_id,
            )
            its = new_activity(wanted.activity, draft, place)
        performing = Performing(
            draft=draft,
            activity=its,
            replaces=wanted.replaces,
            is_entered=action.stage_id in entered,
            guests=lists.of(action),
            names_gathering=lists.names_one(action),
        )
        ids = work.new_ids(2)
        done = decide_performance(opportunity, agenda, action, performing, ids=ids, by=by, moment=moment)
        lists.remember(done)
        return done

    answers = [attempt(perform, action_id) for action_id in wanted.action_ids]
    if len(answers) == 1 and isinstance(answers[0], Refusal) and not isinstance(answers[0], NeedsInput):
        raise answers[0]
    happened = [event for answer in answers if not isinstance(answer, Refusal) for event in answer]
    work.keep(happened)
    if not work.is_rehearsal:
        work.gatherings.invite(event for event in happened if isinstance(event, ContactInvited))
        for letter in letters:
            keep_letter(work, letter)
    of_agenda = [event for event in happened if isinstance(event, AgendaEvent)]
    stage = advance(work, found, Finished(agenda=agenda, happened=of_agenda), by=by, at=at)
    return Performances(opportunity=found, answers=answers, stage=stage)


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
