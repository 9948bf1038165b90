"""The steps by which one target came to where it is in one period, and where it was to be on each day."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import msgspec

from stageline.domain.calendar import today
from stageline.domain.ids import OpportunityId, TargetId
from stageline.domain.rights import Actor
from stageline.domain.targets.credit import Credit
from stageline.domain.targets.pace import expected_by_day
from stageline.domain.targets.progress import period_on, period_to_show
from stageline.domain.targets.target import SalesTarget, visible
from stageline.queries.history import Named
from stageline.queries.targets.contributions import in_time, names_seen
from stageline.storage.targets.credits import credits_of_target
from stageline.storage.unit_of_work import Work


class ExpectedBy(msgspec.Struct, frozen=True):
    """By the end of that day, from the beginning of the period: deals, or minor units."""

    on: date
    value: int


class ReachedStep(msgspec.Struct, frozen=True, kw_only=True):
    """`value` is all that was reached with it. Of what the asker may not see there is neither id nor name."""

    at: datetime
    on: date
    value: int
    opportunity_id: OpportunityId | None
    name: str | None


class TargetCourse(msgspec.Struct, frozen=True, kw_only=True):
    """`today` is null in a period that is not the present one. `last_on` is part of it."""

    starts_on: date
    last_on: date
    today: date | None
    expected: list[ExpectedBy]
    reached: list[ReachedStep]


def read_course(work: Work, id: TargetId, *, asker: Actor, at: datetime, on: date | None = None) -> TargetCourse:
    """Of the period that day is in, or of the one that is shown; what counts nothing is no step (SG-44)."""
    target = visible(work.targets.read([id]).get(id), asker)
    period = period_on(target, on, at) if on is not None else period_to_show(target, at)
    kept = credits_of_target(work.connection, target.id, period.starts_on)
    counted = [credit for credit in kept if credit.withdrawn is None]
    names = names_seen(work.connection, {credit.opportunity_id for credit in counted}, asker)
    number = target.number_in(period)
    return TargetCourse(
        starts_on=period.starts_on,
        last_on=period.last_on,
        today=today(at, target.cycle.zone) if period.holds(at) else None,
        expected=[ExpectedBy(day, value) for day, value in expected_by_day(period, number, work.calendar)],
        reached=list(_steps(target, in_time(counted), names)),
    )


def _steps(target: SalesTarget, counted: Iterable[Credit], names: dict[int, Named]) -> Iterator[ReachedStep]:
    value = 0
    for credit in counted:
        value += credit.counted
        named = names.get(credit.opportunity_id)
        yield ReachedStep(
            at=credit.at,
            on=today(credit.at, target.cycle.zone),
            value=value,
            opportunity_id=OpportunityId(named.id) if named else None,
            name=named.name if named else None,
        )
