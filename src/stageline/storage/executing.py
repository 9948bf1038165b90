"""Runs statements on the driver's own cursor: what SQLAlchemy does around each costs more than a small one itself."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Row = tuple[Any, ...]


def fetched(connection: Connection, sql: str, values: Sequence[Any] = ()) -> Sequence[Row]:
    """All rows, with the values as the driver gives them."""
    if _is_watched(connection):
        return connection.exec_driver_sql(sql, tuple(values)).all()
    cursor = _cursor(connection)
    try:
        cursor.execute(sql, values)
        rows: Sequence[Row] = cursor.fetchall()
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, error, sql, values) from error
    return rows


def changed(connection: Connection, sql: str, rows: Sequence[Row]) -> int:
    """Runs the statement for each row, and says how many rows of the database it has touched."""
    if _is_watched(connection):
        return connection.exec_driver_sql(sql, list(rows)).rowcount
    cursor = _cursor(connection)
    try:
        if len(rows) == 1:
            cursor.execute(sql, rows[0])
        else:
            cursor.executemany(sql, rows)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, error, sql, rows) from error
    touched: int = cursor.rowcount
    return touched


def run(connection: Connection, sql: str) -> None:
    """As it stands, in whatever transaction there is or none."""
    if _is_watched(connection):
        connection.exec_driver_sql(sql)
        return
    driver: Any = connection.connection.driver_connection
    try:
        driver.execute(sql)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, error, sql, ()) from error


def _is_watched(connection: Connection) -> bool:
    """Somebody wants to hear of every statement, and hears only of those that go through SQLAlchemy."""
    return bool(connection.dispatch.before_cursor_execute)


def _cursor(connection: Connection) -> Any:
    """One for each connection: to make one anew takes PostgreSQL's driver longer than to use it."""
    if not connection.in_transaction():
        connection.begin()
    kept = connection.info
    if "cursor" not in kept:
        driver: Any = connection.connection.driver_connection
        kept["cursor"] = driver.cursor()
    return kept["cursor"]


def _told(connection: Connection, error: Any, sql: str, values: Any) -> BaseException:
    """As SQLAlchemy would have told it, so that callers meet the same errors; a dead connection is not used again."""
    dialect = connection.dialect
    is_dead = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    if is_dead:
        connection.invalidate(error)
    wrapped: BaseException = DBAPIError.instance(
        sql, values, error, dialect.loaded_dbapi.Error, connection_invalidated=is_dead, dialect=dialect
    )
    return wrapped
