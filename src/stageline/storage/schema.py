"""Makes the tables and brings them up to date; says how far a database's schema is.

Alembic is imported only to upgrade: a process that serves does without it.
"""

from importlib import import_module

from sqlalchemy import Connection, inspect, text

from stageline.domain.errors import RuleBroken
from stageline.storage.engine import Engines
from stageline.storage.tables import metadata

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009")
"""Those under `migrations/versions`, oldest first (a test compares)."""
LATEST = REVISIONS[-1]

VERSION_TABLE = "alembic_version"
READ_VERSION = f"SELECT version_num FROM {VERSION_TABLE}"  # noqa: S608 - both are constants
LOCK_ON_POSTGRESQL = "SELECT pg_advisory_xact_lock(8320251121)"


class SchemaBehind(RuleBroken):
    """The database is not up to date with this version of Stageline. Run `stageline migrate` first."""

    code = "schema_behind"


class SchemaAhead(RuleBroken):
    """The database was used by a newer version of Stageline. Run that version, or restore an older backup."""

    code = "schema_ahead"


class DatabaseOfSomethingElse(RuleBroken):
    """The database holds tables that are not Stageline's. Give Stageline a database of its own."""

    code = "database_of_something_else"


def version_of(connection: Connection) -> str | None:
    """The revision that the tables are at; None when nothing was made yet."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.exec_driver_sql(READ_VERSION).scalar()
    return found


def is_current(connection: Connection) -> bool:
    return version_of(connection) == LATEST


def require_current(connection: Connection) -> None:
    version = version_of(connection)
    if version is not None and version not in REVISIONS:
        raise SchemaAhead(found=version, latest=LATEST)
    if version != LATEST:
        raise SchemaBehind(found=version, latest=LATEST)


def bring_up_to_date(engines: Engines) -> str | None:
    """Makes or upgrades everything in one transaction, alone; gives the version there was before."""
    with engines.writing.begin() as connection:
        if not engines.is_sqlite:
            connection.exec_driver_sql(LOCK_ON_POSTGRESQL)
        before = version_of(connection)
        if before is None:
            make(connection)
        elif before not in REVISIONS:
            raise SchemaAhead(found=before, latest=LATEST)
        elif before != LATEST:
            upgrade(connection)
    return before


def make(connection: Connection) -> None:
    """Straight from the tables, which tests hold equal to the sum of the migrations."""
    if inspect(connection).get_table_names():
        raise DatabaseOfSomethingElse
    create_tables(connection)
    connection.exec_driver_sql(
        f"CREATE TABLE {VERSION_TABLE} (version_num VARCHAR(32) NOT NULL CONSTRAINT {VERSION_TABLE}_pkc PRIMARY KEY)"
    )
    connection.execute(text(f"INSERT INTO {VERSION_TABLE} VALUES (:latest)"), {"latest": LATEST})  # noqa: S608 - a constant


def create_tables(connection: Connection) -> None:
    for table in metadata.tables.values():
        for constraint in table.foreign_key_constraints:
            # Set by SQLAlchemy when PostgreSQL was given the constraint after its table: no table has it from then on.
            constraint._create_rule = None  # noqa: SLF001
    metadata.create_all(connection)


def upgrade(connection: Connection, to: str = "head") -> None:
    """Runs the migrations that are not done yet, within the caller's transaction."""
    import_module("stageline.storage.migrations.running").upgrade(connection, to)
