"""When the people of an activity are reminded of it."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any, ClassVar

from stageline.domain.activities.activity import Activity
from stageline.domain.activities.changes import AgendaEvent
from stageline.domain.calendar import zone_named
from stageline.domain.ids import OpportunityId

MORNING = time(9)
"""What has no time of day is reminded of as if it began then, on the clocks of whoever put it there."""


class ActivityReminded(AgendaEvent, frozen=True, kw_only=True, gc=False):
    """Told to whoever is responsible and to those who take part; what it says of a private one is its time alone."""

    kind: ClassVar[str] = "activity.reminded"

    of: Activity

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
        of = self.of
        begins = of.starts_at or of.on_day
        told = {
            "id": of.id,
            "subject": None if of.is_private else of.subject,
            "begins": begins.isoformat() if begins else None,
            "people": [of.responsible_id, *of.participants],
        }
        return {"activities": [told]}


def remind_at(activity: Activity, at: datetime) -> datetime | None:
    """None when nobody asked for it, when it is over and done with, and when that moment has gone by at `at`."""
    if activity.reminder_minutes is None or not activity.is_active:
        return None
    when = begins_at(activity) - timedelta(minutes=activity.reminder_minutes)
    return when if when > at else None


def is_worth_telling(activity: Activity, at: datetime) -> bool:
    """Nobody is reminded of what is over, as when everything stood still for a while."""
    ends = activity.ends_at or begins_at(activity) + timedelta(hours=15)
    return activity.is_active and at < ends


def begins_at(activity: Activity) -> datetime:
    if activity.starts_at is not None:
        return activity.starts_at
    assert activity.on_day is not None  # noqa: S101 - it has a time or a day
    return datetime.combine(activity.on_day, MORNING, zone_named(activity.zone)).astimezone(UTC)
