"""My day: one thing with its question, several without, by keyboard alone, and on the way there and back."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.acting import call, focused, press, tab_to
from tests.e2e.conftest import Site

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("storage", ["sqlite"], indirect=True)]


def day(site: Site) -> Page:
    """Mara's, with one research late and the other two due today."""
    mara = site.open_page("mara")
    found = call(mara, "GET", "/opportunities?limit=10").json()["items"]
    today = call(mara, "GET", "/day").json()["day"]
    for number, deal in enumerate(sorted(found, key=lambda deal: deal["name"])):
        actions = call(mara, "GET", f"/opportunities/{deal['id']}/actions").json()["stages"][0]["items"]
        on = datetime.fromisoformat(today).replace(tzinfo=UTC) - timedelta(days=3 if number == 0 else 0)
        for action in actions:
            if action["name"] == "Research the company":
                call(mara, "PATCH", f"/actions/{action['id']}", {"due_on": on.date().isoformat()})
    mara.get_by_role("link", name="My day").click()
    mara.get_by_role("region", name="Needs you").wait_for()
    return mara


def row(page: Page | Locator, name: str, deal: str) -> Locator:
    return page.get_by_role("article", name=name).filter(has_text=deal)


def part(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def chosen(page: Page, label: str, option: str) -> None:
    page.get_by_role("dialog").get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


@pytest.mark.rule("PS-244")
@pytest.mark.rule("PS-63")
def test_a_day_is_one_line_and_a_tracked_call_asks_what_came_of_it(site: Site) -> None:
    mara = day(site)
    expect(mara.get_by_role("link", name=re.compile("My day .* late"))).to_have_attribute("aria-current", "page")
    expect(row(part(mara, "Late"), "Research the company", "Claims intake")).to_be_visible()

    mara.get_by_role("button", name="Record outcome: Introductory call").first.click()
    dialog = mara.get_by_role("dialog", name="Outcome of Introductory call")
    expect(dialog.get_by_role("combobox", name="New stage")).to_be_visible()
    chosen(mara, "What came of it", "Talked")
    dialog.get_by_role("button", name="Save outcome").click()

    expect(dialog).to_be_hidden()
    expect(mara.get_by_role("region", name="Messages")).to_contain_text("Introductory call: Talked")
    done = mara.get_by_role("article", name="Introductory call").filter(has_text="Done")
    expect(done).to_have_count(1)


@pytest.mark.rule("PS-49")
def test_a_letter_of_the_day_is_written_where_its_deal_is(site: Site) -> None:
    mara = day(site)

    mara.get_by_role("link", name="Send: Introduction letter").first.click()
    dialog = mara.get_by_role("dialog", name="Introduction letter")
    expect(dialog.get_by_role("button", name="Send letter")).to_be_visible()
    mara.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    expect(mara).not_to_have_url(re.compile("action="))
    mara.reload()
    expect(mara.get_by_role("region", name="Actions")).to_contain_text("Introduction letter")
    expect(dialog).to_be_hidden()


@pytest.mark.rule("PS-66")
@pytest.mark.rule("PS-67")
def test_several_of_many_deals_are_completed_at_once_and_their_outcomes_wait(site: Site) -> None:
    mara = day(site)
    calls = mara.get_by_role("checkbox", name="Mark Introductory call")
    expect(calls).to_have_count(3)
    for box in calls.all()[:2]:
        box.check()
    mara.get_by_role("checkbox", name="Mark Research the company").first.check()

    mara.get_by_role("button", name="Complete 3 at once").click()

    expect(mara.get_by_role("region", name="Messages")).to_contain_text("3 things complete. 2 outcomes pending.")
    expect(mara.get_by_role("dialog")).to_have_count(0)
    expect(mara.get_by_role("article").filter(has_text="Outcome pending")).to_have_count(2)
    needs = part(mara, "Needs you")
    expect(needs.get_by_role("listitem")).to_have_count(2)
    needs.get_by_role("button", name="Record outcome: Introductory call").first.click()
    chosen(mara, "What came of it", "Talked")
    mara.get_by_role("dialog").get_by_role("button", name="Save outcome").click()
    expect(needs.get_by_role("listitem")).to_have_count(1)


def test_a_day_is_worked_off_by_keyboard_alone(site: Site) -> None:
    mara = day(site)
    press(mara, "g", "b")
    mara.get_by_role("heading", level=1, name="Standard sales").wait_for()
    press(mara, "g", "d")
    mara.get_by_role("region", name="Needs you").wait_for()

    press(mara, "j")
    expect(focused(mara)).to_have_attribute("aria-label", "Research the company")
    press(mara, "j", "k", "d")
    expect(row(mara, "Research the company", "Claims intake")).to_contain_text("Done")
    expect(mara.get_by_role("region", name="Messages")).to_contain_text("Research the company done")
    expect(focused(mara)).to_have_role("article")
    press(mara, "x", "ArrowDown", "x")
    expect(mara.get_by_role("group", name="Marked things")).to_contain_text("2 marked")
    press(mara, "d")
    expect(mara.get_by_role("region", name="Messages")).to_contain_text("2 things complete")
    press(mara, "a")
    mara.get_by_role("dialog").get_by_label("Subject").fill("Tidy the desk")
    press(mara, "Enter")
    mine = mara.get_by_role("article", name="Tidy the desk")
    expect(mine).to_be_visible()
    tab_to(mara, mine, at_most=80)
    press(mara, "d")
    expect(mine).to_contain_text("Done")


def test_one_comes_back_to_where_one_was_and_enter_opens_the_deal(site: Site) -> None:
    mara = day(site)
    mara.goto(f"{site.address}/")
    mara.get_by_role("region", name="Needs you").wait_for()
    assert mara.url.endswith("/day")

    row(mara, "Research the company", "Claims intake").focus()
    press(mara, "Enter")

    mara.get_by_role("heading", level=1, name="Claims intake").wait_for()


def test_the_line_follows_what_others_do_and_a_team_is_looked_at_by_its_manager(site: Site) -> None:
    mara, helen = day(site), site.open_page("helen")
    helen.goto(f"{site.address}/day?whose=team")
    theirs = row(helen, "Research the company", "Claims intake")
    expect(theirs).to_contain_text("Mara Lindqvist")

    mara.get_by_role("button", name="Complete: Research the company").first.click()

    expect(theirs).to_contain_text("Done")


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_a_day_with_all_its_parts_is_accessible_in_both_themes(site: Site, size: tuple[int, int]) -> None:
    mara = day(site)
    mara.set_viewport_size({"width": size[0], "height": size[1]})
    for box in mara.get_by_role("checkbox", name="Mark Introductory call").all()[:2]:
        box.check()
    mara.get_by_role("button", name="Complete 2 at once").click()
    expect(part(mara, "Needs you").get_by_role("listitem")).to_have_count(2)
    mara.get_by_role("button", name="Close").first.click()
    for scheme in ("light", "dark"):
        mara.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        expect(mara.locator(f"html[data-theme={scheme}]")).to_be_attached()
        assert_accessible(mara)
    assert mara.evaluate("document.documentElement.scrollWidth") <= size[0]
