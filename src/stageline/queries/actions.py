"""The actions of an opportunity: of the stages it has been in, and what those ahead will ask for (PS-33, PS-34)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec
from sqlalchemy import bindparam, select

from stageline.domain.actions.action import Action, Plan
from stageline.domain.actions.advancing import is_all_done
from stageline.domain.actions.agenda import Agenda
from stageline.domain.actions.doing import may_do
from stageline.domain.actions.entering import plan_of
from stageline.domain.activities.activity import Activity
from stageline.domain.conditions import Moment
from stageline.domain.events import By
from stageline.domain.ids import ActionId, ActivityId, OpportunityId, StageId, UserId
from stageline.domain.opportunities.gap import Gap
from stageline.domain.opportunities.gates import gaps_ahead
from stageline.domain.opportunities.opportunity import Opportunity, may_edit, visible
from stageline.domain.opportunities.planning import StageShown, shown
from stageline.domain.processes.action import (
    ActionDefinition,
    ActionType,
    ActivityPlan,
    AutoAdvance,
    GatheringPlan,
    LetterPlan,
)
from stageline.domain.processes.criterion import Strength
from stageline.domain.processes.stage import Stage
from stageline.queries.history import Named
from stageline.storage.tables import users
from stageline.storage.unit_of_work import Work

NAMES = select(users.c.id, users.c.name).where(users.c.id.in_(bindparam("ids", expanding=True)))


class LinkedActivity(msgspec.Struct, frozen=True, kw_only=True):
    """`created_at` is when it was booked. A private one keeps its subject to itself."""

    id: ActivityId
    subject: str | None
    category: str
    type: str
    status: str
    starts_at: datetime | None
    ends_at: datetime | None
    on_day: date | None
    is_tracked: bool
    is_outcome_pending: bool
    outcome: str | None
    created_at: datetime
    version: int


class CompletionShown(msgspec.Struct, frozen=True, kw_only=True):
    at: datetime
    by: Named
    how: str


class PlanShown(msgspec.Struct, frozen=True, kw_only=True):
    """What belongs to the type of the action."""

    activity: ActivityPlan | None = None
    letter: LetterPlan | None = None
    gathering: GatheringPlan | None = None


class ActionShown(msgspec.Struct, frozen=True, kw_only=True):
    """Without an id it is what the stage will ask for once it is entered; `due_days` count from then."""

    id: ActionId | None
    definition: str | None
    type: ActionType
    name: str
    instructions: str
    position: int
    is_required: bool
    deal_role: str | None
    responsible: Named | None
    due_on: date | None
    due_days: int | None = None
    is_late: bool = False
    plan: PlanShown
    trouble: str | None = None
    completion: CompletionShown | None = None
    activity: LinkedActivity | None = None
    may_do: bool = False
    may_change: bool = False


class StageActions(msgspec.Struct, frozen=True, kw_only=True):
    """`state` is `current`, `entered` or `ahead`."""

    stage: StageShown
    state: str
    items: list[ActionShown]


class AdvanceShown(msgspec.Struct, frozen=True, kw_only=True):
    """All of the current stage is done. Without a stage there is none left but to close it; `missing` holds it back."""

    setting: AutoAdvance
    stage: StageShown | None
    missing: list[Gap]


class Actions(msgspec.Struct, frozen=True, kw_only=True):
    stages: list[StageActions]
    advance: AdvanceShown | None
    may_add: bool


def read_actions(work: Work, opportunity_id: OpportunityId, *, by: By, moment: Moment) -> Actions:
    """In the order of the stages."""
    opportunity = visible(work.opportunities.read([opportunity_id], by.actor.user_id).get(opportunity_id), by.actor)
    agenda = work.read_agendas([opportunity_id], with_entered=True)[opportunity_id]
    names = _names(work, agenda)
    entered = agenda.entered | {opportunity.stage.id}
    stages: list[StageActions] = []
    for stage in opportunity.process.stages:
        items = [_shown(a, opportunity, agenda, names, by=by, moment=moment) for a in agenda.of_stage(stage.id)]
        if stage.id not in entered and _is_ahead(stage, opportunity):
            items += [_ahead(d, len(items) + n) for n, d in enumerate(_active(stage))]
        if items or stage.id == opportunity.stage.id:
            stages.append(StageActions(stage=shown(stage), state=_state(stage, opportunity, entered), items=items))
    return Actions(
        stages=stages,
        advance=advance_of(opportunity, agenda, by, moment),
        may_add=may_edit(opportunity, by.actor) and opportunity.deleted_at is None,
    )


def linked(activity: Activity | None, by: By) -> LinkedActivity | None:
    if activity is None:
        return None
    is_told = not activity.is_private or activity.takes_part(by.actor.user_id)
    same = [name for name in LinkedActivity.__struct_fields__ if name not in ("subject", "category", "type", "status")]
    return LinkedActivity(
        **{name: getattr(activity, name) for name in same},
        subject=activity.subject if is_told else None,
        category=activity.category.value,
        type=activity.type.value,
        status=activity.status.value,
    )


def _state(stage: Stage, opportunity: Opportunity, entered: frozenset[StageId]) -> str:
    if stage.id == opportunity.stage.id:
        return "current"
    return "entered" if stage.id in entered else "ahead"


def _is_ahead(stage: Stage, opportunity: Opportunity) -> bool:
    """A preview of what is still to come; of how it might end there is none."""
    return stage.is_active and not stage.is_closed and stage.position > opportunity.stage.position


def _active(stage: Stage) -> Sequence[ActionDefinition]:
    return [definition for definition in stage.actions if definition.is_active]


def _names(work: Work, agenda: Agenda) -> Mapping[UserId, Named]:
    ids = {a.responsible_id for a in agenda.actions}
    ids |= {a.completion.by for a in agenda.actions if a.completion is not None}
    rows = work.connection.execute(NAMES, {"ids": sorted(ids)}) if ids else ()
    return {row.id: Named(row.id, row.name) for row in rows}


def _shown(
    action: Action, opportunity: Opportunity, agenda: Agenda, names: Mapping[UserId, Named], *, by: By, moment: Moment
) -> ActionShown:
    same = [
        "id", "definition", "type", "name", "instructions", "position", "is_required", "deal_role", "due_on", "trouble",
    ]  # fmt: skip
    completion = action.completion
    return ActionShown(
        **{name: getattr(action, name) for name in same},
        responsible=names.get(action.responsible_id),
        plan=_plan(action.plan),
        is_late=not action.is_complete and action.due_on is not None and action.due_on < moment.today,
        completion=None
        if completion is None
        else CompletionShown(at=completion.at, by=names[completion.by], how=completion.how.value),
        activity=linked(agenda.linked_to(action.id), by),
        may_do=may_do(action, opportunity, by.actor) and opportunity.deleted_at is None,
        may_change=may_edit(opportunity, by.actor) and opportunity.deleted_at is None,
    )


def _plan(plan: Plan) -> PlanShown:
    match plan:
        case ActivityPlan():
            return PlanShown(activity=plan)
        case LetterPlan():
            return PlanShown(letter=plan)
        case GatheringPlan():
            return PlanShown(gathering=plan)
    return PlanShown()


def _ahead(definition: ActionDefinition, position: int) -> ActionShown:
    return ActionShown(
        id=None,
        definition=definition.code,
        type=definition.type,
        name=definition.name,
        instructions=definition.instructions,
        position=position,
        is_required=definition.is_required,
        deal_role=definition.deal_role,
        responsible=None,
        due_on=None,
        due_days=definition.due_days,
        plan=_plan(plan_of(definition)),
    )


def advance_of(opportunity: Opportunity, agenda: Agenda, by: By, moment: Moment) -> AdvanceShown | None:
    """What the last completion asked for, or a deletion left behind (PS-38, PS-125 to PS-127)."""
    setting = opportunity.process.options.auto_advance
    if setting is AutoAdvance.OFF or opportunity.stage.is_closed or not is_all_done(opportunity, agenda):
        return None
    stage = opportunity.process.next_open(opportunity.stage)
    if stage is None:
        return AdvanceShown(setting=setting, stage=None, missing=[])
    gaps = gaps_ahead(opportunity, stage, moment, by.actor)
    missing = [gap for gap in gaps if gap.strength is not Strength.INFO]
    return AdvanceShown(setting=setting, stage=shown(stage), missing=missing)
