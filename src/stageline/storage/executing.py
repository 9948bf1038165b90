"""Runs statements on the driver's own cursor: what SQLAlchemy does around each costs more than a small one itself."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Row = tuple[Any, ...]
_Sent = tuple[Any, int | None]


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


class LostUpdate(Exception):
    """A record changed between its reading and its writing although it was locked; nothing of this is kept."""


def change(connection: Connection, sql: str, rows: Sequence[Row], *, finds_all: bool = False) -> None:
    """Runs the statement for each row; with `finds_all` each must find the one record it means."""
    if _is_watched(connection):
        _require(connection.exec_driver_sql(sql, list(rows)), len(rows) if finds_all else None)
        return
    sent: list[_Sent] | None = connection.info.get("sent")
    cursor = _cursor(connection) if sent is None else connection.connection.driver_connection.cursor()  # type: ignore[union-attr]
    try:
        if len(rows) == 1:
            cursor.execute(sql, rows[0])
        else:
            cursor.executemany(sql, rows)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, error, sql, rows) from error
    if sent is None:
        _require(cursor, len(rows) if finds_all else None)
    else:
        sent.append((cursor, len(rows) if finds_all else None))


@contextmanager
def together(connection: Connection) -> Iterator[None]:
    """Sends PostgreSQL the changes made in here without waiting for the answer to each: the way there is the longest.

    Nothing can be read in here; what one of them is refused for is raised at the end.
    """
    if connection.dialect.name == "sqlite" or _is_watched(connection):
        yield
        return
    if not connection.in_transaction():
        connection.begin()
    driver: Any = connection.connection.driver_connection
    sent: list[_Sent] = []
    connection.info["sent"] = sent
    try:
        with driver.pipeline():
            yield
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, error, "together", ()) from error
    finally:
        del connection.info["sent"]
    for cursor, expected in sent:
        _require(cursor, expected)


def _require(cursor: Any, expected: int | None) -> None:
    if expected is not None and cursor.rowcount != expected:
        raise LostUpdate


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
