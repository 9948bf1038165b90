"""Reports over HTTP: the same forms as on the command line, over what the asker may see."""

from typing import Any

import pytest

from stageline.commands.opportunities.moving import move_opportunity
from stageline.domain.opportunities.closing import Closing
from tests.builders import NOON, a_move, a_process, an_operator, an_opportunity, by, keep


@pytest.fixture
def won(web: Any) -> Any:
    """Rita Rep has won one opportunity, and another one of hers is open."""
    process = a_process()
    move = a_move("Won", acknowledge_gaps=True, override=True, reason="So.", closing=Closing(close_reason="price"))
    with web.storage.writing() as work:
        keep(work.connection, process, an_opportunity(process=process), an_opportunity("Demo", process=process, id=2))
        move_opportunity(work, move, by=by(an_operator()), at=NOON)
    return web


def test_wins_are_told_by_owner_unless_something_else_is_asked(won: Any) -> None:
    (report,) = won.operations.get("/reports/won").json()

    assert (report["currency"], report["count"], report["amount"]) == ("EUR", 1, "900")
    assert report["rows"][0] == {"key": "Rita Rep", "count": 1, "amount": "900"}
    assert won.operations.get("/reports/won?by=quarter").json()[0]["rows"] == [
        {"key": "2026-Q4", "count": 1, "amount": "900"}
    ]


def test_a_period_is_two_days(won: Any) -> None:
    asked = "/reports/won?by=month&from=2026-11-02&to=2026-11-02"

    assert won.operations.get(asked).json()[0]["count"] == 1
    assert won.operations.get(asked.replace("from=2026-11-02", "from=2026-11-03")).json()[0]["count"] == 0


def test_the_pipeline_and_the_time_in_stage_have_no_parameters(won: Any) -> None:
    assert won.operations.get("/reports/pipeline").json()[0]["rows"][1] == {
        "stage": "Demo", "count": 1, "amount": "900"
    }  # fmt: skip
    assert won.operations.get("/reports/time-in-stage").json() == [
        {"stage": "Qualify", "n": 1, "median_days": 1.0, "mean_days": 1.0, "max_days": 1.0}
    ]


@pytest.mark.rule("PS-196")
def test_a_stranger_finds_nothing_in_any_report(won: Any) -> None:
    assert won.other_rep.get("/reports/won").json()[0]["count"] == 0
    assert won.other_rep.get("/reports/pipeline").json()[0]["count"] == 0
    assert won.other_rep.get("/reports/time-in-stage").json() == []


@pytest.mark.parametrize("asked", ["by=colour", "by=custom.nothing", "from=soon", "by=" + "x" * 101])
def test_what_cannot_be_asked_is_a_clear_problem(won: Any, asked: str) -> None:
    answer = won.operations.get(f"/reports/won?{asked}")

    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/problem+json")


@pytest.mark.rule("PS-228")
def test_one_won_deal_does_not_make_days_usual(won: Any) -> None:
    assert won.rep.get("/processes/1/usual-days").json() == {"items": []}
    assert won.rep.get("/processes/2/usual-days").status_code == 404
