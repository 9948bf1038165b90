"""The board as a place to work: its order, its columns, its filters, and boards of any size."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.acting import call, card, column, hold, press
from tests.e2e.conftest import Site
from tests.e2e.dragging import box_of, carry
from tests.e2e.test_together import confirm_all

pytestmark = pytest.mark.slow


def names(where: Locator) -> list[str]:
    return where.get_by_role("article").get_by_role("link").all_inner_texts()


def a_process(page: Page, name: str, stages: int) -> int:
    """Published, with so many open stages; made by whoever is signed in."""
    open_stages: list[dict[str, Any]] = [
        {"name": f"Stage {n} ü {'🚀' if n == 3 else ''}", "category": "pipeline"} for n in range(1, stages + 1)
    ]
    closed: list[dict[str, Any]] = [
        {"name": "Won", "type": "won", "is_default_won": True},
        {"name": "Lost", "type": "lost"},
    ]
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

    below = box_of(card(identify, second))
    carry(mara, card(identify, first), below["x"] + 66, below["y"] + below["height"] * 0.8, over="Identify", place=2)
    with mara.expect_response("**/placements"):
        mara.mouse.up()

    expect(identify.get_by_role("article").nth(1)).to_contain_text(first)
    expect(column(helen, "Identify").get_by_role("article").nth(1)).to_contain_text(first)
    assert names(identify) == [second, first, third]

    card(identify, third).focus()
    press(mara, "m")
    with mara.expect_response("**/placements"):
        mara.get_by_role("menuitem", name="To top").click()
    expect(identify.get_by_role("article").first).to_contain_text(third)
    expect(card(identify, third)).to_be_focused()

    press(mara, "m")
    # What is on its way when a page is left may never arrive.
    with mara.expect_response("**/placements"):
        mara.get_by_role("menuitem", name="To bottom").click()
    expect(identify.get_by_role("article").last).to_contain_text(third)
    mara.reload()
    expect(identify.get_by_role("article").last).to_contain_text(third)
    assert names(identify) == [second, first, third]


def test_the_last_place_a_card_was_put_in_stands_however_slow_the_line_is(site: Site) -> None:
    mara = site.open_page("mara")
    identify = column(mara, "Identify")
    third = names(identify)[2]
    the_one_held = hold(mara, "**/placements", times=1)

    card(identify, third).focus()
    for place in ("To top", "To bottom"):
        expect(card(identify, third)).to_be_focused()
        press(mara, "m")
        mara.get_by_role("menuitem", name=place).click()
    expect(identify.get_by_role("article").last).to_contain_text(third)

    to_top = the_one_held()
    with mara.expect_response(lambda answer: answer.url.endswith("/placements") and answer.request != to_top.request):
        to_top.continue_()
    expect(identify.get_by_role("article").last).to_contain_text(third)
    mara.reload()
    expect(identify.get_by_role("article").last).to_contain_text(third)


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


@pytest.mark.rule("PS-224")
def test_where_no_next_step_was_written_down_the_soonest_activity_is_it(site: Site) -> None:
    page = site.open_page("mara")
    deal = card(page, "Claims intake")
    expect(deal).to_contain_text("No next step")
    soon = datetime.now(UTC).date() + timedelta(days=3)  # noqa: TID251 - the server and the browser look at the same clock
    plan = {"category": "task", "type": "call", "subject": "Ask for the numbers", "on_day": soon.isoformat()}

    booked = call(page, "POST", "/activities", {**plan, "opportunity_id": int(deal.get_attribute("data-card") or 0)})

    assert booked.ok, booked.text()
    expect(deal).to_contain_text("Ask for the numbers")
    expect(deal.get_by_role("button", name="Why Claims intake needs attention")).to_have_count(0)
    assert call(page, "POST", f"/activities/{booked.json()['id']}/cancellation", {}).ok
    expect(deal).to_contain_text("No next step")


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


def test_a_filter_is_kept_as_a_view_with_what_is_folded_and_goes_along_to_the_list(site: Site) -> None:
    page = site.open_page("mara")
    card(page, "Fleet portal").wait_for()
    page.get_by_role("button", name="Filter", exact=True).wait_for()

    press(page, "f")
    page.get_by_role("menuitem", name="Ready to advance").click()
    expect(page.get_by_text("No deals match this filter.")).to_be_visible()
    press(page, "F")
    expect(card(page, "Fleet portal")).to_be_visible()

    press(page, "f")
    page.get_by_role("menuitem", name="Needs attention").first.click()
    page.get_by_role("button", name="Fold Qualify").focus()
    press(page, "Enter")
    page.get_by_role("button", name="Save as").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Mine to mend")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Mine to mend", exact=True)).to_be_visible()
    page.get_by_role("button", name="Open Qualify").click()
    page.get_by_role("button", name="Reset").click()
    expect(page.get_by_role("button", name="Open Qualify")).to_be_visible()

    page.get_by_role("link", name="Show as list").click()
    expect(page).to_have_url(re.compile("/opportunities.*attention="))
    expect(page.get_by_role("row").filter(has_text="Fleet portal")).to_be_visible()
    page.get_by_role("link", name="Show as board").click()
    expect(page).to_have_url(re.compile("/board/.*attention="))
    expect(card(page, "Fleet portal")).to_be_visible()


def test_a_card_in_the_hand_shows_what_its_move_would_come_to(site: Site) -> None:
    page = site.open_page("mara")
    card(page, "Fleet portal").wait_for()
    page.get_by_role("button", name="Fold Propose").focus()
    press(page, "Enter")
    qualify, folded = box_of(column(page, "Qualify")), box_of(column(page, "Propose"))

    carry(page, card(page, "Fleet portal"), qualify["x"] + 80, qualify["y"] + 200, over="Qualify")

    expect(column(page, "Qualify").get_by_text("1 · €84,000")).to_be_visible()
    expect(column(page, "Identify").get_by_text("2 · €190,300")).to_be_visible()
    # The middle of the card says which column it is over.
    page.mouse.move(folded["x"] - 30, folded["y"] + 200, steps=10)
    expect(column(page, "Propose").get_by_text("Passes over Qualify")).to_be_visible()
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(column(page, "Qualify").get_by_text("1 · €84,000")).to_have_count(0)
    expect(card(column(page, "Identify"), "Fleet portal")).to_be_visible()


def test_a_card_lands_where_it_was_dropped_also_by_way_of_the_sheet(site: Site) -> None:
    page = site.open_page("mara")
    identify, qualify = column(page, "Identify"), column(page, "Qualify")
    first, second, _third = names(identify)
    confirm_all(page, first)
    card(page, first).focus()
    press(page, ".")
    expect(card(qualify, first)).to_be_visible()

    below = box_of(card(qualify, first))
    carry(page, card(identify, second), below["x"] + 66, below["y"] + below["height"] * 3, over="Qualify", place=2)
    page.mouse.up()

    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page).to_have_url(re.compile(r"after=\d"))
    assert names(qualify) == [first, second]


def test_who_changed_a_card_stands_on_it_for_a_moment(site: Site) -> None:
    mara, helen = site.open_page("mara"), site.open_page("helen")
    number = card(mara, "Fleet portal").get_attribute("data-card")
    mara.wait_for_timeout(2_500)
    version = call(helen, "GET", f"/opportunities/{number}").json()["version"]

    changed = {"version": version, "fields": {"next_step": "Call Ann back"}}
    assert call(helen, "PATCH", f"/opportunities/{number}", changed).ok

    expect(card(mara, "Fleet portal").get_by_title("Changed by Helen Okafor")).to_be_visible()
    expect(card(mara, "Fleet portal")).to_contain_text("Call Ann back")
    expect(card(mara, "Fleet portal").get_by_title("Changed by Helen Okafor")).to_have_count(0)
    expect(card(helen, "Fleet portal").get_by_title("Changed by Helen Okafor")).to_have_count(0)


def test_an_empty_board_begins_with_its_first_deal_and_an_archived_one_says_so(site: Site) -> None:
    karim = site.open_page("karim")
    empty = a_process(karim, "Renewals", 2)
    page = site.open_page("mara")
    page.goto(f"{site.address}/board/{empty}")

    page.get_by_role("button", name="Add your first opportunity").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    archived = call(karim, "PUT", f"/processes/{empty}/archive")
    assert archived.ok, archived.text()
    page.goto(f"{site.address}/board/{empty}")

    expect(page.get_by_text("This process is archived.")).to_be_visible()
    expect(page.get_by_role("button", name="New opportunity")).to_have_count(0)
    expect(page.get_by_role("button", name="Add your first opportunity")).to_have_count(0)
