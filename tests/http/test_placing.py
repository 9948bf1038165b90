"""The order of cards in a stage, which all who see the board share."""

from typing import Any

import pytest
from sqlalchemy import select

from stageline.domain.ids import OpportunityId
from stageline.storage.opportunities.placing import ROOM
from stageline.storage.tables import events, opportunities, stage_history
from tests.builders import DAY, NOON, OTHER_REP, REP, a_process, an_opportunity, keep
from tests.http.conftest import Web

PROCESS = a_process()


@pytest.fixture
def given(web: Web) -> Web:
    """Deals 1 to 4 of the rep in the first stage, each newer than the one before, and 9 of somebody else."""
    deals = [
        an_opportunity(process=PROCESS, id=OpportunityId(n), name=f"Deal {n}", stage_entered_at=NOON + n * DAY / 24)
        for n in (1, 2, 3, 4)
    ]
    other = an_opportunity(process=PROCESS, id=OpportunityId(9), owner_id=OTHER_REP, stage_entered_at=NOON)
    with web.storage.writing() as work:
        keep(work.connection, PROCESS, *deals, other)
        for deal in (*deals, other):
            rank = -int(deal.stage_entered_at.timestamp()) * 1_000_000
            work.connection.execute(opportunities.update().where(opportunities.c.id == deal.id).values(rank=rank))
    return web


def order(web: Web, stage: str = "Qualify", **asked: Any) -> list[int]:
    board = web.rep.get("/processes/1/board", params=asked).json()
    [column] = [column for column in board["columns"] if column["stage"]["name"] == stage]
    return [card["id"] for card in column["cards"]]


def place(web: Web, number: int, after: int | None) -> Any:
    return web.rep.post(f"/opportunities/{number}/placements", {"after_id": after})


def test_what_came_last_stands_on_top(given: Web) -> None:
    assert order(given) == [4, 3, 2, 1]


def test_a_card_is_put_between_two_others_on_top_and_at_the_end_for_all_to_see(given: Web) -> None:
    assert place(given, 4, 2).status_code == 200
    assert order(given) == [3, 2, 4, 1]

    place(given, 1, None)
    assert order(given) == [1, 3, 2, 4]

    place(given, 1, 4)
    assert order(given) == [3, 2, 4, 1]
    board = given.operations.get("/processes/1/board").json()
    assert [card["id"] for card in board["columns"][0]["cards"] if card["id"] != 9] == [3, 2, 4, 1]


def test_order_is_nobodys_change_of_the_deal_but_news_for_other_boards(given: Web) -> None:
    before = given.rep.get("/opportunities/4").json()

    place(given, 4, 1)

    assert given.rep.get("/opportunities/4").json() == before
    assert len(given.rep.get("/opportunities/4/moves").json()["items"]) == 1
    assert [e["kind"] for e in given.rep.get("/opportunities/4/timeline").json()["items"]] == ["opportunity.created"]
    with given.storage.reading() as connection:
        last = connection.execute(select(events.c.kind, events.c.opportunity_id).order_by(events.c.id.desc())).first()
        assert last == ("opportunity.placed", 4)
        assert connection.scalar(select(stage_history.c.event_id).order_by(stage_history.c.event_id.desc())) == 5


def test_cards_that_stand_too_close_make_room(given: Web) -> None:
    with given.storage.writing() as work:
        work.connection.execute(opportunities.update().values(rank=7))
    assert order(given) == [1, 2, 3, 4]

    place(given, 4, 1)

    assert order(given) == [1, 4, 2, 3]
    with given.storage.reading() as connection:
        ranks = connection.scalars(select(opportunities.c.rank).where(opportunities.c.owner_id == REP)).all()
    assert sorted(ranks) == [7, 7 + ROOM // 2, 7 + ROOM, 7 + 2 * ROOM]


def test_only_a_card_of_the_same_stage_that_one_may_see_can_be_a_neighbour(given: Web) -> None:
    for neighbour in (9, 77, 4):
        refused = place(given, 4, neighbour)
        assert (refused.status_code, refused.json()["code"]) == (422, "not_beside_it")

    assert order(given) == [4, 3, 2, 1]
    assert place(given, 9, None).status_code == 404


def test_whoever_may_only_look_puts_nothing_in_order(given: Web) -> None:
    assert given.viewer.post("/opportunities/4/placements", {"after_id": 2}).status_code in (403, 404)


def test_a_moved_card_stands_where_it_was_dropped_or_on_top(given: Web) -> None:
    def move(number: int, **said: Any) -> None:
        answer = given.rep.post(f"/opportunities/{number}/moves", {"stage_id": 2, "version": 1, **said})
        assert answer.status_code == 200, answer.json()

    move(1)
    move(2)
    assert order(given, "Demo") == [2, 1]

    move(3, after_id=2)
    assert order(given, "Demo") == [2, 3, 1]

    move(4, after_id=9)
    assert order(given, "Demo") == [4, 2, 3, 1]

    place(given, 4, 1)
    assert order(given, "Demo") == [2, 3, 1, 4]


def test_what_was_edited_stays_in_its_place(given: Web) -> None:
    place(given, 1, None)

    given.rep.patch("/opportunities/1", {"version": 1, "fields": {"name": "Deal one"}})

    assert order(given) == [1, 4, 3, 2]


def test_an_undone_move_puts_it_back_by_its_age(given: Web) -> None:
    moved = given.rep.post("/opportunities/2/moves", {"stage_id": 2, "version": 1}).json()

    given.rep.post(f"/opportunities/2/moves/{moved['move_id']}/reversal", {})

    assert order(given) == [4, 3, 2, 1]
