"""Several people at once, a server that refuses, a network that goes away: nobody is misled, and nothing is lost."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.acting import call, card, column, hold, press
from tests.e2e.conftest import Site

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("storage", ["sqlite"], indirect=True)]


def number_of(page: Page, name: str) -> int:
    return int(card(page, name).get_attribute("data-card") or 0)


def confirm_all(page: Page, name: str) -> None:
    """Whatever the stage of the deal asks for, so that its next move is free."""
    number = number_of(page, name)
    for criterion in call(page, "GET", f"/opportunities/{number}/guidance").json()["criteria"]:
        if criterion["kind"] == "manual":
            path = f"/opportunities/{number}/criteria/{criterion['id']}/confirmation"
            assert call(page, "PUT", path, {"note": "Said so"}).ok
    for stage in call(page, "GET", f"/opportunities/{number}/actions").json()["stages"]:
        for activity in [action["activity"] for action in stage["items"] if action["activity"] is not None]:
            assert call(page, "POST", f"/activities/{activity['id']}/cancellation", {}).ok
    contact = call(page, "GET", "/contacts?q=Ann").json()["items"][0]["id"]
    assert call(page, "PUT", f"/opportunities/{number}/contacts/{contact}", {"contact_role": "champion"}).ok


def test_a_move_of_one_shows_on_the_board_of_the_other_who_keeps_her_place(site: Site) -> None:
    mara, helen = site.open_page("mara"), site.open_page("helen")
    confirm_all(mara, "Fleet portal")
    card(helen, "Claims intake").focus()

    card(mara, "Fleet portal").focus()
    press(mara, ".")

    expect(card(column(mara, "Qualify"), "Fleet portal")).to_be_focused()
    expect(card(column(helen, "Qualify"), "Fleet portal")).to_be_visible()
    expect(card(helen, "Claims intake")).to_be_focused()


def test_what_another_does_before_the_page_can_hear_it_is_shown_all_the_same(site: Site) -> None:
    mara, helen = site.open_page("mara"), site.open_page("helen")
    stream = hold(mara, "**/api/v1/live*")
    mara.reload()
    number = number_of(mara, "Fleet portal")
    version = call(helen, "GET", f"/opportunities/{number}").json()["version"]
    fields = {"version": version, "fields": {"next_step": "Call Ann back"}}
    assert call(helen, "PATCH", f"/opportunities/{number}", fields).ok
    expect(card(mara, "Fleet portal")).not_to_contain_text("Call Ann back")

    stream().continue_()

    expect(card(mara, "Fleet portal")).to_contain_text("Call Ann back")


JOIN = """position => new Promise((resolve) => {
  const channel = new BroadcastChannel('stageline.live');
  channel.onmessage = ({ data }) => data.name === 'many' && resolve(data.name);
  channel.postMessage({ name: 'joined', position });
  setTimeout(() => resolve(null), 1500);
})"""


def test_a_second_tab_reads_again_what_was_told_before_it_listened_and_only_then(site: Site) -> None:
    mara = site.open_page("mara")
    heard = call(mara, "GET", "/session").json()["live_position"]
    fields = {"version": 1, "fields": {"next_step": "Call Ann back"}}
    assert call(mara, "PATCH", f"/opportunities/{number_of(mara, 'Fleet portal')}", fields).ok
    expect(card(mara, "Fleet portal")).to_contain_text("Call Ann back")
    tab = mara.context.new_page()
    tab.goto(f"{site.address}/healthz")

    assert tab.evaluate(JOIN, heard) == "many"
    assert tab.evaluate(JOIN, call(mara, "GET", "/session").json()["live_position"]) is None


def test_one_who_types_is_not_disturbed_by_what_another_does(site: Site) -> None:
    mara, helen = site.open_page("mara"), site.open_page("helen")
    number = number_of(mara, "Fleet portal")
    card(mara, "Fleet portal").focus()
    press(mara, ".")
    reason = mara.get_by_role("dialog").get_by_role("textbox", name="Note", exact=True)
    reason.fill("Half a sentence, and")

    version = call(helen, "GET", f"/opportunities/{number}").json()["version"]
    edited = call(
        helen, "PATCH", f"/opportunities/{number}", {"version": version, "fields": {"next_step": "Call Ann back"}}
    )

    assert edited.ok, edited.text()
    expect(card(helen, "Fleet portal")).to_contain_text("Call Ann back")
    expect(reason).to_have_value("Half a sentence, and")


def test_a_stale_edit_is_shown_beside_the_newer_one_and_loses_nothing(site: Site) -> None:
    mara, helen = site.open_page("mara"), site.open_page("helen")
    for page in (mara, helen):
        card(page, "Fleet portal").get_by_role("link", name="Fleet portal").click()
        page.get_by_role("heading", level=1, name="Fleet portal").wait_for()
    mara.get_by_role("button", name="Edit Next step").first.click()
    mara.get_by_role("textbox", name="Next step", exact=True).fill("Mine: send the quote")

    number = int(mara.url.rsplit("/", 1)[1].partition("?")[0])
    version = call(helen, "GET", f"/opportunities/{number}").json()["version"]
    theirs = {"version": version, "fields": {"next_step": "Theirs: call Ann"}}
    assert call(helen, "PATCH", f"/opportunities/{number}", theirs).ok
    press(mara, "Enter")

    expect(mara.get_by_text("Helen Okafor changed this meanwhile").first).to_be_visible()
    mara.get_by_role("button", name="Save mine").click()
    expect(helen.get_by_text("Mine: send the quote").first).to_be_visible()


def test_a_card_whose_move_is_refused_goes_back_with_the_reason(site: Site) -> None:
    """Somebody else gets in between the plan and the move."""
    mara, helen = site.open_page("mara"), site.open_page("helen")
    confirm_all(mara, "Fleet portal")
    number = number_of(mara, "Fleet portal")

    def get_in_between(route: Route) -> None:
        if route.request.method != "POST":  # the card in focus is read ahead
            route.continue_()
            return
        version = call(helen, "GET", f"/opportunities/{number}").json()["version"]
        call(helen, "PATCH", f"/opportunities/{number}", {"version": version, "fields": {"amount_minor": 1_000_00}})
        route.continue_()

    mara.route("**/moves", get_in_between)
    card(mara, "Fleet portal").focus()
    press(mara, ".")

    expect(mara.get_by_role("region", name="Messages")).to_contain_text("Helen Okafor changed this meanwhile")
    expect(card(column(mara, "Identify"), "Fleet portal")).to_be_visible()
    expect(card(column(mara, "Qualify"), "Fleet portal")).to_have_count(0)


def test_a_lost_connection_is_said_writes_nothing_and_ends_by_itself(site: Site) -> None:
    mara, helen = site.open_page("mara"), site.open_page("helen")
    confirm_all(mara, "Fleet portal")
    mara.reload()
    card(mara, "Fleet portal").wait_for()

    mara.context.set_offline(True)
    expect(mara.get_by_role("main").get_by_text("No connection.")).to_be_visible()
    card(mara, "Fleet portal").focus()
    press(mara, ".")
    expect(card(column(mara, "Identify"), "Fleet portal")).to_be_visible()

    confirm_all(helen, "Claims intake")
    card(helen, "Claims intake").focus()
    press(helen, ".")
    expect(card(column(helen, "Qualify"), "Claims intake")).to_be_visible()
    mara.context.set_offline(False)

    expect(mara.get_by_role("main").get_by_text("No connection.")).to_have_count(0)
    expect(card(column(mara, "Qualify"), "Claims intake")).to_be_visible()
    expect(card(column(mara, "Identify"), "Fleet portal")).to_be_visible()
    assert call(mara, "GET", f"/opportunities/{number_of(mara, 'Fleet portal')}/moves").ok
    expect(card(column(helen, "Identify"), "Fleet portal")).to_be_visible()


def test_without_a_connection_what_writes_is_off_with_the_reason_and_what_is_typed_stays(site: Site) -> None:
    mara = site.open_page("mara")
    confirm_all(mara, "Fleet portal")
    mara.wait_for_timeout(2_500)
    press(mara, "c")
    form = mara.get_by_role("dialog", name="New opportunity")
    name = form.get_by_label("Name", exact=True)
    name.fill("Half a name")

    mara.context.set_offline(True)
    save = form.get_by_role("button", name="Add opportunity")
    expect(save).to_have_attribute("aria-disabled", "true")
    expect(save).to_have_attribute("title", "No connection: nothing can be saved just now.")
    name.press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("nothing was changed")
    expect(name).to_have_value("Half a name")
    mara.keyboard.press("Escape")

    card(mara, "Fleet portal").focus()
    press(mara, ".")
    expect(mara.get_by_role("region", name="Messages")).to_contain_text("The server cannot be reached")
    card(mara, "Fleet portal").focus()
    for key in ("Space", "ArrowRight", "Space"):
        press(mara, key)
    expect(card(column(mara, "Identify"), "Fleet portal")).to_be_visible()

    mara.context.set_offline(False)
    expect(mara.get_by_role("main").get_by_text("Back. Updating…")).to_be_attached(timeout=30_000)
    card(mara, "Fleet portal").focus()
    press(mara, ".")
    expect(card(column(mara, "Qualify"), "Fleet portal")).to_be_visible()
