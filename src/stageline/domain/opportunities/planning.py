"""What a move to each stage would ask for and do, told before anybody makes it (PS-93)."""

from datetime import date

import msgspec

from stageline.domain.actions.agenda import NOTHING, Agenda
from stageline.domain.actions.entering import Entering, begin
from stageline.domain.actions.leaving import ActivityInQuestion, activities_in_question, in_question
from stageline.domain.activities.activity import Activity
from stageline.domain.conditions import Moment
from stageline.domain.errors import Refusal
from stageline.domain.events import By
from stageline.domain.ids import CriterionId, EventId, StageId
from stageline.domain.opportunities.changes import MoveKind
from stageline.domain.opportunities.gap import Gap
from stageline.domain.opportunities.gates import (
    HardGaps,
    could_override,
    criterion_gap,
    gaps_ahead,
    is_words,
    may_confirm,
)
from stageline.domain.opportunities.moving import (
    ReopenRequired,
    WantedMove,
    kind_of_move,
    moved,
    require_reach,
    words_missing,
)
from stageline.domain.opportunities.opportunity import Opportunity, changeable
from stageline.domain.organisation import Organisation
from stageline.domain.processes.criterion import Place, Strength
from stageline.domain.processes.stage import Stage
from stageline.domain.rights import Right


class StageShown(msgspec.Struct, frozen=True):
    id: StageId
    name: str
    type: str
    position: int


class Effects(msgspec.Struct, frozen=True, kw_only=True):
    """What the record would be after the move."""

    probability_before: int
    probability_after: int
    category_before: str
    category_after: str
    expected_close_on_before: date | None
    expected_close_on_after: date | None
    actual_close_on_after: date | None


class ActivityPlanned(msgspec.Struct, frozen=True, kw_only=True):
    """One that the move would book."""

    subject: str
    type: str
    begins: str | None


