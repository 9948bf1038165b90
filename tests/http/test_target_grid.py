"""Sales goals of many people as a file for spreadsheets, out and in, over HTTP."""

from typing import Any

import pytest

from tests.builders import MANAGER, OTHER_REP, REP, a_process, keep
from tests.definitions import all_rows
from tests.http.conftest import Web
from tests.teams import lead

WINS = {"metric": "won_count"}
VALUE = {"metric": "won_value", "currency": "EUR"}
NEXT_YEAR = "from 2030-01-01"


@pytest.fixture
def sales(web: Web) -> Web:
    """Rita is of Maja's team; Rolf is nobody's."""
    with web.storage.writing() as work:
        keep(work.connection, a_process())
        lead(work.connection, MANAGER, REP)
    return web


def kept(sales: Web) -> Any:
    return {name: rows for name, rows in all_rows(sales.storage).items() if name != "sessions"}


@pytest.mark.rule("SG-12", "SG-13", "SG-52")
def test_a_manager_takes_the_file_fills_it_and_hands_it_in(sales: Web) -> None:
    year = {"year": "2030"}
    handed_out = sales.manager.get("/targets/grid.csv", params={**VALUE, **year, "period_type": "quarter"})
    assert handed_out.headers["content-type"] == "text/csv; charset=utf-8"
    assert handed_out.headers["content-disposition"] == 'attachment; filename="goals-2030.csv"'
    head, *rows = handed_out.text.removeprefix("\ufeff").splitlines()
    assert head == "Person,User id,from 2030-01-01,from 2030-04-01,from 2030-07-01,from 2030-10-01"
    [ritas] = [row for row in rows if f",{REP}," in row]

    filled = "\n".join([head, ritas.replace(",,,,", ",100,200.5,,300"), f"Rolf,{OTHER_REP},1,,,"])
    asked = {**VALUE, "period_type": "quarter", "csv": filled}
    before = kept(sales)
    previewed = sales.manager.post("/targets/grid?preview=true", asked).json()
    assert kept(sales) == before
    answer = sales.manager.post("/targets/grid", asked).json()

    assert answer["counts"] == previewed["counts"] == {"created": 3, "changed": 0, "unchanged": 0, "refused": 1}
    assert [(cell["row"], cell["column"], cell["number"]) for cell in answer["items"]][:2] == [
        (2, "from 2030-01-01", 10_000), (2, "from 2030-04-01", 20_050),
    ]  # fmt: skip
    first, *_, refused = answer["items"]
    assert (first["starts_on"], first["last_on"]) == ("2030-01-01", "2030-03-31")
    assert (refused["row"], refused["person"], refused["starts_on"]) == (3, "Rolf", None)
    assert (refused["result"], refused["problem"]["code"]) == ("refused", "not_found")
    again = sales.manager.get("/targets/grid.csv", params={**VALUE, **year, "period_type": "quarter"}).text
    assert f",{REP},100,200.5,100,300" in again


def test_a_broken_file_is_refused_by_what_is_wrong_and_does_nothing(sales: Web) -> None:
    before = kept(sales)
    answer = sales.manager.post("/targets/grid", {**WINS, "csv": f"User id,{NEXT_YEAR},{NEXT_YEAR}\n{REP},1\n"})

    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid_grid"
    assert [missing["name"] for missing in answer.json()["missing"]] == [NEXT_YEAR, "row 2"]
    assert kept(sales) == before


@pytest.mark.parametrize("asked", [{"metric": "won_value"}, {**WINS, "year": "1900"}, {**WINS, "currency": "EUR"}])
def test_a_grid_of_what_makes_no_goal_is_not_handed_out(sales: Web, asked: dict[str, str]) -> None:
    assert sales.manager.get("/targets/grid.csv", params=asked).status_code == 400


def test_who_may_set_nothing_gets_nobody(sales: Web) -> None:
    assert sales.viewer.get("/targets/grid.csv", params=WINS).text.splitlines()[1:] == []
