"""The sales targets of people, how far each is in the present period, and how far it was in those before (SG-60)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from stageline.domain.calendar import Calendar
from stageline.domain.ids import EventId, StageId, TargetId, UserId
from stageline.domain.processes.stage import StageType
from stageline.domain.rights import Actor
from stageline.domain.targets.credit import Credit, Withdrawn
from stageline.domain.targets.pace import Pace, pace_of
from stageline.domain.targets.periods import Period, PeriodType
from stageline.domain.targets.progress import Progress, period_to_show
from stageline.domain.targets.setting import NO_TARGET_YET
from stageline.domain.targets.target import Metric, Pause, SalesTarget, TargetNumber, may_change, visible
from stageline.queries.history import Named
from stageline.storage.summing import whole_sum
from stageline.storage.tables import sales_targets, stages, target_credits, users
from stageline.storage.targets.deriving import credits_toward
from stageline.storage.unit_of_work import Work
from stageline.storage.visible import targets_reached_by

LENGTHS = {each: place for place, each in enumerate(PeriodType)}


class LeftOut(msgspec.Struct, frozen=True):
    """What a value does not hold because it is in another currency (SG-65); `amount_minor` is in minor units of it."""

    currency: str
    count: int
    amount_minor: int


class PeriodProgress(msgspec.Struct, frozen=True, kw_only=True):
    """`number`, `reached` and `remaining` are deals, or minor units of the currency. `last_on` is part of it.

    `pace` is null unless something can still be done: in a period that is not the present one, and while it is paused.
    """

    starts_on: date
    last_on: date
    is_closed: bool
    number: int
    reached: int
    remaining: int
    percent: int
    left_out: list[LeftOut]
    pace: Pace | None


class TargetStage(msgspec.Struct, frozen=True):
    """One that is no longer active has ended the target (SG-53); a won one is reached by a win (SG-26)."""

    id: StageId
    name: str
    type: StageType
    is_active: bool


class ShownTarget(msgspec.Struct, frozen=True, kw_only=True):
    """`period` is the present one, or that nearest to it. In a preview a new one has the id 0."""

    id: TargetId
    user: Named
    metric: Metric
    stage: TargetStage | None
    process_ids: tuple[int, ...]
    currency: str | None
    conversion: bool
    period_type: PeriodType
    numbers: tuple[TargetNumber, ...]
    starts_on: date
    pauses: tuple[Pause, ...]
    is_paused: bool
    ended_at: datetime | None
    deleted_at: datetime | None
    set_by: Named
    batch_id: int | None
    may_change: bool
    version: int
    period: PeriodProgress


class TargetList(msgspec.Struct, frozen=True):
    items: list[ShownTarget]


def read_targets(
    work: Work,
    *,
    asker: Actor,
    at: datetime,
    user_id: UserId | None = None,
    batch_id: EventId | None = None,
    with_deleted: bool = False,
) -> TargetList:
    """One's own and those of whom one manages or administers, or of one of them, or those set together (SG-10, SG-13).

    By person, then the shortest period first (SG-64); no more statements for many than for one.
    """
    wanted = select(sales_targets.c.id).where(targets_reached_by(asker))
    if not with_deleted:
        wanted = wanted.where(sales_targets.c.deleted_at.is_(None))
    if user_id is not None:
        wanted = wanted.where(sales_targets.c.user_id == user_id)
    if batch_id is not None:
        wanted = wanted.where(sales_targets.c.batch_id == batch_id)
    targets = work.targets.read(list(work.connection.scalars(wanted)))
    return TargetList(_shown(work, list(targets.values()), asker=asker, at=at))


def read_target(work: Work, id: TargetId, *, asker: Actor, at: datetime) -> ShownTarget:
    target = visible(work.targets.read([id]).get(id), asker)
    return show_target(work, target, asker=asker, at=at)


def show_target(work: Work, target: SalesTarget, *, asker: Actor, at: datetime) -> ShownTarget:
    """As it is, or in a preview would be; toward one that is not kept everything is added up anew (SG-51)."""
    sums = sums_of(credits_toward(work.connection, target)) if target.id == NO_TARGET_YET else None
    [shown] = _shown(work, [target], asker=asker, at=at, sums=sums)
    return shown


def show_targets(work: Work, targets: Sequence[SalesTarget], *, asker: Actor, at: datetime) -> list[ShownTarget]:
    """Several that are kept; by person, then the shortest period first."""
    return _shown(work, targets, asker=asker, at=at)


def read_past(work: Work, id: TargetId, *, asker: Actor, at: datetime) -> list[PeriodProgress]:
    """All its periods until now, the latest first, each with the number that it had (SG-50, SG-52)."""
    target = visible(work.targets.read([id]).get(id), asker)
    return periods_until_now(work, [target], at)[target.id]


def periods_until_now(work: Work, targets: Sequence[SalesTarget], at: datetime) -> dict[TargetId, list[PeriodProgress]]:
    """Of each, the latest first; what every one counted is one statement."""
    periods = {target.id: _until_now(target, at) for target in targets}
    sums = _sums(work.connection, periods.keys(), {each.starts_on for its in periods.values() for each in its})
    calendar = work.calendar
    return {
        target.id: [progress_from(target, each, sums, calendar=calendar, at=at) for each in periods[target.id]]
        for target in targets
    }


def _until_now(target: SalesTarget, at: datetime) -> list[Period]:
    first, last = target.cycle.on(target.starts_on), period_to_show(target, at)
    return list(target.cycle.between(first, last))[::-1]


def _shown(
    work: Work, targets: Sequence[SalesTarget], *, asker: Actor, at: datetime, sums: "Sums | None" = None
) -> list[ShownTarget]:
    periods = {target.id: period_to_show(target, at) for target in targets}
    if sums is None:
        sums = _sums(work.connection, periods.keys(), {period.starts_on for period in periods.values()})
    people = _named(work.connection, users, {person for t in targets for person in (t.user_id, t.set_by)})
    its_stages = _its_stages(work.connection, {t.stage_id for t in targets if t.stage_id is not None})
    items = [
        _item(t, people, its_stages, progress_from(t, periods[t.id], sums, calendar=work.calendar, at=at), asker)
        for t in targets
    ]
    return sorted(items, key=lambda item: (item.user.name.casefold(), item.user.id, LENGTHS[item.period_type], item.id))


def _item(
    target: SalesTarget,
    people: dict[Any, Named],
    its_stages: dict[Any, TargetStage],
    period: PeriodProgress,
    asker: Actor,
) -> ShownTarget:
    same = ("id", "metric", "process_ids", "currency", "numbers", "starts_on", "pauses", "is_paused", "ended_at",
            "deleted_at", "batch_id", "version")  # fmt: skip
    return ShownTarget(
        user=people[target.user_id],
        set_by=people[target.set_by],
        stage=its_stages.get(target.stage_id),
        period_type=target.cycle.period_type,
        conversion=target.converts,
        may_change=target.deleted_at is None and may_change(target, asker),
        period=period,
        **{name: getattr(target, name) for name in same},
    )


def progress_in(work: Work, target: SalesTarget, period: Period, at: datetime) -> PeriodProgress:
    sums = _sums(work.connection, [target.id], [period.starts_on])
    return progress_from(target, period, sums, calendar=work.calendar, at=at)


class Sum(msgspec.Struct, frozen=True):
    """Of what one target and period has in one currency, for the same reason or none."""

    withdrawn: str | None
    currency: str
    count: int
    counted: int
    amount_minor: int


Sums = dict[tuple[TargetId, date], list[Sum]]


def _sums(connection: Connection, ids: Collection[TargetId], starts: Collection[date]) -> Sums:
    """What counted and what was left out, by target and period, in one statement."""
    its = target_credits.c
    wanted = (
        select(
            its.target_id, its.period_starts_on, its.withdrawn, its.currency,
            func.count().label("how_many"),
            whole_sum(its.counted).label("counted"),
            whole_sum(its.amount_minor).label("amount_minor"),
        )
        .where(its.target_id.in_(sorted(ids)), its.period_starts_on.in_(sorted(starts)))
        .group_by(its.target_id, its.period_starts_on, its.withdrawn, its.currency)
    )  # fmt: skip
    found: Sums = defaultdict(list)
    for row in connection.execute(wanted):
        found[row.target_id, row.period_starts_on].append(
            Sum(row.withdrawn, row.currency, row.how_many, row.counted, row.amount_minor)
        )
    return found


def sums_of(credits: Iterable[Credit]) -> Sums:
    """The same of credits that are not kept, each by itself."""
    found: Sums = defaultdict(list)
    for each in credits:
        alone = Sum(each.withdrawn, each.currency, 1, each.counted, each.amount_minor or 0)
        found[each.target_id, each.period_starts_on].append(alone)
    return found


def progress_from(
    target: SalesTarget, period: Period, sums: Sums, *, calendar: Calendar, at: datetime
) -> PeriodProgress:
    rows = sums.get((target.id, period.starts_on), [])
    progress = Progress(target.number_in(period), sum(row.counted for row in rows))
    return PeriodProgress(
        starts_on=period.starts_on,
        last_on=period.last_on,
        is_closed=period.is_closed(at),
        number=progress.number,
        reached=progress.reached,
        remaining=progress.remaining,
        percent=progress.percent,
        left_out=_left_out(rows),
        pace=pace_of(target, period, progress, calendar, at),
    )


def _left_out(rows: Iterable[Sum]) -> list[LeftOut]:
    of_others: defaultdict[str, list[Sum]] = defaultdict(list)
    for row in rows:
        if row.withdrawn in (Withdrawn.OTHER_CURRENCY.value, Withdrawn.NO_RATE.value):
            of_others[row.currency].append(row)
    return [
        LeftOut(currency, sum(row.count for row in its), sum(row.amount_minor for row in its))
        for currency, its in sorted(of_others.items())
    ]


def _named(connection: Connection, table: Any, ids: Iterable[int]) -> dict[int, Named]:
    rows = connection.execute(select(table.c.id, table.c.name).where(table.c.id.in_(sorted(ids))))
    return {row.id: Named(row.id, row.name) for row in rows}


def _its_stages(connection: Connection, ids: Iterable[StageId]) -> dict[Any, TargetStage]:
    its = stages.c
    rows = connection.execute(select(its.id, its.name, its.type, its.is_active).where(its.id.in_(sorted(ids))))
    return {row.id: TargetStage(row.id, row.name, StageType(row.type), row.is_active) for row in rows}
