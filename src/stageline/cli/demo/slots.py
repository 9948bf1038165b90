"""Free hours in the calendars of the sample's people, so that what they agree on does not pile up at nine."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random

from stageline.cli.demo.working_hours import on_clock
from stageline.domain.ids import UserId

CLOCKS = tuple(time(hour, minute) for hour in (9, 10, 11, 13, 14, 15, 16) for minute in (0, 30))


class Slots:
    """Who has something at what time already."""

    def __init__(self) -> None:
        self._taken: defaultdict[tuple[UserId, date], list[tuple[datetime, datetime]]] = defaultdict(list)

    def take(self, people: Iterable[UserId], day: date, begins: datetime, ends: datetime) -> None:
        for person in people:
            self._taken[person, day].append((begins, ends))

    def find(
        self, person: UserId, day: date, length: timedelta, random: Random, *, window: tuple[datetime, datetime]
    ) -> datetime | None:
        """A free time that lies within the window, if that day has one; it is taken from then on."""
        for clock in random.sample(CLOCKS, len(CLOCKS)):
            begins = on_clock(day, clock)
            ends = begins + length
            if window[0] <= begins and ends <= window[1] and self._is_free(person, day, begins, ends):
                self.take([person], day, begins, ends)
                return begins
        return None

    def _is_free(self, person: UserId, day: date, begins: datetime, ends: datetime) -> bool:
        return all(ends <= other or begins >= until for other, until in self._taken[person, day])
