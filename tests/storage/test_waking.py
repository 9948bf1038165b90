"""The alarm rings for what this process commits, and for what another one does."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from stageline.storage.engine import open_engines
from stageline.storage.unit_of_work import Storage
from stageline.storage.waking import Alarm
from tests.builders import NOON

LONG_SECONDS = 20.0
"""Never waited for: a ring comes much sooner, or the test fails."""


@pytest.fixture
def alarm(storage: Storage) -> Iterator[Alarm]:
    alarm = Alarm(storage)
    alarm.start()
    yield alarm
    alarm.stop()
    alarm.join()


@pytest.fixture
def other_process(storage: Storage) -> Iterator[Storage]:
    """As good as another process: it shares nothing but the database."""
    other = Storage(open_engines(storage.engines.writing.url.render_as_string(hide_password=False)))
    yield other
    other.close()


def settle(alarm: Alarm) -> int:
    """Until it has heard what was there at its start."""
    heard = alarm.wait(0, LONG_SECONDS)
    while (now := alarm.wait(heard, 0.5)) != heard:
        heard = now
    return heard


def write(storage: Storage) -> None:
    with storage.writing() as work:
        work.jobs.add("count", {}, NOON)


def test_it_rings_for_a_commit_of_this_process(storage: Storage, alarm: Alarm) -> None:
    heard = settle(alarm)
    write(storage)

    assert alarm.wait(heard, LONG_SECONDS) > heard


def test_it_rings_for_a_commit_of_another_process(other_process: Storage, alarm: Alarm) -> None:
    heard = settle(alarm)
    write(other_process)

    assert alarm.wait(heard, LONG_SECONDS) > heard


def test_it_is_quiet_when_nothing_happens(storage: Storage, alarm: Alarm) -> None:
    heard = settle(alarm)
    with storage.writing():
        pass

    assert alarm.wait(heard, 0.3) == heard


@pytest.mark.parametrize("storage", ["postgresql"], indirect=True)
def test_it_listens_again_after_the_connection_was_lost(other_process: Storage, alarm: Alarm) -> None:
    heard = settle(alarm)
    with other_process.engines.writing.begin() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
        )
    after_loss = alarm.wait(heard, LONG_SECONDS)
    heard = settle(alarm)
    write(other_process)

    assert after_loss > 0
    assert alarm.wait(heard, LONG_SECONDS) > heard


def test_a_ring_between_looking_and_waiting_is_heard(alarm: Alarm) -> None:
    heard = settle(alarm)
    alarm.ring()

    assert alarm.wait(heard, LONG_SECONDS) == heard + 1
