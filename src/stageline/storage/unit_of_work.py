"""Opens transactions: one to write, its rehearsal for a preview, and one that only reads."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from itertools import count as counting
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy import Connection, Engine, event

from stageline.domain.actions.agenda import Agenda, with_what_happened
from stageline.domain.activities.changes import AgendaEvent
from stageline.domain.calendar import Calendar
from stageline.domain.conditions import Moment
from stageline.domain.events import Event
from stageline.domain.ids import ActionId, ActivityId, EventId, OpportunityId, ProcessId
from stageline.domain.opportunities.changes import BesideEvent, OpportunityEvent
from stageline.domain.opportunities.fields import Catalogue
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.organisation import Organisation
from stageline.domain.processes.process import Process
from stageline.storage.actions.repository import Agendas
from stageline.storage.announcing import Announcer
from stageline.storage.batches import Batches
from stageline.storage.calendar_feeds import CalendarFeeds
from stageline.storage.consumers import Consumers
from stageline.storage.contacts import Contacts
from stageline.storage.engine import Engines
from stageline.storage.events import Events
from stageline.storage.executing import together
from stageline.storage.files import Files
from stageline.storage.gatherings import Gatherings
from stageline.storage.idempotency import IdempotencyKeys
from stageline.storage.imports import Imports
from stageline.storage.jobs import Jobs
from stageline.storage.letters import Outbox, Templates
from stageline.storage.notes import Notes
from stageline.storage.notifications import Notifications
from stageline.storage.opportunities import Opportunities
from stageline.storage.organisation import Kept, Organisations
from stageline.storage.people.credentials import Credentials
from stageline.storage.people.repository import People
from stageline.storage.people.sessions import Sessions
from stageline.storage.processes import Processes
from stageline.storage.targets.credits import Credits
from stageline.storage.targets.milestones import Milestones
from stageline.storage.targets.repository import Targets
from stageline.storage.views import Views

Part = TypeVar("Part")


class Known:
    """Definitions read before, kept between transactions; each is asked for its revision whenever it is used."""

    def __init__(self) -> None:
        self.processes: dict[ProcessId, Process] = {}
        self.organisation: Kept | None = None


class Reach(Generic[Part]):
    """A part of the work that is made when it is first asked for: a move needs few of them."""

    def __init__(self, make: "Callable[[Work], Part]") -> None:
        self._make = make

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    def __get__(self, work: "Work", _owner: type) -> Part:
        part = work.__dict__[self._name] = self._make(work)
        return part


class Work:
    """One transaction, or the rehearsal of one: what it can reach, and what has happened in it."""

    def __init__(self, connection: Connection, known: Known, *, rehearsal: bool = False) -> None:
        self.connection = connection
        self.is_rehearsal = rehearsal
        self.happened: list[Event] = []
        self.organisations = Organisations(connection, known.organisation)
        self.processes = Processes(connection, dict(known.processes), self.organisations, locks=not rehearsal)
        self._events = Events(connection)
        self.opportunities = Opportunities(connection, self.processes, None if rehearsal else self._events)
        self.agendas = Agendas(connection)
        self.jobs = Jobs(connection)
        self.notifications = Notifications(connection)
        self._rehearsed_ids = counting(-1, -1)

    contacts = Reach(lambda work: Contacts(work.connection))
    people = Reach(lambda work: People(work.connection))
    notes = Reach(lambda work: Notes(work.connection))
    files = Reach(lambda work: Files(work.connection))
    gatherings = Reach(lambda work: Gatherings(work.connection, locks=not work.is_rehearsal))
    templates = Reach(lambda work: Templates(work.connection))
    outbox = Reach(lambda work: Outbox(work.connection))
    credentials = Reach(lambda work: Credentials(work.connection))
    calendar_feeds = Reach(lambda work: CalendarFeeds(work.connection))
    sessions = Reach(lambda work: Sessions(work.connection))
    idempotency = Reach(lambda work: IdempotencyKeys(work.connection))
    imports = Reach(lambda work: Imports(work.connection))
    batches = Reach(lambda work: Batches(work.connection, locks=not work.is_rehearsal))
    consumers = Reach(lambda work: Consumers(work.connection))
    views = Reach(lambda work: Views(work.connection, locks=not work.is_rehearsal))
    targets = Reach(lambda work: Targets(work.connection, locks=not work.is_rehearsal))
    credits = Reach(lambda work: Credits(work.connection))
    milestones = Reach(lambda work: Milestones(work.connection))

    @property
    def is_news(self) -> bool:
        """Whether anybody waits for what was written here."""
        return bool(self.happened) or self.jobs.has_added or self.notifications.has_changed

    @property
    def organisation(self) -> Organisation:
        return self.organisations.read().organisation

    @property
    def catalogue(self) -> Catalogue:
        """The custom fields and sources that values may refer to."""
        return self.organisations.read().catalogue

    @property
    def calendar(self) -> Calendar:
        """The organisation's zone and working days."""
        return self.organisations.read().calendar

    def moment(self, at: datetime) -> Moment:
        """That instant, with the day it falls on in the organisation's zone."""
        return Moment.of(at, self.calendar.zone)

    def new_ids(self, count: int) -> list[EventId]:
        """In a rehearsal they are negative: unique, and nobody can come back to them."""
        if self.is_rehearsal:
            return [EventId(next(self._rehearsed_ids)) for _ in range(count)]
        return self._events.new_ids(count)

    def new_opportunity_ids(self, count: int) -> list[OpportunityId]:
        if self.is_rehearsal:
            return [OpportunityId(next(self._rehearsed_ids)) for _ in range(count)]
        return self.opportunities.new_ids(count)

    def new_action_ids(self, count: int) -> list[ActionId]:
        if self.is_rehearsal:
            return [ActionId(next(self._rehearsed_ids)) for _ in range(count)]
        return self.agendas.new_action_ids(count)

    def new_activity_ids(self, count: int) -> list[ActivityId]:
        if self.is_rehearsal:
            return [ActivityId(next(self._rehearsed_ids)) for _ in range(count)]
        return self.agendas.new_activity_ids(count)

    def read_agendas(
        self, ids: Sequence[OpportunityId], *, with_activities: bool = True, with_entered: bool = False
    ) -> dict[OpportunityId, Agenda]:
        """What is to be done on each, with all that was decided here: a rehearsal has not written it."""
        found = self.agendas.read(ids, with_activities=with_activities, with_entered=with_entered)
        happened: dict[OpportunityId | None, list[AgendaEvent]] = {}
        for each in self.happened:
            if isinstance(each, AgendaEvent):
                happened.setdefault(each.opportunity_id, []).append(each)
        return {
            number: with_what_happened(agenda, happened[number]) if number in happened else agenda
            for number, agenda in found.items()
        }

    def put_after(self, moved: Opportunity, after_id: OpportunityId) -> None:
        """Below that card of the stage it has entered, which leaves no trace but the order."""
        if not self.is_rehearsal:
            self.opportunities.put_after(moved, after_id)

    def keep(self, happened: Sequence[Event]) -> None:
        """Writes what was decided, journal first. A rehearsal ends here: it only remembers what would have happened."""
        self.happened += happened
        if self.is_rehearsal or not happened:
            return
        changes = [event for event in happened if isinstance(event, OpportunityEvent)]
        with together(self.connection):
            self._events.add(happened)
            self.opportunities.save(changes)
        self.opportunities.save_beside(changes, [event for event in happened if isinstance(event, BesideEvent)])
        agenda = [event for event in happened if isinstance(event, AgendaEvent)]
        if agenda:
            self.agendas.save(agenda)


