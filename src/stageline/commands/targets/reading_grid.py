"""Reads a grid of people and periods from a CSV file, all of it or nothing."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from io import StringIO

from stageline.domain.errors import Missing
from stageline.domain.ids import UserId
from stageline.domain.targets.grid import Cell, GridRow, InvalidGrid
from stageline.domain.targets.setting import wrong_day

PERSON, USER_ID, SINCE = "person", "user id", "from "
MOST_ROWS, MOST_COLUMNS, LONGEST_HEADING, LONGEST_NAME = 1_000, 60, 100, 200
MARK = "\ufeff"
DELIMITERS = (",", ";", "\t")


def read_grid_file(text: str, today: date) -> list[GridRow]:
    """Under a heading `Person` or `User id`, and one like `from 2026-11-01` for each period, by any day of it.

    What cannot be taken apart is refused with all that is wrong, by row and column.
    """
    lines = _lines(text.removeprefix(MARK))
    if not lines:
        raise InvalidGrid([Missing(name="csv", remedy="Give a file with a row of headings.")])
    headings = [each.strip() for each in lines[0][1]]
    rows = [(number, row) for number, row in lines[1:] if any(cell.strip() for cell in row)]
    wrong = [*_wrong_headings(headings, today), *_wrong_rows(rows, len(headings))]
    if wrong:
        raise InvalidGrid(wrong)
    return [_row(number, headings, row) for number, row in rows]


def _lines(text: str) -> list[tuple[int, Sequence[str]]]:
    """With their numbers as a spreadsheet shows them."""
    head = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=head.count)
    try:
        return [*enumerate(csv.reader(StringIO(text), delimiter=delimiter, strict=True), 1)]
    except csv.Error as error:
        raise InvalidGrid([Missing(name="csv", remedy=f"Save it as CSV: {error}.")]) from None


def _wrong_headings(headings: Sequence[str], today: date) -> Iterator[Missing]:
    if max(map(len, headings)) > LONGEST_HEADING:
        yield Missing(name="csv", remedy=f"Head its columns in {LONGEST_HEADING} characters at most.")
        return
    names = [each.casefold() for each in headings]
    if PERSON not in names and USER_ID not in names:
        yield Missing(name="Person", remedy="Say in a column of this name whose row it is.")
    for name, count in Counter(names).items():
        if count > 1:
            yield Missing(name=name, remedy="Leave one column of this name.")
    periods = [each for each in headings if each.casefold() not in (PERSON, USER_ID)]
    if not 0 < len(periods) <= MOST_COLUMNS:
        yield Missing(name="csv", remedy=f"Give a column for each period, {MOST_COLUMNS} at most.")
    for heading in periods:
        day = _day(heading)
        if day is None:
            yield Missing(name=heading, remedy="Head each period by its first day, such as: from 2026-11-01.")
        else:
            yield from wrong_day(heading, day, today)


def _wrong_rows(rows: Sequence[tuple[int, Sequence[str]]], width: int) -> Iterator[Missing]:
    if len(rows) > MOST_ROWS:
        yield Missing(name="csv", remedy=f"Give {MOST_ROWS} rows at most.")
    for number, row in rows[:MOST_ROWS]:
        if len(row) != width:
            yield Missing(
                name=f"row {number}", remedy=f"Give it {width} cells, as there are headings; it has {len(row)}."
            )


def _day(heading: str) -> date | None:
    """None for what heads no period."""
    said = heading.casefold().removeprefix(SINCE).strip()
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _row(number: int, headings: Sequence[str], row: Sequence[str]) -> GridRow:
    said = {heading.casefold(): cell.strip() for heading, cell in zip(headings, row, strict=True)}
    user_id = said.get(USER_ID, "")
    person = said.get(PERSON, "") or user_id
    cells = [
        # Told with each cell, so cut where no name is as long.
        Cell(number, person[:LONGEST_NAME], heading, day, text)
        for heading in headings
        if (day := _day(heading)) is not None and (text := said[heading.casefold()])
    ]
    meant = UserId(int(user_id)) if user_id.isascii() and user_id.isdigit() and len(user_id) < 16 else None
    return GridRow(number, meant, person, tuple(cells))
