"""Moving an opportunity to another stage: what kind of move it is, whether it may be made, what it changes."""

from collections.abc import Sequence

import msgspec

from stageline.domain.activities.changes import AgendaEvent
from stageline.domain.conditions import Moment
from stageline.domain.errors import NotPermitted, RuleBroken
from stageline.domain.events import By, Channel
from stageline.domain.ids import ActivityId, EventId, OpportunityId, StageId
from stageline.domain.opportunities.changes import (
    BesideEvent,
    MoveKind,
    OpportunityEdited,
    OpportunityEvent,
    OpportunityMoved,
)
from stageline.domain.opportunities.closing import Closing, closed, closing_words
from stageline.domain.opportunities.confirming import (
    Confirmation,
    LinkedContact,
    decide_confirmation,
    decide_link,
    with_proof,
)
from stageline.domain.opportunities.editing import (
    ONLY_CLOSED,
    OnlyWhenClosing,
    WantedEdit,
    decide_edit,
    field_changes,
    slips_a_quarter,
    with_fields,
)
from stageline.domain.opportunities.fields import Values
from stageline.domain.opportunities.gap import Gap
from stageline.domain.opportunities.gates import gaps_ahead, may_override, pass_gate, words_gap
from stageline.domain.opportunities.opportunity import (
    NotYoursToChange,
    Opportunity,
    changeable,
    is_guest_editor,
    require_version,
)
from stageline.domain.organisation import Organisation
from stageline.domain.processes.criterion import Strength
from stageline.domain.processes.process import BackPolicy, Process
from stageline.domain.processes.stage import Stage
from stageline.domain.rights import Right


class ReopenRequired(RuleBroken):
    """This opportunity is closed. Reopen it to change the stage."""

    code = "reopen_required"


class BackIsRestricted(NotPermitted):
    """In this process only managers and operations may move an opportunity back."""

    code = "not_allowed"


class StageNotYours(NotPermitted):
    """Your place on this deal team does not reach that far."""

    code = "not_allowed"


class WantedMove(msgspec.Struct, frozen=True, kw_only=True):
    """`fields`, `confirm` and `contact_roles` are kept together with the move, and its gate sees them (PS-91)."""

    opportunity_id: OpportunityId
    stage_id: StageId
    version: int | None = None
    reason: str | None = None
    note: str | None = None
    acknowledge_gaps: bool = False
    override: bool = False
    fields: Values = {}
    confirm: tuple[Confirmation, ...] = ()
    contact_roles: tuple[LinkedContact, ...] = ()
    closing: Closing = Closing()
    cause_id: EventId | None = None
    after_id: OpportunityId | None = None
    """The card of the target stage to stand below, on top of all without."""
    cancel_activities: tuple[ActivityId, ...] | None = None
    """Which open activities of the stage that is left are cancelled; None says nothing, an empty one keeps all."""
    cancels_open: bool = False
    """All of them, as is said once for many opportunities (PS-189)."""

    @property
    def ids_needed(self) -> int:
        return 1 + len(self.confirm) + len(self.contact_roles)

    @property
    def is_plain(self) -> bool:
        """Asks for nothing but the stage."""
        return not (self.fields or self.confirm or self.contact_roles)


class Decided(msgspec.Struct, frozen=True):
    """What an act makes of one opportunity; without events it already was as wanted."""

    after: Opportunity
    change: OpportunityEvent | None = None
    beside: tuple[BesideEvent, ...] = ()
    following: tuple[AgendaEvent, ...] = ()
    """What the change makes of actions and activities."""


def decide_move(
    found: Opportunity | None,
    wanted: WantedMove,
    *,
    ids: Sequence[EventId],
    by: By,
    moment: Moment,
    organisation: Organisation,
) -> Decided:
    """One move with everything said along with it (PS-94). Refusals name all that is missing at once (PS-160)."""
    opportunity = _movable(found, by)
    if opportunity.stage.id == wanted.stage_id and wanted.is_plain:
        return Decided(opportunity)
    require_version(opportunity, wanted.version)
    if opportunity.stage.is_closed:
        raise ReopenRequired
    beside = _beside(opportunity, wanted, ids, by, moment)
    proven = with_proof(opportunity, beside)
    if opportunity.stage.id == wanted.stage_id:
        own = ids[wanted.ids_needed - 1]
        return _only_filled(proven, wanted, beside, id=own, by=by, moment=moment, organisation=organisation)
    target = opportunity.process.target(wanted.stage_id)
    kind = kind_of_move(opportunity.process, opportunity.stage, target)
    if by.channel is not Channel.AUTO_ADVANCE:
        require_reach(proven, kind, target, by)
    candidate = _as_filled(proven, wanted, target, moment)
    gaps = words_missing(candidate, kind, target, wanted, organisation)
    if slips_a_quarter(proven, candidate) and not wanted.reason:
        gaps.append(words_gap("reason", "reason", "Say why it closes in a later quarter.", target))
    if kind is not MoveKind.BACK:
        gaps += gaps_ahead(candidate, target, moment, by.actor)
    pass_gate(
        gaps,
        acknowledged=wanted.acknowledge_gaps,
        overridden=wanted.override,
        may_override=may_override(by),
        said_why=bool(wanted.reason),
    )
    after = moved(candidate, target, moment, wanted.fields)
    change = OpportunityMoved(
        id=ids[wanted.ids_needed - 1],
        at=moment.at,
        by=by,
        cause_id=wanted.cause_id,
        before=opportunity,
        after=after,
        fields=field_changes(opportunity, after, EXPLICIT) if candidate is not proven or target.is_closed else (),
        move_kind=kind,
        gaps=tuple([gap for gap in gaps if gap.strength is not Strength.INFO]),
        is_overridden=any(gap.strength is Strength.HARD for gap in gaps),
        reason=wanted.reason,
        note=wanted.note,
    )
    return Decided(after, change, beside)


