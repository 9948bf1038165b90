"""What one particular move is asked for, and whether it may pass."""

from collections.abc import Iterator, Sequence

from stageline.domain.conditions import Moment
from stageline.domain.errors import RuleBroken
from stageline.domain.events import By, Channel
from stageline.domain.opportunities.gap import Gap
from stageline.domain.opportunities.opportunity import Opportunity, may_edit
from stageline.domain.processes.criterion import Criterion, CriterionKind, Place, Strength
from stageline.domain.processes.stage import Stage, StageType
from stageline.domain.rights import Actor, Right


class HardGaps(RuleBroken):
    """Something that this move requires is missing. Fill in what is listed."""

    code = "gaps_hard"


class SoftGaps(RuleBroken):
    """Something is expected before this move. You can move without it; the gap goes on record."""

    code = "gaps_soft"


class ReasonRequired(RuleBroken):
    """This needs a reason. Say why."""

    code = "reason_required"


_WORDS = ("reason", "close_reason", "competitor")


def gaps_ahead(opportunity: Opportunity, target: Stage, moment: Moment, actor: Actor) -> list[Gap]:
    """All that is unmet on the way forward to the target, whatever its strength (PS-95, PS-96, PS-98).

    The opportunity holds the values that the move would give it, so one request can fill a gap and pass (PS-91).
    """
    process, left = opportunity.process, opportunity.stage
    gaps: list[Gap] = []
    # It may be lost from any open stage: losing is information, not progress.
    if not target.is_given_up:
        gaps += _unmet(left, left.criteria_at(Place.EXIT, opportunity.stage_entered_at), opportunity, moment, actor)
        for stage in process.passed_over(left, target):
            if not stage.is_skippable:
                gaps += _passed_over(stage, opportunity, moment, actor)
    return gaps + entry_gaps(opportunity, target, moment, actor)


def entry_gaps(opportunity: Opportunity, target: Stage, moment: Moment, actor: Actor) -> list[Gap]:
    """What must hold to enter the target: its own requirements, and those of earlier stages that hold beyond them."""
    process = opportunity.process
    gaps = [*_never_reached(opportunity, target)]
    if target.type is StageType.WON and not (opportunity.amount_minor or 0) > 0:
        gaps.append(_amount(target))
    gaps += _unmet(target, target.criteria_at(Place.ENTRY, moment.at), opportunity, moment, actor)
    if not target.is_given_up:
        for stage in process.lasting_stages:
            if stage.position <= target.position:
                gaps += _unmet(stage, stage.criteria_at(Place.AT_AND_BEYOND, moment.at), opportunity, moment, actor)
    return gaps


def pass_gate(
    gaps: Sequence[Gap],
    *,
    acknowledged: bool,
    overridden: bool,
    may_override: bool,
    said_why: bool,
) -> None:
    """Names everything that holds the move back in one refusal, the worst giving its code (PS-159…161).

    A gap of kind `reason`, `close_reason` or `competitor` asks for words and not for proof: without any other hard
    gap the refusal says `reason_required`. Passing a hard gap needs the right, and a reason.
    """
    if not gaps:
        return
    asked = [g for g in gaps if is_words(g)]
    proof = [g for g in gaps if not is_words(g)]
    hard = [g for g in proof if g.strength is Strength.HARD]
    held = [g for g in hard if not (overridden and may_override and g.is_overridable)]
    soft = [g for g in proof if g.strength is Strength.SOFT and not acknowledged]
    if overridden and hard and not held and not said_why:
        asked = [*asked, _why(gaps[0])]
    missing = [*asked, *held, *soft]
    way_past = may_override and all(g.is_overridable for g in hard)
    if held:
        raise HardGaps(missing, may_override=way_past)
    if asked:
        raise ReasonRequired(missing, may_override=way_past)
    if soft:
        raise SoftGaps(missing, may_override=way_past)


def is_words(gap: Gap) -> bool:
    """Whether it asks the person to say something, and not for proof."""
    return gap.kind in _WORDS


def could_override(gaps: Sequence[Gap], by: By) -> bool:
    """Whether this person could pass the hard gaps among these, giving a reason (PS-161).

    Nobody looks at the single records of a mass change, so nobody can answer for a hard gap of one (PS-189).
    """
    hard = [g for g in gaps if g.strength is Strength.HARD and not is_words(g)]
    return may_override(by) and bool(hard) and all(g.is_overridable for g in hard)


def may_override(by: By) -> bool:
    return by.channel is not Channel.MASS and by.actor.has(Right.OVERRIDE_GATES)


def words_gap(kind: str, name: str, remedy: str, stage: Stage) -> Gap:
    """Something that the person must say: it can neither be acknowledged away nor overridden."""
    return Gap(
        name=name,
        remedy=remedy,
        kind=kind,
        strength=Strength.HARD,
        place="entry",
        stage_id=stage.id,
        stage_name=stage.name,
        field=kind,
        is_overridable=False,
    )


