"""Processes over HTTP."""

from typing import Any

import pytest

from stageline.domain.ids import OpportunityId
from stageline.domain.rights import Access
from stageline.storage.tables import deal_team, users
from tests.agendas import all_actions
from tests.builders import COLLABORATOR, REP, an_opportunity
from tests.definitions import all_rows, have_opportunities, standard_sales
from tests.http.conftest import Web


def definition_in(document: dict[str, Any]) -> dict[str, Any]:
    """What is read can be saved, without what the process is besides."""
    besides = ("id", "state", "revision", "version", "is_default")
    return {name: value for name, value in document.items() if name not in besides}


def saved(web: Web, document: dict[str, Any], **said: Any) -> Any:
    body = {"version": document["version"], "definition": definition_in(document), **said}
    return web.operations.put(f"/processes/{document['id']}/definition", json=body)


@pytest.mark.rule("PS-4")
@pytest.mark.rule("PS-25")
def test_operations_build_publish_and_archive_a_process(web: Web) -> None:
    standard_sales(web.storage)
    created = web.operations.post("/processes", json={"name": "Renewals", "template": "standard_sales"})
    assert (created.status_code, created.json()["state"]) == (201, "draft")
    document = created.json()
    path = f"/processes/{document['id']}"

    document["stages"][0]["name"] = "Remind"
    answer = saved(web, document)
    assert answer.status_code == 200
    assert answer.json()["changes"] == [{"what": "Remind: name", "before": "Identify", "after": "Remind"}]

    checked = web.operations.post(f"{path}/publications?preview=true")
    published = web.operations.post(f"{path}/publications?version={answer.json()['process']['version']}")
    assert (checked.json()["problems"], published.json()["process"]["state"]) == ([], "published")
    assert web.operations.get(path).json()["revision"] == 1

    assert web.operations.put(f"{path}/default").json()["is_default"] is True
    refused = web.operations.put(f"{path}/archive")
    assert (refused.status_code, refused.json()["code"]) == (422, "is_default")
    assert web.operations.put("/processes/1/default").status_code == 200
    assert web.operations.put(f"{path}/archive").json()["state"] == "archived"
    assert web.operations.delete(f"{path}/archive").json()["state"] == "published"
    assert web.operations.delete(path).status_code == 204
    assert web.operations.get(path).status_code == 404


def test_what_is_read_is_what_can_be_saved(web: Web) -> None:
    standard_sales(web.storage)
    document = web.rep.get("/processes/1").json()

    answer = saved(web, document)

    assert (answer.status_code, answer.json()["changes"]) == (200, [])
    assert answer.json()["process"] == document


@pytest.mark.rule("PS-242")
def test_a_published_edit_can_be_previewed_and_read_back(web: Web) -> None:
    process = standard_sales(web.storage)
    have_opportunities(web.storage, an_opportunity("Qualify", process=process))
    document = web.operations.get("/processes/1").json()
    document["stages"][1]["stuck_days"] = 30

    previewed = web.operations.put(
        "/processes/1/definition?preview=true",
        json={"version": document["version"], "definition": definition_in(document), "follow_now": True},
    )
    assert (previewed.status_code, previewed.json()["affected"]) == (200, 1)
    assert web.operations.get("/processes/1").json()["revision"] == 1

    assert saved(web, document).json()["process"]["revision"] == 2
    revisions = web.operations.get("/processes/1/revisions").json()
    assert [r["revision"] for r in revisions["items"]] == [2, 1]
    assert revisions["items"][0]["changes"] == [{"what": "Qualify: stuck days", "before": 21, "after": 30}]
    first = web.operations.get("/processes/1/revisions/1").json()
    assert first["definition"]["stages"][1]["stuck_days"] == 21
    assert web.operations.get("/processes/1/revisions/9").status_code == 404


@pytest.mark.rule("PS-23")
def test_a_refusal_says_what_holds_the_stage_and_what_is_there_now(web: Web) -> None:
    process = standard_sales(web.storage)
    have_opportunities(web.storage, an_opportunity("Propose", process=process))
    document = web.operations.get("/processes/1").json()

    del document["stages"][2]
    in_use = saved(web, document)
    stale = saved(web, {**document, "version": 99})
    wrong = saved(web, {**document, "stages": [{"name": "A", "probability": 100}]})

    assert (in_use.status_code, in_use.json()["code"], in_use.json()["total"]) == (422, "in_use", 1)
    assert in_use.json()["opportunities"] == [{"id": 1, "name": "Solar roof"}]
    assert (stale.status_code, stale.json()["current"]["version"]) == (409, 2)
    assert (wrong.status_code, wrong.json()["missing"][0]["name"]) == (400, "stages[0].probability")


@pytest.mark.parametrize(
    "definition",
    [
        {"name": "x", "stages": [{"name": "A"}] * 61},
        {"name": "x", "stages": [{"name": "A", "criteria": [{"name": "c"}] * 51}]},
        {"name": "x" * 121},
        {"name": "x", "stages": [{"name": "A", "definition": "x" * 20_001}]},
        {"name": "x", "stages": [{"name": "A", "goals": []}]},
        {"name": "x", "stages": [{"name": "A", "type": "maybe"}]},
        {"name": "x", "options": {"undo_minutes": 61}},
        {"name": "x", "stages": [{"name": "A", "criteria": [{"name": "c", "kind": "field", "condition": [1]}]}]},
    ],
)
def test_what_is_too_large_or_cannot_be_read_is_refused(web: Web, definition: dict[str, Any]) -> None:
    standard_sales(web.storage)

    answer = web.operations.put("/processes/1/definition", json={"version": 2, "definition": definition})

    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/problem+json")


