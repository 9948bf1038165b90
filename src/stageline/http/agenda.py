"""What acts on actions and activities are asked with, and what they answer."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Any

import msgspec

from stageline.commands.actions.advancing import StageAnswer, WantedStage
from stageline.domain.actions.completing import Said
from stageline.domain.activities.booking import ActivitySaid
from stageline.domain.activities.changes import AgendaEvent
from stageline.domain.events import Event
from stageline.domain.ids import ContactId, EventId, StageId, UserId
from stageline.domain.opportunities.changes import BesideEvent, OpportunityEvent, StageChange
from stageline.domain.opportunities.opportunity import Opportunity, is_visible
from stageline.domain.processes.action import ActivityCategory, ActivityType, Minutes
from stageline.http.access import SignedRequest
from stageline.http.inputs import Id, Text
from stageline.http.opportunities.answers import Told, told
from stageline.http.opportunities.inputs import InteractiveChannel, Reason, activity_ids
from stageline.storage.unit_of_work import Work

Aware = Annotated[datetime, msgspec.Meta(tz=True)]
Subject = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Line = Annotated[str, msgspec.Meta(max_length=200)]
People = Annotated[list[Id], msgspec.Meta(max_length=50)]
Unset = msgspec.UnsetType
UNSET = msgspec.UNSET


class OutcomeIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`code` of the organisation's list; with one that puts the activity off, when it takes place instead.

    `tells_participants`: those who take part are notified of it, with the note.
    """

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    note: Reason | None = None
    starts_at: Aware | None = None
    ends_at: Aware | None = None
    on_day: date | None = None
    tells_participants: bool = False

    def said(self) -> Said:
        return Said(
            outcome=self.code,
            note=self.note or None,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            on_day=self.on_day,
            tells_participants=self.tells_participants,
        )


class StageIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The stage chosen along with it. Null: a person has looked and chose none; left out: nobody was asked."""

    channel: InteractiveChannel = "api"
    outcome: OutcomeIn | None = None
    stage_id: Id | Unset | None = UNSET
    reason: Reason | None = None
    note: Reason | None = None
    acknowledge_gaps: bool = False
    cancel_activities: Annotated[list[Id], msgspec.Meta(max_length=200)] | None = None

    def wanted_stage(self) -> WantedStage:
        return WantedStage(
            stage_id=StageId(self.stage_id) if isinstance(self.stage_id, int) else None,
            is_left_open=self.stage_id is None,
            reason=self.reason or None,
            note=self.note or None,
            acknowledge_gaps=self.acknowledge_gaps,
            cancel_activities=activity_ids(self.cancel_activities),
        )


class ActivityIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is not said takes its default, or stays."""

    category: ActivityCategory | Unset = UNSET
    type: ActivityType | Unset = UNSET
    subject: Subject | Unset = UNSET
    location: Line | Unset | None = UNSET
    remarks: Text | Unset | None = UNSET
    starts_at: Aware | Unset | None = UNSET
    ends_at: Aware | Unset | None = UNSET
    on_day: date | Unset | None = UNSET
    zone: Annotated[str, msgspec.Meta(min_length=1, max_length=100)] | Unset = UNSET
    reminder_minutes: Minutes | Unset | None = UNSET
    is_private: bool | Unset = UNSET
    invites: bool | Unset = UNSET
    is_tracked: bool | Unset = UNSET
    contact_id: Id | Unset | None = UNSET
    responsible_id: Id | Unset = UNSET
    participants: People | Unset = UNSET

    def said(self) -> ActivitySaid:
        names = ActivitySaid.__struct_fields__
        said = {name: value for name in names if (value := getattr(self, name)) is not UNSET}
        if isinstance(self.participants, list):
            said["participants"] = tuple(UserId(each) for each in self.participants)
        if isinstance(self.contact_id, int):
            said["contact_id"] = ContactId(self.contact_id)
        return ActivitySaid(**said)


class StageTold(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the stage: `moved`, `held` with the refusal, `suggested`, or `stays`."""

    result: str
    stage_id: StageId | None = None
    stage_name: str | None = None
    refusal: Mapping[str, Any] | None = None
    move_id: EventId | None = None
    undo_until: datetime | None = None


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """What happened, or would happen."""

    id: int | None = None
    events: list[Told] = []


def stage_told(answer: StageAnswer, work: Work) -> StageTold:
    move = answer.move
    change = move.change if move is not None else None
    is_move = isinstance(change, StageChange) and not work.is_rehearsal
    minutes = timedelta(minutes=move.after.process.options.undo_minutes) if move is not None else timedelta()
    return StageTold(
        result=answer.result,
        stage_id=answer.stage_id,
        stage_name=answer.stage_name,
        refusal=answer.refusal,
        move_id=change.id if change is not None and is_move else None,
        undo_until=change.at + minutes if change is not None and is_move else None,
    )


def events_told(work: Work, acting: SignedRequest) -> list[Told]:
    """Those of opportunities that the asker sees, and of none (PS-203)."""
    return [
        told(event, is_real=not work.is_rehearsal) for event in work.happened if is_told(_opportunity_of(event), acting)
    ]


def _opportunity_of(event: Event) -> Opportunity | None:
    match event:
        case AgendaEvent() | BesideEvent():
            return event.opportunity
        case OpportunityEvent():
            return event.after
    return None


def happened(work: Work, acting: SignedRequest, id: int | None = None) -> Happened:
    return Happened(id=None if work.is_rehearsal else id, events=events_told(work, acting))


def is_told(opportunity: Opportunity | None, acting: SignedRequest) -> bool:
    """Whether the asker may know what became of the opportunity (PS-203)."""
    return opportunity is None or is_visible(opportunity, acting.asker)
