"""The page of sales goals: how far one is and why, what was left out, what came before, and those of the team."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select, update

from stageline.storage.tables import sales_targets, stages
from stageline.storage.unit_of_work import Storage
from tests.e2e.accessibility import assert_accessible
from tests.e2e.acting import call, focused, hold, press, tab_to
from tests.e2e.conftest import Site
from tests.e2e.test_goal_pies import advance, people, set_goal, to_goals
from tests.e2e.test_goal_pies import stages as stages_of

pytestmark = pytest.mark.slow


def worth(page: Page, deal: str, minor: int, currency: str) -> None:
    found = call(page, "GET", f"/opportunities?q={deal.split(maxsplit=1)[0]}").json()["items"][0]
    said = {"version": found["version"], "fields": {"amount_minor": minor, "currency": currency}}
    answer = call(page, "PATCH", f"/opportunities/{found['id']}", said)
    assert answer.ok, answer.text()


def move(page: Page, deal: str, stage: str) -> None:
    """To and fro, with a reason."""
    found = call(page, "GET", f"/opportunities?q={deal.split(maxsplit=1)[0]}").json()["items"][0]
    wanted = {"stage_id": stages_of(page)[stage], "version": found["version"], "acknowledge_gaps": True}
    moved = call(page, "POST", f"/opportunities/{found['id']}/moves", {**wanted, "reason": "So it is."})
    assert moved.ok, moved.text()


def ring(page: Page, name: str) -> Locator:
    return page.get_by_role("list", name="Goals of this period").get_by_role("link").filter(has_text=name)


def counted(page: Page) -> Locator:
    return page.get_by_role("region", name="What counted").get_by_role("listitem")


def more(page: Page, name: str, act: str) -> None:
    page.get_by_role("button", name=f"More for {name}").click()
    page.get_by_role("menuitem", name=act).click()


def goals(page: Page) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = call(page, "GET", "/targets").json()["items"]
    return items


@pytest.mark.rule("SG-5", "SG-44", "SG-60", "SG-65", "AT-101", "AT-154")
def test_of_ten_pounds_and_a_thousand_dollars_a_goal_in_pounds_shows_ten(site: Site) -> None:
    mara = site.open_page("mara")
    worth(mara, "Fleet portal", 1_000, "GBP")
    worth(mara, "Claims intake", 100_000, "USD")
    for deal in ("Fleet portal", "Claims intake"):
        advance(mara, deal, "Qualify")
    set_goal(mara, "Qualify", metric="advanced_value", number=10_000, currency="GBP")
    set_goal(mara, "Qualify", number=2)
    to_goals(mara)

    pounds = ring(mara, "Value into Qualify, GBP")
    expect(pounds).to_contain_text("10%")
    expect(pounds).to_contain_text(re.compile(r"GBP\s10.*of GBP\s100 by"))
    expect(pounds).to_contain_text(re.compile(r"Not counted: 1 deal, USD\s1,000"))
    expect(ring(mara, "2 of 2")).to_contain_text("Reached")

    pounds.click()
    expect(mara).to_have_url(re.compile(r"goal=\d+"))
    expect(mara.get_by_text("Counts only deals in GBP.")).to_be_visible()
    expect(mara.get_by_text(re.compile(r"^Not counted: 1 deal, USD\s1,000 \(other currency\)$"))).to_be_visible()
    expect(counted(mara)).to_have_count(2)
    expect(counted(mara).filter(has_text="Fleet portal")).to_contain_text(re.compile(r"from Identify.*GBP\s10"))
    expect(counted(mara).filter(has_text="Claims intake")).to_contain_text("In USD, so not counted")
    with mara.expect_download() as download:
        mara.get_by_role("region", name="What counted").get_by_role("link", name="Export").click()
    assert download.value.suggested_filename.startswith("goal-")
    assert_accessible(mara)


@pytest.mark.rule("SG-5", "SG-44")
def test_a_goal_that_converts_says_at_which_rate(site: Site) -> None:
    karim = site.open_page("karim")
    today = call(karim, "GET", "/day").json()["day"]
    assert call(karim, "POST", "/rates", {"csv": f"date,USD\n{today},1.25\n"}).ok
    mara = site.open_page("mara")
    worth(mara, "Claims intake", 100_000, "USD")
    set_goal(mara, "Qualify", metric="advanced_value", number=100_000, currency="EUR", conversion=True)
    advance(mara, "Claims intake", "Qualify")
    to_goals(mara)

    expect(ring(mara, "Value into Qualify, converted")).to_contain_text(re.compile("€800.*of €1,000"))
    expect(mara.get_by_text("Other currencies count in EUR, by the rate of the day.")).to_be_visible()
    expect(counted(mara)).to_contain_text(re.compile(r"Claims intake.*USD\s1,000 at 0\.8, the rate of .*€800"))
    expect(counted(mara)).not_to_contain_text("converted")


@pytest.mark.rule("SG-62", "SG-63", "AT-102")
def test_big_numbers_are_shown_whole_and_rounded_down(site: Site) -> None:
    mara = site.open_page("mara")
    worth(mara, "Fleet portal", 7_340_068, "JPY")
    worth(mara, "Claims intake", 7_340_068_000, "IDR")
    for deal in ("Fleet portal", "Claims intake"):
        advance(mara, deal, "Qualify")
    set_goal(mara, "Qualify", metric="advanced_value", number=11_010_101, currency="JPY")
    set_goal(mara, "Qualify", metric="advanced_value", number=11_010_101_000, currency="IDR")
    set_goal(mara, "Qualify", metric="advanced_value", number=100, currency="IDR", period_type="week")
    to_goals(mara)
    ring(mara, "Value into Qualify, JPY").click()

    yen = ring(mara, "Value into Qualify, JPY")
    expect(yen).to_contain_text("66%")
    expect(yen.locator("svg")).to_have_attribute("data-share", re.compile(r"^0\.6666"))
    expect(yen).to_contain_text("7,340,068")
    expect(mara.get_by_text(re.compile(r"JPY\s3,670,033 to go"))).to_be_visible()
    mara.set_viewport_size({"width": 390, "height": 844})
    heights = yen.locator("span", has_text=re.compile(r"^JPY\s7,340,068$")).last.evaluate(
        "e => e.getClientRects().length"
    )
    assert heights == 1
    assert mara.evaluate("document.documentElement.scrollWidth") <= 390
    expect(ring(mara, ">999%")).to_have_count(1)
    mara.set_viewport_size({"width": 320, "height": 844})
    for card in mara.get_by_role("list", name="Goals of this period").get_by_role("link").all():
        assert card.evaluate("e => e.scrollWidth <= e.clientWidth")
    assert mara.evaluate("document.documentElement.scrollWidth") <= 320

    press(mara, "g", "d")
    own = mara.get_by_role("region", name="My goals", exact=True).get_by_role("listitem")
    expect(own.filter(has_text=re.compile(r"IDR\s7,340,068,000 of IDR\s11,010,101,000"))).to_be_visible()
    for name in own.get_by_text("Value into Qualify").all():
        assert name.evaluate("e => e.clientWidth") >= 100


@pytest.mark.rule("SG-22", "SG-24", "SG-25", "SG-44", "AT-111", "AT-114")
def test_what_almost_counted_is_listed_with_its_reason_and_the_chart_has_a_twin(site: Site) -> None:
    mara = site.open_page("mara")
    set_goal(mara, "Identify", number=2)
    set_goal(mara, "Qualify", number=4)
    for stage in ("Qualify", "Identify", "Qualify", "Identify"):
        move(mara, "Fleet portal", stage)
    advance(mara, "Claims intake", "Qualify")
    to_goals(mara)
    ring(mara, "Into Qualify").click()

    expect(
        mara.get_by_text(
            "Deals you own that move into Qualify from an earlier stage or another process. Each counts once a month."
        )
    ).to_be_visible()
    expect(counted(mara)).to_have_count(3)
    expect(counted(mara).first).to_contain_text("since moved back")
    expect(counted(mara).filter(has_text="Already counted this month")).to_have_count(1)
    chart = mara.get_by_role("img", name=re.compile("Into Qualify, .*: 2 of 4."))
    expect(chart.locator("circle")).to_have_count(2)
    mara.get_by_text("In figures").click()
    expect(mara.get_by_role("row").filter(has_text="Claims intake")).to_contain_text("2")
    assert_accessible(mara)


@pytest.mark.rule("SG-50", "SG-52", "AT-137")
def test_a_goal_gets_another_number_rests_ends_and_is_deleted(site: Site) -> None:
    mara = site.open_page("mara")
    set_goal(mara, "Qualify", number=4)
    [goal] = goals(mara)
    first = date.fromisoformat(goal["period"]["starts_on"])
    later = (first + timedelta(days=32)).replace(day=1).isoformat()
    numbers = [*goal["numbers"], {"from_on": later, "number": 9, "is_once": False}]
    assert call(mara, "PUT", f"/targets/{goal['id']}/numbers", {"version": 1, "numbers": numbers}).ok
    to_goals(mara)

    tab_to(mara, mara.get_by_role("button", name="Change the number of Into Qualify"))
    press(mara, "Enter")
    dialog = mara.get_by_role("dialog", name="Number of Into Qualify")
    expect(focused(mara)).to_have_value("4")
    focused(mara).fill("none")
    press(mara, "Enter")
    expect(dialog).to_contain_text("Give a whole number above 0.")
    dialog.get_by_label("Number", exact=True).fill("6")
    press(mara, "Enter")
    expect(ring(mara, "Into Qualify")).to_contain_text("0 of 6")
    expect(mara.get_by_role("button", name="Change the number of Into Qualify")).to_be_focused()
    assert len(goals(mara)[0]["numbers"]) == 1
    press(mara, "Control+z")
    expect(ring(mara, "Into Qualify")).to_contain_text("0 of 4")
    assert goals(mara)[0]["numbers"] == numbers

    more(mara, "Into Qualify", "Pause")
    expect(ring(mara, "Into Qualify")).to_contain_text("Paused")
    expect(mara.get_by_text(re.compile("to go|working day"))).to_have_count(0)
    mara.get_by_role("region", name="Messages").get_by_role("button", name="Undo").click()
    expect(ring(mara, "Into Qualify")).not_to_contain_text("Paused")
    assert [goal["is_paused"] for goal in goals(mara)] == [False]

    more(mara, "Into Qualify", "End…")
    mara.get_by_role("dialog").get_by_role("button", name="End goal").click()
    expect(ring(mara, "Into Qualify")).to_contain_text("Ends")
    assert goals(mara)[0]["ended_at"] is not None

    more(mara, "Into Qualify", "Delete…")
    mara.get_by_role("dialog").get_by_role("button", name="Delete goal").click()
    expect(mara.get_by_text("A sales goal counts your own moves or wins per week, month or year.")).to_be_visible()
    assert goals(mara) == []
    expect(mara.get_by_role("heading", name="Goals", exact=True)).to_be_focused()
    assert_accessible(mara)


@pytest.mark.rule("SG-50", "SG-52")
def test_past_periods_stand_as_they_were_and_say_what_counted(site: Site) -> None:
    mara = site.open_page("mara")
    today = date.fromisoformat(call(mara, "GET", "/day").json()["day"])
    set_goal(mara, "Qualify", number=4, period_type="week", starts_on=(today - timedelta(days=14)).isoformat())
    to_goals(mara)
    mara.get_by_text("Past", exact=True).click()

    bars = mara.get_by_role("region", name="Into Qualify, week").get_by_role("listitem").get_by_role("link")
    expect(bars).to_have_count(2)
    bars.first.click()
    expect(mara).to_have_url(re.compile(r"on=\d{4}-"))
    expect(mara.get_by_text("Nothing counted in this period.")).to_be_visible()
    mara.get_by_text("In figures").click()
    expect(mara.get_by_role("row")).to_have_count(3)
    assert_accessible(mara)


@pytest.mark.rule("SG-1", "SG-10", "SG-11", "SG-12", "AT-141", "AT-142")
def test_a_manager_sees_the_team_in_a_grid_and_fills_what_is_missing_and_its_owner_only_reads(site: Site) -> None:
    helen = site.open_page("helen")
    team = people(helen)
    set_goal(helen, "Qualify", number=10, user_id=team["Mara"])
    set_goal(helen, "Qualify", number=8, user_id=team["Priya"])
    to_goals(helen)

    grid = helen.get_by_role("region", name="Goals of the team")
    expect(grid.get_by_role("columnheader", name="Into Qualify, month")).to_be_visible()
    expect(grid.get_by_role("row").filter(has_text="Mara Lindqvist")).to_contain_text("0 / 10")
    expect(grid.get_by_role("row").filter(has_text="Together")).to_contain_text("0 of 18")
    expect(grid.get_by_text("Tomas Oliveira")).to_have_count(0)
    helen.get_by_role("button", name="Export").click()
    with helen.expect_download() as download:
        helen.get_by_role("menuitem", name="Into Qualify, month").click()
    assert download.value.suggested_filename.startswith("goals-")
    grid.get_by_role("button", name="No goal. Add one for Daniel Park: Into Qualify, month").click()
    expect(helen.get_by_role("dialog", name="Add goal")).to_be_visible()
    press(helen, "Escape")
    grid.get_by_role("rowheader").get_by_role("link", name="Mara Lindqvist").click()
    expect(ring(helen, "Into Qualify")).to_contain_text("0 of 10")
    expect(helen.get_by_role("button", name="Change the number of Into Qualify")).to_be_visible()
    assert_accessible(helen)

    mara = site.open_page("mara")
    to_goals(mara)
    expect(ring(mara, "Into Qualify")).to_contain_text("0 of 10")
    expect(mara.get_by_text("Set by Helen Okafor")).to_be_visible()
    expect(mara.get_by_role("button", name=re.compile("^(Change|More)"))).to_have_count(0)
    expect(mara.get_by_role("region", name="Goals of the team")).to_have_count(0)


@pytest.mark.rule("SG-13")
def test_numbers_from_a_file_are_told_before_they_are_set(site: Site) -> None:
    helen = site.open_page("helen")
    team = people(helen)
    set_goal(helen, "Qualify", metric="advanced_value", number=1_000_000, currency="EUR", user_id=team["Mara"])
    to_goals(helen)
    grid = helen.get_by_role("region", name="Goals of the team")
    expect(grid.get_by_role("row").filter(has_text="Mara Lindqvist")).to_contain_text("/ €10,000")
    expect(helen.get_by_text("A sales goal counts your own")).to_have_count(0)

    dialog = into_value(helen)
    day = call(helen, "GET", "/day").json()["day"]
    rows = "Mara Lindqvist,12.500,\nDaniel Park,5,6\nNobody Known,3,4\n"
    choose(helen, f"Person,from {day},from 2030-01-01\n{rows}".encode())
    expect(dialog.get_by_text("3 numbers change, with a new goal for 1 person; 2 cannot be taken.")).to_be_visible()
    [refused] = dialog.get_by_role("region", name="What cannot be taken").get_by_role("listitem").all()
    expect(refused).to_have_text("Row 4, Nobody KnownYou cannot set goals for anybody with this name or user id.")
    new = dialog.get_by_role("region", name="New numbers").get_by_role("row")
    expect(new.filter(has_text="Mara Lindqvist")).to_contain_text("€12.50")
    expect(new.filter(has_text="Daniel Park").last).to_have_text("Daniel ParkJanuary 2030€6")
    expect(grid.get_by_text("€12.50")).to_have_count(0)
    assert_accessible(helen)
    dialog.get_by_role("button", name="Set 3 numbers").click()

    done = "3 numbers were set, with a new goal for 1 person; 2 could not be taken."
    expect(dialog.get_by_text(done)).to_be_visible()
    expect(refused).to_contain_text("Row 4, Nobody Known")
    expect(focused(helen)).to_have_text("Close")
    press(helen, "Enter")
    expect(helen.get_by_role("button", name="Import")).to_be_focused()
    expect(grid.get_by_role("row").filter(has_text="Mara Lindqvist")).to_contain_text("/ €12.50")
    expect(grid.get_by_role("row").filter(has_text="Daniel Park")).to_contain_text("/ €5")

    dialog = into_value(helen)
    choose(helen, f"Person,from {day}\nDaniel Park,7\n".encode())
    held = hold(helen, "**/targets/grid?preview=false")
    dialog.get_by_role("button", name="Set 1 number").click()
    press(helen, "Escape")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_visible()
    held().continue_()
    expect(dialog).to_be_hidden()
    expect(helen.get_by_role("status")).to_contain_text("1 number was set.")
    expect(grid.get_by_role("row").filter(has_text="Daniel Park")).to_contain_text("/ €7")


def test_a_file_that_cannot_be_taken_says_what_is_wrong_with_it(site: Site) -> None:
    helen = site.open_page("helen")
    set_goal(helen, "Qualify", metric="advanced_value", number=1_000_000, currency="EUR")
    to_goals(helen)
    dialog = into_value(helen)
    expect(dialog.get_by_role("button", name="Choose a file")).to_be_focused()
    choose(helen, b"Person,from 2026-11-01,from 2026-13-45\n" + b"Mara Lindqvist,12\n" * 24)
    expect(dialog.get_by_role("alert")).to_contain_text("This file is no grid of people and periods")
    wrong = dialog.get_by_role("region", name="What is wrong with the file")
    expect(wrong.get_by_role("listitem")).to_have_count(20)
    expect(wrong).to_contain_text("from 2026-13-45Head each period by its first day")
    expect(wrong).to_contain_text("row 2Give it 3 cells, as there are headings; it has 2.")
    expect(wrong).to_contain_text("and 5 more")
    choose(helen, "Person,März\n".encode("latin-1"))
    expect(dialog.get_by_role("alert")).to_contain_text("goals.csv cannot be read")
    choose(helen, b"x" * 1_000_001)
    expect(dialog.get_by_role("alert")).to_contain_text("goals.csv is too large")
    expect(dialog.get_by_role("button", name="Set the numbers")).to_be_disabled()


def test_nothing_moves_under_the_pointer_when_what_counted_comes_late(site: Site) -> None:
    helen = site.open_page("helen")
    set_goal(helen, "Qualify", metric="advanced_value", number=1_000_000, currency="EUR")
    the_one_held = hold(helen, "**/contributions")
    to_goals(helen)
    held = the_one_held()
    button = helen.get_by_role("button", name="Import")
    expect(ring(helen, "Value into Qualify")).to_be_visible()
    expect(button).to_have_count(0)

    held.continue_()
    button.wait_for()
    helen.evaluate("document.fonts.ready.then(() => true)")
    shown_at = button.bounding_box()
    expect(helen.get_by_role("region", name="What counted")).to_be_visible()
    helen.wait_for_timeout(500)

    assert button.bounding_box() == shown_at


def into_value(page: Page) -> Locator:
    page.get_by_role("button", name="Import").click()
    page.get_by_role("menuitem", name="Value into Qualify, month").click()
    return page.get_by_role("dialog", name="Numbers from a file: Value into Qualify, month")


def choose(page: Page, content: bytes) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("dialog").get_by_role("button", name="file").click()
    chooser.value.set_files({"name": "goals.csv", "mimeType": "text/csv", "buffer": content})


@pytest.mark.rule("SG-53")
def test_a_goal_whose_stage_is_no_longer_used_says_so(site: Site, storage: Storage) -> None:
    mara = site.open_page("mara")
    set_goal(mara, "Qualify", number=4)
    with storage.writing() as work:
        now = datetime.now(UTC)  # noqa: TID251 - the server and the browser look at the same clock
        stage = work.connection.scalar(select(sales_targets.c.stage_id))
        work.connection.execute(update(stages).where(stages.c.id == stage).values(is_active=False))
        work.connection.execute(update(sales_targets).values(ended_at=now))
    to_goals(mara)

    expect(ring(mara, "Into Qualify")).to_contain_text(re.compile(r"Ended \d+ \w+, the stage is no longer used"))
    expect(mara.get_by_text("to go")).to_have_count(0)
    expect(mara.get_by_role("button", name="Change the number of Into Qualify")).to_have_count(0)


@pytest.mark.rule("SG-60")
def test_the_day_names_the_nearest_goals_and_leads_to_them(site: Site) -> None:
    mara = site.open_page("mara")
    for period in ("week", "month", "quarter", "year"):
        goal = set_goal(mara, "Qualify", number=1 if period == "year" else 4, period_type=period)
    mara.get_by_role("link", name="My day").click()

    own = mara.get_by_role("region", name="My goals", exact=True).get_by_role("listitem")
    expect(own).to_have_count(3)
    own.first.get_by_role("link").click()
    expect(mara.get_by_role("heading", level=1, name="Goals")).to_be_visible()
    press(mara, "g", "d")
    mara.get_by_role("region", name="My goals").wait_for()
    press(mara, "g", "l")
    expect(mara.get_by_role("heading", level=1, name="Goals")).to_be_visible()

    advance(mara, "Claims intake", "Qualify")
    mara.get_by_role("button", name=re.compile("^Notifications, 1")).click()
    mara.get_by_role("link", name="Goal reached. Deals advanced into Qualify: 1 of 1").click()
    expect(mara).to_have_url(re.compile(f"goal={goal['id']}$"))
