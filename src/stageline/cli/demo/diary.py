"""What stands in the calendars of the sample besides the work of stages: last week, in this one and in the next."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import msgspec

from stageline.cli.demo.keeping_up import Chore
from stageline.cli.demo.teller import Teller
from stageline.cli.demo.working_hours import drawn, on_clock, working_days_on
from stageline.commands.activities.booking import book_activity
from stageline.domain.activities.booking import ActivitySaid
from stageline.domain.ids import OpportunityId
from stageline.domain.processes.action import ActivityCategory, ActivityType
from stageline.storage.unit_of_work import Work

WEEKS = (-1, 0, 1)
NORTH = ("Mara Lindqvist", "Priya Nair", "Daniel Park")
SOUTH = ("Tomas Oliveira", "Ingrid Solberg")
BOOKED_BEFORE = 6


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """`weekday` 1 is Monday; without a clock it is for the whole day, or a task of that day.

    `deal` names one of the cast by the number of its part.
    """

    who: str
    subject: str
    weekday: int
    clock: time | None = None
    minutes: int = 60
    weeks: tuple[int, ...] = WEEKS
    type: ActivityType = ActivityType.MEETING
    is_task: bool = False
    is_private: bool = False
    place: str | None = None
    others: tuple[str, ...] = ()
    deal: int | None = None


MARA, HELEN, MARCO = "Mara Lindqvist", "Helen Okafor", "Marco Bianchi"
TO_DO, PERSONAL = ActivityType.TO_DO, ActivityType.PERSONAL
DIARY = (
    Entry(who=HELEN, subject="Team North, the week ahead", weekday=1, clock=time(9), minutes=45, place="Room Delft",
          others=NORTH),
    Entry(who=HELEN, subject="Pipeline review", weekday=4, clock=time(16, 30), minutes=60, place="Room Delft",
          others=NORTH),
    Entry(who=HELEN, subject="Mara and Helen", weekday=3, clock=time(11), minutes=30, weeks=(0, 1), others=(MARA,)),
    Entry(who=HELEN, subject="Priya and Helen", weekday=3, clock=time(13, 30), minutes=30, others=("Priya Nair",)),
    Entry(who=HELEN, subject="Daniel and Helen", weekday=2, clock=time(15), minutes=30, others=("Daniel Park",)),
    Entry(who=HELEN, subject="Forecast with Marco", weekday=5, clock=time(10), minutes=45, place="Video call",
          others=(MARCO,)),
    Entry(who=HELEN, subject="Interview for the open place in North", weekday=2, clock=time(13), weeks=(-1, 0)),
    Entry(who=HELEN, subject="Send the forecast", weekday=5, type=TO_DO, is_task=True),
    Entry(who=HELEN, subject="Management days", weekday=4, weeks=(-1,), place="Utrecht"),
    Entry(who=HELEN, subject="Parents' evening", weekday=2, clock=time(16, 30), weeks=(0, 1), type=PERSONAL,
          is_private=True),
    Entry(who=MARCO, subject="Team South, the week ahead", weekday=1, clock=time(9, 30), minutes=45, others=SOUTH),
    Entry(who=MARA, subject="Dentist", weekday=5, clock=time(9), minutes=45, weeks=(0,), type=PERSONAL,
          is_private=True),
    Entry(who=MARA, subject="Lunch with Ann", weekday=5, clock=time(12), weeks=(1,), type=PERSONAL,
          is_private=True),
    Entry(who=MARA, subject="Trade fair Logistics North", weekday=3, weeks=(-1,), place="Groningen"),
    Entry(who=MARA, subject="Home office", weekday=5, weeks=(1,), type=PERSONAL),
    Entry(who=MARA, subject="Hand in the travel expenses", weekday=4, type=TO_DO, is_task=True, weeks=(0,)),
    Entry(who=MARA, subject="Prepare the quarterly review", weekday=2, type=TO_DO, is_task=True, weeks=(1,)),
    Entry(who=MARA, subject="Rehearse the price with Rosa", weekday=2, clock=time(15, 30), minutes=45, weeks=(0,),
          place="Room Utrecht", others=("Rosa Silva",), deal=0),
    Entry(who=MARA, subject="Visit of the locks", weekday=3, clock=time(14), minutes=90, weeks=(1,),
          place="Lock 4, gate B", others=("Rosa Silva",), deal=5),
    Entry(who=MARA, subject="Walk through the quote", weekday=4, clock=time(13), minutes=45, weeks=(1,),
          place="Video call", deal=3),
)  # fmt: skip


class Diary:
    """Its hours are taken before anybody looks for a free one; each entry is booked some days before."""

    def __init__(self, teller: Teller, first_of_cast: int) -> None:
        self._teller = teller
        self._first = first_of_cast
        self._booked: dict[date, list[tuple[datetime, Entry, date]]] = {}
        for number, (entry, day) in enumerate(self._days()):
            if entry.clock is not None:
                begins = on_clock(day, entry.clock)
                ends = begins + timedelta(minutes=entry.minutes)
                people = [teller.people[name] for name in (entry.who, *entry.others)]
                teller.slots.take(people, day, begins, ends)
            on = min(working_days_on(day, -BOOKED_BEFORE), working_days_on(teller.today, -1))
            self._booked.setdefault(on, []).append((drawn(on, teller.random_for(number)), entry, day))

    def chores(self, work: Work, day: date) -> Iterator[Chore]:
        for at, entry, its_day in self._booked.get(day, ()):
            yield at, partial(self._book, work, entry, its_day, at)

    def _days(self) -> Iterator[tuple[Entry, date]]:
        today = self._teller.today
        monday = today - timedelta(days=today.isoweekday() - 1)
        for entry in DIARY:
            for week in entry.weeks:
                yield entry, monday + timedelta(days=7 * week + entry.weekday - 1)

    def _book(self, work: Work, entry: Entry, day: date, at: datetime) -> None:
        people = self._teller.people
        number = None if entry.deal is None else OpportunityId(self._teller.deals[self._first + entry.deal].id)
        said = ActivitySaid(
            subject=entry.subject,
            type=entry.type,
            location=entry.place,
            is_private=entry.is_private,
            responsible_id=people[entry.who],
            participants=tuple(people[name] for name in entry.others),
            **_times(entry, day),
        )
        book_activity(work, number, said, by=self._teller.by(work, people[entry.who]), at=at)


def _times(entry: Entry, day: date) -> dict[str, Any]:
    if entry.clock is None:
        category = ActivityCategory.TASK if entry.is_task else ActivityCategory.ALL_DAY
        return {"category": category, "on_day": day}
    begins = on_clock(day, entry.clock)
    return {"starts_at": begins, "ends_at": begins + timedelta(minutes=entry.minutes)}
