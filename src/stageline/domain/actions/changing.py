"""Adding, changing and deleting actions of one opportunity alone (PS-35 to PS-38)."""

from datetime import date

import msgspec

from stageline.domain.actions.action import Action, Plan
from stageline.domain.actions.agenda import Agenda
from stageline.domain.actions.changes import ActionAdded, ActionDeleted, ActionEdited
from stageline.domain.activities.activity import Activity, ActivityStatus, ended
from stageline.domain.activities.changes import changed
from stageline.domain.conditions import Moment
from stageline.domain.errors import InvalidInput, Missing, RuleBroken
from stageline.domain.events import By
from stageline.domain.ids import ActionId, EventId, StageId, UserId
from stageline.domain.opportunities.gates import ReasonRequired
from stageline.domain.opportunities.opportunity import Opportunity, ReadOnly
from stageline.domain.processes.action import ActionType, ActivityPlan, GatheringPlan, LetterPlan

DELETED = "action deleted"


class NameRequired(InvalidInput):
    """An action has a name. Give it one."""

    code = "invalid_input"


class ActionTypeIsFixed(RuleBroken):
    """Its type cannot be changed any more: it has its activity or is complete."""

    code = "type_fixed"


class PlanDoesNotFit(InvalidInput):
    """What is planned does not fit the type of the action."""

    code = "invalid_input"


class WantedAction(msgspec.Struct, frozen=True, kw_only=True):
    """Without a stage it is added to the current one; without somebody responsible, to the owner."""

    stage_id: StageId | None = None
    type: ActionType = ActionType.CHECKLIST
    name: str
    instructions: str = ""
    is_required: bool = False
    responsible_id: UserId | None = None
    due_on: date | None = None
    plan: Plan = None


class ActionChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is not said stays."""

    type: ActionType | msgspec.UnsetType = msgspec.UNSET
    name: str | msgspec.UnsetType = msgspec.UNSET
    instructions: str | msgspec.UnsetType = msgspec.UNSET
    position: int | msgspec.UnsetType = msgspec.UNSET
    is_required: bool | msgspec.UnsetType = msgspec.UNSET
    responsible_id: UserId | msgspec.UnsetType = msgspec.UNSET
    due_on: date | msgspec.UnsetType | None = msgspec.UNSET
    plan: Plan | msgspec.UnsetType = msgspec.UNSET


class WantedDeletion(msgspec.Struct, frozen=True, kw_only=True):
    cancels_activity: bool = False
    reason: str | None = None


def decide_addition(
    opportunity: Opportunity,
    agenda: Agenda,
    wanted: WantedAction,
    *,
    action_id: ActionId,
    id: EventId,
    by: By,
    moment: Moment,
) -> ActionAdded:
    """To the current stage, or to any open one, also of those ahead."""
    stage = opportunity.stage if wanted.stage_id is None else opportunity.process.target(wanted.stage_id)
    _require_open(opportunity, stage.id)
    if stage.is_closed and stage.id != opportunity.stage.id:
        raise ReadOnly
    action = Action(
        id=action_id,
        opportunity_id=opportunity.id,
        stage_id=stage.id,
        position=max((a.position for a in agenda.of_stage(stage.id)), default=-1) + 1,
        type=wanted.type,
        name=_named(wanted.name),
        instructions=wanted.instructions,
        is_required=wanted.is_required,
        responsible_id=wanted.responsible_id or opportunity.owner_id,
        is_assigned_by_hand=wanted.responsible_id is not None,
        due_on=wanted.due_on,
        plan=_fitting(wanted.type, wanted.plan),
        created_at=moment.at,
    )
    return ActionAdded(id=id, at=moment.at, by=by, opportunity=opportunity, actions=(action,))


def decide_change(
    opportunity: Opportunity,
    agenda: Agenda,
    action: Action,
    wanted: ActionChange,
    *,
    id: EventId,
    by: By,
    moment: Moment,
) -> ActionEdited | None:
    """None when it already says so. Whoever was made responsible by hand stays so, whatever the role maps say."""
    _require_open(opportunity, action.stage_id)
    said = {name: value for name, value in msgspec.structs.asdict(wanted).items() if value is not msgspec.UNSET}
    if "name" in said:
        said["name"] = _named(said["name"])
    if said.get("type", action.type) is not action.type:
        if action.is_complete or agenda.linked_to(action.id) is not None:
            raise ActionTypeIsFixed
        said.setdefault("plan", None)
    if "type" in said or "plan" in said:
        said["plan"] = _fitting(said.get("type", action.type), said.get("plan", action.plan))
    after = msgspec.structs.replace(action, **said)
    if after == action:
        return None
    is_given = after.responsible_id != action.responsible_id
    after = msgspec.structs.replace(
        after, is_changed=True, is_assigned_by_hand=action.is_assigned_by_hand or is_given
    )  # fmt: skip
    assigned_to = after.responsible_id if is_given else None
    return ActionEdited(
        id=id, at=moment.at, by=by, opportunity=opportunity, actions=(after,), assigned_to=assigned_to
    )  # fmt: skip


def decide_deletion(
    opportunity: Opportunity,
    agenda: Agenda,
    action: Action,
    wanted: WantedDeletion,
    *,
    id: EventId,
    by: By,
    moment: Moment,
) -> ActionDeleted:
    """Its activity stays by itself, or is cancelled with it. One that the stage requires needs a reason (PS-37)."""
    _require_open(opportunity, action.stage_id)
    if action.definition is not None and action.is_required and not wanted.reason:
        raise ReasonRequired([Missing(name="reason", remedy="Say why it is not needed.", kind="reason")])
    linked = agenda.linked_to(action.id)
    return ActionDeleted(
        id=id,
        at=moment.at,
        by=by,
        opportunity=opportunity,
        actions=(msgspec.structs.replace(action, deleted_at=moment.at),),
        activities=() if linked is None else (_freed(linked, wanted.cancels_activity, by, moment),),
        was_complete=action.is_complete,
        reason=wanted.reason,
    )


def _freed(activity: Activity, cancels: bool, by: By, moment: Moment) -> Activity:
    if cancels and activity.is_active:
        return ended(activity, ActivityStatus.CANCELLED, at=moment.at, by=by.actor.user_id, reason=DELETED)
    return changed(activity, action_id=None)


def _require_open(opportunity: Opportunity, stage_id: StageId) -> None:
    """Of a closed opportunity only the actions of the stage it ended in are still worked on (PS-74)."""
    if opportunity.stage.is_closed and stage_id != opportunity.stage.id:
        raise ReadOnly


def _named(name: str) -> str:
    said = " ".join(name.split())
    if not said:
        raise NameRequired([Missing(name="name", remedy="Give it a name.")])
    return said


_KINDS = {
    ActionType.CALENDAR_ACTIVITY: ActivityPlan,
    ActionType.LETTER: LetterPlan,
    ActionType.GATHERING: GatheringPlan,
}


def _fitting(its_type: ActionType, plan: Plan) -> Plan:
    kind = _KINDS.get(its_type)
    if plan is None:
        return ActivityPlan() if kind is ActivityPlan else None
    if kind is None or not isinstance(plan, kind):
        raise PlanDoesNotFit([Missing(name="plan", remedy="Leave out what belongs to another type.")])
    return plan
