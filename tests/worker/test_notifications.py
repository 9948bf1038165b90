"""What people did reaches those whom it concerns, once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
import pytest
from sqlalchemy import insert, select

from stageline.commands.batches import finish_small_batch, record_small_batch
from stageline.commands.notifications import is_told, mute_notifications, read_notification, tell_people
from stageline.commands.opportunities.moving import move_opportunities, move_opportunity
from stageline.domain.events import By, Channel
from stageline.domain.ids import OpportunityId
from stageline.domain.notifications.notice import CannotBeMuted, Kind, NotificationNotFound
from stageline.queries.notifications import read_notifications, read_preferences
from stageline.storage.journal import START, KeptEvent, read_journal
from stageline.storage.tables import consumers, notifications
from stageline.storage.unit_of_work import Storage, Work
from stageline.worker import dispatching
from stageline.worker.dispatching import Consumer, Dispatcher, Progress
from stageline.worker.handlers import CONSUMERS
from stageline.worker.loop import Worker
from tests.builders import (
    MANAGER,
    MINUTE,
    NOON,
    OTHER_REP,
    REP,
    a_manager,
    a_move,
    a_process,
    a_rep,
    an_operator,
    an_opportunity,
    by,
    keep,
)
from tests.statements import statements
from tests.teams import deactivate, lead


@pytest.fixture
def sales(storage: Storage) -> Storage:
    """Five opportunities of Rita, whom Maja leads."""
    with storage.writing() as work:
        keep(work.connection, a_process(), *[an_opportunity(id=OpportunityId(n)) for n in range(1, 6)])
        lead(work.connection, MANAGER, REP)
    return storage


def told(storage: Storage, at: datetime = NOON) -> list[tuple[Any, ...]]:
    Worker(storage).run_once(at)
    wanted = select(notifications.c.user_id, notifications.c.kind, notifications.c.opportunity_id)
    with storage.reading() as connection:
        return [tuple(row) for row in connection.execute(wanted.order_by(notifications.c.id))]


def move_all(storage: Storage, ids: Sequence[int], to: str = "Demo", *, batch: bool = True) -> None:
    with storage.writing() as work:
        who = By(an_operator(), Channel.MASS)
        if batch:
            batch_id = record_small_batch(work, "moves", len(ids), by=who, at=NOON)
            who = msgspec.structs.replace(who, batch_id=batch_id)
        move_opportunities(work, [a_move(to, opportunity_id=n) for n in ids], by=who, at=NOON)


@pytest.mark.rule("PS-199", "AC-118")
def test_the_owner_is_told_that_the_manager_moved_it(sales: Storage) -> None:
    with sales.writing() as work:
        move_opportunity(work, a_move("Demo"), by=by(a_manager()), at=NOON)

    assert told(sales) == [(REP, "moved_by_other", 1)]


@pytest.mark.rule("PS-206")
def test_the_manager_is_told_when_the_owner_is_deactivated(sales: Storage) -> None:
    with sales.writing() as work:
        deactivate(work.connection, REP)
        move_opportunity(work, a_move("Demo"), by=by(an_operator()), at=NOON)

    assert told(sales) == [(MANAGER, "moved_by_other", 1)]


@pytest.mark.rule("PS-245")
def test_a_refused_move_tells_nobody(sales: Storage) -> None:
    with sales.writing() as work:
        answers = move_opportunities(work, [a_move("Demo")], by=by(a_rep(OTHER_REP)), at=NOON)

    assert len(answers) == 1
    assert told(sales) == []


@pytest.mark.rule("PS-246")
def test_a_batch_is_told_once_even_when_it_comes_in_pieces(sales: Storage) -> None:
    with sales.writing() as work:
        who = By(an_operator(), Channel.MASS)
        who = msgspec.structs.replace(who, batch_id=record_small_batch(work, "moves", 3, by=who, at=NOON))
        move_opportunities(work, [a_move(opportunity_id=n) for n in (1, 2)], by=who, at=NOON)
    first = told(sales)
    with sales.writing() as work:
        move_opportunities(work, [a_move("Propose", opportunity_id=n) for n in (3, 4, 5)], by=who, at=NOON)

    assert first == [(REP, "moved_by_other", None)]
    assert told(sales) == first
    with sales.reading() as connection:
        params = connection.execute(select(notifications.c.params)).scalar_one()
    assert params["count"] == 5
    assert "to_stage_name" not in params


@pytest.mark.rule("PS-250", "PS-245")
def test_what_was_told_is_not_told_again(sales: Storage) -> None:
    move_all(sales, [1], batch=False)
    first = told(sales)
    with sales.writing() as work:
        work.connection.execute(consumers.update().values(transaction_id=0, event_id=0))

    assert told(sales) == first


@pytest.mark.rule("PS-250")
def test_a_consumer_that_fails_keeps_its_place_and_holds_no_other_up(sales: Storage) -> None:
    seen: list[int] = []
    failures = iter([True, False, False, False])

    def fails_at_first(work: Work, events: Sequence[KeptEvent]) -> None:
        tell_people(work, events)
        if next(failures):
            raise ZeroDivisionError

    def notes(_work: Work, events: Sequence[KeptEvent]) -> None:
        seen.extend(event.id for event in events)

    move_all(sales, [1], batch=False)
    dispatcher = Dispatcher(sales, {"notifications": Consumer(fails_at_first, wants=is_told), "notes": Consumer(notes)})
    while not seen:
        dispatcher.step(NOON, 0)
    with sales.reading() as connection:
        assert connection.execute(select(notifications)).all() == []
    while dispatcher.step(NOON, 0) is not Progress.NOTHING:
        pass
    assert dispatcher.next_try is not None
    dispatcher.step(dispatcher.next_try, 0)

    assert dispatcher.next_try is None
    assert len(seen) == len(set(seen)) == 6
    assert len(told(sales)) == 1


def place_of(storage: Storage, name: str) -> int:
    with storage.reading() as connection:
        place: int = connection.scalar(select(consumers.c.event_id).where(consumers.c.name == name)) or 0
        return place


@pytest.mark.rule("PS-250")
def test_what_a_consumer_does_not_want_it_is_not_given_and_its_place_follows_when_all_is_quiet(sales: Storage) -> None:
    seen: list[int] = []
    given: list[int] = []

    def notes(_work: Work, events: Sequence[KeptEvent]) -> None:
        given.append(len(events))
        seen.extend(event.opportunity_id or 0 for event in events)

    second = Consumer(notes, wants=lambda event: event.kind == "opportunity.moved" and event.opportunity_id == 2)
    one, other = (Dispatcher(sales, {"notes": second}) for _ in range(2))
    while one.step(NOON, 0) is not Progress.NOTHING:
        pass
    begun = place_of(sales, "notes")
    move_all(sales, [1, 3], batch=False)
    one.step(NOON, 0)
    unmoved = place_of(sales, "notes")
    one.step(NOON, 0)
    at_rest = place_of(sales, "notes")
    move_all(sales, [1], to="Propose", batch=False)
    one.step(NOON, 0)
    move_all(sales, [2], batch=False)
    for dispatcher in (other, one, other, one):
        dispatcher.step(NOON, 0)

    assert begun == unmoved < at_rest
    assert (seen, given) == ([2], [1])


@pytest.mark.rule("PS-250")
def test_a_place_is_never_far_behind_however_little_is_wanted(sales: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatching, "PASSED_OVER", 3)
    dispatcher = Dispatcher(sales, {"notes": Consumer(tell_people, wants=lambda _event: False)})
    places = []
    for ids in ([1], [2], [3, 4, 5]):
        move_all(sales, ids, batch=False)
        dispatcher.step(NOON, 0)
        places.append(place_of(sales, "notes"))

    assert places[0] == places[1] < places[2]


@pytest.mark.rule("PS-250")
def test_two_processes_tell_it_once(sales: Storage) -> None:
    move_all(sales, [1, 2, 3], batch=False)
    one, other = Dispatcher(sales, CONSUMERS), Dispatcher(sales, CONSUMERS)
    one.step(NOON, 0)
    other.step(NOON, 0)

    assert len(told(sales)) == 3


def test_as_many_statements_for_many_events_as_for_one(sales: Storage) -> None:
    told(sales)
    counts = []
    for ids in ([1], [2, 3, 4, 5]):
        move_all(sales, ids, batch=False)
        with sales.writing() as work:
            position = work.consumers.take("notifications")
            assert position is not None
            found = read_journal(work.connection, START).events[-len(ids) :]
            with statements(work.connection) as heard:
                tell_people(work, found)
        counts.append(len(heard))

    assert counts[0] == counts[1] > 0


@pytest.mark.rule("PS-245")
def test_one_reads_ones_own_and_marks_them_as_read(sales: Storage) -> None:
    move_all(sales, [1, 2], batch=False)
    told(sales)
    with sales.reading() as connection:
        page = read_notifications(connection, asker=a_rep(), cursor=None, limit=1)
        assert page.next_cursor
        rest = read_notifications(connection, asker=a_rep(), cursor=page.next_cursor, limit=1)
        others = read_notifications(connection, asker=a_manager(), cursor=None, limit=10)
    [newest], [oldest] = page.items, rest.items

    assert (page.unread_count, rest.next_cursor, others.items) == (2, None, [])
    assert newest.opportunity
    assert (newest.opportunity.name, newest.params["to_stage_name"]) == ("Solar roof", "Demo")
    assert newest.id > oldest.id

    with sales.writing() as work:
        read_notification(work, newest.id, asker=a_rep(), at=NOON)
        read_notification(work, newest.id, asker=a_rep(), at=NOON + MINUTE)
    with pytest.raises(NotificationNotFound), sales.writing() as work:
        read_notification(work, oldest.id, asker=a_manager(), at=NOON)
    with sales.reading() as connection:
        after = read_notifications(connection, asker=a_rep(), cursor=None, limit=10)
    assert after.unread_count == 1
    assert [item.read_at for item in after.items] == [NOON, None]


@pytest.mark.rule("PS-245", "PS-196")
def test_the_name_of_what_may_not_be_seen_any_more_is_left_out(sales: Storage) -> None:
    move_all(sales, [1], batch=False)
    told(sales)
    with sales.writing() as work:
        row = {"user_id": OTHER_REP, "kind": "added_to_team", "event_id": 1, "opportunity_id": 1, "params": {}}
        work.connection.execute(insert(notifications), {**row, "at": NOON})
    with sales.reading() as connection:
        [seen] = read_notifications(connection, asker=a_rep(), cursor=None, limit=9).items
        [unseen] = read_notifications(connection, asker=a_rep(OTHER_REP), cursor=None, limit=9).items

    assert seen.opportunity is not None
    assert unseen.opportunity is None


@pytest.mark.rule("PS-245")
def test_a_kind_is_turned_off_and_on_again_and_failures_never(sales: Storage) -> None:
    with sales.writing() as work:
        mute_notifications(work, {Kind.MOVED_BY_OTHER: True}, asker=a_rep())
    move_all(sales, [1], batch=False)
    assert told(sales) == []
    with sales.reading() as connection:
        assert read_preferences(connection, a_rep())["moved_by_other"] is False

    with sales.writing() as work:
        mute_notifications(work, {Kind.MOVED_BY_OTHER: False}, asker=a_rep())
    move_all(sales, [2], batch=False)
    assert told(sales) == [(REP, "moved_by_other", 2)]

    with pytest.raises(CannotBeMuted), sales.writing() as work:
        mute_notifications(work, {Kind.BATCH_FAILED: True, Kind.ASSIGNED: True}, asker=a_rep())
    with sales.reading() as connection:
        assert read_preferences(connection, a_rep())["assigned"] is True


def test_a_small_batch_is_written_down_and_ends_at_once(sales: Storage) -> None:
    with sales.writing() as work:
        batch_id = record_small_batch(work, "moves", 0, by=by(a_manager()), at=NOON)
        counts = finish_small_batch(work, batch_id, [], [], NOON)
        batch = work.batches.read(batch_id)

    assert batch
    assert (batch.state, batch.counts, batch.finished_at) == ("done", counts, NOON)
