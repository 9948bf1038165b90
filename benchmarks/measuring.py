"""Figures: each pair is measured ours and floor one right after the other, and the middle one of the ratios counts."""

import sys
import time
from collections.abc import Callable, Iterable, Mapping
from statistics import median
from typing import Any

import msgspec

Pair = tuple[float, float]


class Figure(msgspec.Struct, kw_only=True):
    """What was measured against what: `ratio` is ours to the floor, `rounds` those it is the median of."""

    title: str
    value: float | None
    floor: float | None
    ratio: float | None
    unit: str
    wanted: str
    holds: bool
    rounds: list[float] = []
    note: str = ""
    parts: dict[str, Any] = {}


def held(title: str, pairs: Iterable[Pair], *, unit: str, at_least: float) -> Figure:
    """For rates: more is better."""
    figure = _figure(title, list(pairs), unit, f">= {at_least:.2f}")
    figure.holds = (figure.ratio or 0) >= at_least
    return figure


def bounded(title: str, pairs: Iterable[Pair], *, unit: str, at_most: float) -> Figure:
    """For what is spent: less is better."""
    figure = _figure(title, list(pairs), unit, f"<= {at_most:.2f}")
    figure.holds = (figure.ratio or 0) <= at_most
    return figure


def _figure(title: str, pairs: list[Pair], unit: str, wanted: str) -> Figure:
    ratios = [round(ours / floor, 3) for ours, floor in pairs]
    return Figure(
        title=title,
        value=shown(median(ours for ours, _ in pairs)),
        floor=shown(median(floor for _, floor in pairs)),
        ratio=median(ratios),
        unit=unit,
        wanted=wanted,
        holds=False,
        rounds=ratios,
    )


def outcome(figure: Mapping[str, Any], yes: str = "holds", no: str = "DOES NOT HOLD") -> str:
    """What was skipped says so, and nothing of holding."""
    verdict = "" if figure["value"] is None else yes if figure["holds"] else no
    return "; ".join(filter(None, (verdict, figure["note"])))


def shown(value: float) -> float:
    return round(value, 2) if value < 100 else round(value)


def per_second(count: int, act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return count / (time.perf_counter() - start)


def say(words: str) -> None:
    """To whoever waits; the figures themselves go to stdout."""
    print(words, file=sys.stderr, flush=True)
