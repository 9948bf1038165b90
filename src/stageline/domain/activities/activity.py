"""What stands in the calendar: with a time of day, for a whole day, or to be done by a day."""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from stageline.domain.errors import Conflict, NotFound
from stageline.domain.ids import ActionId, ActivityId, ContactId, EventId, OpportunityId, UserId
from stageline.domain.processes.action import ActivityCategory, ActivityType


class ActivityNotFound(NotFound):
    """There is no such activity, or it is not shared with you."""

    code = "not_found"


class ActivityChanged(Conflict):
    """Somebody changed this activity in the meantime."""

    code = "conflict"


class ActivityStatus(StrEnum):
    ACTIVE = "active"
    DONE = "done"
    CANCELLED = "cancelled"


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """`starts_at` and `ends_at` when it is timed, else `on_day`; `zone` is that of whoever put it there.

    `is_outcome_pending`: it was done together with others, and its outcome is still to be said (PS-67).
    `invites`: those who take part, the contact among them, are asked by mail as long as it has a time of day.
    `made_by_event` and `cancelled_by_event` name the move that did it, for an undo (PS-101).
    """

    id: ActivityId
    opportunity_id: OpportunityId | None = None
    contact_id: ContactId | None = None
    action_id: ActionId | None = None
    responsible_id: UserId
    category: ActivityCategory
    type: ActivityType
    subject: str
    location: str | None = None
    remarks: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    on_day: date | None = None
    zone: str
    reminder_minutes: int | None = None
    is_private: bool = False
    invites: bool = False
    status: ActivityStatus = ActivityStatus.ACTIVE
    is_tracked: bool = False
    outcome: str | None = None
    outcome_note: str | None = None
    is_outcome_pending: bool = False
    ended_at: datetime | None = None
    ended_by: UserId | None = None
    end_reason: str | None = None
    made_by_event: EventId | None = None
    cancelled_by_event: EventId | None = None
    created_at: datetime
    created_by: UserId
    deleted_at: datetime | None = None
    version: int = 1
    participants: tuple[UserId, ...] = ()

    @property
    def is_active(self) -> bool:
        return self.status is ActivityStatus.ACTIVE and self.deleted_at is None

    @property
    def asks_for_outcome(self) -> bool:
        """Tracked and still to be done: it is not done without saying what came of it (PS-63, PS-64)."""
        return self.is_tracked and self.is_active

    def takes_part(self, user_id: UserId) -> bool:
        return user_id == self.responsible_id or user_id in self.participants


def tracked(plan_says: bool, type: ActivityType, contact_id: ContactId | None) -> bool:
    """An outcome is one of a talk with somebody: without a contact, or among ourselves, there is none (PS-78)."""
    return plan_says and contact_id is not None and type is not ActivityType.PERSONAL


def ended(
    activity: Activity, status: ActivityStatus, *, at: datetime, by: UserId, reason: str | None = None
) -> Activity:
    return msgspec.structs.replace(
        activity, status=status, ended_at=at, ended_by=by, end_reason=reason, version=activity.version + 1
    )


def active_again(activity: Activity) -> Activity:
    """As if it had never ended; what was said of its outcome goes with that."""
    return msgspec.structs.replace(
        activity,
        status=ActivityStatus.ACTIVE,
        outcome=None,
        outcome_note=None,
        is_outcome_pending=False,
        ended_at=None,
        ended_by=None,
        end_reason=None,
        cancelled_by_event=None,
        version=activity.version + 1,
    )
