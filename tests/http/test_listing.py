"""The list of opportunities: filtered, ordered, summed up, selected, and as a file."""

import csv
import io
from datetime import date
from itertools import product
from typing import Any, get_args

import pytest
from sqlalchemy import insert

from stageline.domain.ids import OpportunityId
from stageline.domain.processes.stage import Category
from stageline.domain.views.definition import COLUMNS, Group, ListSort, ViewFilter
from stageline.queries.exporting import CELLS, HEADS
from stageline.queries.filtering import Filter
from stageline.queries.opportunities import Row
from stageline.storage.search import Found, add_words
from stageline.storage.tables import accounts
from tests.builders import (
    DAY,
    LONG_AGO,
    MANAGER,
    NOON,
    REP,
    a_process,
    an_opportunity,
    keep,
    keep_opportunities,
)
from tests.http.conftest import Web

PROCESS = a_process()
OTHER_ACCOUNT = 2


@pytest.fixture
def given(web: Web) -> Web:
    """Seven of the rep: with and without what they are sorted by, equal in some of it, and names of every case."""
    deals = [
        an_opportunity(process=PROCESS, id=OpportunityId(1), name="ärger"),
        an_opportunity("Demo", process=PROCESS, id=OpportunityId(2), name="Zebra", amount_minor=None, account_id=None),
        an_opportunity("Demo", process=PROCESS, id=OpportunityId(3), name="apple", amount_minor=100, currency="USD"),
        an_opportunity("Propose", process=PROCESS, id=OpportunityId(4), name="Äpfel", expected_close_on=None),
        an_opportunity("Propose", process=PROCESS, id=OpportunityId(5), name="Apple", account_id=OTHER_ACCOUNT,
                       category=Category.BEST_CASE, next_step_on=date(2026, 11, 9)),
        an_opportunity("Lost", process=PROCESS, id=OpportunityId(6), name="ÇA", stage_entered_at=NOON - 5 * DAY,
                       category=Category.OMITTED, next_step_on=date(2026, 11, 8)),
        an_opportunity(process=PROCESS, id=OpportunityId(7), name="Straße", owner_id=MANAGER, amount_minor=0),
    ]  # fmt: skip
    with web.storage.writing() as work:
        keep(work.connection, PROCESS)
        work.connection.execute(
            insert(accounts).values(id=OTHER_ACCOUNT, name="ZEPHYR", details={}, created_at=LONG_AGO, version=1)
        )
        add_words(work.connection, Found.ACCOUNT, [(OTHER_ACCOUNT, "ZEPHYR")])
        keep_opportunities(work.connection, *deals)
    return web


def ids(web: Web, query: str = "") -> list[int]:
    return [row["id"] for row in web.operations.get(f"/opportunities?{query}").json()["items"]]


@pytest.mark.parametrize(("sort", "expected"), [
    ("name", [3, 5, 7, 2, 4, 1, 6]),
    ("-name", [6, 1, 4, 2, 7, 5, 3]),
    ("amount_minor", [7, 3, 1, 4, 5, 6, 2]),
    ("-amount_minor", [6, 5, 4, 1, 3, 7, 2]),
    ("expected_close_on", [1, 2, 3, 5, 6, 7, 4]),
    ("-expected_close_on", [7, 6, 5, 3, 2, 1, 4]),
    ("next_step_on", [6, 5, 1, 2, 3, 4, 7]),
    ("stage", [1, 7, 2, 3, 4, 5, 6]),
    ("owner", [7, 1, 2, 3, 4, 5, 6]),
    ("account", [1, 3, 4, 6, 7, 5, 2]),
    ("-account", [5, 7, 6, 4, 3, 1, 2]),
    ("stage_entered_at", [6, 1, 2, 3, 4, 5, 7]),
])  # fmt: skip
def test_the_list_is_in_the_order_asked_for_with_the_empty_last(given: Web, sort: str, expected: list[int]) -> None:
    assert ids(given, f"sort={sort}") == expected


