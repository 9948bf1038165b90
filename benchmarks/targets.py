"""Sales targets: figure 6 of the architecture, whether the worker keeps up, and how both grow with the history.

bin/bench targets [--quick] [--json] [--write] [--rows N…]
"""

import argparse
import json
import os
import platform
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from benchmarks import over_http, page
from benchmarks.measuring import Figure, Pair, bounded, held, per_second, say, shown
from benchmarks.past import IN_PERIOD, PEOPLE, VISITS, Past, bring_past
from benchmarks.places import Places
from stageline.bootstrap import open_storage
from stageline.collecting import spare_the_collector
from stageline.commands.opportunities.moving import move_opportunities
from stageline.commands.targets.counting import CONSUMER, derive
from stageline.domain.events import By, Channel
from stageline.domain.ids import OpportunityId
from stageline.domain.opportunities.moving import Decided, WantedMove
from stageline.domain.people.user import SYSTEM
from stageline.queries.targets.progress import read_targets
from stageline.storage.unit_of_work import Storage
from stageline.worker.dispatching import Dispatcher, Progress
from stageline.worker.handlers import CONSUMERS

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
QUICK = (10_000, 100_000)
QUICK_NOTE = "up to 100,000 rows of history and with fewer rounds: to look at, not to rely on"
AT_ONCE = 500
MOVED = 5_000
"""So many moves wait for the worker, or as many as there are opportunities in the second stage."""
TARGETS = 2 * PEOPLE
# What one indexed query reads: the moves of the present month into the two stages, by the people who made them.
FLOOR = """SELECT to_stage_id, owner_id, count(*), sum(amount_minor) FROM stage_history
    WHERE to_stage_id IN (?, ?) AND at >= ? GROUP BY to_stage_id, owner_id"""


class Growth(msgspec.Struct, frozen=True, kw_only=True):
    """With so many rows of history: milliseconds of reading, and moves a second of the worker."""

    rows: int
    in_period: int
    progress_ms: float
    floor_ms: float
    ratio: float
    one_persons_ms: float
    moves_per_second: float


class Measured(msgspec.Struct, frozen=True):
    growth: Growth
    progress: Figure
    rates: list[float]


def main(arguments: Sequence[str]) -> int:
    asked = _asked(arguments)
    if asked.quick:
        say(f"--quick: {QUICK_NOTE}")
    spare_the_collector()
    start, rounds = time.perf_counter(), 3 if asked.quick else 7
    with tempfile.TemporaryDirectory(prefix="stageline-bench-") as directory:
        sizes = asked.rows or (QUICK if asked.quick else SIZES)
        measured = [_measured(Path(directory), rows, rounds) for rows in sizes]
        say("Measuring figure 2, which the worker is held against")
        over = over_http.moves(Places(Path(directory)), rounds=rounds, seconds=1.5 if asked.quick else 5)
    figures = {"6": measured[-1].progress, "keeping up": _keeping_up(measured[-1].rates, over)}
    report = {
        "quick": asked.quick,
        **({"note": QUICK_NOTE} if asked.quick else {}),
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.perf_counter() - start),
        "machine": _machine(),
        "figures": {name: msgspec.to_builtins(figure) for name, figure in figures.items()},
        "growth": [msgspec.to_builtins(each.growth) for each in measured],
    }
    print(json.dumps(report, indent=2, ensure_ascii=False) if asked.json else page.targets_table(report))
    if asked.write:
        page.write_targets(report)
    return 0 if all(figure.holds for figure in figures.values()) else 1


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench targets", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=QUICK_NOTE)
    parser.add_argument("--rows", nargs="+", type=int, help="only these sizes; 10,000,000 take minutes and gigabytes")
    parser.add_argument("--json", action="store_true", help="for scripts")
    parser.add_argument("--write", action="store_true", help="write docs/reference/performance.md as well")
    return parser.parse_args(arguments)


