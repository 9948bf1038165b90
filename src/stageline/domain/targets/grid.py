"""The numbers of many people in many periods at once: what each cell of a grid asks for, and what becomes of it."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

import msgspec

from stageline.domain.errors import InvalidInput, Missing, Refusal, attempt
from stageline.domain.ids import EventId, UserId
from stageline.domain.money import to_minor
from stageline.domain.targets.changing import NewNumber, with_number
from stageline.domain.targets.periods import Period
from stageline.domain.targets.setting import wrong_number
from stageline.domain.targets.target import InvalidTarget, SalesTarget

_WHOLE = re.compile(r"[0-9]{1,16}")


class InvalidGrid(InvalidInput):
    """This file is no grid of people and periods; what is listed is wrong. Nothing of it was taken."""

    code = "invalid_grid"


class PersonTwice(InvalidInput):
    """This person stands in the file a second time. Leave one of the rows."""

    code = "person_twice"


class PeriodTwice(InvalidInput):
    """This period stands in the file a second time. Leave one of the columns."""

    code = "period_twice"


class PersonUnclear(InvalidInput):
    """More than one person has this name. Say who is meant in the column "User id"."""

    code = "person_unclear"


class CellResult(StrEnum):
    CREATED = "created"
    """The person had no such goal, and has one now that holds this number."""
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Cell(msgspec.Struct, frozen=True):
    """`row` as a spreadsheet numbers it, `column` by its heading, which names the period that `day` is in.

    `person` is who is meant, as the file says it.
    """

    row: int
    person: str
    column: str
    day: date
    text: str


class GridRow(msgspec.Struct, frozen=True):
    """Who is meant, by number or by name, and the cells that say something."""

    number: int
    user_id: UserId | None
    person: str
    cells: tuple[Cell, ...]


class CellAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """`number` is in deals or minor units, and not there where it could not be read. What is refused has no period."""

    cell: Cell
    result: CellResult
    user_id: UserId | None = None
    number: int | None = None
    period: Period | None = None
    refusal: Refusal | None = None


class GridAnswer(msgspec.Struct, frozen=True):
    """In the order of the file. `batch_id` is what the new goals have in common, when there are several."""

    cells: list[CellAnswer]
    batch_id: EventId | None = None


class WantedCell(msgspec.Struct, frozen=True):
    """A cell that was understood."""

    cell: Cell
    number: int

    @property
    def for_its_period(self) -> NewNumber:
        """A grid says each period by itself."""
        return NewNumber(number=self.number, on=self.cell.day, is_once=True)


def number_said(text: str, currency: str | None) -> int:
    """Deals, or an amount in the currency's own unit as minor units; refused when it is neither or not above zero."""
    if currency is not None:
        number = to_minor(text, currency)
    elif _WHOLE.fullmatch(text):
        number = int(text)
    else:
        raise InvalidTarget([Missing(name="number", remedy="Give a whole number of deals.", kind="field")])
    if wrong := [*wrong_number(number)]:
        raise InvalidTarget(wrong)
    return number


def with_cells(
    target: SalesTarget, cells: Sequence[WantedCell], at: datetime
) -> tuple[SalesTarget, list[bool | Refusal]]:
    """Says of each cell whether it changed anything, or why not; closed periods keep what they had (SG-52).

    However many numbers are others than before, it is one change.
    """
    now, said, seen = target, list[bool | Refusal](), set[Period]()
    for each in cells:
        period = target.cycle.on(each.cell.day)
        after = PeriodTwice() if period in seen else attempt(_with_cell, now, each, period, at)
        seen.add(period)
        said.append(after if isinstance(after, Refusal) else after != now)
        now = now if isinstance(after, Refusal) else after
    return (target if now == target else msgspec.structs.replace(now, version=target.version + 1)), said


def _with_cell(target: SalesTarget, each: WantedCell, period: Period, at: datetime) -> SalesTarget:
    is_there = target.runs_in(period) and target.number_in(period) == each.number
    return target if is_there else with_number(target, each.for_its_period, at)


def first_open(target: SalesTarget, cells: Sequence[WantedCell], at: datetime) -> WantedCell | None:
    """With which one that is not there yet can begin: its earliest cell whose period is not over."""
    still = [each for each in cells if not target.cycle.on(each.cell.day).is_closed(at)]
    return min(still, key=lambda each: target.cycle.on(each.cell.day), default=None)
