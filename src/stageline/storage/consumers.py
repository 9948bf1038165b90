"""How far each consumer of the journal has come; one process at a time moves it, with its effects."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select, update

from stageline.storage.inserting import insert_new
from stageline.storage.journal import START, Position
from stageline.storage.tables import consumers

READ = select(consumers.c.transaction_id, consumers.c.event_id).where(consumers.c.name == bindparam("wanted"))
READ_ALL = select(consumers.c.name, consumers.c.transaction_id, consumers.c.event_id)
# Whoever finds the row locked leaves it to the one who has it. SQLite's one writer needs no lock.
TAKE = READ.with_for_update(skip_locked=True)
MOVE = (
    update(consumers)
    .where(consumers.c.name == bindparam("wanted"))
    .values(transaction_id=bindparam("to_transaction"), event_id=bindparam("to_event"))
)


class Consumers:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, names: Sequence[str]) -> None:
        """Those not there yet start with the first event."""
        rows = [{"name": name, "transaction_id": START.transaction_id, "event_id": START.event_id} for name in names]
        self._connection.execute(insert_new(self._connection, consumers), rows)

    def take(self, name: str) -> Position | None:
        """Its position, locked until the end of the transaction; None when another process has it."""
        found = self._connection.execute(TAKE, {"wanted": name}).first()
        return Position(*found) if found else None

    def move(self, name: str, to: Position) -> None:
        values = {"wanted": name, "to_transaction": to.transaction_id, "to_event": to.event_id}
        self._connection.execute(MOVE, values)


def positions(connection: Connection) -> dict[str, Position]:
    """Of all, without a lock: only to see whether there is anything to do."""
    return {name: Position(*position) for name, *position in connection.execute(READ_ALL)}
