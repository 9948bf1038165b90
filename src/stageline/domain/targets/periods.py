"""The periods in which a sales target is to be reached: when each begins, and which one a day or a moment is in."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from stageline.domain.calendar import start_of_day, today

WEEK = timedelta(days=7)


class PeriodType(StrEnum):
    """In order of length."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS = {PeriodType.MONTH: 1, PeriodType.QUARTER: 3, PeriodType.YEAR: 12}


class Period(msgspec.Struct, frozen=True, order=True):
    """From the beginning of `starts_on` to the beginning of `next_on`, which is the first day of the next (SG-7)."""

    starts_on: date
    next_on: date
    starts_at: datetime
    ends_at: datetime

    @property
    def last_on(self) -> date:
        return self.next_on - timedelta(days=1)

    def holds(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at

    def is_closed(self, at: datetime) -> bool:
        """Nothing that is done from then on changes it (SG-42)."""
        return self.ends_at <= at


class Cycle(msgspec.Struct, frozen=True, kw_only=True):
    """How periods follow each other, as it was when the target was set; what the organisation changes later is not its.

    `week_start` is the ISO weekday on which the working week begins; `anchor_month` that in which years begin (SG-6).
    """

    period_type: PeriodType
    zone: ZoneInfo
    week_start: int = 1
    anchor_month: int = 1

    def on(self, day: date) -> Period:
        """The period that day is in."""
        return _period(self, self._start(day))

    def at(self, at: datetime) -> Period:
        """The period that moment is in, by its day in the target's zone."""
        return self.on(today(at, self.zone))

    def after(self, period: Period) -> Period:
        return _period(self, period.next_on)

    def before(self, period: Period) -> Period:
        return self.on(period.starts_on - timedelta(days=1))

    def between(self, first: Period, last: Period) -> Iterator[Period]:
        """Both included, in order; none when the last is before the first."""
        while first.starts_on <= last.starts_on:
            yield first
            first = self.after(first)

    def _start(self, day: date) -> date:
        if self.period_type is PeriodType.WEEK:
            return day - timedelta(days=(day.isoweekday() - self.week_start) % 7)
        months = MONTHS[self.period_type]
        first_month = self.anchor_month if self.period_type is PeriodType.YEAR else 1
        back = (day.month - first_month) % months
        return _months_on(day.replace(day=1), -back)


@lru_cache(maxsize=4096)
def _period(cycle: Cycle, starts_on: date) -> Period:
    if cycle.period_type is PeriodType.WEEK:
        next_on = starts_on + WEEK
    else:
        next_on = _months_on(starts_on, MONTHS[cycle.period_type])
    return Period(starts_on, next_on, start_of_day(starts_on, cycle.zone), start_of_day(next_on, cycle.zone))


def _months_on(first: date, months: int) -> date:
    """Of the first of a month, so many months later."""
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)
