"""The whole way of a contact through a stage and on, as it is told in the manual, in the browser (seed 003)."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.acting import card, keep_activities
from tests.e2e.conftest import Site
from tests.e2e.test_actions import accept, actions, chosen, opened, row
from tests.e2e.test_letters import an_event, ann_has_an_address, letter_dialog, messages

pytestmark = pytest.mark.slow


def stage_is(page: Page, name: str) -> None:
    expect(page.locator("[aria-current=step]")).to_contain_text(name)


def find_and_open(page: Page, name: str) -> None:
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill(name[:5].lower())
    page.get_by_role("option", name=re.compile(name)).first.click()
    page.get_by_role("heading", level=1, name=name).wait_for()


def perform(page: Page) -> None:
    """A letter, and a visit that was added to this deal alone."""
    letter_dialog(page).get_by_role("button", name="Send letter").click()
    expect(row(page, "Introduction letter")).to_contain_text("Done")
    actions(page).get_by_role("button", name="Add", exact=True).click()
    adding = page.get_by_role("dialog", name="Add an action")
    adding.get_by_label("Name").fill("Visit the yard")
    chosen(page, "Type", "Activity")
    adding.get_by_role("button", name="Add action").click()
    page.get_by_role("button", name="Book: Visit the yard").click()
    booking = page.get_by_role("dialog", name="Book Visit the yard")
    booking.get_by_role("button", name="Book", exact=True).click()
    expect(row(page, "Visit the yard")).to_contain_text("In the calendar")
    page.get_by_role("button", name="More for Visit the yard").click()
    page.get_by_role("menuitem", name="Open activity").click()
    activity = page.get_by_role("dialog", name="Visit the yard")
    expect(activity.get_by_label("Subject")).to_have_value("Visit the yard")
    activity.get_by_role("button", name="Mark done").click()
    expect(row(page, "Visit the yard")).to_contain_text("Done")


def complete(page: Page) -> None:
    """One is asked for its outcome, and one was never performed."""
    page.get_by_role("checkbox", name="Mark Introductory call").check()
    page.get_by_role("button", name="Complete it").click()
    outcome = page.get_by_role("dialog", name="Outcome of Introductory call")
    chosen(page, "What came of it", "Talked")
    outcome.get_by_role("button", name="Save outcome").click()
    expect(row(page, "Introductory call")).to_contain_text("Done")
    page.get_by_role("button", name="Complete: Research the company").click()
    expect(row(page, "Research the company")).to_contain_text("Done")
    expect(actions(page)).to_contain_text("4 of 4")


def delete_one(page: Page) -> None:
    page.get_by_role("button", name="More for Visit the yard").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete action").click()
    expect(actions(page)).to_contain_text("3 of 3")
    expect(page.get_by_role("dialog")).to_have_count(0)


def save_the_next_stage(page: Page, stage: str) -> None:
    """In the form of the record."""
    page.keyboard.press("e")
    form = page.get_by_role("dialog", name="Edit Fleet portal")
    form.get_by_role("combobox", name="Current stage").click()
    page.get_by_role("option", name=stage).click()
    form.get_by_role("button", name="Save and move").click()
    form.get_by_role("checkbox", name="Move without it").first.wait_for()
    for box in form.get_by_role("checkbox", name="Move without it").all():
        box.check()
    keep_activities(form)
    form.get_by_role("button", name="Save and move").click()
    expect(form).to_be_hidden()


@pytest.mark.rule("PS-42", "PS-49", "PS-59", "PS-66", "PS-79", "PS-105", "PS-113")
def test_a_contact_is_advanced_through_its_actions_from_the_first_step_to_the_last(site: Site) -> None:
    mara = site.open_page("mara")
    an_event(site, "Demo day")
    ann_has_an_address(mara)

    # Steps 1 and 2
    find_and_open(mara, "Fleet portal")
    stage_is(mara, "Identify")
    mara.get_by_role("tab", name="Stage history").click()
    expect(mara.get_by_role("tabpanel")).to_contain_text("Created in Identify")

    # Step 3
    perform(mara)
    complete(mara)
    delete_one(mara)

    # Step 4: from the record, which books the meeting of the next stage and shows it
    save_the_next_stage(mara, "Qualify")
    stage_is(mara, "Qualify")
    expect(messages(mara)).to_contain_text("Booked: Discovery meeting")
    mara.get_by_role("button", name="Invite: Invite to a demo day").click()
    inviting = mara.get_by_role("dialog", name="Invite to a demo day")
    inviting.get_by_role("radio", name="Demo day").check()
    inviting.get_by_role("button", name="Invite", exact=True).click()
    expect(row(mara, "Invite to a demo day")).to_contain_text("Done")

    # From the outcome of an activity
    mara.get_by_role("button", name="Record outcome: Discovery meeting").click()
    outcome = mara.get_by_role("dialog", name="Outcome of Discovery meeting")
    chosen(mara, "What came of it", "Wants a proposal")
    expect(outcome.get_by_role("combobox", name="New stage")).to_have_value("Propose")
    accept(outcome)
    outcome.get_by_role("button", name="Save outcome").click()
    stage_is(mara, "Propose")

    # Back on the board another one is left with its call in the calendar, which is asked about
    mara.get_by_role("link", name="Board").click()
    card(mara, "Claims intake").wait_for()
    opened(mara, "Claims intake")
    mara.get_by_role("button", name="Complete stage").click()
    sheet = mara.get_by_role("dialog")
    accept(sheet)
    sheet.get_by_role("radiogroup", name="Introductory call").get_by_role("radio", name="Cancel it").check()
    sheet.get_by_role("button", name="Save and move").click()
    stage_is(mara, "Qualify")
    expect(messages(mara)).to_contain_text("Cancelled: Introductory call")

    # Several at once, without a question
    for name in ("Discovery meeting", "Draw the map of people"):
        mara.get_by_role("checkbox", name=f"Mark {name}").check()
    mara.get_by_role("button", name="Complete 2 at once").click()
    expect(actions(mara)).to_contain_text("2 of 4")
    expect(row(mara, "Discovery meeting")).to_contain_text("Outcome pending")
