"""Saved views: kept, shared, changed, refused."""

from typing import Any

import pytest

from stageline.storage.tables import processes, stages
from tests.builders import a_process, keep
from tests.builders_people import number_after
from tests.http.conftest import Web

DEFINITION = {
    "filter": {"status": "open", "stage_id": [1, 2], "closes_to": "2026-12-31", "attention": ["any"], "ready": True},
    "sort": "-amount_minor",
    "columns": ["name", "stage", "amount_minor"],
    "group": "owner",
}


@pytest.fixture
def given(web: Web) -> Web:
    with web.storage.writing() as work:
        keep(work.connection, a_process())
        number_after(work.connection, processes, stages)
    return web


def a_view(web: Web, who: Any = None, **said: Any) -> Any:
    body = {"screen": "list", "name": "This year", "definition": DEFINITION, **said}
    answer = (who or web.rep).post("/views", body)
    assert answer.status_code == 201, answer.json()
    return answer.json()


def names(who: Any, screen: str = "list") -> list[str]:
    return [view["name"] for view in who.get(f"/views?screen={screen}").json()["items"]]


def test_a_view_is_kept_as_it_was_said(given: Web) -> None:
    kept = a_view(given, name="  This   year ")

    [shown] = given.rep.get("/views?screen=list").json()["items"]
    assert shown == kept
    assert shown["definition"] == DEFINITION
    assert (shown["name"], shown["version"], shown["is_mine"], shown["may_change"]) == ("This year", 1, True, True)
    assert names(given.rep, "board") == []


def test_only_shared_views_are_there_for_others(given: Web) -> None:
    private, shared = a_view(given), a_view(given, name="All of ours", is_shared=True)

    assert names(given.rep) == ["All of ours", "This year"]
    assert names(given.viewer) == ["All of ours"]
    for missing in (given.viewer.patch(f"/views/{private['id']}", {"version": 1, "name": "x"}),
                    given.admin.delete(f"/views/{private['id']}")):  # fmt: skip
        assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    assert given.viewer.get("/views?screen=list").json()["items"][0]["may_change"] is False
    assert shared["owner"]["name"] == "Rita Rep"


def test_a_shared_view_is_changed_by_its_owner_and_by_operations(given: Web) -> None:
    view = a_view(given, is_shared=True)
    path = f"/views/{view['id']}"

    by_other = given.other_rep.patch(path, {"version": 1, "name": "Mine now"})
    deleted_by_other = given.other_rep.delete(path)
    by_operations = given.operations.patch(path, {"version": 1, "name": "This quarter"})
    by_owner = given.rep.patch(path, {"version": 2, "is_shared": False, "definition": {}})

    assert (by_other.status_code, deleted_by_other.status_code) == (403, 403)
    assert (by_operations.status_code, by_operations.json()["name"]) == (200, "This quarter")
    assert (by_owner.json()["is_shared"], by_owner.json()["definition"]) == (False, {"filter": {}})
    assert given.rep.delete(path).status_code == 204
    assert names(given.rep) == []


def test_a_name_is_taken_whatever_its_case_but_only_among_ones_own(given: Web) -> None:
    view = a_view(given)

    again = given.rep.post("/views", {"screen": "list", "name": "THIS YEAR"})
    other = a_view(given, name="Other")
    renamed = given.rep.patch(f"/views/{other['id']}", {"version": 1, "name": "this year"})

    assert (again.status_code, again.json()["code"]) == (422, "name_taken")
    assert (renamed.status_code, renamed.json()["code"]) == (422, "name_taken")
    assert given.rep.patch(f"/views/{view['id']}", {"version": 1, "name": "This YEAR"}).status_code == 200
    assert a_view(given, given.other_rep)["name"] == "This year"
    assert a_view(given, screen="board", definition={"sort": "rank"}, process_id=1)["process_id"] == 1


def test_a_view_that_somebody_changed_is_a_conflict(given: Web) -> None:
    view = a_view(given)
    given.rep.patch(f"/views/{view['id']}", {"version": 1, "name": "First"})

    late = given.rep.patch(f"/views/{view['id']}", {"version": 1, "name": "Second"})

    assert (late.status_code, late.json()["code"]) == (409, "conflict")
    assert names(given.rep) == ["First"]


@pytest.mark.parametrize(("definition", "named"), [
    ({"nonsense": 1}, "definition"),
    ({"filter": {"nonsense": 1}}, "definition"),
    ({"filter": {"attention": ["bored"]}}, "definition"),
    ({"sort": "rank"}, "definition.sort"),
    ({"columns": ["name", "custom.nothing"]}, "columns.custom.nothing"),
    ({"group": "weather"}, "definition"),
])  # fmt: skip
def test_what_a_screen_cannot_show_is_not_kept(given: Web, definition: Any, named: str) -> None:
    refused = given.rep.post("/views", {"screen": "list", "name": "Odd", "definition": definition})

    assert (refused.status_code, refused.json()["code"][:8]) == (400, "invalid_")
    assert named in " ".join(missing["name"] for missing in refused.json()["missing"])
    assert names(given.rep) == []


def test_a_condition_is_looked_at_and_a_column_of_a_custom_field_is_known(given: Web) -> None:
    given.admin.post("/custom-fields", {"label": "Region", "type": "text"})
    condition = {"field": "custom.region", "is": "is_filled"}

    wrong = given.rep.post(
        "/views", {"screen": "list", "name": "x", "definition": {"filter": {"condition": {"field": "y"}}}}
    )
    kept = a_view(given, definition={"filter": {"condition": condition}, "columns": ["name", "custom.region"]})

    assert (wrong.status_code, wrong.json()["code"]) == (400, "invalid_condition")
    assert kept["definition"]["filter"]["condition"] == condition


def test_a_view_of_no_process_is_refused_and_goes_with_its_process(given: Web) -> None:
    draft = given.operations.post("/processes", {"name": "Next year", "template": "standard_sales"}).json()["id"]
    board = {"screen": "board", "name": "Drafted", "process_id": draft}

    by_rep = given.rep.post("/views", board)
    nowhere = given.rep.post("/views", {**board, "process_id": 99})
    by_operations = given.operations.post("/views", board)

    assert [(a.status_code, a.json()["missing"][0]["name"]) for a in (by_rep, nowhere)] == [(400, "process_id")] * 2
    assert by_operations.status_code == 201
    assert given.operations.delete(f"/processes/{draft}").status_code < 300
    assert names(given.operations, "board") == []
