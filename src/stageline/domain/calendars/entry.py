"""An activity as the calendars of other programs read it (RFC 5545)."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from stageline.domain.activities.activity import Activity, ActivityStatus
from stageline.domain.activities.reminding import begins_at
from stageline.domain.calendar import start_of_day, zone_named
from stageline.domain.calendars.words import Words

# What no calendar may hold, and what some parsers take for the end of a line.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
DONE = "✓ "


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """`starts` and `ends` are instants, to be told on the clocks of `zone`, or days, of which the last is excluded.

    `reminds` is how long before the start somebody wants to be reminded; negative for a day's morning.
    """

    uid: str
    sequence: int
    summary: str
    description: str | None = None
    location: str | None = None
    starts: datetime | date
    ends: datetime | date
    zone: ZoneInfo
    is_cancelled: bool = False
    is_private: bool = False
    blocks: bool = True
    category: str | None = None
    url: str | None = None
    reminds: timedelta | None = None
    created_at: datetime
    changed_at: datetime


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """What stands beside an activity: when it was last changed, the name of its deal, and the address of its record.

    The address is for whoever sees the deal; the others learn its name alone (PS-203).
    """

    changed_at: datetime
    opportunity_name: str | None = None
    url: str | None = None


def uid_of(activity: Activity) -> str:
    """The same for as long as the activity lives, in the feed and in mails, and no other installation's."""
    return f"activity-{activity.id}-{int(activity.created_at.timestamp() * 1_000_000)}@stageline"


def entry_for_oneself(activity: Activity, beside: Beside, words: Words) -> Entry:
    """For whoever takes part: with what one wants to know when it begins."""
    told = [activity.remarks, beside.opportunity_name and f"{words.deal}: {beside.opportunity_name}", beside.url]
    done = DONE if activity.status is ActivityStatus.DONE else ""
    return msgspec.structs.replace(
        entry_for_others(activity, beside.changed_at),
        summary=clean(done + activity.subject),
        description=clean("\n\n".join(part for part in told if part)) or None,
        is_private=activity.is_private,
        blocks=activity.starts_at is not None,
        category=words.types[activity.type.value],
        url=beside.url,
        reminds=_reminds(activity),
    )


def entry_for_others(activity: Activity, changed_at: datetime) -> Entry:
    """For guests: what it is about, when and where, and nothing of what the house knows."""
    starts, ends = span_of(activity)
    return Entry(
        uid=uid_of(activity),
        sequence=activity.version - 1,
        summary=line(activity.subject),
        location=line(activity.location or "") or None,
        starts=starts,
        ends=ends,
        zone=zone_named(activity.zone),
        is_cancelled=activity.status is ActivityStatus.CANCELLED or activity.deleted_at is not None,
        created_at=activity.created_at,
        changed_at=changed_at,
    )


def span_of(activity: Activity) -> tuple[datetime | date, datetime | date]:
    """A task is shown on its day: few programs show the tasks of a calendar that they subscribe to."""
    if activity.starts_at is not None and activity.ends_at is not None:
        return activity.starts_at.astimezone(UTC), activity.ends_at.astimezone(UTC)
    assert activity.on_day is not None  # noqa: S101 - it has a time or a day
    return activity.on_day, activity.on_day + timedelta(days=1)


def _reminds(activity: Activity) -> timedelta | None:
    """Counted from midnight when it has no time of day."""
    if activity.reminder_minutes is None or not activity.is_active:
        return None
    before = timedelta(minutes=activity.reminder_minutes)
    if activity.starts_at is not None or activity.on_day is None:
        return before
    return before - (begins_at(activity) - start_of_day(activity.on_day, zone_named(activity.zone)))


def clean(text: str) -> str:
    """Lines end in one way, and what is no text is left out."""
    return _UNFIT.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def line(text: str) -> str:
    """On one line, for heads of mails and names."""
    return " ".join(clean(text).split())
