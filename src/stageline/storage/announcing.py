"""Tells the other processes on a PostgreSQL database that something was committed."""

import logging
from threading import Event, Lock, Thread

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

logger = logging.getLogger(__name__)

CHANNEL = "stageline"
NOT_SOONER_SECONDS = 0.02


class Announcer:
    """One NOTIFY for however many commits came while the last one was under way.

    Not within their transactions: PostgreSQL makes those that NOTIFY commit one after another, disk and all. A
    process killed in between leaves its news to the sweep.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._wanted = Event()
        self._stopped = Event()
        self._starting = Lock()
        self._thread: Thread | None = None
        self._is_pending = False

    def announce(self) -> None:
        if self._thread is None:
            self._start()
        self._is_pending = True
        self._wanted.set()

    def close(self) -> None:
        """Says what is still to be said."""
        self._stopped.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = Thread(target=self._run, name="announcer", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._wanted.wait()
            self._wanted.clear()
            self._say()
            self._stopped.wait(NOT_SOONER_SECONDS)
        self._say()

    def _say(self) -> None:
        if not self._is_pending:
            return
        self._is_pending = False  # first: what is committed from here on needs a word of its own
        try:
            with self._engine.connect() as connection:
                connection.exec_driver_sql(f"NOTIFY {CHANNEL}")
        except SQLAlchemyError as trouble:
            logger.warning("Could not tell the other processes, who will see it within a minute: %s", trouble)
