"""Files are opened as they were written, and told apart by their headings."""

from pathlib import Path

import pytest

from stageline.commands.exchange.files import FileNotDescribed, FileNotText, Sheet, headings_of, open_sheet
from stageline.domain.exchange.mapping import parse_mapping
from tests.mappings import a_mapping

TEXT = 'Id;Stage;Owner\n1;New;"Müller; Jörg"\n'


def opened(folder: Path, content: bytes, **said: object) -> Sheet:
    path = folder / "deals.csv"
    path.write_bytes(content)
    mapping = a_mapping(columns={"owner": "owner"})
    mapping["files"][0] |= said
    return open_sheet(path, parse_mapping(mapping))


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_the_encoding_is_found_out(tmp_path: Path, written: str, found: str) -> None:
    sheet = opened(tmp_path, TEXT.encode(written))

    assert (sheet.encoding, sheet.delimiter, sheet.kind) == (found, ";", "opportunities")
    assert [dict(line.cells) for line in sheet.lines()] == [
        {"external_id": "1", "stage": "New", "owner": "Müller; Jörg"}
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(tmp_path: Path, delimiter: str) -> None:
    sheet = opened(tmp_path, TEXT.replace('"Müller; Jörg"', "Ann").replace(";", delimiter).encode())

    assert sheet.delimiter == delimiter
    assert [line.cells["owner"] for line in sheet.lines()] == ["Ann"]


def test_headings_differ_by_more_than_case_blanks_and_underscores(tmp_path: Path) -> None:
    assert [line.number for line in opened(tmp_path, b"ID,OWN_ER,s tage\n1,Ann,New\n").lines()] == [2]


def test_a_file_that_lacks_a_column_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotDescribed) as refused:
        opened(tmp_path, b"Id,Stage\n1,New\n")

    assert refused.value.missing[0].remedy == "The file deals.csv has no column owner."


def test_a_heading_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotDescribed):
        opened(tmp_path, b"Id,Stage,Owner,owner\n1,New,Ann,Bob\n")


def test_two_kinds_of_one_shape_cannot_be_told_apart(tmp_path: Path) -> None:
    twins = [{"kind": kind, "columns": {"name": "Name"}} for kind in ("people", "accounts")]
    path = tmp_path / "names.csv"
    path.write_text("Name\nAnn\n")

    with pytest.raises(FileNotDescribed):
        open_sheet(path, parse_mapping(a_mapping(more_files=twins)))


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotText):
        opened(tmp_path, b"Id,Stage,Owner\n1,New,\x81\xff\n")
    with pytest.raises(FileNotText):
        opened(tmp_path, TEXT.encode(), encoding="ascii")


def test_headings_may_stand_in_quotes(tmp_path: Path) -> None:
    assert opened(tmp_path, b'"Id","Stage","Owner"\n"1","New","Ann"\n').delimiter == ","
    with pytest.raises(FileNotDescribed):
        opened(tmp_path, b'Id,"Sta"ge,Owner\n')


def test_only_rows_that_are_wanted_are_read_and_what_stands_for_nothing_is_nothing(tmp_path: Path) -> None:
    mapping = a_mapping(columns={"owner": "Owner"}, empty=["000", "NA"])
    mapping["files"][0]["where"] = {"Pipeline": ["Sales"]}
    path = tmp_path / "deals.csv"
    path.write_text("Id,Stage,Owner,Pipeline\n1,New,000,Sales\n2,New,Ann,Partners\n3,New\n\n4,New,NA ,Sales \n")

    lines = list(open_sheet(path, parse_mapping(mapping)).lines())

    assert [(line.number, dict(line.cells)) for line in lines] == [
        (2, {"external_id": "1", "stage": "New"}), (6, {"external_id": "4", "stage": "New"})
    ]  # fmt: skip


def test_a_quote_that_is_never_closed_spoils_only_what_it_swallows(tmp_path: Path) -> None:
    lines = list(opened(tmp_path, b'Id,Stage,Owner\n1,New,Ann\n2,New,"Bob\n3,New,Cid\n').lines())

    assert [line.problem is None for line in lines] == [True, False]


def test_the_headings_of_any_file_can_be_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(TEXT)

    assert headings_of(path) == ["Id", "Stage", "Owner"]
