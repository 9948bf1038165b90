"""A person's activities as the calendars of other programs show them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, Select, and_, case, or_, select, union

from stageline.domain.calendars.entry import Beside, Entry, entry_for_oneself
from stageline.domain.calendars.feed import AHEAD, BACK
from stageline.domain.calendars.words import words_in
from stageline.domain.ids import UserId
from stageline.domain.people.preferences import Chosen
from stageline.domain.rights import Actor
from stageline.storage.actions.reading import read_single_activities
from stageline.storage.people.authentication import read_actor
from stageline.storage.tables import activities, activity_participants, opportunities, users
from stageline.storage.visible import asked_by, visible_to

a = activities.c
UNNAMED = "Stageline"


class CalendarTold(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    entries: Sequence[Entry]


def read_calendar(connection: Connection, user_id: UserId, *, records: str, at: datetime) -> CalendarTold:
    """What they are responsible for or take part in, in the order of their numbers; cancelled ones as cancelled.

    `records` is where the page shows opportunities. The same number of statements however much there is.
    """
    asker = read_actor(connection, user_id)
    chosen = connection.execute(select(users.c.preferences).where(users.c.id == user_id)).scalar_one()
    words = words_in(Chosen.kept(chosen).language)
    beside = {row.id: row for row in connection.execute(_in_span(asker, at), asked_by(asker))}
    found = read_single_activities(connection, sorted(beside))
    told = [
        entry_for_oneself(
            each,
            Beside(
                changed_at=beside[number].changed_at or each.created_at,
                opportunity_name=beside[number].name,
                url=f"{records}/{each.opportunity_id}" if beside[number].is_seen else None,
            ),
            words,
        )
        for number, each in sorted(found.items())
    ]
    return CalendarTold(name=f"{UNNAMED} · {asker.name}", entries=told)


def _in_span(asker: Actor, at: datetime) -> Select[*tuple[object, ...]]:
    begin, end = at - BACK, at + AHEAD
    is_timed = a.starts_at.between(begin, end)
    is_on_day = a.on_day.between(begin.date(), end.date())
    takes_part = activity_participants.c.activity_id == a.id, activity_participants.c.user_id == asker.user_id
    own = a.responsible_id == asker.user_id
    ids = union(
        select(a.id).where(own, is_timed),
        select(a.id).where(own, is_on_day),
        select(a.id).join(activity_participants, and_(*takes_part)).where(or_(is_timed, is_on_day)),
    ).subquery()
    there = or_(a.opportunity_id.is_(None), opportunities.c.deleted_at.is_(None))
    return (
        select(a.id, a.changed_at, opportunities.c.name, case((visible_to(asker), True), else_=False).label("is_seen"))
        .join(ids, ids.c.id == a.id)
        .outerjoin(opportunities, opportunities.c.id == a.opportunity_id)
        .where(a.deleted_at.is_(None), there)
    )
