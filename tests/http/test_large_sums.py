"""A thousand of the largest deals there can be: added up exactly, everywhere that something is added up."""

from datetime import UTC, datetime

from stageline.domain.ids import OpportunityId
from stageline.domain.money import MAX_MINOR
from stageline.worker.loop import Worker
from tests.builders import DEMO, a_process, an_opportunity, keep
from tests.http.conftest import Web

COUNT = 1_030
"""More than 64 bits can add up, and for what is likely a hundred times more."""
SUM = COUNT * MAX_MINOR
AMOUNT = f"{SUM // 100}.{SUM % 100:02}".rstrip("0")


def test_a_thousand_of_the_largest_deals_are_added_up_exactly(web: Web) -> None:
    process = a_process()
    numbers = [OpportunityId(number) for number in range(1, COUNT + 1)]
    with web.storage.writing() as work:
        deals = [an_opportunity(process=process, id=number, amount_minor=MAX_MINOR) for number in numbers]
        keep(work.connection, process, *deals)
    wanted = {"metric": "advanced_value", "number": 1, "currency": "EUR", "stage_id": DEMO.id}
    goal = web.rep.post("/targets", wanted).json()["id"]
    for some in (numbers[:600], numbers[600:]):
        moves = {"stage_id": DEMO.id, "opportunities": [{"id": number, "version": 1} for number in some]}
        assert web.rep.post("/moves", {**moves, "acknowledge_gaps": True}).json()["counts"]["changed"] == len(some)
    Worker(web.storage).run_once(datetime.now(UTC))  # noqa: TID251 - the server reads its own clock

    board = web.rep.get(f"/processes/{process.id}/board").json()
    ((total,),) = [column["totals"] for column in board["columns"] if column["stage"]["id"] == DEMO.id]
    probability = web.rep.get("/opportunities/1").json()["probability"]
    weighted = (SUM * probability + 50) // 100
    assert (total["amount_minor"], total["weighted_minor"]) == (SUM, weighted)
    (total,) = web.rep.get("/opportunities/totals?group=stage").json()["totals"]
    assert (total["amount_minor"], total["weighted_minor"]) == (SUM, weighted)
    assert web.rep.get("/reports/pipeline").json()[0]["amount"] == AMOUNT

    assert web.rep.get(f"/targets/{goal}").json()["period"]["reached"] == SUM
    assert web.rep.get(f"/targets/{goal}/contributions").status_code == 200
    assert web.rep.get("/targets").json()["items"][0]["period"]["reached"] == SUM
    told = [each["kind"] for each in web.rep.get("/notifications").json()["items"]]
    assert "target_reached" in told
