"""Actions and activities over HTTP: listed, performed, completed, changed."""

from typing import Any

import pytest
from sqlalchemy import insert

from stageline.domain.activities.outcome import SHIPPED_OUTCOMES
from stageline.domain.processes.action import ActivityPlan, AutoAdvance, CancelActivities, StageOutcome
from stageline.domain.processes.criterion import Strength
from stageline.storage.outcomes import write_outcomes
from stageline.storage.tables import contacts
from tests.agendas import a_checklist, a_definition, asking, booked_at_once
from tests.builders import COLLABORATOR, LONG_AGO, OTHER_REP, REP, a_criterion, keep
from tests.builders_people import number_after
from tests.http.conftest import Web

PROCESS = asking(
    CancelActivities.ASK,
    options={"auto_advance": AutoAdvance.SUGGEST},
    outcomes={"Demo": [StageOutcome(outcome="qualified")]},
    Qualify=[a_definition("Call", activity=ActivityPlan(is_tracked=True)), a_checklist("Brochure")],
    Demo=[booked_at_once("Demo meeting")],
    Propose=[a_checklist("Quote")],
)


@pytest.fixture
def given(web: Web) -> Web:
    """Opportunity 1 of the rep for Ann Lee in the first stage, with its two actions."""
    with web.storage.writing() as work:
        keep(work.connection, PROCESS)
        write_outcomes(work.connection, SHIPPED_OUTCOMES)
        work.connection.execute(insert(contacts), [{"id": 1, "name": "Ann Lee", "created_at": LONG_AGO, "version": 1}])
        number_after(work.connection, contacts)
    said(web.rep.post("/opportunities", {"fields": {"contact_id": 1, "name": "Solar roof"}}))
    return web


def said(answer: Any) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json()


def listed(web: Web) -> dict[str, Any]:
    stages = said(web.rep.get("/opportunities/1/actions"))["stages"]
    return {action["name"]: action for stage in stages for action in stage["items"]}


def number(web: Web, name: str) -> int:
    found: int = listed(web)[name]["id"]
    return found


def book(web: Web, name: str, **activity: Any) -> Any:
    body = {"action_ids": [number(web, name)], "activity": activity}
    return web.rep.post("/opportunities/1/actions/performances", body)


@pytest.mark.rule("PS-33")
@pytest.mark.rule("PS-34")
def test_actions_are_listed_by_stage_with_those_ahead_as_a_preview(given: Web) -> None:
    answer = said(given.rep.get("/opportunities/1/actions"))

    assert [(s["stage"]["name"], s["state"], [a["name"] for a in s["items"]]) for s in answer["stages"]] == [
        ("Qualify", "current", ["Call", "Brochure"]),
        ("Demo", "ahead", ["Demo meeting"]),
        ("Propose", "ahead", ["Quote"]),
    ]
    call, ahead = answer["stages"][0]["items"][0], answer["stages"][1]["items"][0]
    assert (call["responsible"]["id"], call["completion"], call["activity"], call["may_do"]) == (REP, None, None, True)
    assert (ahead["id"], ahead["due_days"], ahead["may_do"]) == (None, 3, False)
    assert (answer["may_add"], answer["advance"]) == (True, None)


@pytest.mark.rule("PS-43")
@pytest.mark.rule("PS-44")
@pytest.mark.rule("PS-42")
@pytest.mark.rule("AC-22")
@pytest.mark.rule("AC-24")
def test_a_draft_is_answered_then_booked_and_not_twice(given: Web) -> None:
    [draft] = said(given.rep.post("/opportunities/1/actions/performances", {"action_ids": [number(given, "Call")]}))[
        "results"
    ]
    assert (draft["result"], draft["refusal"]["draft"]["subject"]) == ("needs_input", "Call")

    booked = said(book(given, "Call", subject="Ring Ann"))
    again = book(given, "Call")

    its = listed(given)["Call"]["activity"]
    assert (booked["results"][0]["result"], its["subject"], its["status"]) == ("performed", "Ring Ann", "active")
    assert (again.status_code, again.json()["code"], again.json()["activity_id"]) == (422, "activity_exists", its["id"])


