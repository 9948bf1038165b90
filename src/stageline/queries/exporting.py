"""The list as a file for spreadsheets: the columns that are shown, as text that no spreadsheet takes for a formula."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from stageline.domain.conditions import Moment
from stageline.domain.events import By
from stageline.domain.money import to_decimal_string
from stageline.domain.opportunities.custom_field import CustomField
from stageline.domain.organisation import Organisation
from stageline.domain.views.definition import COLUMNS, InvalidView, unknown_columns
from stageline.queries.filtering import Filter
from stageline.queries.opportunities import Row, read_page
from stageline.queries.ordering import Order
from stageline.storage.unit_of_work import Work

AT_ONCE = 500
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"  # by which spreadsheets know UTF-8


class Lists(msgspec.Struct, frozen=True):
    """What codes are called in this organisation, and in which zone its days begin."""

    zone: ZoneInfo
    sources: Mapping[str, str]
    reasons: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, organisation: Organisation) -> "Lists":
        outcomes = ("won", "lost", "disqualified")
        return cls(
            ZoneInfo(organisation.zone),
            {source.code: source.label for source in organisation.sources},
            {(outcome, r.code): r.label for outcome in outcomes for r in organisation.reasons.of(outcome)},
        )

    def at(self, instant: datetime) -> str:
        return instant.astimezone(self.zone).strftime("%Y-%m-%d %H:%M")


Cell = Callable[[Row, Lists], Any]
HEADS: Mapping[str, str] = {
    "name": "Opportunity", "account": "Account", "contact": "Contact", "process": "Process", "stage": "Stage",
    "status": "Status", "owner": "Owner", "amount_minor": "Amount", "probability": "Probability",
    "weighted_minor": "Weighted", "category": "Forecast category", "expected_close_on": "Expected close date",
    "actual_close_on": "Actual close date", "close_reason": "Close reason", "next_step": "Next step",
    "next_step_on": "Next step date", "days_in_stage": "Days in stage", "stage_entered_at": "In stage since",
    "criteria": "Exit criteria met", "watches": "Needs attention", "push_count": "Pushed",
    "furthest_stage": "Furthest stage", "source": "Source", "created_at": "Created",
}  # fmt: skip
CELLS: Mapping[str, Cell] = {
    "account": lambda row, _: row.account and row.account.name,
    "contact": lambda row, _: row.contact and row.contact.name,
    "process": lambda row, _: row.process.name,
    "stage": lambda row, _: row.stage.name,
    "owner": lambda row, _: row.owner.name,
    "furthest_stage": lambda row, _: row.furthest_stage.name,
    "amount_minor": lambda row, _: _money(row.amount_minor, row.currency),
    "weighted_minor": lambda row, _: _money(row.weighted_minor, row.currency),
    "close_reason": lambda row, lists: lists.reasons.get((row.status, row.close_reason or ""), row.close_reason),
    "source": lambda row, lists: lists.sources.get(row.source or "", row.source),
    "stage_entered_at": lambda row, lists: lists.at(row.stage_entered_at),
    "created_at": lambda row, lists: lists.at(row.created_at),
    "criteria": lambda row, _: f"{row.criteria_met} of {row.criteria_total}",
    "watches": lambda row, _: ", ".join(watch.kind.replace("_", " ") for watch in row.watches),
}
MONEY = ("amount_minor", "weighted_minor")


class Export(msgspec.Struct, frozen=True):
    """Which columns, in this order; the currency stands beside the first amount."""

    columns: tuple[str, ...]
    custom_fields: tuple[CustomField, ...]
    lists: Lists

    @classmethod
    def of(cls, work: Work, columns: Sequence[str]) -> "Export":
        custom_fields = work.catalogue.custom_fields
        wrong = list(unknown_columns(columns, [*COLUMNS, *(field.name for field in custom_fields)]))
        if wrong or not columns:
            raise InvalidView(wrong)
        return cls(tuple(dict.fromkeys(columns)), custom_fields, Lists.of(work.organisation))

    @property
    def _shown(self) -> list[str]:
        first = next((column for column in self.columns if column in MONEY), None)
        return [name for column in self.columns for name in ((column, "currency") if column == first else (column,))]

    def head(self) -> str:
        heads = {**HEADS, "currency": "Currency", **{field.name: field.label for field in self.custom_fields}}
        return MARK + as_csv([[heads[column] for column in self._shown]])

    def lines(self, rows: Sequence[Row]) -> str:
        return as_csv([_cell(row, column, self.lists) for column in self._shown] for row in rows)


def read_export_page(
    work: Work, export: Export, wanted: Filter, order: Order, *, cursor: str | None, by: By, moment: Moment
) -> tuple[str, str | None]:
    """The next lines, and where those after them begin.

    Each piece is read for itself, so that no transaction waits for whoever reads slowly.
    """
    page = read_page(work, wanted, order, cursor=cursor, limit=AT_ONCE, by=by, moment=moment)
    return export.lines(page.items), page.next_cursor


def as_csv(rows: Iterable[Sequence[Any]]) -> str:
    text = StringIO()
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _harmless(cell: Any) -> Any:
    """A spreadsheet would run a text that begins like a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell


def _cell(row: Row, column: str, lists: Lists) -> Any:
    if column.startswith("custom."):
        return row.custom.get(column.removeprefix("custom."))
    return CELLS[column](row, lists) if column in CELLS else getattr(row, column)


def _money(minor: int | None, currency: str) -> str | None:
    return None if minor is None else to_decimal_string(minor, currency)
