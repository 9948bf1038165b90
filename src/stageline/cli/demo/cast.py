"""The deals that a newcomer shall find on the first board they see, each in one condition worth seeing."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

from stageline.cli.demo.acts import Act
from stageline.cli.demo.working_hours import day_of, on_clock, working_day, working_days_on
from stageline.domain.processes.action import Delivery
from stageline.domain.processes.process import Process


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What was done with an action of the stage it is in; `code` names the action, or several of them."""

    kind: str
    days_ago: int
    clock: time
    code: str | tuple[str, ...] = ()
    said: dict[str, Any] = {}


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """All days are days before now; `entered` are those on which it came into one open stage after the other.

    `left` are actions, by their codes, that nobody has come to yet.
    """

    name: str
    business: int
    amount: int
    entered: tuple[int, ...]
    met: int = 0
    closes_in: int = 40
    next_step: str | None = None
    next_step_in: int | None = None
    scenes: tuple[Scene, ...] = ()
    left: tuple[str, ...] = ()


CAST = (
    Part(  # over the limit of its stage
        name="Crane telemetry", business=52, amount=6_450_000, entered=(57, 47, 33), met=2, closes_in=18,
        next_step="Present the price to the board", next_step_in=1,
        scenes=(
            Scene(kind="send", days_ago=21, clock=time(15, 20), code="proposal_letter", said={"by": Delivery.PRINT}),
            Scene(
                kind="note", days_ago=12, clock=time(14, 25),
                said={"text": "They weigh the running costs more than the price. The board meets in the coming weeks."},
            ),
        ),
        left=("pricing_presentation",),
    ),
    Part(  # never started, and the first call did not take place either
        name="Depot lighting", business=15, amount=1_280_000, entered=(26,), closes_in=64,
        scenes=(
            Scene(kind="send", days_ago=22, clock=time(16, 5), code="introduction_letter", said={"by": Delivery.SAVE}),
            Scene(kind="put_off", days_ago=6, clock=time(10, 10), code="first_call",
                  said={"in_days": -1, "clock": time(11)}),
        ),
    ),
    Part(  # expected to be closed by now; everything is done, and not everything is there
        name="School kitchens", business=4, amount=3_920_000, entered=(71, 60, 41, 13), met=3, closes_in=-6,
        next_step="Ask for the signing date", next_step_in=2,
        scenes=(
            Scene(kind="book", days_ago=8, clock=time(13, 15), code="contract_review",
                  said={"in_days": -2, "clock": time(15, 30)}),
            Scene(kind="send", days_ago=5, clock=time(16, 45), code="contract_set", said={"by": Delivery.EMAIL}),
            Scene(kind="several", days_ago=1, clock=time(17, 10),
                  code=("contract_review", "signature_package", "kick_off")),
        ),
    ),
    Part(  # everything is done and there: ready to advance
        name="Vineyard sensors", business=55, amount=2_750_000, entered=(19, 8), met=99, closes_in=45,
        next_step="Send the quote", next_step_in=0,
        scenes=(
            Scene(kind="send", days_ago=1, clock=time(17, 30), code="recap_letter", said={"by": Delivery.EMAIL}),
            Scene(kind="invite", days_ago=1, clock=time(17, 35), code="demo_day"),
            Scene(kind="complete", days_ago=1, clock=time(16, 40), code="stakeholder_map"),
        ),
    ),
    Part(  # has been talked to just now
        name="Ferry timetables", business=47, amount=3_180_000, entered=(12, 1), met=1, closes_in=71,
        next_step="Walk through the timetable", next_step_in=6,
        scenes=(Scene(kind="talk", days_ago=1, clock=time(16, 50), code="discovery", said={"at": "Pier office"}),),
    ),
    Part(  # signed, and not handed over yet
        name="Lock gates", business=50, amount=8_830_000, entered=(88, 75, 57, 34, 4), met=1, closes_in=9,
        next_step="Agree who looks after them", next_step_in=3,
    ),
)  # fmt: skip
OPENED, MOVED, MET = time(9, 5), time(9, 20), time(10, 30)


def lives(process: Process, first: int, now: datetime) -> Iterator[Act]:
    """The acts of the cast, numbered from `first`; all belong to the first of the owners."""
    for deal, part in enumerate(CAST, first):
        yield from _life(process, deal, part, day_of(now))


def appointments(today: date) -> Iterator[datetime]:
    """When the first of the owners has no time for anything else."""
    for scene in (scene for part in CAST for scene in part.scenes):
        if "in_days" in scene.said:
            yield begin_of(scene.said, today)


def begin_of(said: dict[str, Any], today: date) -> datetime:
    return on_clock(working_days_on(today, said["in_days"]), said["clock"])


def scripted(first: int) -> dict[int, frozenset[str]]:
    """The actions of the cast, by the number of the deal, that nobody does in passing."""
    return {deal: frozenset(_codes(part)) for deal, part in enumerate(CAST, first)}


def _codes(part: Part) -> Iterator[str]:
    yield from part.left
    for scene in part.scenes:
        yield from (scene.code,) if isinstance(scene.code, str) else scene.code


def _life(process: Process, deal: int, part: Part, today: date) -> Iterator[Act]:
    yield Act(at=_ago(today, part.entered[0], OPENED), deal=deal, kind="open", said=_opening(part, today))
    for stage, left in zip(process.open_stages, part.entered[1:], strict=False):
        for number, criterion in enumerate(stage.criteria):
            said = {"criterion": criterion, "note": "Said so in the call"}
            yield Act(at=_ago(today, left + 3, MET, number), deal=deal, kind="meet", said=said)
        yield Act(at=_ago(today, left, MOVED), deal=deal, kind="move", said={"stage": process.next_open(stage)})
    here, since = process.open_stages[len(part.entered) - 1], part.entered[-1]
    for number, criterion in enumerate(here.criteria[: part.met]):
        said = {"criterion": criterion, "note": "Minutes of the meeting"}
        yield Act(at=_ago(today, max(1, since - number - 1), MET, number), deal=deal, kind="meet", said=said)
    for scene in part.scenes:
        said = {**scene.said, "code": scene.code}
        yield Act(at=_ago(today, scene.days_ago, scene.clock), deal=deal, kind=scene.kind, said=said)


def _opening(part: Part, today: date) -> dict[str, Any]:
    fields = {
        "name": part.name,
        "amount_minor": part.amount,
        "currency": "EUR",
        "expected_close_on": today + timedelta(days=part.closes_in),
        "source": "referral",
        "next_step": part.next_step,
        "next_step_on": None if part.next_step_in is None else today + timedelta(days=part.next_step_in),
    }
    return {"owner": 0, "business": part.business, "fields": fields}


def _ago(today: date, days: int, clock: time, later: int = 0) -> datetime:
    """On the last working day that was so many days ago; what came `later` on a day came 47 minutes after it."""
    return on_clock(working_day(today - timedelta(days=days)), clock) + timedelta(minutes=47 * later)
