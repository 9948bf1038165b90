"""Opens the database that the settings name, for one command."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from stageline.bootstrap import opened
from stageline.settings import read_settings
from stageline.storage.unit_of_work import Storage


@contextmanager
def database() -> Iterator[tuple[Storage, datetime]]:
    """The storage, up to date, and the command's one reading of the clock."""
    at = datetime.now(UTC)
    with opened(read_settings(), at) as storage:
        yield storage, at
