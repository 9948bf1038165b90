"""How far everybody's sales targets are, by person and period."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from stageline.domain.money import to_decimal_string
from stageline.domain.rights import Actor
from stageline.domain.targets.pace import Pace, PaceState
from stageline.domain.targets.periods import PeriodType
from stageline.domain.targets.target import Metric
from stageline.queries.targets.progress import PeriodProgress, ShownTarget, periods_until_now, read_targets
from stageline.storage.unit_of_work import Work


class LeftOutRow(msgspec.Struct, frozen=True):
    currency: str
    count: int
    amount: str


class PaceRow(msgspec.Struct, frozen=True, kw_only=True):
    """`expected`, `difference` and `required_per_day` are deals, or amounts in the currency's own unit."""

    state: PaceState
    expected: int | str
    difference: int | str
    required_per_day: str | None
    working_days: int
    elapsed_days: int
    days_left: int


class TargetRow(msgspec.Struct, frozen=True, kw_only=True):
    """`number`, `reached` and `remaining` are deals, or amounts in the currency's own unit. `last_on` is part of it.

    `pace` is null unless something can still be done in that period. `deleted_at` is when the goal was deleted.
    """

    person: str
    metric: Metric
    stage: str | None
    currency: str | None
    period: PeriodType
    starts_on: date
    last_on: date
    number: int | str
    reached: int | str
    remaining: int | str
    percent: int
    left_out: list[LeftOutRow]
    pace: PaceRow | None
    deleted_at: datetime | None


def read_target_report(work: Work, *, asker: Actor, at: datetime, with_past: bool = False) -> list[TargetRow]:
    """The present period of each, by person and the shortest first; or all periods until now, the latest first.

    What was deleted is in the past too (SG-52).
    """
    shown = read_targets(work, asker=asker, at=at, with_deleted=with_past).items
    if not with_past:
        return [_row(target, target.period) for target in shown]
    kept = work.targets.read([target.id for target in shown])
    periods = periods_until_now(work, list(kept.values()), at)
    return [_row(target, period) for target in shown for period in periods[target.id]]


def _row(target: ShownTarget, period: PeriodProgress) -> TargetRow:
    number, reached, remaining = _figures((period.number, period.reached, period.remaining), target.currency)
    return TargetRow(
        person=target.user.name,
        metric=target.metric,
        stage=target.stage.name if target.stage else None,
        currency=target.currency,
        period=target.period_type,
        starts_on=period.starts_on,
        last_on=period.last_on,
        number=number,
        reached=reached,
        remaining=remaining,
        percent=period.percent,
        left_out=[
            LeftOutRow(each.currency, each.count, to_decimal_string(each.amount_minor, each.currency))
            for each in period.left_out
        ],
        pace=_pace(period.pace, target.currency) if period.pace else None,
        deleted_at=target.deleted_at,
    )


def _pace(pace: Pace, currency: str | None) -> PaceRow:
    expected, difference = _figures((pace.expected, pace.difference), currency)
    required = pace.required_per_day
    return PaceRow(
        state=pace.state,
        expected=expected,
        difference=difference,
        required_per_day=to_decimal_string(int(required), currency) if required and currency else required,
        working_days=pace.working_days,
        elapsed_days=pace.elapsed_days,
        days_left=pace.days_left,
    )


def _figures(figures: Iterable[int], currency: str | None) -> Iterable[int | str]:
    return (each if currency is None else to_decimal_string(each, currency) for each in figures)
