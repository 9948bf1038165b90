"""How the work that nobody waits for is getting on: jobs, consumers of the journal, the journal itself."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection, func, select, tuple_

from stageline.storage.jobs import FAILED, WAITING
from stageline.storage.tables import consumers, events, jobs

COUNTED_UP_TO = 100_000

JOBS = select(jobs.c.state, func.count()).where(jobs.c.state.in_((WAITING, FAILED))).group_by(jobs.c.state)


class Progress(msgspec.Struct, frozen=True):
    """`behind` is a number of events, counted up to 100,000."""

    transaction_id: int
    event_id: int
    behind: int


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """`last_event_id` is at least the number of events; PostgreSQL leaves numbers out."""

    jobs: Mapping[str, int]
    consumers: Mapping[str, Progress]
    last_event_id: int


def read_health(connection: Connection) -> Health:
    counted = {state: count for state, count in connection.execute(JOBS)}  # noqa: C416 - rows are no pairs to mypy
    return Health(
        jobs={WAITING: 0, FAILED: 0, **counted},
        consumers={
            row.name: Progress(row.transaction_id, row.event_id, _behind(connection, row.transaction_id, row.event_id))
            for row in connection.execute(select(consumers))
        },
        last_event_id=connection.scalar(select(func.max(events.c.id))) or 0,
    )


def _behind(connection: Connection, transaction_id: int, event_id: int) -> int:
    if connection.dialect.name == "sqlite":
        after = events.c.id > event_id
    else:
        after = tuple_(events.c.transaction_id, events.c.id) > tuple_(transaction_id, event_id)
    some = select(events.c.id).where(after).limit(COUNTED_UP_TO).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0
