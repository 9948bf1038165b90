"""Performs the jobs that are due, one after another."""

import logging
from collections.abc import Mapping
from datetime import datetime

from stageline.storage.jobs import Job
from stageline.storage.unit_of_work import Storage
from stageline.worker.handlers import HANDLERS, Handler
from stageline.worker.retrying import is_worth_retrying, wait_after

logger = logging.getLogger(__name__)


class UnknownJob(Exception):
    """No handler knows this kind of job: an older version reads what a newer one has written."""


class Performer:
    def __init__(self, storage: Storage, handlers: Mapping[str, Handler] = HANDLERS) -> None:
        self._storage = storage
        self._handlers = handlers

    def step(self, at: datetime, jitter: float) -> bool:
        """Performs the job that is due for longest, if there is one, and says whether there was."""
        with self._storage.writing() as work:
            job = work.jobs.claim(at)
        if job is None:
            return False
        try:
            wants_more = self._run(job, at)
        except Exception as error:  # noqa: BLE001 - whatever it was, it is written down with the job
            self._failed(job, error, at, jitter)
        else:
            with self._storage.writing() as work:
                if wants_more:
                    work.jobs.go_on(job, at)
                else:
                    work.jobs.end(job, at)
        return True

    def _run(self, job: Job, at: datetime) -> bool:
        handler = self._handlers.get(job.kind)
        if handler is None:
            raise UnknownJob(job.kind)
        return handler.run(self._storage, job.payload, at)

    def _failed(self, job: Job, error: Exception, at: datetime, jitter: float) -> None:
        words = f"{type(error).__name__}: {error}"
        if is_worth_retrying(error, job.attempt):
            logger.warning("Job %d (%s) failed at attempt %d: %s", job.id, job.kind, job.attempt, words)
            with self._storage.writing() as work:
                work.jobs.retry(job, at + wait_after(job.attempt, jitter), words)
            return
        logger.error("Job %d (%s) is given up after attempt %d", job.id, job.kind, job.attempt, exc_info=error)
        handler = self._handlers.get(job.kind)
        if handler is not None and handler.give_up is not None:
            handler.give_up(self._storage, job.payload, at)
        with self._storage.writing() as work:
            work.jobs.end(job, at, error=words)
