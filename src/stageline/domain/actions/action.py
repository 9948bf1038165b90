"""What a stage asks the seller to do on one opportunity: a copy of its definition, or added to this one alone."""

from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

import msgspec

from stageline.domain.errors import NotFound
from stageline.domain.ids import ActionId, OpportunityId, StageId, UserId
from stageline.domain.processes.action import ActionType, ActivityPlan, GatheringPlan, LetterPlan

Plan: TypeAlias = ActivityPlan | LetterPlan | GatheringPlan | None


class ActionNotFound(NotFound):
    """There is no such action, or it is not shared with you."""

    code = "not_found"


class CompletedHow(StrEnum):
    """By what an action came to be complete (PS-72)."""

    PERFORMED = "performed"
    MANUAL = "manual"
    ACTIVITY = "activity"
    BULK = "bulk"
    RULE = "rule"


class Completion(msgspec.Struct, frozen=True):
    at: datetime
    by: UserId
    how: CompletedHow


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing in it follows its `definition`, which it names by its code; one without was added by hand (PS-31, PS-35).

    `is_changed`: somebody gave it other words or another day. `trouble` says why its activity could not be booked.
    """

    id: ActionId
    opportunity_id: OpportunityId
    stage_id: StageId
    definition: str | None = None
    position: int
    type: ActionType
    name: str
    instructions: str = ""
    is_required: bool = False
    deal_role: str | None = None
    responsible_id: UserId
    is_assigned_by_hand: bool = False
    due_on: date | None = None
    plan: Plan = None
    is_changed: bool = False
    trouble: str | None = None
    completion: Completion | None = None
    created_at: datetime
    deleted_at: datetime | None = None

    @property
    def is_complete(self) -> bool:
        return self.completion is not None

    @property
    def is_there(self) -> bool:
        return self.deleted_at is None

    @property
    def activity_plan(self) -> ActivityPlan:
        """What its activity begins with; the usual when nothing is said."""
        return self.plan if isinstance(self.plan, ActivityPlan) else ActivityPlan()