def _measured(directory: Path, rows: int, rounds: int) -> Measured:
    say(f"Making {rows:,} rows of history")
    path = directory / f"past-{rows}.db"
    past = bring_past(f"sqlite:///{path}", rows)
    storage = open_storage(f"sqlite:///{path}")
    try:
        _require_derived(storage)
        progress, one_persons = _progress(storage, path, past, rounds)
        rates = list(_rates(storage, past, rounds))
    finally:
        storage.close()
        path.unlink()
    growth = Growth(
        rows=rows, in_period=past.in_period, progress_ms=progress.value or 0, floor_ms=progress.floor or 0,
        ratio=progress.ratio or 0, one_persons_ms=one_persons, moves_per_second=shown(sorted(rates)[len(rates) // 2]),
    )  # fmt: skip
    say(f"  {growth}")
    return Measured(growth, progress, rates)


def _require_derived(storage: Storage) -> None:
    """What was made by hand is what the product would have made of that history."""
    with storage.writing(preview=True) as work:
        differences = derive(work, [OpportunityId(number) for number in range(1, AT_ONCE + 1)])
    assert not differences, differences


def _progress(storage: Storage, path: Path, past: Past, rounds: int) -> tuple[Figure, float]:
    """Of all targets in the present period, against the one query; and the milliseconds of one person's own."""
    floor = sqlite3.connect(path)
    floor.execute("PRAGMA cache_size = -65536")
    asked = (*past.company.stages[1:3], past.since)

    def ours() -> None:
        with storage.writing(preview=True) as work:
            items = read_targets(work, asker=SYSTEM, at=past.at).items
        assert len(items) == TARGETS

    def own() -> None:
        with storage.writing(preview=True) as work:
            assert len(read_targets(work, asker=SYSTEM, at=past.at, user_id=past.people[0]).items) == 2

    def pair() -> Pair:
        return milliseconds(ours, 5), milliseconds(lambda: floor.execute(FLOOR, asked).fetchall(), 5)

    assert sum(row[2] for row in floor.execute(FLOOR, asked)) == past.in_period
    title = f"progress of {TARGETS:,} targets, {past.in_period:,} of {VISITS * past.count:,} moves in the period"
    figure = bounded(title, [pair() for _ in range(rounds)], unit="ms", at_most=3.0)
    floor.close()
    if past.in_period < IN_PERIOD:
        figure.holds, figure.note = True, f"nothing to tell by: the bound is meant for {IN_PERIOD:,} in the period"
    return figure, shown(milliseconds(own, 20))


def milliseconds(act: Callable[[], object], times: int) -> float:
    """The quickest: whatever else the machine does only ever adds to it."""
    return min(1_000 / per_second(1, act) for _ in range(times))


def _rates(storage: Storage, past: Past, rounds: int) -> Iterator[float]:
    """Moves a second that the worker adds up, of those that stand in the second stage and go on to the third."""
    dispatcher = Dispatcher(storage, {CONSUMER: CONSUMERS[CONSUMER]})
    odd = range(1, past.count + 1, 2)
    each = min(MOVED // rounds, len(odd) // rounds)
    for start in range(0, each * rounds, each):
        _move(storage, past, odd[start : start + each])
        yield per_second(each, lambda: _consume(dispatcher))


def _move(storage: Storage, past: Past, numbers: Sequence[int]) -> None:
    to = past.company.stages[2]
    wanted = [WantedMove(opportunity_id=OpportunityId(n), stage_id=to) for n in numbers]
    with storage.writing() as work:
        answers = move_opportunities(work, wanted, by=By(SYSTEM, Channel.MASS), at=datetime.now(UTC))
        assert all(isinstance(answer, Decided) and answer.change for answer in answers), answers[:1]


def _consume(dispatcher: Dispatcher) -> None:
    while dispatcher.step(datetime.now(UTC), 0) is Progress.MORE:
        pass


def _keeping_up(rates: Sequence[float], moves: Figure) -> Figure:
    return held(
        f"moves that the worker counts toward {TARGETS:,} targets, against those that figure 2 makes",
        [(rate, moves.value or 1) for rate in rates],
        unit="moves/s",
        at_least=2.0,
    )


def _machine() -> Mapping[str, Any]:
    return {
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
