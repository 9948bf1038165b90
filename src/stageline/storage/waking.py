"""Rings when something may have been committed, by this process or by another on the same database."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Condition, Event, Thread
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from stageline.storage.announcing import CHANNEL
from stageline.storage.unit_of_work import Storage

logger = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 0.2
LONGEST_BACK_OFF_SECONDS = 30.0


class Alarm:
    """Whoever waits remembers how many rings they have heard, so that none is lost between looking and waiting.

    On SQLite it asks the file for its `data_version`, which reads no table; on PostgreSQL it listens. A lost
    connection is made anew, and rings once, for what may have been missed.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._rings = 0
        self._condition = Condition()
        self._stopped = Event()
        self._thread = Thread(target=self._watch, name="alarm", daemon=True)

    def start(self) -> None:
        self._storage.on_commit.append(self.ring)
        self._thread.start()

    def stop(self) -> None:
        """Wakes everybody, so that they can see that it is over."""
        self._stopped.set()
        with suppress(ValueError):
            self._storage.on_commit.remove(self.ring)
        self.ring()

    def join(self) -> None:
        if self._thread.is_alive():
            self._thread.join()

    @property
    def rings(self) -> int:
        return self._rings

    def ring(self) -> None:
        with self._condition:
            self._rings += 1
            self._condition.notify_all()

    def wait(self, heard: int, seconds: float) -> int:
        """Returns at the next ring after those heard, or when the time is over; says how many there were by then."""
        with self._condition:
            self._condition.wait_for(lambda: self._rings != heard or self._stopped.is_set(), timeout=seconds)
            return self._rings

    def _watch(self) -> None:
        engines = self._storage.engines
        driver_error: type[Exception] = engines.writing.dialect.loaded_dbapi.Error
        look = self._poll if engines.is_sqlite else self._listen
        back_off = 0.5
        while not self._stopped.is_set():
            try:
                look()
            except (SQLAlchemyError, driver_error, OSError) as trouble:
                logger.warning("Does not hear the other processes at the moment: %s", trouble)
                self._stopped.wait(back_off)
                back_off = min(2 * back_off, LONGEST_BACK_OFF_SECONDS)
                self.ring()

    def _poll(self) -> None:
        with self._own_connection() as driver:
            seen = None
            while not self._stopped.is_set():
                version = driver.execute("PRAGMA data_version").fetchone()
                if version != seen:
                    seen = version
                    self.ring()
                self._stopped.wait(LOOK_EVERY_SECONDS)

    def _listen(self) -> None:
        with self._own_connection() as driver:
            driver.autocommit = True
            driver.execute(f"LISTEN {CHANNEL}")
            self.ring()
            while not self._stopped.is_set():
                for _ in driver.notifies(timeout=LOOK_EVERY_SECONDS, stop_after=1):
                    self.ring()

    @contextmanager
    def _own_connection(self) -> Iterator[Any]:
        """Outside the pool and outside any transaction. PostgreSQL's replicas for reading cannot listen."""
        engines = self._storage.engines
        pooled = (engines.reading if engines.is_sqlite else engines.writing).raw_connection()
        driver = pooled.driver_connection
        pooled.detach()
        try:
            yield driver
        finally:
            pooled.close()
