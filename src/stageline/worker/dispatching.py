"""Gives each consumer of the journal what follows its cursor; its effects and the cursor are one transaction."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum

import msgspec
from sqlalchemy import Connection

from stageline.storage.consumers import positions
from stageline.storage.journal import START, KeptEvent, Page, Position, read_journal
from stageline.storage.unit_of_work import Storage, Work
from stageline.worker.retrying import wait_after

logger = logging.getLogger(__name__)

PASSED_OVER = 500
"""So many events that a consumer does not want pass before its cursor follows: until then nothing is written."""

Consume = Callable[[Work, Sequence[KeptEvent]], None]


def everything(_event: KeptEvent) -> bool:
    return True


def always(_connection: Connection) -> bool:
    return True


class Consumer(msgspec.Struct, frozen=True):
    """`consume` is given only the events that it `wants`, and is not called for none.

    Nor while it is not needed, as when there is nothing that it keeps up: what comes first says so by an event.
    """

    consume: Consume
    wants: Callable[[KeptEvent], bool] = everything
    is_needed: Callable[[Connection], bool] = always


class Progress(Enum):
    """`HELD`: something is committed that must wait for an older transaction to end, so look again soon."""

    NOTHING = 0
    HELD = 1
    MORE = 2


class Dispatcher:
    """Failing consumers wait by themselves, each longer and longer; the others go on."""

    def __init__(self, storage: Storage, consumers: Mapping[str, Consumer]) -> None:
        self._storage = storage
        self._consumers = consumers
        self._has_begun = False
        self._passed: dict[str, Position] = {}
        self._failures: dict[str, int] = {}
        self._waits_until: dict[str, datetime] = {}

    @property
    def next_try(self) -> datetime | None:
        """When the first of those that failed may try again."""
        return min(self._waits_until.values(), default=None)

    def step(self, at: datetime, jitter: float) -> Progress:
        """One step of each consumer; the furthest that any of them got."""
        if not self._has_begun:
            with self._storage.writing() as work:
                work.consumers.begin(list(self._consumers))
            self._has_begun = True
        awake = [name for name in self._consumers if at >= self._waits_until.get(name, at)]
        kept, pages, needed = self._read(awake)
        steps = (self._try(name, kept[name], pages, at, jitter, is_needed=name in needed) for name in awake)
        return max(steps, key=lambda progress: progress.value, default=Progress.NOTHING)

    def _read(self, awake: Sequence[str]) -> tuple[dict[str, Position], dict[Position, Page], set[str]]:
        """Where each cursor stands, what follows, read once for all that stand at the same place, and who is needed.

        Unlocked: on SQLite writers would wait for it, on PostgreSQL it would take a number.
        """
        with self._storage.reading() as connection:
            kept = dict.fromkeys(awake, START) | positions(connection)
            starts = {self._start(name, kept[name]) for name in awake}
            pages = {start: read_journal(connection, start) for start in starts}
            return kept, pages, {name for name in awake if self._consumers[name].is_needed(connection)}

    def _start(self, name: str, kept: Position) -> Position:
        return max(kept, self._passed.get(name, START))

    def _try(
        self, name: str, kept: Position, pages: Mapping[Position, Page], at: datetime, jitter: float, *, is_needed: bool
    ) -> Progress:  # fmt: skip
        start = self._start(name, kept)
        try:
            progress = self._step(name, kept, start, pages[start], is_needed=is_needed)
        except Exception:
            self._failures[name] = self._failures.get(name, 0) + 1
            wait = min(wait_after(self._failures[name], jitter), timedelta(minutes=5))
            self._waits_until[name] = at + wait
            logger.exception("The consumer %s failed and tries again in %s", name, wait)
            return Progress.NOTHING
        self._failures.pop(name, None)
        self._waits_until.pop(name, None)
        return progress

    def _step(self, name: str, kept: Position, start: Position, page: Page, *, is_needed: bool) -> Progress:
        consumer = self._consumers[name]
        wanted = [event for event in page.events if consumer.wants(event)] if is_needed else []
        is_at_rest, has_news = not page.events and start > kept, False
        if wanted or is_at_rest or page.end.event_id - kept.event_id > PASSED_OVER:
            with self._storage.writing() as work:
                position = work.consumers.take(name)
                if position is None:
                    return Progress.NOTHING
                if position > start:
                    return Progress.MORE  # another process was quicker
                if wanted:
                    consumer.consume(work, wanted)
                work.consumers.move(name, page.end)
                has_news = bool(work.happened)
        self._passed[name] = page.end
        if page.is_more or has_news:
            return Progress.MORE  # what it made happen may be another consumer's to tell
        return Progress.HELD if page.is_held else Progress.NOTHING