class Storage:
    """`on_commit` is called after each commit that something happened in: it wakes whoever reads the journal."""

    def __init__(self, engines: Engines) -> None:
        self.engines = engines
        self.known = Known()
        self._announcer = None if engines.is_sqlite else Announcer(engines.writing)
        self.on_commit: list[Callable[[], None]] = [self._announcer.announce] if self._announcer else []
        self._turn = Turns(engines.writing) if engines.is_sqlite else None

    def writing(self, *, preview: bool = False) -> AbstractContextManager[Work]:
        """A preview reads and decides like the real thing, stops before the write, and holds no lock."""
        return self._rehearsing() if preview else self._writing()

    @contextmanager
    def _writing(self) -> Iterator[Work]:
        with self._turn or self.engines.writing.connect() as connection:
            work = Work(connection, self.known)
            yield work
            connection.commit()
            # Not sooner: a definition read before its commit may never come to be.
            self.known.processes = work.processes.known
            self.known.organisation = work.organisations.known
        if work.is_news:
            for wake in tuple(self.on_commit):
                wake()

    @contextmanager
    def _rehearsing(self) -> Iterator[Work]:
        with self.engines.reading.connect() as connection:
            yield Work(connection, self.known, rehearsal=True)

    def close(self) -> None:
        if self._announcer:
            self._announcer.close()
        self.engines.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.engines.reading.connect() as connection:
            yield connection


class Turns:
    """SQLite's one writing connection, for one thread after another: at the file they would poll and sleep (§3).

    First come, first served; Python's own lock lets the same thread in again and again. The connection is kept: to
    take it from the pool and give it back costs more than most statements do.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._guard = Lock()
        self._waiting: list[Lock] = []
        event.listen(engine, "engine_disposed", self._forget)

    def __enter__(self) -> Connection:
        ticket = Lock()
        ticket.acquire()
        with self._guard:
            self._waiting.append(ticket)
            is_first = len(self._waiting) == 1
        if not is_first:
            ticket.acquire()
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
        except BaseException:
            self._pass_on()
            raise
        return self._connection

    def __exit__(self, *_: object) -> None:
        try:
            if self._connection is not None:
                self._connection.rollback()  # what was not committed
        finally:
            self._pass_on()

    def _pass_on(self) -> None:
        with self._guard:
            self._waiting.pop(0)
            if self._waiting:
                self._waiting[0].release()

    def _forget(self, _engine: Engine) -> None:
        """Whoever closes the database means this connection too."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()
