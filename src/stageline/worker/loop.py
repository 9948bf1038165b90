"""The worker: waits for something to happen or to fall due, and does it. Many may work on one database."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from random import random
from threading import Event, Thread

from stageline.storage.jobs import next_run
from stageline.storage.unit_of_work import Storage
from stageline.storage.waking import Alarm
from stageline.worker.dispatching import Dispatcher, Progress
from stageline.worker.handlers import CONSUMERS, handlers_with
from stageline.worker.mailing import MailServer
from stageline.worker.performing import Performer
from stageline.worker.retrying import wait_after
from stageline.worker.timetable import Timetable

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 60.0
HELD_SECONDS = 0.05
LEAST_SECONDS = 0.01
# What happens within this time is looked at together: a busy database is asked ten times a second, not for each commit.
PACE_SECONDS = 0.1
PATIENCE_SECONDS = 2.0

Step = Callable[[], float]
"""Does what there is to do, and says for how many seconds there is nothing, unless the alarm rings."""


def now() -> datetime:
    return datetime.now(UTC)


class Worker:
    """One thread reads the journal for the consumers, the others perform jobs; `mail` is where messages go."""

    def __init__(
        self,
        storage: Storage,
        clock: Callable[[], datetime] = now,
        *,
        jitter: Callable[[], float] = random,
        dispatcher: Dispatcher | None = None,
        performer: Performer | None = None,
        performers: int = 2,
        mail: MailServer | None = None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._jitter = jitter
        self._dispatcher = dispatcher or Dispatcher(storage, CONSUMERS)
        self._performer = performer or Performer(storage, handlers_with(mail))
        self._timetable = Timetable()
        self._alarm = Alarm(storage)
        self._stopping = Event()
        # SQLite writes one after another anyway.
        steps = [self._dispatch, *[self._perform] * (1 if storage.engines.is_sqlite else performers)]
        self._threads = [Thread(target=self._keep_doing, args=(step,), name="worker", daemon=True) for step in steps]

    def run(self) -> None:
        """Works until somebody calls `stop`."""
        self.start()
        self._stopping.wait()
        self.join()

    def start(self) -> None:
        self._alarm.start()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """What is under way is finished first; `join` waits for it."""
        self._stopping.set()
        self._alarm.stop()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()
        self._alarm.join()

    def run_once(self, at: datetime, patience: float = PATIENCE_SECONDS) -> None:
        """Everything there is to do at that moment, in this thread and always in the same order.

        What an older transaction holds up is waited for, but not for longer than `patience` seconds altogether.
        """
        did_something = True
        while did_something:
            self._timetable.add_due(self._storage, at)
            progress = self._dispatcher.step(at, 0)
            if progress is Progress.HELD and patience > 0:
                self._stopping.wait(LEAST_SECONDS)
                patience -= LEAST_SECONDS
                continue
            did_something = self._performer.step(at, 0) or progress is Progress.MORE

    def _keep_doing(self, step: Step) -> None:
        failures = 0
        heard = self._alarm.rings
        while not self._stopping.is_set():
            try:
                seconds = step()
                failures = 0
            except Exception as trouble:  # noqa: BLE001 - a worker outlives the database's absence
                failures += 1
                seconds = wait_after(failures, self._jitter()).total_seconds()
                logger.warning("The worker cannot work, and tries again in %.0f s: %s", seconds, trouble)
                self._stopping.wait(min(seconds, SWEEP_SECONDS))
                seconds = 0
            if seconds > 0:
                self._stopping.wait(min(seconds, PACE_SECONDS))
                heard = self._alarm.wait(heard, seconds)

    def _dispatch(self) -> float:
        while (progress := self._dispatcher.step(self._clock(), self._jitter())) is Progress.MORE:
            if self._stopping.is_set():
                break
        if progress is Progress.HELD:
            return HELD_SECONDS
        return self._seconds_until(self._dispatcher.next_try)

    def _perform(self) -> float:
        self._timetable.add_due(self._storage, self._clock())
        while (
            not self._stopping.is_set() and self._is_any_due() and self._performer.step(self._clock(), self._jitter())
        ):
            pass
        return max(self._seconds_until_next(), LEAST_SECONDS)

    def _is_any_due(self) -> bool:
        return self._seconds_until_next() <= 0

    def _seconds_until_next(self) -> float:
        with self._storage.reading() as connection:
            return self._seconds_until(next_run(connection))

    def _seconds_until(self, due_at: datetime | None) -> float:
        if due_at is None:
            return SWEEP_SECONDS
        return min((due_at - self._clock()).total_seconds(), SWEEP_SECONDS)
