"""`stageline import opportunities`, as a script meets it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stageline.cli import run
from stageline.domain.exchange.mapping import schema
from stageline.storage.unit_of_work import Storage
from tests.builders import keep_people
from tests.mappings import a_mapping

ROOT = Path(__file__).parents[2]
Stageline = Callable[..., Any]

DEALS = "Id,Stage,Value\n1,New,100\n2,Nowhere,5\n3,Won,20.50\n"


@pytest.fixture
def stageline(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Stageline:
    """Runs a command in a folder with `deals.csv` and `mapping.json`; answers its code and what it printed."""
    url = storage.engines.writing.url.render_as_string(hide_password=False)
    monkeypatch.setenv("STAGELINE_DATABASE_URL", url)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deals.csv").write_text(DEALS)
    (tmp_path / "mapping.json").write_text(json.dumps(a_mapping(columns={"amount": "Value"})))

    def stageline(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return stageline


IMPORT = ("import", "opportunities", "deals.csv", "--mapping", "mapping.json")


def test_rejects_end_with_three_and_are_told(stageline: Stageline) -> None:
    code, out, _ = stageline(*IMPORT, "--json")

    said = json.loads(out)
    assert code == 3
    assert (said["counts"]["new"], said["counts"]["rejected"]) == (2, 1)
    assert said["rejected"] == [
        {"file": "deals.csv", "row": 3, "key": "2", "reason": "stage: 'Nowhere' is in no line of the mapping"}
    ]


def test_rejects_are_written_beside_with_their_reason(stageline: Stageline, tmp_path: Path) -> None:
    stageline(*IMPORT, "--rejects", "left.csv")

    assert (tmp_path / "left.csv").read_text().splitlines() == [
        "reason,Id,Stage,Value",
        "stage: 'Nowhere' is in no line of the mapping,2,Nowhere,5",
    ]


def test_what_was_rejected_can_be_put_right_and_imported(stageline: Stageline, tmp_path: Path) -> None:
    stageline(*IMPORT, "--rejects", "left.csv")
    (tmp_path / "deals.csv").write_text((tmp_path / "left.csv").read_text().replace("2,Nowhere,5", "2,Offer,5"))

    code, out, _ = stageline(*IMPORT, "--json")

    assert (code, json.loads(out)["counts"]["new"]) == (0, 1)


def test_a_dry_run_prints_the_mapping_in_effect_and_the_schema_and_writes_nothing(stageline: Stageline) -> None:
    code, out, _ = stageline(*IMPORT, "--dry-run", "--json", "--zone", "Asia/Tokyo", "--new-process", "Old deals")

    said = json.loads(out)
    assert code == 3
    assert said["mapping"] == {
        **a_mapping(columns={"amount": "Value"}),
        "zone": "Asia/Tokyo",
        "process": {"name": "Old deals", "is_new": True},
        "files": [{"kind": "opportunities", "columns": {"external_id": "Id", "stage": "Stage", "amount": "Value"}}],
    }
    assert said["schema"] == schema()
    assert json.loads(stageline("report", "pipeline", "--json")[1])[0]["rows"] == []


def test_people_read_what_happened(stageline: Stageline) -> None:
    code, out, _ = stageline(*IMPORT)

    assert code == 3
    assert "Imported:" in out
    assert "Nowhere" in out


def test_what_the_mapping_leaves_open_is_refused_as_json_too(stageline: Stageline, tmp_path: Path) -> None:
    (tmp_path / "mapping.json").write_text(json.dumps(a_mapping(zone=None)))

    code, out, err = stageline(*IMPORT, "--json")

    assert (code, out) == (1, "")
    assert json.loads(err)["missing"][0]["name"] == "zone"


def test_a_mapping_that_is_no_json_is_refused(stageline: Stageline, tmp_path: Path) -> None:
    (tmp_path / "mapping.json").write_text("{")

    code, _, err = stageline(*IMPORT)

    assert code == 1
    assert "mapping.json" in err


def test_a_file_that_is_not_there_is_wrong_usage(stageline: Stageline) -> None:
    assert stageline("import", "opportunities", "nowhere.csv")[0] == 2


def test_it_is_done_in_the_name_of_whoever_is_named(stageline: Stageline, storage: Storage) -> None:
    with storage.writing() as work:
        keep_people(work.connection)

    assert stageline(*IMPORT, "--as", "rep7@northwind.example")[0] == 1
    assert stageline(*IMPORT, "--as", "nobody@northwind.example")[0] == 1


def test_without_a_mapping_columns_are_called_like_our_fields(stageline: Stageline, tmp_path: Path) -> None:
    stageline(*IMPORT)
    (tmp_path / "plain.csv").write_text("External ID,Name,Stage,Amount\nA1,Roof,new,12\n")

    code, out, _ = stageline(
        "import", "opportunities", "plain.csv", "--zone", "UTC", "--currency", "EUR", "--count-for-goals", "--json"
    )

    assert (code, json.loads(out)["counts"]["new"]) == (0, 1)


def test_reports_are_printed_for_people_too(stageline: Stageline) -> None:
    stageline(*IMPORT)

    won = stageline("report", "won", "--by", "stage", "--from", "2000-01-01", "--to", "2100-01-01")
    assert won[0] == 0
    assert "Signed" in won[1]
    assert "Offer" in stageline("report", "pipeline")[1]
    assert stageline("report", "time-in-stage")[0] == 0
    assert stageline("report", "won", "--by", "colour")[0] == 1


def test_the_schema_of_mappings_is_the_one_that_is_written_down(capsys: pytest.CaptureFixture[str]) -> None:
    written = (ROOT / "docs" / "reference" / "import-mapping.schema.json").read_text()

    assert run(["import", "schema"]) == 0
    assert capsys.readouterr().out == written, "write it with: stageline import schema"


def test_the_page_about_mappings_names_every_field() -> None:
    page = (ROOT / "docs" / "reference" / "import-mapping.md").read_text()
    definitions = schema()["$defs"]

    said = {name for one in definitions.values() for name in one.get("properties", {})}
    assert {name for name in said if f"`{name}`" not in page} == set()
