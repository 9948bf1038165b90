"""Writes a backup while everything goes on: what was committed at one moment, and nothing of later."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Table, create_engine, func, insert, select, tuple_

from stageline.domain.errors import RuleBroken
from stageline.storage.engine import Engines, to_json
from stageline.storage.prepared import Prepared
from stageline.storage.schema import make, require_current
from stageline.storage.tables import consumers, events, file_pieces, metadata

SQLITE_BEGINS = b"SQLite format 3\0"
PIECE = 1000
# A piece of a file is large itself.
FEW = 16

# Whoever was signed in must not be let in again by a restore, long after they have signed out.
NOT_KEPT = ("sessions", "setup_tokens")


class WouldOverwrite(RuleBroken):
    """There is a file already, and it is no backup. Name another one."""

    code = "would_overwrite"


def keep(engines: Engines, path: Path) -> None:
    """The file is there whole or not at all; an earlier backup of that name is replaced. Only its owner may read it."""
    refuse_to_overwrite(engines, path)
    with finished(path) as part:
        if engines.is_sqlite:
            copy_file(engines, part)
        else:
            copy_rows(engines, part)
        forget_secrets(part)


def refuse_to_overwrite(engines: Engines, path: Path) -> None:
    if not path.exists():
        return
    with path.open("rb") as file:
        is_database = file.read(len(SQLITE_BEGINS)) == SQLITE_BEGINS
    if not is_database or (engines.is_sqlite and path.samefile(engines.writing.url.database or "")):
        raise WouldOverwrite(path=str(path))


@contextmanager
def finished(path: Path) -> Iterator[Path]:
    """A file to write beside it, which takes its place at the end, safe from a loss of power."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.touch(mode=0o600, exist_ok=False)
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def copy_file(engines: Engines, part: Path) -> None:
    with engines.reading.connect() as connection:
        require_current(connection)
    with closing(sqlite3.connect(engines.reading.url.database or "", timeout=30)) as source:
        source.execute("VACUUM INTO ?", (str(part),))  # reads in one transaction; nobody has to wait for it


def copy_rows(engines: Engines, part: Path) -> None:
    file = create_engine(f"sqlite:///{part}", json_serializer=to_json)
    try:
        with engines.reading.connect() as source, file.begin() as target:  # the former sees one moment throughout
            require_current(source)
            make(target)
            for table in metadata.sorted_tables:
                copy_table(source, target, table)
    finally:
        file.dispose()


def copy_table(source: Connection, target: Connection, table: Table) -> None:
    adding = Prepared(insert(table), table.c.keys())
    most = FEW if table is file_pieces else PIECE
    rows = source.execution_options(yield_per=most).execute(select(table)).mappings()
    for piece in rows.partitions():
        values = [dict(row) for row in piece]
        for row in values:
            if table is events:
                row["transaction_id"] = None
            elif table is consumers:
                row |= {"transaction_id": 0, "event_id": read_up_to(source, row["transaction_id"], row["event_id"])}
        adding.run(target, values)


def read_up_to(source: Connection, transaction_id: int, event_id: int) -> int:
    """Transaction numbers mean nothing elsewhere, so a backup counts by events alone.

    What the consumer has not read yet may have a lower number than what it has: it begins there, and is told of some
    events twice, which it takes as once.
    """
    later = tuple_(events.c.transaction_id, events.c.id) > tuple_(transaction_id, event_id)
    first_unread = source.scalar(select(func.min(events.c.id)).where(later))
    return first_unread - 1 if first_unread else source.scalar(select(func.max(events.c.id))) or 0


def forget_secrets(part: Path) -> None:
    with closing(sqlite3.connect(part, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        for table in NOT_KEPT:
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - constants