def test_pages_of_any_order_follow_one_another(given: Web) -> None:
    asker = given.operations
    for sort, group in product(get_args(ListSort), ("", *(f"&group={name}" for name in get_args(Group)))):
        asked, seen, cursor = f"/opportunities?sort={sort}{group}", [], ""
        whole = [row["id"] for row in asker.get(asked).json()["items"]]

        for _ in range(4):
            page = asker.get(f"{asked}&limit=2{cursor}").json()
            seen += [row["id"] for row in page["items"]]
            cursor = f"&cursor={page['next_cursor']}"

        assert (seen, page["next_cursor"]) == (whole, None), asked
        assert sorted(seen) == [1, 2, 3, 4, 5, 6, 7]


def test_what_is_in_one_group_stands_together(given: Web) -> None:
    assert ids(given, "group=owner&sort=name") == [7, 3, 5, 2, 4, 1, 6]
    assert ids(given, "group=category&sort=name") == [3, 7, 2, 1, 5, 4, 6]
    assert ids(given, "group=stage&sort=-name") == [1, 7, 2, 3, 4, 5, 6]


def test_a_place_in_one_order_is_none_in_another(given: Web) -> None:
    cursor = given.operations.get("/opportunities?sort=name&limit=2").json()["next_cursor"]

    for other in ("sort=-name", "sort=amount_minor", "sort=name&group=owner"):
        refused = given.operations.get(f"/opportunities?{other}&cursor={cursor}")
        assert (refused.status_code, refused.json()["code"]) == (400, "invalid_input")
    assert ids(given, f"sort=name&limit=2&cursor={cursor}") == [7, 2]


@pytest.mark.rule("PS-218")
def test_the_list_is_filtered_by_what_people_look_for(given: Web) -> None:
    assert ids(given, "stage_id=2&stage_id=3&sort=name") == [3, 5, 2, 4]
    assert ids(given, f"owner_id={MANAGER}") == [7]
    assert ids(given, f"owner_id={MANAGER}&owner_id={REP}&status=open&sort=name") == [3, 5, 7, 2, 4, 1]
    assert ids(given, "closes_from=2026-12-24&closes_to=2026-12-24&status=lost") == [6]
    assert ids(given, "closes_to=2026-12-23") == []
    assert ids(given, f"account_id={OTHER_ACCOUNT}") == [5]
    assert ids(given, "q=zeph") == [5]
    assert ids(given, "q=arger") == ids(given, "q=aerger+TAILWIND") == [1]
    assert ids(given, "q=eph") == ids(given, "q=zeph+arger") == ids(given, "q=%25") == []
    assert ids(given, 'condition={"field":"status","is":"equals","value":"lost"}') == [6]
    assert ids(given, 'condition={"field":"category","is":"equals","value":"best_case"}') == [5, 4]


def test_a_row_says_how_it_stands_and_what_one_may_do(given: Web) -> None:
    row = next(r for r in given.rep.get("/opportunities").json()["items"] if r["id"] == 1)
    lost = next(r for r in given.rep.get("/opportunities").json()["items"] if r["id"] == 6)

    assert row["process"] == {"id": 1, "name": "Standard sales"}
    assert (row["furthest_stage"]["name"], row["push_count"], row["weighted_minor"]) == ("Qualify", 0, 9_000)
    assert (row["criteria_met"], row["criteria_total"]) == (0, 0)
    assert {"watches", "stuck_days", "days_in_stage"} <= row.keys()
    assert (row["may_edit"], row["may_move"]) == (True, True)
    assert (lost["may_edit"], lost["may_move"]) == (False, False)


def test_totals_mix_no_currencies_and_follow_the_filter(given: Web) -> None:
    whole = given.operations.get("/opportunities/totals").json()
    lost = given.operations.get("/opportunities/totals?status=lost").json()
    nothing = given.operations.get("/opportunities/totals?q=nobody").json()

    assert whole == {
        "count": 7,
        "totals": [
            {"currency": "EUR", "count": 6, "amount_minor": 360_000, "weighted_minor": 99_000},
            {"currency": "USD", "count": 1, "amount_minor": 100, "weighted_minor": 30},
        ],
        "groups": [],
    }
    assert [(t["count"], t["amount_minor"]) for t in lost["totals"]] == [(1, 90_000)]
    assert nothing == {"count": 0, "totals": [], "groups": []}


