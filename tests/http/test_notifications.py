"""What one is told, over HTTP."""

import pytest

from stageline.commands.opportunities.moving import move_opportunity
from stageline.worker.loop import Worker
from tests.builders import NOON, a_manager, a_move, a_process, an_opportunity, by, keep
from tests.http.conftest import Web


@pytest.fixture
def told(web: Web) -> int:
    """Rita is told that Maja moved her opportunity; the number of that notification."""
    with web.storage.writing() as work:
        keep(work.connection, a_process(), an_opportunity())
        move_opportunity(work, a_move("Demo"), by=by(a_manager()), at=NOON)
    Worker(web.storage).run_once(NOON)
    number: int = web.rep.get("/notifications").json()["items"][0]["id"]
    return number


@pytest.mark.rule("PS-245", "AC-118")
def test_one_reads_what_one_is_told_and_marks_it_as_read(web: Web, told: int) -> None:
    page = web.rep.get("/notifications").json()
    [item] = page["items"]

    assert (page["unread_count"], page["next_cursor"]) == (1, None)
    assert (item["id"], item["kind"], item["read_at"]) == (told, "moved_by_other", None)
    assert item["opportunity"] == {"id": 1, "name": "Solar roof"}
    assert item["params"]["actor_name"] == "Maja Manager"

    assert web.rep.put(f"/notifications/{told}/read").status_code == 204
    assert web.rep.get("/notifications").json()["unread_count"] == 0


def test_those_of_others_are_not_there(web: Web, told: int) -> None:
    answer = web.manager.put(f"/notifications/{told}/read")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert web.manager.get("/notifications").json()["items"] == []
    assert web.rep.get("/notifications").json()["unread_count"] == 1


@pytest.mark.usefixtures("told")
def test_all_are_marked_as_read_at_once(web: Web) -> None:
    assert web.rep.put("/notifications/read").status_code == 204
    assert web.rep.get("/notifications").json()["unread_count"] == 0


@pytest.mark.rule("PS-245")
def test_kinds_are_turned_off_except_failures(web: Web) -> None:
    changed = web.rep.put("/notifications/preferences", {"moved_by_other": False})
    refused = web.rep.put("/notifications/preferences", {"batch_failed": False, "assigned": False})

    assert changed.json()["moved_by_other"] is False
    assert (refused.status_code, refused.json()["code"]) == (400, "cannot_be_muted")
    assert web.rep.put("/notifications/preferences", {"weather": False}).status_code == 400
    kept = web.rep.get("/notifications/preferences").json()
    assert (kept["moved_by_other"], kept["assigned"]) == (False, True)
    assert "batch_failed" not in kept


@pytest.mark.parametrize("query", ["cursor=nonsense", "limit=0", "limit=1000"])
def test_nonsense_is_refused(web: Web, query: str) -> None:
    assert web.rep.get(f"/notifications?{query}").status_code == 400
