"""What operations did in the last weeks of the sample: they let the process suggest, and announced gatherings."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

import msgspec

from stageline.cli.demo.keeping_up import Chore
from stageline.cli.demo.teller import Teller
from stageline.cli.demo.working_hours import on_clock, working_days_on
from stageline.commands.gatherings import add_gathering
from stageline.commands.processes.defining import define_process
from stageline.domain.events import By
from stageline.domain.gatherings.gathering import GatheringSaid
from stageline.domain.processes.action import AutoAdvance
from stageline.domain.processes.definition import definition_of
from stageline.storage.unit_of_work import Work

OPERATIONS = "Karim Lahlou"
DAYS_AGO = 20


class Gathering(msgspec.Struct, frozen=True, kw_only=True):
    """`in_days` from now are working days."""

    name: str
    place: str
    in_days: int
    capacity: int | None = None


GATHERINGS = (
    Gathering(name="Demo day in Utrecht", place="Stationshal, Utrecht", in_days=8, capacity=24),
    Gathering(name="User forum", place="Harbour hall, Rotterdam", in_days=16),
)


class Operating:
    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._day = working_days_on(teller.today, -DAYS_AGO)

    def chores(self, work: Work, day: date) -> Iterator[Chore]:
        if day == self._day:
            at = on_clock(day, time(10, 5))
            yield at, partial(self._let_suggest, work, at)
            for number, said in enumerate(GATHERINGS, 1):
                later = at + timedelta(minutes=19 * number)
                yield later, partial(self._announce, work, said, later)

    def _let_suggest(self, work: Work, at: datetime) -> None:
        """To go on when all of a stage is done; the shipped process leaves that to people."""
        [process] = work.processes.read([self._teller.process.id])
        said = definition_of(process)
        options = msgspec.structs.replace(said.options, auto_advance=AutoAdvance.SUGGEST)
        wanted = msgspec.structs.replace(said, options=options)
        define_process(work, process.id, wanted, version=process.version, by=self._by(work), at=at)

    def _announce(self, work: Work, said: Gathering, at: datetime) -> None:
        day = working_days_on(self._teller.today, said.in_days)
        gathering = GatheringSaid(
            name=said.name,
            location=said.place,
            capacity=said.capacity,
            starts_at=on_clock(day, time(10)),
            ends_at=on_clock(day, time(16)),
        )
        self._teller.gatherings.append(add_gathering(work, gathering, by=self._by(work), at=at).id)

    def _by(self, work: Work) -> By:
        return self._teller.by(work, self._teller.people[OPERATIONS])
