"""What waits for somebody besides: outcomes to be said, what went wrong, and opportunities done with their stage."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, exists, or_, select, text

from stageline.domain.events import By
from stageline.domain.ids import ActionId, ActivityId, MessageId, OpportunityId
from stageline.domain.letters.message import MessageState
from stageline.domain.opportunities.planning import StageShown, shown
from stageline.domain.processes.action import ActionType, AutoAdvance
from stageline.domain.rights import Actor
from stageline.queries.actions import AdvanceShown, advance_of
from stageline.queries.history import Named
from stageline.storage.tables import actions, activities, messages, opportunities, processes, stages
from stageline.storage.unit_of_work import Work

SHOWN = 50

_ASKER: Any = bindparam("asker_id")
_THERE = opportunities.c.deleted_at.is_(None)
_OF_STAGE = (
    actions.c.opportunity_id == opportunities.c.id,
    actions.c.stage_id == opportunities.c.stage_id,
    actions.c.deleted_at.is_(None),
)
# As the partial index says it.
PENDING = (
    select(activities.c.id, activities.c.subject, activities.c.ended_at, opportunities.c.name)
    .outerjoin(opportunities, opportunities.c.id == activities.c.opportunity_id)
    .where(
        text("activities.is_outcome_pending"),
        activities.c.responsible_id == _ASKER,
        activities.c.deleted_at.is_(None),
        or_(activities.c.opportunity_id.is_(None), _THERE),
    )
    .order_by(activities.c.ended_at.desc(), activities.c.id.desc())
    .limit(SHOWN)
)
MESSAGES = (
    select(messages, opportunities.c.name)
    .join(opportunities, opportunities.c.id == messages.c.opportunity_id)
    .where(
        messages.c.state.in_([MessageState.FAILED.value, MessageState.UNCERTAIN.value]),
        messages.c.sender_id == _ASKER,
        _THERE,
    )
    .order_by(messages.c.id.desc())
    .limit(SHOWN)
)
TROUBLES = (
    select(actions.c.id, actions.c.name, actions.c.trouble, actions.c.opportunity_id, opportunities.c.name.label("of"))
    .join(opportunities, opportunities.c.id == actions.c.opportunity_id)
    .where(
        actions.c.trouble.is_not(None),
        actions.c.type == ActionType.CALENDAR_ACTIVITY.value,
        actions.c.completed_at.is_(None),
        actions.c.deleted_at.is_(None),
        opportunities.c.owner_id == _ASKER,
        _THERE,
    )
    .order_by(actions.c.id.desc())
    .limit(SHOWN)
)
READY = (
    select(opportunities.c.id)
    .join(stages, stages.c.id == opportunities.c.stage_id)
    .join(processes, processes.c.id == opportunities.c.process_id)
    .where(
        opportunities.c.owner_id == _ASKER,
        _THERE,
        stages.c.type == "open",
        processes.c.auto_advance != AutoAdvance.OFF.value,
        exists().where(*_OF_STAGE),
        ~exists().where(*_OF_STAGE, actions.c.completed_at.is_(None)),
    )
    .order_by(opportunities.c.last_meaningful_change_at.desc(), opportunities.c.id)
    .limit(SHOWN)
)


class OutcomePending(msgspec.Struct, frozen=True, kw_only=True):
    """Done together with others; what came of it is still to be said (PS-67)."""

    activity_id: ActivityId
    subject: str
    ended_at: datetime | None
    opportunity_name: str | None


class MessageInTrouble(msgspec.Struct, frozen=True, kw_only=True):
    id: MessageId
    subject: str
    to_name: str
    state: MessageState
    trouble: str | None
    opportunity: Named


class NotBooked(msgspec.Struct, frozen=True, kw_only=True):
    """An activity that should have stood in a calendar by itself and could not (PS-117)."""

    action_id: ActionId
    name: str
    trouble: str
    opportunity: Named


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """All of its stage is done (PS-38, PS-125 to PS-127). `advance` without a stage asks how it ends."""

    opportunity: Named
    stage: StageShown
    actions: int
    advance: AdvanceShown

    @property
    def is_ready(self) -> bool:
        return self.advance.stage is not None and not self.advance.missing


class NeedsYou(msgspec.Struct, frozen=True, kw_only=True):
    """`held` lack something before they can go on, or have no stage left to go on to."""

    held: list[Ready]
    messages: list[MessageInTrouble]
    not_booked: list[NotBooked]
    outcomes: list[OutcomePending]


def read_needs(connection: Connection, ready: list[Ready], *, asker: Actor) -> NeedsYou:
    asked = {"asker_id": asker.user_id}
    return NeedsYou(
        held=[each for each in ready if not each.is_ready],
        messages=[
            MessageInTrouble(
                id=row.id,
                subject=row.subject,
                to_name=row.to_name,
                state=MessageState(row.state),
                trouble=row.trouble,
                opportunity=Named(row.opportunity_id, row.name),
            )
            for row in connection.execute(MESSAGES, asked)
        ],
        not_booked=[
            NotBooked(
                action_id=row.id, name=row.name, trouble=row.trouble, opportunity=Named(row.opportunity_id, row.of)
            )
            for row in connection.execute(TROUBLES, asked)
        ],
        outcomes=[
            OutcomePending(
                activity_id=row.id, subject=row.subject, ended_at=row.ended_at, opportunity_name=row.name
            )
            for row in connection.execute(PENDING, asked)
        ],
    )  # fmt: skip


def read_ready(work: Work, *, by: By, at: datetime) -> list[Ready]:
    """The asker's own opportunities that are done with their stage."""
    ids = [OpportunityId(each) for each in work.connection.scalars(READY, {"asker_id": by.actor.user_id})]
    if not ids:
        return []
    found = work.opportunities.read(ids, by.actor.user_id)
    agendas = work.read_agendas(ids, with_activities=False)
    moment = work.moment(at)
    listed = []
    for number in ids:
        opportunity, agenda = found[number], agendas[number]
        advance = advance_of(opportunity, agenda, by, moment)
        if advance is not None:
            its = len(agenda.of_stage(opportunity.stage.id))
            named = Named(opportunity.id, opportunity.name)
            listed.append(Ready(opportunity=named, stage=shown(opportunity.stage), actions=its, advance=advance))
    return listed
