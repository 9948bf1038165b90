"""Gives what a stage has booked by itself the time, the place and the company that its people agree on."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import bindparam, select

from stageline.cli.demo.acts import Act
from stageline.cli.demo.teller import Deal, Teller
from stageline.cli.demo.working_hours import CLOSES, ONE_DAY, OPENS, day_of, is_working, on_clock, working_days_on
from stageline.commands.activities.booking import change_activity
from stageline.domain.activities.booking import ActivitySaid
from stageline.domain.ids import ActivityId
from stageline.domain.processes.action import ActivityType
from stageline.storage.tables import activities
from stageline.storage.tables.types import AnyRow
from stageline.storage.unit_of_work import Work

BOOKED = select(
    activities.c.id, activities.c.responsible_id, activities.c.type, activities.c.starts_at, activities.c.ends_at,
    activities.c.version,
).where(
    activities.c.opportunity_id == bindparam("number"),
    activities.c.created_at == bindparam("at"),
    activities.c.starts_at.is_not(None),
)  # fmt: skip
LEAVING = ("move", "close")
LEAD = timedelta(minutes=20)


class Arranging:
    def __init__(self, teller: Teller, acts: Sequence[Act]) -> None:
        self._teller = teller
        self._left: defaultdict[int, list[datetime]] = defaultdict(list)
        for act in acts:
            if act.kind in LEAVING:
                self._left[act.deal].append(act.at)

    def after(self, work: Work, act: Act) -> None:
        """Of what this act has booked."""
        deal = self._teller.deals[act.deal]
        for row in work.connection.execute(BOOKED, {"number": deal.id, "at": act.at}).all():
            self._arrange(work, deal, row, act)

    def _arrange(self, work: Work, deal: Deal, row: AnyRow, act: Act) -> None:
        luck = self._teller.random_for(row.id)
        length = row.ends_at - row.starts_at
        begins = self._begin(row, act, length, luck)
        place, guests = self._teller.around(deal, ActivityType(row.type), luck)
        said = ActivitySaid(starts_at=begins, ends_at=begins + length, location=place, participants=guests)
        by = self._teller.by(work, deal.owner_id)
        change_activity(work, ActivityId(row.id), said, version=row.version, by=by, at=act.at)

    def _begin(self, row: AnyRow, act: Act, length: timedelta, luck: Random) -> datetime:
        """On the day it was booked for, or the next working one; before the deal leaves the stage, if there is time."""
        left = self._left[act.deal]
        following = bisect_right(left, act.at)
        until = left[following] if following < len(left) else None
        booked = day_of(row.starts_at)
        planned = booked if is_working(booked) else working_days_on(booked, luck.randint(1, 3))
        for day in self._days(planned, act.at, until):
            hours = (
                max(on_clock(day, OPENS), act.at + LEAD),
                min(on_clock(day, CLOSES), until or act.at + 366 * ONE_DAY),
            )
            found = self._teller.slots.find(row.responsible_id, day, length, luck, window=hours)
            if found is not None:
                return found
        return self._teller.find_slot(row.responsible_id, planned, length, luck)

    def _days(self, planned: date, since: datetime, until: datetime | None) -> list[date]:
        last = planned if until is None else min(planned, day_of(until))
        days = (day_of(since) + n * ONE_DAY for n in range((last - day_of(since)).days, -1, -1))
        return [day for day in days if is_working(day)]
