"""The actions of a stage on the record: booked, completed alone and together, and what a move makes of them."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.acting import call, card, focused
from tests.e2e.conftest import Site

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("storage", ["sqlite"], indirect=True)]


def opened(page: Page, name: str = "Fleet portal") -> int:
    card(page, name).get_by_role("link", name=name).click()
    page.get_by_role("heading", level=1, name=name).wait_for()
    return int(re.findall(r"/opportunities/(\d+)", page.url)[0])


def actions(page: Page) -> Locator:
    return page.get_by_role("region", name="Actions")


def row(page: Page, name: str) -> Locator:
    return actions(page).get_by_role("listitem").filter(has_text=name)


def chosen(page: Page, label: str, option: str) -> None:
    page.get_by_role("dialog").get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


def accept(dialog: Locator) -> None:
    dialog.get_by_role("checkbox", name="Move without").first.wait_for()
    for box in dialog.get_by_role("checkbox", name="Move without").all():
        box.check()


@pytest.mark.rule("PS-63")
@pytest.mark.rule("PS-79")
@pytest.mark.rule("PS-80")
def test_what_came_of_a_call_completes_its_action_and_takes_the_deal_to_the_stage_it_leads_to(site: Site) -> None:
    mara = site.open_page("mara")
    opened(mara)
    expect(actions(mara)).to_contain_text("0 of 3")

    mara.get_by_role("button", name="Record outcome: Introductory call").click()
    dialog = mara.get_by_role("dialog", name="Outcome of Introductory call")
    dialog.get_by_role("button", name="Save outcome").click()
    expect(dialog.get_by_role("alert")).to_have_text("Choose what came of it.")
    chosen(mara, "What came of it", "Talked, worth pursuing")
    expect(dialog.get_by_role("combobox", name="New stage")).to_have_value("Qualify")
    accept(dialog)
    dialog.get_by_role("button", name="Save outcome").click()

    expect(dialog).to_be_hidden()
    expect(mara.locator("[aria-current=step]")).to_contain_text("Qualify")
    messages = mara.get_by_role("region", name="Messages")
    expect(messages).to_contain_text("Introductory call: Talked, worth pursuing. Fleet portal moved to Qualify.")
    expect(messages).to_contain_text("Booked: Discovery meeting")
    actions(mara).get_by_text("Earlier", exact=True).click()
    expect(row(mara, "Introductory call")).to_contain_text("Done")
    expect(row(mara, "Research the company").get_by_role("button", name="Complete")).to_be_visible()


@pytest.mark.rule("PS-85")
def test_an_outcome_is_kept_when_its_stage_lacks_something_and_the_sheet_asks_for_it(site: Site) -> None:
    mara = site.open_page("mara")
    number = opened(mara)

    mara.get_by_role("button", name="Record outcome: Introductory call").click()
    chosen(mara, "What came of it", "Talked, worth pursuing")
    mara.get_by_role("dialog").get_by_role("button", name="Save outcome").click()

    sheet = mara.get_by_role("dialog", name="Three things before Qualify")
    expect(sheet.get_by_text("First conversation agreed")).to_be_visible()
    expect(sheet.get_by_text("is still open")).to_be_hidden()
    stages = call(mara, "GET", f"/opportunities/{number}/actions").json()["stages"]
    assert [(a["name"], a["completion"] is not None) for a in stages[0]["items"]][1] == ("Introductory call", True)
    sheet.get_by_role("button", name="Cancel", exact=True).click()
    expect(mara.locator("[aria-current=step]")).to_contain_text("Identify")


@pytest.mark.rule("PS-66")
@pytest.mark.rule("PS-67")
@pytest.mark.rule("PS-68")
def test_several_are_completed_at_once_without_a_question_and_one_alone_asks(site: Site) -> None:
    mara = site.open_page("mara")
    opened(mara)

    mara.get_by_role("checkbox", name="Mark Introductory call").check()
    mara.get_by_role("button", name="Complete it").click()
    expect(mara.get_by_role("dialog", name="Outcome of Introductory call")).to_be_visible()
    mara.get_by_role("dialog").get_by_role("button", name="Cancel", exact=True).click()
    expect(actions(mara)).to_contain_text("0 of 3")

    for name in ("Research the company", "Introduction letter"):
        mara.get_by_role("checkbox", name=f"Mark {name}").check()
    mara.get_by_role("button", name="Complete 3 at once").click()

    expect(actions(mara)).to_contain_text("3 of 3")
    expect(mara.get_by_role("dialog")).to_have_count(0)
    expect(row(mara, "Introductory call")).to_contain_text("Outcome pending")
    mara.get_by_role("button", name="Record outcome: Introductory call").click()
    chosen(mara, "What came of it", "Talked")
    mara.get_by_role("dialog").get_by_role("button", name="Save outcome").click()
    expect(row(mara, "Introductory call")).not_to_contain_text("Outcome pending")


@pytest.mark.rule("PS-105")
@pytest.mark.rule("PS-108")
@pytest.mark.rule("PS-114")
def test_a_move_asks_what_becomes_of_the_call_and_shows_the_meeting_that_it_books(site: Site) -> None:
    mara = site.open_page("mara")
    number = opened(mara)

    mara.get_by_role("button", name="Complete stage").click()
    sheet = mara.get_by_role("dialog")
    question = sheet.get_by_role("radiogroup", name="Introductory call")
    expect(question.get_by_role("radio", checked=True)).to_have_count(0)
    expect(sheet.get_by_text("Books Discovery meeting")).to_be_visible()
    accept(sheet)
    sheet.get_by_role("button", name="Save and move").click()
    expect(focused(mara)).to_have_attribute("type", "radio")
    question.get_by_role("radio", name="Cancel it").check()
    sheet.get_by_role("button", name="Save and move").click()

    messages = mara.get_by_role("region", name="Messages")
    expect(messages).to_contain_text("Booked: Discovery meeting")
    expect(messages).to_contain_text("Cancelled: Introductory call")
    messages.get_by_role("button", name="Change").click()
    meeting = mara.get_by_role("dialog", name="Discovery meeting")
    meeting.get_by_label("From").fill("14:30")
    expect(meeting.get_by_label("To", exact=True)).to_have_value("15:30")
    meeting.get_by_label("Place").fill("Harbour office")
    meeting.get_by_role("button", name="Save").click()

    expect(row(mara, "Discovery meeting")).to_contain_text("14:30")
    actions(mara).get_by_text("Earlier", exact=True).click()
    expect(row(mara, "Introductory call")).to_contain_text("Cancelled")
    stages = call(mara, "GET", f"/opportunities/{number}/actions").json()["stages"]
    assert stages[0]["items"][1]["activity"]["status"] == "cancelled"
