"""What was won, by whom or when.

A win counts for whoever owned it when it became won, on the day it closed in the organisation's zone, with the amount
that it has now.
"""

from collections import defaultdict
from datetime import date
from typing import Any

import msgspec

from stageline.domain.rights import Actor
from stageline.queries.reports.keys import Key, key_of
from stageline.queries.reports.rows import NOTHING, Cell, by_currency, total
from stageline.queries.reports.wins import wins
from stageline.storage.tables import opportunities
from stageline.storage.unit_of_work import Work
from stageline.storage.visible import asked_by, visible_to


class WonRow(msgspec.Struct, frozen=True):
    """`key` is the name of what was counted by; null for what has none."""

    key: str | None
    count: int
    amount: str


class Won(msgspec.Struct, frozen=True):
    """Of one currency; amounts in its own unit, without zeros behind the last decimal."""

    currency: str
    count: int
    amount: str
    rows: list[WonRow]


class Period(msgspec.Struct, frozen=True):
    """Days on which it closed, both included; None is no bound."""

    first: date | None = None
    last: date | None = None


def read_won(work: Work, by: str, *, period: Period, asker: Actor) -> list[Won]:
    """For each currency in which anything was won, the largest first, and months and quarters in order."""
    key = key_of(work, by)
    found = _counted(work, key, period, asker)
    names = key.names(work, {its_id for its_id, _ in found if its_id is not None}, asker)
    ids = [*names, *([None] if any(its_id is None for its_id, _ in found) else [])]
    return [
        _shown(currency, [(names.get(its_id), cell) for its_id, cell in cells], is_ranked=not key.is_in_time)
        for currency, cells in by_currency(found, ids, work.organisation.currency)
    ]


def _counted(work: Work, key: Key, period: Period, asker: Actor) -> dict[tuple[Any, str], Cell]:
    # Grouped by its name: PostgreSQL takes the same expression with parameters of its own for another one.
    asked = key.needs(wins()).add_columns(key.column.label("counted_by")).group_by("counted_by")
    asked = asked.where(visible_to(asker))
    if period.first is not None:
        asked = asked.where(opportunities.c.actual_close_on >= period.first)
    if period.last is not None:
        asked = asked.where(opportunities.c.actual_close_on <= period.last)
    cells: dict[tuple[Any, str], Cell] = defaultdict(lambda: NOTHING)
    for row in work.connection.execute(asked, asked_by(asker)):
        counted_for = key.of(row.counted_by) if key.of else row.counted_by
        cells[counted_for, row.currency] += Cell(row.count_of, row.amount_minor)
    return cells


def _shown(currency: str, rows: list[tuple[str | None, Cell]], *, is_ranked: bool) -> Won:
    if is_ranked:
        rows = sorted(rows, key=lambda row: (-row[1].amount_minor, -row[1].count, row[0] is None, row[0] or ""))
    whole = total(cell for _, cell in rows)
    shown = [WonRow(key, cell.count, cell.shown(currency)) for key, cell in rows]
    return Won(currency, whole.count, whole.shown(currency), shown)