@pytest.mark.rule("PS-65")
@pytest.mark.rule("PS-79")
@pytest.mark.rule("PS-80")
@pytest.mark.rule("AC-45")
def test_the_outcome_is_asked_for_and_leads_to_its_stage(given: Web) -> None:
    book(given, "Call", type="call", category="task", on_day="2027-01-04")
    its = listed(given)["Call"]["activity"]["id"]
    shown = said(given.rep.get(f"/activities/{its}"))
    body = {"action_ids": [number(given, "Call")]}

    refused = given.rep.post("/opportunities/1/actions/completions", body)
    along = {"outcome": {"code": "qualified", "note": "Yes"}, "stage_id": 2}
    done = said(given.rep.post("/opportunities/1/actions/completions", {**body, **along}))

    leads = {each["code"]: each["stage"] and each["stage"]["name"] for each in shown["outcomes"]}
    assert (leads["qualified"], leads["talked"]) == ("Demo", None)
    assert (refused.status_code, refused.json()["code"]) == (422, "outcome_required")
    assert {"qualified", "talked"} <= {each["code"] for each in refused.json()["outcomes"]}
    assert (done["results"][0]["result"], done["stage"]["result"], done["stage"]["stage_name"]) == (
        "completed", "moved", "Demo",
    )  # fmt: skip
    assert said(given.rep.get("/opportunities/1/moves"))["items"][0]["channel"] == "outcome"
    assert [e["kind"] for e in done["events"]] == [
        "action.completed", "opportunity.moved", "actions.begun", "activity.booked",
    ]  # fmt: skip


@pytest.mark.rule("PS-100")
def test_a_request_sent_twice_completes_once(given: Web) -> None:
    body = {"action_ids": [number(given, "Brochure")]}
    key = {"Idempotency-Key": "once"}

    first, second = (
        given.rep.post("/opportunities/1/actions/completions", body, headers=key) for _ in range(2)
    )  # fmt: skip

    assert first.json() == second.json()
    assert first.json()["results"][0]["result"] == "completed"


def test_a_preview_completes_nothing(given: Web) -> None:
    body = {"action_ids": [number(given, "Brochure")]}

    answer = said(given.rep.post("/opportunities/1/actions/completions?preview=true", body))

    assert [event["kind"] for event in answer["events"]] == ["action.completed"]
    assert listed(given)["Brochure"]["completion"] is None


@pytest.mark.rule("PS-66")
@pytest.mark.rule("PS-127")
@pytest.mark.rule("PS-38")
def test_when_all_is_done_the_next_stage_is_suggested(given: Web) -> None:
    ids = [number(given, "Call"), number(given, "Brochure")]

    answer = said(given.rep.post("/opportunities/1/actions/completions", {"action_ids": ids}))
    shown = said(given.rep.get("/opportunities/1/actions"))["advance"]

    assert [each["result"] for each in answer["results"]] == ["completed", "completed"]
    assert (answer["stage"]["result"], answer["stage"]["stage_name"]) == ("suggested", "Demo")
    assert (shown["setting"], shown["stage"]["name"], shown["missing"]) == ("suggest", "Demo", [])


@pytest.mark.rule("PS-105")
@pytest.mark.rule("PS-110")
@pytest.mark.rule("AC-66")
def test_moving_on_asks_about_open_activities(given: Web) -> None:
    book(given, "Call")
    its = listed(given)["Call"]["activity"]["id"]
    body = {"stage_id": 2, "version": 1, "channel": "board"}

    asked = given.rep.post("/opportunities/1/moves", body)
    moved = given.rep.post("/opportunities/1/moves", {**body, "cancel_activities": [its]})

    assert (asked.status_code, asked.json()["code"]) == (422, "confirmation_required")
    assert [each["id"] for each in asked.json()["activities"]] == [its]
    assert said(moved)["result"] == "moved"
    assert listed(given)["Call"]["activity"]["status"] == "cancelled"


