"""What calendars and mails say, in the languages of the page."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """`types` by the type of an activity; days and months as they are written in a sentence."""

    deal: str
    types: Mapping[str, str]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    day: str
    invitation: str
    changed: str
    cancelled: str
    reminder: str
    invites: str
    has_changed: str
    is_cancelled: str
    what: str
    when: str
    where: str


EN = Words(
    deal="Deal",
    types={"meeting": "Meeting", "call": "Call", "to_do": "To do", "personal": "Personal"},
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December"),
    day="{weekday}, {day} {month} {year}",
    invitation="Invitation: {subject}",
    changed="Changed: {subject}",
    cancelled="Cancelled: {subject}",
    reminder="Reminder: {subject}",
    invites="{name} invites you.",
    has_changed="{name} has changed this appointment.",
    is_cancelled="{name} has cancelled this appointment.",
    what="What",
    when="When",
    where="Where",
)  # fmt: skip
DE = Words(
    deal="Geschäft",
    types={"meeting": "Termin", "call": "Anruf", "to_do": "Aufgabe", "personal": "Persönlich"},
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    months=("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
            "November", "Dezember"),
    day="{weekday}, {day}. {month} {year}",
    invitation="Einladung: {subject}",
    changed="Geändert: {subject}",
    cancelled="Abgesagt: {subject}",
    reminder="Erinnerung: {subject}",
    invites="{name} lädt Sie ein.",
    has_changed="{name} hat diesen Termin geändert.",
    is_cancelled="{name} hat diesen Termin abgesagt.",
    what="Was",
    when="Wann",
    where="Wo",
)  # fmt: skip


def words_in(language: str | None) -> Words:
    """English for whoever has chosen no language."""
    return DE if language == "de" else EN


def day_in(words: Words, day: date) -> str:
    return words.day.format(
        weekday=words.weekdays[day.weekday()], day=day.day, month=words.months[day.month - 1], year=day.year
    )


def span_in(words: Words, starts: datetime | date, ends: datetime | date, zone: ZoneInfo) -> str:
    """As in "Tuesday, 1 December 2026, 10:00 to 11:00 (Europe/Amsterdam)", with a dash. A day stands alone."""
    if not isinstance(starts, datetime) or not isinstance(ends, datetime):
        return day_in(words, starts)
    first, last = starts.astimezone(zone), ends.astimezone(zone)
    until = "" if first.date() == last.date() else f"{day_in(words, last.date())}, "
    return f"{day_in(words, first.date())}, {first:%H:%M}\u2013{until}{last:%H:%M} ({zone})"
