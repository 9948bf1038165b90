"""Events, letters and the outbox over HTTP."""

from typing import Any

import pytest
from sqlalchemy import insert

from stageline.storage.tables import contacts, messages
from tests.agendas import a_checklist, a_letter, an_invitation, asking
from tests.builders import LONG_AGO, VIEWER, keep
from tests.builders_people import number_after
from tests.http.conftest import Web

PROCESS = asking(Qualify=[a_letter(template="thanks"), an_invitation(), a_checklist()])
DEMO_DAY = {"name": "Demo day", "starts_at": "2036-05-04T09:00:00Z", "ends_at": "2036-05-04T17:00:00Z", "capacity": 2}
PERFORMANCES = "/opportunities/1/actions/performances"


@pytest.fixture
def given(web: Web) -> Web:
    """Opportunity 1 of the rep for Ann Lee in the first stage."""
    ann = {"id": 1, "name": "Ann Lee", "email": "ann@tailwind.example", "created_at": LONG_AGO, "version": 1}
    with web.storage.writing() as work:
        keep(work.connection, PROCESS)
        work.connection.execute(insert(contacts), [ann])
        number_after(work.connection, contacts)
    said(web.rep.post("/opportunities", {"fields": {"contact_id": 1, "name": "Solar roof"}}))
    return web


def said(answer: Any) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


def number(web: Web, name: str) -> int:
    stages = said(web.rep.get("/opportunities/1/actions"))["stages"]
    return next(int(action["id"]) for stage in stages for action in stage["items"] if action["name"] == name)


@pytest.mark.rule("PS-52")
@pytest.mark.rule("PS-53")
@pytest.mark.rule("AC-32")
def test_an_event_is_kept_invited_to_and_its_list_read(given: Web) -> None:
    event = said(given.operations.post("/gatherings", DEMO_DAY))
    assert (event["code"], event["taken"], event["is_open"]) == ("demo_day", 0, True)

    performed = said(given.rep.post(PERFORMANCES, {"action_ids": [number(given, "Demo day")]}))
    assert [result["result"] for result in performed["results"]] == ["performed"]
    place = f"/gatherings/{event['id']}"
    assert [each["contact"] for each in said(given.rep.get(f"{place}/invitees"))["items"]] == [
        {"id": 1, "name": "Ann Lee"}
    ]
    said(given.rep.put(f"{place}/invitees/1", {"state": "declined"}))
    assert said(given.rep.get(place))["taken"] == 0

    said(given.operations.patch(place, {"version": 1, "is_cancelled": True}))
    assert said(given.rep.get("/gatherings?to_come=true"))["items"] == []
    assert [each["is_cancelled"] for each in said(given.rep.get("/gatherings?limit=1"))["items"]] == [True]
    refused = given.rep.patch(place, {"version": 2, "is_cancelled": False})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


@pytest.mark.rule("PS-51")
@pytest.mark.rule("AC-30")
def test_a_request_that_is_sent_again_sends_no_second_letter(given: Web) -> None:
    body = {"action_ids": [number(given, "Letter")], "delivery": "email"}

    first = given.rep.post(PERFORMANCES, body, headers={"Idempotency-Key": "one"})
    second = given.rep.post(PERFORMANCES, body, headers={"Idempotency-Key": "one"})

    assert said(first)["results"] == said(second)["results"]
    assert len(said(given.rep.get("/messages"))["items"]) == 1
    refused = given.rep.post(PERFORMANCES, body)
    assert (refused.status_code, refused.json()["code"]) == (422, "already_completed")


@pytest.mark.rule("PS-49")
def test_a_letter_is_looked_at_sent_found_in_the_outbox_and_dropped(given: Web) -> None:
    action_id = number(given, "Letter")
    shown = said(given.rep.get(f"/actions/{action_id}/letter"))
    assert (shown["subject"], shown["missing"], shown["missing_for_email"]) == ("Thank you", [], [])

    said(given.rep.post(PERFORMANCES, {"action_ids": [action_id], "delivery": "email"}))
    [message] = said(given.rep.get("/messages?state=queued&opportunity_id=1"))["items"]
    assert (message["to_name"], message["state"], message["may_decide"]) == ("Ann Lee", "queued", True)
    place = f"/messages/{message['id']}"
    assert said(given.rep.get(place))["html"] == shown["page"]
    assert said(given.operations.get("/messages"))["items"] == [message]
    assert said(given.other_rep.get("/messages"))["items"] == []
    assert given.other_rep.get(place).status_code == 404
    assert given.other_rep.post(f"{place}/drop").status_code == 404

    assert said(given.rep.post(f"{place}/retry"))["state"] == "queued"
    assert said(given.rep.post(f"{place}/drop"))["state"] == "dropped"
    again = given.rep.post(f"{place}/retry")
    assert (again.status_code, again.json()["code"]) == (422, "message_is_out")
    assert [file["name"][-4:] for file in said(given.rep.get("/opportunities/1/files"))["items"]] == [".pdf", "html"]


