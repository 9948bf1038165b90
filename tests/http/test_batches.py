"""How far a batch has come, over HTTP."""

import pytest

from stageline.commands.batches import start_batch
from stageline.domain.batches.batch import BatchItem
from stageline.domain.ids import OpportunityId
from tests.builders import NOON, a_process, a_rep, an_opportunity, by, keep
from tests.http.conftest import Web


@pytest.fixture
def batch_id(web: Web) -> int:
    """One of Rita's that no worker has taken up yet."""
    with web.storage.writing() as work:
        keep(work.connection, a_process(), an_opportunity())
        return start_batch(work, "moves", {}, [BatchItem(OpportunityId(1), 1)], by=by(a_rep()), at=NOON)


@pytest.mark.rule("PS-193")
def test_whoever_started_it_sees_how_far_it_is(web: Web, batch_id: int) -> None:
    shown = web.rep.get(f"/batches/{batch_id}").json()

    assert (shown["state"], shown["total"], shown["done"], shown["finished_at"]) == ("running", 1, 0, None)
    assert web.rep.get(f"/batches/{batch_id}/items").json() == {"items": [], "next_cursor": None}
    assert web.operations.get(f"/batches/{batch_id}").status_code == 200
    assert web.manager.get(f"/batches/{batch_id}").status_code == 404
    assert web.manager.get(f"/batches/{batch_id}/items").status_code == 404


def test_it_can_be_stopped_once_and_not_by_strangers(web: Web, batch_id: int) -> None:
    refused = web.manager.put(f"/batches/{batch_id}/cancellation")
    stopped = web.rep.put(f"/batches/{batch_id}/cancellation")
    again = web.rep.put(f"/batches/{batch_id}/cancellation")

    assert (refused.status_code, stopped.status_code, stopped.json()["state"]) == (404, 200, "cancelled")
    assert (again.status_code, again.json()["code"]) == (422, "batch_over")


@pytest.mark.parametrize("query", ["result=perhaps", "cursor=nonsense"])
def test_nonsense_is_refused(web: Web, batch_id: int, query: str) -> None:
    assert web.rep.get(f"/batches/{batch_id}/items?{query}").status_code == 400
