"""Sales goals over HTTP: set, for oneself and for many, read, changed and ended, by those who may."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from stageline.domain.ids import OpportunityId
from stageline.worker.loop import Worker
from tests.builders import ADMIN, DEMO, LOST, MANAGER, OTHER_REP, REP, VIEWER, a_process, an_opportunity, keep
from tests.builders_people import Browser
from tests.definitions import all_rows
from tests.http.conftest import Web
from tests.teams import lead

WINS = {"metric": "won_count", "number": 10}
DEMOS = {"metric": "advanced_count", "number": 2, "stage_id": DEMO.id}
POUNDS = {"metric": "advanced_value", "number": 10_000, "currency": "GBP", "stage_id": DEMO.id}


@pytest.fixture
def sales(web: Web) -> Web:
    """Rita of Maja's team has one deal of 10 pounds and one of 1,000 dollars; Rolf is nobody's."""
    process = a_process()
    deals = [
        an_opportunity(process=process, id=OpportunityId(number), amount_minor=amount, currency=currency)
        for number, (amount, currency) in enumerate([(1_000, "GBP"), (100_000, "USD")], 1)
    ]
    with web.storage.writing() as work:
        keep(work.connection, process, *deals)
        lead(work.connection, MANAGER, REP)
    return web


def said(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def a_goal(browser: Browser, wanted: Any = WINS, **also: Any) -> Any:
    return said(browser.post("/targets", {**wanted, **also}), 201)


def advance(sales: Web, *numbers: int) -> None:
    for number in numbers:
        move = {"stage_id": DEMO.id, "version": 1, "acknowledge_gaps": True}
        said(sales.rep.post(f"/opportunities/{number}/moves", move))
    count(sales)


def count(sales: Web) -> None:
    Worker(sales.storage).run_once(datetime.now(UTC))  # noqa: TID251 - the server reads its own clock


def kept(sales: Web) -> dict[str, list[Any]]:
    """All that is there, but for who is signed in: each new browser is."""
    return {name: rows for name, rows in all_rows(sales.storage).items() if name != "sessions"}


def refused(sales: Web, ask: Callable[[], Any], status: int, code: str) -> Any:
    """What was said, having made sure that nothing was done."""
    before = kept(sales)
    problem = said(ask(), status)
    assert problem["code"] == code, problem
    assert kept(sales) == before
    return problem


def named(problem: Any) -> set[str]:
    return {each["name"] for each in problem["missing"]}


def day_after(goal: Any) -> date:
    return date.fromisoformat(goal["period"]["last_on"]) + timedelta(days=1)


@pytest.mark.rule("SG-5", "SG-65", "AT-101")
def test_of_pounds_and_dollars_a_goal_in_pounds_counts_the_pounds_and_tells_the_dollars(sales: Web) -> None:
    value, number = a_goal(sales.rep, POUNDS), a_goal(sales.rep, DEMOS)

    advance(sales, 1, 2)

    period = said(sales.rep.get(f"/targets/{value['id']}"))["period"]
    assert (period["number"], period["reached"], period["remaining"], period["percent"]) == (10_000, 1_000, 9_000, 10)
    assert period["left_out"] == [{"currency": "USD", "count": 1, "amount_minor": 100_000}]
    assert said(sales.rep.get(f"/targets/{number['id']}"))["period"]["reached"] == 2


@pytest.mark.rule("SG-44", "AT-154")
def test_what_counted_adds_up_to_the_figure_and_is_named(sales: Web) -> None:
    goal = a_goal(sales.rep, POUNDS)
    advance(sales, 1, 2)

    told = said(sales.rep.get(f"/targets/{goal['id']}/contributions"))

    assert told["period"]["reached"] == sum(each["counted"] for each in told["contributions"]) == 1_000
    assert [(each["opportunity"]["id"], each["counted"], each["withdrawn"]) for each in told["contributions"]] == [
        (1, 1_000, None), (2, 0, "other_currency"),
    ]  # fmt: skip
    on = {"on": goal["period"]["starts_on"]}
    assert said(sales.rep.get(f"/targets/{goal['id']}/contributions", params=on)) == told


@pytest.mark.rule("SG-11", "SG-44")
def test_what_counted_is_handed_out_as_a_file_that_no_spreadsheet_runs(sales: Web) -> None:
    goal = a_goal(sales.rep, POUNDS)
    assert goal["stage"]["type"] == "open"
    advance(sales, 1, 2)
    said(sales.rep.patch("/opportunities/1", {"version": 2, "fields": {"name": "=1+1"}}))
    asked, first = f"/targets/{goal['id']}/contributions.csv", goal["period"]["starts_on"]

    file = sales.rep.get(asked)

    assert file.headers["content-disposition"] == f'attachment; filename="goal-{goal["id"]}-{first}.csv"'
    head, *rows = csv.reader(file.text.removeprefix("\ufeff").splitlines())
    assert head == ["When", "Opportunity", "Account", "From stage", "Amount", "Currency", "Counted", "Remark"]
    assert [(row[1], *row[3:]) for row in rows] == [
        ("'=1+1", "Qualify", "10", "GBP", "10", ""),
        ("Solar roof", "Qualify", "1000", "USD", "0", "other currency"),
    ]
    assert sales.rep.get(asked, params={"on": first}).text == file.text
    said(sales.other_rep.get(asked), 404)


def test_a_goal_tells_its_pace_its_course_and_that_it_foretells_nothing_yet(sales: Web) -> None:
    goal = a_goal(sales.rep, DEMOS)
    advance(sales, 1, 2)

    pace = said(sales.rep.get(f"/targets/{goal['id']}"))["period"]["pace"]
    course = said(sales.rep.get(f"/targets/{goal['id']}/course"))
    forecast = said(sales.rep.get(f"/targets/{goal['id']}/forecast"))

    assert (pace["state"], pace["required_per_day"]) == ("reached", None)
    assert pace["working_days"] == pace["elapsed_days"] + pace["days_left"]
    assert [(step["value"], step["opportunity_id"]) for step in course["reached"]] == [(1, 1), (2, 2)]
    assert course["expected"][-1] == {"on": goal["period"]["last_on"], "value": 2}
    assert (forecast["reason"], forecast["closed_deals"], forecast["middle"]) == ("too_few_closed", 0, None)
    for asked in ("course", "forecast"):
        said(sales.other_rep.get(f"/targets/{goal['id']}/{asked}"), 404)


@pytest.mark.parametrize("on", ["0001-01-01", "1999-12-31", "9999-12-31"])
def test_where_a_goal_has_no_period_nothing_is_told(sales: Web, on: str) -> None:
    asked = f"/targets/{a_goal(sales.rep)['id']}/contributions?on={on}"

    assert said(sales.rep.get(asked), 404)["detail"] == "This goal has no period on that day."
    assert sales.rep.get(asked.replace(on, "soon")).status_code == 400


@pytest.mark.rule("SG-51")
def test_a_new_goal_and_its_preview_say_what_counts_already(sales: Web) -> None:
    advance(sales, 1, 2)
    before = kept(sales)

    foreseen = said(sales.rep.post("/targets?preview=true", POUNDS), 201)

    assert kept(sales) == before
    assert foreseen["id"] == 0
    assert (foreseen["period"]["reached"], foreseen["period"]["left_out"][0]["amount_minor"]) == (1_000, 100_000)
    real = a_goal(sales.rep, POUNDS)
    assert (real["period"], real["before"]) == (foreseen["period"], [])


def test_a_preview_says_what_the_goal_would_have_counted_before(sales: Web) -> None:
    advance(sales, 1)
    present = a_goal(sales.rep)["period"]
    next_month = (date.fromisoformat(present["last_on"]) + timedelta(days=1)).isoformat()

    foreseen = said(sales.rep.post("/targets?preview=true", {**POUNDS, "starts_on": next_month}), 201)

    assert (foreseen["period"]["starts_on"], foreseen["period"]["reached"]) == (next_month, 0)
    assert [(each["reached"], each["is_closed"]) for each in foreseen["before"]] == [
        (1_000, False), (0, True), (0, True),
    ]  # fmt: skip
    assert foreseen["before"][0]["starts_on"] == present["starts_on"]


@pytest.mark.rule("SG-50")
def test_a_goal_that_began_before_shows_its_past_periods(sales: Web) -> None:
    present = a_goal(sales.rep)["period"]
    month_before = date.fromisoformat(present["starts_on"]) - timedelta(days=1)
    goal = a_goal(sales.manager, WINS, starts_on=month_before.isoformat())

    [now, then] = said(sales.manager.get(f"/targets/{goal['id']}/periods"))["items"]

    assert now == present
    assert (then["last_on"], then["is_closed"], then["number"]) == (month_before.isoformat(), True, 10)


@pytest.mark.rule("SG-10", "SG-11", "AT-141")
def test_one_sees_only_ones_own(sales: Web) -> None:
    own, other = a_goal(sales.rep), a_goal(sales.other_rep)

    assert [each["id"] for each in said(sales.rep.get("/targets"))["items"]] == [own["id"]]
    assert said(sales.rep.get(f"/targets?user_id={OTHER_REP}"))["items"] == []
    for below in ("", "/periods", "/contributions"):
        assert sales.rep.get(f"/targets/{other['id']}{below}").status_code == 404
    for ask in acts_on(sales.rep, other["id"]):
        refused(sales, ask, 404, "not_found")


@pytest.mark.rule("SG-11")
def test_what_somebody_else_set_for_one_can_only_be_read(sales: Web) -> None:
    goal = a_goal(sales.manager, user_id=REP)

    shown = said(sales.rep.get(f"/targets/{goal['id']}"))

    assert (shown["may_change"], shown["set_by"]["name"], goal["may_change"]) == (False, "Maja Manager", True)
    for ask in acts_on(sales.rep, goal["id"]):
        refused(sales, ask, 403, "not_allowed")


def acts_on(browser: Browser, goal: int) -> list[Callable[[], Any]]:
    below = f"/targets/{goal}"
    return [
        lambda: browser.patch(below, {"version": 1, "number": 1}),
        lambda: browser.put(f"{below}/pause"),
        lambda: browser.delete(f"{below}/pause"),
        lambda: browser.put(f"{below}/end", {}),
        lambda: browser.delete(below),
    ]


@pytest.mark.rule("SG-11", "SG-20")
def test_before_a_move_is_made_the_goals_are_named_that_it_counts_for(sales: Web) -> None:
    goal = a_goal(sales.rep, DEMOS)
    asked = f"/opportunities/1/stages/{DEMO.id}/targets"

    [found] = said(sales.rep.get(asked))["items"]

    assert (found["target"]["id"], found["target"]["period"]["reached"], found["adds"]) == (goal["id"], 0, 1)
    assert said(sales.operations.get(asked))["items"] == []
    assert said(sales.rep.get("/opportunities/1/stages/999/targets"), 422)["code"] == "target_invalid"
    assert said(sales.collaborator.get(asked), 404)["code"] == "not_found"
    advance(sales, 1)
    assert said(sales.rep.get(asked))["items"] == []


@pytest.mark.rule("SG-10", "SG-12", "SG-13")
def test_people_to_set_goals_for_are_oneself_ones_people_and_for_administrators_all_who_can_own(sales: Web) -> None:
    def people(browser: Browser) -> set[int]:
        return {each["id"] for each in said(browser.get("/users?for_targets=true"))["items"]}

    owners = {each["id"] for each in said(sales.rep.get("/users"))["items"] if each["can_own"]}
    assert people(sales.rep) == {REP}
    assert people(sales.manager) == {MANAGER, REP}
    assert people(sales.admin) == owners > {MANAGER, REP, OTHER_REP}
    assert VIEWER not in owners


@pytest.mark.rule("SG-10", "SG-12", "SG-60", "AT-142")
def test_admins_see_all_and_managers_those_of_their_people(sales: Web) -> None:
    rita, rolf = a_goal(sales.rep), a_goal(sales.other_rep)

    def listed(browser: Browser, asked: str = "") -> list[int]:
        return [each["id"] for each in said(browser.get(f"/targets{asked}"))["items"]]

    assert listed(sales.admin) == [rita["id"], rolf["id"]]
    assert listed(sales.admin, f"?user_id={OTHER_REP}") == [rolf["id"]]
    assert listed(sales.manager) == [rita["id"]]
    assert listed(sales.viewer) == []


@pytest.mark.rule("SG-10", "SG-12", "AT-143")
def test_one_sets_goals_for_oneself_and_for_those_whom_one_leads(sales: Web) -> None:
    assert a_goal(sales.rep)["user"]["id"] == REP
    assert a_goal(sales.manager, DEMOS, user_id=REP)["user"]["id"] == REP

    def ask(browser: Browser, user_id: int) -> Callable[[], Any]:
        return lambda: browser.post("/targets", {**WINS, "user_id": user_id})

    for browser, user_id in ((sales.rep, OTHER_REP), (sales.manager, OTHER_REP), (sales.viewer, REP), (sales.rep, 99)):
        refused(sales, ask(browser, user_id), 404, "not_found")
    refused(sales, lambda: sales.viewer.post("/targets", WINS), 403, "not_allowed")
    problem = refused(sales, lambda: sales.admin.post("/targets", {**WINS, "user_id": VIEWER}), 422, "cannot_own")
    assert named(problem) == {"user_id"}


@pytest.mark.rule("SG-3", "SG-26", "AT-118", "AT-150")
@pytest.mark.parametrize(
    ("wanted", "wrong"),
    [
        ({**WINS, "number": 0}, {"number"}),
        ({**WINS, "number": -5}, {"number"}),
        ({**WINS, "number": 2**53}, {"number"}),
        ({**POUNDS, "currency": None}, {"currency"}),
        ({**POUNDS, "currency": "ZZZ"}, {"currency"}),
        ({**DEMOS, "currency": "GBP"}, {"currency"}),
        ({**DEMOS, "stage_id": None, "currency": "GBP"}, {"stage_id", "currency"}),
        ({**DEMOS, "stage_id": LOST.id}, {"stage_id"}),
        ({**DEMOS, "stage_id": 99}, {"stage_id"}),
        ({**WINS, "stage_id": DEMO.id}, {"stage_id"}),
        ({**WINS, "process_ids": [99]}, {"process_ids"}),
        ({**WINS, "starts_on": "0001-01-01"}, {"starts_on"}),
        ({**WINS, "starts_on": "9999-12-31"}, {"starts_on"}),
        ({**WINS, "metric": "deals"}, {"metric"}),
        ({"number": 1}, {"metric"}),
    ],
)
def test_a_goal_that_makes_no_sense_is_refused_by_what_is_wrong(
    sales: Web, wanted: dict[str, Any], wrong: set[str]
) -> None:
    answer = sales.rep.post("/targets", wanted)

    assert answer.status_code == 400, answer.text
    assert named(answer.json()) == wrong
    assert said(sales.rep.get("/targets"))["items"] == []


@pytest.mark.rule("SG-8")
def test_the_same_goal_is_not_set_twice(sales: Web) -> None:
    a_goal(sales.rep)

    refused(sales, lambda: sales.rep.post("/targets", {**WINS, "number": 5}), 422, "target_exists")

    assert a_goal(sales.rep, period_type="week")["period_type"] == "week"


def test_a_request_that_is_sent_again_sets_one_goal(sales: Web) -> None:
    key = {"Idempotency-Key": "once"}

    first, again = (sales.rep.post("/targets", WINS, headers=key) for _ in range(2))

    assert said(first, 201) == said(again, 201)
    assert len(said(sales.rep.get("/targets"))["items"]) == 1


@pytest.mark.rule("SG-8", "SG-13", "AT-145")
def test_many_get_the_same_goal_each_for_themselves(sales: Web) -> None:
    a_goal(sales.other_rep)
    users = [{"user_id": REP}, {"user_id": OTHER_REP}, {"user_id": MANAGER, "number": 5}]

    done = said(sales.admin.post("/targets/batches", {**WINS, "users": users}))

    assert done["counts"] == {"created": 2, "skipped": 1, "refused": 0}
    assert [(each["user_id"], each["result"], each["number"]) for each in done["items"]] == [
        (REP, "created", 10), (OTHER_REP, "skipped", None), (MANAGER, "created", 5),
    ]  # fmt: skip
    rita, _, maja = (each["target_id"] for each in done["items"])
    together = said(sales.admin.get(f"/targets?batch_id={done['batch_id']}"))["items"]
    assert {each["id"] for each in together} == {rita, maja}
    said(sales.admin.patch(f"/targets/{rita}", {"version": 1, "number": 12}))
    assert said(sales.admin.get(f"/targets/{maja}"))["period"]["number"] == 5


@pytest.mark.rule("SG-13")
def test_a_preview_for_many_answers_for_each_and_does_nothing(sales: Web) -> None:
    before = kept(sales)
    wanted = {**WINS, "users": [{"user_id": REP}, {"user_id": REP}, {"user_id": OTHER_REP}, {"user_id": 99}]}

    foreseen = said(sales.manager.post("/targets/batches?preview=true", wanted))

    assert kept(sales) == before
    assert (foreseen["batch_id"], foreseen["counts"]) == (None, {"created": 1, "skipped": 1, "refused": 2})
    assert [each["target_id"] for each in foreseen["items"]] == [None] * 4
    assert [each["problem"] and each["problem"]["code"] for each in foreseen["items"]] == [
        None, None, "not_found", "not_found",
    ]  # fmt: skip


@pytest.mark.rule("SG-13")
def test_a_sales_team_is_those_who_are_in_it_now(sales: Web) -> None:
    [team] = said(sales.manager.get("/sales-teams"))["items"]
    wanted = {**WINS, "sales_team_id": team["id"]}

    done = said(sales.manager.post("/targets/batches", {**wanted, "users": [{"user_id": MANAGER, "number": 3}]}))

    assert [(each["user_id"], each["number"]) for each in done["items"]] == [(MANAGER, 3), (REP, 10)]
    refused(sales, lambda: sales.other_rep.post("/targets/batches", wanted), 400, "invalid_input")


@pytest.mark.rule("SG-13")
@pytest.mark.parametrize(("whose", "wrong"), [({"sales_team_id": 99}, "sales_team_id"), ({}, "users")])
def test_goals_for_nobody_are_refused(sales: Web, whose: dict[str, Any], wrong: str) -> None:
    problem = refused(sales, lambda: sales.manager.post("/targets/batches", {**WINS, **whose}), 400, "invalid_input")

    assert named(problem) == {wrong}


@pytest.mark.rule("SG-13")
def test_a_goal_is_copied_to_others_with_its_numbers(sales: Web) -> None:
    goal = a_goal(sales.admin, DEMOS, user_id=REP)
    said(sales.admin.patch(f"/targets/{goal['id']}", {"version": 1, "number": 7}))
    once = {"version": 2, "number": 4, "on": goal["period"]["starts_on"], "is_once": True}
    said(sales.admin.patch(f"/targets/{goal['id']}", once))
    copies, users = f"/targets/{goal['id']}/copies", [{"user_id": OTHER_REP}, {"user_id": ADMIN, "number": 3}]

    done = said(sales.admin.post(copies, {"users": users}))

    assert [(each["result"], each["number"]) for each in done["items"]] == [("created", 4), ("created", 3)]
    copy = said(sales.other_rep.get(f"/targets/{done['items'][0]['target_id']}"))
    assert [(each["number"], each["is_once"]) for each in copy["numbers"]] == [(7, False), (4, True)]
    assert (copy["stage"]["id"], copy["metric"]) == (DEMO.id, "advanced_count")
    refused(sales, lambda: sales.other_rep.post(copies, {"users": [{"user_id": OTHER_REP}]}), 404, "not_found")
    refused(sales, lambda: sales.admin.post(copies, {}), 400, "invalid_input")


@pytest.mark.rule("SG-52", "AT-138")
@pytest.mark.parametrize(
    ("field", "value"),
    [("metric", "won_value"), ("stage_id", 1), ("currency", "GBP"), ("user_id", int(MANAGER)), ("period_type", "week")],
)
def test_only_the_number_can_be_changed(sales: Web, field: str, value: object) -> None:
    goal = a_goal(sales.rep)

    answer = sales.rep.patch(f"/targets/{goal['id']}", {"version": 1, "number": 11, field: value})

    assert (answer.status_code, named(answer.json())) == (400, {field})
    assert said(sales.rep.get(f"/targets/{goal['id']}"))["version"] == 1


@pytest.mark.rule("SG-52")
def test_a_number_holds_from_now_on_from_later_on_or_once(sales: Web) -> None:
    goal = a_goal(sales.rep)
    below, this, later = f"/targets/{goal['id']}", goal["period"]["starts_on"], day_after(goal).isoformat()

    once = said(sales.rep.patch(below, {"version": 1, "number": 3, "on": later, "is_once": True}))
    foreseen = said(sales.rep.patch(f"{below}?preview=true", {"version": 2, "number": 12}))
    now = said(sales.rep.patch(below, {"version": 2, "number": 12}))

    assert once["period"]["number"] == 10
    assert foreseen == now
    assert [(each["from_on"], each["number"], each["is_once"]) for each in now["numbers"]] == [
        (this, 12, False), (later, 3, True),
    ]  # fmt: skip
    assert (now["period"]["number"], now["version"]) == (12, 3)


@pytest.mark.rule("SG-52")
def test_a_number_that_cannot_be_is_refused(sales: Web) -> None:
    goal = a_goal(sales.rep)
    month_before = (date.fromisoformat(goal["period"]["starts_on"]) - timedelta(days=1)).isoformat()

    def ask(**body: Any) -> Callable[[], Any]:
        return lambda: sales.rep.patch(f"/targets/{goal['id']}", {"version": 1, "number": 4, **body})

    refused(sales, ask(on=month_before), 422, "period_closed")
    refused(sales, ask(version=2), 409, "conflict")
    assert named(refused(sales, ask(number=0), 400, "invalid_request")) == {"number"}
    assert named(refused(sales, ask(on="9999-12-31"), 400, "invalid_input")) == {"on"}


@pytest.mark.rule("SG-13")
def test_all_that_were_set_together_get_a_new_number_at_once(sales: Web) -> None:
    users = [{"user_id": REP}, {"user_id": MANAGER}]
    done = said(sales.admin.post("/targets/batches", {**WINS, "users": users}))
    rita, maja = (each["target_id"] for each in done["items"])
    other = a_goal(sales.other_rep)["id"]
    targets = [{"id": rita, "version": 1}, {"id": maja, "version": 7}, {"id": other}, {"id": 999}]

    foreseen = said(sales.admin.post("/targets/numbers?preview=true", {"targets": targets, "number": 20}))
    assert said(sales.admin.get(f"/targets/{rita}"))["version"] == 1
    changed = said(sales.admin.post("/targets/numbers", {"targets": targets, "number": 20}))

    assert foreseen == changed
    assert [(each["target_id"], each["result"], each["version"]) for each in changed["items"]] == [
        (rita, "changed", 2), (maja, "conflict", None), (other, "changed", 2), (999, "not_found", None),
    ]  # fmt: skip
    again = said(sales.admin.post("/targets/numbers", {"targets": [{"id": rita}], "number": 20}))
    assert [(each["result"], each["version"]) for each in again["items"]] == [("unchanged", 2)]
    assert sales.admin.post("/targets/numbers", {"targets": [], "number": 20}).status_code == 400


@pytest.mark.rule("SG-50")
def test_what_happens_in_a_pause_does_not_count(sales: Web) -> None:
    goal = a_goal(sales.rep, DEMOS)
    pause = f"/targets/{goal['id']}/pause"

    paused = said(sales.rep.put(f"{pause}?version=1"))
    advance(sales, 1)
    refused(sales, lambda: sales.rep.delete(f"{pause}?version=1"), 409, "conflict")
    resumed = said(sales.rep.delete(f"{pause}?version=2"))
    advance(sales, 2)

    assert (paused["is_paused"], resumed["is_paused"], resumed["version"]) == (True, False, 3)
    told = said(sales.rep.get(f"/targets/{goal['id']}/contributions"))
    assert [each["opportunity"]["id"] for each in told["contributions"]] == [2]
    assert [(each["opportunity"]["id"], each["reason"]) for each in told["near_misses"]] == [(1, "paused")]


@pytest.mark.rule("SG-8", "SG-50")
def test_a_goal_ends_with_its_period_or_at_once_and_is_kept(sales: Web) -> None:
    later, now = a_goal(sales.rep, DEMOS), a_goal(sales.rep)
    advance(sales, 1)

    foreseen = said(sales.rep.put(f"/targets/{later['id']}/end?preview=true", {"version": 1}))
    assert said(sales.rep.get(f"/targets/{later['id']}"))["ended_at"] is None
    with_period = said(sales.rep.put(f"/targets/{later['id']}/end", {"version": 1}))
    at_once = said(sales.rep.put(f"/targets/{now['id']}/end", {"version": 1, "at_once": True}))

    assert foreseen == with_period
    problem = refused(sales, lambda: sales.rep.post("/targets", DEMOS), 422, "target_exists")
    assert "once it has ended" in problem["detail"]
    assert at_once["ended_at"] < with_period["ended_at"]
    assert with_period["period"]["reached"] == 1
    refused(sales, lambda: sales.rep.patch(f"/targets/{now['id']}", {"version": 2, "number": 1}), 422, "target_over")
    refused(sales, lambda: sales.rep.put(f"/targets/{now['id']}/pause"), 422, "target_over")
    assert a_goal(sales.rep)["id"] != now["id"]


@pytest.mark.rule("SG-52")
def test_a_deleted_goal_is_listed_no_more_and_can_be_looked_up(sales: Web) -> None:
    goal = a_goal(sales.rep, DEMOS)
    below = f"/targets/{goal['id']}"
    advance(sales, 1)

    assert sales.rep.delete(f"{below}?preview=true").status_code == 204
    refused(sales, lambda: sales.rep.delete(f"{below}?version=5"), 409, "conflict")
    assert sales.rep.delete(f"{below}?version=1").status_code == 204

    assert said(sales.rep.get("/targets"))["items"] == []
    kept = said(sales.rep.get(below))
    assert (kept["deleted_at"] is None, kept["may_change"], kept["period"]["reached"]) == (False, False, 1)
    refused(sales, lambda: sales.rep.patch(below, {"version": 2, "number": 1}), 404, "not_found")
