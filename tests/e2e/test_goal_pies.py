"""Sales goals are set in three steps, and fill the pies beside the stages as deals move."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import insert, update

from stageline.storage.tables import stages as stages_table
from stageline.storage.tables import users
from stageline.storage.unit_of_work import Storage
from tests.e2e.acting import call, card, column, focused, hold, press
from tests.e2e.conftest import Site
from tests.e2e.test_together import confirm_all

pytestmark = pytest.mark.slow


def stages(page: Page) -> dict[str, int]:
    process = call(page, "GET", "/processes").json()["items"][0]["id"]
    board = call(page, "GET", f"/processes/{process}/board").json()
    return {each["stage"]["name"]: each["stage"]["id"] for each in (*board["columns"], *board["closed"])}


def people(page: Page) -> dict[str, int]:
    return {each["name"].split()[0]: each["id"] for each in call(page, "GET", "/users").json()["items"]}


def set_goal(page: Page, stage: str | None = None, *, metric: str = "advanced_count", **wanted: Any) -> dict[str, Any]:
    named = {} if stage is None else {"stage_id": stages(page)[stage]}
    answer = call(page, "POST", "/targets", {"metric": metric, **named, **wanted})
    assert answer.ok, answer.text()
    goal: dict[str, Any] = answer.json()
    return goal


def advance(page: Page, deal: str, stage: str) -> None:
    found = call(page, "GET", f"/opportunities?q={deal.partition(' ')[0]}").json()["items"][0]
    body = {"stage_id": stages(page)[stage], "version": found["version"], "acknowledge_gaps": True}
    moved = call(page, "POST", f"/opportunities/{found['id']}/moves", body)
    assert moved.ok, moved.text()


def pies(where: Locator) -> Locator:
    return where.locator("[data-goal]")


def shares(where: Locator) -> list[float]:
    return [float(each.get_attribute("data-share") or "") for each in pies(where).locator("svg").all()]


def to_board(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Board").click()
    page.get_by_role("article").first.wait_for()


def to_goals(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Goals").click()
    page.get_by_role("heading", level=1, name="Goals").wait_for()


def begin(page: Page, metric: str = "Deals advanced") -> Locator:
    """The second step of a new goal."""
    page.get_by_role("button", name="Add goal").last.click()  # also in what stands where no goals are
    sheet = page.get_by_role("dialog", name="Add goal")
    sheet.get_by_role("radio", name=metric, exact=True).check()
    sheet.get_by_role("button", name="Next").click()
    return sheet


def choose(page: Page, where: Locator, field: str, option: str) -> None:
    where.get_by_role("combobox", name=field).click()
    page.get_by_role("option", name=option, exact=True).click()


@pytest.mark.rule("SG-3", "SG-8", "SG-51", "SG-61", "SG-64")
def test_a_goal_is_set_in_steps_and_its_pie_fills_as_deals_move_on_the_board(site: Site) -> None:
    page = site.open_page("mara")
    advance(page, "Claims intake", "Qualify")
    to_goals(page)

    sheet = begin(page)
    choose(page, sheet, "Into the stage", "Qualify")
    sheet.get_by_label("Number of deals").fill("3")
    expect(sheet.get_by_text("This month runs")).to_contain_text("1 counted so far")
    expect(sheet.get_by_text("you would have reached 0, 0 and 0 in the last three months")).to_be_visible()
    sheet.get_by_role("button", name="Save goal").click()

    expect(page.get_by_text("Goal saved. Deals advanced into Qualify: 3 per month.").first).to_be_visible()
    expect(page.get_by_role("button", name="Add goal")).to_have_count(1)
    expect(focused(page)).to_have_text("Goals")
    to_board(page)
    expect(pies(column(page, "Qualify"))).to_have_text("1/3")
    expect(pies(column(page, "Identify"))).to_have_count(0)
    confirm_all(page, "Fleet portal")
    page.reload()
    card(page, "Fleet portal").focus()
    press(page, ".")
    expect(pies(column(page, "Qualify"))).to_have_text("2/3")
    card(page, "Recipe planning").focus()
    press(page, ".")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text("Counts for your goal. Deals advanced into Qualify: 3 of 3 this month.")).to_be_visible()
    press(page, "Escape")
    expect(sheet).to_have_count(0)

    to_goals(page)
    again = begin(page)
    choose(page, again, "Into the stage", "Qualify")
    expect(again.get_by_role("status")).to_contain_text("Deals advanced into Qualify: 3 per month.")
    again.get_by_label("Number of deals").fill("4")
    again.get_by_role("button", name="Save goal").click()
    expect(again.get_by_role("alert")).to_contain_text("You have this goal already. Deals advanced into Qualify: 3")
    [kept] = call(page, "GET", "/targets").json()["items"]
    again.get_by_role("alert").get_by_role("link", name="Open it").click()
    expect(again).to_have_count(0)
    expect(page).to_have_url(re.compile(f"goal={kept['id']}"))


@pytest.mark.rule("SG-62", "SG-63", "SG-64", "SG-65", "AT-102", "AT-147", "AT-149")
def test_several_goals_for_a_stage_are_a_pie_each_and_the_rest_is_in_words(site: Site) -> None:
    page = site.open_page("mara")
    deal = call(page, "GET", "/opportunities?q=Fleet").json()["items"][0]
    fields = {"amount_minor": 7_340_068, "currency": "JPY"}
    assert call(page, "PATCH", f"/opportunities/{deal['id']}", {"version": deal["version"], "fields": fields}).ok
    for name in ("Fleet portal", "Claims intake"):
        advance(page, name, "Qualify")
    set_goal(page, "Qualify", number=4)
    set_goal(page, "Qualify", number=1, period_type="week")
    set_goal(page, "Qualify", metric="advanced_value", number=11_010_101, currency="JPY", period_type="year")
    set_goal(page, "Qualify", metric="advanced_value", number=9_500_000, currency="EUR", period_type="year")
    page.reload()

    qualify = column(page, "Qualify")
    expect(pies(qualify)).to_have_text(["2/1", "2/4", "66%+1"])
    assert shares(qualify) == pytest.approx([1, 0.5, 7_340_068 / 11_010_101])
    week, month, year = pies(qualify).all()
    assert "Mara Lindqvist: Deals advanced into Qualify. 2 of 1, 200%. 0 to go." in (
        week.get_attribute("aria-label") or ""
    )
    assert "2 of 4, 50%. 2 to go." in (month.get_attribute("aria-label") or "")
    words = year.get_attribute("aria-label") or ""
    assert "3,670,033 to go" in words
    assert "150%. €0 to go." in words

    year.focus()
    expect(
        page.get_by_text("¥3,670,033 to go", exact=False).or_(page.get_by_text("JPY 3,670,033 to go"))
    ).to_be_visible()
    press(page, "Escape")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1, name="Goals")).to_be_visible()


@pytest.mark.rule("SG-26", "SG-61", "SG-64", "AT-146", "AT-151")
def test_the_pies_are_ones_own_or_of_the_one_person_whose_deals_are_shown(site: Site) -> None:
    mara, ada, priya = site.open_page("mara"), site.open_page("ada"), site.open_page("priya")
    set_goal(mara, "Propose", number=2)
    set_goal(mara, metric="won_count", number=2)
    set_goal(mara, stage="Closed Won", number=5)
    for page in (mara, ada, priya):
        page.reload()
        page.get_by_role("heading", level=1, name="Standard sales").wait_for()

    expect(pies(column(mara, "Propose"))).to_have_text("0/2")
    expect(mara.locator("[data-goal]")).to_have_text(["0/2", "0/5"])
    column(mara, "Propose").get_by_role("button", name="Fold Propose").click()
    folded = mara.get_by_role("button", name="Open Propose Goal: 0%", exact=True)
    expect(folded.get_by_title("Deals advanced into Propose")).to_be_visible()
    mara.set_viewport_size({"width": 390, "height": 844})
    mara.get_by_role("tab").last.click()
    mara.get_by_role("list", name="goals for Closed Won").get_by_role("link").click()
    won = "Deals you own that move into Closed Won from any other stage. Each counts once, even if it is won again."
    expect(mara.get_by_text(won)).to_be_visible()
    expect(card(ada, "Fleet portal")).to_be_visible()
    expect(ada.locator("[data-goal]")).to_have_count(0)

    who = people(ada)["Mara"]
    for page, count in ((ada, 2), (priya, 0)):
        page.goto(f"{page.url.partition('?')[0]}?owner_id={who}")
        page.get_by_role("heading", level=1, name="Standard sales").wait_for()
        expect(page.locator("[data-goal]")).to_have_count(count)


@pytest.mark.rule("SG-61")
def test_the_list_shows_them_in_the_rows_and_at_the_heads_of_groups(site: Site) -> None:
    page = site.open_page("mara")
    set_goal(page, "Identify", number=2)

    page.goto(f"{site.address}/opportunities")
    expect(page.get_by_role("img", name="Goal: 0%")).to_have_count(3)
    page.goto(f"{site.address}/opportunities?group=stage")
    expect(page.get_by_role("rowheader").locator("[data-goal]")).to_have_text("0/2")


@pytest.mark.rule("SG-8", "SG-10", "SG-12", "SG-13", "AT-145")
def test_a_manager_sets_one_each_for_a_team_and_reads_what_became_of_it(site: Site) -> None:
    helen, mara = site.open_page("helen"), site.open_page("mara")
    who = people(helen)
    set_goal(helen, "Qualify", number=10, user_id=who["Priya"])
    to_goals(helen)

    sheet = begin(helen)
    choose(helen, sheet, "Into the stage", "Qualify")
    sheet.get_by_label("Number of deals").fill("10")
    sheet.get_by_role("button", name="Next").click()
    sheet.get_by_text("People I choose").click()
    choose(helen, sheet, "Add a sales team", "North")
    own = sheet.get_by_label("Number for Daniel Park")
    own.fill("some")
    press(helen, "Control+Enter")
    expect(own).to_be_focused()
    own.fill("5")
    expect(sheet.get_by_role("listitem").filter(has_text="Priya Nair")).to_contain_text("Has a goal like this already")
    asked = hold(helen, "**/targets/batches")
    press(helen, "Control+Enter", "Control+Enter", "Enter", "Escape")
    helen.keyboard.down("Control")
    helen.keyboard.down("Enter")
    expect(sheet.get_by_role("button", name="Save goal")).to_have_attribute("data-loading", "true")
    expect(sheet.get_by_text("Drop what you filled in?")).to_have_count(0)
    asked().continue_()

    result = sheet.get_by_text("2 goals created, 1 skipped.")
    expect(result).to_be_focused()
    expect(helen.get_by_role("row").filter(has_text="Daniel Park")).to_contain_text("0 / 5")
    helen.keyboard.down("Enter")  # held since the press before
    helen.keyboard.up("Enter")
    helen.keyboard.up("Control")
    expect(result).to_be_visible()
    expect(sheet.get_by_role("listitem").filter(has_text="Priya Nair")).to_contain_text("Skipped")
    sheet.get_by_role("button", name="Close").last.click()
    goals = {each["user"]["id"]: each["period"]["number"] for each in call(helen, "GET", "/targets").json()["items"]}
    assert goals == {who["Mara"]: 10, who["Daniel"]: 5, who["Priya"]: 10}

    mine = call(helen, "GET", f"/targets?user_id={who['Mara']}").json()["items"][0]
    assert call(helen, "PATCH", f"/targets/{mine['id']}", {"version": mine["version"], "number": 12}).ok
    daniels = call(helen, "GET", f"/targets?user_id={who['Daniel']}").json()["items"][0]
    assert daniels["period"]["number"] == 5
    mara.reload()
    expect(pies(column(mara, "Qualify"))).to_have_text("0/12")


@pytest.mark.rule("SG-13")
def test_a_goal_is_copied_to_others_who_do_not_have_it_yet(site: Site) -> None:
    helen = site.open_page("helen")
    who = people(helen)
    for name in ("Mara", "Priya"):
        set_goal(helen, "Qualify", number=6, user_id=who[name])
    to_goals(helen)
    helen.goto(f"{site.address}/settings/goals?person={who['Mara']}")

    helen.get_by_role("button", name="Copy to people").click()
    sheet = helen.get_by_role("dialog", name="Copy to people")
    sheet.get_by_role("button", name="Copy goal").click()
    expect(sheet.get_by_text("Choose somebody.")).to_be_visible()
    press(helen, "Escape")  # closes the list that opened with the focus, and nothing else
    expect(helen.get_by_role("option")).to_have_count(0)
    choose(helen, sheet, "Add a sales team", "North")
    sheet.get_by_role("button", name="Copy goal").click()

    expect(sheet.get_by_text("1 goal created, 1 skipped.")).to_be_visible()
    goals = call(helen, "GET", f"/targets?user_id={who['Daniel']}").json()["items"]
    assert [each["period"]["number"] for each in goals] == [6]


@pytest.mark.rule("AT-150", "SG-3")
def test_what_is_wrong_is_said_at_its_field_and_what_was_filled_in_is_not_lost_by_a_key(site: Site) -> None:
    page = site.open_page("mara")
    to_goals(page)

    sheet = begin(page, "Value of deals advanced")
    sheet.get_by_label("Amount").fill("-5")
    press(page, "Control+Enter")

    stage = sheet.get_by_role("combobox", name="Into the stage")
    expect(stage).to_have_attribute("aria-invalid", "true")
    expect(stage).to_be_focused()
    expect(sheet.get_by_text("Give an amount above zero.")).to_be_visible()
    expect(sheet.get_by_text("Counts only deals in EUR.")).to_be_visible()
    press(page, "Escape")
    expect(sheet.get_by_role("alert")).to_have_text("Drop what you filled in?")
    expect(focused(page)).to_have_text("Keep it")
    press(page, "Enter")
    expect(stage).to_be_focused()
    expect(sheet.get_by_label("Amount")).to_have_value("-5")
    sheet.get_by_role("button", name="Cancel").click()
    press(page, "Enter")
    expect(focused(page)).to_have_text("Cancel")
    press(page, "Escape")
    sheet.get_by_role("button", name="Drop it").click()
    expect(sheet).to_have_count(0)
    expect(focused(page)).to_have_text("Add goal")
    assert call(page, "GET", "/targets").json()["items"] == []


@pytest.mark.rule("SG-12", "SG-13")
def test_an_empty_cell_of_the_team_begins_the_same_goal_for_that_person(site: Site, storage: Storage) -> None:
    helen = site.open_page("helen")
    who = people(helen)
    set_goal(helen, "Qualify", number=6, user_id=who["Mara"])
    set_goal(helen, "Propose", number=6, user_id=who["Daniel"])
    with storage.writing() as work:
        work.connection.execute(update(users).where(users.c.id == who["Daniel"]).values(state="deactivated"))
    to_goals(helen)

    daniel = helen.get_by_role("row").filter(has_text="Daniel Park")
    expect(daniel).to_contain_text("No goal")
    expect(daniel.get_by_role("button")).to_have_count(0)
    helen.get_by_role("row").filter(has_text="Priya Nair").get_by_role("button").first.click()
    sheet = helen.get_by_role("dialog", name="Add goal")
    expect(sheet.get_by_role("combobox", name="Into the stage")).to_have_value("Qualify")
    expect(sheet.get_by_text("Priya Nair would have reached")).to_be_visible()
    sheet.get_by_label("Number of deals").fill("7")
    press(helen, "Enter")
    expect(sheet.get_by_label("Number for Priya Nair")).to_be_visible()
    press(helen, "Control+Enter")

    expect(sheet).to_have_count(0)
    goals = call(helen, "GET", f"/targets?user_id={who['Priya']}").json()["items"]
    assert [each["period"]["number"] for each in goals] == [7]


@pytest.mark.rule("SG-3", "SG-10")
def test_an_administrator_without_goals_of_their_own_chooses_among_all_people_and_stages_in_use(
    site: Site, storage: Storage
) -> None:
    now = datetime.now(UTC)  # noqa: TID251 - the server and the browser look at the same clock
    seller = {"state": "active", "roles": ["rep"], "can_own": True, "created_at": now, "version": 1}
    with storage.writing() as work:
        work.connection.execute(insert(users), [{**seller, "name": f"Seller {each:03}"} for each in range(210)])
        work.connection.execute(update(stages_table).where(stages_table.c.name == "Propose").values(is_active=False))
    ada = site.open_page("ada")
    to_goals(ada)

    sheet = begin(ada)
    sheet.get_by_role("combobox", name="Into the stage").click()
    expect(ada.get_by_role("option", name="Qualify")).to_be_visible()
    expect(ada.get_by_role("option", name="Propose")).to_have_count(0)
    ada.get_by_role("option", name="Qualify").click()
    sheet.get_by_label("Number of deals").fill("10")
    sheet.get_by_role("button", name="Next").click()
    expect(sheet.get_by_role("list", name="Whom it is for")).to_have_count(0)
    sheet.get_by_role("button", name="Save goal").click()
    expect(sheet.get_by_text("Choose somebody.")).to_be_visible()
    sheet.get_by_role("combobox", name="Add somebody").fill("209")
    ada.get_by_role("option", name="Seller 209").click()
    expect(sheet.get_by_role("list", name="Whom it is for").get_by_role("listitem")).to_contain_text("Seller 209")
