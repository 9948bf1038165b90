"""What every command promises to scripts: exit codes, reasons on stderr, JSON; and the commands that keep data safe."""

import json
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.cli.conftest import Stageline


def test_without_a_command_it_says_what_there_is(stageline: Stageline) -> None:
    shown = stageline("--help")

    assert shown.returncode == 0
    assert {"serve", "work", "migrate", "backup", "restore", "doctor", "openapi"} <= set(shown.stdout.split())


def test_its_version(stageline: Stageline) -> None:
    assert stageline("--version").stdout.startswith("stageline 0.")


@pytest.mark.parametrize("wrong", [["nonsense"], ["serve", "--port", "many"], ["backup"], ["restore", "missing.db"]])
def test_wrong_usage_has_its_own_exit_code(stageline: Stageline, wrong: list[str]) -> None:
    assert stageline(*wrong).returncode == 2


def test_a_refusal_is_a_sentence_for_people_and_an_object_for_scripts(stageline: Stageline) -> None:
    for_people = stageline("migrate", port="many")
    for_scripts = stageline("migrate", "--json", port="many")

    assert for_people.returncode == for_scripts.returncode == 1
    assert "STAGELINE_PORT: 'many' does not fit" in for_people.stderr
    said = json.loads(for_scripts.stderr)
    assert (said["code"], said["missing"][0]["name"]) == ("invalid_input", "STAGELINE_PORT")
    assert for_scripts.stdout == ""


def test_migrating_says_what_it_did(stageline: Stageline, empty_url: str) -> None:
    first = json.loads(stageline("migrate", "--json", database_url=empty_url).stdout)
    second = json.loads(stageline("migrate", "--json", database_url=empty_url).stdout)

    assert (first["before"], second["before"]) == (None, first["now"])


def test_what_was_backed_up_can_be_restored_on_either_engine(
    stageline: Stageline, empty_url: str, sqlite_url: str, tmp_path: Path
) -> None:
    assert stageline("migrate", database_url=empty_url).returncode == 0
    file = str(tmp_path / "backup.db")

    kept = stageline("backup", file, "--json", database_url=empty_url)
    restored = stageline("restore", file, database_url=sqlite_url)

    assert json.loads(kept.stdout)["bytes"] == (tmp_path / "backup.db").stat().st_size
    assert restored.returncode == 0, restored.stderr
    assert json.loads(stageline("doctor", "--json", database_url=sqlite_url).stdout)["is_sound"]


def test_doctor_finds_a_sound_database_sound(stageline: Stageline, empty_url: str) -> None:
    assert stageline("migrate", database_url=empty_url).returncode == 0

    examined = stageline("doctor", "--json", database_url=empty_url)

    assert examined.returncode == 0, examined.stdout
    states = {finding["check"]: finding["state"] for finding in json.loads(examined.stdout)["findings"]}
    assert {"database", "schema", "append-only", "stage history", "consumers", "jobs", "clock"} <= states.keys()
    assert "wrong" not in states.values()


def test_doctor_finds_a_missing_guard(stageline: Stageline, empty_url: str) -> None:
    assert stageline("migrate", database_url=empty_url).returncode == 0
    engine = create_engine(empty_url)
    drop = "DROP TRIGGER events_no_delete" if "sqlite" in empty_url else "DROP TRIGGER events_append_only ON events"
    with engine.begin() as connection:
        connection.execute(text(drop))
    engine.dispose()

    examined = stageline("doctor", "--json", database_url=empty_url)

    assert examined.returncode == 1
    wrong = [finding for finding in json.loads(examined.stdout)["findings"] if finding["state"] == "wrong"]
    assert [finding["check"] for finding in wrong] == ["append-only"]


def test_doctor_finds_what_search_does_not_know_and_migrate_mends_it(stageline: Stageline, empty_url: str) -> None:
    assert stageline("migrate", database_url=empty_url).returncode == 0
    engine = create_engine(empty_url)
    said = "INSERT INTO accounts (id, name, details, created_at, version) VALUES (:id, :name, '{}', :at, 1)"
    at = 0 if "sqlite" in empty_url else "2026-01-01T00:00:00Z"
    with engine.begin() as connection:
        connection.execute(text(said), [{"id": 71, "name": "Acme", "at": at}, {"id": 72, "name": "--", "at": at}])
    engine.dispose()

    def finding() -> tuple[str, str]:
        examined = json.loads(stageline("doctor", "--json", database_url=empty_url).stdout)
        return next((its["state"], its["detail"]) for its in examined["findings"] if its["check"] == "search")

    assert finding() == ("warning", "1 records cannot be found by their words: stageline migrate adds them")
    assert "Search knows 1 more records." in stageline("migrate", database_url=empty_url).stdout
    assert finding() == ("ok", "knows every record")


def test_recounting_targets_says_what_differed(stageline: Stageline, empty_url: str) -> None:
    assert stageline("migrate", database_url=empty_url).returncode == 0
    counted = stageline("targets", "recount", "--json", database_url=empty_url)

    assert counted.returncode == 0, counted.stderr
    assert json.loads(counted.stdout) == {"opportunities": 0, "differences": 0}
    assert "0 opportunities" in stageline("targets", "recount", database_url=empty_url).stdout


