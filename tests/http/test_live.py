"""The live stream over a real server: who hears what, and that nothing is lost in between."""

import asyncio
import json
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from threading import Thread
from time import monotonic, sleep
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, update
from uvicorn import Config, Server

from stageline.commands.opportunities.assigning import assign_opportunity
from stageline.commands.opportunities.moving import move_opportunities, move_opportunity
from stageline.commands.targets.setting import set_target
from stageline.domain.events import Channel
from stageline.domain.ids import EventId, OpportunityId, UserId
from stageline.domain.opportunities.assigning import WantedAssignment
from stageline.domain.targets.setting import WantedTarget
from stageline.domain.targets.target import Metric
from stageline.http.access import COOKIE
from stageline.http.app import create_app
from stageline.http.tail import Tail
from stageline.http.watching import MOST_TICKS_WAITING, Many, Notified, Told, Watcher, few_or_many, folded
from stageline.queries.live import Changed
from stageline.storage.journal import Position, last_position
from stageline.storage.tables import organisation, sessions, users
from stageline.storage.unit_of_work import Storage
from stageline.worker.loop import Worker
from tests.builders import (
    DEMO,
    MANAGER,
    NOON,
    OPERATIONS,
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
from tests.builders_people import a_session
from tests.teams import lead
from tests.writers import a_writer, end, write

LONG_SECONDS = 20.0
"""Never waited for: what is meant to come comes much sooner."""


@dataclass
class Said:
    """One event of the stream; heartbeats have no name."""

    name: str = ""
    data: Any = None
    id: str | None = None


@dataclass
class Stream:
    """What one browser hears; read in a thread of its own."""

    heard: list[Said] = field(default_factory=list)
    is_over: bool = False

    def read(self, lines: Iterator[str]) -> None:
        said = Said()
        try:
            for line in lines:
                if not line:
                    self.heard.append(said)
                    said = Said()
                name, _, value = line.partition(": ")
                if name == "event":
                    said.name = value
                elif name == "data":
                    said.data = json.loads(value)
                elif name == "id":
                    said.id = value
        except httpx.HTTPError:
            pass
        self.is_over = True

    def named(self, *names: str) -> list[Said]:
        return [said for said in self.heard if said.name in names]

    @property
    def changes(self) -> list[tuple[str, int]]:
        return [(said.data["kind"], said.data["opportunity_id"]) for said in self.named("changed")]

    @property
    def last_id(self) -> str | None:
        return next((said.id for said in reversed(self.heard) if said.id), None)


@dataclass
class Site:
    url: str
    storage: Storage
    tail: Tail

    @contextmanager
    def watched_by(
        self, user_id: UserId, *, last_id: str | None = None, token: str = "", after: str | None = None
    ) -> Iterator[Stream]:
        token = token or a_session(self.storage, user_id)[0]
        headers = {"Cookie": f"{COOKIE}={token}"} | ({"Last-Event-ID": last_id} if last_id else {})
        asked = {} if after is None else {"after": after}
        stream = Stream()
        with (
            httpx.Client(timeout=LONG_SECONDS) as client,
            client.stream("GET", f"{self.url}/api/v1/live", headers=headers, params=asked) as answer,
        ):
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith("text/event-stream")
            reader = Thread(target=stream.read, args=(answer.iter_lines(),), daemon=True)
            reader.start()
            until(lambda: bool(stream.named("notified")))  # from here on it hears everything
            yield stream


def until(is_so: Callable[[], bool]) -> bool:
    give_up_at = monotonic() + LONG_SECONDS
    while not is_so() and monotonic() < give_up_at:
        sleep(0.02)
    return is_so()


@pytest.fixture
def site(storage: Storage) -> Iterator[Site]:
    with storage.writing() as work:
        keep(work.connection, a_process(), *[an_opportunity(id=OpportunityId(n)) for n in range(1, 61)])
        lead(work.connection, MANAGER, REP)
    app = create_app(storage)
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(Config(app, log_config=None, ws="none", timeout_graceful_shutdown=2))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    until(lambda: server.started)
    with closing(listener):
        yield Site(f"http://127.0.0.1:{listener.getsockname()[1]}", storage, app.state.tail)
        app.state.tail.stop()
        server.should_exit = True
        thread.join()


def move(storage: Storage, *ids: int, to: str = "Demo") -> None:
    with storage.writing() as work:
        moves = [a_move(to, opportunity_id=n) for n in ids]
        move_opportunities(work, moves, by=by(an_operator(), Channel.MASS), at=NOON)


def test_nobody_listens_without_signing_in(site: Site) -> None:
    assert httpx.get(f"{site.url}/api/v1/live").status_code == 401


@pytest.mark.rule("PS-196")
def test_a_change_reaches_those_who_may_see_it_and_nobody_else(site: Site) -> None:
    with (
        site.watched_by(REP) as rep,
        site.watched_by(MANAGER) as manager,
        site.watched_by(OTHER_REP) as stranger,
        site.watched_by(OPERATIONS) as operations,
    ):
        move(site.storage, 1)
        heard = until(lambda: all(stream.changes for stream in (rep, manager, operations)))
        move(site.storage, 2)
        until(lambda: all(len(stream.changes) == 2 for stream in (rep, manager, operations)))

    assert heard
    [first, _] = rep.named("changed")
    assert first.data | {"id": 0} == {
        "id": 0,
        "kind": "opportunity.moved",
        "opportunity_id": 1,
        "version": 2,
        "actor_id": OPERATIONS,
        "stage_id": 2,
    }
    assert stranger.named("changed", "many") == []


@pytest.mark.rule("SG-10", "SG-11")
def test_news_of_a_sales_goal_reach_whose_it_is_and_whoever_leads_them(site: Site) -> None:
    wanted = WantedTarget(metric=Metric.ADVANCED_COUNT, number=2, stage_id=DEMO.id)
    with site.watched_by(REP) as rep, site.watched_by(MANAGER) as manager, site.watched_by(OTHER_REP) as stranger:
        with site.storage.writing() as work:
            set_target(work, wanted, REP, by=by(a_rep()), at=NOON)
        assert until(lambda: bool(rep.named("targets") and manager.named("targets")))
        move(site.storage, 1)
        assert until(lambda: bool(rep.changes and manager.changes))
        Worker(site.storage).run_once(NOON)
        assert until(lambda: len(rep.named("targets")) == len(manager.named("targets")) == 2)

    assert [said.data for said in rep.named("targets")] == [{"user_ids": [REP]}] * 2
    assert stranger.named("targets", "changed", "many") == []


def test_what_leaves_ones_sight_is_said_to_have_left(site: Site) -> None:
    with site.watched_by(REP) as rep, site.watched_by(OTHER_REP) as other:
        with site.storage.writing() as work:
            wanted = WantedAssignment(opportunity_id=OpportunityId(1), owner_id=OTHER_REP)
            assign_opportunity(work, wanted, by=by(an_operator()), at=NOON)
        assert until(lambda: bool(rep.changes and other.changes))

    assert rep.changes == [("opportunity.left", 1)]
    assert rep.named("changed")[0].data["version"] is None
    assert other.changes == [("opportunity.assigned", 1)]


def test_more_than_fifty_changes_at_a_time_arrive_as_one(site: Site) -> None:
    with site.watched_by(REP) as rep:
        move(site.storage, *range(1, 61))
        assert until(lambda: bool(rep.named("many")))

    assert [said.data for said in rep.named("many")] == [{"count": 60}]
    assert rep.changes == []


def test_a_stream_resumes_where_it_was_cut_off(site: Site) -> None:
    with site.watched_by(REP) as first:
        move(site.storage, 1)
        assert until(lambda: len(first.changes) == 1)
    move(site.storage, 2)
    move(site.storage, 3)
    with site.watched_by(REP, last_id=first.last_id) as second:
        move(site.storage, 4)
        assert until(lambda: len(second.changes) == 3)

    assert second.changes == [("opportunity.moved", 2), ("opportunity.moved", 3), ("opportunity.moved", 4)]


def test_a_first_stream_misses_nothing_of_what_happened_since_the_session_was_read(site: Site) -> None:
    token, _ = a_session(site.storage, REP)
    move(site.storage, 1)
    session = httpx.get(f"{site.url}/api/v1/session", headers={"Cookie": f"{COOKIE}={token}"}).json()
    move(site.storage, 2)
    with site.watched_by(REP, after=session["live_position"]) as stream:
        move(site.storage, 3)
        assert until(lambda: len(stream.changes) == 2)
        stream_id = stream.last_id
    move(site.storage, 4)
    with site.watched_by(REP, after=session["live_position"], last_id=stream_id) as resumed:
        assert until(lambda: bool(resumed.changes))

    assert stream.changes == [("opportunity.moved", 2), ("opportunity.moved", 3)]
    assert resumed.changes == [("opportunity.moved", 4)]


async def told_at_the_next_tick(tail: Tail, since: Position) -> Told | None:
    """What whoever joins `since` hears when the tail next reads."""
    loop = asyncio.get_running_loop()
    watcher = Watcher(a_rep(), None, since, is_lost=False, loop=loop, mailbox=asyncio.Queue(MOST_TICKS_WAITING))
    tail._joining.append(watcher)  # noqa: SLF001
    tail._tick()  # noqa: SLF001
    await asyncio.sleep(0)
    return watcher.mailbox.get_nowait()


def test_whoever_joins_ahead_of_the_tail_hears_what_it_reads_then_and_need_not_read_everything_anew(
    storage: Storage,
) -> None:
    """The session may tell of what those who watch through this process have not been told yet."""
    with storage.writing() as work:
        keep(work.connection, a_process(), *[an_opportunity(id=OpportunityId(n)) for n in (1, 2)])
    tail, places = Tail(storage), []
    for n in (1, 2):
        with storage.reading() as connection:
            places.append(last_position(connection))
        move(storage, n)
    tail._position, since = places  # noqa: SLF001 - it has not come further yet
    with ThreadPoolExecutor(1) as apart:  # with a loop of its own: a browser test leaves one in this thread
        told = apart.submit(asyncio.run, told_at_the_next_tick(tail, since)).result()

    assert told is not None
    assert [each.opportunity_id for each in told.news if isinstance(each, Changed)] == [1, 2]
    assert not any(isinstance(each, Many) for each in told.news)


def test_what_was_said_of_sales_goals_meanwhile_is_told_to_whoever_comes_back(site: Site) -> None:
    with site.watched_by(REP) as first:
        move(site.storage, 1)
        assert until(lambda: len(first.changes) == 1)
    with site.storage.writing() as work:
        set_target(work, WantedTarget(metric=Metric.WON_COUNT, number=2), REP, by=by(a_rep()), at=NOON)
    with site.watched_by(REP, last_id=first.last_id) as second:
        assert until(lambda: bool(second.named("targets")))

    assert [said.data for said in second.named("targets")] == [{"user_ids": [REP]}]


@pytest.mark.parametrize("last_id", ["nonsense", "99999999999-99999999999", "1-" + "9" * 60])
def test_a_place_that_nobody_knows_is_answered_with_many(site: Site, last_id: str) -> None:
    with site.watched_by(REP, last_id=last_id) as stream:
        assert until(lambda: bool(stream.named("many")))

    assert stream.changes == []


def test_a_place_too_long_ago_is_answered_with_many(site: Site) -> None:
    with site.watched_by(REP) as first:
        move(site.storage, 1)
        assert until(lambda: len(first.changes) == 1)
    for to in ("Propose", "Demo") * 5:
        with site.storage.writing() as work:
            moves = [a_move(to, opportunity_id=n, reason="back") for n in range(1, 61)]
            move_opportunities(work, moves, by=by(an_operator(), Channel.MASS), at=NOON)
    with site.watched_by(REP, last_id=first.last_id) as second:
        assert until(lambda: bool(second.named("many")))

    assert second.changes == []


@pytest.mark.rule("PS-245")
def test_notifications_are_told_with_their_count(site: Site) -> None:
    with site.watched_by(REP) as rep, site.watched_by(MANAGER) as manager:
        with site.storage.writing() as work:
            move_opportunity(work, a_move("Demo"), by=by(a_manager()), at=NOON)
        Worker(site.storage).run_once(NOON)
        assert until(lambda: len(rep.named("notified")) == 2)

    assert [said.data for said in rep.named("notified")] == [{"unread_count": 0}, {"unread_count": 1}]
    assert len(manager.named("notified")) == 1


def test_an_ended_session_ends_the_stream(site: Site) -> None:
    site.tail.check_seconds = 0.0
    with site.watched_by(REP) as rep:
        with site.storage.writing() as work:
            work.connection.execute(delete(sessions))
        move(site.storage, 1)
        assert until(lambda: rep.is_over)


def test_rights_taken_away_count_from_the_next_change_on(site: Site) -> None:
    with site.watched_by(MANAGER) as manager:
        move(site.storage, 1)
        assert until(lambda: len(manager.changes) == 1)
        with site.storage.writing() as work:
            work.connection.execute(update(users).where(users.c.id == REP).values(sales_team_id=None))
            work.connection.execute(update(organisation).values(rights_version=organisation.c.rights_version + 1))
        move(site.storage, 2)
        assert until(lambda: bool(manager.named("many")))
        sleep(0.3)

    assert manager.changes == [("opportunity.moved", 1)]


def test_the_end_of_the_server_ends_every_stream(site: Site) -> None:
    with site.watched_by(REP) as rep:
        site.tail.stop()
        assert until(lambda: rep.is_over)


def test_whoever_goes_away_is_forgotten(site: Site) -> None:
    with site.watched_by(REP):
        assert len(site.tail._watching) == 1  # noqa: SLF001 - nothing else shows it
    move(site.storage, 1)

    assert until(lambda: not site.tail._watching)  # noqa: SLF001


def test_a_heartbeat_moves_the_place_to_resume_from(site: Site) -> None:
    site.tail.heartbeat_seconds = 0.1
    with site.watched_by(REP) as rep:
        assert until(lambda: any(not said.name and said.id for said in rep.heard))

    assert Position.parse(rep.last_id or "")


@pytest.mark.rule("PS-250")
@pytest.mark.parametrize("storage", ["postgresql"], indirect=True)
def test_neither_a_stream_nor_a_resumed_one_misses_a_transaction_held_open(site: Site) -> None:
    with site.watched_by(REP) as first:
        move(site.storage, 1)
        assert until(lambda: len(first.changes) == 1)
        with a_writer(site.storage) as slow, a_writer(site.storage) as quick:
            write(slow, 5)
            write(quick, 6)
            end(quick)
            sleep(0.3)
            with site.watched_by(REP, last_id=first.last_id) as resumed:
                in_between = list(first.changes[1:]), list(resumed.changes)
                end(slow)
                assert until(lambda: len(first.changes) == 3 and len(resumed.changes) == 2)

    assert in_between == ([], [])
    assert [number for _, number in first.changes[1:]] == [5, 6]
    assert [number for _, number in resumed.changes] == [5, 6]


def a_change(number: int) -> Changed:
    return Changed(EventId(number), "opportunity.moved", OpportunityId(number))


def test_whoever_does_not_keep_up_gets_all_of_it_as_one() -> None:
    ticks = [
        Told(Position(0, 1), [a_change(1), Notified(4)]),
        Told(Position(0, 2), [Many(60)]),
        Told(Position(0, 3), [a_change(3), a_change(4), Notified(5)]),
    ]

    assert folded(ticks) == Told(Position(0, 3), [Many(63), Notified(5)])
    assert few_or_many([a_change(n) for n in range(50)]) == [a_change(n) for n in range(50)]


async def fill(ticks: int) -> Watcher:
    loop = asyncio.get_running_loop()
    watcher = Watcher(a_rep(), None, None, False, loop, asyncio.Queue(MOST_TICKS_WAITING))
    for number in range(1, ticks + 1):
        watcher.send(Told(Position(0, number), [a_change(number)]))
    await asyncio.sleep(0.05)
    return watcher


def test_a_slow_reader_fills_no_memory_and_loses_nothing() -> None:
    with ThreadPoolExecutor(1) as apart:  # in this thread a browser's test may have left its own loop running
        watcher = apart.submit(asyncio.run, fill(10 * MOST_TICKS_WAITING)).result()
    waiting = [watcher.mailbox.get_nowait() for _ in range(watcher.mailbox.qsize())]
    counts = [each.count if isinstance(each, Many) else 1 for told in waiting if told for each in told.news]

    assert len(waiting) <= MOST_TICKS_WAITING
    assert sum(counts) == 10 * MOST_TICKS_WAITING
