"""Contacts and accounts: found, kept, and not there for whoever may not use them."""

from typing import Any

import pytest

from tests.http.conftest import Web

IDA = {"name": "Ida Okafor", "email": "ida@tailwind.example", "account_id": 1}


def names(answer: Any) -> list[str]:
    return [item["name"] for item in answer.json()["items"]]


def test_a_contact_is_kept_with_its_account(web: Web) -> None:
    added = web.rep.post("/contacts", IDA)

    assert (added.status_code, added.json()["account"]) == (201, {"id": 1, "name": "Tailwind Logistics"})
    assert web.other_rep.get(f"/contacts/{added.json()['id']}").json() == added.json()


def test_a_list_is_searched_by_any_part_whatever_its_case(web: Web) -> None:
    rep = web.rep
    for name in ("Änne Berg", "Bo 100%", "Zoë Berger"):
        rep.post("/contacts", {"name": name})

    assert names(rep.get("/contacts", params={"q": "ÄNNE"})) == ["Änne Berg"]
    assert names(rep.get("/contacts", params={"q": "0%"})) == ["Bo 100%"]
    assert names(rep.get("/contacts", params={"q": "_"})) == []
    assert names(rep.get("/accounts", params={"q": "wind"})) == ["Tailwind Logistics"]


def test_a_contact_is_found_by_its_account(web: Web) -> None:
    web.rep.post("/contacts", IDA)

    assert names(web.rep.get("/contacts", params={"q": "tailwind log"})) == ["Ida Okafor"]
    assert names(web.rep.get("/contacts", params={"account_id": 1})) == ["Ida Okafor"]
    assert names(web.rep.get("/contacts", params={"account_id": 2})) == []


def test_a_list_is_read_page_by_page(web: Web) -> None:
    rep = web.rep
    for number in range(5):
        rep.post("/contacts", {"name": f"Same name {number % 2}"})

    seen: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        page = rep.get("/contacts", params={"limit": 2, **cursor}).json()
        seen += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}

    assert len(seen) == len(set(seen)) == 5


def test_a_change_names_the_version_it_was_made_on(web: Web) -> None:
    rep = web.rep
    number = rep.post("/accounts", {"name": "Nova", "website": "https://nova.example"}).json()["id"]

    changed = rep.patch(f"/accounts/{number}", {"version": 1, "website": None})
    stale = rep.patch(f"/accounts/{number}", {"version": 1, "name": "Nova B.V."})

    assert (changed.json()["website"], changed.json()["name"], changed.json()["version"]) == (None, "Nova", 2)
    assert (stale.status_code, stale.json()["code"], stale.json()["current"]) == (409, "conflict", {"version": 2})


def test_an_account_that_nobody_has_is_refused_by_name(web: Web) -> None:
    answer = web.rep.post("/contacts", {**IDA, "account_id": 404})

    assert (answer.status_code, answer.json()["missing"][0]["name"]) == (400, "account_id")
    assert web.rep.post("/contacts", {"name": "  "}).json()["missing"][0]["name"] == "name"


@pytest.mark.rule("AC-117", "PS-196")
@pytest.mark.parametrize("who", ["collaborator", "viewer"])
def test_whoever_may_not_use_contacts_finds_none(web: Web, who: str) -> None:
    number = web.rep.post("/contacts", IDA).json()["id"]
    browser = getattr(web, who)

    for answer in (
        browser.get("/contacts"),
        browser.get(f"/contacts/{number}"),
        browser.post("/contacts", IDA),
        browser.patch(f"/contacts/{number}", {"version": 1, "name": "Somebody"}),
        browser.get("/accounts"),
        browser.get("/accounts/1"),
        browser.post("/accounts", {"name": "Nova"}),
        browser.patch("/accounts/1", {"version": 1, "name": "Nova"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert web.rep.get(f"/contacts/{number}").json()["name"] == "Ida Okafor"
