"""How each database is opened: what it must promise, and where the two differ."""

import select
from dataclasses import dataclass
from sqlite3 import Connection as SqliteConnection
from time import monotonic
from typing import Any

import msgspec
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from stageline.storage import conditions, lowering
from stageline.storage.executing import run

# How long a connection may rest in the pool before it is asked whether it is still there.
TRUSTED_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Engines:
    writing: Engine
    reading: Engine

    @property
    def is_sqlite(self) -> bool:
        return self.writing.dialect.name == "sqlite"

    def dispose(self) -> None:
        self.writing.dispose()
        self.reading.dispose()


def open_engines(url: str) -> Engines:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return Engines(writing=_sqlite(parsed, writes=True), reading=_sqlite(parsed, writes=False))
    parsed = parsed.set(drivername="postgresql+psycopg")
    shared: dict[str, Any] = {"paramstyle": "format", "pool_recycle": 1800}  # by position, as `Prepared` wants them
    writing = _engine(parsed, pool_size=16, isolation_level="READ COMMITTED", **shared)
    reading = _engine(parsed, pool_size=16, isolation_level="REPEATABLE READ", **shared)

    @event.listens_for(reading, "connect")
    def only_read(connection: Any, _entry: ConnectionPoolEntry) -> None:
        connection.read_only = True  # the driver says so along with each BEGIN

    @event.listens_for(writing, "connect")
    def prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:
        # Records are found by their ids: to plan that anew each time takes longer than to do it.
        connection.autocommit = True  # a setting of the session: no act of anybody, so nothing to commit
        connection.execute("SET plan_cache_mode = force_generic_plan")
        connection.autocommit = False

    for engine in (writing, reading):
        _find_out_the_dead(engine)
    return Engines(writing=writing, reading=reading)


def _find_out_the_dead(engine: Engine) -> None:
    """A connection that the server has closed has something to be read, so that only such a one need be asked."""

    @event.listens_for(engine, "checkin")
    def used(_connection: Any, entry: ConnectionPoolEntry) -> None:
        entry.info["used_at"] = monotonic()

    @event.listens_for(engine, "checkout")
    def look(connection: Any, entry: ConnectionPoolEntry, _proxy: object) -> None:
        if monotonic() - entry.info.get("used_at", monotonic()) < TRUSTED_SECONDS and not is_readable(connection):
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error


def is_readable(connection: Any) -> bool:
    """Whether something came that nobody asked for: the end, as a rule."""
    poll = select.poll()
    try:
        poll.register(connection.fileno(), select.POLLIN)
    except connection.OperationalError:  # closed on this side
        return True
    return bool(poll.poll(0))


def _engine(url: URL, **options: Any) -> Engine:
    return create_engine(url, json_serializer=to_json, json_deserializer=msgspec.json.decode, **options)


def _sqlite(url: URL, *, writes: bool) -> Engine:
    engine = _engine(url, pool_size=2 if writes else 16)  # SQLite has one writer; the unit of work gives it out

    @event.listens_for(engine, "connect")
    def prepare(connection: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # or the driver opens transactions of its own
        connection.execute("PRAGMA busy_timeout = 30000")  # first: the next one may already meet a lock
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -65536")
        conditions.register(connection)
        lowering.register(connection)
        if not writes:
            connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and then asks for the write lock fails at once when another has written.
        run(connection, "BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def to_json(value: object) -> str:
    return msgspec.json.encode(value).decode()
