"""Real files come over whole, and what is read back is what others have counted in them."""

import json
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import func, select

from stageline.cli import run
from stageline.commands.organisation import found_organisation
from stageline.commands.people.users import add_user
from stageline.domain.rights import Role
from stageline.http.app import create_app
from stageline.storage.engine import open_engines
from stageline.storage.schema import bring_up_to_date
from stageline.storage.tables import events, opportunities, stage_history, stages
from stageline.storage.unit_of_work import Storage
from tests.builders import LONG_AGO
from tests.builders_people import PASSWORD_HASH, Browser, a_session, by_system
from tests.conftest import another_database
from tests.mappings import LOANS, MAVEN, SALESFORCE

DATA = Path(__file__).parents[2].parent / "shared" / "data"
MAVEN_FILES = ("maven-crm/sales_pipeline.csv", "maven-crm/sales_teams.csv")
LOAN_FILES = ("bpi2012-dev/cases.csv", "bpi2012-dev/stage_history.csv")

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="There is no ../shared/data beside this checkout")


@dataclass
class Imported:
    """Both sets in one organisation. `maven` and `loans` are what the import said of them."""

    storage: Storage
    folder: Path
    url: str
    maven: Mapping[str, Any]
    loans: Mapping[str, Any]

    def stageline(self, *arguments: str, code: int = 0) -> Any:
        return stageline(self.url, *arguments, code=code)

    def api(self, path: str, **asked: str) -> Any:
        """What operations read."""
        with TestClient(create_app(self.storage), raise_server_exceptions=False) as client:
            answer = Browser(client, *a_session(self.storage, self.reader)).get(path, params=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    @property
    def reader(self) -> Any:
        with self.storage.writing(preview=True) as work:
            found = work.people.find_by_email("olga@northwind.example")
        assert found is not None
        return found.id


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def imported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    folder = tmp_path_factory.mktemp("imported")
    if request.param == "sqlite":
        yield from importing(f"sqlite:///{folder / 'stageline.db'}", folder)
    else:
        for url in another_database(request.getfixturevalue("postgresql_url")):
            yield from importing(url, folder)


def importing(url: str, folder: Path) -> Iterator[Imported]:
    engines = open_engines(url)
    bring_up_to_date(engines)
    storage = Storage(engines)
    said = {"name": "Olga", "email": "olga@northwind.example", "roles": (Role.OPERATIONS,), "can_own": False}
    with storage.writing() as work:
        found_organisation(work, name="Northwind", zone="Europe/Amsterdam", currency="EUR", at=LONG_AGO)
        add_user(work, said, password_hash=PASSWORD_HASH, by=by_system(), at=LONG_AGO)
    (folder / "maven.json").write_text(json.dumps(MAVEN))
    (folder / "loans.json").write_text(json.dumps(LOANS))
    maven = stageline(url, *importing_of("maven", MAVEN_FILES, folder))
    loans = stageline(url, *importing_of("loans", LOAN_FILES, folder), "--as", "olga@northwind.example")
    yield Imported(storage, folder, url, maven, loans)
    engines.dispose()


def importing_of(name: str, files: tuple[str, ...], folder: Path) -> tuple[str, ...]:
    paths = (str(DATA / file) for file in files)
    return ("import", "opportunities", *paths, "--mapping", str(folder / f"{name}.json"), "--json")


def stageline(url: str, *arguments: str, code: int = 0) -> Any:
    """What the command prints as JSON."""
    with pytest.MonkeyPatch.context() as environment, redirect_stdout(StringIO()) as printed:
        environment.setenv("STAGELINE_DATABASE_URL", url)
        assert run(arguments) == code
    return json.loads(printed.getvalue())


def facts(name: str) -> Any:
    return json.loads((DATA / name / "facts.json").read_text())


def of(currency: str, report: list[dict[str, Any]]) -> dict[str, Any]:
    return next(one for one in report if one["currency"] == currency)


def counted(rows: list[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    """The rows with anything in them."""
    return {row["key"]: (row["count"], int(row["amount"])) for row in rows if row["count"]}


def expected(counts: Mapping[str, Mapping[str, int]], value: str = "won_value") -> dict[str, tuple[int, int]]:
    return {key: (one["won_count"], one[value]) for key, one in counts.items() if one["won_count"]}


def test_every_row_comes_over(imported: Imported) -> None:
    assert imported.maven["counts"] | {"people": 35} == {
        "new": 8800, "updated": 0, "unchanged": 0, "repeated": 0, "conflicts": 0, "rejected": 0, "people": 35,
        "accounts": 0,
    }  # fmt: skip
    assert imported.loans["counts"]["new"] == facts("bpi2012-dev")["cases"]
    assert imported.loans["rejected"] == []


def test_what_was_won_is_what_the_facts_say(imported: Imported) -> None:
    report = imported.api("/reports/won")

    maven, loans = facts("maven-crm"), facts("bpi2012-dev")
    assert of("USD", report)["count"] == maven["stage_counts"]["Won"]
    assert of("USD", report)["amount"] == str(maven["won_value_total"])
    assert of("EUR", report)["count"] == loans["won_count"]
    assert of("EUR", report)["amount"] == str(loans["won_amount"])
    assert report == imported.stageline("report", "won", "--json")


def test_wins_stand_with_whoever_owned_them_then(imported: Imported) -> None:
    report = imported.api("/reports/won", by="owner")

    maven, loans = facts("maven-crm"), facts("bpi2012-dev")
    assert counted(of("USD", report)["rows"]) == expected(maven["per_agent"])
    assert counted(of("EUR", report)["rows"]) == expected(loans["won_by_closing_resource"], "won_amount")


def test_people_who_own_nothing_stand_there_with_zeros(imported: Imported) -> None:
    rows = {row["key"]: row for row in of("USD", imported.api("/reports/won", by="owner"))["rows"]}

    idle = facts("maven-crm")["agents_in_teams_without_opportunities"]
    assert [rows[name] for name in idle] == [{"key": name, "count": 0, "amount": "0"} for name in idle]
    assert "Dustin Brinkmann" not in rows


def test_wins_stand_on_the_day_they_closed(imported: Imported) -> None:
    by_month, by_quarter = (imported.api("/reports/won", by=by) for by in ("month", "quarter"))

    maven, loans = facts("maven-crm"), facts("bpi2012-dev")
    assert counted(of("USD", by_month)["rows"]) == expected(maven["won_by_month"])
    assert counted(of("EUR", by_month)["rows"]) == expected(loans["closed_by_month"], "won_amount")
    assert counted(of("USD", by_quarter)["rows"]) == expected(maven["won_by_quarter"])


def test_each_agent_s_wins_of_each_quarter_and_month_are_right(imported: Imported) -> None:
    agents = facts("maven-crm")["per_agent"]
    months = {f"2017-{month:02}": (f"2017-{month:02}-01", f"2017-{month:02}-28") for month in (2, 3)}
    quarters = {"2017-Q2": ("2017-04-01", "2017-06-30"), "2017-Q4": ("2017-10-01", "2017-12-31")}
    months["2017-03"] = ("2017-03-01", "2017-03-31")

    for kind, periods in (("by_month", months), ("by_quarter", quarters)):
        for period, (first, last) in periods.items():
            report = imported.api("/reports/won", by="owner", **{"from": first, "to": last})
            wanted = {name: one[kind][period] for name, one in agents.items() if period in one[kind]}
            assert (counted(of("USD", report)["rows"]) if wanted else report[0]["count"]) == (expected(wanted) or 0)


def test_wins_stand_with_managers_accounts_and_products(imported: Imported) -> None:
    by = {key: of("USD", imported.api("/reports/won", by=key))["rows"] for key in ("manager", "custom.product", "team")}

    maven = facts("maven-crm")
    assert counted(by["manager"]) == expected(maven["won_by_manager"])
    assert counted(by["custom.product"]) == expected(maven["won_by_product_as_spelled"])
    assert counted(by["team"])["West (Summer Sewald)"] == counted(by["manager"])["Summer Sewald"]


def test_stays_last_as_long_as_the_facts_say(imported: Imported) -> None:
    rows = {row.pop("stage"): row for row in imported.api("/reports/time-in-stage")}

    assert {name: rows[name] for name in rows if name.startswith("A_")} == facts("bpi2012-dev")[
        "time_in_stage_completed_stays"
    ]
    closed = facts("maven-crm")["days_to_close"]["won_and_lost"]
    assert rows["Engaging"]["n"] == closed["n"]
    assert rows["Engaging"]["median_days"] == closed["median"]
    assert round(rows["Engaging"]["mean_days"], 4) == closed["mean"]
    assert imported.stageline("report", "time-in-stage", "--json")[-1]["stage"] == "A_FINALIZED"


def test_what_is_open_stands_in_the_pipeline(imported: Imported) -> None:
    report = imported.api("/reports/pipeline")

    counts = facts("maven-crm")["stage_counts"]
    assert [row["count"] for row in of("USD", report)["rows"][:2]] == [counts["Prospecting"], counts["Engaging"]]
    assert [one["currency"] for one in report] == ["USD"]
    assert report == imported.stageline("report", "pipeline", "--json")


@pytest.mark.rule("PS-181")
def test_only_what_has_no_date_is_estimated(imported: Imported) -> None:
    estimated = entries(imported.storage, stage_history.c.is_estimated)

    assert estimated == {"Prospecting": 500}


@pytest.mark.rule("PS-172", "PS-176")
def test_the_history_is_what_the_log_says(imported: Imported) -> None:
    wanted = facts("bpi2012-dev")
    entered = entries(imported.storage, stages.c.name.like("A%"))
    left = transitions(imported.storage)

    assert entered == wanted["entries_per_activity"]
    assert {f"{a} -> {b}": n for (a, b, _), n in left.items()} == wanted["transitions"]
    assert {kind for (a, b, kind) in left if a in WON and b in WON} == {"correct"}


WON = {"A_APPROVED", "A_REGISTERED", "A_ACTIVATED"}


def entries(storage: Storage, condition: Any) -> dict[str, int]:
    asked = (
        select(stages.c.name, func.count().label("count_of"))
        .join(stage_history, stage_history.c.to_stage_id == stages.c.id)
        .where(condition)
        .group_by(stages.c.name)
    )
    with storage.reading() as connection:
        return {row.name: row.count_of for row in connection.execute(asked)}


def transitions(storage: Storage, left: str = "A%") -> dict[tuple[str, str, str], int]:
    columns = (stage_history.c.from_stage_name, stage_history.c.to_stage_name, stage_history.c.move_kind)
    asked = select(*columns, func.count()).where(stage_history.c.from_stage_name.like(left)).group_by(*columns)
    with storage.reading() as connection:
        return {(a, b, kind): count for a, b, kind, count in connection.execute(asked)}


def test_the_same_files_again_change_nothing(imported: Imported) -> None:
    before = rows_kept(imported.storage)

    again = imported.stageline(*importing_of("maven", MAVEN_FILES, imported.folder))
    history = imported.stageline(*importing_of("loans", LOAN_FILES, imported.folder))

    assert (again["counts"]["unchanged"], history["counts"]["unchanged"]) == (8800, 5333)
    assert (again["batch_id"], history["batch_id"]) == (None, None)
    assert rows_kept(imported.storage) == before


def rows_kept(storage: Storage) -> list[int]:
    with storage.reading() as connection:
        return [connection.scalar(select(func.count()).select_from(t)) or 0 for t in (events, opportunities)]


@pytest.mark.rule("PS-175")
def test_outcomes_are_won_or_lost_as_they_were(imported: Imported) -> None:
    asked = (
        select(stages.c.name, func.count(), func.sum(opportunities.c.amount_minor))
        .join(opportunities, opportunities.c.stage_id == stages.c.id)
        .where(stages.c.type == "lost", opportunities.c.currency == "EUR")
        .group_by(stages.c.name)
    )
    with imported.storage.reading() as connection:
        lost = {f"lost:{name}": count for name, count, _ in connection.execute(asked)}

    outcome = facts("bpi2012-dev")["outcome"]
    assert lost | {"won": outcome["won"]} == outcome


@pytest.mark.parametrize("style", ["us-report-style", "weekly-export-style"])
def test_exports_of_salesforce_come_over(storage: Storage, tmp_path: Path, style: str) -> None:
    url = storage.engines.writing.url.render_as_string(hide_password=False)
    files = sorted(
        f"salesforce-sample/{style}/{path.name}"
        for path in (DATA / "salesforce-sample" / style).iterdir()
        if path.name.casefold() in ("opportunity.csv", "opportunityhistory.csv", "account.csv")
    )
    (tmp_path / "salesforce.json").write_text(json.dumps(SALESFORCE))

    imported = stageline(url, *importing_of("salesforce", tuple(files), tmp_path))

    wanted = facts("salesforce-sample")[style]
    (won,) = stageline(url, "report", "won", "--by", "stage", "--json")
    (pipeline,) = stageline(url, "report", "pipeline", "--json")
    assert imported["counts"]["new"] == wanted["opportunities"]
    assert (won["count"], won["amount"]) == (wanted["stage_counts"]["Closed Won"], wanted["won_amount"])
    assert (pipeline["count"], pipeline["amount"]) == (wanted["open_count"], wanted["open_amount"])
    assert {f"{a} -> {b}": n for (a, b, _), n in transitions(storage, "%").items()} == wanted["transitions"]
