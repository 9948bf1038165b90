"""The private address of one's calendar on the account page, and how one is reminded."""

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Site

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("storage", ["sqlite"], indirect=True)]


def test_an_address_is_made_read_renewed_and_switched_off(site: Site) -> None:
    mara = site.open_page("mara")
    mara.goto(f"{site.address}/settings/account")
    part = mara.get_by_role("region", name="Calendar feed")
    part.get_by_text("There is no address yet.").wait_for()

    part.get_by_role("button", name="Make an address").click()
    first = part.locator("code").inner_text()
    part.get_by_role("button", name="Renew the address").click()
    expect(part.locator("code")).not_to_have_text(first)
    second = part.locator("code").inner_text()

    assert httpx.get(first).status_code == 404
    assert httpx.get(second).text.startswith("BEGIN:VCALENDAR\r\n")
    part.get_by_role("button", name="Switch it off").click()
    part.get_by_text("There is no address yet.").wait_for()
    assert httpx.get(second).status_code == 404


def test_reminders_by_mail_are_chosen_by_the_keyboard(site: Site) -> None:
    mara = site.open_page("mara")
    mara.goto(f"{site.address}/settings/account")
    choice = mara.get_by_role("switch", name="By mail as well")
    choice.focus()
    # What is on its way when a page is left may never arrive.
    with mara.expect_response(lambda answer: answer.request.method != "GET"):
        mara.keyboard.press("Space")
    expect(choice).to_be_checked()

    mara.reload()
    expect(mara.get_by_role("switch", name="By mail as well")).to_be_checked()
