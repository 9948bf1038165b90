"""What the wanted opportunities come to, for each currency, in all and group by group."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, bindparam, func, literal, select

from stageline.domain.conditions import Moment
from stageline.domain.events import By
from stageline.domain.processes.stage import Category
from stageline.domain.views.definition import Group
from stageline.queries.board import Total
from stageline.queries.filtering import Filter, filtered
from stageline.storage.summing import whole_sum
from stageline.storage.tables import opportunities, processes, stages, users
from stageline.storage.unit_of_work import Work
from stageline.storage.visible import asked_by, visible_to

_PLACES = {category.value: place for place, category in enumerate(Category)}
_KEYS: Mapping[str | None, ColumnElement[Any]] = {
    "owner": opportunities.c.owner_id,
    "stage": opportunities.c.stage_id,
    "process": opportunities.c.process_id,
    "category": opportunities.c.category,
    None: literal(0),
}


class GroupTotals(msgspec.Struct, frozen=True):
    """`key` is the id of the owner, stage or process, or the category."""

    key: int | str
    name: str
    count: int
    totals: list[Total]


class Totals(msgspec.Struct, frozen=True):
    """`groups` come in the order of the list that is grouped so; there are none when it is not."""

    count: int
    totals: list[Total]
    groups: list[GroupTotals]


class Sum(msgspec.Struct):
    count: int = 0
    amount_minor: int = 0
    hundredfold: int = 0

    def add(self, count: int, amount_minor: int, hundredfold: int) -> None:
        self.count += count
        self.amount_minor += amount_minor
        self.hundredfold += hundredfold


def read_totals(work: Work, wanted: Filter, group: Group | None, *, by: By, moment: Moment) -> Totals:
    """Two statements at most. Weighted sums are rounded once, at the end."""
    key, amount = _KEYS[group].label("key"), opportunities.c.amount_minor
    statement = select(
        key,
        opportunities.c.currency,
        func.count().label("count_of"),
        whole_sum(amount).label("amount_minor"),
        whole_sum(amount, times=opportunities.c.probability).label("hundredfold"),
    ).group_by(key, opportunities.c.currency)
    statement = filtered(statement, wanted, work=work, moment=moment).where(visible_to(by.actor))
    sums: defaultdict[Any, defaultdict[str, Sum]] = defaultdict(lambda: defaultdict(Sum))
    whole: defaultdict[str, Sum] = defaultdict(Sum)
    for row in work.connection.execute(statement, asked_by(by.actor)):
        for sum_of in (sums[row.key][row.currency], whole[row.currency]):
            sum_of.add(row.count_of, row.amount_minor, row.hundredfold)
    groups = [] if group is None else [_group(at, name, sums[at]) for at, name in _named(work, group, sums)]
    return Totals(_count(whole), _totals(whole), groups)


def _group(key: int | str, name: str, sums: Mapping[str, Sum]) -> GroupTotals:
    return GroupTotals(key, name, _count(sums), _totals(sums))


def _count(sums: Mapping[str, Sum]) -> int:
    return sum(each.count for each in sums.values())


def _totals(sums: Mapping[str, Sum]) -> list[Total]:
    return [
        Total(currency, each.count, each.amount_minor, (each.hundredfold + 50) // 100)
        for currency, each in sorted(sums.items())
    ]


def _named(work: Work, group: Group, keys: Iterable[Any]) -> list[tuple[Any, str]]:
    """The groups with their names, in order."""
    if group == "category":
        return [(key, key) for key in sorted(keys, key=_PLACES.__getitem__)]
    if group == "stage":
        found = {row.id: row for row in _read(work, stages, keys)}
        order = sorted(found.values(), key=lambda row: (row.process_id, row.position, row.id))
    else:
        found = {row.id: row for row in _read(work, users if group == "owner" else processes, keys)}
        order = sorted(found.values(), key=lambda row: (row.name.lower(), row.id))
    return [(row.id, row.name) for row in order]


def _read(work: Work, table: Any, ids: Iterable[int]) -> Iterable[Any]:
    statement = select(table).where(table.c.id.in_(bindparam("ids", expanding=True)))
    return work.connection.execute(statement, {"ids": sorted(ids)})