class WhatFollows(msgspec.Struct, frozen=True, kw_only=True):
    """What the move would make of actions and activities.

    `asked`: each is kept or cancelled as the move says; `cancelled` without asking; `actions` by their names;
    `troubles` says what cannot be booked, and why.
    """

    asked: tuple[ActivityInQuestion, ...] = ()
    cancelled: tuple[ActivityInQuestion, ...] = ()
    actions: tuple[str, ...] = ()
    booked: tuple[ActivityPlanned, ...] = ()
    troubles: tuple[str, ...] = ()


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What one move would ask for and do.

    `verdict`: `free` moves at once, `asks` needs words or an acknowledgement, `blocked` lacks what is required, and
    `refused` is not possible at all, for the reason in `refusal_code` and `refusal_detail`.
    """

    stage: StageShown
    move_kind: MoveKind
    verdict: str
    missing: tuple[Gap, ...]
    met: int
    may_override: bool
    refusal_code: str | None
    refusal_detail: str | None
    effects: Effects | None
    following: WhatFollows


class CriterionState(msgspec.Struct, frozen=True, kw_only=True):
    """One criterion of a stage as it stands for one opportunity; who confirmed it is added by the query."""

    id: CriterionId
    gap: Gap
    place: str
    is_met: bool
    may_confirm: bool


def shown(stage: Stage) -> StageShown:
    return StageShown(stage.id, stage.name, stage.type.value, stage.position)


def plan_for(
    opportunity: Opportunity,
    target: Stage,
    *,
    by: By,
    moment: Moment,
    organisation: Organisation,
    agenda: Agenda = NOTHING,
    context: Entering | None = None,
) -> Plan:
    """Decided by the same rules as the move itself, without anything said along with it.

    What follows for actions and activities is told when there is a `context` to make them in.
    """
    kind = kind_of_move(opportunity.process, opportunity.stage, target)
    try:
        changeable(opportunity, by.actor, Right.MOVE_OPPORTUNITIES)
        if opportunity.stage.is_closed:
            raise ReopenRequired
        opportunity.process.target(target.id)
        require_reach(opportunity, kind, target, by)
    except Refusal as refusal:
        return _plan(opportunity, target, kind, (), by=by, moment=moment, refusal=refusal)
    wanted = WantedMove(opportunity_id=opportunity.id, stage_id=target.id)
    gaps = words_missing(opportunity, kind, target, wanted, organisation)
    if kind is not MoveKind.BACK:
        gaps += gaps_ahead(opportunity, target, moment, by.actor)
    plan = _plan(opportunity, target, kind, tuple(gaps), by=by, moment=moment, refusal=None)
    if context is None:
        return plan
    following = what_follows(opportunity, target, agenda, context, by)
    asks = plan.verdict == "free" and any(each.is_of_stage or target.is_closed for each in following.asked)
    return msgspec.structs.replace(plan, following=following, verdict="asks" if asks else plan.verdict)


def what_follows(opportunity: Opportunity, target: Stage, agenda: Agenda, context: Entering, by: By) -> WhatFollows:
    question = activities_in_question(opportunity, target, agenda)
    after = moved(opportunity, target, context.moment, {})
    begun = begin(after, agenda, context, by=by.actor.user_id, made_by=EventId(0))
    return WhatFollows(
        asked=tuple(question.listed),
        cancelled=tuple([in_question(a, is_of_stage=True) for a in question.cancelled]),
        actions=tuple([a.name for a in begun.actions]),
        booked=tuple([_planned(a) for a in begun.activities]),
        troubles=tuple([f"{a.name}: {a.trouble}" for a in begun.actions if a.trouble]),
    )


def _planned(activity: Activity) -> ActivityPlanned:
    begins = activity.starts_at or activity.on_day
    return ActivityPlanned(
        subject=activity.subject, type=activity.type.value, begins=begins.isoformat() if begins else None
    )


def _plan(
    opportunity: Opportunity,
    target: Stage,
    kind: MoveKind,
    gaps: tuple[Gap, ...],
    *,
    by: By,
    moment: Moment,
    refusal: Refusal | None,
) -> Plan:
    after = moved(opportunity, target, moment, {})
    # Nothing that a person could fill in or say makes a stage reachable that is not for this opportunity (PS-27).
    barred = next((gap for gap in gaps if gap.kind == "furthest_stage"), None)
    return Plan(
        stage=shown(target),
        move_kind=kind,
        verdict="refused" if refusal or barred else _verdict(gaps),
        missing=gaps,
        met=0 if refusal or kind is MoveKind.BACK else _met(opportunity, target, moment),
        may_override=could_override(gaps, by),
        refusal_code=refusal.code if refusal else HardGaps.code if barred else None,
        refusal_detail=str(refusal) if refusal else barred.remedy if barred else None,
        effects=None
        if refusal
        else Effects(
            probability_before=opportunity.probability,
            probability_after=after.probability,
            category_before=opportunity.category.value,
            category_after=after.category.value,
            expected_close_on_before=opportunity.expected_close_on,
            expected_close_on_after=after.expected_close_on,
            actual_close_on_after=after.actual_close_on,
        ),
        following=WhatFollows(),
    )


def _verdict(gaps: tuple[Gap, ...]) -> str:
    if any(g.strength is Strength.HARD and not is_words(g) for g in gaps):
        return "blocked"
    return "asks" if any(g.strength is not Strength.INFO for g in gaps) else "free"


def _met(opportunity: Opportunity, target: Stage, moment: Moment) -> int:
    """How many of the exit criteria asked for on the way are there already."""
    if target.is_given_up:
        return 0
    asked = opportunity.stage.criteria_at(Place.EXIT, opportunity.stage_entered_at)
    for stage in opportunity.process.passed_over(opportunity.stage, target):
        if not stage.is_skippable:
            asked += stage.criteria_at(Place.EXIT, moment.at)
    return sum(c.is_met(opportunity, moment) for c in asked)


def criteria_of(opportunity: Opportunity, stage: Stage, *, by: By, moment: Moment) -> list[CriterionState]:
    """The criteria of a stage as they stand: those in force since entry for the current one, else those of now."""
    entered = opportunity.stage_entered_at if stage.id == opportunity.stage.id else moment.at
    return [
        CriterionState(
            id=c.id,
            gap=criterion_gap(c, stage, opportunity, by.actor),
            place=c.place.value,
            is_met=c.is_met(opportunity, moment),
            may_confirm=c.kind.is_confirmed
            and not opportunity.stage.is_closed
            and may_confirm(c, opportunity, by.actor),
        )
        for place in (Place.EXIT, Place.ENTRY, Place.AT_AND_BEYOND)
        for c in stage.criteria_at(place, entered if place is Place.EXIT else moment.at)
    ]


def exit_progress(opportunity: Opportunity, moment: Moment) -> tuple[int, int]:
    """Met and total exit criteria of the current stage (PS-166)."""
    asked = opportunity.stage.criteria_at(Place.EXIT, opportunity.stage_entered_at)
    return sum(c.is_met(opportunity, moment) for c in asked), len(asked)
