"""Prints what a command has found: one JSON document for scripts, or a table for people."""

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

import msgspec


def print_json(data: object) -> None:
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n")


def print_table(rows: Sequence[Mapping[str, object]]) -> None:
    """The keys of the first row are the headings."""
    table = import_module("rich.table").Table(*(rows[0] if rows else ()), box=None, pad_edge=False)
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row.values()))
    import_module("rich.console").Console(markup=False, highlight=False).print(table)
