"""Moves over HTTP on SQLite: one by one by eight clients, a thousand in one request; and what it takes to start."""

import compileall
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from benchmarks import floor
from benchmarks.clients import Client, Crowd, bare, signed_in, stageline
from benchmarks.measuring import Figure, Pair, bounded, held, per_second
from benchmarks.places import Places
from stageline import settings

CARDS = 10_000


def moves(places: Places, *, rounds: int, seconds: float) -> Figure:
    stages = places.company.stages
    with (
        stageline(places.sqlite_url(CARDS, asks=False), places.log) as (port, _),
        bare("floor:moving", places.log, FLOOR=places.sqlite_path(CARDS, asks=False)) as (bare_port, _),
    ):
        ours = Crowd(port, stages, CARDS, signed_in(port))
        floors = Crowd(bare_port, stages, CARDS)
        for crowd in (ours, floors):
            crowd.moves_per_second(seconds / 4)  # until every cache is warm
        pairs = [(ours.moves_per_second(seconds), floors.moves_per_second(seconds)) for _ in range(rounds)]
    return held("one move over HTTP, 8 clients, one worker, SQLite FULL", pairs, unit="moves/s", at_least=0.50)


def thousand_at_once(places: Places, *, rounds: int) -> Figure:
    demo = places.company.stages[1]
    by_hand = floor.connect(places.sqlite_path(CARDS))

    def pairs(client: Client) -> Iterator[Pair]:
        for start in range(1, 1 + 1_000 * rounds, 1_000):
            numbers = range(start, start + 1_000)
            wanted = {"stage_id": demo, "opportunities": [{"id": n, "version": 1} for n in numbers]}
            yield (
                per_second(1_000, partial(_all_moved, client, wanted)),
                per_second(1_000, partial(floor.move, by_hand, numbers, demo, floor.now(), asks=True)),
            )

    with stageline(places.sqlite_url(CARDS), places.log) as (port, _):
        client = Client(port, signed_in(port))
        client.post(f"/opportunities/{CARDS}/moves", {"stage_id": demo, "version": 1})
        figure = held("1,000 moved in one request", pairs(client), unit="moves/s", at_least=0.30)
    figure.note = f"{1_000_000 / figure.value:.0f} ms a request" if figure.value else ""
    return figure


def _all_moved(client: Client, wanted: object) -> None:
    assert client.post("/moves", wanted)["counts"]["changed"] == 1_000


Server = Callable[[], AbstractContextManager[tuple[int, subprocess.Popen[bytes]]]]


def starting(places: Places, *, rounds: int) -> Figure:
    """Both start on what is there already; memory is what stays resident a moment after the first answer."""
    url = places.sqlite_url(CARDS)
    # An installed package comes compiled; a checkout may never be.
    compileall.compile_dir(Path(settings.__file__).parent, quiet=1)

    def ours() -> AbstractContextManager[tuple[int, subprocess.Popen[bytes]]]:
        return stageline(url, places.log)

    def nothing() -> AbstractContextManager[tuple[int, subprocess.Popen[bytes]]]:
        return bare("floor:nothing", places.log)

    measured = [(_started(ours), _started(nothing)) for _ in range(rounds + 1)][1:]
    seconds = bounded("start to first answer", [_pick(0, m) for m in measured], unit="s", at_most=2.5)
    memory = bounded("idle resident memory", [_pick(1, m) for m in measured], unit="MiB", at_most=2.5)
    worse = max(seconds, memory, key=lambda figure: figure.ratio or 0)
    return Figure(
        title="start to first answered request; idle resident memory",
        value=worse.value,
        floor=worse.floor,
        ratio=worse.ratio,
        unit=worse.unit,
        wanted="<= 2.50 each",
        holds=seconds.holds and memory.holds,
        parts={"start": _part(seconds), "memory": _part(memory)},
    )


def _part(figure: Figure) -> dict[str, object]:
    return {name: getattr(figure, name) for name in ("value", "floor", "ratio", "unit", "rounds")}


def _pick(index: int, measured: Sequence[Sequence[float]]) -> Pair:
    ours, floors = measured
    return ours[index], floors[index]


def _started(server: Server) -> tuple[float, float]:
    start = time.perf_counter()
    with server() as (_, process):
        seconds = time.perf_counter() - start
        time.sleep(0.5)
        return seconds, resident_mib(process.pid)


def resident_mib(pid: int) -> float:
    said = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)  # noqa: S607
    return int(said.stdout) / 1024


def python() -> str:
    return sys.version.split()[0]