@pytest.mark.rule("PS-4")
@pytest.mark.rule("AC-15")
def test_whoever_sells_reads_processes_and_changes_none(web: Web) -> None:
    standard_sales(web.storage)
    draft = web.operations.post("/processes", json={"name": "Draft"}).json()
    before = all_rows(web.storage)

    listed = web.rep.get("/processes").json()["items"]
    assert [(p["name"], p["is_default"], p["is_preselected"]) for p in listed] == [("Standard sales", True, True)]
    assert web.rep.get("/processes/1").status_code == 200
    assert web.rep.get(f"/processes/{draft['id']}").status_code == 404
    body = {"version": 2, "definition": {"name": "x"}}
    answers = [
        web.rep.post("/processes", json={"name": "Mine"}),
        web.rep.put("/processes/1/definition", json=body),
        web.manager.put("/processes/1/definition?preview=true", json=body),
        web.rep.post("/processes/1/publications"),
        web.rep.put("/processes/1/default"),
        web.rep.put("/processes/1/archive"),
        web.rep.delete("/processes/1/archive"),
        web.rep.delete("/processes/1"),
        web.rep.get("/processes/1/revisions"),
    ]

    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(403, "not_allowed")}
    assert {name: rows for name, rows in all_rows(web.storage).items() if name != "sessions"} == {
        name: rows for name, rows in before.items() if name != "sessions"
    }


@pytest.mark.rule("PS-196")
def test_a_guest_reads_only_the_processes_of_the_opportunities_they_are_on(web: Web) -> None:
    process = standard_sales(web.storage)
    have_opportunities(web.storage, an_opportunity("Qualify", process=process, id=OpportunityId(1)))
    guest = web.collaborator

    stranger = [guest.get("/processes/1"), guest.get("/processes/1/revisions"), guest.get("/processes/1/revisions/1")]
    assert [answer.status_code for answer in stranger] == [404, 404, 404]
    assert guest.get("/processes").json()["items"] == []

    row = {"opportunity_id": 1, "user_id": COLLABORATOR, "team_role": "legal", "access": Access.READ.value}
    with web.storage.engines.writing.begin() as connection:
        connection.execute(deal_team.insert(), row)
    assert guest.get("/processes/1").status_code == 200
    assert [p["id"] for p in guest.get("/processes").json()["items"]] == [1]


def test_a_long_list_comes_in_pages(web: Web) -> None:
    for number in range(5):
        web.operations.post("/processes", json={"name": f"Process {number}"})

    first = web.operations.get("/processes?limit=3").json()
    rest = web.operations.get(f"/processes?limit=3&cursor={first['next_cursor']}").json()

    assert [p["name"] for p in first["items"] + rest["items"]] == [f"Process {number}" for number in range(5)]
    assert rest["next_cursor"] is None
    assert web.operations.get("/processes?state=published").json()["items"] == []


def test_the_same_request_twice_creates_one_process(web: Web) -> None:
    key = {"Idempotency-Key": "one"}

    first = web.operations.post("/processes", json={"name": "Renewals"}, headers=key)
    again = web.operations.post("/processes", json={"name": "Renewals"}, headers=key)

    assert (first.status_code, again.status_code, first.json()) == (201, 201, again.json())
    taken = web.operations.post("/processes", json={"name": "renewals"})
    assert (taken.status_code, taken.json()["code"]) == (422, "name_taken")


@pytest.mark.rule("PS-8")
def test_the_process_preselected_is_told_to_each_person(web: Web) -> None:
    standard_sales(web.storage)
    other = web.operations.post("/processes", json={"name": "Renewals", "template": "standard_sales"}).json()
    web.operations.post(f"/processes/{other['id']}/publications")
    with web.storage.engines.writing.begin() as connection:
        connection.execute(users.update().where(users.c.id == REP).values(default_process_id=other["id"]))

    def preselected(browser: Any) -> list[str]:
        return [p["name"] for p in browser.get("/processes").json()["items"] if p["is_preselected"]]

    assert preselected(web.manager) == ["Standard sales"]
    assert preselected(web.rep) == ["Renewals"]


@pytest.mark.rule("PS-32")
@pytest.mark.rule("AC-14")
def test_operations_push_what_a_stage_asks_for_after_a_preview(web: Web) -> None:
    process = standard_sales(web.storage)
    have_opportunities(web.storage, *(an_opportunity("Qualify", process=process, id=OpportunityId(n)) for n in (1, 2)))
    asked = {"stage_id": next(stage.id for stage in process.stages if stage.name == "Qualify")}
    path = f"/processes/{process.id}/actions/push"

    preview = web.operations.post(f"{path}?preview=true", json=asked)
    assert all_actions(web.storage, 1) == []
    pushed = web.operations.post(path, json=asked)

    asks_for = len(next(stage.actions for stage in process.stages if stage.name == "Qualify"))
    assert preview.json()["effects"]["added"] == pushed.json()["effects"]["added"] == 2 * asks_for
    assert (pushed.json()["state"], pushed.json()["opportunities"]) == ("done", 2)
    assert web.operations.get(f"/batches/{pushed.json()['batch_id']}").json()["kind"] == "pushes"
    assert web.rep.post(path, json=asked).status_code == 403
    for wrong, status in (({"stage_id": 999}, 422), ({**asked, "codes": ["nothing"]}, 400), ({}, 400)):
        assert web.operations.post(path, json=wrong).status_code == status
