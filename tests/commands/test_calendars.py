"""What other calendars are told reads as it was meant, whatever is said and wherever the clocks stand."""

from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import msgspec
import pytest
import vobject  # type: ignore[import-untyped]
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stageline.commands.calendars.writing import Invitation, Party, feed, invitation
from stageline.domain.activities.reminding import remind_at
from stageline.domain.calendars.entry import Beside, clean, entry_for_oneself, entry_for_others, line
from stageline.domain.calendars.words import DE, EN, span_in
from stageline.domain.processes.action import ActivityCategory
from tests.agendas import an_activity
from tests.builders import AMSTERDAM, NOON

# Some zones are names of no place; "localtime" is the machine's.
ZONES = sorted(name for name in available_timezones() if name not in ("localtime", "Factory"))
HOUR = timedelta(hours=1)
TEXTS = st.text(max_size=80) | st.sampled_from(
    ["a\r\nBEGIN:VEVENT", "x\nATTENDEE:mailto:m@x.example", 'Ann "Ä"; Lee, <b>\\n</b>', "\u2028\x0b\x85", "ü" * 80]
)
INSTANTS = st.integers(0, 3 * 366 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
BESIDE = Beside(changed_at=NOON)
TIMED = an_activity(category=ActivityCategory.TIMED, on_day=None, starts_at=NOON, ends_at=NOON + HOUR)


@given(TEXTS, TEXTS, TEXTS)
@settings(deadline=None, max_examples=150)
@example("a\r\nEND:VEVENT\r\nBEGIN:VEVENT", "\x00", "x" * 200)
def test_no_text_ends_a_line_or_adds_one(subject: str, location: str, remarks: str) -> None:
    activity = msgspec.structs.replace(TIMED, subject=subject, location=location, remarks=remarks)

    written = feed([entry_for_oneself(activity, BESIDE, EN)], subject)
    [told] = vobject.readOne(written.decode()).vevent_list

    assert all(len(each) <= 75 for each in written.split(b"\r\n"))
    assert (written.count(b"\r\nBEGIN:VEVENT\r\n"), b"\r\nATTENDEE" in written) == (1, False)
    assert told.summary.value == clean(subject)
    assert (told.location.value if location.strip() and line(location) else "") == line(location)
    assert (told.description.value if clean(remarks) else "") == clean(remarks)


@given(TEXTS, TEXTS)
@settings(deadline=None, max_examples=100)
def test_a_name_adds_nobody_to_an_invitation(name: str, other: str) -> None:
    wanted = Invitation(
        organizer=Party(other, "rita@x.example"), guest=Party(name, "ann@x.example"), is_cancellation=False
    )

    told = vobject.readOne(invitation(entry_for_others(TIMED, NOON), wanted, NOON)).vevent

    assert [each.value for each in told.attendee_list] == ["mailto:ann@x.example"]
    assert told.organizer.value == "mailto:rita@x.example"
    assert not hasattr(told, "description")


@given(st.sampled_from(ZONES), INSTANTS, st.integers(1, 40 * 60))
@settings(deadline=None, max_examples=150)
@example("Europe/Amsterdam", datetime(2026, 3, 29, 1, 30, tzinfo=UTC), 60)
@example("Europe/Amsterdam", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 60)
@example("Europe/Amsterdam", datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 60)
@example("Africa/Casablanca", datetime(2026, 2, 15, 2, 30, tzinfo=UTC), 60)
@example("Australia/Lord_Howe", datetime(2026, 4, 4, 15, 15, tzinfo=UTC), 30)
@example("Antarctica/South_Pole", datetime(2027, 6, 1, tzinfo=UTC), 30)
@example("Antarctica/South_Pole", datetime(2025, 1, 1, tzinfo=UTC), 30)
def test_it_begins_at_that_instant_wherever_it_is_read(zone: str, starts: datetime, minutes: int) -> None:
    ends = starts + timedelta(minutes=minutes)
    activity = msgspec.structs.replace(TIMED, zone=zone, starts_at=starts, ends_at=ends)

    # The reader would keep the rules of an earlier feed, which speaks of other years.
    vobject.icalendar.registerTzid(zone, None)
    told = vobject.readOne(feed([entry_for_oneself(activity, BESIDE, EN)], "Rita").decode()).vevent

    assert (told.dtstart.value.astimezone(UTC), told.dtend.value.astimezone(UTC)) == (starts, ends)


def test_guests_are_told_nothing_of_what_the_house_knows() -> None:
    activity = msgspec.structs.replace(TIMED, remarks="They are short of money", is_private=True, reminder_minutes=5)

    told = entry_for_others(activity, NOON)

    assert (told.description, told.url, told.reminds, told.category) == (None, None, None, None)


@pytest.mark.parametrize(
    ("said", "before"),
    [
        ({"starts_at": NOON + HOUR, "ends_at": NOON + 2 * HOUR, "on_day": None}, HOUR),
        ({"starts_at": NOON - HOUR, "ends_at": NOON, "on_day": None}, None),
        ({"reminder_minutes": None}, None),
        ({"deleted_at": NOON}, None),
    ],
)
def test_a_reminder_lies_before_the_start_and_never_in_the_past(
    said: dict[str, object], before: timedelta | None
) -> None:
    starting = msgspec.structs.replace(TIMED, starts_at=NOON + HOUR, ends_at=NOON + 2 * HOUR, reminder_minutes=30)
    activity = msgspec.structs.replace(starting, **said)

    assert remind_at(activity, NOON) == (NOON + before - HOUR / 2 if before else None)


def test_what_has_no_time_of_day_is_reminded_of_before_its_morning() -> None:
    activity = an_activity(on_day=NOON.date() + timedelta(days=1), reminder_minutes=60, zone="Europe/Amsterdam")

    found = remind_at(activity, NOON)

    assert found is not None
    assert f"{found.astimezone(AMSTERDAM):%d %H:%M}" == f"{NOON + timedelta(days=1):%d} 08:00"


def test_a_time_is_written_as_it_is_spoken() -> None:
    starts = datetime(2026, 12, 1, 9, tzinfo=UTC)

    assert (
        span_in(EN, starts, starts + HOUR, AMSTERDAM) == "Tuesday, 1 December 2026, 10:00\u201311:00 (Europe/Amsterdam)"
    )
    assert span_in(DE, starts, starts + 24 * HOUR, AMSTERDAM) == (
        "Dienstag, 1. Dezember 2026, 10:00\u2013Mittwoch, 2. Dezember 2026, 10:00 (Europe/Amsterdam)"
    )
    assert span_in(EN, starts.date(), starts.date(), AMSTERDAM) == "Tuesday, 1 December 2026"