@pytest.mark.rule("PS-219")
def test_a_card_counts_the_actions_of_its_stage(given: Web) -> None:
    def counted() -> list[tuple[int, int]]:
        columns = said(given.rep.get("/processes/1/board"))["columns"]
        return [(card["actions_complete"], card["actions_total"]) for column in columns for card in column["cards"]]

    assert counted() == [(0, 2)]
    given.rep.post("/opportunities/1/actions/completions", {"action_ids": [number(given, "Brochure")]})
    assert counted() == [(1, 2)]
    given.rep.delete(f"/actions/{number(given, 'Call')}")
    assert counted() == [(1, 1)]
    stage = said(given.rep.get("/processes/1/board"))["columns"][1]["stage"]["id"]
    said(given.rep.post("/opportunities/1/moves", {"stage_id": stage, "version": 1}))
    assert counted() == [(0, 1)], "of the stage it is in"


@pytest.mark.rule("PS-35")
@pytest.mark.rule("PS-36")
@pytest.mark.rule("PS-37")
@pytest.mark.rule("PS-71")
def test_an_action_is_added_changed_reopened_and_deleted(given: Web) -> None:
    added = said(given.rep.post("/opportunities/1/actions", {"name": "Lunch", "stage_id": 3}))["id"]
    said(given.rep.patch(f"/actions/{added}", {"name": "Dinner", "due_on": "2027-01-04"}))
    said(given.rep.post("/opportunities/1/actions/completions", {"action_ids": [added]}))
    assert listed(given)["Dinner"]["completion"]["how"] == "manual"

    said(given.rep.post(f"/actions/{added}/reopening"))
    assert (listed(given)["Dinner"]["completion"], listed(given)["Dinner"]["due_on"]) == (None, "2027-01-04")
    said(given.rep.delete(f"/actions/{added}"))

    assert "Dinner" not in listed(given)
    assert given.rep.patch(f"/actions/{added}", {"name": "Lunch"}).status_code == 404


@pytest.mark.rule("PS-46")
@pytest.mark.rule("PS-61")
@pytest.mark.rule("PS-69")
@pytest.mark.rule("PS-71")
def test_an_activity_is_changed_done_brought_back_cancelled_and_deleted(given: Web) -> None:
    book(given, "Call", participants=[OTHER_REP])
    its = listed(given)["Call"]["activity"]["id"]
    path = f"/activities/{its}"

    said(given.rep.patch(path, {"version": 1, "location": "Their office", "participants": [COLLABORATOR]}))
    stale = given.rep.patch(path, {"version": 1, "location": "Ours"})
    said(given.rep.post(f"{path}/completion", {"outcome": {"code": "talked"}}))
    late = given.rep.patch(path, {"version": 3, "location": "Ours"})
    assert listed(given)["Call"]["completion"]["how"] == "activity"
    assert (stale.status_code, late.status_code, late.json()["code"]) == (409, 422, "activity_ended")

    said(given.rep.post(f"{path}/reactivation"))
    said(given.rep.post(f"{path}/cancellation", {"reason": "Ill"}))
    shown = said(given.rep.get(path))
    assert (shown["status"], shown["end_reason"], shown["location"]) == ("cancelled", "Ill", "Their office")
    assert [each["id"] for each in shown["participants"]] == [COLLABORATOR]
    assert listed(given)["Call"]["completion"] is None

    said(given.rep.delete(path))
    assert given.rep.get(path).status_code == 404
    assert listed(given)["Call"]["activity"] is None


@pytest.mark.rule("PS-203")
@pytest.mark.rule("PS-86")
@pytest.mark.rule("AC-50")
def test_who_takes_part_sees_the_activity_and_the_name_of_the_opportunity_and_nothing_else(given: Web) -> None:
    book(given, "Call", participants=[COLLABORATOR])
    path = f"/activities/{listed(given)['Call']['activity']['id']}"
    assert given.other_rep.get(path).status_code == 404
    assert given.other_rep.post(f"{path}/completion", {}).status_code == 404

    shown = said(given.collaborator.get(path))
    assert (shown["opportunity_name"], shown["opportunity_id"], shown["contact"]) == ("Solar roof", None, None)
    assert (shown["action"], shown["may_complete"], shown["may_change"]) == (None, True, False)
    assert {each["stage"] for each in shown["outcomes"]} == {None}
    assert given.collaborator.patch(path, {"version": 1, "location": "Ours"}).status_code == 403
    assert given.collaborator.delete(path).status_code == 403

    done = said(given.collaborator.post(f"{path}/completion", {"outcome": {"code": "talked"}}))
    assert done == {"result": "done", "stage": None, "follows_up": False, "events": []}
    assert listed(given)["Call"]["completion"]["by"]["id"] == COLLABORATOR
    assert given.collaborator.get("/opportunities/1/actions").status_code == 404


