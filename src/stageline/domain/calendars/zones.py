"""When the clocks of a zone change, as calendars want to be told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


class Observance(msgspec.Struct, frozen=True, kw_only=True):
    """From `since`, a time on the clocks as they went until then, they go by `after` instead of `before`."""

    since: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


def observances(zone: ZoneInfo, first: int, last: int) -> Iterator[Observance]:
    """Those of the years from `first` to `last`, the latter excluded, and the one that they begin with."""
    at, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last, 1, 1, tzinfo=UTC)
    yield _observance(zone, at, _offset(zone, at))
    while at < end:
        if _clocks(zone, at + DAY) != _clocks(zone, at):
            yield _observance(zone, _change(zone, at), _offset(zone, at))
        at += DAY


def _change(zone: ZoneInfo, at: datetime) -> datetime:
    """The second at which they change, within a day of `at`."""
    before, after = at, at + DAY
    while after - before > SECOND:
        middle = before + (after - before) // 2
        middle -= timedelta(microseconds=middle.microsecond)
        before, after = (middle, after) if _clocks(zone, middle) == _clocks(zone, at) else (before, middle)
    return after


def _observance(zone: ZoneInfo, at: datetime, before: timedelta) -> Observance:
    local = at.astimezone(zone)
    return Observance(
        since=(at + before).replace(tzinfo=None),
        before=before,
        after=_offset(zone, at),
        name=local.tzname() or str(zone),
        is_summer=bool(local.dst()),
    )


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _clocks(zone: ZoneInfo, at: datetime) -> tuple[timedelta, bool]:
    return _offset(zone, at), bool(at.astimezone(zone).dst())
