"""Appends to the journal."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BigInteger, Connection, insert
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from stageline.domain.events import Event
from stageline.domain.ids import EventId
from stageline.storage.executing import Row, fetched
from stageline.storage.prepared import PLAIN, Prepared
from stageline.storage.tables import EVENT_IDS, events

# Under SQLite's one writer nobody else can take the next number; PostgreSQL has many writers and a sequence.
LAST_ID_ON_SQLITE = "SELECT coalesce(max(id), 0) FROM events"
NEXT_IDS_ON_POSTGRESQL = f"SELECT nextval('{EVENT_IDS.name}') FROM generate_series(1, %s)"  # noqa: S608 - a constant
COLUMNS = [name for name in events.c.keys() if name != "transaction_id"]  # noqa: SIM118 - a collection, not a dict
ADD_EVENT = Prepared(insert(events), COLUMNS)


class NextEventId(FunctionElement[Any]):
    """A number for an event, drawn along with what is read, where a way to the database is saved by it."""

    inherit_cache = True
    type = BigInteger()


@compiles(NextEventId, "sqlite")
def _none(_element: NextEventId, _compiler: SQLCompiler, **_how: Any) -> str:
    return "NULL"


@compiles(NextEventId, "postgresql")
def _drawn(_element: NextEventId, _compiler: SQLCompiler, **_how: Any) -> str:
    return f"nextval('{EVENT_IDS.name}')"


class Events:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: int | None = None
        self._drawn: list[int] = []

    def reserve(self, numbers: Iterable[int | None]) -> None:
        """Numbers that were drawn already (`NextEventId`); those that nobody comes to use are left out."""
        self._drawn += [number for number in numbers if number is not None]

    def new_ids(self, count: int) -> list[EventId]:
        """Ids are drawn before anything is decided, so that what follows from an event can name it as its cause."""
        if self._connection.dialect.name != "sqlite":
            return [EventId(number) for number in self._draw(count)]
        if self._last is None:
            [(self._last,)] = fetched(self._connection, LAST_ID_ON_SQLITE)
        first, self._last = self._last + 1, self._last + count
        return [EventId(number) for number in range(first, first + count)]

    def _draw(self, count: int) -> list[int]:
        """In ascending order, like everything that one transaction tells."""
        missing = count - len(self._drawn)
        if missing > 0:
            self._drawn += [number for (number,) in fetched(self._connection, NEXT_IDS_ON_POSTGRESQL, (missing,))]
        self._drawn.sort()
        given, self._drawn = self._drawn[:count], self._drawn[count:]
        return given

    def add(self, happened: Sequence[Event]) -> None:
        if happened:
            ADD_EVENT.run_rows(self._connection, [_row(event) for event in happened])


def _row(event: Event) -> Row:
    """In the order of the table."""
    by = event.by
    return (
        event.id, event.kind, event.opportunity_id, event.subject_id, event.version, event.at, PLAIN[by.channel],
        by.actor.user_id, event.cause_id, by.batch_id, event.facts() or None,
    )  # fmt: skip
