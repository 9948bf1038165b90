"""The record: changed and moved in one save, merged when two were at it, corrected, duplicated, shared with a team."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.acting import call, card, column, focused, hold, keep_activities, press, tab_to
from tests.e2e.conftest import Site

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("storage", ["sqlite"], indirect=True)]


def opened(page: Page, name: str = "Fleet portal") -> int:
    card(page, name).get_by_role("link", name=name).click()
    page.get_by_role("heading", level=1, name=name).wait_for()
    return int(re.findall(r"/opportunities/(\d+)", page.url)[0])


def opened_by(page: Page, number: int) -> None:
    """By its address, so that nothing has the focus."""
    page.goto(f"{page.evaluate('location.origin')}/opportunities/{number}")
    page.get_by_role("heading", level=1).wait_for()


def reread(page: Page, number: int) -> dict[str, object]:
    answer: dict[str, object] = call(page, "GET", f"/opportunities/{number}").json()
    return answer


def lost(page: Page, number: int) -> None:
    plan = call(page, "GET", f"/opportunities/{number}/moves/options").json()
    to = next(one["stage"]["id"] for one in plan["options"] if one["stage"]["type"] == "disqualified")
    body = {"stage_id": to, "version": plan["version"], "close_reason": "no_need"}
    assert call(page, "POST", f"/opportunities/{number}/moves", body).ok


def test_nothing_comes_between_the_pointer_and_a_tab_once_the_record_is_shown(site: Site) -> None:
    mara = site.open_page("mara")
    number = opened(mara)
    release = hold(mara, f"**/api/v1/opportunities/{number}/actions")
    mara.reload()
    held = release()
    tab = mara.get_by_role("tab", name="Stage history")
    expect(tab).to_have_count(0)

    held.continue_()
    tab.wait_for()
    mara.evaluate("document.fonts.ready.then(() => true)")
    shown_at = tab.bounding_box()
    expect(mara.get_by_role("button", name="Complete: Research the company")).to_be_visible()
    mara.wait_for_timeout(500)

    assert tab.bounding_box() == shown_at


@pytest.mark.rule("PS-91")
def test_fields_and_the_move_they_belong_to_are_saved_at_once(site: Site) -> None:
    mara = site.open_page("mara")
    number = opened(mara)
    press(mara, "e")

    sheet = mara.get_by_role("dialog", name="Edit Fleet portal")
    sheet.get_by_role("textbox", name="Next step", exact=True).fill("Send the quote")
    sheet.get_by_role("combobox", name="Current stage").click()
    mara.get_by_role("option", name="Qualify").click()
    expect(sheet.get_by_text("First conversation agreed")).to_be_visible()
    sheet.get_by_role("button", name="Save and move").click()
    expect(sheet.get_by_role("checkbox", name="Move without it").first).to_be_visible()
    for box in sheet.get_by_role("checkbox", name="Move without it").all():
        box.check()
    keep_activities(sheet)
    sheet.get_by_role("button", name="Save and move").click()

    expect(sheet).to_be_hidden()
    expect(mara.locator("[aria-current=step]")).to_contain_text("Qualify")
    record = reread(mara, number)
    assert (record["next_step"], record["version"]) == ("Send the quote", 2)


@pytest.mark.rule("PS-177")
def test_a_clock_beside_the_stage_tells_how_it_came_there(site: Site) -> None:
    mara = site.open_page("mara")
    opened(mara)
    mara.get_by_role("button", name="Edit", exact=True).click()

    mara.get_by_role("button", name="Stage changes, newest first").click()

    expect(mara.get_by_role("dialog").get_by_text("Created in Identify")).to_be_visible()


@pytest.mark.rule("PS-99")
def test_two_who_edit_the_same_record_see_both_values_and_merge_them(site: Site) -> None:
    mara, helen = site.open_page("mara"), site.open_page("helen")
    number = opened(mara)
    press(mara, "e")
    form = mara.get_by_role("dialog", name="Edit Fleet portal")
    form.get_by_role("textbox", name="Next step", exact=True).fill("Mine: send the quote")
    form.get_by_role("textbox", name="Amount").fill("90000")

    theirs = {"next_step": "Theirs: call Ann", "remarks": "Heard at the fair"}
    assert call(helen, "PATCH", f"/opportunities/{number}", {"version": 1, "fields": theirs}).ok

    merge = form.get_by_role("region", name="Changed meanwhile")
    expect(merge).to_contain_text("Helen Okafor changed Next step and Remarks.")
    expect(merge.get_by_text("Mine: send the quote")).to_be_visible()
    expect(merge.get_by_text("Theirs: call Ann")).to_be_visible()
    expect(form.get_by_role("textbox", name="Remarks")).to_have_value("Heard at the fair")
    form.get_by_role("button", name="Save").click()
    expect(focused(mara)).to_have_accessible_name("Keep mine: Next step")
    merge.get_by_role("button", name="Take theirs: Next step").click()
    expect(form.get_by_role("textbox", name="Next step", exact=True)).to_have_value("Theirs: call Ann")
    form.get_by_role("button", name="Save").click()

    expect(form).to_be_hidden()
    record = reread(helen, number)
    assert [record[field] for field in ("next_step", "remarks", "amount_minor")] == [*theirs.values(), 9_000_000]


@pytest.mark.rule("PS-172")
def test_an_outcome_is_corrected_with_a_reason_and_reopened_with_another(site: Site) -> None:
    helen = site.open_page("helen")
    number = opened(helen)
    lost(helen, number)
    banner = helen.get_by_text("Read-only.")
    expect(banner).to_be_visible()

    helen.get_by_role("button", name="Correct outcome…").click()
    dialog = helen.get_by_role("dialog", name="Correct the outcome of Fleet portal")
    dialog.get_by_role("combobox", name="How it really ended").click()
    helen.get_by_role("option", name="Closed Won").click()
    dialog.get_by_role("combobox", name="Reason for closing").click()
    helen.get_by_role("option").first.click()
    dialog.get_by_role("button", name="Correct outcome").click()
    expect(dialog.get_by_text("Say why it is corrected.")).to_be_visible()
    dialog.get_by_role("textbox", name="Why it is corrected").fill("They signed after all")
    dialog.get_by_role("button", name="Correct outcome").click()
    expect(helen.get_by_text("Closed Won today. Read-only.")).to_be_visible()

    helen.get_by_role("button", name="Reopen…").click()
    dialog = helen.get_by_role("dialog", name="Reopen Fleet portal")
    dialog.get_by_role("textbox", name="Reason").fill("They want to talk again")
    dialog.get_by_role("button", name="Reopen").click()

    expect(banner).to_be_hidden()
    assert reread(helen, number)["status"] == "open"


@pytest.mark.rule("PS-217")
def test_a_duplicate_opens_and_the_one_deleted_comes_back(site: Site) -> None:
    karim = site.open_page("karim")
    number = opened(karim)
    more = karim.get_by_role("button", name="More for Fleet portal")

    more.click()
    karim.get_by_role("menuitem", name="Duplicate").click()
    expect(karim.get_by_role("status").filter(has_text="Fleet portal duplicated")).to_be_attached()
    karim.wait_for_url(lambda url: not url.endswith(f"/{number}"))
    # The address is there before the page, and both deals have one name.
    expect(karim.locator("[aria-current=step]")).to_contain_text("Day 0")
    more.click()
    karim.get_by_role("menuitem", name="Delete").click()
    karim.get_by_role("dialog").get_by_role("button", name="Delete deal").click()

    expect(card(karim, "Fleet portal")).to_have_count(1)
    karim.get_by_role("button", name="Undo").click()
    expect(card(karim, "Fleet portal")).to_have_count(2)


@pytest.mark.rule("PS-202")
def test_the_deal_team_is_kept_in_words(site: Site) -> None:
    mara = site.open_page("mara")
    opened(mara)
    team = mara.get_by_role("region", name="Deal team")

    team.get_by_role("button", name="Add somebody to the deal team").click()
    team.get_by_role("combobox", name="Person").fill("Rosa")
    mara.get_by_role("option", name="Rosa").click()
    team.get_by_role("combobox", name="Part in the team").click()
    mara.get_by_role("option", name="Legal").click()
    team.get_by_role("button", name="Save").click()
    expect(team.get_by_text("Legal, reads")).to_be_visible()

    team.get_by_role("button", name="Change Rosa Silva").click()
    team.get_by_role("combobox", name="Access").click()
    mara.get_by_role("option", name="edits").click()
    team.get_by_role("button", name="Save").click()
    expect(team.get_by_text("Legal, edits")).to_be_visible()

    team.get_by_role("button", name="Remove Rosa Silva").click()
    expect(team.get_by_text("Rosa Silva")).to_be_hidden()


@pytest.mark.rule("PS-93")
def test_by_keyboard_one_looks_along_the_path_asks_why_not_and_moves(site: Site) -> None:
    mara = site.open_page("mara")
    opened(mara)

    press(mara, "3")
    expect(mara.get_by_text("You are looking at Propose.")).to_be_visible()
    tab_to(mara, mara.get_by_role("button", name="Propose", pressed=True))
    press(mara, "ArrowLeft")
    expect(mara.get_by_text("You are looking at Qualify.")).to_be_visible()
    press(mara, "1")
    expect(mara.get_by_text("You are looking at")).to_be_hidden()

    press(mara, "y")
    why = mara.get_by_role("dialog", name=re.compile("I move it"))
    expect(why.get_by_text("First conversation agreed")).to_be_visible()
    press(mara, "Escape")
    expect(why).to_be_hidden()

    press(mara, "m")
    expect(mara.get_by_role("menuitem", name=re.compile("^Qualify"))).to_be_visible()
    press(mara, "1")
    expect(mara.get_by_role("dialog").get_by_role("button", name="Save and move")).to_be_visible()


def test_the_next_deal_of_the_column_is_one_key_away(site: Site) -> None:
    mara = site.open_page("mara")
    names = column(mara, "Identify").get_by_role("link").all_inner_texts()
    opened(mara, names[0])
    expect(mara.get_by_text(f"1 of {len(names)}")).to_be_visible()

    press(mara, "j")
    expect(mara.get_by_role("heading", level=1, name=names[1])).to_be_visible()
    press(mara, "k")
    expect(mara.get_by_role("heading", level=1, name=names[0])).to_be_visible()


@pytest.mark.rule("PS-171")
def test_closing_details_change_with_a_reason_by_those_above_and_nobody_else(site: Site) -> None:
    helen, mara = site.open_page("helen"), site.open_page("mara")
    number = opened(helen)
    lost(helen, number)
    opened_by(mara, number)
    expect(mara.get_by_text("Read-only.")).to_be_visible()
    expect(mara.get_by_role("button", name="Closing details…")).to_have_count(0)

    helen.get_by_role("button", name="Closing details…").click()
    dialog = helen.get_by_role("dialog", name="Closing details of Fleet portal")
    expect(focused(helen)).to_have_accessible_name("Amount")
    dialog.get_by_role("textbox", name="Amount").fill("70000")
    dialog.get_by_role("combobox", name="Reason for closing").click()
    helen.get_by_role("option", name="No budget").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Say why the closing details change.")).to_be_visible()
    dialog.get_by_role("textbox", name="Why they change").fill("It was the budget")
    dialog.get_by_role("button", name="Save").click()

    expect(dialog).to_be_hidden()
    record = reread(helen, number)
    assert (record["amount_minor"], record["close_reason"]) == (7_000_000, "no_budget")
    helen.get_by_role("tab", name="Timeline").click()
    expect(helen.get_by_text("“It was the budget”")).to_be_visible()


@pytest.mark.rule("PS-220")
def test_a_deleted_deal_says_who_deleted_it_and_operations_bring_it_back(site: Site) -> None:
    karim, helen = site.open_page("karim"), site.open_page("helen")
    number = opened(karim)
    assert call(helen, "DELETE", f"/opportunities/{number}?version=1").ok

    opened_by(karim, number)
    expect(karim.get_by_text("Deleted by Helen Okafor")).to_contain_text("can restore it until")
    karim.get_by_role("button", name="Restore").click()

    expect(karim.get_by_text("Deleted by Helen Okafor")).to_be_hidden()
    assert reread(karim, number)["deleted_at"] is None


def test_a_sheet_opened_by_a_key_gives_the_focus_to_where_the_deal_stands(site: Site) -> None:
    mara = site.open_page("mara")
    opened_by(mara, opened(mara))
    here = mara.locator("[aria-current=step] button")

    for key, title in (("e", "Edit Fleet portal"), ("o", "Who owns Fleet portal?"), ("y", re.compile("I move it"))):
        mara.evaluate("document.activeElement?.blur()")
        press(mara, key)
        dialog = mara.get_by_role("dialog", name=title)
        expect(dialog).to_be_visible()
        press(mara, "Escape")
        expect(dialog).to_be_hidden()
        expect(here).to_be_focused()


def test_the_keys_of_the_record_are_listed(site: Site) -> None:
    mara = site.open_page("mara")
    opened(mara)

    press(mara, "?")

    keys = mara.get_by_role("dialog")
    for label in ("Look at the stage of that number", "Stage history, timeline, files and notes", "Next deal"):
        expect(keys.get_by_text(label)).to_be_visible()


def test_the_menu_of_a_card_asks_why_it_cannot_be_moved(site: Site) -> None:
    mara = site.open_page("mara")
    card(mara, "Fleet portal").focus()
    press(mara, "m")

    mara.get_by_role("menuitem", name=re.compile("I move it")).click()

    why = mara.get_by_role("dialog", name=re.compile("I move it"))
    expect(why.get_by_text("First conversation agreed")).to_be_visible()
    press(mara, "Escape")
    expect(why).to_be_hidden()
    expect(mara).to_have_url(re.compile(r"/opportunities/\d+$"))
