"""Whoever reads the journal reads all of it, each opportunity in order, whatever order the transactions commit in."""

from collections.abc import Sequence
from time import sleep

import pytest
from sqlalchemy import text

from stageline.domain.ids import EventId, OpportunityId
from stageline.storage.journal import START, KeptEvent, Position, last_position, read_journal
from stageline.storage.unit_of_work import Storage, Work
from stageline.worker.dispatching import Consumer, Dispatcher, Progress
from tests.builders import NOON, OTHER_REP, a_process, an_opportunity, keep
from tests.writers import a_writer, end, write

TRIES = 1000

pytestmark = pytest.mark.rule("PS-250")
# SQLite has one writer: what is described here cannot happen there.
many_writers = pytest.mark.parametrize("storage", ["postgresql"], indirect=True)
one_writer = pytest.mark.parametrize("storage", ["sqlite"], indirect=True)


@pytest.fixture
def postgresql(storage: Storage) -> Storage:
    with storage.writing() as work:
        keep(work.connection, a_process(), *[an_opportunity(id=OpportunityId(n)) for n in (1, 2, 3)])
    read(storage, START, at_least=3)
    return storage


def ids(found: Sequence[KeptEvent]) -> list[EventId]:
    return [event.id for event in found]


def read(storage: Storage, after: Position, most: int = 500, *, at_least: int = 0) -> tuple[list[KeptEvent], Position]:
    """Waits for so many: other tests share the server, and their transactions hold ours up as well."""
    for _ in range(TRIES):
        with storage.reading() as connection:
            page = read_journal(connection, after, most)
        if len(page.events) >= at_least:
            break
        sleep(0.01)
    return list(page.events), page.end


def catch_up(dispatcher: Dispatcher) -> None:
    while dispatcher.step(NOON, 0) is not Progress.NOTHING:
        sleep(0.01)


def now(storage: Storage) -> Position:
    with storage.reading() as connection:
        return last_position(connection)


@many_writers
def test_an_event_committed_late_with_a_lower_id_is_not_missed(postgresql: Storage) -> None:
    start = now(postgresql)
    with a_writer(postgresql) as slow, a_writer(postgresql) as quick:
        first = write(slow, 1)
        second = write(quick, 2)
        end(quick)

        before, position = read(postgresql, start)
        end(slow)
        after, _ = read(postgresql, position, at_least=2)

    assert first < second
    assert ids(before) == []
    assert ids(after) == [first, second]


@many_writers
def test_a_lower_id_of_a_younger_transaction_is_not_missed(postgresql: Storage) -> None:
    start = now(postgresql)
    with a_writer(postgresql) as old, a_writer(postgresql) as young:
        old.execute(text("SELECT pg_current_xact_id()"))
        low = write(young, 1)
        high = write(old, 2)
        end(old)

        before, position = read(postgresql, start, at_least=1)
        end(young)
        after, _ = read(postgresql, position, at_least=1)

    assert low < high
    assert ids(before) == [high]
    assert ids(after) == [low]


@many_writers
def test_what_was_rolled_back_holds_nothing_up(postgresql: Storage) -> None:
    start = now(postgresql)
    with a_writer(postgresql) as lost, a_writer(postgresql) as kept:
        write(lost, 1)
        number = write(kept, 2)
        end(kept)
        lost.rollback()

        found, _ = read(postgresql, start, at_least=1)

    assert ids(found) == [number]


@many_writers
def test_whoever_begins_now_begins_before_what_is_still_open(postgresql: Storage) -> None:
    with a_writer(postgresql) as slow, a_writer(postgresql) as quick:
        first = write(slow, 1)
        second = write(quick, 2)
        end(quick)

        start = now(postgresql)
        end(slow)

    assert ids(read(postgresql, start, at_least=2)[0]) == [first, second]


@many_writers
def test_a_later_version_waits_for_the_earlier_one_of_a_younger_transaction(postgresql: Storage) -> None:
    """The old one wrote elsewhere first, then waited for the row; a third one keeps the young one from being read."""
    start = now(postgresql)
    with a_writer(postgresql) as old, a_writer(postgresql) as third, a_writer(postgresql) as young:
        other = write(old, 2, 2)
        third.execute(text("SELECT pg_current_xact_id()"))
        version_2 = write(young, 1, 2)
        end(young)
        version_3 = write(old, 1, 3)
        end(old)

        before, position = read(postgresql, start, at_least=1)
        end(third)
        after, _ = read(postgresql, position, at_least=2)

    assert ids(before) == [other]
    assert ids(after) == [version_2, version_3]


@pytest.mark.parametrize("most", [1, 2, 3])
@many_writers
def test_no_page_ends_between_a_version_and_an_earlier_one(postgresql: Storage, most: int) -> None:
    start = now(postgresql)
    with a_writer(postgresql) as old, a_writer(postgresql) as young:
        write(old, 2, 2)
        write(young, 1, 2)
        end(young)
        write(old, 1, 3)
        write(old, 3, 2)
        end(old)
    found: list[KeptEvent] = []
    position = start
    while len(found) < 4:
        step, position = read(postgresql, position, most, at_least=1)
        found += step

    assert len(set(ids(found))) == 4
    assert [event.version for event in found if event.opportunity_id == 1] == [2, 3]


@many_writers
def test_a_consumer_reads_each_event_once_whatever_order_they_commit_in(postgresql: Storage) -> None:
    seen: list[EventId] = []

    def consume(_work: Work, found: Sequence[KeptEvent]) -> None:
        seen.extend(event.id for event in found)

    dispatcher = Dispatcher(postgresql, {"seen": Consumer(consume)})
    catch_up(dispatcher)
    seen.clear()
    with a_writer(postgresql) as slow, a_writer(postgresql) as quick:
        first = write(slow, 1, actor=OTHER_REP)
        second = write(quick, 2)
        end(quick)
        is_held = dispatcher.step(NOON, 0)
        in_between = list(seen)
        end(slow)
    catch_up(dispatcher)

    assert is_held is Progress.HELD
    assert in_between == []
    assert seen == [first, second]


@one_writer
def test_with_one_writer_the_ids_are_the_order(storage: Storage) -> None:
    with storage.writing() as work:
        keep(work.connection, a_process(), *[an_opportunity(id=OpportunityId(n)) for n in (1, 2, 3)])
    first, position = read(storage, START, 2)
    second, _ = read(storage, position, 2)

    assert ids([*first, *second]) == [1, 2, 3]
