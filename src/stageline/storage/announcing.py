"""Tells the other processes on a PostgreSQL database that something was committed."""

import logging
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

logger = logging.getLogger(__name__)

CHANNEL = "stageline"
NOTIFY = f"NOTIFY {CHANNEL}"
NOT_SOONER_SECONDS = 0.05


class Announcer:
    """One NOTIFY for however many commits came while the last one was under way.

    Not within their transactions: PostgreSQL makes those that NOTIFY commit one after another, disk and all. A
    process killed in between leaves its news to the sweep. The connection is its own and stays open: while much is
    written, to take one from the pool each time would cost a tenth of what the writing does.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._errors: tuple[type[Exception], ...] = (SQLAlchemyError, engine.dialect.loaded_dbapi.Error)
        self._connection: Any = None
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
        self._hang_up()

    def _say(self) -> None:
        if not self._is_pending:
            return
        self._is_pending = False  # first: what is committed from here on needs a word of its own
        if self._connection is not None:
            with suppress(*self._errors):  # the server may have hung up since
                self._connection.execute(NOTIFY)
                return
        try:
            self._connection = self._connected()
            self._connection.execute(NOTIFY)
        except self._errors as trouble:
            logger.warning("Could not tell the other processes, who will see it within a minute: %s", trouble)

    def _connected(self) -> Any:
        self._hang_up()
        pooled = self._engine.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()
        connection.autocommit = True
        connection.execute("SET synchronous_commit = off")  # a word is not kept, so no disk need be waited for
        return connection

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
