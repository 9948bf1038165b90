"""Exchange rates in and out."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Select, bindparam, exists, func, select

from stageline.domain.ids import TargetId
from stageline.domain.targets.rates import LONGEST_PAUSE, NO_RATES, Rate, Rates
from stageline.storage.inserting import insert_new
from stageline.storage.tables import exchange_rates, sales_targets
from stageline.storage.tables.types import AnyRow

ONE_DAY = timedelta(days=1)
_its = exchange_rates.c
# Whoever converts nothing reads none.
USED = select(exchange_rates).where(
    _its.day >= bindparam("first"),
    _its.day <= bindparam("last"),
    exists().where(sales_targets.c.converts),
)
OF_DAYS = select(exchange_rates).where(_its.day >= bindparam("first"), _its.day <= bindparam("last"))
LAST = select(exchange_rates).where(
    _its.day == select(func.max(_its.day)).where(_its.day <= bindparam("on")).scalar_subquery()
)


def rates_for(connection: Connection, days: Collection[date], *, converts: bool | None = None) -> Rates:
    """Those by which what happened on these days may be converted, in one statement.

    `converts` is whether they are needed; unsaid they are when any sales target that is kept converts.

    The days are those in Greenwich; where a target is it may be the day before or after.
    """
    if not days or converts is False:
        return NO_RATES
    wanted = OF_DAYS if converts else USED
    return Rates(_read(connection, wanted, min(days) - LONGEST_PAUSE - ONE_DAY, max(days) + ONE_DAY))


def converting(connection: Connection) -> set[TargetId]:
    """The targets that count amounts in other currencies too."""
    return set(connection.scalars(select(sales_targets.c.id).where(sales_targets.c.converts)))


def rates_between(connection: Connection, first: date, last: date) -> list[Rate]:
    return _read(connection, OF_DAYS, first, last)


def last_rates(connection: Connection, on: date) -> list[Rate]:
    """Those published last until that day, by currency."""
    return [_rate(row) for row in connection.execute(LAST.order_by(_its.currency), {"on": on})]


def add_rates(connection: Connection, rates: Sequence[Rate]) -> None:
    """What is there already stays."""
    rows = [
        {"day": each.day, "currency": each.currency, "per_euro": str(each.per_euro), "known_at": each.known_at}
        for each in rates
    ]
    if rows:
        connection.execute(insert_new(connection, exchange_rates), rows)


def _read(connection: Connection, wanted: Select[Any], first: date, last: date) -> list[Rate]:
    return [_rate(row) for row in connection.execute(wanted, {"first": first, "last": last})]


def _rate(row: AnyRow) -> Rate:
    return Rate(day=row.day, currency=row.currency, per_euro=Decimal(row.per_euro), known_at=row.known_at)
