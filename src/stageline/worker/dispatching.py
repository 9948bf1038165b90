"""Gives each consumer of the journal what follows its cursor; its effects and the cursor are one transaction."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum

from stageline.storage.consumers import position_of
from stageline.storage.journal import read_journal, what_follows
from stageline.storage.unit_of_work import Storage
from stageline.worker.handlers import CONSUMERS, Consume
from stageline.worker.retrying import wait_after

logger = logging.getLogger(__name__)


class Progress(Enum):
    """`HELD`: something is committed that must wait for an older transaction to end, so look again soon."""

    NOTHING = 0
    HELD = 1
    MORE = 2


class Dispatcher:
    """Failing consumers wait by themselves, each longer and longer; the others go on."""

    def __init__(self, storage: Storage, consumers: Mapping[str, Consume] = CONSUMERS) -> None:
        self._storage = storage
        self._consumers = consumers
        self._has_begun = False
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
        return max((self._try(name, at, jitter) for name in self._consumers), key=lambda progress: progress.value)

    def _try(self, name: str, at: datetime, jitter: float) -> Progress:
        if name in self._waits_until and at < self._waits_until[name]:
            return Progress.NOTHING
        try:
            progress = self._step(name)
        except Exception:
            self._failures[name] = self._failures.get(name, 0) + 1
            wait = min(wait_after(self._failures[name], jitter), timedelta(minutes=5))
            self._waits_until[name] = at + wait
            logger.exception("The consumer %s failed and tries again in %s", name, wait)
            return Progress.NOTHING
        self._failures.pop(name, None)
        self._waits_until.pop(name, None)
        return progress

    def _step(self, name: str) -> Progress:
        # Looked at without a lock first: on SQLite writers would wait for it, on PostgreSQL it would take a number.
        with self._storage.reading() as connection:
            ahead = what_follows(connection, position_of(connection, name))
        if not ahead.events:
            return Progress.HELD if ahead.is_held else Progress.NOTHING
        with self._storage.writing() as work:
            position = work.consumers.take(name)
            if position is None:
                return Progress.NOTHING
            page = read_journal(work.connection, position)
            if page.events:
                self._consumers[name](work, page.events)
                work.consumers.move(name, page.end)
        if page.is_more:
            return Progress.MORE
        return Progress.HELD if page.is_held else Progress.NOTHING
