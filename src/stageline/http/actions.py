"""The actions of an opportunity over HTTP."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Response, delete, get, patch, post
from litestar.params import JSONBody, QueryParameter

from stageline.commands.actions.changing import add_action, change_action, delete_action
from stageline.commands.actions.completing import (
    ActionNamedTwice,
    WantedCompletions,
    complete_actions,
    reopen_action,
)
from stageline.commands.actions.performing import WantedPerformances, perform_actions
from stageline.domain.actions.changing import (
    ActionChange,
    ActionTypeIsFixed,
    PlanDoesNotFit,
    WantedAction,
    WantedDeletion,
)
from stageline.domain.actions.completing import NewTimeRequired, OutcomeRequired, UnknownOutcome
from stageline.domain.actions.performing import (
    ActivityExists,
    AlreadyCompleted,
    OnlyCompletes,
    StageNotEntered,
)
from stageline.domain.activities.changes import OutcomeRecorded
from stageline.domain.activities.times import InvalidTimes
from stageline.domain.calendar import UnknownZone
from stageline.domain.errors import Refusal, described
from stageline.domain.events import Channel
from stageline.domain.gatherings.inviting import (
    AlreadyInvited,
    ContactMissing,
    GatheringCancelled,
    GatheringFull,
    GatheringGone,
    GatheringOver,
)
from stageline.domain.ids import ActionId, GatheringId, OpportunityId, StageId, UserId
from stageline.domain.letters.letter import AddressMissing, LetterOnItsWay, NotPrintable, TemplateGone
from stageline.domain.letters.merging import FieldsMissing
from stageline.domain.opportunities.gates import ReasonRequired
from stageline.domain.opportunities.opportunity import ReadOnly
from stageline.domain.processes.action import ActionType, ActivityPlan, Code, Delivery, GatheringPlan, LetterPlan
from stageline.domain.processes.process import StageNotInProcess, StageUnavailable
from stageline.http.access import Acting
from stageline.http.agenda import (
    UNSET,
    ActivityIn,
    Happened,
    StageIn,
    StageTold,
    Unset,
    events_told,
    happened,
    is_told,
    stage_told,
)
from stageline.http.errors import problems
from stageline.http.inputs import Id, PathId, Preview
from stageline.http.opportunities.answers import Told
from stageline.http.opportunities.inputs import InteractiveChannel
from stageline.queries.actions import Actions, read_actions

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Words = Annotated[str, msgspec.Meta(max_length=20_000)]
Numbers = Annotated[list[Id], msgspec.Meta(min_length=1, max_length=200)]
Position = Annotated[int, msgspec.Meta(ge=0, le=1_000)]
Why = Annotated[str | None, QueryParameter(max_length=2_000)]


class PlanIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What belongs to the type of the action; the others are left out."""

    activity: ActivityPlan | None = None
    letter: LetterPlan | None = None
    gathering: GatheringPlan | None = None

    @property
    def said(self) -> ActivityPlan | LetterPlan | GatheringPlan | None:
        return self.activity or self.letter or self.gathering


class ActionIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """For the current stage and the owner, unless others are named."""

    name: Name
    stage_id: Id | None = None
    type: ActionType = ActionType.CHECKLIST
    instructions: Words = ""
    is_required: bool = False
    responsible_id: Id | None = None
    due_on: date | None = None
    plan: PlanIn = msgspec.field(default_factory=PlanIn)


class ActionPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is not said stays."""

    name: Name | Unset = UNSET
    type: ActionType | Unset = UNSET
    instructions: Words | Unset = UNSET
    position: Position | Unset = UNSET
    is_required: bool | Unset = UNSET
    responsible_id: Id | Unset = UNSET
    due_on: date | Unset | None = UNSET
    plan: PlanIn | Unset = UNSET


class PerformancesIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`activity` is for one action alone: what its draft is to be, `{}` as it is. Without it the draft is answered.

    `gathering_id` is for actions that leave open which event it is; `delivery` is how letters go, and without it
    they do not; `template` is another than their own.
    """

    action_ids: Numbers
    activity: ActivityIn | None = None
    replaces: bool = False
    gathering_id: Id | None = None
    delivery: Delivery | None = None
    template: Code | None = None
    channel: InteractiveChannel = "api"


class CompletionsIn(StageIn, forbid_unknown_fields=True, kw_only=True):
    """Two or more at once ask for no outcome."""

    action_ids: Numbers


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """`result` is `performed`, `completed`, `rescheduled`, `no_change`, or the code of the refusal."""

    action_id: ActionId
    result: str
    refusal: Mapping[str, Any] | None = None


class ActionsAnswered(msgspec.Struct, frozen=True, kw_only=True):
    """One answer for each action, in the order asked. Whoever does not see the opportunity learns nothing else."""

    results: list[Answered]
    stage: StageTold | None
    follows_up: bool = False
    events: list[Told]


_CHANGING = (ReadOnly, PlanDoesNotFit)
ADDING = problems(*_CHANGING, StageNotInProcess, StageUnavailable)
INVITING = (AlreadyInvited, GatheringCancelled, GatheringOver, GatheringFull, GatheringGone, ContactMissing)
WRITING = (AddressMissing, FieldsMissing, LetterOnItsWay, NotPrintable, TemplateGone)
PERFORMING = problems(
    AlreadyCompleted, ActivityExists, StageNotEntered, OnlyCompletes, InvalidTimes, UnknownZone,
    ActionNamedTwice, *INVITING, *WRITING,
)  # fmt: skip
COMPLETING = problems(OutcomeRequired, UnknownOutcome, NewTimeRequired, InvalidTimes, ActionNamedTwice)


