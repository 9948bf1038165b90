"""What made up the figure of one target in one period, and what almost did (SG-44)."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, or_, select

from stageline.domain.ids import EventId, OpportunityId, ProcessId, StageId, TargetId
from stageline.domain.processes.stage import StageType
from stageline.domain.rights import Actor
from stageline.domain.targets.counting import count
from stageline.domain.targets.credit import Counted, Credit, NearMiss, NotCounted, Withdrawn
from stageline.domain.targets.periods import Period
from stageline.domain.targets.progress import period_on, period_to_show
from stageline.domain.targets.target import SalesTarget, visible
from stageline.queries.history import Named
from stageline.queries.targets.deals import CountedDeal, came_from, deals_seen
from stageline.queries.targets.progress import PeriodProgress, progress_in
from stageline.storage.tables import opportunities, stage_history, stages
from stageline.storage.targets.courses import read_courses
from stageline.storage.targets.credits import credits_of_target
from stageline.storage.targets.leaping import read_leaps
from stageline.storage.unit_of_work import Work
from stageline.storage.visible import asked_by, visible_to


class Contribution(msgspec.Struct, frozen=True, kw_only=True):
    """`opportunity` is null for what the asker may not see. Amounts are in minor units of the currency beside them.

    One in another currency was converted by `rate`, which was published on `rate_on`.
    `counted` is what it adds; 0 when `withdrawn` says why. `has_moved_back` only tells, and takes nothing away (SG-25).
    """

    opportunity: CountedDeal | None
    event_id: EventId
    at: datetime
    from_stage: str | None
    amount_at_event_minor: int | None
    currency_at_event: str
    amount_minor: int | None
    currency: str
    counted: int
    withdrawn: Withdrawn | None
    rate: str | None
    rate_on: date | None
    has_moved_back: bool


class AlmostCounted(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing needs it to add up: of what the asker may not see nothing is told (SG-11)."""

    opportunity: CountedDeal
    event_id: EventId
    at: datetime
    from_stage: str | None
    reason: NotCounted
    amount_minor: int | None
    currency: str


class Contributions(msgspec.Struct, frozen=True, kw_only=True):
    """What counts adds up to what the period says it reached."""

    period: PeriodProgress
    contributions: list[Contribution]
    near_misses: list[AlmostCounted]


def read_contributions(
    work: Work, id: TargetId, *, asker: Actor, at: datetime, on: date | None = None
) -> Contributions:
    """Of the period that day is in, or of the one that is shown. As many statements for many deals as for one.

    The contributions are those that were kept, so they add up to the figure that was shown, whatever the worker has
    still before it.
    """
    target = visible(work.targets.read([id]).get(id), asker)
    period = period_on(target, on, at) if on is not None else period_to_show(target, at)
    kept = credits_of_target(work.connection, target.id, period.starts_on)
    ids = {*_looked_at(work.connection, target, period), *(credit.opportunity_id for credit in kept)}
    counted = _count(work.connection, target, ids)
    moved_back = frozenset[EventId]().union(*(one.moved_back for one in counted))
    deals = deals_seen(work.connection, ids, asker)
    missed = (miss for one in counted for miss in one.misses if miss.period_starts_on == period.starts_on)
    misses = [miss for miss in missed if miss.opportunity_id in deals]
    stages_before = came_from(work.connection, [*(credit.event_id for credit in kept), *(m.event_id for m in misses)])
    behind = Behind(deals, stages_before, moved_back)
    return Contributions(
        period=progress_in(work, target, period, at),
        contributions=[_contribution(credit, behind) for credit in in_time(kept)],
        near_misses=[_almost(miss, behind) for miss in in_time(misses)],
    )


Each = TypeVar("Each", Credit, NearMiss)


def in_time(every: Iterable[Each]) -> list[Each]:
    """In the order in which they happened."""
    return sorted(every, key=lambda each: (each.at, each.event_id))


def _count(connection: Connection, target: SalesTarget, ids: Collection[OpportunityId]) -> list[Counted]:
    leaps: dict[EventId, frozenset[StageId]] = {}
    if not target.counts_wins and ids:
        leaps = read_leaps(connection, ids, ProcessId(_process_of(connection, target)))
    return [count(course, target) for course in read_courses(connection, ids, leaps)]


def _process_of(connection: Connection, target: SalesTarget) -> int:
    return connection.scalar(select(stages.c.process_id).where(stages.c.id == target.stage_id)) or 0


def _looked_at(connection: Connection, target: SalesTarget, period: Period) -> list[OpportunityId]:
    """What the person owned or moved in that period, into a stage from which the target may see something."""
    wanted = (
        select(stage_history.c.opportunity_id)
        .where(
            stage_history.c.at >= period.starts_at,
            stage_history.c.at < period.ends_at,
            or_(stage_history.c.owner_id == target.user_id, stage_history.c.actor_id == target.user_id),
        )
        .distinct()
    )
    if target.counts_wins:
        into = select(stages.c.id).where(stages.c.type == StageType.WON.value)
    else:
        its_process = select(stages.c.process_id).where(stages.c.id == target.stage_id).scalar_subquery()
        into = select(stages.c.id).where(stages.c.process_id == its_process)
    return list(connection.scalars(wanted.where(stage_history.c.to_stage_id.in_(into))))


def names_seen(connection: Connection, ids: Collection[OpportunityId], asker: Actor) -> dict[int, Named]:
    """Of those that the asker may see."""
    wanted = select(opportunities.c.id, opportunities.c.name).where(
        opportunities.c.id.in_(sorted(ids)), visible_to(asker, deleted=True)
    )
    return {row.id: Named(row.id, row.name) for row in connection.execute(wanted, asked_by(asker))}


class Behind(msgspec.Struct, frozen=True):
    """What there is to know of the deals behind a figure."""

    deals: dict[int, CountedDeal]
    stages_before: dict[int, str]
    moved_back: frozenset[EventId]


def _contribution(credit: Credit, behind: Behind) -> Contribution:
    same = ("event_id", "at", "amount_at_event_minor", "currency_at_event", "amount_minor", "currency", "counted",
            "withdrawn", "rate", "rate_on")  # fmt: skip
    return Contribution(
        opportunity=behind.deals.get(credit.opportunity_id),
        from_stage=behind.stages_before.get(credit.event_id),
        has_moved_back=credit.event_id in behind.moved_back,
        **{name: getattr(credit, name) for name in same},
    )


def _almost(miss: NearMiss, behind: Behind) -> AlmostCounted:
    same = ("event_id", "at", "reason", "amount_minor", "currency")
    return AlmostCounted(
        opportunity=behind.deals[miss.opportunity_id],
        from_stage=behind.stages_before.get(miss.event_id),
        **{name: getattr(miss, name) for name in same},
    )
