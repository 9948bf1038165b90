"""Dates and moments as files write them."""

from datetime import UTC, date, datetime

import pytest

from stageline.domain.exchange.dates import BrokenDate, read_when
from tests.builders import AMSTERDAM

MIDNIGHT_IN_AMSTERDAM = datetime(2011, 9, 30, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2011-10-01", "iso"),
        ("2011-10-01 00:00:00", "iso"),
        ("01.10.2011", "%d.%m.%Y"),
        ("10/1/11 12:00 AM", "%m/%d/%y %I:%M %p"),
    ],
)
def test_a_day_begins_in_the_zone_of_the_mapping(text: str, form: str) -> None:
    when = read_when(text, ["%Y", form], AMSTERDAM)

    assert (when.at, when.on, when.is_day) == (MIDNIGHT_IN_AMSTERDAM, date(2011, 10, 1), True)


@pytest.mark.parametrize(
    "text", ["2011-10-01T00:38:44.546+02:00", "2011-09-30T22:38:44.546Z", "2011-10-01 00:38:44.546"]
)
def test_a_moment_is_one_whatever_zone_it_is_written_in(text: str) -> None:
    when = read_when(text, ["iso"], AMSTERDAM)

    assert (when.at, when.on, when.is_day) == (
        datetime(2011, 9, 30, 22, 38, 44, 546_000, tzinfo=UTC),
        date(2011, 10, 1),
        False,
    )


def test_an_hour_is_an_hour_also_when_the_clocks_are_set_back() -> None:
    before, after = (read_when(f"2011-10-30T02:30:00+0{n}:00", ["iso"], AMSTERDAM) for n in (2, 1))

    assert (after.at - before.at).total_seconds() == 3600


@pytest.mark.parametrize("text", ["TBD", "2011-13-01", "2011-02-30", "01.10.2011", "0001-01-01", ""])
def test_what_is_no_date_in_any_form_is_broken(text: str) -> None:
    with pytest.raises(BrokenDate):
        read_when(text, ["iso", "%m/%d/%Y"], AMSTERDAM)
