"""The whole way of a contact through a stage and on, as the manual of 003 tells it, over HTTP (seed 003)."""

from typing import Any

import pytest

from stageline.commands.processes.creating import install_standard_sales
from stageline.domain.events import By, Channel
from stageline.domain.people.user import SYSTEM
from tests.builders import LONG_AGO
from tests.http.conftest import Web

EVENT = {"name": "Demo day", "starts_at": "2036-05-04T09:00:00Z", "ends_at": "2036-05-04T17:00:00Z"}


@pytest.fixture
def given(web: Web) -> Web:
    """Two deals of the rep for Ann Becker in the first stage of the shipped process, and an event to come."""
    with web.storage.writing() as work:
        install_standard_sales(work, by=By(SYSTEM, Channel.SYSTEM), at=LONG_AGO)
    said(web.operations.post("/gatherings", EVENT))
    ann = said(web.rep.post("/contacts", {"name": "Ann Becker", "email": "ann@tailwind.example"}))["id"]
    for name in ("Fleet portal", "Claims intake"):
        said(web.rep.post("/opportunities", {"fields": {"name": name, "contact_id": ann}, "acknowledge_gaps": True}))
    return web


def said(answer: Any) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


def actions(web: Web, deal: int) -> dict[str, Any]:
    stages = said(web.rep.get(f"/opportunities/{deal}/actions"))["stages"]
    return {each["name"]: each for stage in stages for each in stage["items"]}


def ask(web: Web, deal: int, what: str, *names: str, **more: Any) -> Any:
    ids = [actions(web, deal)[name]["id"] for name in names]
    return web.rep.post(f"/opportunities/{deal}/actions/{what}", {"action_ids": ids, **more})


def results(answer: Any) -> list[str]:
    return [each["result"] for each in said(answer)["results"]]


def move(web: Web, deal: int, to: str, **said_of: Any) -> Any:
    body = {"stage_id": stages(web)[to], "version": shown(web, deal)["version"], "acknowledge_gaps": True, **said_of}
    return web.rep.post(f"/opportunities/{deal}/moves", body)


def stages(web: Web) -> dict[str, int]:
    return {each["stage"]["name"]: each["stage"]["id"] for each in said(web.rep.get("/processes/1/board"))["columns"]}


def shown(web: Web, deal: int) -> Any:
    return said(web.rep.get(f"/opportunities/{deal}"))


def perform_what_the_first_stage_asks(web: Web, deal: int) -> int:
    """The call was booked when the stage was entered, and is booked again only once that is deleted."""
    booked = actions(web, deal)["Introductory call"]["activity"]["id"]
    exists = ask(web, deal, "performances", "Introductory call", activity={})
    assert (exists.status_code, exists.json()["activity_id"]) == (422, booked)
    said(web.rep.delete(f"/activities/{booked}"))
    again = ask(web, deal, "performances", "Introductory call", activity={"subject": "Ring Ann"})
    letter = ask(web, deal, "performances", "Introduction letter", delivery="email")
    assert (results(again), results(letter)) == (["performed"], ["performed"])
    its = actions(web, deal)
    assert (its["Introductory call"]["completion"], its["Introductory call"]["activity"]["subject"]) == (
        None, "Ring Ann",
    )  # fmt: skip
    assert its["Introduction letter"]["completion"]["how"] == "performed"
    assert [each["to_name"] for each in said(web.rep.get("/messages"))["items"]] == ["Ann Becker"]
    number: int = its["Introductory call"]["activity"]["id"]
    return number


def complete_it_from_either_side(web: Web, deal: int, call: int) -> None:
    """One alone is asked for its outcome; what was never performed is complete all the same."""
    assert ask(web, deal, "completions", "Introductory call").json()["code"] == "outcome_required"
    assert web.rep.post(f"/activities/{call}/completion", {}).json()["code"] == "outcome_required"
    said(web.rep.post(f"/activities/{call}/completion", {"outcome": {"code": "talked"}}))
    assert actions(web, deal)["Introductory call"]["completion"]["how"] == "activity"
    assert results(ask(web, deal, "completions", "Research the company")) == ["completed"]


