"""An activity as somebody puts it into the calendar, or changes it there."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import msgspec

from stageline.domain.actions.entering import Draft
from stageline.domain.activities.activity import Activity, tracked
from stageline.domain.activities.changes import ActivityBooked, ActivityEdited, changed
from stageline.domain.activities.times import Times, timed
from stageline.domain.calendar import zone_named
from stageline.domain.conditions import Moment
from stageline.domain.errors import InvalidInput, Missing, RuleBroken
from stageline.domain.events import By
from stageline.domain.ids import ActionId, ActivityId, ContactId, EventId, OpportunityId, UserId
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.processes.action import ActivityCategory, ActivityType


class SubjectRequired(InvalidInput):
    """An activity says what it is about. Give it a subject."""

    code = "invalid_input"


class UnknownParticipant(InvalidInput):
    """There is no such person here. Choose somebody who is."""

    code = "invalid_input"


class HasEnded(RuleBroken):
    """This activity is done or cancelled. Bring it back to change it."""

    code = "activity_ended"


class ActivitySaid(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of an activity; what is not said stays, or takes its default."""

    category: ActivityCategory | msgspec.UnsetType = msgspec.UNSET
    type: ActivityType | msgspec.UnsetType = msgspec.UNSET
    subject: str | msgspec.UnsetType = msgspec.UNSET
    location: str | msgspec.UnsetType | None = msgspec.UNSET
    remarks: str | msgspec.UnsetType | None = msgspec.UNSET
    starts_at: datetime | msgspec.UnsetType | None = msgspec.UNSET
    ends_at: datetime | msgspec.UnsetType | None = msgspec.UNSET
    on_day: date | msgspec.UnsetType | None = msgspec.UNSET
    zone: str | msgspec.UnsetType = msgspec.UNSET
    reminder_minutes: int | msgspec.UnsetType | None = msgspec.UNSET
    is_private: bool | msgspec.UnsetType = msgspec.UNSET
    invites: bool | msgspec.UnsetType = msgspec.UNSET
    is_tracked: bool | msgspec.UnsetType = msgspec.UNSET
    contact_id: ContactId | msgspec.UnsetType | None = msgspec.UNSET
    responsible_id: UserId | msgspec.UnsetType = msgspec.UNSET
    participants: tuple[UserId, ...] | msgspec.UnsetType = msgspec.UNSET

    def said(self) -> dict[str, Any]:
        return {n: value for n, value in msgspec.structs.asdict(self).items() if value is not msgspec.UNSET}

    def people(self) -> set[UserId]:
        """Those that it names, who must be here."""
        said = self.said()
        named = {said["responsible_id"]} if "responsible_id" in said else set()
        return named | set(said.get("participants", ()))


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a new activity belongs, and who puts it there."""

    id: ActivityId
    opportunity_id: OpportunityId | None = None
    action_id: ActionId | None = None
    zone: str
    at: datetime
    by: UserId


def new_activity(said: ActivitySaid, draft: Draft, place: Place) -> Activity:
    """What is said, and the rest as it was proposed (PS-43)."""
    values = {**msgspec.structs.asdict(draft), "zone": place.zone, **said.said()}
    return Activity(
        **_sound(values, None),
        id=place.id,
        opportunity_id=place.opportunity_id,
        action_id=place.action_id,
        created_at=place.at,
        created_by=place.by,
    )


def decide_booking(
    opportunity: Opportunity | None, activity: Activity, *, id: EventId, by: By, moment: Moment
) -> ActivityBooked:
    """By hand, for no action: with or without an opportunity."""
    return ActivityBooked(id=id, at=moment.at, by=by, opportunity=opportunity, activities=(activity,))


def decide_change(
    opportunity: Opportunity | None, activity: Activity, said: ActivitySaid, *, id: EventId, by: By, moment: Moment
) -> ActivityEdited | None:
    """None when it already says so. One that is given another start, and no end, lasts as long as before."""
    if not activity.is_active:
        raise HasEnded
    before, wanted = {name: getattr(activity, name) for name in ActivitySaid.__struct_fields__}, said.said()
    if "starts_at" in wanted:
        del before["ends_at"]
    after = msgspec.structs.replace(activity, **_sound({**before, **wanted}, activity))
    if after == activity:
        return None
    return ActivityEdited(
        id=id,
        at=moment.at,
        by=by,
        opportunity=opportunity,
        activities=(changed(after),),
        joined=tuple(u for u in (after.responsible_id, *after.participants) if not activity.takes_part(u)),
        is_moved=any(getattr(after, name) != getattr(activity, name) for name in ("starts_at", "ends_at", "on_day")),
    )


def _sound(values: dict[str, Any], before: Activity | None) -> dict[str, Any]:
    subject = " ".join(values["subject"].split())
    if not subject:
        raise SubjectRequired([Missing(name="subject", remedy="Give it a subject.")])
    zone_named(values["zone"])
    times = Times(
        category=values["category"],
        starts_at=values.get("starts_at"),
        ends_at=values.get("ends_at"),
        on_day=values.get("on_day"),
    )
    is_tracked = tracked(bool(values.get("is_tracked")), values["type"], values.get("contact_id"))
    others = tuple(dict.fromkeys(u for u in values.get("participants", ()) if u != values["responsible_id"]))
    return {**values, **timed(times, lasts_as=before), "subject": subject, "is_tracked": is_tracked,
            "participants": others}  # fmt: skip


def require_here(wanted: Collection[UserId], here: Collection[UserId]) -> None:
    if not set(wanted) <= set(here):
        raise UnknownParticipant([Missing(name="participants", remedy="Choose somebody who is here.")])
