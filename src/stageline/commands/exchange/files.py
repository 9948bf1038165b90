"""Opens the CSV files of an import: how they are written, which of the mapping's files each is, its rows."""

import codecs
import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from stageline.domain.errors import InvalidInput, Missing
from stageline.domain.exchange.mapping import AnyFile, ImportMapping, OpportunityFile, heading_key

DELIMITERS = (",", ";", "\t", "|")
PIECE = 1 << 20
LONGEST_CELL = 1 << 20
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class FileNotDescribed(InvalidInput):
    """This file is none of those that the mapping describes. What is listed would be needed."""

    code = "file_not_described"


class FileNotText(InvalidInput):
    """This file cannot be read as text. Save it as CSV in UTF-8, or name its encoding in the mapping."""

    code = "file_not_text"


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its number as a spreadsheet shows it.

    `cells` are those that the mapping asks for and that say something, by field; `problem` is why it could not be
    taken apart.
    """

    number: int
    raw: Sequence[str]
    cells: Mapping[str, str]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """An opened file. `places` tell where each field stands; `wanted` which values a row must have where."""

    path: Path
    file: AnyFile
    encoding: str
    delimiter: str
    headings: Sequence[str]
    places: Mapping[str, int]
    wanted: Mapping[int, frozenset[str]]
    empty: frozenset[str]

    @property
    def kind(self) -> str:
        return str(type(self.file).__struct_config__.tag)

    def lines(self) -> Iterator[Line]:
        """Row by row, never the whole file at once; rows that the mapping does not want are left out."""
        with self.path.open(encoding=self.encoding, newline="") as text:
            rows = _rows(csv.reader(text, delimiter=self.delimiter, strict=True))
            next(rows, None)
            for number, row in enumerate(rows, 2):
                if isinstance(row, str):
                    yield Line(number, (), {}, row)
                elif row and self._is_wanted(row):
                    yield self._line(number, row)

    def _is_wanted(self, row: Sequence[str]) -> bool:
        return all(place < len(row) and row[place].strip() in values for place, values in self.wanted.items())

    def _line(self, number: int, row: Sequence[str]) -> Line:
        if len(row) != len(self.headings):
            return Line(number, row, {}, f"it has {len(row)} cells under {len(self.headings)} headings")
        cells = {field: text for field, place in self.places.items() if (text := row[place].replace("\0", "").strip())}
        if self.empty:
            cells = {field: text for field, text in cells.items() if text not in self.empty}
        return Line(number, row, cells)


def open_sheet(path: Path, mapping: ImportMapping) -> Sheet:
    """Tells by the headings which of the described files it is: the one of whose columns it has all, and the most."""
    candidates = [sheet for file in mapping.files for sheet in _as(path, file, mapping)]
    if not candidates:
        raise FileNotDescribed([*_what_lacks(path, mapping)], file=path.name)
    most = max(len(sheet.places) for sheet in candidates)
    fitting = [sheet for sheet in candidates if len(sheet.places) == most]
    if len({id(sheet.file) for sheet in fitting}) > 1:
        remedy = "Describe the files so that their columns tell them apart."
        raise FileNotDescribed([Missing(name=path.name, remedy=remedy)], file=path.name)
    return fitting[0]


def headings_of(path: Path) -> list[str]:
    """The first row, split by the delimiter that splits it into most."""
    encoding = encoding_of(path)
    return max((_first_row(path, encoding, delimiter) for delimiter in DELIMITERS), key=len)


def encoding_of(path: Path) -> str:
    """By its mark; else UTF-16 where every other byte is zero; else UTF-8, and what is no UTF-8 is Windows-1252."""
    with path.open("rb") as file:
        start = file.read(1000)
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return encoding
    for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[0::2])):
        if zeros and zeros.count(0) > len(zeros) * 0.9:
            return encoding
    for encoding in ("utf-8", "cp1252"):
        if _decodes(path, encoding):
            return encoding
    raise FileNotText(file=path.name)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _as(path: Path, file: AnyFile, mapping: ImportMapping) -> Iterator[Sheet]:
    encoding = file.encoding or encoding_of(path)
    fields = fields_of(file, mapping)
    for delimiter in (file.delimiter,) if file.delimiter else DELIMITERS:
        headings = _first_row(path, encoding, delimiter)
        places = {heading_key(heading): place for place, heading in enumerate(headings)}
        asked = {heading_key(heading) for heading in (*fields.values(), *file.where)}
        if asked <= places.keys():
            _refuse_repeated(path, headings, asked)
            yield Sheet(
                path=path,
                file=file,
                encoding=encoding,
                delimiter=delimiter,
                headings=headings,
                places={field: places[heading_key(heading)] for field, heading in fields.items()},
                wanted={places[heading_key(h)]: frozenset(values) for h, values in file.where.items()},
                empty=frozenset(mapping.empty),
            )
            return


def fields_of(file: AnyFile, mapping: ImportMapping) -> dict[str, str]:
    """The heading for each field that the mapping takes from the file."""
    columns = file.columns
    fields = {name: heading for name in columns.__struct_fields__ if (heading := getattr(columns, name))}
    if isinstance(file, OpportunityFile):
        fields |= {f"custom.{key}": column.column for key, column in file.custom.items()}
        fields |= {f"entered.{stage.value}": stage.entered_at for stage in mapping.stages if stage.entered_at}
    return fields


def _refuse_repeated(path: Path, headings: Sequence[str], asked: set[str]) -> None:
    keys = [heading_key(heading) for heading in headings]
    twice = sorted({key for key in asked if keys.count(key) > 1})
    if twice:
        remedy = "Give each column that is used a heading of its own."
        raise FileNotDescribed([Missing(name=name, remedy=remedy) for name in twice], file=path.name)


def _what_lacks(path: Path, mapping: ImportMapping) -> Iterator[Missing]:
    known = {heading_key(heading) for heading in headings_of(path)}
    for file in mapping.files:
        fields = (*fields_of(file, mapping).values(), *file.where)
        lacks = [heading for heading in fields if heading_key(heading) not in known]
        kind = str(type(file).__struct_config__.tag)
        yield Missing(name=kind, remedy=f"The file {path.name} has no column {', '.join(lacks)}.")


def _first_row(path: Path, encoding: str, delimiter: str) -> list[str]:
    """Empty where the file is not split by that delimiter: a quoted heading would go on behind its quotes."""
    try:
        with path.open(encoding=encoding, newline="") as text:
            first = next(csv.reader(text, delimiter=delimiter, strict=True), [])
    except (UnicodeError, LookupError):
        raise FileNotText(file=path.name) from None
    except csv.Error:
        return []
    return [heading.strip() for heading in first]


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str] | str]:
    """Each row, or what is wrong with its quotes; the next line begins a row again."""
    csv.field_size_limit(LONGEST_CELL)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"it is no CSV: {error}"


def together(sheets: Sequence[Sheet], kind: str) -> Iterator[tuple[Sheet, Line]]:
    """The rows of all files of one kind."""
    return chain.from_iterable(((sheet, line) for line in sheet.lines()) for sheet in sheets if sheet.kind == kind)
