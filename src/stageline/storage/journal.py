"""Reads the journal from a position on, in order and without ever missing what commits late (architecture §3)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Connection, Text, bindparam, cast, func, literal, select, tuple_

from stageline.domain.ids import BatchId, EventId, OpportunityId, UserId
from stageline.storage.tables import events
from stageline.storage.tables.types import AnyRow

STEP = 500


class Position(msgspec.Struct, frozen=True, order=True):
    """Everything up to and with this event was read. On SQLite the transaction is always 0."""

    transaction_id: int = 0
    event_id: int = 0

    def __str__(self) -> str:
        return f"{self.transaction_id}-{self.event_id}"

    @classmethod
    def parse(cls, text: str) -> "Position | None":
        """None for what no position looks like."""
        transaction_id, _, event_id = text.partition("-")
        if not (_is_number(transaction_id) and _is_number(event_id)):
            return None
        return cls(int(transaction_id), int(event_id))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len(str(2**62))


START = Position()


class KeptEvent(msgspec.Struct, frozen=True, gc=False):
    """A row of the journal; what a move changed stands in the stage history under the same id."""

    id: EventId
    kind: str
    opportunity_id: OpportunityId | None
    subject_id: int
    version: int | None
    at: datetime
    channel: str
    actor_id: UserId
    cause_id: EventId | None
    batch_id: BatchId | None
    facts: Mapping[str, Any]
    position: Position


class Page(msgspec.Struct, frozen=True):
    """`is_more`: read on at once. `is_held`: something is committed that an older transaction may yet come before."""

    events: Sequence[KeptEvent]
    end: Position
    is_more: bool = False
    is_held: bool = False


# A transaction below the oldest that is still running has ended, and so has every one before it: nothing can come
# in between any more. The ids alone say nothing, since they are drawn before the commit.
_OLDEST_RUNNING = cast(cast(func.pg_snapshot_xmin(func.pg_current_snapshot()), Text), BigInteger)
_POSITION = tuple_(events.c.transaction_id, events.c.id)
_AFTER = tuple_(bindparam("transaction_id", type_=BigInteger), bindparam("event_id", type_=BigInteger))
_WANTED = [column for column in events.c if column.name != "transaction_id"]

READ_ON_SQLITE = (
    select(*_WANTED, literal(0).label("transaction_id"), literal(1).label("is_settled"))
    .where(events.c.id > bindparam("event_id"), bindparam("transaction_id") == 0)
    .order_by(events.c.id)
    .limit(bindparam("most"))
)
READ_ON_POSTGRESQL = (
    select(*_WANTED, events.c.transaction_id, (events.c.transaction_id < _OLDEST_RUNNING).label("is_settled"))
    .where(_POSITION > _AFTER)
    .order_by(events.c.transaction_id, events.c.id)
    .limit(bindparam("most"))
)
LAST_ON_SQLITE = select(literal(0), events.c.id).order_by(events.c.id.desc()).limit(1)
LAST_ON_POSTGRESQL = (
    select(events.c.transaction_id, events.c.id)
    .where(events.c.transaction_id < _OLDEST_RUNNING)
    .order_by(events.c.transaction_id.desc(), events.c.id.desc())
    .limit(1)
)
LATE = (
    select(events.c.opportunity_id, func.min(events.c.version))
    .where(events.c.opportunity_id.in_(bindparam("ids", expanding=True)), _POSITION > _AFTER)
    .group_by(events.c.opportunity_id)
)


def last_position(connection: Connection) -> Position:
    """Where whoever wants only what happens from now on begins."""
    found = connection.execute(LAST_ON_SQLITE if _is_sqlite(connection) else LAST_ON_POSTGRESQL).first()
    return Position(*found) if found else START


def read_journal(connection: Connection, after: Position, most: int = STEP) -> Page:
    """The next events; those of one opportunity by version (PS-250). Asks for at most `most`, and rarely for more."""
    if _is_sqlite(connection):
        found = _read(connection, READ_ON_SQLITE, after, most)
        return Page(found, found[-1].position if found else after, is_more=len(found) == most)
    return _read_on_postgresql(connection, after, most)


def _read_on_postgresql(connection: Connection, after: Position, most: int) -> Page:
    rows = connection.execute(READ_ON_POSTGRESQL, _parameters(after, most)).all()
    settled = [_event(row) for row in rows if row.is_settled]
    is_full, is_held = len(settled) == most, len(settled) < len(rows)
    if not settled:
        return Page((), after, is_held=is_held)
    whole = settled
    if is_full or is_held:
        whole = settled[: deliverable(settled, _late(connection, settled))]
    if not whole and is_full:
        return _read_on_postgresql(connection, after, 2 * most)
    end = whole[-1].position if whole else after
    return Page(by_version(whole), end, is_more=is_full, is_held=is_held or len(whole) < len(settled))


def _late(connection: Connection, settled: Sequence[KeptEvent]) -> dict[OpportunityId, int]:
    """The lowest version of each opportunity that stands after this page although its number is not the next.

    A transaction gets its number with its first write, and may then wait for a row that a younger one has locked.
    """
    ids = sorted({event.opportunity_id for event in settled if event.opportunity_id is not None})
    end = settled[-1].position
    rows = connection.execute(LATE, {"ids": ids, "transaction_id": end.transaction_id, "event_id": end.event_id})
    return {row[0]: row[1] for row in rows if row[1] is not None}


def deliverable(events: Sequence[KeptEvent], late: Mapping[OpportunityId, int]) -> int:
    """How many of the events, from the first, come before no lower version of the same opportunity."""
    late, end = dict(late), len(events)
    while True:
        early = (
            n for n, event in enumerate(events[:end]) if _version(event) > late.get(_subject(event), _version(event))
        )
        cut = next(early, end)
        if cut == end:
            return end
        for event in events[cut:end]:
            late[_subject(event)] = min(_version(event), late.get(_subject(event), _version(event)))
        end = cut


def by_version(events: Iterable[KeptEvent]) -> list[KeptEvent]:
    """Each opportunity's events in order of its version, on the places that they have among the others."""
    ordered = list(events)
    places: dict[OpportunityId, list[int]] = {}
    for place, event in enumerate(ordered):
        if event.opportunity_id is not None:
            places.setdefault(event.opportunity_id, []).append(place)
    for its in places.values():
        if len(its) > 1:
            in_order = sorted((ordered[place] for place in its), key=_version)
            for place, event in zip(its, in_order, strict=True):
                ordered[place] = event
    return ordered


def _version(event: KeptEvent) -> int:
    return event.version or 0


def _subject(event: KeptEvent) -> OpportunityId:
    return event.opportunity_id or OpportunityId(0)


def _read(connection: Connection, statement: Any, after: Position, most: int) -> list[KeptEvent]:
    return [_event(row) for row in connection.execute(statement, _parameters(after, most))]


def _parameters(after: Position, most: int) -> dict[str, int]:
    return {"transaction_id": after.transaction_id, "event_id": after.event_id, "most": most}


def _event(row: AnyRow) -> KeptEvent:
    return KeptEvent(
        id=row.id,
        kind=row.kind,
        opportunity_id=row.opportunity_id,
        subject_id=row.subject_id,
        version=row.version,
        at=row.at,
        channel=row.channel,
        actor_id=row.actor_id,
        cause_id=row.cause_id,
        batch_id=row.batch_id,
        facts=row.facts or {},
        position=Position(row.transaction_id, row.id),
    )


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"
