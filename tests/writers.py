"""Transactions that a test holds open while others commit."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import Connection, insert

from stageline.storage.tables import EVENT_IDS, events
from stageline.storage.unit_of_work import Storage
from tests.builders import NOON, REP


@contextmanager
def a_writer(storage: Storage) -> Iterator[Connection]:
    """A transaction that the test ends itself; what is still open afterwards is rolled back."""
    with closing(storage.engines.writing.connect()) as connection:
        yield connection


def write(connection: Connection, opportunity_id: int = 1, version: int = 2, actor: int = REP) -> int:
    """Draws an id and writes the row, as every command does."""
    number = int(connection.scalar(EVENT_IDS.next_value()) or 0)
    row = {"id": number, "kind": "opportunity.edited", "opportunity_id": opportunity_id, "subject_id": opportunity_id}
    values = {**row, "version": version, "at": NOON, "channel": "record", "actor_id": actor}
    connection.execute(insert(events), values)
    return number


def end(connection: Connection) -> None:
    connection.get_transaction().commit()  # type: ignore[union-attr]
