"""Outcomes, deal roles and role maps over HTTP."""

from typing import Any

import pytest

from tests.builders import MANAGER, OTHER_REP, REP, a_process, an_opportunity, keep
from tests.http.conftest import Web

ROLES = "/opportunities/1/deal-roles"


def with_one(web: Web) -> None:
    process = a_process()
    with web.storage.writing() as work:
        keep(work.connection, process, an_opportunity(process=process))


@pytest.mark.rule("PS-75")
def test_everybody_reads_the_outcomes_and_operations_keep_them(web: Web) -> None:
    listed = web.viewer.get("/outcomes").json()
    assert listed["items"][0] == {
        "code": "talked", "label": "Talked", "activity_types": ["meeting", "call"], "is_contact_made": True,
        "effect": "completes", "is_active": True,
    }  # fmt: skip

    wanted = [{"label": "Praised us", "effect": "follow_up"}, *listed["items"]]
    said = {"version": listed["version"], "items": wanted}
    kept = web.operations.put("/outcomes", json=said)

    assert (kept.status_code, kept.json()["items"][0]["code"]) == (200, "praised_us")
    assert web.rep.get("/outcomes").json() == kept.json()
    assert web.operations.put("/outcomes", json=said).status_code == 409
    assert web.manager.put("/outcomes", json={**said, "version": kept.json()["version"]}).status_code == 403


@pytest.mark.parametrize(
    "item",
    [
        {"label": ""},
        {"label": "x", "effect": "explodes"},
        {"label": "x", "activity_types": ["personal"]},
        {"code": "x"},
    ],
)
def test_outcomes_that_make_no_sense_are_refused(web: Web, item: dict[str, Any]) -> None:
    assert web.operations.put("/outcomes", json={"version": 1, "items": [item]}).status_code == 400
    assert web.operations.get("/outcomes").json()["version"] == 1


@pytest.mark.rule("PS-207")
def test_operations_keep_deal_roles_and_say_who_fills_them(web: Web) -> None:
    with_one(web)
    listed = web.rep.get("/deal-roles").json()
    assert [role["name"] for role in listed["items"]] == ["Finance", "Legal", "Onboarding"]
    wanted = {"version": listed["version"], "items": [*listed["items"], {"name": "Presales"}]}
    assert web.rep.put("/deal-roles", json=wanted).status_code == 403
    assert web.operations.put("/deal-roles", json=wanted).status_code == 200

    maps = [
        {"deal_role": "Presales", "user_id": MANAGER},
        {"deal_role": "Presales", "process_id": 1, "owner_id": REP, "user_id": OTHER_REP},
    ]
    for said in maps:
        assert [event["kind"] for event in web.operations.put("/role-maps", json=said).json()] == ["deal_role.mapped"]

    first = web.operations.get("/role-maps", params={"deal_role": "presales", "limit": 1}).json()
    rest = web.operations.get("/role-maps", params={"cursor": first["next_cursor"]}).json()
    assert web.operations.get("/role-maps", params={"deal_role": "legal"}).json()["items"] == []
    everybody = {"deal_role": "Presales", "process": None, "owner": None, "is_here": True}
    assert first["items"] == [{**everybody, "user": {"id": MANAGER, "name": "Maja Manager"}}]
    assert [(m["process"]["name"], m["owner"]["name"], m["user"]["name"]) for m in rest["items"]] == [
        ("Standard sales", "Rita Rep", "Rolf Rep")
    ]
    assert rest["next_cursor"] is None
    assert web.rep.get("/role-maps", params={"deal_role": "presales"}).status_code == 403
    assert web.rep.put("/role-maps", json=maps[0]).status_code == 403
    assert web.operations.put("/role-maps", json={"deal_role": "Cooking", "user_id": MANAGER}).status_code == 400


@pytest.mark.rule("PS-208")
def test_a_role_is_given_on_one_opportunity_and_told_in_its_timeline(web: Web) -> None:
    with_one(web)
    said = {"deal_role": "Legal", "user_id": MANAGER}

    rehearsed = web.rep.put(ROLES, params={"preview": True}, json=said)
    assert [event["id"] for event in rehearsed.json()] == [None]
    assert web.rep.put(ROLES, json=said).status_code == 200

    filled = {each["deal_role"]: each for each in web.rep.get(ROLES).json()["items"]}
    assert filled["Legal"] == {
        "deal_role": "Legal", "user": {"id": MANAGER, "name": "Maja Manager"}, "by": "opportunity"
    }  # fmt: skip
    assert filled["Finance"]["by"] == "owner"
    [told] = web.rep.get("/opportunities/1/timeline", params={"group": "people"}).json()["items"]
    assert (told["kind"], told["person"]["name"]) == ("opportunity.deal_role_given", "Maja Manager")
    assert web.other_rep.get(ROLES).status_code == 404
    assert web.other_rep.put(ROLES, json=said).status_code == 404
