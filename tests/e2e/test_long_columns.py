"""A column of many deals: it comes piece by piece, and only what is in sight is on the page."""

import pytest
from playwright.sync_api import expect

from stageline.storage.unit_of_work import Storage
from tests.e2e.acting import call, card, column, hold
from tests.e2e.conftest import Site
from tests.e2e.filling import add_many

pytestmark = pytest.mark.slow


def test_the_focus_stays_while_the_rest_of_a_column_comes(site: Site, storage: Storage) -> None:
    add_many(storage, 300)
    page = site.open_page("mara")
    whole = page.get_by_role("button", name="Show 78 more of 78")
    expect(whole).to_have_count(1)
    rest = hold(page, "**/board/*/cards?*")
    page.reload()
    first = page.get_by_role("article").first
    first.focus()

    rest().continue_()
    expect(whole).to_have_count(1)
    expect(first).to_be_focused()
    page.keyboard.press("x")
    expect(page.get_by_role("region", name="Selected deals")).to_contain_text("1 selected")
    assert column(page, "Identify").get_by_role("article").count() < 50


def test_the_focus_stays_when_a_column_becomes_a_long_one(site: Site, storage: Storage) -> None:
    add_many(storage, 47)
    page = site.open_page("mara")
    expect(column(page, "Identify").get_by_role("article")).to_have_count(50)
    card(page, "Fleet portal").focus()

    fields = {"name": "One more", "contact_id": 1}
    added = call(page, "POST", "/opportunities", {"process_id": 1, "fields": fields})

    assert added.ok, added.text()
    expect(page.get_by_role("region", name="Identify, 51 deals")).to_be_visible()
    expect(card(page, "Fleet portal")).to_be_focused()
