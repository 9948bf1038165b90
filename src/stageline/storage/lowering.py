"""Text to sort by: without difference of case, in the same order on both databases.

PostgreSQL's own lower() follows the server's locale, and SQLite's knows ASCII alone. ICU's and Python's follow Unicode.
"""

from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import ColumnElement, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class lowered(FunctionElement[str]):  # noqa: N801 - a function of SQL
    """In small letters, ordered by code point."""

    inherit_cache = True
    type = Text()

    def __init__(self, text: ColumnElement[Any]) -> None:
        super().__init__(text)


def register(connection: SqliteConnection) -> None:
    """Every connection to SQLite that sorts by text needs it."""
    connection.create_function("lowered", 1, _lowered, deterministic=True)


@compiles(lowered, "sqlite")
def _on_sqlite(element: lowered, compiler: SQLCompiler, **how: Any) -> str:
    return f"lowered({compiler.process(element.clauses, **how)})"


@compiles(lowered, "postgresql")
def _on_postgresql(element: lowered, compiler: SQLCompiler, **how: Any) -> str:
    return f'lower({compiler.process(element.clauses, **how)} COLLATE "und-x-icu") COLLATE "C"'


def _lowered(text: str | None) -> str | None:
    return None if text is None else text.lower()
