"""What one row of a file says, or why it cannot be read."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from stageline.domain.exchange.amounts import BrokenNumber, read_amount, read_number
from stageline.domain.exchange.dates import BrokenDate, When, read_when
from stageline.domain.exchange.mapping import CustomColumn, ImportMapping, StageSaid, folded
from stageline.domain.money import is_currency
from stageline.domain.opportunities.fields import LINE_LENGTH, NAME_LENGTH, TEXT_LENGTH

T = TypeVar("T")
Cells = Mapping[str, str]
"""The texts of a row by field, without blanks at the ends; fields that say nothing are left out."""


NO_KEY = "external_id: there is none"


class Unreadable(Exception):
    """Says why a row cannot be read or placed; the only reasons for which an import leaves a row out (Appendix B)."""


class SaidVisit(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A row of a stage history. `order` is what decides between rows of one moment."""

    stage: StageSaid
    when: When
    order: tuple[int, int, str]
    owner: str | None = None
    amount_minor: int | None = None


class SaidOpportunity(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A row of the opportunities file. `entered` are the moments that it names for single stages."""

    external_id: str
    currency: str
    stage: StageSaid | None = None
    stage_entered_at: When | None = None
    entered: tuple[tuple[StageSaid, When], ...] = ()
    created_at: datetime | None = None
    close: When | None = None
    name: str | None = None
    owner: str | None = None
    account: str | None = None
    contact: str | None = None
    amount_minor: int | None = None
    expected_close_on: date | None = None
    probability: int | None = None
    close_reason: str | None = None
    competitor: str | None = None
    source: str | None = None
    next_step: str | None = None
    remarks: str | None = None
    custom: dict[str, Any] = {}


class Reader:
    """Reads the rows of files by one mapping."""

    def __init__(self, mapping: ImportMapping, stages: Sequence[StageSaid]) -> None:
        self._mapping = mapping
        self._zone = ZoneInfo(mapping.zone or "UTC")
        self._stages = {folded(value): stage for stage in stages for value in (stage.value, *stage.also)}
        self._custom: Mapping[str, CustomColumn] = mapping.opportunity_file.custom
        self._entered = [stage for stage in stages if stage.entered_at]

    def opportunity(self, cells: Cells, forms: Sequence[str]) -> SaidOpportunity:
        """Of a row with a key. Refused: an unknown stage or currency, a broken date or number."""
        currency = self._currency(cells)
        close = self._when(cells, "close_on", forms)
        expected = self._when(cells, "expected_close_on", forms)
        created = self._when(cells, "created_at", forms)
        entered = [(stage, self._when(cells, f"entered.{stage.value}", forms)) for stage in self._entered]
        return SaidOpportunity(
            external_id=cells["external_id"],
            currency=currency,
            stage=self.stage(cells["stage"]) if "stage" in cells else None,
            stage_entered_at=self._when(cells, "stage_entered_at", forms),
            entered=tuple((stage, when) for stage, when in entered if when),
            created_at=created.at if created else None,
            close=close,
            name=_cut(cells, "name", NAME_LENGTH),
            owner=_cut(cells, "owner", NAME_LENGTH),
            account=_cut(cells, "account", NAME_LENGTH),
            contact=_cut(cells, "contact", NAME_LENGTH),
            amount_minor=self._amount(cells, currency),
            expected_close_on=expected.on if expected else None,
            probability=self._probability(cells),
            close_reason=_cut(cells, "close_reason", TEXT_LENGTH),
            competitor=_cut(cells, "competitor", NAME_LENGTH),
            source=_cut(cells, "source", NAME_LENGTH),
            next_step=_cut(cells, "next_step", LINE_LENGTH),
            remarks=_cut(cells, "remarks", TEXT_LENGTH),
            custom=self._custom_values(cells, forms),
        )

    def visit(self, cells: Cells, forms: Sequence[str], currency: str, line: int) -> SaidVisit:
        """Of rows with the same moment the one with the smaller number, or text, comes first; then that read first."""
        when = self._when(cells, "at", forms)
        if when is None:
            raise Unreadable("at: there is no date")
        if "stage" not in cells:
            raise Unreadable("stage: there is none")
        order = cells.get("order", "")
        number = int(order) if order.isdecimal() else 0
        return SaidVisit(
            stage=self.stage(cells["stage"]),
            when=when,
            order=(number, 0, "") if order.isdecimal() else (number, line if not order else 0, order),
            owner=_cut(cells, "owner", NAME_LENGTH),
            amount_minor=self._amount(cells, currency),
        )

    def stage(self, text: str) -> StageSaid:
        try:
            return self._stages[folded(text)]
        except KeyError:
            raise Unreadable(f"stage: {text!r} is in no line of the mapping") from None

    def _currency(self, cells: Cells) -> str:
        currency = cells.get("currency", self._mapping.currency or "").upper()
        if not is_currency(currency):
            raise Unreadable(f"currency: {currency!r} is not known" if currency else "currency: there is none")
        return currency

    def _when(self, cells: Cells, field: str, forms: Sequence[str]) -> When | None:
        if field not in cells:
            return None
        try:
            return read_when(cells[field], forms, self._zone)
        except (BrokenDate, OverflowError):
            raise Unreadable(f"{field}: {cells[field]!r} is no date of the form {' or '.join(forms)}") from None

    def _amount(self, cells: Cells, currency: str) -> int | None:
        return _read(cells, "amount", lambda text: read_amount(text, currency, self._mapping.decimal_mark))

    def _probability(self, cells: Cells) -> int | None:
        read = _read(cells, "probability", lambda text: read_number(text.rstrip("%"), self._mapping.decimal_mark))
        if read is not None and not 0 <= read <= 100:
            raise Unreadable(f"probability: {cells['probability']!r} is not between 0 and 100")
        return None if read is None else int(read)

    def _custom_values(self, cells: Cells, forms: Sequence[str]) -> dict[str, Any]:
        return {
            key: self._custom_value(cells, f"custom.{key}", column, forms)
            for key, column in self._custom.items()
            if f"custom.{key}" in cells
        }

    def _custom_value(self, cells: Cells, field: str, column: CustomColumn, forms: Sequence[str]) -> Any:
        text = cells[field]
        if column.type == "date":
            when = self._when(cells, field, forms)
            return when.on.isoformat() if when else None
        if column.type == "number":
            number = read_number_of(cells, field, self._mapping.decimal_mark)
            return int(number) if number == int(number) else float(number)
        if column.type == "boolean":
            if folded(text) not in _FLAGS:
                raise Unreadable(f"{field}: {text!r} says neither yes nor no")
            return _FLAGS[folded(text)]
        if column.type == "choice" and text not in column.choices:
            raise Unreadable(f"{field}: {text!r} is none of its choices")
        return text[:TEXT_LENGTH]


_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def read_number_of(cells: Cells, field: str, decimal_mark: str) -> Any:
    return _read(cells, field, lambda text: read_number(text, decimal_mark))


def _read(cells: Cells, field: str, read: Callable[[str], T]) -> T | None:
    if field not in cells:
        return None
    try:
        return read(cells[field])
    except BrokenNumber:
        raise Unreadable(f"{field}: {cells[field]!r} is no number that can be kept") from None


def _cut(cells: Cells, field: str, length: int) -> str | None:
    return cells[field][:length] if field in cells else None
