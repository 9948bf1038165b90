"""The deals that a newcomer shall find on the first board they see, each in one condition worth seeing."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import msgspec

from stageline.cli.demo.acts import Act
from stageline.domain.processes.process import Process


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """All days are days before now; `entered` are those on which it came into one open stage after the other."""

    name: str
    business: int
    amount: int
    entered: tuple[int, ...]
    met: int = 0
    closes_in: int = 40
    next_step: str | None = None
    next_step_in: int | None = None


CAST = (
    Part(  # over the limit of its stage
        name="Crane telemetry", business=52, amount=6_450_000, entered=(57, 47, 33), met=2, closes_in=18,
        next_step="Present the price to the board", next_step_in=1,
    ),
    Part(name="Depot lighting", business=15, amount=1_280_000, entered=(26,), closes_in=64),  # never started
    Part(  # expected to be closed by now
        name="School kitchens", business=4, amount=3_920_000, entered=(71, 60, 41, 13), met=3, closes_in=-6,
        next_step="Ask for the signing date", next_step_in=2,
    ),
    Part(  # everything is there: ready to advance
        name="Vineyard sensors", business=55, amount=2_750_000, entered=(19, 8), met=99, closes_in=45,
        next_step="Send the quote", next_step_in=0,
    ),
)  # fmt: skip


def lives(process: Process, first: int, now: datetime) -> Iterator[Act]:
    """The acts of the cast, numbered from `first`; all belong to the first of the owners."""
    for deal, part in enumerate(CAST, first):
        yield from _life(process, deal, part, now)


def _life(process: Process, deal: int, part: Part, now: datetime) -> Iterator[Act]:
    yield Act(at=_on(now, part.entered[0]), deal=deal, kind="open", said=_opening(part, now))
    for stage, left in zip(process.open_stages, part.entered[1:], strict=False):
        for criterion in stage.criteria:
            said = {"criterion": criterion, "note": "Said so in the call"}
            yield Act(at=_on(now, left + 1), deal=deal, kind="meet", said=said)
        yield Act(at=_on(now, left), deal=deal, kind="move", said={"stage": process.next_open(stage)})
    here, since = process.open_stages[len(part.entered) - 1], part.entered[-1]
    for days, criterion in enumerate(here.criteria[: part.met], 1):
        said = {"criterion": criterion, "note": "Minutes of the meeting"}
        yield Act(at=_on(now, max(1, since - days)), deal=deal, kind="meet", said=said)


def _opening(part: Part, now: datetime) -> dict[str, Any]:
    planned = None if part.next_step_in is None else now.date() + timedelta(days=part.next_step_in)
    fields = {
        "name": part.name,
        "amount_minor": part.amount,
        "currency": "EUR",
        "expected_close_on": now.date() + timedelta(days=part.closes_in),
        "source": "referral",
        "next_step": part.next_step,
        "next_step_on": planned,
    }
    return {"owner": 0, "business": part.business, "fields": fields}


def _on(now: datetime, days_ago: int) -> datetime:
    return datetime.combine(now.date() - timedelta(days=days_ago), time(9, 30), UTC)
