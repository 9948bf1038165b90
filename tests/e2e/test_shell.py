"""The frame around every screen: palette, keys, theme, language, connection, what cannot be shown, one's account."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from stageline.cli.demo.people import PASSWORD
from tests.e2e.acting import call, card, press
from tests.e2e.conftest import Site

pytestmark = pytest.mark.slow


def palette(page: Page, text: str) -> None:
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search or jump").fill(text)


def test_the_palette_finds_a_deal_and_does_what_there_is_to_do(site: Site) -> None:
    page = site.open_page("mara")

    palette(page, "tailw fle")
    expect(page.get_by_role("option", name="Fleet portal")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Fleet portal", level=1)).to_be_visible()

    palette(page, "new opp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="New opportunity")).to_be_visible()
    page.keyboard.press("Escape")

    palette(page, "zzzz")
    expect(page.get_by_text("Nothing begins like")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox", name="Search or jump")).to_have_count(0)


def test_the_palette_begins_with_the_deal_in_question_and_remembers_those_opened(site: Site) -> None:
    page = site.open_page("mara")
    card(page, "Fleet portal").focus()
    page.keyboard.press("Control+k")
    about = page.get_by_role("group", name="Fleet portal")
    expect(about.get_by_role("option", name="Copy the link")).to_be_visible()
    about.get_by_role("option", name="Move: the stages").click()
    expect(page.get_by_role("menu")).to_be_visible()
    page.keyboard.press("Escape")

    card(page, "Fleet portal").get_by_role("link", name="Fleet portal").click()
    page.get_by_role("heading", name="Fleet portal", level=1).wait_for()
    palette(page, "edi")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/edit$"))

    page.goto(f"{site.address}/opportunities")
    page.get_by_role("heading", name="Opportunities", level=1).wait_for()
    page.keyboard.press("Control+k")
    lately = page.get_by_role("group", name="Opened lately").get_by_role("option", name="Fleet portal")
    lately.click()
    expect(page.get_by_role("heading", name="Fleet portal", level=1)).to_be_visible()


def test_the_list_lists_its_keys_and_those_of_the_filter(site: Site) -> None:
    page = site.open_page("mara")
    page.goto(f"{site.address}/opportunities")
    page.get_by_role("grid").wait_for()

    press(page, "?")
    keys = page.get_by_role("dialog", name="Keyboard")
    expect(keys.get_by_text("Next row")).to_be_visible()
    expect(keys.get_by_text("Clear filters")).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)
    press(page, "f")
    expect(page.get_by_role("menu")).to_be_visible()


def test_what_is_unread_stands_in_the_title(site: Site) -> None:
    mara, helen = site.open_page("mara"), site.open_page("helen")
    number = int(card(mara, "Fleet portal").get_attribute("data-card") or 0)
    stages = call(helen, "GET", f"/opportunities/{number}/moves/options").json()
    reached = stages["options"][1]["stage"]["id"]
    said = {"stage_id": reached, "version": stages["version"], "acknowledge_gaps": True, "override": True}
    moved = call(helen, "POST", f"/opportunities/{number}/moves", said | {"reason": "Helping out"})
    assert moved.ok, moved.text()

    expect(mara).to_have_title("(1) Standard sales · Stageline", timeout=30_000)


def test_a_session_about_to_end_can_be_prolonged(site: Site) -> None:
    page = site.open_page("mara")

    def ends_soon(route: Route) -> None:
        answer = route.fetch()
        soon = datetime.now(UTC) + timedelta(seconds=119)  # noqa: TID251 - the browser's own clock
        route.fulfill(response=answer, json=answer.json() | {"ends_at": soon.isoformat()})

    page.route("**/api/v1/session", ends_soon)
    page.reload()
    warning = page.get_by_role("dialog", name="Your session ends soon")
    expect(warning).to_contain_text("Your session ends at")
    page.unroute("**/api/v1/session")
    warning.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_have_count(0)
    expect(card(page, "Fleet portal")).to_be_visible()


def test_a_session_that_ended_asks_over_the_page_and_returns_to_the_same_spot(site: Site) -> None:
    page = site.open_page("mara")
    press(page, "c")
    form = page.get_by_role("dialog", name="New opportunity")
    name = form.get_by_label("Name", exact=True)
    name.fill("Half a name")
    address = page.url
    assert call(page, "DELETE", "/session").ok

    form.get_by_role("button", name="Add opportunity").click()
    sheet = page.get_by_role("dialog", name="Your session has ended")
    sheet.get_by_label("Mail").fill("mara@stageline.example")
    sheet.get_by_label("Password", exact=True).fill(PASSWORD)
    sheet.get_by_role("button", name="Sign in").click()

    expect(sheet).to_have_count(0)
    assert page.url == address
    expect(name).to_have_value("Half a name")
    expect(card(page, "Fleet portal")).to_be_visible()
    form.get_by_role("button", name="Add opportunity").click()
    contact = form.get_by_role("combobox", name="Contact", exact=True)
    expect(contact).to_have_accessible_description("Choose a contact or an account.")
    expect(form.get_by_text("Choose a contact or an account.")).to_have_count(1)


def test_keys_go_fold_and_list_themselves_until_they_are_switched_off(site: Site) -> None:
    page = site.open_page("mara")

    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard")
    expect(keys.get_by_text("New opportunity").first).to_be_visible()
    expect(keys.get_by_text("Move: the stages with number keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)

    # What is on its way when a page is left may never arrive.
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.keyboard.press("[")
    expect(page.get_by_role("button", name="Unfold the navigation")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page).to_have_title("Your account · Stageline")
    page.reload()
    expect(page.get_by_role("button", name="Unfold the navigation")).to_be_visible()

    page.get_by_label("Keys of a single letter").click()
    expect(page.get_by_label("Keys of a single letter")).not_to_be_checked()
    page.get_by_role("heading", name="Your account").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_have_count(0)
    palette(page, "board")


def test_f6_goes_round_the_parts_of_the_page_and_the_skip_link_to_its_content(site: Site) -> None:
    page = site.open_page("mara")

    page.get_by_role("link", name="Go to content").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    parts = set()
    for _ in range(6):
        page.keyboard.press("F6")
        parts.add(page.evaluate("document.activeElement.tagName"))
    assert {"NAV", "MAIN"} <= parts


def test_theme_density_and_language_go_along_to_another_browser(site: Site) -> None:
    page = site.open_page("mara")
    page.goto(f"{site.address}/settings/account")
    look = page.get_by_role("region", name="How it looks")
    look.get_by_text("Dark", exact=True).click()
    look.get_by_text("Compact", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-density", "compact")

    page.get_by_role("combobox", name="Language").click()
    page.get_by_role("option", name="Deutsch").click()
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("heading", name="Dein Konto")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^de"))

    other = site.open_page("mara")
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")
    expect(other.get_by_role("link", name="Verkaufschancen", exact=True)).to_be_visible()


def test_times_stand_in_the_persons_own_zone(site: Site) -> None:
    page = site.open_page("mara")
    page.goto(f"{site.address}/settings/account")
    zone = page.get_by_role("combobox", name="Time zone")
    zone.fill("Kiritimati")
    page.get_by_role("option", name="Pacific/Kiritimati").click()
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Your account is saved.").first).to_be_visible()
    page.reload()
    expect(zone).to_have_value("Pacific/Kiritimati")


def test_a_new_password_is_taken_only_with_the_present_one(site: Site) -> None:
    page = site.open_page("mara")
    page.goto(f"{site.address}/settings/account")
    page.get_by_label("Current password").fill("not this one at all")
    page.get_by_label("New password").fill("a brand new horse")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("This is not your current password.")).to_be_visible()

    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("Your password is changed.").first).to_be_visible()


def test_a_token_is_shown_once_and_revoked(site: Site) -> None:
    page = site.open_page("mara")
    page.goto(f"{site.address}/settings/account")
    tokens = page.get_by_role("region", name="Tokens for programs")
    tokens.get_by_label("What it is for").fill("Nightly export")
    tokens.get_by_role("button", name="Make a token").click()
    expect(tokens.get_by_text("This is shown once.")).to_be_visible()
    expect(tokens.get_by_text(re.compile("^slk_"))).to_be_visible()

    tokens.get_by_role("button", name="Revoke Nightly export").click()
    expect(tokens.get_by_role("button", name="Revoke Nightly export")).to_have_count(0)


def test_what_is_not_there_keeps_the_navigation(site: Site) -> None:
    page = site.open_page("mara")

    for path in ("/nowhere/at/all", "/opportunities/999999"):
        page.goto(site.address + path)
        expect(page.get_by_role("heading", name="There is nothing to show here")).to_be_visible()
        expect(page.get_by_role("navigation", name="Main")).to_be_visible()
        page.get_by_role("main").get_by_role("link", name="Go to Board").click()
        expect(page.get_by_role("heading", name="Standard sales")).to_be_visible()


def test_without_a_connection_the_page_says_since_when_and_comes_back(site: Site) -> None:
    page = site.open_page("mara")
    page.wait_for_timeout(3_000)

    page.context.set_offline(True)
    bar = page.get_by_role("main").get_by_text("No connection. What you see is from")
    expect(bar).to_be_visible()
    page.context.set_offline(False)
    expect(bar).to_have_count(0, timeout=30_000)


@pytest.mark.parametrize(("language", "direction"), [("pseudo", "ltr"), ("pseudo-rtl", "rtl")])
def test_every_word_of_the_frame_comes_from_the_catalogue(site: Site, language: str, direction: str) -> None:
    page = site.open_page("mara")
    page.goto(f"{site.address}/settings/account?language={language}")

    expect(page.locator("html")).to_have_attribute("dir", direction)
    page.get_by_role("heading", name=re.compile("^Yöür áççöüñt")).wait_for()
    labels = page.locator("nav [aria-label], main h1, main h2, main label").all()
    said = [its.get_attribute("aria-label") or its.inner_text() for its in labels]
    assert [words for words in said if words and "~" not in words] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_a_phone_the_bar_is_at_the_bottom(site: Site) -> None:
    page = site.open_page("mara")
    page.set_viewport_size({"width": 390, "height": 844})

    bar = page.get_by_role("navigation", name="Main")
    box = bar.bounding_box()
    assert box is not None
    assert box["y"] > 700
    bar.get_by_role("button", name="New opportunity").click()
    expect(page.get_by_role("dialog", name="New opportunity")).to_be_visible()
    page.keyboard.press("Escape")
    bar.get_by_role("button", name=re.compile("^Mara")).click()
    page.get_by_role("menuitem", name="Settings").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
