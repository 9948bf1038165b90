"""Writes what calendars read (RFC 5545). Loaded with the first feed or invitation, not by a server that starts."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec
from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

from stageline.domain.calendars.entry import Entry, line
from stageline.domain.calendars.zones import observances

PRODUCT = "-//Stageline//Calendar//EN"
REFRESH = timedelta(hours=1)


class Party(msgspec.Struct, frozen=True):
    """Somebody with an address, which was looked at before."""

    name: str
    address: str


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    organizer: Party
    guest: Party
    is_cancellation: bool


def feed(entries: Sequence[Entry], name: str) -> bytes:
    """All of them as one calendar; the same bytes as long as they say the same."""
    calendar = _calendar()
    calendar.add("x-wr-calname", line(name))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return _written(calendar, [(entry, _event(entry)) for entry in entries])


def invitation(entry: Entry, wanted: Invitation, at: datetime) -> str:
    """For one guest, who is the only one it names."""
    calendar = _calendar()
    calendar.add("method", "CANCEL" if wanted.is_cancellation else "REQUEST")
    event = _event(entry, at)
    event["organizer"] = _address(wanted.organizer)
    guest = _address(wanted.guest)
    guest.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"})
    event["attendee"] = guest
    return _written(calendar, [(entry, event)]).decode()


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _written(calendar: Calendar, told: Sequence[tuple[Entry, Event]]) -> bytes:
    """Each zone is described before what refers to it, for the years that are spoken of."""
    times = [entry.starts for entry, _ in told if isinstance(entry.starts, datetime)]
    if times:
        first, last = min(times).year - 1, max(times).year + 2
        named = {str(entry.zone) for entry, event in told if "TZID" in event["dtstart"].params}
        for zone in sorted(named):
            calendar.add_component(_zone(zone, first, last))
    for _, event in told:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


@lru_cache(maxsize=256)
def _zone(name: str, first: int, last: int) -> Timezone:
    """Each change of the clocks is named by itself: rules that hold for ever would be guessed."""
    zone = Timezone()
    zone.add("tzid", name)
    for each in observances(ZoneInfo(name), first, last):
        observance = TimezoneDaylight() if each.is_summer else TimezoneStandard()
        observance.add("dtstart", each.since)
        observance.add("tzoffsetfrom", each.before)
        observance.add("tzoffsetto", each.after)
        observance.add("tzname", each.name)
        zone.add_component(observance)
    return zone


def _event(entry: Entry, at: datetime | None = None) -> Event:
    """`at` is when a mail is written; without one the entry is what stands there since it was changed."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", at or entry.changed_at)
    event.add("created", entry.created_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("dtstart", _time(entry.starts, entry.zone))
    event.add("dtend", _time(entry.ends, entry.zone))
    event.add("summary", entry.summary)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if entry.blocks else "TRANSPARENT")
    if entry.is_private:
        event.add("class", "PRIVATE")
    for name in ("location", "description", "url"):
        if (value := getattr(entry, name)) is not None:
            event.add(name, value)
    if entry.category is not None:
        event.add("categories", [entry.category])
    if entry.reminds is not None:
        event.add_component(_alarm(entry.summary, entry.reminds))
    return event


def _time(when: datetime | date, zone: ZoneInfo) -> datetime | date:
    """On the clocks of the zone, unless they show that time twice or the zone has no rules to describe."""
    if not isinstance(when, datetime):
        return when
    local = when.astimezone(zone)
    is_told_twice = local.fold == 1 or local.replace(fold=1).utcoffset() != local.utcoffset()
    return when.astimezone(UTC) if is_told_twice or str(zone) in ("UTC", "Etc/UTC") else local


def _alarm(summary: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -before)
    return alarm


def _address(party: Party) -> vCalAddress:
    """A quotation mark cannot stand in a parameter, and nothing there may end a line."""
    address = vCalAddress(f"mailto:{party.address}")
    address.params["CN"] = line(party.name).replace('"', "'")
    return address