@pytest.mark.rule("SG-13")
def test_the_numbers_of_goals_go_out_and_in_as_a_file(stageline: Stageline, empty_url: str, tmp_path: Path) -> None:
    said = ("--email", "rita@northwind.example", "--name", "Rita", "--role", "rep", "--password-stdin")
    stageline("migrate", database_url=empty_url)
    assert stageline("process", "install", database_url=empty_url).returncode == 0
    assert stageline("user", "add", *said, said="moves all day long", database_url=empty_url).returncode == 0
    file, wins = tmp_path / "goals.csv", ("--metric", "won_value", "--currency", "EUR", "--period", "quarter")

    handed_out = stageline("targets", "grid", "export", str(file), *wins, "--year", "2030", database_url=empty_url)
    assert handed_out.returncode == 0, handed_out.stderr
    file.write_text(file.read_text("utf-8-sig").replace(",,,,", ",100,x,,300"))
    rehearsed = stageline("targets", "grid", "import", str(file), *wins, "--dry-run", database_url=empty_url)
    taken = stageline("targets", "grid", "import", str(file), *wins, "--json", database_url=empty_url)

    assert (rehearsed.returncode, taken.returncode) == (3, 3)
    assert rehearsed.stdout.startswith("Of 3 numbers: 2 created, 0 changed, 0 unchanged, 1 refused.")
    assert [(row["row"], row["number"], row["result"]) for row in json.loads(taken.stdout)] == [
        (2, 10_000, "created"), (2, None, "refused"), (2, 30_000, "created"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        (("--metric", "advanced_count", "--stage", "Nowhere"), "stage"),
        (("--metric", "won_count", "--process", "None such"), "process"),
        (("--metric", "won_value"), "currency"),
    ],
)
def test_a_grid_of_what_is_not_clear_is_refused(
    stageline: Stageline, empty_url: str, asked: tuple[str, ...], wrong: str
) -> None:
    stageline("migrate", database_url=empty_url)
    stageline("process", "install", database_url=empty_url)
    refused = stageline("targets", "grid", "export", "goals.csv", *asked, database_url=empty_url)

    assert refused.returncode == 1
    assert f"  {wrong}: " in refused.stderr


def test_rates_are_loaded_from_a_file_again_and_again(stageline: Stageline, empty_url: str, tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("date,USD\n2026-10-30,1.25\n")
    stageline("migrate", database_url=empty_url)

    assert stageline("rates", "load", str(file), "--dry-run", database_url=empty_url).stdout.startswith("1 new")
    first = stageline("rates", "load", str(file), "--json", database_url=empty_url)
    assert json.loads(first.stdout)["new"] == 1
    assert stageline("rates", "load", str(file), database_url=empty_url).stdout == "0 new rates, 1 known already.\n"
    file.write_text("date,USD\n2026-10-30,1.26\n")
    refused = stageline("rates", "load", str(file), database_url=empty_url)
    assert refused.returncode == 1
    assert "  2026-10-30 USD: It is 1.25 already." in refused.stderr


@pytest.mark.rule("SG-60")
def test_the_report_of_targets_is_json_or_a_table(stageline: Stageline, empty_url: str) -> None:
    stageline("migrate", database_url=empty_url)
    for asked in ((), ("--past",)):
        assert stageline("report", "targets", *asked, "--json", database_url=empty_url).stdout == "[]\n"
        assert stageline("report", "targets", *asked, database_url=empty_url).returncode == 0


def test_the_report_of_targets_says_their_pace_in_words(stageline: Stageline, empty_url: str, tmp_path: Path) -> None:
    person = ("--email", "rita@northwind.example", "--name", "Rita", "--role", "rep", "--password-stdin")
    stageline("migrate", database_url=empty_url)
    stageline("user", "add", *person, said="moves all day long", database_url=empty_url)
    file, wins = tmp_path / "goals.csv", ("--metric", "won_count", "--period", "month")
    stageline("targets", "grid", "export", str(file), *wins, database_url=empty_url)
    file.write_text(file.read_text("utf-8-sig").replace(",,,,,,,,,,,,", ",5" * 12))
    stageline("targets", "grid", "import", str(file), *wins, database_url=empty_url)

    [row] = json.loads(stageline("report", "targets", "--json", database_url=empty_url).stdout)
    told = stageline("report", "targets", database_url=empty_url).stdout

    assert row["pace"]["working_days"] == row["pace"]["elapsed_days"] + row["pace"]["days_left"]
    assert "won_count" in told
    assert row["pace"]["state"].replace("_", " ") in told


def test_doctor_makes_no_database(stageline: Stageline, tmp_path: Path) -> None:
    examined = stageline("doctor", data=str(tmp_path / "nowhere"))

    assert examined.returncode == 1
    assert not (tmp_path / "nowhere").exists()


def test_doctor_notices_a_misspelt_setting(stageline: Stageline) -> None:
    examined = stageline("doctor", "--json", prot="8000")

    assert json.loads(examined.stdout)["findings"][0]["detail"] == "unknown: STAGELINE_PROT"
