"""Figures 1, 2, 3 and 7 to 10 of the architecture: moving opportunities, each held against its floor in the same run.

bin/bench moves [--quick] [--json] [--write] [NUMBER…]
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from benchmarks import in_process, over_http, page, postgresql
from benchmarks.measuring import Figure, outcome, say
from benchmarks.places import Places
from stageline.collecting import spare_the_collector

QUICK_NOTE = "smaller sizes and fewer rounds, within 50 s: to look at, not to rely on"

Measure = Callable[[Places], Figure]

FULL: dict[str, Measure] = {
    "1": lambda places: in_process.one_move(places, rounds=40, moves=100),
    "2": lambda places: over_http.moves(places, rounds=7, seconds=5),
    "3": lambda places: in_process.many_moves(places, rounds=5, count=100_000),
    "7": in_process.statements,
    "8": lambda places: over_http.starting(places, rounds=15),
    "9": lambda places: postgresql.moves(places, rounds=5, seconds=5),
    "10": lambda places: over_http.thousand_at_once(places, rounds=9),
}
QUICK: dict[str, Measure] = {
    "1": lambda places: in_process.one_move(places, rounds=10, moves=100),
    "2": lambda places: over_http.moves(places, rounds=3, seconds=1.5),
    "3": lambda places: in_process.many_moves(places, rounds=2, count=10_000),
    "7": in_process.statements,
    "8": lambda places: over_http.starting(places, rounds=1),
    "9": lambda places: postgresql.moves(places, rounds=2, seconds=2),
    "10": lambda places: over_http.thousand_at_once(places, rounds=3),
}


def main(arguments: Sequence[str]) -> int:
    asked = _asked(arguments)
    if asked.quick:
        say(f"--quick: {QUICK_NOTE}")
    spare_the_collector()
    start, measures = time.perf_counter(), QUICK if asked.quick else FULL
    with tempfile.TemporaryDirectory(prefix="stageline-bench-") as directory:
        places = Places(Path(directory))
        figures = {number: _measured(number, measures[number], places) for number in asked.figures or measures}
    report = {
        "quick": asked.quick,
        **({"note": QUICK_NOTE} if asked.quick else {}),
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.perf_counter() - start),
        "machine": _machine(),
        "figures": {number: msgspec.to_builtins(figure) for number, figure in figures.items()},
    }
    print(json.dumps(report, indent=2, ensure_ascii=False) if asked.json else page.table(report))
    if asked.write:
        page.write(report)
    return 0 if all(figure.holds for figure in figures.values()) else 1


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench moves", description=__doc__)
    parser.add_argument("figures", nargs="*", choices=[[], *FULL], metavar="NUMBER", help="only these figures")
    parser.add_argument("--quick", action="store_true", help=QUICK_NOTE)
    parser.add_argument("--json", action="store_true", help="for scripts")
    parser.add_argument("--write", action="store_true", help="write docs/reference/performance.md as well")
    return parser.parse_args(arguments)


def _measured(number: str, measure: Measure, places: Places) -> Figure:
    start = time.perf_counter()
    figure = measure(places)
    seconds, verdict = time.perf_counter() - start, outcome(msgspec.to_builtins(figure))
    say(f"{number:>2}  {figure.title}: {figure.ratio} ({figure.wanted}), {verdict}, {seconds:.0f} s")
    return figure


def _machine() -> dict[str, Any]:
    """What else the machine had to do is in the load: processes that wanted to run, of the last minute."""
    return {
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
