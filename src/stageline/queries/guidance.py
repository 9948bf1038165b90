"""What a stage asks of one opportunity, and what a move to each stage would do: shown where the work happens."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count as counting
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from stageline.domain.actions.agenda import NOTHING, Agenda
from stageline.domain.actions.entering import Entering
from stageline.domain.conditions import FIELDS, Moment
from stageline.domain.events import By
from stageline.domain.ids import ActionId, ActivityId, CriterionId, OpportunityId, StageId
from stageline.domain.opportunities.opportunity import Opportunity, visible
from stageline.domain.opportunities.planning import Plan, StageShown, criteria_of, plan_for, shown
from stageline.domain.processes.action import CancelActivities
from stageline.domain.processes.criterion import Strength
from stageline.domain.processes.stage import Link, Stage
from stageline.queries.history import Named
from stageline.storage.tables import criterion_checks, users
from stageline.storage.unit_of_work import Work

CHECKS = (
    select(criterion_checks, users.c.name.label("checker_name"))
    .join(users, users.c.id == criterion_checks.c.checked_by)
    .where(criterion_checks.c.opportunity_id == bindparam("opportunity_id"))
)


class Confirmed(msgspec.Struct, frozen=True, kw_only=True):
    """Who said that a criterion is met, and what shows it."""

    by: Named
    at: datetime
    note: str | None
    evidence: str | None


class CriterionShown(msgspec.Struct, frozen=True, kw_only=True):
    id: CriterionId
    name: str
    remedy: str
    kind: str
    strength: Strength
    place: str
    is_met: bool
    is_buyer_verified: bool
    is_evidence_required: bool
    field: str | None
    contact_role: str | None
    file_label: str | None
    files_lacking: int
    may_confirm: bool
    confirmation: Confirmed | None


class KeyField(msgspec.Struct, frozen=True):
    field: str
    label: str
    type: str
    value: Any


class Guidance(msgspec.Struct, frozen=True, kw_only=True):
    """The stage panel (PS-17); `met` and `total` count its exit criteria (PS-166)."""

    stage: StageShown
    definition: str
    objectives: tuple[str, ...]
    links: tuple[Link, ...]
    stuck_days: int | None
    criteria: list[CriterionShown]
    met: int
    total: int
    key_fields: list[KeyField]


class Options(msgspec.Struct, frozen=True):
    version: int
    options: list[Plan]


def read_guidance(
    work: Work, opportunity_id: OpportunityId, stage_id: StageId | None, *, by: By, moment: Moment
) -> Guidance:
    """Of the current stage unless another is named; looking at another never moves the opportunity."""
    opportunity = visible(work.opportunities.read([opportunity_id], by.actor.user_id).get(opportunity_id), by.actor)
    stage = opportunity.process.stage(stage_id) if stage_id else opportunity.stage
    rows = work.connection.execute(CHECKS, {"opportunity_id": opportunity_id})
    checks = {row.criterion_id: row for row in rows}
    criteria = [
        _criterion(state, checks.get(state.id)) for state in criteria_of(opportunity, stage, by=by, moment=moment)
    ]
    exits = [c for c in criteria if c.place == "exit"]
    return Guidance(
        stage=shown(stage),
        definition=stage.definition,
        objectives=stage.objectives,
        links=stage.links,
        stuck_days=opportunity.process.stuck_days(stage),
        criteria=criteria,
        met=sum(c.is_met for c in exits),
        total=len(exits),
        key_fields=[_key_field(work, opportunity, key) for key in stage.key_fields],
    )


def read_options(work: Work, opportunity_id: OpportunityId, *, by: By, moment: Moment) -> Options:
    """The plan for every stage at once (PS-93)."""
    opportunity = visible(work.opportunities.read([opportunity_id], by.actor.user_id).get(opportunity_id), by.actor)
    stages = [s for s in opportunity.process.stages if s.is_active and s.id != opportunity.stage.id]
    organisation = work.organisation
    agenda, context = _what_is_to_be_done(work, opportunity, stages, moment)
    plans = [
        plan_for(opportunity, s, by=by, moment=moment, organisation=organisation, agenda=agenda, context=context)
        for s in stages
    ]
    return Options(opportunity.version, plans)


def _what_is_to_be_done(
    work: Work, opportunity: Opportunity, stages: Sequence[Stage], moment: Moment
) -> tuple[Agenda, Entering | None]:
    """Nothing is read of a process whose moves make and cancel nothing."""
    definitions = [d for stage in stages for d in stage.actions if d.is_active]
    is_asked = opportunity.process.options.cancel_activities is not CancelActivities.NEVER
    if not (definitions or is_asked):
        return NOTHING, None
    agenda = work.read_agendas([opportunity.id], with_entered=True)[opportunity.id]
    context = Entering(
        calendar=work.calendar,
        roles=work.agendas.roles_for(definitions, [opportunity.id]),
        moment=moment,
        action_ids=(ActionId(-number) for number in counting(1)),
        activity_ids=(ActivityId(-number) for number in counting(1)),
    )
    return agenda, context


def _criterion(state: Any, check: Any) -> CriterionShown:
    gap = state.gap
    confirmation = None
    if check is not None:
        person = Named(check.checked_by, check.checker_name)
        confirmation = Confirmed(by=person, at=check.checked_at, note=check.note, evidence=check.evidence)
    return CriterionShown(
        id=state.id,
        name=gap.name,
        remedy=gap.remedy,
        kind=gap.kind,
        strength=gap.strength,
        place=state.place,
        is_met=state.is_met,
        is_buyer_verified=gap.is_buyer_verified,
        is_evidence_required=gap.is_evidence_required,
        field=gap.field,
        contact_role=gap.contact_role,
        file_label=gap.file_label,
        files_lacking=gap.files_lacking,
        may_confirm=state.may_confirm,
        confirmation=confirmation,
    )


def _key_field(work: Work, opportunity: Opportunity, key: str) -> KeyField:
    if key in FIELDS:
        return KeyField(key, FIELDS[key].label, FIELDS[key].type.value, getattr(opportunity, key))
    custom = {f.name: f for f in work.catalogue.custom_fields}
    field = custom.get(key)
    value = opportunity.custom.get(key.removeprefix("custom."))
    return KeyField(key, field.label if field else key, field.type.value if field else "text", value)
