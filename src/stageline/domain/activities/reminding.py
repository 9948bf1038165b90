"""When the people of an activity are reminded of it."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any, ClassVar

import msgspec

from stageline.domain.activities.activity import Activity
from stageline.domain.activities.changes import AgendaEvent
from stageline.domain.calendar import zone_named
from stageline.domain.ids import ActivityId, OpportunityId, UserId

MORNING = time(9)
"""What has no time of day is reminded of as if it began then, on the clocks of whoever put it there."""


class ActivityReminded(AgendaEvent, frozen=True, kw_only=True, gc=False):
    """Told to whoever is responsible and to those who take part; what it says of a private one is its time alone."""

    kind: ClassVar[str] = "activity.reminded"

    of: "Due"

    @property
    def opportunity_id(self) -> OpportunityId | None:
        return self.of.opportunity_id

    @property
    def subject_id(self) -> int:
        return self.of.id

    @property
    def version(self) -> int | None:
        return None

    def facts(self) -> Mapping[str, Any]:
        due = self.of
        return {
            "activity_id": due.id,
            "user_ids": list(due.user_ids),
            "subject": None if due.is_private else due.subject,
            "begins": due.begins,
        }


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """An activity that its people are to be reminded of; `begins` is an instant, or a day without one."""

    id: ActivityId
    opportunity_id: OpportunityId | None
    subject: str
    location: str | None
    is_private: bool
    begins: str
    user_ids: tuple[UserId, ...]


def remind_at(activity: Activity, at: datetime) -> datetime | None:
    """None when nobody asked for it, when it is over and done with, and when that moment has gone by at `at`."""
    if activity.reminder_minutes is None or not activity.is_active:
        return None
    when = begins_at(activity) - timedelta(minutes=activity.reminder_minutes)
    return when if when > at else None


def begins_at(activity: Activity) -> datetime:
    if activity.starts_at is not None:
        return activity.starts_at
    assert activity.on_day is not None  # noqa: S101 - it has a time or a day
    return datetime.combine(activity.on_day, MORNING, zone_named(activity.zone)).astimezone(UTC)
