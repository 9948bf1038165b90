"""How each database is opened: what it must promise, and where the two differ."""

from dataclasses import dataclass
from sqlite3 import Connection as SqliteConnection
from typing import Any

import msgspec
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from stageline.storage.conditions import register


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
    # By position, as `Prepared` wants the parameters; a dead connection is found out before it is used.
    shared: dict[str, Any] = {"paramstyle": "format", "pool_pre_ping": True, "pool_recycle": 1800}
    writing = _engine(parsed, pool_size=16, isolation_level="READ COMMITTED", **shared)
    reading = _engine(parsed, pool_size=16, isolation_level="REPEATABLE READ", **shared)

    @event.listens_for(reading, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    return Engines(writing=writing, reading=reading)


def _engine(url: URL, **options: Any) -> Engine:
    return create_engine(url, json_serializer=to_json, json_deserializer=msgspec.json.decode, **options)


def _sqlite(url: URL, *, writes: bool) -> Engine:
    # SQLite has one writer. Threads queue fairly for one connection here; at the file they would poll and sleep.
    size: dict[str, Any] = {"pool_size": 1, "max_overflow": 0, "pool_timeout": 60} if writes else {"pool_size": 16}
    engine = _engine(url, **size)

    @event.listens_for(engine, "connect")
    def prepare(connection: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # or the driver opens transactions of its own
        connection.execute("PRAGMA busy_timeout = 30000")  # first: the next one may already meet a lock
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -65536")
        register(connection)
        if not writes:
            connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and then asks for the write lock fails at once when another has written.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def to_json(value: object) -> str:
    return msgspec.json.encode(value).decode()
