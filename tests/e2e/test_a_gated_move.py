"""A card is dragged to a stage whose criteria are unmet, and everything about that can be seen and taken back."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.acting import keep_activities
from tests.e2e.conftest import Site
from tests.e2e.dragging import drag

pytestmark = pytest.mark.slow


def card(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("article").filter(has_text=name)


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


@pytest.mark.rule("PS-162")
@pytest.mark.rule("PS-17")
@pytest.mark.rule("PS-177")
@pytest.mark.rule("PS-219")
def test_the_sheet_names_what_is_missing_and_the_history_keeps_the_gap_until_it_is_undone(site: Site) -> None:
    mara, helen = site.open_page("mara"), site.open_page("helen")
    expect(card(column(helen, "Identify"), "Fleet portal")).to_be_visible()

    drag(mara, card(mara, "Fleet portal"), column(mara, "Qualify"))

    sheet = mara.get_by_role("dialog")
    expect(sheet.get_by_text("First conversation agreed")).to_be_visible()
    expect(sheet.get_by_text("Today's way of working noted")).to_be_visible()
    expect(sheet.get_by_text("Probability 10% to 25%")).to_be_visible()
    first = sheet.get_by_role("listitem").filter(has_text="First conversation agreed")
    first.get_by_label("What the buyer said or did").fill("Mail of Ann, 20 November")
    first.get_by_role("button", name="Confirm").click()
    for box in sheet.get_by_role("checkbox", name="Move without it").all():
        box.check()
    keep_activities(sheet)
    sheet.get_by_role("button", name="Save and move").click()

    expect(card(column(mara, "Qualify"), "Fleet portal")).to_be_visible()
    expect(card(column(helen, "Qualify"), "Fleet portal")).to_be_visible()
    card(mara, "Fleet portal").get_by_role("link", name="Fleet portal").click()
    expect(mara.get_by_role("heading", name="Fleet portal")).to_be_visible()
    mara.get_by_role("tab", name="Stage history").click()
    moved = mara.get_by_role("listitem").filter(has_text="Identify to Qualify")
    moved.get_by_text("gaps accepted").click()
    expect(moved.get_by_text("Today's way of working noted")).to_be_visible()
    moved.get_by_role("button", name="Undo").click()

    expect(card(column(helen, "Identify"), "Fleet portal")).to_be_visible()
    expect(mara.get_by_role("listitem").filter(has_text="Identify to Qualify").first).to_be_visible()
