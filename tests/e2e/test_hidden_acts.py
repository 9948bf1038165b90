"""The page hides what one may not do; whoever asks for it anyway, past the page, is refused and changes nothing."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.acting import call, card
from tests.e2e.conftest import Site

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("storage", ["sqlite"], indirect=True)]

# What stands on the record for whoever may do it.
BUTTONS = ("Complete stage", "Edit", "Won", "Confirm")


def asked_anyway(page: Page, number: int) -> dict[str, tuple[str, str, Any]]:
    """The same acts as requests."""
    shown = call(page, "GET", f"/opportunities/{number}").json()
    stages = call(page, "GET", f"/processes/{shown['process']['id']}").json()["stages"]
    won = next(stage["id"] for stage in stages if stage["type"] == "won")
    criteria = call(page, "GET", f"/opportunities/{number}/guidance").json()["criteria"]
    manual = next(criterion["id"] for criterion in criteria if criterion["kind"] == "manual")
    version = {"version": shown["version"]}
    deal = f"/opportunities/{number}"
    return {
        "Complete stage": ("POST", f"{deal}/moves", {**version, "stage_id": stages[1]["id"], "acknowledge_gaps": True}),
        "Edit": ("PATCH", deal, {**version, "fields": {"amount_minor": 1}}),
        "Won": ("POST", f"{deal}/moves", {**version, "stage_id": won, "acknowledge_gaps": True}),
        "Confirm": ("PUT", f"{deal}/criteria/{manual}/confirmation", {"note": "Said so"}),
        "a note": ("POST", f"{deal}/notes", {"body": "Mine."}),
        "New opportunity": ("POST", "/opportunities", {"fields": {"name": "Mine"}}),
        "Owner": ("POST", "/assignments", {"owner_id": 1, "opportunities": [{"id": number}]}),
    }


@pytest.mark.parametrize("who", ["viktor", "rosa"])
def test_whoever_may_only_read_a_deal_finds_no_way_to_change_it(site: Site, who: str) -> None:
    mara = site.open_page("mara")
    number = int(card(mara, "Fleet portal").get_attribute("data-card") or 0)
    people = call(mara, "GET", "/users").json()["items"]
    [theirs] = [person["id"] for person in people if person["name"].lower().startswith(who)]
    assert call(mara, "PUT", f"/opportunities/{number}/team/{theirs}", {"team_role": "legal", "access": "read"}).ok
    reader = site.open_page(who)
    before = call(mara, "GET", f"/opportunities/{number}").json()

    reader.goto(f"{site.address}/opportunities/{number}")
    expect(reader.get_by_role("heading", name="Fleet portal")).to_be_visible()
    expect(reader.get_by_role("link", name="Opportunities")).to_be_visible()
    expect(reader.get_by_role("link", name="Goals")).to_have_count(0)

    for name in (*BUTTONS, "New opportunity"):
        expect(reader.get_by_role("button", name=name, exact=True)).to_have_count(0)
    for name, (method, path, body) in asked_anyway(reader, number).items():
        answer = call(reader, method, path, body)
        assert answer.status in {403, 404}, (name, answer.status, answer.text())
    assert call(mara, "GET", f"/opportunities/{number}").json() == before


def test_its_owner_has_them_all_before_her(site: Site) -> None:
    mara = site.open_page("mara")
    expect(mara.get_by_role("button", name="New opportunity")).to_be_visible()
    number = int(card(mara, "Fleet portal").get_attribute("data-card") or 0)
    mara.goto(f"{site.address}/opportunities/{number}")

    for name in BUTTONS:
        expect(mara.get_by_role("button", name=name).first).to_be_visible()
    method, path, body = asked_anyway(mara, number)["Edit"]
    assert call(mara, method, path, body).ok


def test_a_rep_is_offered_no_other_owner_and_refused_when_asking_for_one(site: Site) -> None:
    mara = site.open_page("mara")
    first = card(mara, "Fleet portal")
    first.focus()
    mara.keyboard.press("x")
    bar = mara.get_by_role("region", name="Selected deals")
    expect(bar.get_by_role("button", name="Move").first).to_be_visible()

    expect(bar.get_by_role("button", name="Owner")).to_have_count(0)
    method, path, body = asked_anyway(mara, int(first.get_attribute("data-card") or 0))["Owner"]
    assert call(mara, method, path, body).status == 403
