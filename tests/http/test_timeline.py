"""The timeline: everything that happened, in one list, and why."""

from typing import Any

import pytest
from sqlalchemy import insert

from stageline.storage.tables import contacts, events
from tests.builders import (
    COLLABORATOR,
    MANAGER,
    NOON,
    OPERATIONS,
    OTHER_REP,
    REP,
    a_criterion,
    a_process,
    an_opportunity,
    keep,
    keep_opportunities,
)
from tests.builders_people import Browser
from tests.http.conftest import Web
from tests.teams import lead

TIMELINE = "/opportunities/1/timeline"
NOW = a_criterion("champion acts for us", 3)


@pytest.fixture(autouse=True)
def a_deal(web: Web) -> None:
    process = a_process(leaving={"Qualify": [NOW]})
    with web.storage.writing() as work:
        keep(work.connection, process, an_opportunity(process=process), an_opportunity(process=process, id=2))
        lead(work.connection, MANAGER, REP)


def live_through(web: Web) -> None:
    """One of everything, by the rep but for the change of owner."""
    rep = web.rep
    note = rep.post("/opportunities/1/notes", {"body": "Ann wants the crane."}).json()
    file = rep.post("/opportunities/1/files", files={"file": ("plan.txt", b"Up.")}, data={"label": "Plan"}).json()
    rep.put("/opportunities/1/criteria/3/confirmation", {"note": "She said so."})
    rep.put(f"/opportunities/1/team/{COLLABORATOR}", {"team_role": "legal", "access": "edit"})
    rep.patch("/opportunities/1", {"version": 1, "fields": {"amount_minor": 1_000, "next_step": "Ring Ann"}})
    rep.post("/opportunities/1/moves", {"version": 2, "stage_id": 2, "channel": "board"})
    rep.delete(f"/notes/{note['id']}")
    rep.delete(f"/files/{file['id']}")
    web.manager.post("/opportunities/1/assignments", {"version": 3, "owner_id": MANAGER})


def items(browser: Browser, **asked: Any) -> list[Any]:
    answer = browser.get(TIMELINE, params=asked)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


@pytest.mark.rule("PS-178")
def test_everything_that_happened_is_told_newest_first(web: Web) -> None:
    live_through(web)

    told = items(web.manager)

    assert [item["kind"] for item in told] == [
        "opportunity.assigned", "file.removed", "note.removed", "opportunity.moved", "opportunity.edited",
        "opportunity.team_member_added", "criterion.confirmed", "file.added", "note.added", "opportunity.created",
    ]  # fmt: skip
    by_kind = {item["kind"]: item for item in told}
    assert by_kind["opportunity.assigned"]["fields"] == [
        {"field": "owner_id", "before": "Rita Rep", "after": "Maja Manager"}
    ]
    assert by_kind["opportunity.moved"]["move"]["to_stage_name"] == "Demo"
    assert by_kind["opportunity.moved"]["channel"] == "board"
    assert [field["field"] for field in by_kind["opportunity.edited"]["fields"]] == ["amount_minor", "next_step"]
    assert by_kind["opportunity.team_member_added"]["person"] == {"id": COLLABORATOR, "name": "Cora Collaborator"}
    assert by_kind["criterion.confirmed"]["facts"]["note"] == "She said so."
    assert by_kind["note.added"]["actor"] == {"id": REP, "name": "Rita Rep"}


def test_what_was_removed_is_told_without_its_words(web: Web) -> None:
    web.rep.post("/opportunities/1/notes", {"body": "Kept."})
    live_through(web)

    notes = [item["note"]["body"] for item in items(web.manager, group="notes")]
    files = [item["file"]["name"] for item in items(web.manager, group="files")]

    assert (notes, files) == ([None, None, "Kept."], [None, None])


def test_some_of_it_is_asked_for_by_group(web: Web) -> None:
    live_through(web)

    assert {item["group"] for item in items(web.manager, group="criteria")} == {"criteria"}
    assert {item["group"] for item in items(web.manager, group=["people", "moves"])} == {"people", "moves"}
    assert web.manager.get(TIMELINE, params={"group": "weather"}).status_code == 400


def test_a_timeline_is_read_page_by_page(web: Web) -> None:
    live_through(web)
    whole, found, cursor = items(web.manager), [], None

    for _ in range(4):
        page = web.manager.get(TIMELINE, params={"limit": 3, **({"cursor": cursor} if cursor else {})}).json()
        found += page["items"]
        cursor = page["next_cursor"]

    assert (found, cursor) == (whole, None)


def test_a_timeline_is_not_a_strangers(web: Web) -> None:
    assert web.other_rep.get(TIMELINE).status_code == 404


