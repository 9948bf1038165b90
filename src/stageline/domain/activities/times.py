"""When an activity is: from one time to another, on a day, or by one."""

from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from stageline.domain.activities.activity import Activity
from stageline.domain.errors import InvalidInput, Missing
from stageline.domain.processes.action import ActivityCategory

LONGEST = timedelta(days=31)
USUALLY = timedelta(hours=1)
YEARS = range(2000, 2201)


class InvalidTimes(InvalidInput):
    """This is no time for an activity. Give a start and an end, or a day."""

    code = "invalid_input"


class Times(msgspec.Struct, frozen=True, kw_only=True):
    category: ActivityCategory
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    on_day: date | None = None


def timed(times: Times, *, lasts_as: Activity | None = None) -> dict[str, Any]:
    """What fits the category, and empty what does not; without an end it lasts as long as before, or an hour."""
    if times.category is not ActivityCategory.TIMED:
        if times.on_day is None or times.on_day.year not in YEARS:
            raise InvalidTimes([Missing(name="on_day", remedy="Give the day, from 2000 to 2200.")])
        return {"starts_at": None, "ends_at": None, "on_day": times.on_day}
    if times.starts_at is None or times.starts_at.year not in YEARS:
        raise InvalidTimes([Missing(name="starts_at", remedy="Give the time at which it starts, from 2000 to 2200.")])
    ends_at = times.ends_at or times.starts_at + _length(lasts_as)
    if not timedelta() < ends_at - times.starts_at <= LONGEST:
        raise InvalidTimes([Missing(name="ends_at", remedy="Let it end after it starts, within a month.")])
    return {"starts_at": times.starts_at, "ends_at": ends_at, "on_day": None}


def _length(activity: Activity | None) -> timedelta:
    if activity is None or activity.starts_at is None or activity.ends_at is None:
        return USUALLY
    return activity.ends_at - activity.starts_at