@get("/opportunities/{opportunity_id:int}/actions", sync_to_thread=True)
def get_actions(opportunity_id: PathId, acting: Acting) -> Actions:
    """What its stages ask for: of those it has been in, with their activities, and of those ahead as a preview."""
    with acting.writing(preview=True) as work:
        by, moment = acting.by(), work.moment(acting.at)
        return read_actions(work, OpportunityId(opportunity_id), by=by, moment=moment)


@post("/opportunities/{opportunity_id:int}/actions", sync_to_thread=True, status_code=201, responses=ADDING)
def post_action(
    opportunity_id: PathId, data: JSONBody[ActionIn], acting: Acting, preview: Preview = False
) -> Response[Happened]:
    """Add an action to this opportunity alone."""
    wanted = WantedAction(
        stage_id=StageId(data.stage_id) if data.stage_id else None,
        type=data.type,
        name=data.name,
        instructions=data.instructions,
        is_required=data.is_required,
        responsible_id=UserId(data.responsible_id) if data.responsible_id else None,
        due_on=data.due_on,
        plan=data.plan.said,
    )
    with acting.writing(preview=preview) as work:
        added = add_action(work, OpportunityId(opportunity_id), wanted, by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(happened(work, acting, added.id), status=201)


@patch("/actions/{action_id:int}", sync_to_thread=True, responses=problems(*_CHANGING, ActionTypeIsFixed))
def patch_action(
    action_id: PathId, data: JSONBody[ActionPatch], acting: Acting, preview: Preview = False
) -> Response[Happened]:
    """Change an action of this opportunity alone."""
    said = {name: value for name, value in msgspec.structs.asdict(data).items() if value is not UNSET}
    if isinstance(data.plan, PlanIn):
        said["plan"] = data.plan.said
    with acting.writing(preview=preview) as work:
        wanted = ActionChange(**said)
        change_action(work, ActionId(action_id), wanted, by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(happened(work, acting, action_id))


@delete("/actions/{action_id:int}", sync_to_thread=True, status_code=200, responses=problems(ReadOnly, ReasonRequired))
def delete_one_action(
    action_id: PathId,
    acting: Acting,
    reason: Why = None,
    cancels_activity: Preview = False,
    preview: Preview = False,
) -> Response[Happened]:
    """Delete an action of this opportunity alone; its activity stays by itself, unless it is cancelled with it."""
    wanted = WantedDeletion(cancels_activity=cancels_activity, reason=reason or None)
    with acting.writing(preview=preview) as work:
        delete_action(work, ActionId(action_id), wanted, by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(happened(work, acting, action_id))


@post(
    "/opportunities/{opportunity_id:int}/actions/performances",
    sync_to_thread=True,
    status_code=200,
    responses=PERFORMING,
)
def post_performances(
    opportunity_id: PathId, data: JSONBody[PerformancesIn], acting: Acting, preview: Preview = False
) -> Response[ActionsAnswered]:
    """Perform actions: put their activities into the calendar, or do what a checklist says."""
    wanted = WantedPerformances(
        opportunity_id=OpportunityId(opportunity_id),
        action_ids=[ActionId(each) for each in data.action_ids],
        activity=data.activity.said() if data.activity is not None else None,
        replaces=data.replaces,
        gathering_id=GatheringId(data.gathering_id) if data.gathering_id else None,
        delivery=data.delivery,
        template=data.template or None,
    )
    with acting.writing(preview=preview) as work:
        done = perform_actions(work, wanted, by=acting.by(Channel(data.channel)), at=acting.at)
        may_know = is_told(done.opportunity, acting)
        return acting.answer(
            ActionsAnswered(
                results=[
                    _answered(number, answer, "performed")
                    for number, answer in zip(wanted.action_ids, done.answers, strict=True)
                ],
                stage=stage_told(done.stage, work) if may_know else None,
                events=events_told(work, acting),
            )
        )


@post(
    "/opportunities/{opportunity_id:int}/actions/completions",
    sync_to_thread=True,
    status_code=200,
    responses=COMPLETING,
)
def post_completions(
    opportunity_id: PathId, data: JSONBody[CompletionsIn], acting: Acting, preview: Preview = False
) -> Response[ActionsAnswered]:
    """Mark actions complete, and their activities done; one alone may say its outcome and the stage it leads to."""
    wanted = WantedCompletions(
        opportunity_id=OpportunityId(opportunity_id),
        action_ids=[ActionId(each) for each in data.action_ids],
        said=data.outcome.said() if data.outcome else None,
        stage=data.wanted_stage(),
    )
    with acting.writing(preview=preview) as work:
        done = complete_actions(work, wanted, by=acting.by(Channel(data.channel)), at=acting.at)
        may_know = is_told(done.opportunity, acting)
        return acting.answer(
            ActionsAnswered(
                results=[
                    _answered(number, answer, "completed")
                    for number, answer in zip(wanted.action_ids, done.answers, strict=True)
                ],
                stage=stage_told(done.stage, work) if may_know else None,
                follows_up=done.follows_up,
                events=events_told(work, acting),
            )
        )


@post("/actions/{action_id:int}/reopening", sync_to_thread=True, status_code=200)
def post_action_reopening(action_id: PathId, acting: Acting, preview: Preview = False) -> Response[Happened]:
    """Open a completed action again. Neither its activity nor the opportunity goes back."""
    with acting.writing(preview=preview) as work:
        reopen_action(work, ActionId(action_id), by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(happened(work, acting, action_id))


def _answered(action_id: ActionId, answer: Any, done: str) -> Answered:
    if isinstance(answer, Refusal):
        refusal = {**described(answer), **answer.facts}
        return Answered(action_id=action_id, result=answer.code, refusal=refusal)
    if isinstance(answer, OutcomeRecorded):
        return Answered(action_id=action_id, result="rescheduled")
    return Answered(action_id=action_id, result=done if answer else "no_change")
