"""My day over HTTP: what is to be done across opportunities, who sees what of it, and several things at once."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from stageline.domain.activities.outcome import SHIPPED_OUTCOMES
from stageline.domain.processes.action import ActivityPlan, AutoAdvance, CancelActivities
from stageline.domain.processes.criterion import Strength
from stageline.storage.outcomes import write_outcomes
from stageline.storage.tables import actions, contacts, messages, opportunities
from tests.agendas import a_checklist, a_definition, asking
from tests.builders import COLLABORATOR, LONG_AGO, MANAGER, OTHER_REP, REP, a_criterion, keep
from tests.builders_people import Browser, number_after
from tests.http.conftest import Web, this_day
from tests.statements import statements
from tests.teams import lead

CHAMPION = a_criterion("champion acts for us", 3, strength=Strength.SOFT)
PROCESS = asking(
    CancelActivities.ASK,
    options={"auto_advance": AutoAdvance.ON},
    leaving={"Qualify": [CHAMPION]},
    Qualify=[a_definition("Call", activity=ActivityPlan(is_tracked=True)), a_checklist("Brochure", due_days=0)],
    Demo=[a_checklist("Slides", due_days=0)],
)


@pytest.fixture
def given(web: Web) -> Web:
    """Opportunities 1 and 2 of the rep for Ann Lee in the first stage, each with a call and a brochure."""
    with web.storage.writing() as work:
        keep(work.connection, PROCESS)
        write_outcomes(work.connection, SHIPPED_OUTCOMES)
        work.connection.execute(insert(contacts), [{"id": 1, "name": "Ann Lee", "created_at": LONG_AGO, "version": 1}])
        number_after(work.connection, contacts)
    for name in ("Solar roof", "Heat pump"):
        said(web.rep.post("/opportunities", {"fields": {"contact_id": 1, "account_id": 1, "name": name}}))
    return web


def said(answer: Any) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json()


def day(browser: Browser, whose: str = "mine") -> Any:
    return said(browser.get(f"/day?whose={whose}"))


def names(shown: Any) -> dict[str, list[str]]:
    return {part: [row["name"] for row in shown[part]] for part in ("late", "today", "next")}


def action(web: Web, name: str, deal: int = 1) -> int:
    with web.storage.reading() as connection:
        wanted = select(actions.c.id).where(actions.c.name == name, actions.c.opportunity_id == deal)
        return int(connection.execute(wanted).scalar_one())


def due(web: Web, name: str, on: date, deal: int = 1) -> None:
    said(web.rep.patch(f"/actions/{action(web, name, deal)}", {"due_on": on.isoformat()}))


def book(web: Web, name: str, deal: int = 1, **activity: Any) -> int:
    number = action(web, name, deal)
    said(web.rep.post(f"/opportunities/{deal}/actions/performances", {"action_ids": [number], "activity": activity}))
    stages = said(web.rep.get(f"/opportunities/{deal}/actions"))["stages"]
    return next(int(each["activity"]["id"]) for s in stages for each in s["items"] if each["id"] == number)


@pytest.mark.rule("PS-244")
def test_what_one_is_responsible_for_is_listed_across_opportunities_by_its_day(given: Web) -> None:
    due(given, "Brochure", this_day() - timedelta(days=2), deal=2)

    shown = day(given.rep)

    assert names(shown) == {"late": ["Brochure"], "today": ["Brochure"], "next": ["Call", "Call"]}
    assert (shown["counts"], shown["is_more"], shown["day"]) == (
        {"late": 1, "today": 1, "next": 2}, False, this_day().isoformat(),
    )  # fmt: skip
    [late] = shown["late"]
    assert (late["opportunity_name"], late["contact"], late["stage"]["name"], late["may_do"]) == (
        "Heat pump", "Ann Lee", "Qualify", True,
    )  # fmt: skip
    assert late["day"] == (this_day() - timedelta(days=2)).isoformat()
    assert (late["is_late"], late["is_done"]) == (True, False)
    assert said(given.rep.get("/day/count")) == {"late": 1, "today": 1, "is_more": False}
    assert day(given.other_rep)["counts"] == {"late": 0, "today": 0, "next": 0}


@pytest.mark.rule("PS-119")
def test_an_action_and_its_activity_are_one_thing_and_a_task_of_yesterday_stands_on_today(given: Web) -> None:
    yesterday = (this_day() - timedelta(days=1)).isoformat()
    due(given, "Call", this_day() - timedelta(days=3))
    its = book(given, "Call", category="task", type="call", on_day=yesterday)

    shown = day(given.rep)

    [call] = [row for row in shown["today"] if row["name"] == "Call"]
    assert (call["activity"]["id"], call["activity_id"], call["is_late"]) == (its, its, True)
    assert call["day"] == (this_day() - timedelta(days=3)).isoformat()
    assert [row["name"] for row in shown["next"]] == ["Call"]
    assert said(given.rep.get("/day/count")) == {"late": 1, "today": 2, "is_more": False}


def test_what_was_done_today_stays_and_counts_no_more(given: Web) -> None:
    for deal in (1, 2):
        body = {"action_ids": [action(given, "Brochure", deal)]}
        said(given.rep.post(f"/opportunities/{deal}/actions/completions", body))
    with given.storage.writing() as work:
        gone = (
            update(actions)
            .where(actions.c.opportunity_id == 2, actions.c.completed_at.is_not(None))
            .values(completed_at=LONG_AGO)
        )
        work.connection.execute(gone)
        work.connection.commit()

    shown = day(given.rep)

    assert [(row["name"], row["is_done"], row["is_complete"]) for row in shown["today"]] == [("Brochure", True, True)]
    assert (shown["done"], shown["counts"]["today"]) == (1, 0)


@pytest.mark.rule("PS-203")
def test_who_takes_part_sees_the_activity_with_the_name_of_the_opportunity_alone(given: Web) -> None:
    on = this_day().isoformat()
    its = book(given, "Call", type="meeting", category="task", on_day=on, participants=[COLLABORATOR])

    [row] = day(given.collaborator)["today"]

    assert (row["activity_id"], row["action_id"], row["opportunity_name"]) == (its, None, "Solar roof")
    assert [row[name] for name in ("opportunity_id", "stage", "account", "contact", "may_open")] == [
        None, None, None, None, False,
    ]  # fmt: skip
    assert row["may_do"] is True
    done = said(given.collaborator.post("/day/completions", {"activity_ids": [its, 99]}))
    assert [each["result"] for each in done["results"]] == ["completed", "not_found"]
    assert (done["opportunities"], done["events"], done["pending"]) == ([], [], 1)


@pytest.mark.rule("PS-203")
def test_who_is_only_responsible_for_an_action_can_complete_it_from_their_day(given: Web) -> None:
    said(given.rep.patch(f"/actions/{action(given, 'Brochure')}", {"responsible_id": OTHER_REP}))

    [row] = day(given.other_rep)["today"]

    assert (row["name"], row["opportunity_name"], row["opportunity_id"], row["stage"], row["contact"]) == (
        "Brochure", "Solar roof", 1, None, None,
    )  # fmt: skip
    said(given.other_rep.post("/opportunities/1/actions/completions", {"action_ids": [row["action_id"]]}))
    assert day(given.other_rep)["today"][0]["is_done"] is True


def test_a_team_is_its_managers_to_look_at_and_roles_are_told_apart(given: Web) -> None:
    with given.storage.writing() as work:
        its = update(actions).where(actions.c.id == action(given, "Brochure")).values(deal_role="Legal")
        work.connection.execute(its)
        work.connection.commit()

    with given.storage.writing() as work:
        lead(work.connection, MANAGER, REP)
        work.connection.commit()

    of_team = day(given.manager, "team")

    assert of_team["has_team"] is True
    assert {row["responsible"]["id"] for row in of_team["today"]} == {REP}
    assert day(given.manager)["counts"] == {"late": 0, "today": 0, "next": 0}
    assert names(day(given.rep, "roles"))["today"] == ["Brochure"]
    assert (day(given.rep)["has_team"], day(given.rep, "team")["counts"]["today"]) == (False, 0)
    assert given.rep.get("/day?whose=all").status_code == 400


def test_of_a_closed_or_deleted_opportunity_nobody_is_reminded(given: Web) -> None:
    with given.storage.writing() as work:
        work.connection.execute(update(opportunities).where(opportunities.c.id == 1).values(stage_id=4))
        work.connection.execute(update(opportunities).where(opportunities.c.id == 2).values(deleted_at=LONG_AGO))
        work.connection.commit()

    assert names(day(given.rep)) == {"late": [], "today": [], "next": []}
    assert said(given.rep.get("/day/count")) == {"late": 0, "today": 0, "is_more": False}


@pytest.mark.rule("PS-66")
@pytest.mark.rule("PS-67")
def test_several_of_many_opportunities_are_completed_without_a_question(given: Web) -> None:
    for deal in (1, 2):
        book(given, "Call", deal, type="call", category="task", on_day=this_day().isoformat())
    dentist = {"subject": "Dentist", "type": "personal", "category": "task", "on_day": this_day().isoformat()}
    alone = said(given.rep.post("/activities", dentist))["id"]
    ids = [action(given, "Call", 1), action(given, "Call", 2)]

    done = said(given.rep.post("/day/completions", {"action_ids": ids, "activity_ids": [alone]}))

    assert [each["result"] for each in done["results"]] == ["completed"] * 3
    assert done["pending"] == 2
    shown = day(given.rep)
    assert {row["name"] for row in shown["today"] if row["is_done"]} == {"Call", "Dentist"}
    waiting = shown["needs_you"]["outcomes"]
    assert [(each["subject"], each["opportunity_name"]) for each in waiting] == [
        ("Call", "Heat pump"), ("Call", "Solar roof"),
    ]  # fmt: skip
    [first, *_] = waiting
    said(given.rep.post(f"/activities/{first['activity_id']}/completion", {"outcome": {"code": "talked"}}))
    assert len(day(given.rep)["needs_you"]["outcomes"]) == 1
    again = said(given.rep.post("/day/completions", {"action_ids": ids}))
    assert [each["result"] for each in again["results"]] == ["no_change", "no_change"]


@pytest.mark.rule("PS-63")
@pytest.mark.rule("PS-68")
def test_one_alone_is_asked_for_its_outcome_and_a_refusal_leaves_no_trace(given: Web) -> None:
    book(given, "Call", type="call", category="task", on_day=this_day().isoformat())
    before = day(given.rep)

    refused = given.rep.post("/day/completions", {"action_ids": [action(given, "Call")]})

    assert (refused.status_code, refused.json()["code"]) == (422, "outcome_required")
    assert given.rep.post("/day/completions", {}).status_code == 400
    twice = {"action_ids": [1, 1]}
    assert given.rep.post("/day/completions", twice).json()["code"] == "named_twice"
    assert given.other_rep.post("/day/completions", {"action_ids": [1]}).status_code == 404
    assert given.viewer.post("/day/completions", {"action_ids": [1]}).status_code == 404
    assert day(given.rep) == before


@pytest.mark.rule("PS-126")
@pytest.mark.rule("PS-128")
def test_each_opportunity_that_is_done_advances_or_waits_for_its_owner(given: Web) -> None:
    said(given.rep.put("/opportunities/2/criteria/3/confirmation", {"note": "Ann did"}))
    ids = [action(given, name, deal) for deal in (1, 2) for name in ("Call", "Brochure")]

    done = said(given.rep.post("/day/completions", {"action_ids": ids}))

    stages = {each["name"]: each["stage"]["result"] for each in done["opportunities"]}
    assert stages == {"Solar roof": "held", "Heat pump": "moved"}
    shown = day(given.rep)
    [held] = shown["needs_you"]["held"]
    assert (held["opportunity"]["name"], held["stage"]["name"], held["actions"]) == ("Solar roof", "Qualify", 2)
    assert [gap["name"] for gap in held["advance"]["missing"]] == ["champion acts for us"]
    assert shown["ready"] == []
    said(given.rep.put("/opportunities/1/criteria/3/confirmation", {"note": "Ann did"}))
    shown = day(given.rep)
    assert (shown["needs_you"]["held"], [each["opportunity"]["name"] for each in shown["ready"]]) == (
        [],
        ["Solar roof"],
    )
    assert shown["ready"][0]["advance"]["stage"]["name"] == "Demo"
    assert [row["name"] for row in shown["today"] if not row["is_done"]] == ["Slides"]


@pytest.mark.rule("PS-117")
def test_letters_and_bookings_that_went_wrong_need_their_sender_and_the_owner(given: Web) -> None:
    with given.storage.writing() as work:
        trouble = update(actions).where(actions.c.id == action(given, "Call")).values(trouble="Nobody fills Legal.")
        work.connection.execute(trouble)
        its = {
            "opportunity_id": 1, "contact_id": 1, "sender_id": REP, "to_name": "Ann Lee", "to_address": "a@b.example",
            "sender_name": "Rita", "subject": "Hello", "html": "", "plain": "", "held_until": LONG_AGO, "tries": 1,
            "created_at": LONG_AGO,
        }  # fmt: skip
        listed = [{**its, "id": n, "state": each} for n, each in enumerate(("failed", "uncertain", "sent"), 1)]
        work.connection.execute(insert(messages), listed)
        work.connection.commit()

    needs = day(given.rep)["needs_you"]

    assert [(each["state"], each["opportunity"]["name"]) for each in needs["messages"]] == [
        ("uncertain", "Solar roof"), ("failed", "Solar roof"),
    ]  # fmt: skip
    assert [(each["name"], each["trouble"]) for each in needs["not_booked"]] == [("Call", "Nobody fills Legal.")]
    assert day(given.manager, "team")["needs_you"] == {"held": [], "messages": [], "not_booked": [], "outcomes": []}


def test_a_day_costs_as_many_statements_for_many_things_as_for_few(given: Web) -> None:
    few = cost(given)
    for _ in range(5):
        said(given.rep.post("/opportunities", {"fields": {"contact_id": 1, "name": "More"}}))

    assert cost(given) == few
    assert len(day(given.rep)["today"]) == 7


def cost(web: Web) -> int:
    with statements(web.storage.engines.reading) as heard:
        day(web.rep)
    return len(heard)


def test_nobody_else_learns_of_it(given: Web) -> None:
    with given.storage.writing() as work:
        work.connection.execute(update(opportunities).where(opportunities.c.id == 1).values(owner_id=MANAGER))
        work.connection.commit()

    assert [row["name"] for row in day(given.rep)["today"]] == ["Brochure", "Brochure"]
    assert given.client.get("/api/v1/day").status_code == 401
