"""Exchange rates in and out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Select, bindparam, exists, func, or_, select

from stageline.domain.ids import TargetId
from stageline.domain.targets.rates import LONGEST_PAUSE, NO_RATES, Rate, Rates
from stageline.domain.targets.target import SalesTarget
from stageline.storage.inserting import insert_new
from stageline.storage.tables import exchange_rates, sales_targets
from stageline.storage.tables.types import AnyRow

ONE_DAY = timedelta(days=1)
_its = exchange_rates.c
_INTO = select(sales_targets.c.currency).where(sales_targets.c.converts)
OF_DAYS = select(exchange_rates).where(_its.day >= bindparam("first"), _its.day <= bindparam("last"))
_AMONG = _its.currency.in_(bindparam("currencies", expanding=True))
BETWEEN = OF_DAYS.where(_AMONG)
# Whoever converts nothing reads none.
USED = OF_DAYS.where(or_(_AMONG, _its.currency.in_(_INTO)), exists().where(sales_targets.c.converts))
LAST = select(exchange_rates).where(
    _its.day == select(func.max(_its.day)).where(_its.day <= bindparam("on")).scalar_subquery()
)


def rates_for(
    connection: Connection, days: Collection[date], currencies: Collection[str], *, into: Collection[str] | None = None
) -> Rates:
    """Those by which amounts in these currencies that came on these days may be converted, in one statement.

    `into` are the currencies of the sales targets that convert; unsaid those of all that are kept.

    The days are those in Greenwich; where a target is it may be the day before or after.
    """
    if not days or (into is not None and not into):
        return NO_RATES
    asked = {"currencies": sorted({*currencies, *(into or ())})}
    wanted = USED if into is None else BETWEEN
    return Rates(_read(connection, wanted, min(days) - LONGEST_PAUSE - ONE_DAY, max(days) + ONE_DAY, asked))


def turned_into(targets: Iterable[SalesTarget]) -> set[str]:
    """The currencies into which these convert."""
    return {target.currency for target in targets if target.converts and target.currency is not None}


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


def _read(
    connection: Connection, wanted: Select[Any], first: date, last: date, asked: Mapping[str, Any] | None = None
) -> list[Rate]:
    return [_rate(row) for row in connection.execute(wanted, {"first": first, "last": last, **(asked or {})})]


def _rate(row: AnyRow) -> Rate:
    return Rate(day=row.day, currency=row.currency, per_euro=Decimal(row.per_euro), known_at=row.known_at)
