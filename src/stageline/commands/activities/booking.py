"""Putting activities into the calendar by hand, and changing them there."""

from datetime import datetime

from stageline.commands.activities.taking import take_activity
from stageline.commands.people.present import require_people
from stageline.domain.actions.doing import require_calendar, require_changer
from stageline.domain.actions.entering import Draft
from stageline.domain.activities.activity import ActivityChanged
from stageline.domain.activities.booking import (
    ActivitySaid,
    Place,
    decide_booking,
    decide_change,
    new_activity,
)
from stageline.domain.events import By
from stageline.domain.ids import ActivityId, OpportunityId
from stageline.domain.opportunities.opportunity import Opportunity, changeable
from stageline.domain.processes.action import ActivityCategory, ActivityType
from stageline.domain.rights import RightMissing
from stageline.storage.unit_of_work import Work


def book_activity(
    work: Work, opportunity_id: OpportunityId | None, said: ActivitySaid, *, by: By, at: datetime
) -> ActivityId:
    """For an opportunity, or for none. What an action asks for is booked by performing the action."""
    if by.actor.only_looks:
        raise RightMissing
    opportunity: Opportunity | None = None
    if opportunity_id is not None:
        found = work.opportunities.read([opportunity_id], by.actor.user_id).get(opportunity_id)
        opportunity = changeable(found, by.actor)
    _require_calendar(said, opportunity_id, by)
    require_people(work, said.people())
    _require_contact(work, said)
    draft = Draft(
        contact_id=opportunity.contact_id if opportunity else None,
        responsible_id=by.actor.user_id,
        category=ActivityCategory.TIMED,
        type=ActivityType.MEETING,
        subject="",
    )
    place = Place(
        id=work.new_activity_ids(1)[0],
        opportunity_id=opportunity_id,
        zone=str(work.calendar.zone),
        at=at,
        by=by.actor.user_id,
    )
    activity = new_activity(said, draft, place)
    work.keep([decide_booking(opportunity, activity, id=work.new_ids(1)[0], by=by, moment=work.moment(at))])
    return activity.id


def change_activity(
    work: Work, activity_id: ActivityId, said: ActivitySaid, *, version: int, by: By, at: datetime
) -> None:
    taken = take_activity(work, activity_id, by)
    activity = require_changer(taken.activity, taken.opportunity, by.actor)
    if activity.version != version:
        raise ActivityChanged(current={"id": activity.id, "version": activity.version})
    if said.responsible_id != activity.responsible_id:
        _require_calendar(said, activity.opportunity_id, by)
    require_people(work, said.people() - {activity.responsible_id, *activity.participants})
    _require_contact(work, said)
    happened = decide_change(
        taken.opportunity, activity, said, id=work.new_ids(1)[0], by=by, moment=work.moment(at)
    )  # fmt: skip
    if happened is not None:
        work.keep([happened])


def _require_calendar(said: ActivitySaid, opportunity_id: OpportunityId | None, by: By) -> None:
    if isinstance(said.responsible_id, int) and opportunity_id is None:
        require_calendar(said.responsible_id, by.actor)


def _require_contact(work: Work, said: ActivitySaid) -> None:
    if isinstance(said.contact_id, int):
        work.contacts.require({said.contact_id}, set())