def test_totals_of_groups_come_in_the_order_of_the_list(given: Web) -> None:
    def groups(name: str) -> list[tuple[Any, str, int]]:
        answer = given.operations.get(f"/opportunities/totals?group={name}").json()
        assert sum(total["amount_minor"] for g in answer["groups"] for total in g["totals"]) == 360_100
        return [(g["key"], g["name"], g["count"]) for g in answer["groups"]]

    assert groups("owner") == [(MANAGER, "Maja Manager", 1), (REP, "Rita Rep", 6)]
    assert groups("stage") == [(1, "Qualify", 2), (2, "Demo", 2), (3, "Propose", 2), (5, "Lost", 1)]
    assert groups("process") == [(1, "Standard sales", 7)]
    assert groups("category") == [("pipeline", "pipeline", 4), ("best_case", "best_case", 2), ("omitted", "omitted", 1)]


def test_nobody_counts_or_selects_what_they_may_not_see(given: Web) -> None:
    assert given.rep.get("/opportunities/totals").json()["count"] == 6
    assert given.rep.get("/opportunities/selection").json()["count"] == 6
    assert given.collaborator.get("/opportunities/totals").json()["count"] == 0
    assert given.collaborator.get("/opportunities/selection").json() == {"items": [], "count": 0}
    assert len(given.collaborator.get("/opportunities/export").text.splitlines()) == 1


def test_a_selection_is_what_acts_on_many_are_asked_with(given: Web) -> None:
    selected = given.operations.get("/opportunities/selection?stage_id=2").json()

    assert selected == {"items": [{"id": 2, "version": 1}, {"id": 3, "version": 1}], "count": 2}
    edited = given.operations.post("/edits", {"fields": {"next_step": "Call"}, "opportunities": selected["items"]})
    assert [item["result"] for item in edited.json()["items"]] == ["changed", "changed"]


def exported(web: Web, query: str) -> list[list[str]]:
    answer = web.operations.get(f"/opportunities/export?{query}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="opportunities.csv"'
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_export_has_the_columns_asked_for_under_plain_names(given: Web) -> None:
    columns = "name,account,stage,amount_minor,weighted_minor,expected_close_on"

    head, *rows = exported(given, f"columns={columns}&sort=name&status=open")

    assert head == ["Opportunity", "Account", "Stage", "Amount", "Currency", "Weighted", "Expected close date"]
    assert rows[:2] == [
        ["apple", "Tailwind Logistics", "Demo", "1", "USD", "0.3", "2026-12-24"],
        ["Apple", "ZEPHYR", "Propose", "900", "EUR", "450", "2026-12-24"],
    ]
    assert [row[0] for row in rows] == ["apple", "Apple", "Straße", "Zebra", "Äpfel", "ärger"]


def test_every_column_of_a_view_can_be_exported(given: Web) -> None:
    head, *rows = exported(given, f"columns={','.join(COLUMNS)}")

    assert len(head) == len(COLUMNS) + 1
    assert {len(row) for row in rows} == {len(head)}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_of_the_export_is_a_formula(given: Web, start: str) -> None:
    name = f"{start}HYPERLINK(A1)"
    with given.storage.writing() as work:
        keep_opportunities(work.connection, an_opportunity(process=PROCESS, id=OpportunityId(8), name=name))

    rows = exported(given, "columns=name&q=hyperlink")

    assert rows == [["Opportunity"], [f"'{name}"]]


def test_a_long_export_goes_on_page_after_page(given: Web) -> None:
    with given.storage.writing() as work:
        more = [an_opportunity(process=PROCESS, id=OpportunityId(n), name=f"Deal {n}") for n in range(100, 1_300)]
        keep_opportunities(work.connection, *more)

    rows = exported(given, "columns=name&sort=name&q=deal")

    assert [row[0] for row in rows[1:]] == sorted(f"Deal {n}" for n in range(100, 1_300))


def test_an_export_is_refused_before_it_begins(given: Web) -> None:
    refused = given.operations.get("/opportunities/export?columns=name,nonsense")
    wrong = given.operations.get('/opportunities/export?condition={"field":"nonsense","is":"is_empty"}')

    assert (refused.status_code, refused.json()["missing"][0]["name"]) == (400, "columns.nonsense")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "invalid_condition")


def test_views_the_list_and_the_export_know_the_same() -> None:
    shown = {*Row.__struct_fields__, *CELLS}

    assert set(HEADS) == set(COLUMNS)
    assert set(COLUMNS) <= shown
    assert set(ViewFilter.__struct_fields__) == set(Filter.__struct_fields__)