@pytest.mark.rule("PS-49")
def test_letters_of_a_deal_tell_what_became_of_them(given: Web) -> None:
    action_id = number(given, "Letter")
    said(given.rep.post(PERFORMANCES, {"action_ids": [action_id], "delivery": "print"}))
    said(given.rep.post(f"/actions/{action_id}/reopening"))
    said(given.rep.post(PERFORMANCES, {"action_ids": [action_id], "delivery": "email"}))

    sent, printed = said(given.rep.get("/opportunities/1/letters"))["items"]
    assert (printed["delivery"], printed["state"], printed["may_decide"]) == ("print", None, False)
    assert (sent["template"], sent["contact"]["name"], sent["state"]) == ("Thank you", "Ann Lee", "queued")
    assert (sent["may_decide"], sent["action"]) == (True, {"id": action_id, "name": "Letter"})
    assert sent["pdf"]["name"].endswith(".pdf")
    assert given.viewer.get("/opportunities/1/letters").status_code == 404
    said(given.rep.put(f"/opportunities/1/team/{VIEWER}", {"team_role": "board", "access": "read"}))
    [seen, _] = said(given.viewer.get("/opportunities/1/letters"))["items"]
    assert seen == {**sent, "may_decide": False}

    said(given.rep.post(f"/messages/{sent['message_id']}/drop"))
    said(given.rep.delete(f"/files/{sent['pdf']['id']}"))
    first = said(given.rep.get("/opportunities/1/letters?limit=1"))
    assert [(each["state"], each["pdf"]) for each in first["items"]] == [("dropped", None)]
    rest = said(given.rep.get(f"/opportunities/1/letters?limit=1&cursor={first['next_cursor']}"))
    assert [each["id"] for each in rest["items"]] == [printed["id"]]
    assert rest["next_cursor"] is None


def test_the_timeline_tells_of_letters_and_invitations(given: Web) -> None:
    said(given.operations.post("/gatherings", DEMO_DAY))
    numbers = [number(given, "Letter"), number(given, "Demo day")]
    said(given.rep.post(PERFORMANCES, {"action_ids": numbers, "delivery": "email"}))
    [message] = said(given.rep.get("/messages"))["items"]
    said(given.rep.post(f"/messages/{message['id']}/drop"))

    told = said(given.rep.get("/opportunities/1/timeline?group=actions"))["items"]

    by_kind = {event["kind"]: event for event in told}
    assert {"letter.written", "gathering.contact_invited", "message.dropped"} <= set(by_kind)
    letter, invited = by_kind["letter.written"], by_kind["gathering.contact_invited"]
    assert (letter["person"]["name"], letter["facts"]["template_name"]) == ("Ann Lee", "Thank you")
    assert (invited["person"]["name"], invited["facts"]["gathering_name"]) == ("Ann Lee", "Demo day")
    assert letter["facts"]["delivery"] == "email"


def test_the_outbox_shows_several_states_at_once_and_says_whether_anything_is_sent(given: Web) -> None:
    said(given.rep.post(PERFORMANCES, {"action_ids": [number(given, "Letter")], "delivery": "email"}))

    page = said(given.rep.get("/messages?state=failed&state=queued"))
    assert ([each["state"] for each in page["items"]], page["is_sending"]) == (["queued"], False)
    assert said(given.rep.get("/messages?state=failed&state=uncertain"))["items"] == []


def test_messages_are_paged(given: Web) -> None:
    said(given.rep.post(PERFORMANCES, {"action_ids": [number(given, "Letter")], "delivery": "email"}))
    with given.storage.writing() as work:
        row = work.connection.execute(messages.select()).one()._asdict()
        more = [{**row, "id": row["id"] + n, "action_id": None} for n in range(1, 3)]
        work.connection.execute(insert(messages), more)

    first = said(given.rep.get("/messages?limit=2"))
    rest = said(given.rep.get(f"/messages?limit=2&cursor={first['next_cursor']}"))

    assert [each["id"] for each in first["items"] + rest["items"]] == [row["id"] + 2, row["id"] + 1, row["id"]]
    assert rest["next_cursor"] is None


def test_templates_are_listed_tried_and_kept(given: Web) -> None:
    mine = {"name": "Mine", "subject": "Hello {{ contact.name }}", "body": "**Dear** {{ contact.name }}"}
    tried = said(given.operations.post("/letter-templates/trials", mine))
    assert (tried["subject"], tried["html"]) == ("Hello Ann Lee", "<p><strong>Dear</strong> Ann Lee</p>\n")
    assert given.rep.post("/letter-templates/trials", mine).status_code == 403

    added = said(given.operations.post("/letter-templates", mine))
    assert said(given.rep.get(f"/letter-templates/{added['id']}"))["body"] == mine["body"]
    listed = said(given.rep.get("/letter-templates"))
    assert "mine" in [each["code"] for each in listed["items"]]
    assert "contact.name" in listed["fields"]
    place = f"/letter-templates/{added['id']}"
    assert said(given.operations.patch(place, {"version": 1, "is_active": False}))["version"] == 2

    refused = given.operations.post("/letter-templates", {**mine, "body": "{{ user.password }}"})
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_template")
    assert refused.json()["missing"][0]["name"] == "body"
    large = given.operations.post("/letter-templates", {**mine, "body": "x" * 10_000_000})
    assert large.status_code == 413
