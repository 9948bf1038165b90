"""Where what is to be done stands on somebody's day: late, today, or within the next seven days (PS-119, PS-244)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

import msgspec

from stageline.domain.calendar import Moment, start_of_day
from stageline.domain.processes.action import ActivityCategory

DAYS_AHEAD = 7
_LAST = datetime.max.replace(tzinfo=UTC)


class Part(StrEnum):
    LATE = "late"
    TODAY = "today"
    NEXT = "next"


class ToDo(msgspec.Struct, frozen=True, kw_only=True):
    """An action, an activity, or both as the one thing that they are.

    The time of an open activity goes before `due_on`, the day the action is due.
    """

    name: str = ""
    due_on: date | None = None
    category: ActivityCategory | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    on_day: date | None = None
    done_at: datetime | None = None


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """`day` is when it was or is to be done, `at` the time of day where it has one."""

    part: Part
    day: date
    at: datetime | None = None
    is_late: bool = False
    is_done: bool = False


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """Open ones: overdue wherever they stand, the others of today, and the others ahead."""

    late: int = 0
    today: int = 0
    next: int = 0


def place(to_do: ToDo, moment: Moment) -> Placed | None:
    """Nothing when it is done since before today, is further ahead, or has no day.

    `moment` is in the zone of whoever looks. A task of a past day stands on today with the day it was due, and is
    late (PS-119); an appointment that was missed is late; one that has not ended yet is of today.
    """
    if to_do.done_at is not None:
        if to_do.done_at < start_of_day(moment.today, moment.zone):
            return None
        was_today = to_do.starts_at is not None and _day(to_do, moment) == moment.today
        return Placed(
            part=Part.TODAY, day=moment.today, at=to_do.starts_at if was_today else to_do.done_at, is_done=True
        )
    day = _day(to_do, moment)
    if day is None or day > last_day(moment):
        return None
    if day > moment.today:
        return Placed(part=Part.NEXT, day=day, at=to_do.starts_at)
    is_running = to_do.ends_at is not None and to_do.ends_at > moment.at
    if day == moment.today or is_running:
        return Placed(part=Part.TODAY, day=moment.today, at=to_do.starts_at)
    carries_over = to_do.category is ActivityCategory.TASK
    return Placed(
        part=Part.TODAY if carries_over else Part.LATE, day=_due(to_do, day), at=to_do.starts_at, is_late=True
    )


def last_day(moment: Moment) -> date:
    return moment.today + timedelta(days=DAYS_AHEAD)


def end_of(moment: Moment) -> datetime:
    """The instant after all that a day like this shows."""
    return start_of_day(last_day(moment) + timedelta(days=1), moment.zone)


def order(to_do: ToDo, placed: Placed) -> tuple[date, datetime, date, str]:
    """Today what has a time comes first, elsewhere the days come first and the times within them."""
    day = date.min if placed.part is Part.TODAY else placed.day
    return (day, placed.at or _LAST, placed.day, to_do.name.casefold())


def count(placed: Iterable[Placed]) -> Counts:
    """What is done does not count."""
    still = [each for each in placed if not each.is_done]
    late = sum(each.is_late for each in still)
    others = [each.part for each in still if not each.is_late]
    return Counts(late=late, today=others.count(Part.TODAY), next=others.count(Part.NEXT))


def _day(to_do: ToDo, moment: Moment) -> date | None:
    if to_do.starts_at is not None:
        return to_do.starts_at.astimezone(moment.zone).date()
    return to_do.on_day or to_do.due_on


def _due(to_do: ToDo, day: date) -> date:
    """The day the action was due, where that has passed too (PS-119)."""
    return min(day, to_do.due_on) if to_do.due_on is not None and to_do.category is not None else day
