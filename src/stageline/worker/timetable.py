"""What is done again and again, each time as a job whose key is its slot, so that many workers do it once."""

from datetime import UTC, datetime, timedelta

import msgspec

from stageline.commands.targets.watching import WATCH
from stageline.storage.unit_of_work import Storage
from stageline.worker.handlers import TIDY_UP

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Regular(msgspec.Struct, frozen=True):
    kind: str
    every: timedelta

    def slot(self, at: datetime) -> datetime:
        """The beginning of the period that this moment lies in."""
        return at - (at - EPOCH) % self.every


REGULARS = (Regular(TIDY_UP, timedelta(hours=1)), Regular(WATCH, timedelta(hours=1)))
"""Days turn at some hour in every zone."""


class Timetable:
    """Remembers which slots it has seen begin, so as not to ask the database each time."""

    def __init__(self, regulars: tuple[Regular, ...] = REGULARS) -> None:
        self._regulars = regulars
        self._seen: dict[str, datetime] = {}

    def add_due(self, storage: Storage, at: datetime) -> None:
        due = [(r, r.slot(at)) for r in self._regulars if self._seen.get(r.kind) != r.slot(at)]
        if not due:
            return
        with storage.writing() as work:
            for regular, slot in due:
                work.jobs.add(regular.kind, {}, slot, f"{regular.kind}:{slot.isoformat()}", at=at)
        self._seen |= {regular.kind: slot for regular, slot in due}