def test_an_activity_of_no_opportunity_is_ones_own(given: Web) -> None:
    body = {"subject": "Dentist", "type": "personal", "category": "all_day", "on_day": "2027-01-04", "is_private": True}

    its = said(given.rep.post("/activities", body))["id"]

    assert said(given.rep.get(f"/activities/{its}"))["subject"] == "Dentist"
    assert given.manager.get(f"/activities/{its}").status_code == 404
    assert given.other_rep.post(f"/activities/{its}/completion", {}).status_code == 404
    assert said(given.rep.post(f"/activities/{its}/completion", {}))["result"] == "done"
    assert said(given.rep.post(f"/activities/{its}/completion", {}))["result"] == "no_change"
    said(given.rep.delete(f"/activities/{its}"))


@pytest.mark.rule("PS-196")
def test_what_makes_no_sense_is_refused(given: Web) -> None:
    for body in (
        {"subject": "Lunch"},
        {"subject": " ", "starts_at": "2027-01-04T09:00:00Z"},
        {"subject": "Lunch", "starts_at": "2027-01-04T09:00:00Z", "ends_at": "2027-01-04T08:00:00Z"},
        {"subject": "Lunch", "starts_at": "2027-01-04T09:00:00Z", "zone": "Middle/Earth"},
        {"subject": "Lunch", "starts_at": "2027-01-04T09:00:00Z", "contact_id": 99},
        {"subject": "Lunch", "starts_at": "2027-01-04T09:00:00Z", "participants": [99]},
        {"subject": "Lunch", "starts_at": "2027-01-04T09:00:00"},
    ):
        assert given.rep.post("/activities", body).status_code == 400, body
    sound = {"subject": "Lunch", "starts_at": "2027-01-04T09:00:00Z"}
    assert given.viewer.post("/activities", sound).status_code == 403
    assert given.other_rep.post("/activities", {**sound, "opportunity_id": 1}).status_code == 404
    said(given.rep.post("/activities", {**sound, "opportunity_id": 1}))


@pytest.mark.rule("PS-126")
@pytest.mark.rule("AC-83")
def test_a_held_advance_says_what_is_missing_until_it_is_there(web: Web) -> None:
    champion = a_criterion("champion acts for us", 3, strength=Strength.SOFT)
    process = asking(
        options={"auto_advance": AutoAdvance.ON}, leaving={"Qualify": [champion]}, Qualify=[a_checklist("Brochure")]
    )
    with web.storage.writing() as work:
        keep(work.connection, process)
    number_of = said(web.rep.post("/opportunities", {"fields": {"account_id": 1}}))["opportunity_id"]
    path = f"/opportunities/{number_of}"
    [brochure] = said(web.rep.get(f"{path}/actions"))["stages"][0]["items"]

    done = said(web.rep.post(f"{path}/actions/completions", {"action_ids": [brochure["id"]]}))
    held = said(web.rep.get(f"{path}/actions"))["advance"]
    said(web.rep.put(f"{path}/criteria/3/confirmation", {"note": "Ann did"}))
    ready = said(web.rep.get(f"{path}/actions"))["advance"]

    assert (done["stage"]["result"], done["stage"]["refusal"]["code"]) == ("held", "gaps_soft")
    assert [gap["name"] for gap in held["missing"]] == ["champion acts for us"]
    assert (ready["stage"]["name"], ready["missing"]) == ("Demo", [])
    assert said(web.rep.get(path))["stage"]["name"] == "Qualify"