def may_confirm(criterion: Criterion, opportunity: Opportunity, actor: Actor) -> bool:
    """An approval is for the role it names, as a system role or on the deal team; the rest is for whoever may edit."""
    if criterion.kind is not CriterionKind.APPROVAL:
        return may_edit(opportunity, actor)
    on_team = opportunity.membership is not None and criterion.approver == opportunity.membership.team_role
    return on_team or (criterion.approver in actor.roles and actor.reaches(opportunity.owner_id))


def criterion_gap(criterion: Criterion, stage: Stage, opportunity: Opportunity, actor: Actor) -> Gap:
    process = opportunity.process
    return Gap(
        name=criterion.name,
        remedy=criterion.remedy,
        kind=criterion.kind.value,
        strength=process.strength_of(criterion),
        place="exit" if criterion.place is Place.EXIT else "entry",
        stage_id=stage.id,
        stage_name=stage.name,
        criterion_id=criterion.id,
        field=next(iter(criterion.fields), None),
        contact_role=criterion.related.contact_role if criterion.related else None,
        file_label=criterion.file.label if criterion.file else None,
        files_lacking=criterion.file.lacking(opportunity.files) if criterion.file else 0,
        is_overridable=criterion.is_overridable,
        is_buyer_verified=criterion.is_buyer_verified,
        is_evidence_required=criterion.is_evidence_required,
        may_confirm=may_confirm(criterion, opportunity, actor),
    )


def gaps_behind(opportunity: Opportunity, moment: Moment, actor: Actor) -> list[Gap]:
    """What the stages before the current one ask for today and is not there: for information only (PS-164)."""
    stages = [s for s in opportunity.process.open_stages if s.position < opportunity.stage.position]
    return [
        gap
        for stage in stages
        for gap in _unmet(stage, stage.criteria_at(Place.EXIT, moment.at), opportunity, moment, actor)
        if gap.strength is not Strength.INFO
    ]


def _passed_over(stage: Stage, opportunity: Opportunity, moment: Moment, actor: Actor) -> Iterator[Gap]:
    policy = opportunity.process.options.skip_policy.strength
    if policy is not Strength.INFO:
        yield Gap(
            name=stage.name,
            remedy=f"Go through {stage.name} first.",
            kind="skip",
            strength=policy,
            place="exit",
            stage_id=stage.id,
            stage_name=stage.name,
        )
    yield from _unmet(stage, stage.criteria_at(Place.EXIT, moment.at), opportunity, moment, actor)


def _unmet(
    stage: Stage, criteria: Sequence[Criterion], opportunity: Opportunity, moment: Moment, actor: Actor
) -> Iterator[Gap]:
    for criterion in criteria:
        if not criterion.is_met(opportunity, moment):
            yield criterion_gap(criterion, stage, opportunity, actor)


def _never_reached(opportunity: Opportunity, target: Stage) -> Iterator[Gap]:
    """A stage may be only for what has been far enough, or only for what has not (PS-26, PS-27)."""
    process, furthest = opportunity.process, opportunity.furthest_stage
    if target.min_furthest_stage_id is not None:
        needed = process.stage(target.min_furthest_stage_id)
        if furthest.position < needed.position:
            instead = next((s for s in process.stages if s.type is StageType.DISQUALIFIED and s.is_active), None)
            close_as = f" Close it as {instead.name}." if instead else ""
            yield _furthest(target, f"reached {needed.name}", f"It never reached {needed.name}.{close_as}", instead)
    if target.below_furthest_stage_id is not None:
        limit = process.stage(target.below_furthest_stage_id)
        if furthest.position >= limit.position:
            instead = next((s for s in process.stages if s.type is StageType.LOST and s.is_active), None)
            close_as = f" Close it as {instead.name}." if instead else ""
            yield _furthest(target, f"never reached {limit.name}", f"It has reached {limit.name}.{close_as}", instead)


def _furthest(target: Stage, name: str, remedy: str, instead: Stage | None) -> Gap:
    return Gap(
        name=name,
        remedy=remedy,
        kind="furthest_stage",
        strength=Strength.HARD,
        place="entry",
        stage_id=instead.id if instead else target.id,
        stage_name=instead.name if instead else target.name,
        is_overridable=False,
    )


def _amount(target: Stage) -> Gap:
    return Gap(
        name="amount",
        remedy="Enter an amount above zero.",
        kind="field",
        strength=Strength.HARD,
        place="entry",
        stage_id=target.id,
        stage_name=target.name,
        field="amount_minor",
        is_overridable=False,
    )


def _why(like: Gap) -> Gap:
    return Gap(
        name="reason",
        remedy="Say why you move past what is required.",
        kind="reason",
        strength=Strength.HARD,
        place="entry",
        stage_id=like.stage_id,
        stage_name=like.stage_name,
        field="reason",
        is_overridable=False,
    )
