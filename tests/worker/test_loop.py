"""The worker does by itself what falls due, until it is stopped."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event
from time import monotonic, sleep

import pytest
from sqlalchemy import select, text

from stageline.commands.opportunities.moving import move_opportunity
from stageline.storage.engine import open_engines
from stageline.storage.jobs import Payload
from stageline.storage.journal import KeptEvent
from stageline.storage.tables import jobs, notifications
from stageline.storage.unit_of_work import Storage, Work
from stageline.worker.dispatching import Consumer, Dispatcher
from stageline.worker.handlers import HANDLERS, Handler
from stageline.worker.loop import Worker
from stageline.worker.performing import Performer
from tests.builders import NOON, a_manager, a_move, a_process, an_opportunity, by, keep

LONG_SECONDS = 20.0
"""Never waited for: it comes much sooner, or the test fails."""


@pytest.fixture
def sales(storage: Storage) -> Storage:
    with storage.writing() as work:
        keep(work.connection, a_process(), an_opportunity())
    return storage


@pytest.fixture
def worker(sales: Storage) -> Iterator[Worker]:
    worker = Worker(sales)
    worker.start()
    yield worker
    worker.stop()
    worker.join()


def until(is_so: Callable[[], bool]) -> bool:
    end = monotonic() + LONG_SECONDS
    while not is_so() and monotonic() < end:
        sleep(0.02)
    return is_so()


def told(storage: Storage) -> int:
    with storage.reading() as connection:
        return len(connection.execute(select(notifications.c.id)).all())


def move(storage: Storage, to: str = "Demo") -> None:
    with storage.writing() as work:
        move_opportunity(work, a_move(to), by=by(a_manager()), at=NOON)


@pytest.mark.usefixtures("worker")
def test_a_commit_of_this_process_wakes_it(sales: Storage) -> None:
    move(sales)

    assert until(lambda: told(sales) == 1)


@pytest.mark.usefixtures("worker")
def test_a_commit_of_another_process_wakes_it(sales: Storage) -> None:
    other = Storage(open_engines(sales.engines.writing.url.render_as_string(hide_password=False)))
    sleep(0.5)
    move(other)

    assert until(lambda: told(sales) == 1)
    other.close()


def test_it_stops_when_what_is_under_way_is_done(sales: Storage) -> None:
    begun, may_end, ended = Event(), Event(), Event()

    def slow(_storage: Storage, _payload: Payload, _at: datetime) -> bool:
        begun.set()
        may_end.wait(LONG_SECONDS)
        ended.set()
        return False

    with sales.writing() as work:
        work.jobs.add("slow", {}, NOON)
    worker = Worker(sales, performer=Performer(sales, {**HANDLERS, "slow": Handler(slow)}))
    with ThreadPoolExecutor(1) as runner:
        running = runner.submit(worker.run)
        assert begun.wait(LONG_SECONDS)
        worker.stop()
        may_end.set()
        running.result(LONG_SECONDS)

    assert ended.is_set()
    with sales.reading() as connection:
        assert connection.execute(select(jobs.c.state).where(jobs.c.kind == "slow")).scalar_one() == "done"


@pytest.mark.rule("PS-250")
def test_two_workers_give_each_event_to_a_consumer_once(sales: Storage) -> None:
    seen: list[int] = []

    def notes(_work: Work, events: Sequence[KeptEvent]) -> None:
        seen.extend(event.id for event in events)
        sleep(0.01)

    workers = [Worker(sales, dispatcher=Dispatcher(sales, {"notes": Consumer(notes)})) for _ in range(2)]
    for worker in workers:
        worker.start()
    for to in ("Demo", "Propose", "Demo", "Propose"):
        with sales.writing() as work:
            move_opportunity(work, a_move(to, reason="because"), by=by(a_manager()), at=NOON)
    assert until(lambda: len(seen) >= 5)
    for worker in workers:
        worker.stop()
        worker.join()

    assert seen == sorted(set(seen))
    assert len(seen) == 5


@pytest.mark.parametrize("storage", ["postgresql"], indirect=True)
@pytest.mark.usefixtures("worker")
def test_it_survives_the_loss_of_every_connection(sales: Storage) -> None:
    sleep(0.3)
    with sales.engines.writing.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    move(sales)

    assert until(lambda: told(sales) == 1)
