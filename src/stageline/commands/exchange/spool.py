"""Holds on disk, while an import runs, what would not fit into memory: the stage history by key, and the keys seen."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from stageline.commands.exchange.files import Line, Sheet

# A database without a name is a temporary file that vanishes when it is closed; what fits stays in memory.
NO_NAME = ""
SCHEMA = """
CREATE TABLE history (key TEXT, file TEXT, line INTEGER, cells BLOB, raw BLOB);
CREATE TABLE seen (key TEXT PRIMARY KEY, line INTEGER, row_hash TEXT) WITHOUT ROWID;
BEGIN
"""
ORPHANS = "SELECT file, line, cells, raw FROM history WHERE key NOT IN (SELECT key FROM seen) ORDER BY rowid"


class Past(msgspec.Struct, frozen=True, gc=False):
    """A row of the stage history."""

    file: str
    line: int
    cells: dict[str, str]
    raw: list[str]


class Spool:
    def __init__(self) -> None:
        self._database = sqlite3.connect(NO_NAME, isolation_level=None)
        self._database.executescript(SCHEMA)

    def close(self) -> None:
        self._database.close()

    def add_history(self, rows: Iterable[tuple[str, Sheet, Line]]) -> None:
        """Rows with their key, once for all."""
        encode = msgspec.json.encode
        values = (
            (key, sheet.path.name, line.number, encode(line.cells), encode(line.raw)) for key, sheet, line in rows
        )
        self._database.executemany("INSERT INTO history VALUES (?, ?, ?, ?, ?)", values)
        self._database.execute("CREATE INDEX history_by_key ON history (key)")

    def history_of(self, keys: Sequence[str]) -> dict[str, list[Past]]:
        """In the order of the file."""
        found: dict[str, list[Past]] = defaultdict(list)
        marks = ", ".join("?" * len(keys))
        asked = f"SELECT key, file, line, cells, raw FROM history WHERE key IN ({marks}) ORDER BY rowid"  # noqa: S608 - marks
        for key, *row in self._database.execute(asked, keys):
            found[key].append(_past(*row))
        return found

    def see(self, key: str, line: int, row_hash: str) -> tuple[int, str] | None:
        """Remembers the first row of each key; answers with its line and hash when this one is not the first."""
        put = "INSERT INTO seen VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        if self._database.execute(put, (key, line, row_hash)).rowcount:
            return None
        row: tuple[int, str] = self._database.execute(
            "SELECT line, row_hash FROM seen WHERE key = ?", (key,)
        ).fetchone()
        return row

    def orphans(self) -> Iterator[Past]:
        """History of opportunities that are in no file."""
        return (_past(*row) for row in self._database.execute(ORPHANS))


def _past(file: str, line: int, cells: bytes, raw: bytes) -> Past:
    decode = msgspec.json.decode
    return Past(file, line, decode(cells, type=dict[str, str]), decode(raw, type=list[str]))
