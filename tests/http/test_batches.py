"""How far a batch has come, over HTTP."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from stageline.commands.batches import start_batch
from stageline.domain.batches.batch import BatchItem
from stageline.domain.ids import OpportunityId
from stageline.domain.processes.criterion import Strength
from stageline.worker.loop import Worker
from tests.builders import (
    HAS_AMOUNT,
    NOON,
    OTHER_REP,
    a_criterion,
    a_process,
    a_rep,
    an_opportunity,
    by,
    keep,
    keep_opportunities,
)
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


@pytest.fixture
def mixed(web: Web) -> Web:
    """Of Rita: 1 and 2 may leave Qualify, 3 lacks what is expected, 4 what is required, 5 is in Demo; 6 is not hers."""
    expected, required = HAS_AMOUNT, a_criterion("has a next step", 9, strength=Strength.HARD, when=FILLED)
    process = a_process(leaving={"Qualify": [expected, required]})
    told: Sequence[dict[str, Any]] = (
        {"name": "Fleet"}, {"name": "=Claims"}, {"name": "Recipes", "amount_minor": None},
        {"name": "Portal", "next_step": None}, {"name": "Depot", "stage": "Demo"},
        {"name": "Secret", "owner_id": OTHER_REP},
    )  # fmt: skip
    there = [
        an_opportunity(process=process, id=OpportunityId(number), **{"next_step": "Call", **said})
        for number, said in enumerate(told, 1)
    ]
    with web.storage.writing() as work:
        keep(work.connection, process, *there)
    return web


FILLED = {"field": "next_step", "is": "is_filled"}
ALL = {"stage_id": 2, "opportunities": [{"id": number} for number in range(1, 7)]}


@pytest.mark.rule("PS-188", "PS-192")
def test_a_preview_groups_what_would_come_out_alike_and_names_each(mixed: Web) -> None:
    shown = mixed.rep.post("/moves?preview=true", ALL).json()
    ticked = mixed.rep.post("/moves?preview=true", {**ALL, "acknowledge_gaps": True}).json()

    assert shown["batch_id"] is None
    assert [(g["result"], g["code"], g["count"]) for g in shown["groups"]] == [
        ("changed", None, 2),
        ("unchanged", None, 1),
        ("blocked", "gaps_hard", 1),
        ("blocked", "gaps_soft", 1),
        ("not_found", "not_found", 1),
    ]
    assert [i["name"] for i in shown["items"]] == ["Fleet", "=Claims", "Recipes", "Portal", "Depot", None]
    assert ticked["groups"][0]["count"] == 3
    assert mixed.rep.get("/batches").json()["items"] == []


@pytest.mark.rule("PS-188")
def test_what_became_of_each_can_be_read_again_by_result_and_as_a_file(mixed: Web) -> None:
    batch_id = mixed.rep.post("/moves", ALL).json()["batch_id"]

    items = mixed.rep.get(f"/batches/{batch_id}/items").json()["items"]
    [recipes, portal] = mixed.rep.get(f"/batches/{batch_id}/items?result=blocked").json()["items"]
    file = mixed.rep.get(f"/batches/{batch_id}/items/export?result=blocked")
    whole = mixed.rep.get(f"/batches/{batch_id}/items/export").text
    assert [(i["name"], i["result"]) for i in items][:3] == [
        ("Fleet", "changed"), ("=Claims", "changed"), ("Recipes", "blocked"),
    ]  # fmt: skip
    assert items[5] | {"problem": None} == {
        "opportunity_id": 6, "name": None, "result": "not_found", "version": None, "problem": None,
    }  # fmt: skip
    assert [m["name"] for m in portal["problem"]["missing"]] == ["has a next step"]
    assert recipes["problem"]["code"] == "gaps_soft"
    assert file.headers["content-disposition"] == f'attachment; filename="batch-{batch_id}.csv"'
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert [line.split(",")[:4] for line in file.text.lstrip("\ufeff").splitlines()] == [
        ["id", "name", "result", "code"],
        ["3", "Recipes", "blocked", "gaps_soft"],
        ["4", "Portal", "blocked", "gaps_hard"],
    ]  # fmt: skip
    assert "2,'=Claims,changed" in whole
    assert mixed.other_rep.get(f"/batches/{batch_id}/items/export").status_code == 404


@pytest.mark.rule("PS-194")
def test_ones_own_batches_are_listed_newest_first_until_they_are_undone(mixed: Web) -> None:
    moved = mixed.rep.post("/moves", ALL).json()["batch_id"]
    mixed.operations.post("/moves", {**ALL, "stage_id": 1, "reason": "Too soon"})
    before = mixed.rep.get("/batches").json()["items"]
    undone = mixed.rep.post(f"/batches/{moved}/reversal").json()
    after = mixed.rep.get("/batches").json()["items"]
    page = mixed.rep.get("/batches?limit=1").json()
    rest = mixed.rep.get(f"/batches?limit=1&cursor={page['next_cursor']}").json()

    assert [(b["id"], b["kind"], b["can_undo"]) for b in before] == [(moved, "moves", True)]
    assert undone["counts"]["conflict"] == 2
    assert [(b["id"], b["can_undo"]) for b in after] == [(undone["batch_id"], False), (moved, False)]
    assert [b["id"] for b in page["items"] + rest["items"]] == [undone["batch_id"], moved]
    assert rest["next_cursor"] is None


@pytest.mark.rule("PS-192", "PS-193")
def test_a_large_one_previews_the_first_of_each_group_and_keeps_every_item(web: Web) -> None:
    process = a_process()
    with web.storage.writing() as work:
        keep(work.connection, process)
        many = (an_opportunity(process=process, id=OpportunityId(n)) for n in range(1, 1202))
        keep_opportunities(work.connection, *many)
    wanted = {"stage_id": 2, "opportunities": [{"id": n, "version": 1 if n < 1201 else 7} for n in range(1, 1202)]}

    preview = web.rep.post("/moves?preview=true", wanted).json()
    started = web.rep.post("/moves", wanted)
    Worker(web.storage).run_once(datetime.now(UTC))  # noqa: TID251 - the server reads its own clock
    done = web.rep.get(f"/batches/{started.json()['batch_id']}").json()

    assert [(g["result"], g["count"]) for g in preview["groups"]] == [("changed", 1200), ("conflict", 1)]
    assert len(preview["items"]) == 101
    assert (started.status_code, started.json()["groups"], started.json()["items"]) == (202, [], [])
    assert (done["state"], done["counts"]["changed"], done["counts"]["conflict"]) == ("done", 1200, 1)
    file = web.rep.get(f"/batches/{done['id']}/items/export").text
    assert len(file.splitlines()) == 1202
