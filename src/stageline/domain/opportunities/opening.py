"""Beginning an opportunity: whose it is, what it is called, where it starts."""

from typing import Any

import msgspec

from stageline.domain.conditions import Moment
from stageline.domain.errors import InvalidInput, Missing, RuleBroken
from stageline.domain.events import By
from stageline.domain.ids import EventId, OpportunityId, StageId, UserId
from stageline.domain.opportunities.assigning import CannotOwn, Owner
from stageline.domain.opportunities.changes import MoveKind, OpportunityCreated
from stageline.domain.opportunities.editing import ONLY_CLOSED, OnlyWhenClosing
from stageline.domain.opportunities.fields import Values
from stageline.domain.opportunities.gates import entry_gaps, may_override, pass_gate
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.processes.criterion import Strength
from stageline.domain.processes.process import Process, ProcessState
from stageline.domain.processes.stage import Category, Stage, StageType
from stageline.domain.rights import Right


class NoProcess(RuleBroken):
    """There is no published sales process to follow yet. Operations must publish one first."""

    code = "no_process"


class ProcessNotOffered(RuleBroken):
    """This process is not offered for new opportunities. Choose a published one that is complete."""

    code = "process_unavailable"


class StartsOpen(RuleBroken):
    """An opportunity starts in an open stage. Choose one of those."""

    code = "target_invalid"


class NobodyNamed(InvalidInput):
    """An opportunity needs a contact or an account. Choose one."""

    code = "contact_required"


class WantedOpening(msgspec.Struct, frozen=True, kw_only=True):
    """`fields` are cleaned values; `named_after` is the name of the account, else the contact (PS-213)."""

    opportunity_id: OpportunityId
    process: Process | None
    stage_id: StageId | None = None
    fields: Values = {}
    owner: Owner | None = None
    named_after: str | None = None
    currency: str
    acknowledge_gaps: bool = False
    override: bool = False
    reason: str | None = None
    cause_id: EventId | None = None


def decide_opening(wanted: WantedOpening, *, id: EventId, by: By, moment: Moment) -> OpportunityCreated:
    """The first row of its history, with an empty "from" (PS-176, PS-213, PS-215)."""
    by.actor.require(Right.CREATE_OPPORTUNITIES)
    process, stage = _beginning(wanted)
    if not (wanted.fields.get("contact_id") or wanted.fields.get("account_id")):
        raise NobodyNamed([Missing(name="contact", remedy="Choose a contact or an account.", kind="field")])
    if ONLY_CLOSED & wanted.fields.keys():
        raise OnlyWhenClosing
    after = _opened(wanted, process, stage, _owner(wanted, by), moment)
    gaps = entry_gaps(after, stage, moment, by.actor)
    pass_gate(
        gaps,
        acknowledged=wanted.acknowledge_gaps,
        overridden=wanted.override,
        may_override=may_override(by),
        said_why=bool(wanted.reason),
    )
    return OpportunityCreated(
        id=id,
        at=moment.at,
        by=by,
        cause_id=wanted.cause_id,
        before=None,
        after=after,
        move_kind=MoveKind.CREATE,
        gaps=tuple(g for g in gaps if g.strength is not Strength.INFO),
        is_overridden=any(g.strength is Strength.HARD for g in gaps),
        reason=wanted.reason,
        starts_campaigns=False,  # created by hand, it has entered nothing (PS-248)
    )


def what_a_process_lacks(process: Process) -> list[Missing]:
    """What must be there before an opportunity can follow it (PS-3)."""
    types = [s.type for s in process.stages if s.is_active]
    lacks = []
    if StageType.OPEN not in types:
        lacks.append(Missing(name="open stage", remedy="Add an open stage."))
    if process.default_won is None:
        lacks.append(Missing(name="default won stage", remedy="Mark one won stage as the default."))
    if StageType.LOST not in types:
        lacks.append(Missing(name="lost stage", remedy="Add a lost stage."))
    return lacks


def _beginning(wanted: WantedOpening) -> tuple[Process, Stage]:
    process = wanted.process
    if process is None:
        raise NoProcess([Missing(name="published process", remedy="Publish a sales process.")])
    lacks = what_a_process_lacks(process)
    if process.state is not ProcessState.PUBLISHED or lacks:
        raise ProcessNotOffered(lacks)
    stage = process.open_stages[0] if wanted.stage_id is None else process.target(wanted.stage_id)
    if stage.is_closed:
        raise StartsOpen
    return process, stage


def _owner(wanted: WantedOpening, by: By) -> UserId:
    """Given; else by the process; else the creator (PS-211); the caller has looked them up."""
    owner = wanted.owner
    if owner is None or not owner.can_own or not owner.is_active:
        raise CannotOwn([Missing(name="owner", remedy="Choose an owner who can own opportunities.", kind="field")])
    if owner.user_id != by.actor.user_id and not by.actor.has(Right.CREATE_OPPORTUNITIES):
        raise CannotOwn
    return owner.user_id


def _opened(wanted: WantedOpening, process: Process, stage: Stage, owner_id: UserId, moment: Moment) -> Opportunity:
    said: dict[str, Any] = dict(wanted.fields)
    custom = {k: v for k, v in (said.pop("custom", None) or {}).items() if v is not None}
    name = said.pop("name", None) or wanted.named_after or "Opportunity"
    return Opportunity(
        id=wanted.opportunity_id,
        name=name,
        process=process,
        stage=stage,
        furthest_stage=stage,
        owner_id=owner_id,
        currency=said.pop("currency", None) or wanted.currency,
        is_probability_overridden="probability" in said,
        probability=said.pop("probability", None) or stage.probability or 0,
        is_category_overridden="category" in said,
        category=said.pop("category", None) or stage.category or Category.PIPELINE,
        custom=custom,
        stage_entered_at=moment.at,
        last_meaningful_change_at=moment.at,
        created_at=moment.at,
        version=1,
        **said,
    )
