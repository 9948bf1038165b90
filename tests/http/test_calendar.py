"""The calendar over HTTP: what stands in it from one day to another, and who sees whose."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from stageline.domain.processes.action import ActivityPlan
from stageline.storage.tables import activities, deal_roles, role_maps, users
from tests.agendas import a_checklist, a_definition, asking
from tests.builders import COLLABORATOR, MANAGER, OTHER_REP, REP, keep
from tests.http.conftest import Web, this_day
from tests.statements import statements
from tests.teams import lead

PROCESS = asking(
    Qualify=[a_definition("Call", activity=ActivityPlan(is_tracked=True)), a_checklist("Brochure")],
    Demo=[a_definition("Demo meeting", deal_role="Presales")],
)


def week() -> str:
    return f"?from={this_day() - timedelta(days=3)}&to={this_day() + timedelta(days=4)}"


@pytest.fixture
def given(web: Web) -> Web:
    """Opportunity 1 of the rep, whom the manager leads, in the first stage."""
    with web.storage.writing() as work:
        keep(work.connection, PROCESS)
        lead(work.connection, MANAGER, REP)
    said(web.rep.post("/opportunities", {"fields": {"account_id": 1, "name": "Solar roof"}}))
    return web


def said(answer: Any) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json()


def book(web: Web, subject: str, day: date | None = None, **body: Any) -> Any:
    """At noon UTC of that day, or of today, unless it is for a day."""
    day = day or this_day()
    its = {"starts_at": f"{day}T12:00:00Z"} if body.get("category", "timed") == "timed" else {"on_day": f"{day}"}
    return said(web.rep.post("/activities", {"subject": subject, **its, **body}))["id"]


def shown(browser: Any, query: str | None = None) -> dict[str, Any]:
    return {each["subject"]: each for each in said(browser.get(f"/activities{query or week()}"))["items"]}


def perform(web: Web, name: str, **activity: Any) -> None:
    stages = said(web.rep.get("/opportunities/1/actions"))["stages"]
    number = next(action["id"] for stage in stages for action in stage["items"] if action["name"] == name)
    body = {"action_ids": [number], "activity": {"starts_at": f"{this_day()}T09:00:00Z", **activity}}
    said(web.rep.post("/opportunities/1/actions/performances", body))


def test_a_calendar_shows_what_lies_in_its_days_and_not_what_was_cancelled(given: Web) -> None:
    book(given, "Before", this_day() - timedelta(days=4))
    book(given, "Over the edge", this_day() - timedelta(days=4), ends_at=f"{this_day() - timedelta(days=3)}T12:00:00Z")
    book(given, "Fair", category="all_day")
    book(given, "Lunch")
    book(given, "After", this_day() + timedelta(days=4))
    gone = book(given, "Gone")
    said(given.rep.post(f"/activities/{gone}/cancellation", {}))

    assert list(shown(given.rep)) == ["Fair", "Over the edge", "Lunch"]


@pytest.mark.rule("PS-108")
def test_a_cancelled_activity_is_in_no_calendar_until_it_is_brought_back(given: Web) -> None:
    lunch = book(given, "Lunch")
    said(given.rep.post(f"/activities/{lunch}/cancellation", {}))
    cancelled = shown(given.rep)
    said(given.rep.post(f"/activities/{lunch}/reactivation"))

    assert (cancelled, list(shown(given.rep))) == ({}, ["Lunch"])


@pytest.mark.rule("PS-42")
def test_an_activity_names_its_action_its_stage_and_its_deal(given: Web) -> None:
    perform(given, "Call", subject="Ring Ann")

    its = shown(given.rep)["Ring Ann"]

    assert (its["action"]["name"], its["stage"]["name"], its["stage_count"]) == ("Call", "Qualify", 3)
    assert (its["opportunity_id"], its["opportunity_name"]) == (1, "Solar roof")
    assert (its["is_mine"], its["may_change"], its["may_complete"], its["late_since"]) == (True, True, True, None)


@pytest.mark.rule("PS-119")
def test_an_unfinished_task_of_a_past_day_stands_on_today_and_a_finished_one_where_it_was(given: Web) -> None:
    past = this_day() - timedelta(days=20)
    book(given, "Late", past, category="task")
    finished = book(given, "Finished", past, category="task")
    said(given.rep.post(f"/activities/{finished}/completion", {}))
    book(given, "Fair", past, category="all_day")

    then = shown(given.rep, f"?from={past}&to={past + timedelta(days=1)}")
    now = said(given.rep.get(f"/activities{week()}"))

    assert {name: each["late_since"] for name, each in then.items()} == {"Finished": None, "Fair": None}
    assert [(each["subject"], each["late_since"], each["on_day"]) for each in now["items"]] == [
        ("Late", str(past), str(past))
    ]
    assert now["today"] == str(this_day())


@pytest.mark.rule("PS-203")
@pytest.mark.rule("AC-50")
def test_whoever_is_invited_sees_the_deals_name_and_nothing_else_of_it(given: Web) -> None:
    perform(given, "Call", subject="Ring Ann", participants=[OTHER_REP])

    its = shown(given.other_rep)["Ring Ann"]

    assert (its["opportunity_name"], its["opportunity_id"], its["contact"], its["action"]) == (
        "Solar roof", None, None, None,
    )  # fmt: skip
    assert (its["stage"], its["may_complete"], its["may_change"]) == (None, True, False)


def test_each_sees_their_own_and_a_manager_the_teams(given: Web) -> None:
    book(given, "Lunch")
    book(given, "Dentist", is_private=True)
    said(given.other_rep.post("/activities", {"subject": "Elsewhere", "starts_at": f"{this_day()}T12:00:00Z"}))
    team = f"{week()}&whose=team"

    assert set(shown(given.rep)) == {"Lunch", "Dentist"}
    assert set(shown(given.rep, team)) == {"Lunch", "Dentist"}
    assert set(shown(given.other_rep, team)) == {"Elsewhere"}
    assert (set(shown(given.manager)), "Lunch" in shown(given.manager, team)) == (set(), True)
    assert "Dentist" not in shown(given.manager, team)
    assert {"Lunch", "Elsewhere"} <= set(shown(given.operations, f"{team}&whose=mine"))
    assert shown(given.collaborator, team) == {}


def test_the_layer_of_roles_shows_what_the_roles_one_fills_are_asked_for(given: Web) -> None:
    with given.storage.writing() as work:
        row = {"name_folded": "presales", "name": "Presales", "is_active": True}
        work.connection.execute(insert(deal_roles), [row])
        its = {"deal_role": "presales", "opportunity_id": 0, "process_id": 0, "owner_id": 0, "user_id": MANAGER}
        work.connection.execute(insert(role_maps), [its])
    said(given.rep.post("/opportunities/1/moves", {"stage_id": 2, "version": 1, "acknowledge_gaps": True}))
    perform(given, "Demo meeting")

    answer = said(given.manager.get(f"/activities{week()}&whose=roles"))

    assert (answer["deal_roles"], [each["subject"] for each in answer["items"]]) == (["Presales"], ["Demo meeting"])
    assert shown(given.rep, f"{week()}&whose=roles") == {}
    assert list(shown(given.rep, f"{week()}&whose=roles&deal_role=presales")) == ["Demo meeting"]


def test_days_are_those_of_whoever_asks(given: Web) -> None:
    with given.storage.writing() as work:
        work.connection.execute(update(users).where(users.c.id == REP).values(preferences={"zone": "Pacific/Auckland"}))
    book(given, "Early there", starts_at="2027-01-04T12:30:00Z")

    assert shown(given.rep, "?from=2027-01-04&to=2027-01-05") == {}
    assert list(shown(given.rep, "?from=2027-01-05&to=2027-01-06")) == ["Early there"]


@pytest.mark.parametrize(
    "query",
    ["", "?from=2027-01-04", "?from=2027-01-04&to=2027-01-04", "?from=2027-01-04&to=2027-06-01",
     "?from=0001-01-01&to=0001-01-02&whose=all", "?from=yesterday&to=today"],
)  # fmt: skip
def test_a_span_that_is_none_is_refused(given: Web, query: str) -> None:
    assert given.rep.get(f"/activities{query}").status_code == 400


@pytest.mark.parametrize("query", ["?from=0001-01-01&to=0001-01-02", "?from=9999-12-30&to=9999-12-31"])
def test_the_ends_of_time_are_empty_or_refused(given: Web, query: str) -> None:
    assert given.rep.get(f"/activities{query}").status_code in (200, 400)


def test_one_puts_activities_into_ones_own_calendar_and_a_manager_into_the_teams(given: Web) -> None:
    lunch = {"subject": "Lunch", "starts_at": f"{this_day()}T12:00:00Z"}

    refused = given.rep.post("/activities", {**lunch, "responsible_id": OTHER_REP})
    own = book(given, "Walk")
    handed = given.rep.patch(f"/activities/{own}", {"version": 1, "responsible_id": OTHER_REP})
    said(given.manager.post("/activities", {**lunch, "responsible_id": REP}))
    beyond = given.manager.post("/activities", {**lunch, "responsible_id": COLLABORATOR})

    assert [(each.status_code, each.json()["code"]) for each in (refused, handed)] == [(403, "not_allowed")] * 2
    assert beyond.status_code == 403
    assert (set(shown(given.rep)), shown(given.other_rep)) == ({"Lunch", "Walk"}, {})


def test_one_that_starts_later_lasts_as_long_as_before(given: Web) -> None:
    number = book(given, "Lunch", starts_at=f"{this_day()}T12:00:00Z", ends_at=f"{this_day()}T12:45:00Z")

    said(given.rep.patch(f"/activities/{number}", {"version": 1, "starts_at": f"{this_day()}T15:00:00Z"}))
    later = given.rep.get(f"/activities/{number}").json()
    backwards = given.rep.patch(
        f"/activities/{number}", {"version": later["version"], "ends_at": f"{this_day()}T14:00:00Z"}
    )  # fmt: skip

    assert (later["starts_at"], later["ends_at"]) == (f"{this_day()}T15:00:00Z", f"{this_day()}T15:45:00Z")
    assert (backwards.status_code, backwards.json()["missing"][0]["name"]) == (400, "ends_at")


def test_a_calendar_takes_as_many_statements_however_much_stands_in_it(given: Web) -> None:
    def cost() -> int:
        with statements(given.storage.engines.reading) as heard:
            shown(given.manager, f"{week()}&whose=mine&whose=team&whose=roles")
        return len(heard)

    perform(given, "Call")
    few = cost(), cost()
    for n in range(12):
        book(given, f"Meeting {n}", opportunity_id=1)

    assert few[0] > 3
    assert cost() == few[1]


def test_nothing_of_the_calendar_is_written_by_looking(given: Web) -> None:
    book(given, "Lunch")
    with given.storage.reading() as connection:
        before = connection.execute(activities.select()).all()
    shown(given.rep)
    with given.storage.reading() as connection:
        assert connection.execute(activities.select()).all() == before
