"""Whose actions are whose, once somebody else fills a role or owns the opportunity."""

from typing import Any

import msgspec
import pytest

from stageline.domain.actions.action import Action, CompletedHow, Completion
from stageline.domain.actions.agenda import Agenda
from stageline.domain.actions.reassigning import decide_reassigning
from stageline.domain.actions.roles import ANY, RoleMaps
from stageline.domain.ids import ActionId, EventId, OpportunityId, StageId, UserId
from stageline.domain.processes.action import ActionType
from tests.builders import MANAGER, NOON, OTHER_REP, REP, a_moment, an_opportunity, by

MAPS = RoleMaps({("legal", ANY, ANY, ANY): MANAGER})


def an_action(**said: Any) -> Action:
    usual: dict[str, Any] = {
        "id": ActionId(1), "opportunity_id": OpportunityId(1), "stage_id": StageId(1), "position": 0,
        "type": ActionType.CHECKLIST, "name": "Check", "responsible_id": REP, "created_at": NOON,
    }  # fmt: skip
    return Action(**{**usual, **said})


def falls_to(action: Action, owner_id: UserId = REP, old_owner_id: UserId | None = None) -> UserId:
    event = decide_reassigning(
        an_opportunity(owner_id=owner_id), Agenda(actions=(action,)), MAPS, old_owner_id=old_owner_id,
        id=EventId(9), by=by(), moment=a_moment(),
    )  # fmt: skip
    return event.actions[0].responsible_id if event else action.responsible_id


@pytest.mark.rule("PS-209")
def test_an_open_action_falls_to_whoever_fills_its_role_now() -> None:
    action = an_action(deal_role="Legal")

    assert falls_to(action) == MANAGER
    assert falls_to(msgspec.structs.replace(action, completion=Completion(NOON, REP, CompletedHow.MANUAL))) == REP
    assert falls_to(msgspec.structs.replace(action, is_assigned_by_hand=True)) == REP
    assert falls_to(msgspec.structs.replace(action, deleted_at=NOON)) == REP


def test_what_was_the_owners_goes_to_the_new_owner_and_other_peoples_stays() -> None:
    assert falls_to(an_action(), OTHER_REP, old_owner_id=REP) == OTHER_REP
    assert falls_to(an_action(deal_role="Finance"), OTHER_REP, old_owner_id=REP) == OTHER_REP
    assert falls_to(an_action(responsible_id=MANAGER), OTHER_REP, old_owner_id=REP) == MANAGER
    assert falls_to(an_action(), OTHER_REP) == REP
