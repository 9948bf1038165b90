"""What the present period of a target may come to, by its person's open deals and by what became of closed ones."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, exists, select

from stageline.domain.calendar import today
from stageline.domain.ids import OpportunityId, StageId, TargetId
from stageline.domain.processes.stage import Category, StageType
from stageline.domain.rights import Actor
from stageline.domain.targets.forecast import FEWEST_CLOSED, Hope, NoForecast, Past, Range, foresee
from stageline.domain.targets.periods import Period
from stageline.domain.targets.progress import period_to_show
from stageline.domain.targets.rates import Rates
from stageline.domain.targets.target import SalesTarget, visible
from stageline.queries.targets.progress import progress_in
from stageline.storage.tables import opportunities, stage_history, stages, target_credits
from stageline.storage.targets.courses import read_courses
from stageline.storage.targets.rates import rates_for, turned_into
from stageline.storage.unit_of_work import Work

LOOKED_BACK = 1_000
"""So many deals, those that were closed last, are the organisation's history."""
MOST_RUNS, FEWEST_RUNS, DRAWN = 1_000, 100, 200_000
"""As many runs as so many numbers allow: the more deals, the less does one of them matter."""


class TargetForecast(msgspec.Struct, frozen=True, kw_only=True):
    """`low`, `middle` and `high` are deals or minor units at the end of the period; null with the reason.

    In one run of ten it comes to `low` or less, in one of ten to more than `high`. `open_deals` may still count;
    those left out of forecasts are not among them. `closed_deals` are the history that says how likely. Both are 0
    where the period is over or the goal is paused.
    """

    closed_deals: int = 0
    low: int | None = None
    middle: int | None = None
    high: int | None = None
    open_deals: int = 0
    reason: NoForecast | None = None


class Places(msgspec.Struct, frozen=True):
    """Where deals wait that may still count, and where they end."""

    open: frozenset[StageId]
    closed: frozenset[StageId]


def read_forecast(work: Work, id: TargetId, *, asker: Actor, at: datetime) -> TargetForecast:
    """As many statements for many deals as for one, and the same answer as long as nothing has changed."""
    target = visible(work.targets.read([id]).get(id), asker)
    period = period_to_show(target, at)
    if not period.holds(at) or target.is_over(at):
        return TargetForecast(reason=NoForecast.CLOSED_PERIOD)
    if target.is_paused_at(at):
        return TargetForecast(reason=NoForecast.PAUSED)
    places = _places(work.connection, target)
    past = Past(read_courses(work.connection, _closed_last(work.connection, places.closed), into=()))
    waiting = _waiting(work.connection, target, period, places.open, at)
    if len(past) < FEWEST_CLOSED:
        reason = NoForecast.TOO_FEW_CLOSED
        return TargetForecast(closed_deals=len(past), open_deals=len(waiting), reason=reason)
    chances = _chances(past, target, {stage_id for stage_id, _ in waiting}, period.ends_at - at)
    hopes = [Hope(chances[stage_id], worth) for stage_id, worth in waiting]
    reached = progress_in(work, target, period, at).reached
    runs = _runs(len(hopes), seed=target.id * 1_000_000 + period.starts_on.toordinal())
    return _told(foresee(reached, hopes, runs), past, hopes)


def _told(found: Range, past: Past, hopes: Sequence[Hope]) -> TargetForecast:
    return TargetForecast(
        closed_deals=len(past), low=found.low, middle=found.middle, high=found.high, open_deals=len(hopes)
    )


def _runs(hopes: int, *, seed: int) -> Iterator[list[float]]:
    """The same whenever they are asked for."""
    random = Random(seed)  # noqa: S311 - a forecast, not a secret
    count = max(FEWEST_RUNS, min(MOST_RUNS, DRAWN // max(hopes, 1)))
    return ([random.random() for _ in range(hopes)] for _ in range(count))


def _chances(past: Past, target: SalesTarget, ids: Collection[StageId], left: timedelta) -> dict[StageId, float]:
    if target.counts_wins:
        return {stage_id: past.share_won(stage_id, target) for stage_id in ids}
    return {stage_id: past.share_advanced(stage_id, target.stage_id, left) for stage_id in ids}


def _places(connection: Connection, target: SalesTarget) -> Places:
    """Before a stage that is to be reached, or anywhere in the processes in which something is to be won."""
    wanted = select(stages.c.id, stages.c.type, stages.c.position, stages.c.process_id)
    if target.stage_id is not None:
        its = select(stages.c.process_id).where(stages.c.id == target.stage_id).scalar_subquery()
        wanted = wanted.where(stages.c.process_id == its)
    elif target.process_ids:
        wanted = wanted.where(stages.c.process_id.in_(target.process_ids))
    rows = connection.execute(wanted).all()
    end = next((row.position for row in rows if row.id == target.stage_id), None)
    is_open = [row for row in rows if row.type == StageType.OPEN.value]
    if end is not None and not target.counts_wins:
        is_open = [row for row in is_open if row.position < end]
    return Places(
        open=frozenset(row.id for row in is_open),
        closed=frozenset(row.id for row in rows if row.type != StageType.OPEN.value),
    )


def _closed_last(connection: Connection, closed: Collection[StageId]) -> set[OpportunityId]:
    wanted = (
        select(stage_history.c.opportunity_id)
        .join(opportunities, opportunities.c.id == stage_history.c.opportunity_id)
        .where(stage_history.c.to_stage_id.in_(sorted(closed)), opportunities.c.deleted_at.is_(None))
        .order_by(stage_history.c.event_id.desc())
        .limit(LOOKED_BACK)
    )
    return set(connection.scalars(wanted))


def _waiting(
    connection: Connection, target: SalesTarget, period: Period, places: Collection[StageId], at: datetime
) -> list[tuple[StageId, int]]:
    """The open deals of the person that may still count in this period: where each is, and what it would add today.

    What is not to be in a forecast is in none (PS-150).
    """
    its, on = opportunities.c, today(at, target.cycle.zone)
    wanted = select(its.stage_id, its.amount_minor, its.currency).where(
        its.owner_id == target.user_id,
        its.stage_id.in_(sorted(places)),
        its.deleted_at.is_(None),
        its.is_in_forecast,
        its.category != Category.OMITTED.value,
        ~_has_counted(target, period),
    )
    if target.counts_wins:
        wanted = wanted.where(its.expected_close_on.between(on, period.last_on))
    rows = connection.execute(wanted.order_by(its.id)).all()
    rates = rates_for(connection, {on}, {row.currency for row in rows}, into=turned_into([target]))
    worths = ((row.stage_id, _worth(target, row.amount_minor, row.currency, rates, on=on, at=at)) for row in rows)
    return [(stage_id, worth) for stage_id, worth in worths if worth is not None]


def _worth(
    target: SalesTarget, amount: int | None, currency: str, rates: Rates, *, on: date, at: datetime
) -> int | None:
    """What a deal adds; None where it cannot be said in the currency of the target (SG-5)."""
    if target.currency is None:
        return 1
    if currency == target.currency:
        return amount or 0
    turned = rates.turn(amount or 0, currency, target.currency, on=on, by=at) if target.converts else None
    return turned.minor if turned else None


def _has_counted(target: SalesTarget, period: Period) -> ColumnElement[bool]:
    """It counts no second time: an advance in the same period (SG-24), a win in whatever period (SG-32)."""
    its = target_credits.c
    asked: list[Any] = [its.target_id == target.id, its.opportunity_id == opportunities.c.id, its.withdrawn.is_(None)]
    if not target.counts_wins:
        asked.append(its.period_starts_on == period.starts_on)
    return exists().where(*asked)
