"""Winning draws the line to its end, whichever way it was won; and a lost deal is followed by a new one."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.acting import call, card, press
from tests.e2e.conftest import Site
from tests.e2e.test_board import a_process

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("storage", ["sqlite"], indirect=True)]


@pytest.fixture
def process_id(site: Site) -> int:
    return a_process(site.open_page("karim"), "Renewals", 2)


def with_deals(page: Page, process_id: int, *names: str) -> list[int]:
    """On the board of a process that asks for nothing on the way."""
    account = call(page, "POST", "/accounts", {"name": "Acme"}).json()["id"]
    made: list[Any] = []
    for name in names:
        fields = {"name": name, "account_id": account, "amount_minor": 90_000}
        made.append(call(page, "POST", "/opportunities", {"process_id": process_id, "fields": fields}))
    page.goto(f"{page.evaluate('location.origin')}/board/{process_id}")
    card(page, names[0]).wait_for()
    return [each.json()["opportunity_id"] for each in made]


def line(where: Page | Locator) -> Locator:
    return where.locator("[data-won-line]")


def close_as(page: Page, stage: str, reason: str) -> None:
    page.get_by_role("menuitem", name=re.compile(stage)).click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("combobox", name="Reason for closing").click()
    page.get_by_role("option", name=reason).click()
    page.keyboard.press("Control+Enter")
    expect(sheet).to_have_count(0)


@pytest.mark.rule("PS-103")
def test_a_deal_that_is_won_draws_the_line_to_its_end_and_no_other_move_does(site: Site, process_id: int) -> None:
    mara = site.open_page("mara")
    with_deals(mara, process_id, "Big deal", "Small deal")

    card(mara, "Small deal").focus()
    press(mara, "m")
    close_as(mara, "Lost", "Price")
    expect(mara.get_by_role("listitem").filter(has_text="Small deal moved to Lost")).to_be_visible()
    expect(line(mara)).to_have_count(0)

    card(mara, "Big deal").focus()
    press(mara, "m")
    close_as(mara, "Won", "Price")
    won = mara.get_by_role("listitem").filter(has_text="Big deal moved to Won")
    expect(line(won)).to_be_visible()
    won.get_by_role("button", name="Undo").click()
    expect(card(mara, "Big deal")).to_be_visible()
    expect(line(mara)).to_have_count(0)


@pytest.mark.rule("PS-103")
def test_many_that_are_won_at_once_draw_it_once(site: Site, process_id: int) -> None:
    mara = site.open_page("mara")
    with_deals(mara, process_id, "Big deal", "Small deal")
    card(mara, "Big deal").focus()
    press(mara, "Control+a")

    mara.get_by_role("region", name="Selected deals").get_by_role("button", name="Close", exact=True).click()
    sheet = mara.get_by_role("dialog")
    sheet.get_by_role("combobox", name="Closed as").click()
    mara.get_by_role("option", name="Won").click()
    reason = sheet.get_by_role("combobox", name="Why it was won")
    expect(reason).to_have_accessible_description("required")
    reason.click()
    mara.get_by_role("option").first.click()
    mara.keyboard.press("Control+Enter")
    sheet.get_by_role("button", name="Close 2 deals").click()

    expect(sheet.get_by_text("2 of 2 changed.")).to_be_visible()
    expect(line(sheet)).to_have_count(1)


@pytest.mark.rule("PS-174")
def test_after_a_long_time_a_new_deal_is_offered_that_follows_the_lost_one(site: Site, process_id: int) -> None:
    mara = site.open_page("mara")
    [number] = with_deals(mara, process_id, "Big deal")
    card(mara, "Big deal").focus()
    press(mara, "m")
    close_as(mara, "Lost", "Price")
    mara.goto(f"{site.address}/opportunities/{number}")
    expect(mara.get_by_text("Lost today. Read-only.")).to_be_visible()
    anew = mara.get_by_role("button", name="Start a new deal")
    expect(anew).to_have_count(0)

    version = call(mara, "GET", f"/opportunities/{number}").json()["version"]
    fields = {"version": version, "reason": "So it was.", "fields": {"actual_close_on": "2025-03-03"}}
    kept = call(site.open_page("helen"), "PATCH", f"/opportunities/{number}", fields)
    assert kept.ok, kept.text()
    expect(mara.get_by_text("Are they back?")).to_be_visible()
    anew.click()

    mara.wait_for_url(lambda url: not url.endswith(f"/{number}"))
    expect(mara.get_by_text("Are they back?")).to_have_count(0)
    mara.get_by_role("button", name=re.compile("began it in Stage 1")).click()
    expect(mara.get_by_role("link", name="Big deal")).to_have_attribute("href", f"/opportunities/{number}")
    assert call(mara, "GET", f"/opportunities/{number}").json()["status"] == "lost"
