"""Sums that no number of large amounts can break: both databases add within 64 bits, and refuse to answer beyond.

PostgreSQL adds in decimals by itself. SQLite gives up at an overflow, so it adds what stands above and below a
thousand millions apart, and Python puts the two together.
"""

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import UserDefinedType

PART = 10**9


class _Whole(UserDefinedType[int]):
    cache_ok = True

    def result_processor(self, _dialect: Dialect, _coltype: object) -> Any:
        return _read


def _read(found: Any) -> int:
    if not isinstance(found, str):
        return int(found)
    high, low = found.split()
    return int(high) * PART + int(low)


class whole_sum(FunctionElement[int]):  # noqa: N801 - a function of SQL
    """Of whole numbers, each multiplied by another when one is named, as an `int` of any size; of nothing it is 0."""

    inherit_cache = True
    type = _Whole()

    def __init__(self, number: ColumnElement[Any], *, times: ColumnElement[Any] | None = None) -> None:
        super().__init__(number, *([] if times is None else [times]))


@compiles(whole_sum, "sqlite")
def _on_sqlite(element: whole_sum, compiler: SQLCompiler, **how: Any) -> str:
    number, *times = (compiler.process(part, **how) for part in element.clauses)
    high, low = (f"coalesce(sum({' * '.join([f'({number} {apart} {PART})', *times])}), 0)" for apart in "/%")
    return f"printf('%d %d', {high}, {low})"


@compiles(whole_sum, "postgresql")
def _on_postgresql(element: whole_sum, compiler: SQLCompiler, **how: Any) -> str:
    return f"coalesce(sum({' * '.join(compiler.process(part, **how) for part in element.clauses)}), 0)"