def _movable(found: Opportunity | None, by: By) -> Opportunity:
    """The process advances it, whoever completed the last action: that may be somebody with no access (PS-203)."""
    if by.channel is Channel.AUTO_ADVANCE and found is not None:
        return found
    return changeable(found, by.actor, Right.MOVE_OPPORTUNITIES)


# What the stage gives, the stage history remembers; the field history keeps what was said beside it.
EXPLICIT = (
    "name", "contact_id", "account_id", "amount_minor", "currency", "is_in_forecast", "expected_close_on",
    "actual_close_on", "close_reason", "competitor", "close_note", "source", "next_step", "next_step_on", "remarks",
)  # fmt: skip


def kind_of_move(process: Process, left: Stage, target: Stage) -> MoveKind:
    if target.is_closed:
        return MoveKind.CLOSE
    if target.position < left.position:
        return MoveKind.BACK
    return MoveKind.SKIP if process.passed_over(left, target) else MoveKind.ADVANCE


def needs_reason(process: Process, kind: MoveKind) -> bool:
    return kind is MoveKind.BACK and process.options.back_policy is BackPolicy.ALLOW_WITH_REASON


def _beside(
    opportunity: Opportunity, wanted: WantedMove, ids: Sequence[EventId], by: By, moment: Moment
) -> tuple[BesideEvent, ...]:
    if not (wanted.confirm or wanted.contact_roles):
        return ()
    numbers = iter(ids)
    confirmed = [decide_confirmation(opportunity, c, id=next(numbers), by=by, moment=moment) for c in wanted.confirm]
    linked = [decide_link(opportunity, c, id=next(numbers), by=by, moment=moment) for c in wanted.contact_roles]
    return (*confirmed, *linked)


def _as_filled(opportunity: Opportunity, wanted: WantedMove, target: Stage, moment: Moment) -> Opportunity:
    """The record with everything said along with the move, which is what its gate looks at."""
    if target.is_closed:
        return with_fields(opportunity, {**wanted.fields, **wanted.closing.said()}, moment)
    if ONLY_CLOSED & wanted.fields.keys():
        raise OnlyWhenClosing
    return with_fields(opportunity, wanted.fields, moment)


def _only_filled(
    proven: Opportunity,
    wanted: WantedMove,
    beside: tuple[BesideEvent, ...],
    *,
    id: EventId,
    by: By,
    moment: Moment,
    organisation: Organisation,
) -> Decided:
    """It stands already where it was wanted; what was filled in with the move is kept all the same."""
    edit = WantedEdit(opportunity_id=proven.id, fields=wanted.fields, reason=wanted.reason, cause_id=wanted.cause_id)
    answer = decide_edit(proven, edit, id=id, by=by, moment=moment, organisation=organisation)
    if isinstance(answer, OpportunityEdited):
        return Decided(answer.after, answer, beside)
    return Decided(answer, None, beside)


def require_reach(opportunity: Opportunity, kind: MoveKind, target: Stage, by: By) -> None:
    process, actor = opportunity.process, by.actor
    if is_guest_editor(opportunity, actor):
        membership = opportunity.membership
        steps_over = kind in (MoveKind.BACK, MoveKind.SKIP) and not actor.has(Right.MOVE_OPPORTUNITIES)
        if target.is_closed or steps_over or not (membership and membership.edits_in(target.id)):
            raise StageNotYours
    elif target.is_closed and not actor.has(Right.CLOSE_OPPORTUNITIES):
        raise NotYoursToChange
    if kind is MoveKind.BACK and process.options.back_policy is BackPolicy.RESTRICTED and not actor.is_senior:
        raise BackIsRestricted


def words_missing(
    candidate: Opportunity, kind: MoveKind, target: Stage, wanted: WantedMove, organisation: Organisation
) -> list[Gap]:
    """What the person must say: why it goes back, why it was won or lost, to whom (PS-97, PS-168)."""
    gaps: list[Gap] = []
    if needs_reason(candidate.process, kind) and not wanted.reason:
        gaps.append(words_gap("reason", "reason", "Say why it moves back.", target))
    if target.is_closed:
        gaps += closing_words(target, candidate, organisation)
    return gaps


def moved(opportunity: Opportunity, target: Stage, moment: Moment, said: Values) -> Opportunity:
    """With the stage's defaults unless the request said otherwise; an empty one leaves what is there (PS-143, 145)."""
    if target.is_closed:
        return closed(opportunity, target, moment)
    probability, category = opportunity.probability, opportunity.category
    is_probability_said, is_category_said = "probability" in said, "category" in said
    if target.probability is not None and not is_probability_said:
        probability = target.probability
    if target.category is not None and not is_category_said:
        category = target.category
    furthest = opportunity.furthest_stage
    return msgspec.structs.replace(
        opportunity,
        stage=target,
        furthest_stage=target if target.position > furthest.position else furthest,
        probability=probability,
        is_probability_overridden=is_probability_said,
        category=category,
        is_category_overridden=is_category_said,
        visit=opportunity.visit + 1,
        stage_entered_at=moment.at,
        last_meaningful_change_at=moment.at,
        version=opportunity.version + 1,
    )
