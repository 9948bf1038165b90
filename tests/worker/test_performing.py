"""Jobs are performed when due, tried again when they fail, and given up when that is useless."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from stageline.domain.errors import RuleBroken
from stageline.storage.jobs import LEASE, Payload
from stageline.storage.tables import jobs
from stageline.storage.unit_of_work import Storage
from stageline.worker.handlers import Handler
from stageline.worker.performing import Performer
from stageline.worker.retrying import FIRST_WAIT, LONGEST_WAIT, MOST_ATTEMPTS, wait_after
from stageline.worker.timetable import Regular, Timetable
from tests.builders import MINUTE, NOON


class TooBroken(RuleBroken):
    """It is too broken."""

    code = "too_broken"


class Notes:
    """Handlers that note what they were given, and fail as often as they are told to."""

    def __init__(self, *errors: Exception, more: int = 0) -> None:
        self.errors = list(errors)
        self.more = more
        self.ran: list[Payload] = []
        self.given_up: list[Payload] = []

    def handlers(self) -> Mapping[str, Handler]:
        return {"note": Handler(self._run, self._give_up)}

    def _run(self, _storage: Storage, payload: Payload, _at: datetime) -> bool:
        self.ran.append(payload)
        if self.errors:
            raise self.errors.pop(0)
        self.more -= 1
        return self.more >= 0

    def _give_up(self, _storage: Storage, payload: Payload, _at: datetime) -> None:
        self.given_up.append(payload)


def add(storage: Storage, kind: str = "note", at: datetime = NOON) -> None:
    with storage.writing() as work:
        work.jobs.add(kind, {"n": 1}, at)


def the_job(storage: Storage) -> Any:
    with storage.reading() as connection:
        return connection.execute(select(jobs)).one()


def test_a_job_is_performed_once_when_it_is_due(storage: Storage) -> None:
    notes = Notes()
    performer = Performer(storage, notes.handlers())
    add(storage, at=NOON + MINUTE)

    assert not performer.step(NOON, 0)
    assert performer.step(NOON + MINUTE, 0)
    assert not performer.step(NOON + MINUTE, 0)
    assert notes.ran == [{"n": 1}]
    assert (the_job(storage).state, the_job(storage).finished_at) == ("done", NOON + MINUTE)


def test_trouble_is_tried_again_later_and_later(storage: Storage) -> None:
    notes = Notes(OSError("away"), OSError("still away"))
    performer = Performer(storage, notes.handlers())
    add(storage)

    assert performer.step(NOON, 0)
    assert (the_job(storage).run_at, the_job(storage).last_error) == (NOON + FIRST_WAIT, "OSError: away")
    assert not performer.step(NOON, 0)
    assert performer.step(NOON + FIRST_WAIT, 0)
    assert the_job(storage).run_at == NOON + 3 * FIRST_WAIT
    assert performer.step(NOON + 3 * FIRST_WAIT, 0)
    assert (the_job(storage).state, the_job(storage).last_error, notes.given_up) == ("done", None, [])


def test_a_refusal_is_given_up_at_once_and_stays_visible(storage: Storage) -> None:
    notes = Notes(TooBroken())
    add(storage)
    Performer(storage, notes.handlers()).step(NOON, 0)

    assert (the_job(storage).state, the_job(storage).attempts) == ("failed", 1)
    assert the_job(storage).last_error == "TooBroken: It is too broken."
    assert notes.given_up == [{"n": 1}]


def test_after_the_last_attempt_it_is_given_up(storage: Storage) -> None:
    notes = Notes(*[OSError("away")] * MOST_ATTEMPTS)
    performer = Performer(storage, notes.handlers())
    add(storage)
    at = NOON
    for _ in range(MOST_ATTEMPTS):
        performer.step(at, 0)
        at += LONGEST_WAIT

    assert (the_job(storage).state, len(notes.ran), notes.given_up) == ("failed", MOST_ATTEMPTS, [{"n": 1}])


def test_one_that_gets_on_is_no_failure_however_long_it_takes(storage: Storage) -> None:
    notes = Notes(more=2 * MOST_ATTEMPTS)
    performer = Performer(storage, notes.handlers())
    add(storage)
    while performer.step(NOON, 0):
        pass

    assert (the_job(storage).state, len(notes.ran)) == ("done", 2 * MOST_ATTEMPTS + 1)


def test_a_job_of_a_kind_nobody_knows_waits_for_a_worker_that_does(storage: Storage) -> None:
    add(storage, "letter")
    Performer(storage, {}).step(NOON, 0)

    assert (the_job(storage).state, the_job(storage).last_error) == ("waiting", "UnknownJob: letter")


def test_a_killed_worker_leaves_its_job_to_the_next(storage: Storage) -> None:
    class Killed(BaseException):
        pass

    def dies(_storage: Storage, _payload: Payload, _at: datetime) -> bool:
        raise Killed

    add(storage)
    with pytest.raises(Killed):
        Performer(storage, {"note": Handler(dies)}).step(NOON, 0)
    notes = Notes()
    performer = Performer(storage, notes.handlers())

    assert not performer.step(NOON, 0)
    assert performer.step(NOON + LEASE, 0)
    assert the_job(storage).state == "done"


def test_the_wait_doubles_up_to_an_hour_and_jitter_shortens_it() -> None:
    assert [wait_after(n, 0).total_seconds() for n in (1, 2, 3)] == [2, 4, 8]
    assert wait_after(1, 1) == FIRST_WAIT / 2
    assert wait_after(10_000, 0) == LONGEST_WAIT


def test_the_timetable_adds_each_slot_once_for_all_workers(storage: Storage) -> None:
    hourly = (Regular("note", timedelta(hours=1)),)
    for at in (NOON, NOON + MINUTE, NOON + timedelta(hours=1)):
        for timetable in (Timetable(hourly), Timetable(hourly)):
            timetable.add_due(storage, at)
            timetable.add_due(storage, at)
    with storage.reading() as connection:
        slots = connection.execute(select(jobs.c.run_at).order_by(jobs.c.id)).scalars().all()

    assert slots == [NOON, NOON + timedelta(hours=1)]