def causes(browser: Browser, event_id: int) -> Any:
    return browser.get(f"/events/{event_id}/causes")


def test_an_undo_leads_back_to_the_move_it_took_back(web: Web) -> None:
    web.rep.put("/opportunities/1/criteria/3/confirmation", {})
    moved = web.rep.post("/opportunities/1/moves", {"version": 1, "stage_id": 2}).json()
    web.rep.post(f"/opportunities/1/moves/{moved['move_id']}/reversal")
    [undone, *_] = items(web.rep)

    chain = causes(web.rep, undone["id"]).json()["items"]

    assert [item["kind"] for item in chain] == ["opportunity.moved", "opportunity.move_undone"]
    assert [item["move"]["to_stage_name"] for item in chain] == ["Demo", "Qualify"]


@pytest.mark.rule("PS-176")
def test_of_a_move_one_is_told_what_came_along_and_what_it_went_without(web: Web) -> None:
    rep = web.rep
    with web.storage.writing() as work:
        work.connection.execute(insert(contacts), [{"id": 1, "name": "Ann", "created_at": NOON, "version": 1}])
    rep.post("/opportunities/1/files", files={"file": ("plan.txt", b"Up.")}, data={"label": "Plan"})
    rep.post("/opportunities/1/notes", {"body": "No proof of anything."})
    wanted = {
        "version": 1,
        "stage_id": 2,
        "fields": {"amount_minor": 700},
        "confirm": [{"criterion_id": 3, "note": "She said so."}],
        "contact_roles": [{"contact_id": 1, "contact_role": "champion"}],
    }
    first = rep.post("/opportunities/1/moves", wanted).json()
    second = rep.post("/opportunities/2/moves", {"version": 1, "stage_id": 2, "acknowledge_gaps": True}).json()
    back = rep.post("/opportunities/1/moves", {"version": 2, "stage_id": 1, "reason": "Too early"}).json()

    why = causes(rep, first["move_id"]).json()
    why_without = causes(rep, second["move_id"]).json()
    why_back = causes(rep, back["move_id"]).json()

    along = ["file.added", "criterion.confirmed", "opportunity.contact_linked"]
    assert ([event["kind"] for event in why["came_along"]], why["gaps"]) == (along, [])
    assert why["came_along"][2]["person"]["name"] == "Ann"
    assert [event["kind"] for event in why["items"]] == ["opportunity.moved"]
    assert [field["field"] for field in why["items"][0]["fields"]] == ["amount_minor"]
    gap = {"name": "champion acts for us", "kind": "manual", "strength": "soft", "stage_name": "Qualify"}
    assert (why_without["came_along"], why_without["gaps"]) == ([], [gap])
    assert why_back["came_along"] == []


def test_a_change_among_many_says_of_which_batch_it_was(web: Web) -> None:
    selected = [{"id": 1}, {"id": 2}]
    web.manager.post("/edits", {"opportunities": selected, "fields": {"next_step": "Ring Ann"}})
    [edited, *_] = items(web.rep)

    [only] = causes(web.rep, edited["id"]).json()["items"]

    assert (only["batch"]["kind"], only["batch"]["total"], only["actor"]["id"]) == ("edits", 2, MANAGER)


def test_of_a_chain_one_is_told_what_one_may_see(web: Web) -> None:
    """Something on Rita's deal caused something on Rolf's; and an event of a process not theirs stands behind both."""
    with web.storage.writing() as work:
        rolfs = an_opportunity(process=a_process(), id=3, owner_id=OTHER_REP)
        keep_opportunities(work.connection, rolfs)
        first = work.new_ids(1)[0]
        row = {"at": rolfs.created_at, "channel": "system", "actor_id": OPERATIONS, "version": 1}
        work.connection.execute(
            insert(events),
            [
                {
                    "id": first,
                    "kind": "process.changed",
                    "opportunity_id": None,
                    "subject_id": 99,
                    "cause_id": None,
                    **row,
                },
                {
                    "id": first + 1,
                    "kind": "opportunity.edited",
                    "opportunity_id": 1,
                    "subject_id": 1,
                    "cause_id": first,
                    **row,
                },
                {
                    "id": first + 2,
                    "kind": "opportunity.edited",
                    "opportunity_id": 3,
                    "subject_id": 3,
                    "cause_id": first + 1,
                    **row,
                },
            ],
        )

    assert [item["id"] for item in causes(web.other_rep, first + 2).json()["items"]] == [first + 2]
    assert [item["id"] for item in causes(web.operations, first + 2).json()["items"]] == [first + 1, first + 2]
    assert causes(web.other_rep, first + 1).status_code == causes(web.other_rep, 999_999).status_code == 404
    assert causes(web.operations, first).status_code == 404
