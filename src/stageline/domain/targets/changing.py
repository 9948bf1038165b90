"""Changing what can be changed of a sales target: its number, and whether it goes on (SG-50, SG-52)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import msgspec

from stageline.domain.calendar import today
from stageline.domain.errors import Missing
from stageline.domain.targets.setting import wrong_day, wrong_number
from stageline.domain.targets.target import (
    InvalidTarget,
    Pause,
    PeriodIsClosed,
    SalesTarget,
    TargetEndsBefore,
    TargetIsOver,
    TargetNumber,
)


class NewNumber(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`on` is any day of the period from which it holds, or in which alone; without one it is the present period."""

    number: int
    on: date | None = None
    is_once: bool = False


def with_number(target: SalesTarget, wanted: NewNumber, at: datetime) -> SalesTarget:
    """From that period on, whatever was said of it and of later ones but for single later periods (SG-52).

    Closed periods keep theirs.
    """
    _refuse_over(target, at)
    present = today(at, target.cycle.zone)
    if wrong := [*wrong_number(wanted.number), *wrong_day("on", wanted.on or present, present)]:
        raise InvalidTarget(wrong)
    period = target.cycle.at(at) if wanted.on is None else target.cycle.on(wanted.on)
    if period.starts_on < target.starts_on and wanted.on is None:
        period = target.cycle.on(target.starts_on)
    if period.is_closed(at) or period.starts_on < target.starts_on:
        raise PeriodIsClosed
    if target.over_at is not None and target.over_at <= period.starts_at:
        raise TargetEndsBefore
    new = TargetNumber(from_on=period.starts_on, number=wanted.number, is_once=wanted.is_once)
    return _numbered(target, [*(each for each in target.numbers if not _is_replaced(each, new)), new])


def with_numbers(target: SalesTarget, numbers: Sequence[TargetNumber], at: datetime) -> SalesTarget:
    """All of them at once, such as they were before a change; refused where a closed period would get another."""
    _refuse_over(target, at)
    if wrong := [*_wrong_numbers(target, numbers, today(at, target.cycle.zone))]:
        raise InvalidTarget(wrong)
    after = _numbered(target, numbers)
    for period in target.cycle.between(target.cycle.on(target.starts_on), target.cycle.at(at)):
        if period.is_closed(at) and after.number_in(period) != target.number_in(period):
            raise PeriodIsClosed
    return after


def _wrong_numbers(target: SalesTarget, numbers: Sequence[TargetNumber], present: date) -> Iterator[Missing]:
    if all(each.is_once for each in numbers):
        yield Missing(name="numbers", remedy="Give one that is not for a single period.", kind="field")
    if len({(each.from_on, each.is_once) for each in numbers}) < len(numbers):
        yield Missing(name="numbers", remedy="Give one number from each day.", kind="field")
    for each in numbers:
        yield from wrong_number(each.number)
        far = [*wrong_day("from_on", each.from_on, present)]
        yield from far
        if not far and target.cycle.on(each.from_on).starts_on != each.from_on:
            yield Missing(name="from_on", remedy="Give the first day of a period.", kind="field")


def _numbered(target: SalesTarget, numbers: Sequence[TargetNumber]) -> SalesTarget:
    after = tuple(sorted(numbers, key=lambda each: (each.from_on, each.is_once)))
    return target if after == target.numbers else _changed(target, numbers=after)


def _is_replaced(old: TargetNumber, new: TargetNumber) -> bool:
    if old.is_once:
        return old.from_on == new.from_on
    return not new.is_once and old.from_on >= new.from_on


def paused(target: SalesTarget, at: datetime) -> SalesTarget:
    """From now on nothing counts, until it is resumed. What is paused already stays as it is."""
    _refuse_over(target, at)
    if target.is_paused:
        return target
    return _changed(target, pauses=(*target.pauses, Pause(from_at=at)))


def resumed(target: SalesTarget, at: datetime) -> SalesTarget:
    _refuse_over(target, at)
    if not target.is_paused:
        return target
    *before, last = target.pauses
    return _changed(target, pauses=(*before, msgspec.structs.replace(last, until_at=max(at, last.from_at))))


def ended(target: SalesTarget, at: datetime, *, with_period: bool) -> SalesTarget:
    """Now, or when the present period closes; what would have ended sooner does so."""
    over_at = target.cycle.at(at).ends_at if with_period else at
    if target.over_at is not None and target.over_at <= over_at:
        return target
    return _changed(target, ended_at=over_at)


def deleted(target: SalesTarget, at: datetime) -> SalesTarget:
    """Nothing counts any more; what counted stays to be looked up (SG-52)."""
    return target if target.deleted_at is not None else _changed(target, deleted_at=at)


def _refuse_over(target: SalesTarget, at: datetime) -> None:
    if target.is_over(at):
        raise TargetIsOver


def _changed(target: SalesTarget, **changes: object) -> SalesTarget:
    return msgspec.structs.replace(target, version=target.version + 1, **changes)
