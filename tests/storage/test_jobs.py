"""Jobs are claimed by one worker at a time, and come back when it dies."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from sqlalchemy import select

from stageline.storage.jobs import KEPT_WHEN_DONE, LEASE, Job, next_run
from stageline.storage.tables import jobs
from stageline.storage.unit_of_work import Storage
from tests.builders import DAY, MINUTE, NOON


def add(storage: Storage, kind: str = "count", *, at: datetime = NOON, key: str | None = None) -> None:
    with storage.writing() as work:
        work.jobs.add(kind, {"n": 1}, at, key)


def claim(storage: Storage, at: datetime = NOON) -> Job | None:
    with storage.writing() as work:
        return work.jobs.claim(at)


def states(storage: Storage) -> list[tuple[str, int, str | None]]:
    with storage.reading() as connection:
        rows = connection.execute(select(jobs.c.state, jobs.c.attempts, jobs.c.last_error).order_by(jobs.c.id))
        return [(state, attempts, error) for state, attempts, error in rows]


def test_a_job_is_there_only_if_what_made_it_necessary_is(storage: Storage) -> None:
    with contextlib.suppress(ZeroDivisionError), storage.writing() as work:
        work.jobs.add("count", {}, NOON)
        raise ZeroDivisionError

    assert states(storage) == []


def test_a_job_is_claimed_when_it_is_due_and_by_one_only(storage: Storage) -> None:
    add(storage, at=NOON + MINUTE)

    assert claim(storage, NOON) is None
    assert claim(storage, NOON + MINUTE) == Job(1, "count", {"n": 1}, 1)  # type: ignore[arg-type]
    assert claim(storage, NOON + MINUTE) is None


def test_many_workers_claim_each_job_once(storage: Storage) -> None:
    for _ in range(20):
        add(storage)
    with ThreadPoolExecutor(5) as workers:
        claimed = [job.id for job in workers.map(lambda _: claim(storage), range(30)) if job]

    assert sorted(claimed) == sorted(set(claimed))
    assert len(claimed) + sum(1 for _ in iter(lambda: claim(storage), None)) == 20


def test_a_job_whose_worker_died_comes_back_after_its_lease(storage: Storage) -> None:
    add(storage)
    lost = claim(storage)
    again = claim(storage, NOON + LEASE)

    assert lost
    assert again
    assert (again.id, again.attempt) == (lost.id, 2)


def test_a_worker_that_was_only_slow_ends_nothing_any_more(storage: Storage) -> None:
    add(storage)
    slow = claim(storage)
    other = claim(storage, NOON + LEASE)
    assert slow
    assert other
    with storage.writing() as work:
        work.jobs.end(slow, NOON + LEASE)
    assert states(storage) == [("waiting", 2, None)]

    with storage.writing() as work:
        work.jobs.end(other, NOON + LEASE)
    assert states(storage) == [("done", 2, None)]


def test_the_one_that_waits_longest_is_first(storage: Storage) -> None:
    add(storage, "later", at=NOON)
    add(storage, "sooner", at=NOON - MINUTE)

    first, second = claim(storage), claim(storage)

    assert first
    assert second
    assert (first.kind, second.kind) == ("sooner", "later")


def test_a_key_adds_one_job_even_when_it_is_done(storage: Storage) -> None:
    add(storage, key="once")
    add(storage, key="once")
    job = claim(storage)
    assert job
    with storage.writing() as work:
        work.jobs.end(job, NOON)
    add(storage, key="once")

    assert states(storage) == [("done", 1, None)]


def test_done_is_forgotten_after_a_week_and_failed_is_not(storage: Storage) -> None:
    add(storage, key="done")
    add(storage, key="failed")
    for error in (None, "Broken: it is"):
        job = claim(storage)
        assert job
        with storage.writing() as work:
            work.jobs.end(job, NOON, error=error)
    for later in (KEPT_WHEN_DONE, KEPT_WHEN_DONE + DAY):
        with storage.writing() as work:
            work.jobs.forget(NOON + later)

    assert states(storage) == [("failed", 1, "Broken: it is")]


def test_the_next_job_says_when_it_is_due(storage: Storage) -> None:
    with storage.reading() as connection:
        assert next_run(connection) is None
    add(storage, at=NOON + timedelta(hours=1))
    add(storage, at=NOON + timedelta(hours=2))

    with storage.reading() as connection:
        assert next_run(connection) == NOON + timedelta(hours=1)
