"""Setting a sales target, for one person or the same for many (SG-3, SG-8, SG-13, SG-26)."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta

import msgspec

from stageline.domain.conditions import Moment
from stageline.domain.errors import Missing
from stageline.domain.ids import EventId, ProcessId, StageId, TargetId, UserId
from stageline.domain.money import MAX_MINOR, is_currency
from stageline.domain.opportunities.assigning import CannotOwn, Owner
from stageline.domain.people.user import UserNotFound
from stageline.domain.processes.stage import StageType
from stageline.domain.rights import Actor, RightMissing
from stageline.domain.targets.periods import Cycle, PeriodType
from stageline.domain.targets.target import InvalidTarget, Metric, SalesTarget, TargetNumber

NO_TARGET_YET = TargetId(0)
FURTHEST = timedelta(days=3_660)
"""How far back or ahead the first period may be: ten years."""


class WantedTarget(msgspec.Struct, frozen=True, kw_only=True):
    """`number` is in deals, or in minor units of `currency`. Without a day it starts with the present period.

    What is to be like another has its cycle, and `more` are its numbers of later or single periods.
    """

    metric: Metric
    number: int
    period_type: PeriodType = PeriodType.MONTH
    stage_id: StageId | None = None
    process_ids: tuple[ProcessId, ...] = ()
    currency: str | None = None
    converts: bool = False
    starts_on: date | None = None
    cycle: Cycle | None = None
    more: tuple[TargetNumber, ...] = ()


class ForUser(msgspec.Struct, frozen=True):
    """Somebody that it is for; with one number for all periods and a first day of their own, or those for all."""

    user_id: UserId
    number: int | None = None
    starts_on: date | None = None


class KnownStage(msgspec.Struct, frozen=True):
    process_id: ProcessId
    type: StageType
    is_active: bool


class There(msgspec.Struct, frozen=True, kw_only=True):
    """What the wish may refer to. `week_start` is the organisation's ISO weekday."""

    stages: Mapping[StageId, KnownStage]
    processes: Collection[ProcessId]
    people: Mapping[UserId, Owner]
    week_start: int


def decide_setting(
    wanted: WantedTarget, whose: ForUser, there: There, *, actor: Actor, moment: Moment, batch_id: EventId | None
) -> SalesTarget:
    """As it will be kept, still without a number of its own. Refused with everything that is wrong at once."""
    person = there.people.get(whose.user_id)
    if person is None or not actor.reaches_targets_of(whose.user_id):
        raise UserNotFound
    if actor.only_looks:
        raise RightMissing
    if not person.can_own or not person.is_active:
        raise CannotOwn([Missing(name="user_id", remedy="Choose somebody who can own opportunities.", kind="field")])
    number, more = (wanted.number, wanted.more) if whose.number is None else (whose.number, ())
    starts_on = wanted.starts_on if whose.starts_on is None else whose.starts_on
    if wrong := [*wrong_number(number), *wrong_definition(wanted, there), *_wrong_start(starts_on, moment)]:
        raise InvalidTarget(wrong)
    cycle = wanted.cycle or present_cycle(wanted.period_type, there.week_start, moment)
    first = cycle.on(starts_on or moment.today)
    return SalesTarget(
        id=NO_TARGET_YET,
        user_id=whose.user_id,
        metric=wanted.metric,
        stage_id=wanted.stage_id,
        stage_type=there.stages[wanted.stage_id].type if wanted.stage_id is not None else None,
        process_ids=tuple(sorted(set(wanted.process_ids))),
        currency=wanted.currency,
        converts=wanted.converts,
        cycle=cycle,
        starts_on=first.starts_on,
        numbers=(TargetNumber(from_on=first.starts_on, number=number), *more),
        set_by=actor.user_id,
        set_at=moment.at,
        batch_id=batch_id,
    )


def like(target: SalesTarget, at: datetime) -> WantedTarget:
    """The same in its present and later periods, or from its start where that is still to come (SG-13)."""
    first = max(target.cycle.at(at), target.cycle.on(target.starts_on))
    day = first.starts_on
    return WantedTarget(
        metric=target.metric,
        number=target.lasting_in(first),
        period_type=target.cycle.period_type,
        stage_id=target.stage_id,
        process_ids=target.process_ids,
        currency=target.currency,
        converts=target.converts,
        starts_on=day,
        cycle=target.cycle,
        more=tuple(each for each in target.numbers if each.from_on > day or (each.is_once and each.from_on == day)),
    )


def present_cycle(period_type: PeriodType, week_start: int, moment: Moment) -> Cycle:
    """Of one that is set at that moment."""
    return Cycle(period_type=period_type, zone=moment.zone, week_start=week_start, anchor_month=moment.today.month)


def wrong_number(number: int) -> Iterator[Missing]:
    if not 0 < number <= MAX_MINOR:
        yield Missing(name="number", remedy="Give a number above zero.", kind="field")


def wrong_day(name: str, day: date, today: date) -> Iterator[Missing]:
    if abs(day - today) > FURTHEST:
        yield Missing(name=name, remedy="Choose a day within ten years of today.", kind="field")


def wrong_definition(wanted: WantedTarget, there: There) -> Iterator[Missing]:
    """What is wrong with it whoever it is for: metric, stage, processes, currency."""
    yield from _wrong_currency(wanted)
    yield from _wrong_stage(wanted, there)
    if wanted.process_ids and wanted.metric.names_stage:
        yield Missing(name="process_ids", remedy="The stage says which process it is; name none.", kind="field")
    elif set(wanted.process_ids) - set(there.processes):
        yield Missing(name="process_ids", remedy="Name processes that there are.", kind="field")


def _wrong_start(starts_on: date | None, moment: Moment) -> Iterator[Missing]:
    if starts_on is not None:
        yield from wrong_day("starts_on", starts_on, moment.today)


def _wrong_currency(wanted: WantedTarget) -> Iterator[Missing]:
    if wanted.currency is None and wanted.metric.is_value:
        yield Missing(name="currency", remedy="Say in which currency the value is.", kind="field")
    elif wanted.currency is not None and not wanted.metric.is_value:
        yield Missing(name="currency", remedy="A number of deals has no currency; leave it out.", kind="field")
    elif wanted.currency is not None and not is_currency(wanted.currency):
        yield Missing(name="currency", remedy="Use an ISO 4217 code such as EUR.", kind="field")
    if wanted.converts and not wanted.metric.is_value:
        yield Missing(name="conversion", remedy="Only values are converted; leave it out.", kind="field")


def _wrong_stage(wanted: WantedTarget, there: There) -> Iterator[Missing]:
    """Open or won; what is lost is nothing to reach (SG-26)."""
    stage = there.stages.get(wanted.stage_id) if wanted.stage_id is not None else None
    if not wanted.metric.names_stage:
        if wanted.stage_id is not None:
            yield Missing(name="stage_id", remedy="What is won needs no stage; leave it out.", kind="field")
    elif stage is None or not stage.is_active:
        yield Missing(name="stage_id", remedy="Choose the stage that deals are to reach.", kind="field")
    elif stage.type not in (StageType.OPEN, StageType.WON):
        yield Missing(name="stage_id", remedy="Choose an open or a won stage.", kind="field")
