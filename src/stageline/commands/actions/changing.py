"""Adding, changing and deleting actions of one opportunity."""

from datetime import datetime

from stageline.commands.actions.completing import take_action
from stageline.commands.people.present import require_people
from stageline.domain.actions.action import Action, ActionNotFound
from stageline.domain.actions.agenda import NOTHING
from stageline.domain.actions.changing import (
    ActionChange,
    WantedAction,
    WantedDeletion,
    decide_addition,
    decide_change,
    decide_deletion,
)
from stageline.domain.actions.doing import require_editor
from stageline.domain.events import By
from stageline.domain.ids import ActionId, OpportunityId
from stageline.domain.opportunities.opportunity import changeable
from stageline.storage.unit_of_work import Work


def add_action(work: Work, opportunity_id: OpportunityId, wanted: WantedAction, *, by: By, at: datetime) -> Action:
    """To this opportunity alone (PS-35)."""
    found = work.opportunities.read([opportunity_id], by.actor.user_id).get(opportunity_id)
    opportunity = changeable(found, by.actor)
    require_people(work, {wanted.responsible_id} if wanted.responsible_id is not None else ())
    agenda = work.read_agendas([opportunity_id]).get(opportunity_id, NOTHING)
    added = decide_addition(
        opportunity,
        agenda,
        wanted,
        action_id=work.new_action_ids(1)[0],
        id=work.new_ids(1)[0],
        by=by,
        moment=work.moment(at),
    )
    work.keep([added])
    return added.actions[0]


def change_action(work: Work, action_id: ActionId, wanted: ActionChange, *, by: By, at: datetime) -> None:
    """PS-36."""
    found, agenda, action = take_action(work, action_id, by)
    opportunity = require_editor(found, by.actor)
    if action is None:
        raise ActionNotFound
    require_people(work, {wanted.responsible_id} if isinstance(wanted.responsible_id, int) else ())
    happened = decide_change(
        opportunity, agenda, action, wanted, id=work.new_ids(1)[0], by=by, moment=work.moment(at)
    )  # fmt: skip
    if happened is not None:
        work.keep([happened])


def delete_action(work: Work, action_id: ActionId, wanted: WantedDeletion, *, by: By, at: datetime) -> None:
    """From this opportunity alone (PS-37). That is no completion: the opportunity stays where it is (PS-38)."""
    found, agenda, action = take_action(work, action_id, by)
    opportunity = require_editor(found, by.actor)
    if action is None:
        raise ActionNotFound
    happened = decide_deletion(
        opportunity, agenda, action, wanted, id=work.new_ids(1)[0], by=by, moment=work.moment(at)
    )  # fmt: skip
    work.keep([happened])