def complete_several_without_a_question(web: Web, deal: int) -> None:
    assert results(ask(web, deal, "completions", "Research the company", "Introductory call")) == ["completed"] * 2
    activity = actions(web, deal)["Introductory call"]["activity"]
    assert (activity["status"], activity["is_outcome_pending"]) == ("done", True)


def add_and_delete_on_one_alone(web: Web, deal: int, other: int) -> None:
    said(web.rep.post(f"/opportunities/{deal}/actions", {"name": "Read their last report"}))
    said(web.rep.delete(f"/actions/{actions(web, deal)['Introduction letter']['id']}"))
    assert "Introduction letter" in actions(web, other).keys() - actions(web, deal).keys()
    assert "Read their last report" not in actions(web, other)


def invite_once(web: Web, deal: int) -> None:
    [event] = said(web.rep.get("/gatherings"))["items"]
    invited = ask(web, deal, "performances", "Invite to a demo day", gathering_id=event["id"])
    said(web.rep.post(f"/actions/{actions(web, deal)['Invite to a demo day']['id']}/reopening"))
    again = ask(web, deal, "performances", "Invite to a demo day", gathering_id=event["id"])
    assert (results(invited), again.status_code, again.json()["code"]) == (["performed"], 422, "already_invited")


@pytest.mark.rule("PS-42", "PS-52", "PS-59", "PS-79", "PS-105", "PS-113")
def test_a_contact_is_advanced_through_its_actions_from_the_first_step_to_the_last(given: Web) -> None:
    # Steps 1 and 2: it is found and opened; its current stage and its history are read.
    [found] = said(given.rep.get("/search?q=fleet"))["items"]
    deal = found["id"]
    assert shown(given, deal)["stage"]["name"] == "Identify"
    assert [each["kind"] for each in said(given.rep.get(f"/opportunities/{deal}/moves"))["items"]] == ["create"]

    # Step 3: its actions are performed and completed, alone and together; some are added and deleted.
    call = perform_what_the_first_stage_asks(given, deal)
    complete_it_from_either_side(given, deal, call)
    complete_several_without_a_question(given, deal + 1)
    add_and_delete_on_one_alone(given, deal, deal + 1)

    # Step 4: the stage is changed although an action is open, and entering the next one books its meeting.
    moved = said(move(given, deal, "Qualify", channel="record"))
    meeting = actions(given, deal)["Discovery meeting"]["activity"]
    assert "activity.booked" in [event["kind"] for event in moved["events"]]
    assert meeting["status"] == "active"
    invite_once(given, deal)

    # Leaving asks what becomes of the meeting, and until it is said nothing has changed.
    asked = move(given, deal, "Propose", channel="board")
    assert (asked.status_code, asked.json()["code"]) == (422, "confirmation_required")
    assert [each["id"] for each in asked.json()["activities"]] == [meeting["id"]]
    assert shown(given, deal)["stage"]["name"] == "Qualify"

    # The outcome of the meeting changes the stage as well; and what is booked there is cancelled on leaving it.
    outcome = {"outcome": {"code": "wants_proposal"}, "stage_id": stages(given)["Propose"], "acknowledge_gaps": True}
    done = said(given.rep.post(f"/activities/{meeting['id']}/completion", outcome))
    assert (done["stage"]["result"], shown(given, deal)["stage"]["name"]) == ("moved", "Propose")
    said(ask(given, deal, "performances", "Present the price", activity={}))
    price = actions(given, deal)["Present the price"]["activity"]["id"]
    said(move(given, deal, "Negotiate", cancel_activities=[price]))
    assert actions(given, deal)["Present the price"]["activity"]["status"] == "cancelled"
    assert [each["channel"] for each in said(given.rep.get(f"/opportunities/{deal}/moves"))["items"]] == [
        "api", "outcome", "record", "create",
    ]  # fmt: skip
