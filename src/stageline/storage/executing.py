"""Runs statements on the driver's own cursor: what SQLAlchemy does around each costs more than a small one itself."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from itertools import chain, count
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Row = tuple[Any, ...]


def fetched(connection: Connection, sql: str, values: Sequence[Any] = ()) -> Sequence[Row]:
    """All rows, with the values as the driver gives them."""
    if _is_watched(connection):
        return connection.exec_driver_sql(sql, tuple(values)).all()
    cursor = _cursor(connection)
    try:
        cursor.execute(_said(connection, sql), values)
        rows: Sequence[Row] = cursor.fetchall()
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, error, sql, values) from error
    return rows


class LostUpdate(Exception):
    """A record changed between its reading and its writing although it was locked; nothing of this is kept."""


class _Change(NamedTuple):
    sql: str
    rows: Sequence[Row]
    finds_all: bool

    def send(self, connection: Connection, cursor: Any) -> None:
        sql = _said(connection, self.sql)
        if len(self.rows) == 1:
            cursor.execute(sql, self.rows[0])
        else:
            cursor.executemany(sql, self.rows)

    def require(self, cursor: Any) -> None:
        if self.finds_all and cursor.rowcount != len(self.rows):
            raise LostUpdate


def change(connection: Connection, sql: str, rows: Sequence[Row], *, finds_all: bool = False) -> None:
    """Runs the statement for each row; with `finds_all` each must find the one record it means."""
    its = _Change(sql, rows, finds_all)
    collected: list[_Change] | None = connection.info.get("collected")
    if collected is None:
        _run_one(connection, its)
    else:
        collected.append(its)


@contextmanager
def together(connection: Connection) -> Iterator[None]:
    """Makes the changes in here on PostgreSQL all at the end and on one way, which takes longer than they do.

    Nothing can be read in here. Single rows of different tables even become one statement.
    """
    if connection.dialect.name == "sqlite" or _is_watched(connection):
        yield
        return
    collected: list[_Change] = []
    connection.info["collected"] = collected
    try:
        yield
    finally:
        del connection.info["collected"]
    one = _as_one(collected)
    if one is not None:
        _run_one(connection, one)
    elif collected:
        _run_all(connection, collected)


def _as_one(changes: Sequence[_Change]) -> _Change | None:
    """Only of the last one is it told how many rows it found, so that has to be the one of which it matters."""
    if any(len(each.rows) != 1 for each in changes) or sum(each.finds_all for each in changes) > 1:
        return None
    in_order = sorted(changes, key=attrgetter("finds_all"))
    sql = _joined(tuple([each.sql for each in in_order]))
    if sql is None:
        return None
    return _Change(sql, [tuple(chain.from_iterable(each.rows[0] for each in in_order))], in_order[-1].finds_all)


@cache
def _joined(statements: Sequence[str]) -> str | None:
    """None where one would have to see what another did: they all see what was there before."""
    tables = {_TABLE.match(sql)[1] for sql in statements}  # type: ignore[index]  # we write no others
    if not statements or len(tables) < len(statements):
        return None
    *first, last = statements
    parts = ", ".join(f"part_{number} AS ({sql})" for number, sql in enumerate(first))
    return f"WITH {parts} {last}" if first else last


_TABLE = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)")


def _run_one(connection: Connection, its: _Change) -> None:
    if _is_watched(connection):
        its.require(connection.exec_driver_sql(its.sql, list(its.rows)))
        return
    cursor = _cursor(connection)
    try:
        its.send(connection, cursor)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, error, its.sql, its.rows) from error
    its.require(cursor)


def _run_all(connection: Connection, changes: Sequence[_Change]) -> None:
    if not connection.in_transaction():
        connection.begin()
    driver: Any = connection.connection.driver_connection
    cursors = [_new_cursor(connection) for _ in changes]
    try:
        with driver.pipeline():
            for cursor, each in zip(cursors, changes, strict=True):
                each.send(connection, cursor)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, error, "together", ()) from error
    for cursor, each in zip(cursors, changes, strict=True):
        each.require(cursor)


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
        kept["cursor"] = _new_cursor(connection)
    return kept["cursor"]


def _new_cursor(connection: Connection) -> Any:
    """On PostgreSQL one that passes a statement on as it is: the usual one looks through it for places to fill in."""
    driver: Any = connection.connection.driver_connection
    return driver.cursor() if connection.dialect.name == "sqlite" else connection.dialect.loaded_dbapi.RawCursor(driver)


def _said(connection: Connection, sql: str) -> str:
    return sql if connection.dialect.name == "sqlite" else _numbered(sql)


@lru_cache(1_000)
def _numbered(sql: str) -> str:
    """With its places as PostgreSQL itself writes them."""
    numbers = count(1)
    return _PLACE.sub(lambda found: "%" if found[0] == "%%" else f"${next(numbers)}", sql)


_PLACE = re.compile("%[s%]")


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
