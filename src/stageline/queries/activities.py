"""One activity, as far as the asker may know of it."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec
from sqlalchemy import bindparam, select

from stageline.domain.actions.advancing import linked_stage
from stageline.domain.actions.agenda import NOTHING
from stageline.domain.actions.doing import (
    is_there,
    may_change,
    may_complete_activity,
    require_activity,
)
from stageline.domain.activities.activity import Activity
from stageline.domain.activities.outcome import offered_for
from stageline.domain.events import By
from stageline.domain.ids import ActivityId, UserId
from stageline.domain.opportunities.opportunity import Opportunity, is_visible, may_edit
from stageline.domain.opportunities.planning import StageShown, shown
from stageline.domain.rights import Right
from stageline.queries.actions import NAMES
from stageline.queries.history import Named
from stageline.storage.outcomes import read_outcomes
from stageline.storage.tables import contacts
from stageline.storage.unit_of_work import Work

CONTACT = select(contacts.c.id, contacts.c.name).where(contacts.c.id == bindparam("id"))


class OutcomeOffered(msgspec.Struct, frozen=True, kw_only=True):
    """`stage` is the one that it leads to, to be preselected (PS-80)."""

    code: str
    label: str
    effect: str
    stage: StageShown | None


class ActivityShown(msgspec.Struct, frozen=True, kw_only=True):
    """Of an opportunity that the asker has no access to there is its name and nothing else (PS-203).

    `outcomes` are those to choose from, where an outcome is asked for or still pending.
    """

    id: ActivityId
    category: str
    type: str
    subject: str
    location: str | None
    remarks: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    on_day: date | None
    zone: str
    reminder_minutes: int | None
    is_private: bool
    invites: bool
    status: str
    is_tracked: bool
    is_outcome_pending: bool
    outcome: str | None
    outcome_note: str | None
    ended_at: datetime | None
    end_reason: str | None
    created_at: datetime
    version: int
    responsible: Named
    participants: list[Named]
    contact: Named | None
    opportunity_id: int | None
    opportunity_name: str | None
    action: Named | None
    outcomes: list[OutcomeOffered]
    may_complete: bool
    may_change: bool
    may_choose_stage: bool


def read_activity(work: Work, activity_id: ActivityId, *, by: By) -> ActivityShown:
    """Not there for whoever neither takes part nor sees its opportunity."""
    exists, number = work.agendas.opportunity_of_activity(activity_id)
    found = work.opportunities.read([number], by.actor.user_id).get(number) if number is not None else None
    its = work.agendas.activities([activity_id]).get(activity_id) if exists else None
    activity = require_activity(its, found, by.actor)
    is_seen = found is not None and is_there(found) and is_visible(found, by.actor)
    agenda = work.read_agendas([number]).get(number, NOTHING) if number is not None and is_seen else NOTHING
    action = agenda.action(activity.action_id)
    names = _names(work, [activity.responsible_id, *activity.participants])
    may_choose = found is not None and is_seen and may_edit(found, by.actor, Right.MOVE_OPPORTUNITIES)
    same = [name for name in ActivityShown.__struct_fields__ if name in _SAME]
    return ActivityShown(
        **{name: getattr(activity, name) for name in same},
        category=activity.category.value,
        type=activity.type.value,
        status=activity.status.value,
        responsible=names[activity.responsible_id],
        participants=[names[each] for each in activity.participants],
        contact=_contact(work, activity) if is_seen or found is None else None,
        opportunity_id=found.id if found is not None and is_seen else None,
        opportunity_name=found.name if found is not None else None,
        action=Named(action.id, action.name) if action is not None else None,
        outcomes=_outcomes(work, activity, found if may_choose else None),
        may_complete=may_complete_activity(activity, found, by.actor),
        may_change=may_change(activity, found, by.actor),
        may_choose_stage=may_choose and action is not None,
    )


_SAME = {name for name in Activity.__struct_fields__ if name not in ("category", "type", "status")} - {
    "participants", "opportunity_id",
}  # fmt: skip


def _names(work: Work, ids: Sequence[UserId]) -> dict[UserId, Named]:
    return {row.id: Named(row.id, row.name) for row in work.connection.execute(NAMES, {"ids": sorted(set(ids))})}


def _contact(work: Work, activity: Activity) -> Named | None:
    if activity.contact_id is None:
        return None
    row = work.connection.execute(CONTACT, {"id": activity.contact_id}).one()
    return Named(row.id, row.name)


def _outcomes(work: Work, activity: Activity, opportunity: Opportunity | None) -> list[OutcomeOffered]:
    if not (activity.asks_for_outcome or activity.is_outcome_pending):
        return []
    offered = []
    for each in offered_for(read_outcomes(work.connection), activity.type):
        stage = linked_stage(opportunity, each.code, activity.type) if opportunity is not None else None
        offered.append(
            OutcomeOffered(
                code=each.code, label=each.label, effect=each.effect.value, stage=shown(stage) if stage else None
            )
        )
    return offered
