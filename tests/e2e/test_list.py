"""The list in a real browser: found, sorted, kept, edited and moved, also by keys alone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Site


@pytest.fixture
def page(site: Site) -> Page:
    """Mara's list of three deals."""
    page = site.open_page("mara")
    page.get_by_role("link", name="Opportunities").click()
    expect(rows(page)).to_have_count(3)
    return page


def rows(page: Page) -> Locator:
    return page.locator("tr[data-card]")


def names(page: Page) -> Locator:
    return page.locator("tr[data-card] td[data-column=name] bdi:first-child")


def cell(page: Page, name: str, column: str) -> Locator:
    return rows(page).filter(has_text=name).locator(f"td[data-column={column}]")


def choose(page: Page, part: str) -> None:
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("menuitem", name=part).last.click()


def test_a_filter_is_a_chip_an_address_and_a_sum(page: Page) -> None:
    choose(page, "Amount")
    page.get_by_label("At least").fill("80000")
    page.keyboard.press("Enter")

    expect(rows(page)).to_have_count(2)
    expect(page.get_by_role("region", name="Totals")).to_contain_text("€226,500")

    page.reload()
    expect(rows(page)).to_have_count(2)
    choose(page, "Text")
    page.get_by_role("textbox", name="Text").fill("nobody")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No deals match these 3 filters.")).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="Clear filters").last.click()
    expect(rows(page)).to_have_count(3)
    expect(page.get_by_role("button", name="All opportunities", exact=True)).to_be_visible()


def test_a_condition_is_built_of_groups_read_in_words_and_changed(page: Page) -> None:
    choose(page, "Condition")
    builder = page.get_by_role("dialog", name="Condition")
    builder.get_by_role("textbox", name="Value 1").fill("portal")
    builder.get_by_role("button", name="or", exact=True).click()
    second = builder.get_by_role("group").last
    second.get_by_role("combobox", name="Field 1", exact=True).click()
    page.get_by_role("option", name="Amount").click()
    builder.get_by_role("button", name="Apply").click()
    expect(builder.get_by_role("alert")).to_have_text("Something is still to be filled in.")
    second.get_by_role("textbox", name="Value 1").fill("100000")
    builder.get_by_role("button", name="Apply").click()

    expect(rows(page)).to_have_count(2)
    chip = page.get_by_role("button", name="Condition: Name contains portal or Amount is at least €100,000")
    chip.click()
    builder.get_by_role("button", name="Remove line 1").last.click()
    builder.get_by_role("button", name="Apply").click()
    expect(names(page)).to_have_text(["Fleet portal"])


def test_a_press_on_a_head_sorts_and_another_one_turns_it_round(page: Page) -> None:
    page.get_by_role("button", name="Amount").click()
    expect(names(page)).to_have_text(["Claims intake", "Fleet portal", "Recipe planning"])

    page.get_by_role("button", name="Amount").click()
    expect(names(page)).to_have_text(["Recipe planning", "Fleet portal", "Claims intake"])
    expect(page.get_by_role("columnheader", name="Amount")).to_have_attribute("aria-sort", "ascending")


def test_a_view_is_kept_changed_and_gone_back_to(page: Page, site: Site) -> None:
    page.get_by_role("button", name="Amount").click()
    page.get_by_role("button", name="Open opportunities, changed").wait_for()
    page.get_by_role("button", name="Save as…").click()
    page.get_by_label("Name").fill("Largest first")
    page.get_by_label("Share with everybody").check()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("button", name="Largest first", exact=True)).to_be_visible()
    page.get_by_role("button", name="Amount").click()
    expect(page.get_by_role("button", name="Largest first, changed")).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    expect(names(page)).to_have_text(["Claims intake", "Fleet portal", "Recipe planning"])

    other = site.open_page("helen")
    other.get_by_role("link", name="Opportunities").click()
    other.get_by_role("button", name="Open opportunities").click()
    other.get_by_role("menuitemradio", name="Largest first, Mara Lindqvist").click()
    expect(names(other).first).to_have_text("Claims intake")


def test_a_cell_is_edited_where_it_stands_and_esc_leaves_it(page: Page) -> None:
    amount = cell(page, "Fleet portal", "amount_minor")
    amount.dblclick()
    page.keyboard.press("Control+A")
    page.keyboard.type("1234.50")
    page.keyboard.press("Enter")
    expect(amount).to_contain_text("€1,234.50")
    expect(page.get_by_role("region", name="Totals")).to_contain_text("€191,534.50")

    step = cell(page, "Fleet portal", "next_step")
    step.dblclick()
    page.keyboard.type("Never mind")
    page.keyboard.press("Escape")
    expect(step).to_have_text("No next step")
    page.reload()
    expect(amount).to_contain_text("€1,234.50")


def test_what_is_stuck_is_told_at_a_glance_and_shown_by_a_press(page: Page) -> None:
    attention = cell(page, "Fleet portal", "watches")
    expect(attention).to_contain_text("No next step")
    rows(page).filter(has_text="Fleet portal").focus()
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    why = page.get_by_role("dialog", name="Why Fleet portal needs attention")
    expect(why).to_contain_text("no next step")
    expect(page.locator("[role=dialog]:focus, [role=dialog] :focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.get_by_role("button", name="Open opportunities").click()
    page.get_by_role("menuitemradio", name="Won", exact=True).click()
    expect(page.get_by_text("No deals match this filter.")).to_be_visible()
    page.get_by_role("button", name="Won").first.click()
    page.get_by_role("menuitemradio", name="My opportunities").click()
    expect(rows(page)).to_have_count(3)


def test_on_a_phone_a_deal_is_two_lines_and_nothing_scrolls_sideways(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})

    row = rows(page).filter(has_text="Fleet portal")
    for told in ("€84,000", "No next step"):
        expect(row).to_contain_text(told)
    expect(row.locator("td")).to_have_count(2)
    assert page.locator("[role=grid]").evaluate("e => e.parentElement.scrollWidth <= e.parentElement.clientWidth")


def test_keys_alone_find_edit_select_and_open(page: Page) -> None:
    page.keyboard.press("f")
    page.get_by_role("menuitem", name="Ready to advance").wait_for()
    expect(page.locator("[role=menu]:focus, [role=menu] :focus")).to_have_count(1)
    page.keyboard.press("Escape")
    rows(page).first.focus()

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(rows(page).nth(1)).to_be_focused()

    page.keyboard.press("x")
    expect(rows(page).nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(rows(page).nth(1)).to_have_attribute("aria-selected", "false")

    amount = rows(page).nth(1).locator("td[data-column=amount_minor]")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(amount).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    expect(amount).to_contain_text("€7")
    expect(amount).to_be_focused()

    page.keyboard.press("Escape")
    page.keyboard.press("m")
    expect(page.get_by_role("menu", name=re.compile("^Move "))).to_be_visible()
    expect(page.locator("[role=menu]:focus, [role=menu] :focus")).to_have_count(1)
    page.keyboard.press("Escape")
    rows(page).nth(1).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/opportunities/\d+"))


def test_groups_show_what_they_come_to_and_columns_are_chosen(page: Page) -> None:
    page.get_by_role("button", name="Group: none").click()
    page.get_by_role("menuitemradio", name="Owner").click()
    expect(page.get_by_role("rowheader", name="Mara Lindqvist")).to_contain_text("3 deals")

    page.get_by_role("button", name="Columns").click()
    page.get_by_label("Contact", exact=True).click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("columnheader", name="Contact")).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("link", name="Export").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].endswith("Contact")
    assert "Ann Becker" in text
