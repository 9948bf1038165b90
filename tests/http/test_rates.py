"""Exchange rates over HTTP, and goals that convert by them."""

from typing import Any

import pytest

from tests.builders import REP, a_process, keep
from tests.definitions import all_rows
from tests.http.conftest import Web

FILE = "date,USD,GBP\n2026-10-30,1.25,0.80\n2026-10-29,1.2,0.8\n"
VALUE = {"metric": "won_value", "number": 100, "currency": "EUR"}


@pytest.fixture
def sales(web: Web) -> Web:
    with web.storage.writing() as work:
        keep(work.connection, a_process())
    return web


def kept(sales: Web) -> Any:
    return {name: rows for name, rows in all_rows(sales.storage).items() if name != "sessions"}


def test_operations_load_rates_and_everybody_reads_those_of_a_day(sales: Web) -> None:
    loaded = sales.operations.post("/rates", {"csv": FILE})

    assert loaded.json() == {"new": 4, "unchanged": 0, "first_on": "2026-10-29", "last_on": "2026-10-30"}
    shown = sales.rep.get("/rates", params={"on": "2026-11-01"}).json()["items"]
    assert shown == [
        {"currency": "GBP", "per_euro": "0.80", "published_on": "2026-10-30"},
        {"currency": "USD", "per_euro": "1.25", "published_on": "2026-10-30"},
    ]
    assert sales.rep.get("/rates", params={"on": "2026-10-01"}).json() == {"items": []}


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [("nonsense", 400, "invalid_rates"), ("date,USD\n2026-10-30,1.26\n", 422, "rate_differs")],
)
def test_what_cannot_be_taken_is_refused_and_leaves_no_trace(sales: Web, text: str, status: int, code: str) -> None:
    sales.operations.post("/rates", {"csv": FILE})
    before = kept(sales)
    refused = sales.operations.post("/rates", {"csv": text})

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert sales.rep.post("/rates", {"csv": FILE}).status_code == 403
    assert kept(sales) == before


@pytest.mark.rule("SG-5", "SG-8")
def test_a_goal_says_whether_it_converts_and_one_that_does_is_no_twin_of_one_that_does_not(sales: Web) -> None:
    plain = sales.admin.post("/targets", {**VALUE, "user_id": REP})
    converting = sales.admin.post("/targets", {**VALUE, "user_id": REP, "conversion": True})
    twin = sales.admin.post("/targets", {**VALUE, "user_id": REP, "conversion": True})

    assert [answer.json()["conversion"] for answer in (plain, converting)] == [False, True]
    assert (twin.status_code, twin.json()["code"]) == (422, "target_exists")
    refused = sales.admin.post("/targets", {"metric": "won_count", "number": 1, "conversion": True})
    assert [missing["name"] for missing in refused.json()["missing"]] == ["conversion"]
