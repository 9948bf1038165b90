"""Dates and moments as they stand in files, by the forms that the mapping names."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import msgspec

from stageline.domain.calendar import start_of_day

YEARS = range(1900, 3000)
_TIME_PARTS = ("%H", "%I", "%X", "%c", "%s")


class BrokenDate(ValueError):
    """The text is no date in any of the forms."""


class When(msgspec.Struct, frozen=True, gc=False):
    """A moment, and the day it falls on where it was written down; `is_day` when the file names only the day."""

    at: datetime
    on: date
    is_day: bool = False


def read_when(text: str, forms: Sequence[str], zone: ZoneInfo) -> When:
    """A day without a time begins at its first instant in the zone; a time without a zone is the zone's own."""
    found = _parsed(text, forms)
    if found.year not in YEARS:
        raise BrokenDate
    if not isinstance(found, datetime):
        return When(start_of_day(found, zone), found, is_day=True)
    local = found if found.tzinfo is not None else found.replace(tzinfo=zone)
    at = local.astimezone(UTC)
    # Many systems write a pure date with the time 00:00:00.
    is_day = found.tzinfo is None and found.time() == time()
    return When(at, found.date() if found.tzinfo is None else at.astimezone(zone).date(), is_day=is_day)


def _parsed(text: str, forms: Sequence[str]) -> date | datetime:
    for form in forms:
        try:
            return _iso(text) if form == "iso" else _patterned(text, form)
        except ValueError:
            continue
    raise BrokenDate


def _iso(text: str) -> date | datetime:
    # Ten characters are a date; what is longer has a time.
    return date.fromisoformat(text) if len(text) <= len("2017-03-01") else datetime.fromisoformat(text)


def _patterned(text: str, form: str) -> date | datetime:
    found = datetime.strptime(text, form)  # noqa: DTZ007 - the mapping's zone is put in where the text names none
    return found if any(part in form for part in _TIME_PARTS) else found.date()
