"""Hears what is said to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event


@contextmanager
def statements(of: Engine | Connection) -> Iterator[list[str]]:
    """Every statement as it is said."""
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        heard.append(statement)

    event.listen(of, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(of, "before_cursor_execute", hear)
