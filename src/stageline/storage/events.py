"""Appends to the journal."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, func, insert, select

from stageline.domain.events import Event
from stageline.domain.ids import EventId
from stageline.storage.prepared import Prepared, Values
from stageline.storage.tables import EVENT_IDS, events

# Under SQLite's one writer nobody else can take the next number; PostgreSQL has many writers and a sequence.
LAST_ID_ON_SQLITE = "SELECT coalesce(max(id), 0) FROM events"
NEXT_IDS_ON_POSTGRESQL = select(EVENT_IDS.next_value()).select_from(func.generate_series(1, bindparam("count")))
COLUMNS = [name for name in events.c.keys() if name != "transaction_id"]  # noqa: SIM118 - a collection, not a dict
ADD_EVENT = Prepared(insert(events), COLUMNS)


class Events:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: int | None = None

    def new_ids(self, count: int) -> list[EventId]:
        """Ids are drawn before anything is decided, so that what follows from an event can name it as its cause."""
        if self._connection.dialect.name != "sqlite":
            return list(self._connection.scalars(NEXT_IDS_ON_POSTGRESQL, {"count": count}))
        if self._last is None:
            self._last = self._connection.exec_driver_sql(LAST_ID_ON_SQLITE).scalar_one()
        first, self._last = self._last + 1, self._last + count
        return [EventId(number) for number in range(first, first + count)]

    def add(self, happened: Sequence[Event]) -> None:
        if happened:
            ADD_EVENT.run(self._connection, [_row(event) for event in happened])


def _row(event: Event) -> Values:
    return {
        "id": event.id,
        "kind": event.kind,
        "opportunity_id": event.opportunity_id,
        "subject_id": event.subject_id,
        "version": event.version,
        "at": event.at,
        "channel": event.by.channel,
        "actor_id": event.by.actor.user_id,
        "cause_id": event.cause_id,
        "batch_id": event.by.batch_id,
        "facts": event.facts() or None,
    }
