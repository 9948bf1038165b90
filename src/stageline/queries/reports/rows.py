"""Rows of reports: a name for everything that can have one, and a zero where there is nothing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec

from stageline.domain.money import to_decimal_string

Id = TypeVar("Id", bound=int | str | None)


class Cell(msgspec.Struct, frozen=True):
    """How many, and what they are worth in minor units."""

    count: int = 0
    amount_minor: int = 0

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(self.count + other.count, self.amount_minor + other.amount_minor)

    def shown(self, currency: str) -> str:
        """In the currency's own unit, without zeros behind the last decimal."""
        return to_decimal_string(self.amount_minor, currency)


NOTHING = Cell()


def total(cells: Iterable[Cell]) -> Cell:
    return sum(cells, NOTHING)


def distinct(named: Iterable[tuple[Id, str]]) -> dict[Id, str]:
    """The name of each, with (2) and so on behind one that others before it have too."""
    taken: set[str] = set()
    keys: dict[Id, str] = {}
    for its_id, name in named:
        key, number = name, 1
        while key in taken:
            number += 1
            key = f"{name} ({number})"
        taken.add(key)
        keys[its_id] = key
    return keys


def by_currency(
    found: Mapping[tuple[Id, str], Cell], ids: Sequence[Id], home: str
) -> list[tuple[str, list[tuple[Id, Cell]]]]:
    """For each currency one cell for every id; with nothing at all in the organisation's own."""
    currencies = sorted({currency for _, currency in found}) or [home]
    return [(currency, [(its_id, found.get((its_id, currency), NOTHING)) for its_id in ids]) for currency in currencies]
