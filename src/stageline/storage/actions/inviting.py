"""Reads what invitations and reminders are written from, for many activities at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, exists, or_, select, update

from stageline.domain.activities.activity import Activity
from stageline.domain.ids import ActivityId, ContactId, OpportunityId, UserId
from stageline.domain.people.preferences import Chosen
from stageline.domain.people.user import UserState
from stageline.storage.actions.reading import read_kept_activities
from stageline.storage.tables import activities, contacts, messages, opportunities, users

a = activities.c


class Correspondent(msgspec.Struct, frozen=True, kw_only=True):
    """One of ours who can get mail, as they like it."""

    id: UserId
    name: str
    address: str | None
    chosen: Chosen


def concerned(connection: Connection, ids: Collection[ActivityId]) -> dict[ActivityId, OpportunityId | None]:
    """Of these, those that invite or have invited, with the opportunities to be locked."""
    has_messages = exists().where(messages.c.activity_id == a.id)
    rows = connection.execute(select(a.id, a.opportunity_id).where(a.id.in_(ids), or_(a.invites, has_messages)))
    return {ActivityId(row.id): row.opportunity_id for row in rows}


def read_with_changes(
    connection: Connection, ids: Sequence[ActivityId]
) -> Sequence[tuple[Activity, datetime]]:  # fmt: skip
    """Also those that were deleted; with when each was written last."""
    rows = connection.execute(select(a.id, a.changed_at).where(a.id.in_(ids)))
    changed = {row.id: row.changed_at for row in rows}
    found = read_kept_activities(connection, ids)
    return [(each, changed[number] or each.created_at) for number, each in sorted(found.items())]


def read_correspondents(connection: Connection, ids: Collection[UserId]) -> Mapping[UserId, Correspondent]:
    """Those who are here."""
    its = select(users.c.id, users.c.name, users.c.email, users.c.preferences)
    rows = connection.execute(its.where(users.c.id.in_(ids), users.c.state == UserState.ACTIVE.value))
    return {
        UserId(row.id): Correspondent(
            id=UserId(row.id), name=row.name, address=row.email, chosen=Chosen.kept(row.preferences)
        )
        for row in rows
    }


def read_contacts(connection: Connection, ids: Collection[ContactId]) -> Mapping[ContactId, tuple[str, str | None]]:
    """Their names and addresses."""
    rows = connection.execute(select(contacts.c.id, contacts.c.name, contacts.c.email).where(contacts.c.id.in_(ids)))
    return {ContactId(row.id): (row.name, row.email) for row in rows}


def moments_to_remind(connection: Connection, ids: Collection[ActivityId]) -> Sequence[datetime]:
    """When the people of these are to be reminded; each moment once."""
    its = select(a.remind_at).where(a.id.in_(ids), a.remind_at.is_not(None)).distinct()
    return sorted(connection.scalars(its))


def take_due(connection: Connection, at: datetime, most: int) -> Sequence[Activity]:
    """Those whose moment has come: each is given to one worker, and never again for that moment."""
    is_of_nothing = exists().where(opportunities.c.id == a.opportunity_id, opportunities.c.deleted_at.is_not(None))
    due = select(a.id).where(a.remind_at <= at, ~is_of_nothing).order_by(a.remind_at, a.id).limit(most)
    ids = list(connection.scalars(due.with_for_update(skip_locked=True)))
    if not ids:
        return ()
    connection.execute(update(activities).where(a.id.in_(ids)).values(remind_at=None))
    return [each for _, each in sorted(read_kept_activities(connection, ids).items())]
