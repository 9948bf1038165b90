"""The calendar in a real browser: seen, dragged, done, without a mouse and in the time of whoever looks."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.acting import call, focused, press, tab_to
from tests.e2e.conftest import Site

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("storage", ["sqlite"], indirect=True)]

BERLIN = ZoneInfo("Europe/Berlin")


def this_day() -> date:
    return datetime.now(BERLIN).date()  # noqa: TID251 - the browser looks at the same clock


def at(hour: int, minute: int = 0, *, zone: ZoneInfo = BERLIN) -> str:
    local = datetime.combine(this_day(), time(hour, minute), tzinfo=zone)
    return local.astimezone(UTC).isoformat().replace("+00:00", "Z")


def lives_in(page: Page, zone: str = "Europe/Berlin") -> None:
    assert call(page, "PATCH", "/me", {"zone": zone}).ok


def book(page: Page, subject: str, hour: int, **said: Any) -> int:
    body = {"subject": subject, "starts_at": at(hour), "ends_at": at(hour + 1), **said}
    answer = call(page, "POST", "/activities", body)
    assert answer.ok, answer.text()
    number: int = answer.json()["id"]
    return number


def introductory_call(page: Page, hour: int) -> tuple[int, int]:
    """Of the first deal, put to that hour of today; the numbers of the deal and of the activity."""
    found = call(page, "GET", "/search?q=fleet").json()["items"][0]["id"]
    stages = call(page, "GET", f"/opportunities/{found}/actions").json()["stages"]
    its = next(a["activity"] for s in stages for a in s["items"] if a["name"] == "Introductory call")
    said = {"version": its["version"], "category": "timed", "starts_at": at(hour), "ends_at": at(hour + 1)}
    answer = call(page, "PATCH", f"/activities/{its['id']}", said)
    assert answer.ok, answer.text()
    return found, its["id"]


def opened(page: Page, view: str = "day") -> None:
    page.goto(f"{page.evaluate('location.origin')}/calendar/{view}/{this_day()}")
    page.get_by_role("heading", level=1).wait_for()
    expect(page.locator("[data-activity]").first).to_be_visible()


def face(page: Page, number: int) -> Locator:
    return page.locator(f"[data-activity='{number}']").first


def starts(page: Page, number: int) -> str:
    said: str = call(page, "GET", f"/activities/{number}").json()["starts_at"]
    return said


def drag(page: Page, number: int, hours: float) -> None:
    """Down the day by so many hours; an hour is as high as the activity that takes one."""
    its = face(page, number)
    its.scroll_into_view_if_needed()
    box = its.bounding_box()
    assert box is not None
    slots = page.get_by_role("region", name="Calendar", exact=True)
    x, y = box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 12)
    assert slots.count() == 1
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 13):
        page.mouse.move(x, y + (box["height"] + 1) * hours * step / 12)
    page.mouse.up()


@pytest.mark.rule("PS-42")
@pytest.mark.rule("PS-120")
def test_what_is_dragged_takes_place_then_warns_of_what_is_there_and_can_be_taken_back(site: Site) -> None:
    mara = site.open_page("mara")
    lives_in(mara)
    deal, number = introductory_call(mara, 10)
    book(mara, "Lunch", 12)
    opened(mara)

    drag(mara, number, 2)

    messages = mara.get_by_role("region", name="Messages")
    expect(messages).to_contain_text("Introductory call: now today, 12:00. At the same time: Lunch.")
    assert starts(mara, number) == at(12)
    messages.get_by_role("button", name="Undo").click()
    expect(messages).to_contain_text("Introductory call: back at today, 10:00.")
    assert starts(mara, number) == at(10)

    drag(mara, number, 3)
    expect(messages).to_contain_text("Introductory call: now today, 13:00.")
    mara.goto(f"{mara.evaluate('location.origin')}/opportunities/{deal}")
    expect(mara.get_by_role("region", name="Actions")).to_contain_text("13:00")


def test_a_refused_drag_goes_back_where_it_was(site: Site) -> None:
    mara = site.open_page("mara")
    lives_in(mara)
    number = book(mara, "Lunch", 10)
    opened(mara)
    said = {"version": 1, "remarks": "Somebody was quicker"}
    assert call(mara, "PATCH", f"/activities/{number}", said).ok
    before = face(mara, number).bounding_box()

    drag(mara, number, 2)

    expect(mara.get_by_role("region", name="Messages")).to_contain_text("changed")
    expect(face(mara, number)).to_have_accessible_name(re.compile("^10:00 ?Lunch ?today, 10:00 to 11:00"))
    after = face(mara, number).bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2
    assert starts(mara, number) == at(10)


@pytest.mark.rule("PS-61")
@pytest.mark.rule("PS-63")
def test_marked_done_in_the_calendar_it_asks_for_the_outcome_and_completes_its_action(site: Site) -> None:
    mara = site.open_page("mara")
    lives_in(mara)
    deal, number = introductory_call(mara, 10)
    opened(mara, "week")

    face(mara, number).click()
    sheet = mara.get_by_role("dialog", name="Introductory call")
    expect(sheet).to_contain_text("Fleet portal")
    sheet.get_by_role("button", name="Record outcome").click()
    mara.get_by_role("dialog", name="Outcome of").get_by_role("button", name="Cancel", exact=True).click()
    assert call(mara, "GET", f"/activities/{number}").json()["status"] == "active"

    sheet.get_by_role("button", name="Record outcome").click()
    asked = mara.get_by_role("dialog", name="Outcome of")
    asked.get_by_role("combobox", name="What came of it").click()
    mara.get_by_role("option", name="Talked", exact=True).click()
    asked.get_by_role("button", name="Save outcome").click()

    expect(mara.get_by_role("region", name="Messages")).to_contain_text("Introductory call: Talked")
    expect(sheet).to_contain_text("Done")
    stages = call(mara, "GET", f"/opportunities/{deal}/actions").json()["stages"]
    its = next(a for s in stages for a in s["items"] if a["name"] == "Introductory call")
    assert its["completion"]["how"] == "activity"
    press(mara, "Escape")
    expect(face(mara, number)).to_have_attribute("data-done", "true")
    expect(face(mara, number)).to_be_focused()


@pytest.mark.rule("PS-71")
@pytest.mark.rule("PS-108")
def test_a_cancelled_one_leaves_the_calendar_and_comes_back(site: Site) -> None:
    mara = site.open_page("mara")
    lives_in(mara)
    number = book(mara, "Lunch", 12)
    opened(mara)

    face(mara, number).click()
    sheet = mara.get_by_role("dialog", name="Lunch")
    sheet.get_by_role("button", name="Cancel activity").click()
    expect(sheet).to_contain_text("Cancelled")
    expect(mara.locator(f"[data-activity='{number}']")).to_have_count(0)
    sheet.get_by_role("button", name="Bring it back").click()
    expect(mara.locator(f"[data-activity='{number}']")).to_have_count(1)
    sheet.get_by_role("button", name="Mark done").click()
    expect(sheet.get_by_role("button", name="Bring it back")).to_be_visible()
    assert call(mara, "GET", f"/activities/{number}").json()["status"] == "done"


@pytest.mark.rule("PS-42")
def test_the_other_actions_of_the_deal_are_listed_and_done_from_an_activity(site: Site) -> None:
    mara = site.open_page("mara")
    lives_in(mara)
    deal, number = introductory_call(mara, 10)
    opened(mara)

    face(mara, number).click()
    mara.get_by_role("button", name="Show other actions of this deal").click()
    mara.get_by_role("button", name="Complete: Research the company").click()

    expect(mara.get_by_role("region", name="Actions")).to_contain_text("1 of 3")
    stages = call(mara, "GET", f"/opportunities/{deal}/actions").json()["stages"]
    done = [a["name"] for s in stages for a in s["items"] if a["completion"] is not None]
    assert done == ["Research the company"]


def test_without_a_mouse(site: Site) -> None:
    mara = site.open_page("mara")
    lives_in(mara)
    number = book(mara, "Lunch", 12)
    other = book(mara, "Walk", 14)

    press(mara, "g", "a")
    mara.wait_for_url("**/calendar/week/**")
    expect(face(mara, number)).to_be_visible()
    press(mara, "1")
    mara.wait_for_url("**/calendar/day/**")
    expect(mara.locator("[data-activity]")).to_have_count(2)
    press(mara, "ArrowDown")
    expect(focused(mara)).to_have_attribute("data-activity", str(number))
    press(mara, "ArrowDown")
    expect(focused(mara)).to_have_attribute("data-activity", str(other))
    press(mara, "Enter")
    sheet = mara.get_by_role("dialog", name="Walk")
    expect(sheet).to_be_visible()
    tab_to(mara, sheet.get_by_role("button", name="Change time…"))
    press(mara, "Enter")
    dialog = mara.get_by_role("dialog", name="Change time of Walk")
    dialog.get_by_label("From").fill("12:30")
    expect(dialog.get_by_role("status")).to_have_text("At the same time: Lunch.")
    press(mara, "Enter")
    expect(mara.get_by_role("region", name="Messages")).to_contain_text("Walk: now today, 12:30.")
    assert starts(mara, other) == at(12, 30)
    press(mara, "Escape")
    expect(sheet).to_be_hidden()
    expect(focused(mara)).to_have_attribute("data-activity", str(other))

    press(mara, "PageDown")
    mara.wait_for_url(f"**/calendar/day/{this_day() + timedelta(days=1)}")
    press(mara, "t")
    mara.wait_for_url(f"**/calendar/day/{this_day()}")
    press(mara, "4")
    mara.wait_for_url("**/calendar/agenda/**")
    press(mara, "a")
    new = mara.get_by_role("dialog", name="New activity")
    expect(new.get_by_label("Subject")).to_be_focused()
    mara.keyboard.type("Call the printer")
    press(mara, "Enter")
    expect(mara.get_by_role("button", name="Call the printer")).to_be_visible()


def test_a_free_place_is_booked_for_a_deal(site: Site) -> None:
    mara = site.open_page("mara")
    lives_in(mara)
    number = book(mara, "Lunch", 12)
    opened(mara)

    its = face(mara, number)
    its.scroll_into_view_if_needed()
    box = its.bounding_box()
    assert box is not None
    mara.mouse.click(box["x"] + 40, box["y"] + (box["height"] + 1) * 2 + 5)
    dialog = mara.get_by_role("dialog", name="New activity")
    expect(dialog.get_by_label("From")).to_have_value("14:00")
    dialog.get_by_label("Subject").fill("Visit the yard")
    dialog.get_by_role("combobox", name="Deal").fill("Fleet")
    mara.get_by_role("option", name="Fleet portal").click()
    dialog.get_by_role("button", name="Book").click()

    expect(mara.get_by_role("button", name=re.compile("14:00 ?Visit the yard ?Fleet portal"))).to_be_visible()


def test_the_calendar_speaks_the_time_of_whoever_looks(site: Site) -> None:
    mara = site.open_page("mara")
    lives_in(mara, "Asia/Tokyo")
    here = datetime.now(UTC).astimezone(ZoneInfo("Asia/Tokyo")).date()  # noqa: TID251 - the server's own clock
    local = datetime(here.year, here.month, here.day, 15, tzinfo=ZoneInfo("Asia/Tokyo")).astimezone(UTC)
    times = {"starts_at": local.isoformat(), "ends_at": (local + timedelta(hours=1)).isoformat()}
    number = book(mara, "Far away", 1, **times)

    mara.goto(f"{mara.evaluate('location.origin')}/calendar")
    expect(face(mara, number)).to_have_accessible_name(re.compile("^15:00 ?Far away ?today, 15:00 to 16:00"))


@pytest.mark.rule("PS-119")
def test_what_was_not_done_stands_on_today_and_says_since_when(site: Site) -> None:
    mara = site.open_page("mara")
    lives_in(mara)
    past = str(this_day() - timedelta(days=40))
    body = {"subject": "Order samples", "category": "task", "on_day": past}
    assert call(mara, "POST", "/activities", body).ok
    opened(mara, "agenda")

    late = mara.get_by_role("region", name="Today").or_(mara.locator("[data-today=true]")).first
    expect(late.get_by_role("button", name="Order samples")).to_contain_text("late since")


def test_a_phone_lists_a_month_and_an_empty_one_says_so(site: Site) -> None:
    mara = site.open_page("mara")
    lives_in(mara)
    number = book(mara, "Lunch", 12)
    mara.set_viewport_size({"width": 390, "height": 844})
    opened(mara, "month")

    expect(face(mara, number)).to_be_visible()
    expect(mara.get_by_role("region", name="Calendar", exact=True)).to_have_count(0)
    mara.goto(f"{mara.evaluate('location.origin')}/calendar/month/2031-05-01")
    expect(mara.get_by_text("Nothing is planned in these days.")).to_be_visible()


def test_its_head_leads_to_the_address_for_other_programs(site: Site) -> None:
    mara = site.open_page("mara")
    mara.goto(f"{site.address}/calendar")

    mara.get_by_role("link", name="Show it in another calendar program").click()

    feed = mara.get_by_role("region", name="Calendar feed")
    expect(feed.get_by_role("button", name="Make an address")).to_be_in_viewport()


def test_layers_are_remembered(site: Site) -> None:
    helen = site.open_page("helen")
    lives_in(helen)
    book(helen, "Lunch", 12)
    opened(helen)
    team = helen.get_by_role("group", name="Whose activities").get_by_role("button", name="My team")

    team.click()
    expect(team).to_have_attribute("aria-pressed", "true")
    helen.reload()
    expect(team).to_have_attribute("aria-pressed", "true")


def test_a_day_without_anything_is_accessible_and_its_hours_are_reached_by_keyboard(site: Site) -> None:
    mara = site.open_page("mara")
    mara.goto(f"{site.address}/calendar/day/2031-03-03")
    hours = mara.locator("main [role=cell][tabindex='0']")
    expect(hours).to_have_count(1)

    assert_accessible(mara)
    tab_to(mara, hours)
    expect(hours).to_be_focused()
