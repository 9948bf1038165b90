"""A real server that is killed and started again, and people who go on moving meanwhile."""

import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from threading import Event, Thread
from typing import Any

import httpx
from sqlalchemy import Connection, select

from stageline.storage.tables import events, notifications, opportunities, stage_history
from stageline.storage.unit_of_work import Storage
from tests.builders import DEMO, MANAGER, PROPOSE, QUALIFY
from tests.cli.conftest import COMMAND, environment

STAGES = (QUALIFY.id, DEMO.id, PROPOSE.id)
LONG = 30.0
READY = ("Stageline is ready at ", "The worker is ready")


class Stageline:
    """Its processes on one database: the server, and where that does not do the worker's work, a worker."""

    def __init__(self, storage: Storage) -> None:
        self._environment = environment(
            database_url=storage.engines.writing.url.render_as_string(hide_password=False), log_level="error"
        )
        self._wanted = [("serve", "--port", "0")] + ([] if storage.engines.is_sqlite else [("work",)])
        self._running: list[subprocess.Popen[str]] = []
        self.address = ""

    def start(self) -> None:
        """Whatever is not running, all at the same time; returns when everything is ready."""
        self._running = [
            subprocess.Popen([*COMMAND, *words], env=self._environment, stdout=subprocess.PIPE, text=True)
            for words in self._wanted
        ]
        for process in self._running:
            assert process.stdout is not None
            said = next((line.strip() for line in process.stdout if line.startswith(READY)), None)
            assert said is not None, f"{process.args!r} ended before it was ready"
            if said.startswith(READY[0]):
                self.address = said.removeprefix(READY[0])

    def kill(self) -> None:
        """As a power cut would: no process gets to say another word."""
        for process in self._running:
            process.send_signal(signal.SIGKILL)
        for process in self._running:
            process.communicate()
        self._running = []


@contextmanager
def running(stageline: Stageline) -> Iterator[Stageline]:
    """Started, and gone afterwards, however often it was killed in between."""
    try:
        stageline.start()
        yield stageline
    finally:
        stageline.kill()


@dataclass
class Mover(Thread):
    """Moves its own opportunities back and forth as fast as it is answered, until the server is gone."""

    address: str
    secret: str
    versions: dict[int, int]
    seed: int
    acknowledged: list[tuple[int, int, int]] = field(default_factory=list)
    """The number of the opportunity, its new version and the number of the move."""
    problems: list[str] = field(default_factory=list)
    at: dict[int, int] = field(default_factory=dict)
    stopping: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    # A thread is known by itself, not by what it holds.
    __hash__ = Thread.__hash__

    def run(self) -> None:
        chance = Random(self.seed)  # noqa: S311 - it only has to differ
        headers = {"Authorization": f"Bearer {self.secret}"}
        with (
            suppress(httpx.TransportError),
            httpx.Client(base_url=f"{self.address}/api/v1", headers=headers, timeout=LONG) as client,
        ):
            while not self.stopping.is_set():
                self._move(client, chance)

    def _move(self, client: httpx.Client, chance: Random) -> None:
        number = chance.choice(list(self.versions))
        stage = chance.choice([stage for stage in STAGES if stage != self.at.get(number)])
        said = {"stage_id": stage, "version": self.versions[number], "reason": "So it is.", "acknowledge_gaps": True}
        answer = client.post(f"/opportunities/{number}/moves", json=said)
        if answer.status_code != httpx.codes.OK:
            self.problems.append(answer.text)
            return
        told = answer.json()
        self.versions[number], self.at[number] = told["version"], told["stage_id"]
        if told["result"] == "moved":
            self.acknowledged.append((number, told["version"], told["move_id"]))


def present(connection: Connection) -> dict[int, tuple[int, int]]:
    """The version and the stage of each."""
    rows = connection.execute(select(opportunities.c.id, opportunities.c.version, opportunities.c.stage_id))
    return {row.id: (row.version, row.stage_id) for row in rows}


def moves(connection: Connection) -> list[Any]:
    """All but the creations, which the builders have written."""
    order = (stage_history.c.opportunity_id, stage_history.c.version)
    return list(connection.execute(select(stage_history).where(stage_history.c.version > 1).order_by(*order)))


def assert_whole(connection: Connection) -> None:
    """No half move: the history is a chain, ends where the record stands, and each row of it is one event."""
    rows = connection.execute(
        select(stage_history).order_by(stage_history.c.opportunity_id, stage_history.c.version)
    ).all()
    told = {
        event.id: (event.opportunity_id, event.version)
        for event in connection.execute(select(events).where(events.c.opportunity_id.is_not(None)))
    }
    assert {row.event_id: (row.opportunity_id, row.version) for row in rows} == told
    for earlier, later in pairwise(rows):
        if earlier.opportunity_id == later.opportunity_id:
            assert (later.version, later.from_stage_id) == (earlier.version + 1, earlier.to_stage_id)
    ends = {row.opportunity_id: (row.version, row.to_stage_id) for row in rows}
    assert ends == present(connection)


def told_of(connection: Connection, kind: str) -> list[int]:
    """The events that people were told of, as often as they were told."""
    return sorted(connection.scalars(select(notifications.c.event_id).where(notifications.c.kind == kind)))


def made_by_manager(rows: Sequence[Any]) -> list[int]:
    return sorted(row.event_id for row in rows if row.actor_id == MANAGER)
