"""Letters and events on the record: sent, printed, invited to, several at once; and the outbox."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.acting import call
from tests.e2e.conftest import Site
from tests.e2e.test_actions import actions, opened, row

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("storage", ["sqlite"], indirect=True)]
ANN = "ann@tailwind.example"
LETTER = "Introduction letter"


def said(page: Page, method: str, path: str, body: Any = None) -> Any:
    answer = call(page, method, path, body)
    assert answer.ok, f"{path}: {answer.text()}"
    return answer.json() if answer.body() else None


def ann_has_an_address(page: Page) -> None:
    [ann] = said(page, "GET", "/contacts?q=Ann")["items"]
    said(page, "PATCH", f"/contacts/{ann['id']}", {"version": ann["version"], "email": ANN})


def asked_for(page: Page, number: int, name: str) -> dict[str, Any]:
    stages = said(page, "GET", f"/opportunities/{number}/actions")["stages"]
    found: dict[str, Any] = next(each for stage in stages for each in stage["items"] if each["name"] == name)
    return found


def an_event(site: Site, name: str, days: int = 30, **more: Any) -> dict[str, Any]:
    """Kept by operations."""
    begins = datetime.now(UTC) + timedelta(days=days)  # noqa: TID251 - the server and the browser look at the same clock
    times = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=3)).isoformat()}
    made: dict[str, Any] = said(site.open_page("karim"), "POST", "/gatherings", {"name": name, **times, **more})
    return made


def invites(page: Page, number: int, name: str, code: str = "") -> None:
    plan = {"gathering": {"gathering": code}}
    said(page, "POST", f"/opportunities/{number}/actions", {"name": name, "type": "gathering", "plan": plan})


def letter_dialog(page: Page) -> Locator:
    page.get_by_role("button", name=f"Send: {LETTER}").click()
    dialog = page.get_by_role("dialog", name=LETTER)
    expect(paper(dialog)).to_contain_text("Dear Ann Becker,")
    return dialog


def paper(dialog: Locator) -> Locator:
    return dialog.frame_locator("iframe").locator("body")


def messages(page: Page) -> Locator:
    return page.get_by_role("region", name="Messages")


@pytest.mark.rule("PS-49")
@pytest.mark.rule("PS-57")
@pytest.mark.rule("AC-28")
@pytest.mark.rule("AC-29")
def test_a_letter_is_looked_at_lacks_an_address_gets_it_and_goes_to_the_outbox(site: Site) -> None:
    mara = site.open_page("mara")
    number = opened(mara)
    dialog = letter_dialog(mara)
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    assert asked_for(mara, number, LETTER)["completion"] is None
    assert said(mara, "GET", f"/opportunities/{number}/letters")["items"] == []

    dialog = letter_dialog(mara)
    expect(dialog).to_contain_text("Not filled in: e-mail address.")
    dialog.get_by_role("button", name="Send letter").click()
    expect(dialog.get_by_role("alert")).to_contain_text("no e-mail address")
    dialog.get_by_label("e-mail address (Ann Becker)").fill(ANN)
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_contain_text(f"Ann Becker, {ANN}")
    expect(dialog).not_to_contain_text("Not filled in")
    assert_accessible(mara)
    dialog.get_by_role("button", name="Send letter").click()

    expect(dialog).to_be_hidden()
    expect(messages(mara)).to_contain_text("Introduction letter to Ann Becker is in the outbox")
    expect(row(mara, LETTER)).to_contain_text("Done")
    expect(row(mara, LETTER)).to_contain_text("In the outbox")


@pytest.mark.rule("PS-49")
def test_a_letter_without_an_address_is_printed_instead_and_kept_with_the_deal(site: Site) -> None:
    mara = site.open_page("mara")
    opened(mara)
    dialog = letter_dialog(mara)
    dialog.get_by_role("button", name="Print it instead").click()
    dialog.get_by_role("button", name="Print letter").click()

    expect(dialog).to_contain_text("The letter is kept with the deal, and the action is complete.")
    expect(dialog.get_by_role("button", name="Print again")).to_be_visible()
    expect(paper(dialog)).to_contain_text("Dear Ann Becker,")
    dialog.get_by_role("button", name="Close").last.click()
    expect(row(mara, LETTER)).to_contain_text("Printed")

    mara.get_by_role("tab", name="Letters, files, notes").click()
    letters = mara.get_by_role("region", name="Letters", exact=True)
    expect(letters.get_by_role("listitem")).to_contain_text("Introduction to Ann Becker")
    expect(letters).to_contain_text("Printed")
    with mara.expect_download() as download:
        letters.get_by_role("link", name="Save Introduction as PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")
    mara.get_by_role("tab", name="Timeline").click()
    expect(mara.get_by_role("tabpanel")).to_contain_text("Mara Lindqvist printed Introduction for Ann Becker")
    assert_accessible(mara)


@pytest.mark.rule("PS-50")
def test_a_letter_in_the_outbox_is_read_there_and_dropped_and_its_action_is_open_again(site: Site) -> None:
    mara = site.open_page("mara")
    opened(mara)
    ann_has_an_address(mara)
    letter_dialog(mara).get_by_role("button", name="Send letter").click()
    expect(row(mara, LETTER)).to_contain_text("In the outbox")

    mara.keyboard.press("g")
    mara.keyboard.press("x")
    expect(mara.get_by_role("heading", level=1, name="Outbox")).to_be_visible()
    expect(mara.get_by_role("note")).to_contain_text("No mail server is set up")
    mara.get_by_role("button", name=re.compile("^Read:")).click()
    reading = mara.get_by_role("dialog")
    expect(paper(reading)).to_contain_text("Dear Ann Becker,")
    mara.keyboard.press("Escape")
    expect(reading).to_be_hidden()
    assert_accessible(mara)
    mara.get_by_role("group", name="Show only").get_by_role("button", name="Not sent").click()
    expect(mara.get_by_role("main")).to_contain_text("Nothing of this kind.")
    mara.get_by_role("button", name="All", exact=True).click()
    mara.get_by_role("button", name=re.compile("^Drop:")).click()

    expect(mara.get_by_role("listitem").filter(has_text=ANN)).to_contain_text("Dropped")
    mara.get_by_role("link", name="Fleet portal").click()
    expect(row(mara, LETTER)).to_contain_text("Dropped")
    expect(row(mara, LETTER).get_by_role("button", name=f"Send: {LETTER}")).to_be_visible()


@pytest.mark.rule("PS-52")
@pytest.mark.rule("PS-53")
@pytest.mark.rule("AC-31")
@pytest.mark.rule("AC-32")
def test_an_invitation_goes_out_at_once_and_a_second_one_offers_to_mark_complete(site: Site) -> None:
    mara = site.open_page("mara")
    number = opened(mara)
    event = an_event(site, "Demo day")
    invites(mara, number, "Invite to the demo day", event["code"])
    invites(mara, number, "Invite once more", event["code"])

    mara.get_by_role("button", name="Invite: Invite to the demo day").click()
    expect(messages(mara)).to_contain_text("Ann Becker is invited to Demo day")
    expect(row(mara, "Invite to the demo day")).to_contain_text("Done")
    mara.get_by_role("button", name="Invite: Invite once more").click()
    dialog = mara.get_by_role("dialog", name="Invite once more")
    expect(dialog.get_by_role("alert")).to_contain_text("on the list of this event already")
    assert_accessible(mara)
    dialog.get_by_role("button", name="Mark complete").click()

    expect(row(mara, "Invite once more")).to_contain_text("Done")
    assert said(mara, "GET", f"/gatherings/{event['id']}")["taken"] == 1


@pytest.mark.rule("PS-54")
@pytest.mark.rule("AC-33")
def test_an_event_is_chosen_among_those_to_come_and_instead_of_one_that_is_full(site: Site) -> None:
    mara = site.open_page("mara")
    number = opened(mara)
    gone = an_event(site, "Harbour tour", days=10)
    said(site.open_page("karim"), "PATCH", f"/gatherings/{gone['id']}", {"version": 1, "is_cancelled": True})
    an_event(site, "Autumn fair", days=20, capacity=5)
    an_event(site, "Winter talk", days=40)
    invites(mara, number, "Invite to something")
    invites(mara, number, "Invite to the tour", gone["code"])

    mara.get_by_role("button", name="Invite: Invite to something").click()
    dialog = mara.get_by_role("dialog", name="Invite to something")
    dialog.get_by_role("button", name="Invite", exact=True).click()
    expect(dialog.get_by_role("alert")).to_have_text("Choose an event.")
    expect(dialog.get_by_role("radio")).to_have_count(2)
    expect(dialog).to_contain_text("5 places left")
    dialog.get_by_role("radio", name="Autumn fair").check()
    dialog.get_by_role("button", name="Invite", exact=True).click()
    expect(row(mara, "Invite to something")).to_contain_text("Done")

    mara.get_by_role("button", name="Invite: Invite to the tour").click()
    dialog = mara.get_by_role("dialog", name="Invite to the tour")
    expect(dialog.get_by_role("alert")).to_contain_text("This event was cancelled.")
    dialog.get_by_role("button", name="Choose another").click()
    dialog.get_by_role("radio", name="Winter talk").check()
    dialog.get_by_role("button", name="Invite", exact=True).click()
    expect(messages(mara)).to_contain_text("Ann Becker is invited to Winter talk")
    expect(row(mara, "Invite to the tour")).to_contain_text("Done")


@pytest.mark.rule("PS-56")
@pytest.mark.rule("AC-35")
def test_several_are_performed_at_once_and_each_says_what_became_of_it(site: Site) -> None:
    mara = site.open_page("mara")
    number = opened(mara)
    ann_has_an_address(mara)
    event = an_event(site, "Demo day")
    invites(mara, number, "Invite to the demo day", event["code"])
    invites(mara, number, "Invite once more", event["code"])
    said(mara, "POST", f"/opportunities/{number}/actions", {"name": "Visit", "type": "calendar_activity"})
    mara.get_by_role("button", name="Invite: Invite to the demo day").click()
    expect(row(mara, "Invite to the demo day")).to_contain_text("Done")

    for name in ("Visit", LETTER, "Invite once more"):
        mara.get_by_role("checkbox", name=f"Mark {name}").check()
    mara.get_by_role("button", name="Perform 3 at once").click()
    asking = mara.get_by_role("dialog", name="How does the letter go?")
    asking.get_by_role("radio", name="By e-mail").check()
    asking.get_by_role("button", name="Perform 3 at once").click()

    sheet = mara.get_by_role("dialog", name="1 of 3 done")
    lines = sheet.get_by_role("listitem")
    expect(lines.filter(has_text=LETTER)).to_contain_text("Done")
    expect(lines.filter(has_text="Visit")).to_contain_text("Say when it takes place.")
    assert_accessible(mara)
    lines.filter(has_text="Visit").get_by_role("button", name="Book: Visit").click()
    mara.get_by_role("dialog", name="Book Visit").get_by_role("button", name="Book", exact=True).click()
    expect(lines.filter(has_text="Visit")).to_contain_text("In the calendar")
    expect(lines.filter(has_text="Invite once more")).to_contain_text("on the list of this event already")
    lines.filter(has_text="Invite once more").get_by_role("button", name="Mark complete: Invite once more").click()
    expect(mara.get_by_role("dialog", name="2 of 3 done")).to_be_visible()
    mara.keyboard.press("Escape")

    expect(actions(mara)).to_contain_text("3 of 6")
    expect(row(mara, LETTER)).to_contain_text("In the outbox")
