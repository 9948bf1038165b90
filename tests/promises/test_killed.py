"""Killed at any moment, and started again: what was acknowledged is there, once, and nothing is half done."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random

import httpx
import pytest
from sqlalchemy import func, select, update

from stageline.domain.ids import OpportunityId
from stageline.domain.people.token import Scope
from stageline.storage.tables import batch_items, batches, jobs, notifications
from stageline.storage.unit_of_work import Storage
from tests.builders import DEMO, MANAGER, REP, a_process, an_opportunity, keep
from tests.builders_people import a_token
from tests.promises.killing import Mover, Stageline, assert_whole, made_by_manager, moves, present, running, told_of
from tests.teams import lead

PEOPLE = 8
EACH_HAS = 4
ROUNDS = 5
SHORTEST, LONGEST = 0.2, 1.5
"""Seconds between the first request and the end."""
PATIENCE = 60.0
MANY = 3_000

pytestmark = pytest.mark.slow


def given(storage: Storage, count: int) -> str:
    """A rep's opportunities; gives the token of their manager, of whose moves the rep is told."""
    process = a_process()
    with storage.writing() as work:
        keep(
            work.connection, process, *[an_opportunity(process=process, id=OpportunityId(1 + n)) for n in range(count)]
        )
        lead(work.connection, MANAGER, REP)
    return a_token(storage, MANAGER, Scope.WRITE)


@pytest.mark.rule("PS-94")
@pytest.mark.rule("PS-245")
@pytest.mark.rule("PS-250")
def test_what_was_acknowledged_survives_a_kill_once_and_is_told_once(storage: Storage) -> None:
    secret = given(storage, PEOPLE * EACH_HAS)
    chance = Random(2026)  # noqa: S311 - it only has to differ
    acknowledged: list[tuple[int, int, int]] = []

    stageline = Stageline(storage)
    for number in range(ROUNDS):
        with running(stageline):
            people = movers(storage, stageline.address, secret, seed=number)
            for one in people:
                one.start()
            time.sleep(chance.uniform(SHORTEST, LONGEST))
        for one in people:
            one.join(PATIENCE)
            assert not one.problems
            acknowledged += one.acknowledged
        with storage.reading() as connection:
            assert_whole(connection)
            kept = {row.event_id: (row.opportunity_id, row.version) for row in moves(connection)}
        assert {move_id: (number, version) for number, version, move_id in acknowledged}.items() <= kept.items()

    assert len(acknowledged) >= ROUNDS * PEOPLE
    with running(stageline):
        wait_until(lambda: told(storage) >= len(kept))
        time.sleep(0.5)  # for one that would be told twice
    with storage.reading() as connection:
        assert told_of(connection, "moved_by_other") == made_by_manager(moves(connection)) == sorted(kept)


def movers(storage: Storage, address: str, secret: str, seed: int) -> list[Mover]:
    """Each goes on from what is there: a move that was not acknowledged may have been made or not."""
    with storage.reading() as connection:
        there = sorted(present(connection).items())
    shares = [there[n * EACH_HAS : (n + 1) * EACH_HAS] for n in range(PEOPLE)]
    return [
        Mover(
            address=address,
            secret=secret,
            versions={number: version for number, (version, _) in share},
            at={number: stage_id for number, (_, stage_id) in share},
            seed=seed * PEOPLE + n,
        )
        for n, share in enumerate(shares)
    ]


def told(storage: Storage) -> int:
    with storage.reading() as connection:
        return connection.scalar(select(func.count()).select_from(notifications)) or 0


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.005)


@pytest.mark.rule("PS-193")
@pytest.mark.rule("AC-113")
def test_a_large_change_killed_in_the_midst_goes_on_and_moves_each_record_once(storage: Storage) -> None:
    secret = given(storage, MANY)
    wanted = {"stage_id": DEMO.id, "opportunities": [{"id": number} for number in range(1, MANY + 1)]}

    stageline = Stageline(storage)
    with running(stageline):
        answer = httpx.post(
            f"{stageline.address}/api/v1/moves", json=wanted, headers={"Authorization": f"Bearer {secret}"}, timeout=60
        )
        assert answer.status_code == httpx.codes.ACCEPTED, answer.text
        wait_until(lambda: done(storage) > 0)
    reached = done(storage)
    with storage.reading() as connection:
        assert_whole(connection)
        assert len(moves(connection)) == reached
    assert 0 < reached < MANY

    let_leases_run_out(storage)
    with running(stageline):
        wait_until(lambda: done(storage) == MANY and told(storage) == 2)
    with storage.reading() as connection:
        assert_whole(connection)
        rows = moves(connection)
        results = connection.execute(select(batch_items.c.result, func.count()).group_by(batch_items.c.result)).all()
        kinds = sorted(connection.execute(select(notifications.c.user_id, notifications.c.kind)).all())
        counts = connection.execute(select(batches.c.counts)).scalar_one()
    assert sorted(row.opportunity_id for row in rows) == list(range(1, MANY + 1))
    assert [tuple(row) for row in results] == [("changed", MANY)]
    assert counts["changed"] == MANY
    assert [tuple(row) for row in kinds] == [(MANAGER, "batch_finished"), (REP, "moved_by_other")]


def done(storage: Storage) -> int:
    with storage.reading() as connection:
        return connection.scalar(select(batches.c.done)) or 0


def let_leases_run_out(storage: Storage) -> None:
    """Five minutes, which a test does not wait: until then the job may still be in the hands of the one killed."""
    now = datetime.now(UTC)  # noqa: TID251 - the worker that is asked reads its own clock
    with storage.writing() as work:
        work.connection.execute(update(jobs).where(jobs.c.leased_until > now).values(run_at=now, leased_until=now))
