"""Very many are changed in slices that each commit, and a slice is done once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from stageline.commands.batches import (
    KINDS,
    DecideItems,
    Undone,
    cancel_batch,
    finish_small_batch,
    record_small_batch,
    run_batch_slice,
    start_batch,
)
from stageline.commands.opportunities.deciding import Answer
from stageline.commands.opportunities.moving import move_opportunities
from stageline.domain.batches.batch import BatchItem, BatchNotFound, BatchOver, BatchState, ItemAnswer, Result
from stageline.domain.errors import Refusal
from stageline.domain.events import By
from stageline.domain.ids import BatchId, OpportunityId
from stageline.queries.batches import read_batch, read_batch_items
from stageline.storage.tables import batch_items, batches, events, jobs, notifications, opportunities
from stageline.storage.unit_of_work import Storage, Work
from stageline.worker.loop import Worker
from tests.builders import (
    DEMO,
    MINUTE,
    NOON,
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
from tests.teams import deactivate

COUNT = 700
ONE = [BatchItem(OpportunityId(1))]
Change = dict[str, DecideItems]


def move(work: Work, wanted: Mapping[str, Any], items: Sequence[BatchItem], by: By, at: datetime) -> list[ItemAnswer]:
    moves = [a_move(wanted["to"], opportunity_id=item.opportunity_id, version=item.version) for item in items]
    return [_answer(answer) for answer in move_opportunities(work, moves, by=by, at=at)]


def _answer(answer: Answer) -> ItemAnswer:
    if isinstance(answer, Refusal):
        return ItemAnswer(Result(answer.code), problem={"code": answer.code})
    return ItemAnswer(Result.CHANGED if answer.change else Result.UNCHANGED, answer.after.version)


@pytest.fixture(autouse=True)
def kinds() -> Iterator[Change]:
    """With a way to move that these tests can make fail."""
    shipped = dict(KINDS)
    KINDS["moves"] = move
    yield KINDS
    KINDS.clear()
    KINDS.update(shipped)


@pytest.fixture
def sales(storage: Storage) -> Storage:
    with storage.writing() as work:
        there = [an_opportunity(id=OpportunityId(n)) for n in range(1, COUNT + 1)]
        keep(work.connection, a_process(), *there)
    return storage


def start(storage: Storage, count: int = COUNT, **said: Any) -> BatchId:
    items = [BatchItem(OpportunityId(n), 1) for n in range(1, count + 1)]
    with storage.writing() as work:
        return start_batch(work, "moves", {"to": "Demo"}, items, by=by(said.pop("who", a_rep())), at=NOON, **said)


def moved(storage: Storage) -> int:
    with storage.reading() as connection:
        return len(connection.execute(select(opportunities.c.id).where(opportunities.c.stage_id == DEMO.id)).all())


@pytest.mark.rule("PS-193", "PS-191")
def test_a_large_batch_goes_on_in_the_background_to_its_end(sales: Storage) -> None:
    batch_id = start(sales, undone=Undone(minutes=5))
    with sales.reading() as connection:
        before = read_batch(connection, batch_id, asker=a_rep(), at=NOON)
    Worker(sales).run_once(NOON + MINUTE)
    with sales.reading() as connection:
        after = read_batch(connection, batch_id, asker=a_rep(), at=NOON + 2 * MINUTE)
        of_batch = connection.execute(select(events.c.channel).where(events.c.batch_id == batch_id)).all()
        told = connection.execute(select(notifications.c.kind, notifications.c.params)).all()

    assert (before.state, before.done, before.total, before.can_undo) == ("running", 0, COUNT, False)
    assert (after.state, after.done, after.counts["changed"]) == ("done", COUNT, COUNT)
    assert (after.can_undo, after.undo_until) == (True, NOON + 6 * MINUTE)
    assert moved(sales) == COUNT
    assert {row.channel for row in of_batch} == {"mass"}
    assert len(of_batch) == COUNT + 1
    assert [(kind, params["counts"]["changed"]) for kind, params in told] == [("batch_finished", COUNT)]


@pytest.mark.rule("PS-193")
def test_after_a_crash_it_goes_on_where_it_was(sales: Storage, kinds: Change) -> None:
    batch_id = start(sales)
    assert run_batch_slice(sales, batch_id, NOON)

    def dies(*said: Any) -> list[ItemAnswer]:
        move(*said)
        raise KeyboardInterrupt

    kinds["moves"] = dies
    with pytest.raises(KeyboardInterrupt):
        run_batch_slice(sales, batch_id, NOON)
    kinds["moves"] = move
    assert moved(sales) == 500
    with sales.reading() as connection:
        assert read_batch(connection, batch_id, asker=a_rep(), at=NOON).done == 500
    Worker(sales).run_once(NOON)

    assert moved(sales) == COUNT


@pytest.mark.rule("PS-188")
def test_each_item_says_what_became_of_it(sales: Storage) -> None:
    with sales.writing() as work:
        move_opportunities(work, [a_move(opportunity_id=n) for n in (1, 2)], by=by(), at=NOON)
    items = [BatchItem(OpportunityId(n), 1) for n in (1, 3)] + [BatchItem(OpportunityId(9999))]
    with sales.writing() as work:
        batch_id = start_batch(work, "moves", {"to": "Demo"}, items, by=by(), at=NOON)
    Worker(sales).run_once(NOON)
    with sales.reading() as connection:
        asked: dict[str, Any] = {"asker": a_rep(), "cursor": None, "limit": 2, "result": None}
        first = read_batch_items(connection, batch_id, **asked)
        rest = read_batch_items(connection, batch_id, **asked | {"cursor": first.next_cursor})
        missing = read_batch_items(connection, batch_id, **asked | {"result": Result.NOT_FOUND})

    assert [(i.opportunity_id, i.result, i.version) for i in first.items] == [(1, "unchanged", 2), (3, "changed", 2)]
    assert [(i.opportunity_id, i.result) for i in rest.items] == [(9999, "not_found")]
    assert rest.next_cursor is None
    assert missing.items == rest.items
    assert missing.items[0].problem == {"code": "not_found"}


@pytest.mark.rule("PS-186")
def test_rights_are_those_of_the_moment_of_each_slice(sales: Storage) -> None:
    batch_id = start(sales)
    run_batch_slice(sales, batch_id, NOON)
    with sales.writing() as work:
        deactivate(work.connection, REP)
    Worker(sales).run_once(NOON)
    with sales.reading() as connection:
        after = read_batch(connection, batch_id, asker=an_operator(), at=NOON)

    assert (after.state, after.counts["changed"], after.counts["not_allowed"]) == ("done", 500, COUNT - 500)
    assert moved(sales) == 500


def test_a_cancelled_batch_leaves_the_rest_as_it_is(sales: Storage) -> None:
    batch_id = start(sales)
    run_batch_slice(sales, batch_id, NOON)
    with pytest.raises(BatchNotFound), sales.writing() as work:
        cancel_batch(work, batch_id, by=by(a_manager()), at=NOON)
    with sales.writing() as work:
        cancel_batch(work, batch_id, by=by(), at=NOON)
    Worker(sales).run_once(NOON)
    with pytest.raises(BatchOver), sales.writing() as work:
        cancel_batch(work, batch_id, by=by(), at=NOON)

    assert moved(sales) == 500
    with sales.reading() as connection:
        assert read_batch(connection, batch_id, asker=a_rep(), at=NOON).state == "cancelled"


@pytest.mark.rule("PS-245")
def test_a_batch_that_always_fails_ends_and_says_so(sales: Storage, kinds: Change) -> None:
    def fails(*_said: Any) -> list[ItemAnswer]:
        raise ZeroDivisionError

    kinds["moves"] = fails
    batch_id = start(sales)
    worker, at = Worker(sales), NOON
    for _ in range(12):
        worker.run_once(at)
        at += 61 * MINUTE
    with sales.reading() as connection:
        shown = read_batch(connection, batch_id, asker=a_rep(), at=at)
        job = connection.execute(select(jobs.c.state, jobs.c.attempts, jobs.c.last_error).where(jobs.c.id == 1)).one()
        told = connection.execute(select(notifications.c.kind)).scalars().all()

    assert (shown.state, shown.done) == (BatchState.FAILED, 0)
    assert tuple(job)[:2] == ("failed", 10)
    assert "ZeroDivisionError" in job.last_error
    assert told == ["batch_failed"]


def test_a_batch_is_seen_by_whoever_made_it_and_by_operations(sales: Storage) -> None:
    batch_id = start(sales, 2)
    with sales.reading() as connection:
        assert read_batch(connection, batch_id, asker=an_operator(), at=NOON).total == 2
        for stranger in (a_manager(), a_rep(a_manager().user_id)):
            with pytest.raises(BatchNotFound):
                read_batch(connection, batch_id, asker=stranger, at=NOON)
            with pytest.raises(BatchNotFound):
                read_batch_items(connection, batch_id, asker=stranger, result=None, cursor=None, limit=5)


@pytest.mark.rule("PS-194")
def test_what_changed_something_can_be_undone_in_time_and_once(sales: Storage) -> None:
    with sales.writing() as work:
        said: dict[str, Any] = {"by": by(), "at": NOON}
        made = {
            kind: record_small_batch(work, kind, 1, undone=Undone(minutes=5), **said) for kind in ("moves", "reversals")
        }
        none = record_small_batch(work, "moves", 1, undone=Undone(minutes=5), **said)
        for batch_id in made.values():
            finish_small_batch(work, batch_id, ONE, [ItemAnswer(Result.CHANGED, 2)], NOON)
        finish_small_batch(work, none, ONE, [ItemAnswer(Result.UNCHANGED, 2)], NOON)

    def can_undo(batch_id: BatchId, at: datetime = NOON + 5 * MINUTE) -> bool:
        with sales.reading() as connection:
            return read_batch(connection, batch_id, asker=a_rep(), at=at).can_undo

    assert can_undo(made["moves"])
    assert not can_undo(made["reversals"])
    assert not can_undo(none)
    assert not can_undo(made["moves"], NOON + 6 * MINUTE)
    with sales.writing() as work:
        record_small_batch(work, "reversals", 1, undone=Undone(reverses=made["moves"]), **said)
    assert not can_undo(made["moves"])


def test_what_fails_with_the_start_leaves_no_trace(sales: Storage) -> None:
    with pytest.raises(ZeroDivisionError), sales.writing() as work:
        _start_and_fail(work)
    with sales.reading() as connection:
        for table in (batches, batch_items, jobs):
            assert connection.execute(select(table)).all() == []


def _start_and_fail(work: Work) -> None:
    start_batch(work, "moves", {}, [BatchItem(OpportunityId(1))], by=by(), at=NOON)
    raise ZeroDivisionError


def test_a_rehearsal_writes_no_batch(sales: Storage) -> None:
    with sales.writing(preview=True) as work:
        batch_id = record_small_batch(work, "moves", 1, by=by(), at=NOON)
        counts = finish_small_batch(work, batch_id, ONE, [ItemAnswer(Result.CHANGED)], NOON)

    assert batch_id < 0
    assert counts["changed"] == 1


def test_a_slice_takes_as_many_statements_however_many_items(sales: Storage) -> None:
    warm, one, many = [_statements(sales, start(sales, count)) for count in (1, 2, 500)]

    assert one == many <= warm


def _statements(storage: Storage, batch_id: BatchId) -> int:
    with statements(storage.engines.writing) as heard:
        run_batch_slice(storage, batch_id, NOON)
    return len(heard)
