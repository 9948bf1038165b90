"""Bringing a closed opportunity back among the open ones, and correcting how it was closed."""

import msgspec

from stageline.domain.conditions import Moment
from stageline.domain.errors import Missing, NotPermitted, RuleBroken
from stageline.domain.events import By
from stageline.domain.ids import ActivityId, EventId, OpportunityId, StageId
from stageline.domain.opportunities.changes import MoveKind, OpportunityReopened, OutcomeCorrected
from stageline.domain.opportunities.closing import Closing, closed, closing_words
from stageline.domain.opportunities.editing import field_changes
from stageline.domain.opportunities.gates import ReasonRequired, entry_gaps, pass_gate
from stageline.domain.opportunities.moving import EXPLICIT
from stageline.domain.opportunities.opportunity import Opportunity, changeable, require_version
from stageline.domain.organisation import Organisation
from stageline.domain.processes.criterion import Strength
from stageline.domain.processes.process import ReopenPolicy, StageNotInProcess
from stageline.domain.processes.stage import Category, Stage
from stageline.domain.rights import Actor, Right


class NotClosed(RuleBroken):
    """This opportunity is open. Move it instead."""

    code = "not_closed"


class NotAnOpenStage(RuleBroken):
    """An opportunity is reopened into an open stage. Choose one."""

    code = "target_invalid"


class NotAnOutcome(RuleBroken):
    """An outcome is corrected to another closed stage. To open it again, reopen it."""

    code = "target_invalid"


class ReopenIsRestricted(NotPermitted):
    """You may not reopen opportunities of this process. Ask a manager or operations."""

    code = "not_allowed"


class WantedReopening(msgspec.Struct, frozen=True, kw_only=True):
    """Without a stage it returns to the open stage in which it was closed."""

    opportunity_id: OpportunityId
    version: int | None = None
    reason: str | None = None
    stage_id: StageId | None = None
    cancel_activities: tuple[ActivityId, ...] | None = None


class WantedCorrection(msgspec.Struct, frozen=True, kw_only=True):
    opportunity_id: OpportunityId
    stage_id: StageId
    version: int | None = None
    reason: str | None = None
    closing: Closing = Closing()


WHY = Missing(name="reason", remedy="Say why.", kind="reason")


def decide_reopening(
    found: Opportunity | None,
    wanted: WantedReopening,
    *,
    id: EventId,
    by: By,
    moment: Moment,
    last_open_stage_id: StageId | None,
) -> OpportunityReopened:
    """The stage's defaults come back and the closing details go from the record; history keeps them (PS-173)."""
    before = changeable(found, by.actor, or_member=False)
    require_version(before, wanted.version)
    if not before.stage.is_closed:
        raise NotClosed
    if not may_reopen(before, by.actor):
        raise ReopenIsRestricted
    target = _open_target(before, wanted.stage_id or last_open_stage_id or before.furthest_stage.id)
    if not wanted.reason:
        raise ReasonRequired([WHY])
    pass_gate(
        [g for g in entry_gaps(before, target, moment, by.actor) if g.strength is Strength.HARD],
        acknowledged=True,
        overridden=False,
        may_override=False,
        said_why=True,
    )
    after = _reopened(before, target, moment)
    return OpportunityReopened(
        id=id,
        at=moment.at,
        by=by,
        before=before,
        after=after,
        fields=field_changes(before, after, EXPLICIT),
        move_kind=MoveKind.REOPEN,
        reason=wanted.reason,
    )


def may_reopen(opportunity: Opportunity, actor: Actor) -> bool:
    policy = opportunity.process.options.reopen_policy
    if policy is ReopenPolicy.OPERATIONS:
        return actor.has(Right.RESTORE_OPPORTUNITIES)
    if actor.has(Right.REOPEN_OPPORTUNITIES) and actor.reaches(opportunity.owner_id):
        return True
    return policy is ReopenPolicy.OWNER and opportunity.owner_id == actor.user_id


def decide_correction(
    found: Opportunity | None,
    wanted: WantedCorrection,
    *,
    id: EventId,
    by: By,
    moment: Moment,
    organisation: Organisation,
) -> OutcomeCorrected:
    """From one closed stage to another, with a reason, by those who may reopen (PS-172). The day it closed stays."""
    before = changeable(found, by.actor, or_member=False)
    require_version(before, wanted.version)
    if not before.stage.is_closed:
        raise NotClosed
    if not may_reopen(before, by.actor):
        raise ReopenIsRestricted
    target = before.process.target(wanted.stage_id)
    if not target.is_closed or target.id == before.stage.id:
        raise NotAnOutcome
    fresh = {"close_reason": None, "competitor": None, "close_note": None, **wanted.closing.said()}
    candidate = msgspec.structs.replace(before, **fresh)
    gaps = [*closing_words(target, candidate, organisation), *entry_gaps(candidate, target, moment, by.actor)]
    pass_gate(gaps, acknowledged=True, overridden=False, may_override=False, said_why=True)
    if not wanted.reason:
        raise ReasonRequired([WHY])
    after = msgspec.structs.replace(closed(candidate, target, moment), actual_close_on=before.actual_close_on)
    return OutcomeCorrected(
        id=id,
        at=moment.at,
        by=by,
        before=before,
        after=after,
        fields=field_changes(before, after, EXPLICIT),
        move_kind=MoveKind.CORRECT,
        gaps=tuple(g for g in gaps if g.strength is not Strength.INFO),
        reason=wanted.reason,
    )


def _open_target(opportunity: Opportunity, stage_id: StageId) -> Stage:
    process = opportunity.process
    if not process.has_stage(stage_id):
        raise StageNotInProcess
    stage = process.stage(stage_id)
    if stage.is_closed:
        raise NotAnOpenStage
    return process.target(stage_id)


def _reopened(opportunity: Opportunity, target: Stage, moment: Moment) -> Opportunity:
    furthest = opportunity.furthest_stage
    return msgspec.structs.replace(
        opportunity,
        stage=target,
        furthest_stage=target if target.position > furthest.position else furthest,
        probability=opportunity.probability if target.probability is None else target.probability,
        is_probability_overridden=False,
        category=target.category or Category.PIPELINE,
        is_category_overridden=False,
        actual_close_on=None,
        close_reason=None,
        competitor=None,
        close_note=None,
        visit=opportunity.visit + 1,
        stage_entered_at=moment.at,
        last_meaningful_change_at=moment.at,
        version=opportunity.version + 1,
    )
