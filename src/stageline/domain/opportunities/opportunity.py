"""The record, and who may see and change it."""

from datetime import date, datetime
from typing import Any

import msgspec

from stageline.domain.errors import Conflict, NotFound, NotPermitted, RuleBroken
from stageline.domain.ids import AccountId, ContactId, CriterionId, OpportunityId, StageId, UserId
from stageline.domain.processes.process import Process
from stageline.domain.processes.stage import Category, Stage
from stageline.domain.rights import Actor, Membership, Right


class OpportunityNotFound(NotFound):
    """There is no such opportunity, or it is not shared with you."""

    code = "not_found"


class NotYoursToChange(NotPermitted):
    """You may look at this opportunity but not change it."""

    code = "not_allowed"


class OpportunityChanged(Conflict):
    """Somebody changed this opportunity in the meantime."""

    code = "conflict"


class ReadOnly(RuleBroken):
    """This opportunity is closed and can only be read. Reopen it to change it."""

    code = "read_only"


class Opportunity(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """It holds its process and stages and not their ids, so it cannot stand in a stage of another process.

    Amounts are in minor units of `currency`. `membership` is the asker's place on the deal team, None for none.
    `confirmed`, `contact_roles` and `files` (how many, by folded label, "" for none) are what its criteria look at
    besides its own fields, and are empty when none does.
    """

    id: OpportunityId
    name: str
    process: Process
    stage: Stage
    furthest_stage: Stage
    owner_id: UserId
    contact_id: ContactId | None = None
    account_id: AccountId | None = None
    amount_minor: int | None = None
    currency: str
    probability: int
    is_probability_overridden: bool = False
    category: Category
    is_category_overridden: bool = False
    is_in_forecast: bool = True
    expected_close_on: date | None = None
    actual_close_on: date | None = None
    close_reason: str | None = None
    competitor: str | None = None
    close_note: str | None = None
    source: str | None = None
    next_step: str | None = None
    next_step_on: date | None = None
    remarks: str | None = None
    custom: dict[str, Any] = msgspec.field(default_factory=dict)
    push_count: int = 0
    visit: int = 1
    stage_entered_at: datetime
    last_meaningful_change_at: datetime
    created_at: datetime
    deleted_at: datetime | None = None
    version: int
    membership: Membership | None = None
    confirmed: frozenset[CriterionId] = frozenset()
    contact_roles: tuple[str, ...] = ()
    files: dict[str, int] = msgspec.field(default_factory=dict)

    @property
    def stage_id(self) -> StageId:
        return self.stage.id

    @property
    def process_id(self) -> int:
        return self.process.id

    @property
    def status(self) -> str:
        """Derived from the type of the current stage, never typed in (PS-221)."""
        return self.stage.type.value

    @property
    def has_contact(self) -> bool:
        return self.contact_id is not None


def is_visible(opportunity: Opportunity, actor: Actor) -> bool:
    """Owner within reach, or on the deal team (PS-196). What was deleted is there only for those who may restore."""
    if opportunity.deleted_at is not None and not actor.has(Right.RESTORE_OPPORTUNITIES):
        return False
    return actor.reaches(opportunity.owner_id) or opportunity.membership is not None


def visible(opportunity: Opportunity | None, actor: Actor) -> Opportunity:
    """What may not be seen is as if it were not there."""
    if opportunity is None or not is_visible(opportunity, actor):
        raise OpportunityNotFound
    return opportunity


def may_edit(opportunity: Opportunity, actor: Actor, right: Right = Right.EDIT_OPPORTUNITIES) -> bool:
    """By right over one's reach, or as a member of the deal team with access to edit in the current stage (PS-201)."""
    if actor.has(right) and actor.reaches(opportunity.owner_id):
        return True
    return is_guest_editor(opportunity, actor)


def is_guest_editor(opportunity: Opportunity, actor: Actor) -> bool:
    """Edits only because of a place on the deal team; such a guest may help it along but not close it."""
    membership = opportunity.membership
    if membership is None or not membership.edits_in(opportunity.stage.id) or actor.only_looks:
        return False
    return not (actor.has(Right.EDIT_OPPORTUNITIES) and actor.reaches(opportunity.owner_id))


def changeable(
    found: Opportunity | None, actor: Actor, right: Right = Right.EDIT_OPPORTUNITIES, *, or_member: bool = True
) -> Opportunity:
    """The opportunity, if the asker may change it so; `or_member` lets editors of the deal team in."""
    opportunity = visible(found, actor)
    if opportunity.deleted_at is not None:
        raise OpportunityNotFound
    if or_member and may_edit(opportunity, actor, right):
        return opportunity
    if actor.has(right) and actor.reaches(opportunity.owner_id):
        return opportunity
    raise NotYoursToChange(right=right)


def require_version(opportunity: Opportunity, version: int | None) -> None:
    """A change based on an older version is refused with the current state (PS-99). None is a change based on none."""
    if version is not None and version != opportunity.version:
        raise OpportunityChanged(
            current={
                "id": opportunity.id,
                "stage_id": opportunity.stage.id,
                "stage_name": opportunity.stage.name,
                "version": opportunity.version,
            },
            since=version,
        )
