"""Many deals are changed with one wish: chosen, looked at beforehand, run, and taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from stageline.commands.batches import start_batch
from stageline.commands.opportunities.surrounding import confirm_criterion, link_contact
from stageline.domain.batches.batch import BatchItem
from stageline.domain.ids import ContactId, OpportunityId
from stageline.domain.opportunities.confirming import Confirmation, LinkedContact
from stageline.storage.tables import criteria, opportunities, stages
from stageline.storage.unit_of_work import Storage
from tests.e2e.acting import card, column, tab_to
from tests.e2e.conftest import Site
from tests.e2e.dragging import drag
from tests.e2e.filling import add_many, by_owner

pytestmark = pytest.mark.slow

MANY = 1500


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the server and the browser look at the same clock


def confirm(storage: Storage, name: str) -> None:
    """All that its stage expects has happened."""
    by = by_owner(storage)
    with storage.writing() as work:
        deal = work.connection.execute(
            select(opportunities.c.id, opportunities.c.stage_id).where(opportunities.c.name == name)
        ).one()
        expected = select(criteria.c.id).where(criteria.c.stage_id == deal.stage_id, criteria.c.kind == "manual")
        for criterion_id in work.connection.scalars(expected):
            wanted = Confirmation(criterion_id=criterion_id, note="Said so on the phone.")
            confirm_criterion(work, deal.id, wanted, by=by, at=now())
        link = LinkedContact(contact_id=ContactId(1), contact_role="user")
        link_contact(work, deal.id, link, by=by, at=now())


def choose_stage(page: Page, name: str) -> None:
    tab_to(page, page.get_by_role("dialog").get_by_label("Stage", exact=True))
    page.keyboard.press("Enter")
    option = page.get_by_role("option", name=name, exact=True)
    expect(option).to_be_visible()
    for _ in range(10):
        if option.get_attribute("data-combobox-selected") == "true":
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


@pytest.mark.rule("PS-188", "PS-189", "PS-192", "PS-194")
def test_by_keyboard_three_are_moved_and_taken_back(site: Site, storage: Storage) -> None:
    for name in ("Fleet portal", "Claims intake"):
        confirm(storage, name)
    page = site.open_page("mara")
    first = page.get_by_role("article").first
    tab_to(page, first)

    page.keyboard.press("x")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_role("region", name="Selected deals")).to_contain_text("3 selected")
    page.keyboard.press("m")
    sheet = page.get_by_role("dialog", name="Move 3 deals")
    expect(sheet.get_by_label("Stage", exact=True)).to_be_visible()
    choose_stage(page, "Qualify")
    page.keyboard.press("Control+Enter")

    expect(sheet.get_by_text("2 will move")).to_be_visible()
    missing = sheet.get_by_text("1 is missing expected items")
    tab_to(page, sheet.locator("summary", has_text="1 is missing expected items"))
    page.keyboard.press("Enter")
    expect(sheet.get_by_role("link", name="Recipe planning")).to_be_visible()
    tab_to(page, sheet.get_by_role("checkbox", name="Go on without what is expected"))
    page.keyboard.press("Space")
    expect(sheet.get_by_text("3 will move")).to_be_visible()
    expect(missing).to_have_count(0)
    page.keyboard.press("Control+Enter")

    expect(sheet.get_by_text("3 of 3 changed.")).to_be_visible()
    expect(sheet.get_by_role("listitem").filter(has_text="Fleet portal").first).to_contain_text("Changed")
    expect(card(page, "Fleet portal").locator("visible=true")).to_have_count(1)
    expect(column(page, "Qualify").get_by_role("article", include_hidden=True)).to_have_count(3)
    tab_to(page, sheet.get_by_role("button", name="Undo all"))
    page.keyboard.press("Enter")
    expect(column(page, "Identify").get_by_role("article", include_hidden=True)).to_have_count(3)
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(page.get_by_text("3 deals are as they were before.").first).to_be_visible()


@pytest.mark.rule("PS-188")
def test_what_was_left_stays_selected_to_be_put_right_and_tried_again(site: Site, storage: Storage) -> None:
    for name in ("Fleet portal", "Claims intake"):
        confirm(storage, name)
    page = site.open_page("mara")
    page.get_by_role("article").first.focus()
    page.keyboard.press("Control+a")
    page.get_by_role("region", name="Selected deals").get_by_role("button", name="Move").click()
    choose_stage(page, "Qualify")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Move 2 deals").click()

    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text("2 of 3 changed.")).to_be_visible()
    sheet.get_by_role("button", name="1 blocked").click()
    expect(sheet.get_by_role("link")).to_have_text(["Recipe planning", "Download as CSV"])
    with page.expect_download() as download:
        sheet.get_by_role("link", name="Download as CSV").click()
    assert "Recipe planning,blocked,gaps_soft" in download.value.path().read_text("utf-8-sig")
    expect(page.get_by_role("region", name="Selected deals", include_hidden=True)).to_contain_text("1 selected")

    sheet.get_by_role("button", name="Fix and retry the 1").click()
    sheet.get_by_role("checkbox", name="Go on without what is expected").check()
    sheet.get_by_role("button", name="Move 1 deal").click()
    expect(sheet.get_by_text("1 of 1 changed.")).to_be_visible()
    sheet.get_by_role("button", name="Close").last.click()
    expect(page.get_by_role("region", name="Selected deals")).to_have_count(0)


@pytest.mark.rule("PS-183")
def test_one_selected_card_carries_all_that_are_selected(site: Site) -> None:
    page = site.open_page("mara")
    for name in ("Fleet portal", "Claims intake"):
        card(page, name).hover()
        card(page, name).get_by_role("checkbox").check()

    drag(page, card(page, "Fleet portal"), column(page, "Qualify"))

    sheet = page.get_by_role("dialog", name="Move 2 deals")
    expect(sheet.get_by_text("2 are missing expected items")).to_be_visible()
    sheet.get_by_role("checkbox", name="Go on without what is expected").check()
    sheet.get_by_role("button", name="Move 2 deals").click()
    expect(column(page, "Qualify").get_by_role("article", include_hidden=True)).to_have_count(2)
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(column(page, "Identify").get_by_role("article")).to_have_count(3)


@pytest.mark.rule("PS-193", "AC-113")
def test_very_many_go_on_in_the_background_and_can_be_stopped(site: Site, storage: Storage) -> None:
    add_many(storage, MANY)
    page = site.open_page("mara")
    page.get_by_role("article").first.press("x")
    bar = page.get_by_role("region", name="Selected deals")
    bar.get_by_role("button", name="Select all 1,503 that match").click()
    expect(bar).to_contain_text("1,503 selected")
    bar.get_by_role("button", name="Move").click()
    choose_stage(page, "Qualify")
    page.keyboard.press("Control+Enter")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text("1,503 are missing expected items")).to_be_visible()
    sheet.get_by_role("checkbox", name="Go on without what is expected").check()
    sheet.get_by_role("button", name="Move 1,503 deals").click()
    expect(sheet.get_by_text("1,503 of 1,503 changed.")).to_be_visible(timeout=120_000)
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Qualify, 1,503 deals")).to_be_visible()

    waiting(storage)
    page.reload()
    page.get_by_role("button", name="Work: 0 of 1,500 done").click()
    tray = page.get_by_role("dialog")
    expect(tray.get_by_text("Move of 1,503 deals")).to_be_visible()
    expect(tray.get_by_text("0 of 1,500 done")).to_be_visible()
    tray.get_by_role("button", name="Cancel; what is done stays").click()
    expect(tray.get_by_text("Stopped after 0 of 1,500; 0 changed.")).to_be_visible()


def waiting(storage: Storage) -> None:
    """One that no worker takes up yet."""
    by = by_owner(storage)
    with storage.writing() as work:
        stage_id = work.connection.scalar(select(stages.c.id).where(stages.c.name == "Propose"))
        items = [BatchItem(OpportunityId(n)) for n in range(1001, 1001 + MANY)]
        start_batch(work, "moves", {"stage_id": stage_id}, items, by=by, at=now() + timedelta(hours=1))
