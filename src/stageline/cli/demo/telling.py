"""Tells the story of the sample: each act is the product's own command, at its own time."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from itertools import groupby

from stageline.cli.demo import names, plot
from stageline.cli.demo.acts import Act
from stageline.cli.demo.aiming import Aiming
from stageline.cli.demo.arranging import Arranging
from stageline.cli.demo.cast import scripted
from stageline.cli.demo.diary import Diary
from stageline.cli.demo.doing import DOING
from stageline.cli.demo.keeping_up import Chore, Upkeep
from stageline.cli.demo.operating import Operating
from stageline.cli.demo.people import REPS, add_people
from stageline.cli.demo.teller import SEED, Teller
from stageline.cli.demo.working_hours import ONE_DAY, day_of, is_working
from stageline.commands.deal_roles import map_role
from stageline.commands.processes.creating import install_standard_sales
from stageline.domain.actions.deal_role import SHIPPED_DEAL_ROLES
from stageline.domain.actions.mapping_roles import WantedMap
from stageline.domain.events import By, Channel
from stageline.domain.ids import UserId
from stageline.domain.people.user import SYSTEM
from stageline.domain.processes.process import Process
from stageline.storage.unit_of_work import Storage, Work

Progress = Callable[[int, int], None]
BOOKING = ("open", "move", "close")


def tell_story(storage: Storage, *, now: datetime, progress: Progress) -> None:
    """Fills an empty, founded database; the story ends now. A day of it is one transaction."""
    begins = now - plot.MONTHS - plot.BEFORE
    with storage.writing() as work:
        people = add_people(work, begins)
        process = set_up_process(work, people, begins)
        teller = Teller(process, people, begins, now)
        teller.found_businesses(work)
    acts = plot.story(process, owners=len(REPS), businesses=len(names.BUSINESSES), now=now, seed=SEED)
    story = Story(teller, acts)
    days = story.days()
    for number, day in enumerate(days, 1):
        with storage.writing() as work:
            story.tell(work, day)
        progress(number, len(days))


def set_up_process(work: Work, people: Mapping[str, UserId], at: datetime) -> Process:
    by = By(SYSTEM, Channel.SYSTEM)
    process_id = install_standard_sales(work, by=by, at=at)
    for role in SHIPPED_DEAL_ROLES:
        map_role(work, WantedMap(deal_role=role.name, user_id=people["Rosa Silva"]), by=by, at=at)
    [process] = work.processes.read([process_id])
    return process


class Story:
    """What happens on each day: the acts of the plot, what was put into diaries, and what people keep up with."""

    def __init__(self, teller: Teller, acts: Sequence[Act]) -> None:
        self._teller = teller
        self._acts = {day: list(its) for day, its in groupby(acts, key=lambda act: day_of(act.at))}
        self._arranging = Arranging(teller, acts)
        self._operating = Operating(teller)
        self._aiming = Aiming(teller)
        self._diary = Diary(teller, plot.DEALS)
        self._upkeep = Upkeep(teller, scripted(plot.DEALS))

    def days(self) -> list[date]:
        """The working days from the first act until now."""
        first = min(self._acts)
        every = (first + n * ONE_DAY for n in range((self._teller.today - first).days + 1))
        return [day for day in every if is_working(day)]

    def tell(self, work: Work, day: date) -> None:
        """In the order of the clock; a day that is not over yet is told until now."""
        chores: list[Chore] = [
            *((act.at, partial(self._act, work, act)) for act in self._acts.get(day, ())),
            *self._operating.chores(work, day),
            *self._aiming.chores(work, day),
            *self._diary.chores(work, day),
            *self._upkeep.chores(work, day),
        ]
        for at, do in sorted(chores, key=_at):
            if at <= self._teller.now:
                do()

    def _act(self, work: Work, act: Act) -> None:
        doing = DOING.get(act.kind)
        if doing is not None:
            doing(self._teller, work, act)
            return
        told = {"open": self._teller.open, "meet": self._teller.meet, "edit": self._teller.edit,
                "move": self._teller.move, "close": self._teller.close}  # fmt: skip
        told[act.kind](work, act)
        if act.kind in BOOKING:
            self._arranging.after(work, act)


def _at(chore: Chore) -> datetime:
    return chore[0]
