"""Everything that moves a deal is done without a mouse, and the focus is always where one would go on."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.acting import card, column, focused, press, tab_to
from tests.e2e.conftest import Site

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("storage", ["sqlite"], indirect=True)]


@pytest.fixture
def mara(site: Site) -> Page:
    """At the very top of the page, with no mouse: whoever reaches for one is thrown out."""
    page = site.open_page("mara")
    page.mouse.click(1, 1)
    page.add_init_script("addEventListener('pointerdown', () => { throw new Error('a mouse was used') }, true)")
    page.goto(page.url)
    page.get_by_role("article").first.wait_for()
    return page


def at_card(page: Page, name: str) -> None:
    """From the top of the page: the cards are one stop, and the arrows walk among them."""
    tab_to(page, page.locator("article:focus"))
    for _ in range(3):
        if name in (focused(page).get_attribute("aria-label") or ""):
            return
        press(page, "ArrowDown")
    expect(focused(page)).to_have_accessible_name(name)


def test_a_deal_moves_by_its_menu_with_what_is_missing_filled_in_and_comes_back(mara: Page) -> None:
    at_card(mara, "Fleet portal")

    press(mara, "m")
    to_qualify = mara.get_by_role("menuitem", name=re.compile("^Qualify"))
    expect(to_qualify).to_be_visible()
    tab_to(mara, to_qualify, key="ArrowDown")
    press(mara, "Enter")

    sheet = mara.get_by_role("dialog")
    expect(sheet.get_by_role("button", name="Save and move")).to_be_visible()
    first = sheet.get_by_role("listitem").filter(has_text="First conversation agreed")
    tab_to(mara, first.get_by_label("What the buyer said or did"))
    mara.keyboard.type("Mail of Ann, 20 November")
    tab_to(mara, first.get_by_role("button", name="Confirm"))
    press(mara, "Enter")
    expect(first.get_by_role("button", name="Withdraw")).to_be_focused()
    for box in sheet.get_by_role("checkbox", name="Move without it").all():
        tab_to(mara, box)
        press(mara, "Space")
    keep = sheet.get_by_role("radio", name="Keep it")
    tab_to(mara, keep)
    press(mara, "Space")
    expect(keep).to_be_checked()
    press(mara, "Control+Enter")

    moved = card(column(mara, "Qualify"), "Fleet portal")
    expect(moved).to_be_focused()
    expect(mara.get_by_role("status")).to_contain_text("Fleet portal moved to Qualify")

    press(mara, "Control+z")

    expect(card(column(mara, "Identify"), "Fleet portal")).to_be_focused()


def test_what_is_still_open_takes_the_focus_instead_of_being_saved_without(mara: Page) -> None:
    at_card(mara, "Fleet portal")

    press(mara, ".")
    expect(mara.get_by_role("button", name="Save and move")).to_be_visible()
    press(mara, "Control+Enter")

    first = mara.get_by_role("dialog").get_by_role("listitem").filter(has_text="First conversation agreed")
    expect(first.get_by_label("What the buyer said or did")).to_be_focused()
    expect(mara.get_by_role("status")).to_contain_text("Still open: First conversation agreed")


@pytest.mark.parametrize("opened_by", [".", "m 2"])
def test_leaving_the_sheet_gives_the_focus_back_to_the_card(mara: Page, opened_by: str) -> None:
    at_card(mara, "Claims intake")
    for key in opened_by.split():
        press(mara, key)
        if key == "m":
            expect(mara.locator("[role=menu]:focus, [role=menu] :focus")).to_have_count(1)
    expect(mara.get_by_role("button", name="Save and move")).to_be_visible()

    press(mara, "Escape")

    expect(mara.get_by_role("dialog")).to_have_count(0)
    expect(card(column(mara, "Identify"), "Claims intake")).to_be_focused()


def test_leaving_the_menu_gives_the_focus_back_to_the_card(mara: Page) -> None:
    at_card(mara, "Claims intake")
    press(mara, "m")
    expect(mara.locator("[role=menu]:focus, [role=menu] :focus")).to_have_count(1)

    press(mara, "Escape")

    expect(mara.get_by_role("menu")).to_have_count(0)
    expect(card(mara, "Claims intake")).to_be_focused()


def test_the_sheet_keeps_the_focus_inside_as_long_as_it_is_open(mara: Page) -> None:
    at_card(mara, "Claims intake")
    press(mara, ".")
    expect(mara.locator("[role=dialog]:focus, [role=dialog] :focus")).to_have_count(1)

    for _ in range(25):
        press(mara, "Tab")
        assert mara.evaluate("document.activeElement.closest('[role=dialog]') !== null")


def test_a_deal_is_lost_by_its_record_and_the_reason_chosen_with_the_arrows(mara: Page) -> None:
    at_card(mara, "Recipe planning")
    press(mara, "Enter")
    mara.get_by_role("heading", level=1, name="Recipe planning").wait_for()
    disqualify = mara.get_by_role("button", name="Disqualify")
    expect(disqualify).to_be_visible()

    tab_to(mara, disqualify, at_most=60)
    press(mara, "Enter")
    expect(mara.get_by_role("button", name="Save and move")).to_be_visible()
    reason = mara.get_by_role("dialog").get_by_role("combobox", name="Reason for closing")
    tab_to(mara, reason)
    press(mara, "ArrowDown", "ArrowDown", "Enter")
    tab_to(mara, mara.get_by_role("dialog").get_by_role("radio", name="Keep it"))
    press(mara, "ArrowRight", "Control+Enter")

    expect(mara.get_by_role("dialog")).to_have_count(0)
    expect(mara.get_by_text("Read-only.")).to_be_visible()


def test_the_sheet_over_the_record_gives_the_focus_back_to_where_it_was_opened(mara: Page) -> None:
    at_card(mara, "Recipe planning")
    press(mara, "Enter")
    complete = mara.get_by_role("button", name="Complete stage")
    expect(complete).to_be_visible()
    tab_to(mara, complete, at_most=60)
    press(mara, "Enter")
    expect(mara.get_by_role("button", name="Save and move")).to_be_visible()

    press(mara, "Escape")

    expect(mara.get_by_role("dialog")).to_have_count(0)
    expect(complete).to_be_focused()


def test_an_opportunity_is_added_and_nothing_is_asked_twice(mara: Page) -> None:
    press(mara, "c")
    name = mara.get_by_role("dialog").get_by_label("Name", exact=True)
    expect(name).to_be_focused()
    mara.keyboard.type("Solar roof")
    tab_to(mara, mara.get_by_role("dialog").get_by_label("Account"))
    mara.keyboard.type("Tailwind")
    expect(mara.get_by_role("option", name="Tailwind Logistics")).to_be_visible()
    press(mara, "ArrowDown", "Enter", "Control+Enter")

    expect(card(column(mara, "Identify"), "Solar roof")).to_be_visible()
    expect(mara.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("address", ["", "/opportunities"], ids=["board", "list"])
def test_coming_back_from_a_record_one_stands_where_one_left(mara: Page, site: Site, address: str) -> None:
    if address:
        mara.goto(site.address + address)
        mara.locator("tr[data-card]").first.wait_for()
        tab_to(mara, mara.locator("tr:focus"))
    else:
        at_card(mara, "Fleet portal")
    left = focused(mara).inner_text()
    press(mara, "Enter")
    mara.get_by_role("heading", level=1).wait_for()
    mara.get_by_role("button", name="Complete stage").wait_for()

    mara.go_back()

    expect(mara.locator("article:focus, tr:focus")).to_have_text(re.compile(r"\s*".join(map(re.escape, left.split()))))


def test_what_is_typed_before_the_palette_is_there_is_typed_into_it(mara: Page) -> None:
    def late(route: Route) -> None:
        mara.wait_for_timeout(400)
        route.continue_()

    mara.route("**/Palette-*.js", late)
    press(mara, "Control+k")
    mara.keyboard.type("cold")

    expect(mara.get_by_role("combobox", name="Search or jump")).to_have_value("cold")
    expect(mara.get_by_role("dialog")).to_have_count(1)

    press(mara, "Control+k")
    mara.keyboard.type(" store")
    expect(mara.get_by_role("combobox", name="Search or jump")).to_have_value("cold store")


def test_the_first_stop_of_the_page_leads_past_the_navigation(mara: Page) -> None:
    press(mara, "Tab")
    expect(focused(mara)).to_have_text("Go to content")
    press(mara, "Enter")

    press(mara, "Tab")

    assert mara.evaluate("document.querySelector('main').contains(document.activeElement)")
