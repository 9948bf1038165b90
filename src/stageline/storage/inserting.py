"""INSERT that leaves a row which is there already as it is, or writes over it; each database has words of its own."""

from collections.abc import Sequence

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """A row that some unique index already knows is left out."""
    return insert_on(connection, table).on_conflict_do_nothing()


def insert_or_replace(
    connection: Connection, table: Table, changed: Sequence[str]
) -> sqlite.Insert | postgresql.Insert:
    """By the primary key; of a row that is there, only `changed` are written over."""
    put = insert_on(connection, table)
    keys = [column.name for column in table.primary_key]
    return put.on_conflict_do_update(index_elements=keys, set_={name: put.excluded[name] for name in changed})


def insert_on(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
