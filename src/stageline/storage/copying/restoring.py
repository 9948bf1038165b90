"""Brings a backup into a database, whole or not at all, whatever happens on the way."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import sleep
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Table, create_engine, func, inspect, select

from stageline.domain.errors import InvalidInput, RuleBroken
from stageline.domain.people.user import SYSTEM_USER_ID
from stageline.storage.engine import Engines
from stageline.storage.schema import LATEST, REVISIONS, VERSION_TABLE, SchemaAhead, bring_up_to_date, upgrade
from stageline.storage.tables import (
    ACTION_IDS,
    ACTIVITY_IDS,
    EVENT_IDS,
    OPPORTUNITY_IDS,
    actions,
    activities,
    events,
    metadata,
    opportunities,
    processes,
    users,
)
from stageline.storage.tables.types import EPOCH, MICROSECOND, Instant

PATIENCE_SECONDS = 3

OTHERS_ON_POSTGRESQL = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'stageline'
"""
FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY conname
"""
OWN_SEQUENCES = """
    SELECT numbered.relname, sequence.oid::regclass::text
    FROM pg_class sequence
    JOIN pg_depend owned ON owned.objid = sequence.oid AND owned.classid = 'pg_class'::regclass
        AND owned.refclassid = 'pg_class'::regclass AND owned.deptype IN ('a', 'i')
    JOIN pg_class numbered ON numbered.oid = owned.refobjid
    WHERE sequence.relkind = 'S' AND sequence.relnamespace = 'public'::regnamespace
"""
"""Each table that numbers its rows by itself, with the sequence that it has for that."""


class NotABackup(InvalidInput):
    """The file is no backup of Stageline, or it is damaged."""

    code = "not_a_backup"


class NotEmpty(RuleBroken):
    """The database is in use: it holds people, processes or opportunities. `--force` puts the backup in their place."""

    code = "database_not_empty"


class StillRunning(RuleBroken):
    """Something else has the database open. Stop every `stageline serve` and `stageline work` first."""

    code = "still_running"


def restore(engines: Engines, path: Path, *, force: bool = False) -> None:
    with understood(path) as file:
        if not force:
            refuse_unless_empty(engines)
        engines.dispose()
        if engines.is_sqlite:
            restore_file(file, engines.writing.url.database or "")
        else:
            restore_rows(file, engines)


@contextmanager
def understood(path: Path) -> Iterator[Path]:
    """The backup, as this version would have written it: an older one is upgraded in a copy."""
    version = version_in(path)
    if version == LATEST:
        yield path
    elif version not in REVISIONS:
        raise SchemaAhead(found=version, latest=LATEST)
    else:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(shutil.copy(path, folder))
            engine = create_engine(f"sqlite:///{copy}")
            with engine.begin() as connection:
                upgrade(connection)
            engine.dispose()
            yield copy


def version_in(path: Path) -> str:
    try:
        with closing(reading(path)) as connection:
            sound = connection.execute("PRAGMA quick_check(1)").fetchone()
            version = connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()  # noqa: S608 - constant
            connection.execute("SELECT count(*) FROM organisation, events WHERE 0")
    except sqlite3.Error as error:
        raise NotABackup(path=str(path), reason=str(error)) from error
    if sound != ("ok",) or version is None:
        raise NotABackup(path=str(path), reason="damaged")
    return str(version[0])


def reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def refuse_unless_empty(engines: Engines) -> None:
    with engines.writing.connect() as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            return
        is_used = (
            connection.scalar(select(func.count()).select_from(users).where(users.c.id != SYSTEM_USER_ID)),
            connection.scalar(select(func.count()).select_from(processes)),
            connection.scalar(select(func.count()).select_from(opportunities)),
        )
    if any(is_used):
        raise NotEmpty


def restore_file(file: Path, database: str) -> None:
    """All pages in one transaction: killed on the way, SQLite itself puts the old ones back."""
    with closing(sqlite3.connect(database, timeout=PATIENCE_SECONDS, isolation_level=None)) as target:
        try:
            target.execute("PRAGMA locking_mode = EXCLUSIVE")
            target.execute("PRAGMA journal_mode = DELETE")  # possible only when nobody else has it open
            target.execute("BEGIN EXCLUSIVE")
            target.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise StillRunning from error
        target.execute("PRAGMA synchronous = FULL")
        with closing(reading(file)) as source:
            source.backup(target)


def restore_rows(file: Path, engines: Engines) -> None:
    """In one transaction, without foreign keys until everything is there: some tables refer to each other."""
    bring_up_to_date(engines)
    wait_for_others(engines)
    with engines.writing.begin() as target, closing(reading(file)) as source:
        target.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'")
        foreign_keys = target.exec_driver_sql(FOREIGN_KEYS).all()
        target.exec_driver_sql(f"TRUNCATE {', '.join(table.name for table in metadata.sorted_tables)}")
        for table, name, _ in foreign_keys:
            target.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for each in metadata.sorted_tables:
            restore_table(source, target, each)
        for table, name, definition in foreign_keys:
            target.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        set_sequences(target)


def wait_for_others(engines: Engines) -> None:
    """Connections that were just closed are seen for a moment longer."""
    for _ in range(10 * PATIENCE_SECONDS):
        with engines.writing.begin() as connection:  # each time anew: the list does not change within a transaction
            if not connection.exec_driver_sql(OTHERS_ON_POSTGRESQL).scalar():
                return
        sleep(0.1)
    raise StillRunning


def restore_table(source: sqlite3.Connection, target: Connection, table: Table) -> None:
    """Every event as if written by transaction 0: before any that this server will ever have."""
    names = ", ".join(f'"{column.name}"' for column in table.c)
    converters = [zero if column is events.c.transaction_id else converter(column) for column in table.c]
    driver: Any = target.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in source.execute(f"SELECT {names} FROM {table.name}"):  # noqa: S608 - the names are ours
            copy.write_row([convert(value) for convert, value in zip(converters, row, strict=True)])


def converter(column: Column[Any]) -> Callable[[Any], Any]:
    """From what SQLite keeps to what PostgreSQL is given; dates, texts and JSON are the same text in both."""
    if isinstance(column.type, Instant):
        return lambda value: None if value is None else EPOCH + MICROSECOND * value
    if isinstance(column.type, Boolean):
        return lambda value: None if value is None else bool(value)
    return lambda value: value


def zero(_: object) -> int:
    return 0


def set_sequences(target: Connection) -> None:
    sequences = [(EVENT_IDS.name, events.name), (OPPORTUNITY_IDS.name, opportunities.name)]
    sequences += [(ACTION_IDS.name, actions.name), (ACTIVITY_IDS.name, activities.name)]
    sequences += [(sequence, table) for table, sequence in target.exec_driver_sql(OWN_SEQUENCES)]
    for sequence, table in sequences:
        # As if the numbers had been drawn from it, and none from that of an empty table.
        set_it = f"SELECT setval('{sequence}', coalesce(max(id), 1), max(id) IS NOT NULL) FROM {table}"  # noqa: S608
        target.exec_driver_sql(set_it)
