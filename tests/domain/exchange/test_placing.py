"""Through which stages a row says that its opportunity went."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from stageline.domain.exchange.dates import read_when
from stageline.domain.exchange.mapping import complete, parse_mapping
from stageline.domain.exchange.placing import Visit, closing_of, visits_of
from stageline.domain.exchange.reading import Reader, SaidVisit, Unreadable
from tests.builders import AMSTERDAM, NOON
from tests.mappings import a_mapping

DAYS = [f"2017-03-{day:02}" for day in range(1, 9)]


def placed(cells: dict[str, str], *history: tuple[str, str], starts_in: str | None = None, **said: Any) -> list[Visit]:
    """The visits of a row with these cells, and of a history as pairs of stage and date."""
    reader = a_reader(**said)
    row = reader.opportunity({"external_id": "1", **cells}, ["iso"])
    past = [visit(reader, n, stage, at) for n, (stage, at) in enumerate(history)]
    start = reader.stage(starts_in) if starts_in else None
    return visits_of(row, past, starts_in=start, zone=AMSTERDAM, now=NOON)


def a_reader(**said: Any) -> Reader:
    mapping = complete(parse_mapping(a_mapping(history={}, **said)))
    return Reader(mapping, mapping.stages)


def visit(reader: Reader, line: int, stage: str, at: str, **cells: str) -> SaidVisit:
    return reader.visit({"stage": stage, "at": at, **cells}, ["iso"], "EUR", line)


def names(visits: Sequence[Visit]) -> list[str]:
    return [one.stage.value for one in visits]


def dates(visits: Sequence[Visit]) -> list[str | None]:
    return [one.on.isoformat() if one.on else None for one in visits]


@pytest.mark.rule("PS-181")
def test_without_a_date_it_entered_its_stage_when_it_was_imported() -> None:
    (only,) = placed({"stage": "Offer", "created_at": DAYS[0]})

    assert (only.at, only.on, only.is_estimated) == (NOON, None, True)


@pytest.mark.rule("PS-181")
def test_with_a_date_it_entered_its_stage_then() -> None:
    (only,) = placed({"stage": "Offer", "stage_entered_at": DAYS[0]})

    assert (only.on, only.is_estimated) == (date(2017, 3, 1), False)


def test_a_closed_one_closed_on_its_close_date() -> None:
    (only,) = placed({"stage": "won ", "close_on": DAYS[3]})

    assert (only.stage.value, only.on, only.is_estimated) == ("Won", date(2017, 3, 4), False)


def test_an_open_one_does_not_close_on_its_close_date() -> None:
    (only,) = placed({"stage": "Offer", "close_on": DAYS[3]})

    assert only.is_estimated
    assert closing_of([only]) is None


def test_columns_tell_when_single_stages_were_entered() -> None:
    stages = [
        {"value": "New", "type": "open", "entered_at": "Begun"},
        {"value": "Offer", "type": "open", "entered_at": "Offered"},
        {"value": "Won", "type": "won", "entered_at": "Decided"},
        {"value": "Lost", "type": "lost", "entered_at": "Decided"},
    ]
    entered = {"entered.Offer": DAYS[2], "entered.New": DAYS[0], "entered.Won": DAYS[5], "entered.Lost": DAYS[5]}

    visits = placed({"stage": "Won", **entered}, stages=stages)

    assert (names(visits), dates(visits)) == (["New", "Offer", "Won"], [DAYS[0], DAYS[2], DAYS[5]])


def test_a_history_is_taken_in_order_of_time() -> None:
    visits = placed({"stage": "Won"}, ("Won", DAYS[4]), ("New", DAYS[0]), ("Offer", DAYS[2]), ("New", DAYS[3]))

    assert names(visits) == ["New", "Offer", "New", "Won"]


def test_rows_that_change_no_stage_are_no_visits_but_their_owner_holds_on() -> None:
    reader = a_reader()
    said = reader.opportunity({"external_id": "1", "stage": "Offer"}, ["iso"])
    history = [
        visit(reader, 1, "New", DAYS[0], owner="Ann", amount="10"),
        visit(reader, 2, "New", DAYS[1], owner="Bob", amount="20"),
        visit(reader, 3, "Offer", DAYS[2]),
    ]

    visits = visits_of(said, history, starts_in=None, zone=AMSTERDAM, now=NOON)

    assert [(v.stage.value, v.owner, v.amount_minor) for v in visits] == [("New", "Ann", 1000), ("Offer", "Bob", 2000)]


@pytest.mark.parametrize("numbers", [("2", "10", "1"), ("b", "c", "a")])
def test_of_one_moment_the_smaller_number_or_text_comes_first(numbers: tuple[str, str, str]) -> None:
    reader = a_reader()
    stages = ("Offer", "Won", "New")
    history = [visit(reader, n, s, DAYS[0], order=o) for n, (s, o) in enumerate(zip(stages, numbers, strict=True))]
    said = reader.opportunity({"external_id": "1"}, ["iso"])

    visits = visits_of(said, history, starts_in=None, zone=AMSTERDAM, now=NOON)

    assert names(visits) == ["New", "Offer", "Won"]


def test_of_one_moment_without_numbers_the_file_s_order_holds() -> None:
    assert names(placed({}, ("New", DAYS[0]), ("Won", DAYS[0]), ("Signed", DAYS[0]))) == ["New", "Won", "Signed"]


def test_a_history_that_ends_elsewhere_goes_on_to_the_present_stage() -> None:
    visits = placed({"stage": "Won", "close_on": DAYS[4]}, ("New", DAYS[0]))

    assert (names(visits), dates(visits)) == (["New", "Won"], [DAYS[0], DAYS[4]])


def test_from_its_creation_it_stood_where_the_mapping_says() -> None:
    began = {"stage": "Offer", "created_at": DAYS[0]}

    assert names(placed(began, ("Offer", DAYS[2]), starts_in="New")) == ["New", "Offer"]
    assert names(placed(began, ("New", DAYS[0]), ("Offer", DAYS[2]), starts_in="New")) == ["New", "Offer"]
    assert names(placed({"stage": "Offer"}, starts_in="New")) == ["Offer"]


def test_the_row_s_close_date_is_that_of_the_last_closing() -> None:
    visits = placed({"close_on": DAYS[6]}, ("Won", DAYS[0]), ("New", DAYS[1]), ("Won", DAYS[2]), ("Signed", DAYS[3]))

    closing = closing_of(visits)
    assert dates(visits) == [DAYS[0], DAYS[1], DAYS[6], DAYS[3]]
    assert closing is visits[2]


def test_a_moment_counts_on_its_day_in_the_organisation_and_a_day_stays_that_day() -> None:
    late = datetime(2017, 3, 1, 23, 30, tzinfo=UTC)
    tokyo = read_when("2017-03-02", ["iso"], AMSTERDAM)

    assert dates(placed({}, ("New", late.isoformat()))) == ["2017-03-02"]
    assert late - tokyo.at == timedelta(minutes=30)


def test_without_any_stage_it_cannot_be_placed() -> None:
    with pytest.raises(Unreadable, match="stage"):
        placed({})
