"""Lists by name: found by a part of it, and paged by the name and id that a page ends with."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, tuple_

from stageline.domain.errors import Missing
from stageline.queries.paging import InvalidCursor, cursor_of, decoded
from stageline.storage.tables.types import AnyRow

ESCAPE = "\\"


def holds(connection: Connection, columns: Sequence[ColumnElement[Any]], part: str) -> ColumnElement[bool]:
    """Whether one of the columns holds that part, whatever its case."""
    # SQLite's own lower() knows ASCII alone.
    folded = func.casefold if connection.dialect.name == "sqlite" else func.lower
    said = part.casefold() if connection.dialect.name == "sqlite" else part.lower()
    for special in (ESCAPE, "%", "_"):
        said = said.replace(special, ESCAPE + special)
    return or_(*(folded(column).like(f"%{said}%", escape=ESCAPE) for column in columns))


def page_by_name(
    connection: Connection,
    statement: Select[*tuple[Any, ...]],
    by: tuple[ColumnElement[str], ColumnElement[int]],
    *,
    cursor: str | None,
    limit: int,
) -> tuple[Sequence[AnyRow], str | None]:
    """The rows, and where the next page begins when there is one. `by` are the columns of name and id."""
    if cursor is not None:
        statement = statement.where(tuple_(*by) > tuple_(*_position_in(cursor)))
    rows = connection.execute(statement.order_by(*by).limit(limit + 1)).all()
    shown = rows[:limit]
    return shown, cursor_of(shown[-1].name, shown[-1].id) if len(rows) > limit else None


def _position_in(cursor: str) -> tuple[str, int]:
    name, number = decoded(cursor, tuple[str, int])
    if not 0 <= number < 2**63 or "\0" in name:
        raise InvalidCursor([Missing(name="cursor", remedy="Leave it out.")])
    return name, number
