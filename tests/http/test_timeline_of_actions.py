"""Whatever people do with actions stands in the timeline of the opportunity."""

from typing import Any

import pytest

from tests.agendas import a_checklist, a_definition, asking
from tests.builders import an_opportunity, keep
from tests.commands.actions.acting import number_of
from tests.http.conftest import Web

ACTIONS = "/opportunities/1/actions"


@pytest.mark.rule("PS-182")
def test_each_act_on_an_action_is_told_with_its_name_and_whoever_did_it(web: Web) -> None:
    process = asking(Demo=[a_definition("Meeting"), a_checklist("Brochure")])
    with web.storage.writing() as work:
        keep(work.connection, process, an_opportunity(process=process))
    web.rep.post("/opportunities/1/moves", {"version": 1, "stage_id": 2, "channel": "board", "acknowledge_gaps": True})
    added = web.rep.post(ACTIONS, {"name": "Thank them"}).json()["id"]
    meeting, brochure = number_of(web.storage, "Meeting"), number_of(web.storage, "Brochure")
    before = len(items(web))

    web.rep.patch(f"/actions/{added}", {"name": "Thank Ann"})
    web.rep.post(f"{ACTIONS}/performances", {"action_ids": [meeting], "activity": {}})
    web.rep.post(f"{ACTIONS}/completions", {"action_ids": [brochure]})
    web.rep.post(f"/actions/{brochure}/reopening")
    web.rep.delete(f"/actions/{added}")

    told = items(web)
    assert [item["kind"] for item in told[: len(told) - before]] == [
        "action.deleted", "action.reopened", "action.completed", "activity.booked", "action.changed",
    ]  # fmt: skip
    assert told[0]["facts"]["actions"][0]["name"] == "Thank Ann"
    assert {item["actor"]["name"] for item in told[: len(told) - before]} == {"Rita Rep"}
    assert "action.added" in {item["kind"] for item in told}


def items(web: Web) -> list[Any]:
    its: list[Any] = web.rep.get("/opportunities/1/timeline").json()["items"]
    return its
