"""The board as a place to work: its order, its columns, its filters, and boards of any size."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.acting import call, card, column, press
from tests.e2e.conftest import Site

pytestmark = pytest.mark.slow


def names(where: Locator) -> list[str]:
    return where.get_by_role("article").get_by_role("link").all_inner_texts()


def drag_below(page: Page, what: Locator, other: Locator) -> None:
    """As a hand does it: in steps, with a rest at the end."""
    start, end = what.bounding_box(), other.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 60, start["y"] + 60)
    page.mouse.down()
    page.mouse.move(start["x"] + 66, start["y"] + 70, steps=5)
    page.wait_for_timeout(300)
    page.mouse.move(end["x"] + 66, end["y"] + end["height"] * 0.8, steps=15)
    page.wait_for_timeout(500)
    page.mouse.up()


def a_process(page: Page, name: str, stages: int) -> int:
    """Published, with so many open stages; made by whoever is signed in."""
    open_stages = [
        {"name": f"Stage {n} ü {'🚀' if n == 3 else ''}", "category": "pipeline"} for n in range(1, stages + 1)
    ]
    closed = [{"name": "Won", "type": "won", "is_default_won": True}, {"name": "Lost", "type": "lost"}]
    made = call(page, "POST", "/processes", {"name": name}).json()
    definition = {"name": name, "stages": [{"definition": "Here.", **s} for s in [*open_stages, *closed]]}
    body = {"version": made["version"], "definition": definition}
    kept = call(page, "PUT", f"/processes/{made['id']}/definition", body)
    assert kept.ok, kept.text()
    published = call(page, "POST", f"/processes/{made['id']}/publications")
    assert published.ok, published.text()
    return int(made["id"])


def test_cards_are_put_in_order_by_hand_and_by_menu_and_others_see_the_same(site: Site) -> None:
    mara, helen = site.open_page("mara"), site.open_page("helen")
    identify = column(mara, "Identify")
    first, second, third = names(identify)

    drag_below(mara, card(identify, first), card(identify, second))

    expect(identify.get_by_role("article").nth(1)).to_contain_text(first)
    expect(column(helen, "Identify").get_by_role("article").nth(1)).to_contain_text(first)
    assert names(identify) == [second, first, third]

    card(identify, third).focus()
    press(mara, "m")
    mara.get_by_role("menuitem", name="To top").click()
    expect(identify.get_by_role("article").first).to_contain_text(third)
    expect(card(identify, third)).to_be_focused()

    press(mara, "m")
    mara.get_by_role("menuitem", name="To bottom").click()
    expect(identify.get_by_role("article").last).to_contain_text(third)
    mara.reload()
    expect(identify.get_by_role("article").last).to_contain_text(third)
    assert names(identify) == [second, first, third]


def test_a_column_is_folded_by_key_and_stays_so_until_it_is_opened(site: Site) -> None:
    page = site.open_page("mara")
    card(page, "Fleet portal").focus()

    press(page, "-")

    opened = page.get_by_role("button", name="Open Identify")
    expect(opened).to_be_focused()
    expect(card(page, "Fleet portal")).to_have_count(0)
    page.reload()
    expect(card(page, "Fleet portal")).to_have_count(0)
    opened.click()
    expect(card(page, "Fleet portal")).to_be_visible()
    page.get_by_role("button", name="Display").click()
    page.get_by_role("menuitemcheckbox", name="Qualify").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Open Qualify")).to_be_visible()


@pytest.mark.rule("PS-224")
def test_what_needs_attention_is_counted_shown_alone_and_says_why(site: Site) -> None:
    page = site.open_page("mara")
    session = page.request.get(f"{site.address}/api/v1/opportunities").json()["items"]
    for deal in session:
        if deal["name"] != "Claims intake":
            fields = {"next_step": "Call Ann"}
            call(page, "PATCH", f"/opportunities/{deal['id']}", {"version": deal["version"], "fields": fields})

    page.get_by_role("button", name="1 needs attention").click()

    expect(card(page, "Fleet portal")).to_have_count(0)
    expect(page).to_have_url(re.compile("attention="))
    card(page, "Claims intake").get_by_role("button", name="Why Claims intake needs attention").click()
    expect(page.get_by_role("dialog").get_by_role("listitem")).to_have_count(1)
    page.keyboard.press("Escape")
    page.reload()
    expect(card(page, "Claims intake")).to_be_visible()
    page.get_by_role("button", name="1 needs attention").click()
    expect(card(page, "Fleet portal")).to_be_visible()


def test_a_deal_is_added_at_the_foot_of_a_column(site: Site) -> None:
    page = site.open_page("mara")
    page.get_by_role("button", name="Add to Identify").click()

    page.get_by_label("Name").fill("Night shift app")
    page.get_by_role("combobox", name="Contact").or_(page.get_by_label("Contact")).first.fill("Ann")
    page.get_by_role("option", name="Ann Becker").click()
    page.get_by_role("button", name="Add opportunity").click()

    expect(card(column(page, "Identify"), "Night shift app")).to_be_visible()
    expect(page.get_by_label("Name")).to_be_focused()
    expect(page.get_by_label("Name")).to_have_value("")


def test_another_process_is_chosen_in_the_heading_and_the_filter_stays(site: Site) -> None:
    karim = site.open_page("karim")
    a_process(karim, "Forty steps", 40)
    page = site.open_page("mara")
    page.get_by_role("button", name="3 need attention").click()
    expect(page).to_have_url(re.compile("attention="))

    page.get_by_role("button", name="Standard sales: choose another process").click()
    page.get_by_role("menuitem", name="Forty steps").click()

    expect(page.get_by_role("heading", name="Forty steps")).to_be_visible()
    expect(page).to_have_url(re.compile("attention="))
    expect(page.get_by_role("region", name=re.compile("^Stage"))).to_have_count(40)
    last: Any = column(page, "Stage 40")
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
