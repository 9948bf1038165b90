"""Opportunities over HTTP: created, read, moved, listed, taken back."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from stageline.commands.opportunities.moving import move_opportunity
from stageline.commands.opportunities.opening import AHEAD
from stageline.domain.ids import OpportunityId
from stageline.domain.processes.criterion import Strength
from stageline.queries.record import read_record, read_stays
from stageline.storage.tables import contacts, events, stage_history
from tests.builders import (
    AMSTERDAM,
    CHAMPION,
    HAS_AMOUNT,
    LONG_AGO,
    MANAGER,
    NOON,
    OTHER_REP,
    REP,
    VIEWER,
    a_criterion,
    a_move,
    a_process,
    an_opportunity,
    by,
    keep,
    keep_opportunities,
)
from tests.builders_people import number_after
from tests.http.conftest import Web
from tests.teams import lead

PROCESS = a_process(leaving={"Qualify": [HAS_AMOUNT, CHAMPION]})


@pytest.fixture
def given(web: Web) -> Web:
    """Opportunity 1 of the rep in the first stage, without an amount, and contact Ann Lee."""
    with web.storage.writing() as work:
        keep(work.connection, PROCESS, an_opportunity(process=PROCESS, amount_minor=None))
        work.connection.execute(insert(contacts), [{"id": 1, "name": "Ann Lee", "created_at": LONG_AGO, "version": 1}])
        number_after(work.connection, contacts)
    return web


def created(web: Web, **said: Any) -> Any:
    answer = web.rep.post("/opportunities", {"fields": {"contact_id": 1}, **said})
    assert answer.status_code == 201, answer.json()
    return answer.json()


@pytest.mark.rule("PS-213")
@pytest.mark.rule("PS-215")
@pytest.mark.rule("AC-16")
def test_a_new_one_starts_in_the_first_stage_in_the_name_of_its_contact(given: Web) -> None:
    number = created(given)["opportunity_id"]

    record = given.rep.get(f"/opportunities/{number}").json()
    [first] = given.rep.get(f"/opportunities/{number}/moves").json()["items"]
    assert (record["name"], record["stage"]["name"], record["probability"]) == ("Ann Lee", "Qualify", 10)
    assert (record["category"], record["owner"]["id"], record["status"]) == ("pipeline", REP, "open")
    assert (first["from_stage_id"], first["to_stage_name"], first["kind"]) == (None, "Qualify", "create")


@pytest.mark.rule("PS-213")
def test_it_needs_a_contact_or_an_account_and_takes_the_accounts_name_first(given: Web) -> None:
    refused = given.rep.post("/opportunities", {"fields": {"name": "Nobody's"}})
    both = created(given, fields={"contact_id": 1, "account_id": 1})["opportunity_id"]
    unknown = given.rep.post("/opportunities", {"fields": {"contact_id": 99}})

    assert (refused.status_code, refused.json()["code"]) == (400, "contact_required")
    assert given.rep.get(f"/opportunities/{both}").json()["name"] == "Tailwind Logistics"
    assert unknown.status_code == 400
    assert "contact_id" in unknown.text


@pytest.mark.rule("PS-215")
def test_it_may_start_in_a_later_open_stage_and_never_in_a_closed_one(given: Web) -> None:
    later = created(given, stage_id=3)["opportunity_id"]
    closed = given.rep.post("/opportunities", {"fields": {"contact_id": 1}, "stage_id": 4})

    record = given.rep.get(f"/opportunities/{later}").json()
    assert (record["stage"]["name"], record["furthest_stage"]["name"]) == ("Propose", "Propose")
    assert [step["state"] for step in record["path"]] == ["skipped", "skipped", "current", "ahead"]
    assert (closed.status_code, closed.json()["code"]) == (422, "target_invalid")


@pytest.mark.rule("PS-216")
def test_a_second_open_one_of_the_same_contact_is_named_and_not_refused(given: Web) -> None:
    first, second = created(given), created(given)

    assert first["similar"] == []
    assert [one["id"] for one in second["similar"]] == [first["opportunity_id"]]


@pytest.mark.rule("PS-248")
def test_creating_by_hand_is_told_as_created_and_enters_nothing(given: Web) -> None:
    number = created(given)["opportunity_id"]

    asked = select(events.c.kind, stage_history.c.starts_campaigns).join_from(events, stage_history)
    with given.storage.reading() as connection:
        row = connection.execute(asked.where(stage_history.c.opportunity_id == number)).one()
    assert (row.kind, row.starts_campaigns) == ("opportunity.created", False)


@pytest.mark.rule("PS-3")
@pytest.mark.rule("AC-1")
def test_without_a_published_process_nothing_is_created(web: Web) -> None:
    refused = web.rep.post("/opportunities", {"fields": {"account_id": 1}})

    assert (refused.status_code, refused.json()["code"]) == (422, "no_process")
    assert web.rep.get("/opportunities").json()["items"] == []


@pytest.mark.rule("PS-217")
@pytest.mark.rule("AC-21")
def test_a_duplicate_has_the_data_and_starts_afresh(given: Web) -> None:
    edit = {"version": 1, "fields": {"amount_minor": 700, "next_step": "Call"}}
    given.rep.patch("/opportunities/1", edit)
    given.rep.post("/opportunities/1/moves", {"stage_id": 2, "version": 2, "acknowledge_gaps": True})

    number = given.rep.post("/opportunities/1/duplicates").json()["opportunity_id"]

    record = given.rep.get(f"/opportunities/{number}").json()
    assert (record["name"], record["amount_minor"], record["next_step"]) == ("Solar roof", 700, "Call")
    assert (record["stage"]["name"], record["probability"], record["version"]) == ("Qualify", 10, 1)
    assert [m["kind"] for m in given.rep.get(f"/opportunities/{number}/moves").json()["items"]] == ["create"]


@pytest.mark.rule("PS-174")
def test_a_duplicate_of_a_lost_one_follows_it_and_looks_ahead(given: Web) -> None:
    """How it was lost is what led to the new one; what was planned then is not planned any more."""
    given.rep.patch("/opportunities/1", {"version": 1, "fields": {"amount_minor": 700, "next_step": "Call"}})
    given.rep.post("/opportunities/1/moves", {"stage_id": 2, "version": 2, "acknowledge_gaps": True})
    closing = {"close_reason": "price", "acknowledge_gaps": True, "reason": "So it is."}
    move = given.rep.post("/opportunities/1/moves", {"stage_id": 5, "version": 3, **closing}).json()

    number = given.rep.post("/opportunities/1/duplicates").json()["opportunity_id"]

    record = given.rep.get(f"/opportunities/{number}").json()
    assert (record["status"], record["amount_minor"], record["next_step"]) == ("open", 700, None)
    begun = datetime.fromisoformat(record["created_at"]).astimezone(AMSTERDAM).date()
    assert date.fromisoformat(record["expected_close_on"]) - begun == AHEAD
    (created,) = given.rep.get(f"/opportunities/{number}/timeline").json()["items"]
    why = given.rep.get(f"/events/{created['id']}/causes").json()["items"]
    assert [(each["id"], each["opportunity"]["id"]) for each in why] == [(move["move_id"], 1), (created["id"], number)]
    assert given.rep.get("/opportunities/1").json()["status"] == "lost"


@pytest.mark.rule("PS-217")
def test_a_duplicate_of_an_open_one_follows_nothing(given: Web) -> None:
    number = given.rep.post("/opportunities/1/duplicates").json()["opportunity_id"]

    (created,) = given.rep.get(f"/opportunities/{number}/timeline").json()["items"]
    assert [each["id"] for each in given.rep.get(f"/events/{created['id']}/causes").json()["items"]] == [created["id"]]


@pytest.mark.rule("PS-17")
def test_guidance_of_any_stage_is_shown_and_moves_nothing(given: Web) -> None:
    now = given.rep.get("/opportunities/1/guidance").json()
    ahead = given.rep.get("/opportunities/1/guidance?stage_id=2").json()

    assert (now["stage"]["name"], now["met"], now["total"]) == ("Qualify", 0, 2)
    assert [(c["name"], c["kind"], c["is_met"]) for c in now["criteria"]] == [
        ("amount", "field", False),
        ("champion acts for us", "manual", False),
    ]
    assert ahead["stage"]["name"] == "Demo"
    assert given.rep.get("/opportunities/1").json()["stage"]["name"] == "Qualify"


@pytest.mark.rule("PS-166")
@pytest.mark.rule("PS-156")
def test_a_confirmation_says_who_and_when_and_can_be_withdrawn(given: Web) -> None:
    path = f"/opportunities/1/criteria/{CHAMPION.id}/confirmation"

    given.rep.put(path, {"note": "Mail", "evidence": "https://mail.example/1"})
    [_, confirmed] = given.rep.get("/opportunities/1/guidance").json()["criteria"]
    [card] = given.rep.get("/processes/1/board").json()["columns"][0]["cards"]
    given.rep.delete(path)
    [_, withdrawn] = given.rep.get("/opportunities/1/guidance").json()["criteria"]

    assert (confirmed["is_met"], confirmed["confirmation"]["by"]["id"]) == (True, REP)
    assert (confirmed["confirmation"]["note"], card["criteria_met"], card["criteria_total"]) == ("Mail", 1, 2)
    assert (withdrawn["is_met"], withdrawn["confirmation"]) == (False, None)
    assert given.rep.get("/opportunities/1").json()["version"] == 1


@pytest.mark.rule("PS-156")
def test_evidence_is_asked_for_where_it_is_required_and_other_kinds_are_not_confirmed(web: Web) -> None:
    proven = a_criterion("contract signed", 7, is_evidence_required=True)
    process = a_process(leaving={"Qualify": [proven, HAS_AMOUNT]})
    with web.storage.writing() as work:
        keep(work.connection, process, an_opportunity(process=process))

    bare = web.rep.put("/opportunities/1/criteria/7/confirmation", {})
    by_hand = web.rep.put(f"/opportunities/1/criteria/{HAS_AMOUNT.id}/confirmation", {"note": "trust me"})
    nowhere = web.rep.put("/opportunities/1/criteria/99/confirmation", {})

    assert (bare.status_code, bare.json()["code"]) == (422, "evidence_required")
    assert (by_hand.status_code, by_hand.json()["code"]) == (422, "not_confirmable")
    assert nowhere.status_code == 404


@pytest.mark.rule("PS-153")
def test_an_approval_is_given_by_the_role_it_names(web: Web) -> None:
    approval = a_criterion("legal has approved", 7, kind="approval", approver="legal", strength=Strength.HARD)
    process = a_process(leaving={"Qualify": [approval]})
    with web.storage.writing() as work:
        keep(work.connection, process, an_opportunity(process=process))
    path = "/opportunities/1/criteria/7/confirmation"

    by_owner = web.rep.put(path, {})
    web.rep.put("/opportunities/1/team/4", {"team_role": "legal", "access": "read"})
    by_legal = web.collaborator.put(path, {"note": "Fine"})
    moved = web.rep.post("/opportunities/1/moves", {"stage_id": 2, "version": 1})

    assert (by_owner.status_code, by_owner.json()["code"]) == (403, "not_allowed")
    assert by_legal.status_code == 200
    assert moved.json()["result"] == "moved"


@pytest.mark.rule("PS-93")
@pytest.mark.rule("AC-79")
def test_the_plan_tells_for_every_stage_what_a_move_would_ask_for_and_do(given: Web) -> None:
    plan = given.rep.get("/opportunities/1/moves/options").json()

    by_name = {option["stage"]["name"]: option for option in plan["options"]}
    demo, lost, won = by_name["Demo"], by_name["Lost"], by_name["Won"]
    assert (demo["verdict"], demo["move_kind"], len(demo["missing"])) == ("asks", "advance", 2)
    assert (demo["effects"]["probability_before"], demo["effects"]["probability_after"]) == (10, 30)
    assert (lost["verdict"], lost["refusal_code"]) == ("refused", "gaps_hard")
    assert lost["refusal_detail"] == "It never reached Demo. Close it as Disqualified."
    assert {m["kind"] for m in won["missing"]} == {"close_reason", "field", "manual"}
    assert given.rep.get("/opportunities/1").json()["version"] == 1


@pytest.mark.rule("PS-92")
@pytest.mark.rule("PS-88")
@pytest.mark.parametrize("channel", ["record", "board", "path", "api"])
def test_every_channel_is_asked_for_the_same(given: Web, channel: str) -> None:
    move = {"stage_id": 2, "version": 1, "channel": channel}

    refused = given.rep.post("/opportunities/1/moves", move)
    moved = given.rep.post("/opportunities/1/moves", {**move, "acknowledge_gaps": True})

    assert [m["name"] for m in refused.json()["missing"]] == ["amount", "champion acts for us"]
    assert moved.json()["result"] == "moved"
    assert given.rep.get("/opportunities/1/moves").json()["items"][0]["channel"] == channel


@pytest.mark.rule("PS-100")
def test_the_same_request_again_is_answered_as_the_first_time(given: Web) -> None:
    move = {"stage_id": 2, "version": 1, "acknowledge_gaps": True}
    key = {"Idempotency-Key": "a-move"}

    first = given.rep.post("/opportunities/1/moves", move, headers=key)
    again = given.rep.post("/opportunities/1/moves", move, headers=key)

    assert first.json() == again.json()
    assert len(given.rep.get("/opportunities/1/moves").json()["items"]) == 2


@pytest.mark.rule("PS-177")
@pytest.mark.rule("PS-179")
@pytest.mark.rule("AC-132")
def test_the_chronology_is_newest_first_and_has_no_door_to_change_it(given: Web) -> None:
    given.rep.post("/opportunities/1/moves", {"stage_id": 2, "version": 1, "acknowledge_gaps": True})

    moves = given.rep.get("/opportunities/1/moves").json()["items"]

    assert [m["kind"] for m in moves] == ["advance", "create"]
    for method in (given.rep.delete, given.rep.patch, given.rep.put):
        assert method(f"/opportunities/1/moves/{moves[0]['id']}").status_code in (404, 405)


@pytest.mark.rule("PS-101")
def test_an_undone_move_is_passed_over_by_everything_derived(given: Web) -> None:
    moved = given.rep.post("/opportunities/1/moves", {"stage_id": 3, "version": 1, "acknowledge_gaps": True}).json()
    before = given.rep.get("/opportunities/1").json()
    given.rep.post(f"/opportunities/1/moves/{moved['move_id']}/reversal")

    after = given.rep.get("/opportunities/1").json()
    stays = given.rep.get("/opportunities/1/time-in-stage").json()["items"]
    moves = given.rep.get("/opportunities/1/moves").json()["items"]
    assert before["furthest_stage"]["name"] == "Propose"
    assert (after["furthest_stage"]["name"], after["visit"]) == ("Qualify", 1)
    assert [s["stage_name"] for s in stays] == ["Qualify"]
    assert (moves[0]["kind"], moves[0]["undoes"]) == ("undo", moved["move_id"])
    assert moves[1]["undone_by"] == moves[0]["id"]


@pytest.mark.rule("PS-180")
@pytest.mark.rule("AC-130")
def test_durations_are_told_by_visit_and_for_the_path(web: Web) -> None:
    process = a_process()
    begun = NOON - timedelta(days=20)
    with web.storage.writing() as work:
        keep(work.connection, process, an_opportunity(process=process, stage_entered_at=begun, created_at=begun))
        for day, stage in ((5, "Demo"), (9, "Propose"), (12, "Demo"), (14, "Propose")):
            wanted = a_move(stage, reason="so")
            move_opportunity(work, wanted, by=by(), at=begun + timedelta(days=day))

    with web.storage.writing(preview=True) as work:
        stays = read_stays(work, OpportunityId(1), by=by(), moment=work.moment(NOON))
        record = read_record(work, OpportunityId(1), by=by(), moment=work.moment(NOON))

    assert [(s.stage_name, s.seconds / 86_400) for s in stays] == [
        ("Qualify", 5), ("Demo", 4), ("Propose", 3), ("Demo", 2), ("Propose", 6),
    ]  # fmt: skip
    assert [(p.stage.name, p.state, p.days, p.visits) for p in record.path] == [
        ("Qualify", "done", 5, 1), ("Demo", "done", 6, 2), ("Propose", "current", 9, 2),
        ("Won", "ahead", None, 0),
    ]  # fmt: skip


@pytest.mark.rule("PS-219")
def test_the_board_has_a_column_for_each_open_stage_with_sums_that_mix_no_currencies(given: Web) -> None:
    with given.storage.writing() as work:
        keep_opportunities(
            work.connection,
            an_opportunity(process=PROCESS, id=OpportunityId(2), amount_minor=1000, probability=50),
            an_opportunity(process=PROCESS, id=OpportunityId(3), amount_minor=300, currency="USD"),
            an_opportunity(process=PROCESS, id=OpportunityId(4), amount_minor=9, owner_id=OTHER_REP),
            an_opportunity("Won", process=PROCESS, id=OpportunityId(5), amount_minor=5),
        )

    board = given.rep.get("/processes/1/board?cards=2").json()

    first = board["columns"][0]
    assert [c["stage"]["name"] for c in board["columns"]] == ["Qualify", "Demo", "Propose"]
    assert [c["stage"]["name"] for c in board["closed"]] == ["Won", "Lost", "Disqualified"]
    assert first["totals"] == [
        {"currency": "EUR", "count": 2, "amount_minor": 1000, "weighted_minor": 500},
        {"currency": "USD", "count": 1, "amount_minor": 300, "weighted_minor": 30},
    ]
    rest = given.rep.get(f"/processes/1/board/1/cards?cards=2&cursor={first['next_cursor']}").json()
    assert [c["id"] for c in first["cards"]] + [c["id"] for c in rest["items"]] == [1, 2, 3]
    assert rest["next_cursor"] is None


@pytest.mark.rule("PS-202")
@pytest.mark.rule("AC-119")
def test_the_deal_team_is_changed_by_the_owner_and_those_above(given: Web) -> None:
    place = {"team_role": "legal", "access": "read"}

    by_stranger = given.other_rep.put("/opportunities/1/team/4", place)
    by_owner = given.rep.put("/opportunities/1/team/4", place)
    by_member = given.collaborator.put("/opportunities/1/team/8", place)
    by_operations = given.operations.put("/opportunities/1/team/8", {**place, "access": "edit"})
    too_much = given.rep.put(f"/opportunities/1/team/{VIEWER}", {**place, "access": "edit"})

    assert [a.status_code for a in (by_stranger, by_owner, by_member, by_operations, too_much)] == [
        404, 200, 403, 200, 400,
    ]  # fmt: skip
    team = given.rep.get("/opportunities/1").json()["team"]
    assert {(m["user"]["id"], m["access"]) for m in team} == {(4, "read"), (8, "edit")}
    assert given.rep.delete("/opportunities/1/team/4").status_code == 200
    assert given.collaborator.get("/opportunities/1").status_code == 404


@pytest.mark.rule("AC-117")
def test_what_is_not_shared_is_not_there(given: Web) -> None:
    for stranger in (given.other_rep, given.collaborator, given.viewer, given.manager):
        for path in ("", "/moves", "/moves/options", "/guidance", "/field-history", "/timeline", "/time-in-stage"):
            assert stranger.get(f"/opportunities/1{path}").status_code == 404
        assert stranger.get("/opportunities").json()["items"] == []
        assert [c["count"] for c in stranger.get("/processes/1/board").json().get("columns", [])] in ([0, 0, 0], [])


def test_the_list_is_filtered_by_a_condition(given: Web) -> None:
    with given.storage.writing() as work:
        keep_opportunities(
            work.connection, an_opportunity("Demo", process=PROCESS, id=OpportunityId(2), name="Weiße Ware")
        )

    def found(query: str) -> list[int]:
        return [row["id"] for row in given.rep.get(f"/opportunities?{query}").json()["items"]]

    assert found('condition={"field":"amount_minor","is":"is_empty"}') == [1]
    assert found('condition={"field":"name","is":"contains","value":"WEISSE"}') == [2]
    assert found("stage_id=2") == [2]
    assert found("q=solar") == [1]
    assert found("status=won") == []
    wrong = given.rep.get('/opportunities?condition={"field":"nonsense","is":"is_empty"}')
    assert (wrong.status_code, wrong.json()["code"]) == (400, "invalid_condition")


def test_pages_of_the_list_follow_one_another(given: Web) -> None:
    with given.storage.writing() as work:
        keep_opportunities(
            work.connection, *(an_opportunity(process=PROCESS, id=OpportunityId(n)) for n in range(2, 8))
        )

    seen, cursor = [], ""
    for _ in range(3):
        page = given.rep.get(f"/opportunities?limit=3{cursor}").json()
        seen += [row["id"] for row in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"

    assert seen == [7, 6, 5, 4, 3, 2, 1]
    assert page["next_cursor"] is None
    assert given.rep.get("/opportunities?cursor=nonsense").status_code == 400


@pytest.mark.rule("PS-99")
@pytest.mark.rule("AC-72")
def test_a_conflict_says_who_was_first_and_where_it_stands_now(given: Web) -> None:
    move = {"version": 1, "acknowledge_gaps": True}
    given.operations.post("/opportunities/1/moves", {**move, "stage_id": 2})

    refused = given.rep.post("/opportunities/1/moves", {**move, "stage_id": 3})

    current = refused.json()["current"]
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert (current["stage_name"], current["version"], current["changed_by"]["name"]) == ("Demo", 2, "Olaf Operations")
    assert current["changed_at"]


@pytest.mark.rule("PS-99")
def test_a_conflict_tells_field_by_field_what_others_made_of_it(given: Web) -> None:
    given.rep.patch("/opportunities/1", {"version": 1, "fields": {"next_step": "Call", "amount_minor": 1}})
    given.operations.patch("/opportunities/1", {"version": 2, "fields": {"amount_minor": 2}})

    since_first = given.rep.patch("/opportunities/1", {"version": 1, "fields": {"amount_minor": 3}}).json()
    since_second = given.rep.patch("/opportunities/1", {"version": 2, "fields": {"amount_minor": 3}}).json()

    told = {change["field"]: (change["value"], change["by"]["name"]) for change in since_first["current"]["changes"]}
    assert told == {"amount_minor": (2, "Olaf Operations"), "next_step": ("Call", "Rita Rep")}
    assert [change["field"] for change in since_second["current"]["changes"]] == ["amount_minor"]


@pytest.mark.rule("PS-171")
@pytest.mark.rule("PS-178")
def test_managers_and_operations_change_closing_details_with_a_reason_and_it_is_remembered(given: Web) -> None:
    with given.storage.writing() as work:
        lead(work.connection, MANAGER, REP)
    given.rep.post("/opportunities/1/moves", {"stage_id": 6, "version": 1, "close_reason": "no_need"})
    closed_on = given.rep.get("/opportunities/1").json()["actual_close_on"]
    path, body = "/opportunities/1", {"version": 2, "fields": {"close_reason": "no_budget", "amount_minor": 500}}

    by_rep = given.rep.patch(path, {**body, "reason": "So"})
    unsaid = given.manager.patch(path, body)
    more = given.manager.patch(path, {**body, "fields": {"next_step": "Call"}, "reason": "So"})
    emptied = given.manager.patch(path, {**body, "fields": {"actual_close_on": None}, "reason": "So"})
    changed = given.manager.patch(path, {**body, "reason": "It was the budget"})
    again = given.operations.patch(path, {"version": 3, "fields": {"actual_close_on": "2020-10-30"}, "reason": "Late"})

    refusals = [(a.status_code, a.json()["code"]) for a in (by_rep, unsaid, more, emptied)]
    assert refusals == [(422, "read_only"), (422, "reason_required"), (422, "read_only"), (422, "closing_incomplete")]
    assert (changed.status_code, again.status_code) == (200, 200)
    fields = given.rep.get(f"{path}/field-history").json()["items"]
    assert [(f["field"], f["before"], f["after"]) for f in fields][:3] == [
        ("actual_close_on", closed_on, "2020-10-30"),
        ("amount_minor", None, 500),
        ("close_reason", "no_need", "no_budget"),
    ]
    told = given.rep.get(f"{path}/timeline", params={"group": "fields"}).json()["items"]
    assert [event["facts"]["reason"] for event in told] == ["Late", "It was the budget"]
    offered = [web.get(path).json()["may"]["edit_closing"] for web in (given.rep, given.manager, given.operations)]
    assert offered == [False, True, True]


@pytest.mark.rule("PS-220")
def test_a_deleted_one_says_who_deleted_it_and_until_when_it_can_be_restored(given: Web) -> None:
    assert given.rep.get("/opportunities/1").json()["deleted_by"] is None
    given.rep.delete("/opportunities/1?version=1")

    record = given.operations.get("/opportunities/1").json()

    assert record["deleted_by"] == {"id": REP, "name": "Rita Rep"}
    deleted_at, until = (datetime.fromisoformat(record[name]) for name in ("deleted_at", "restorable_until"))
    assert until - deleted_at == timedelta(days=30)


@pytest.mark.rule("PS-171")
def test_nothing_beside_a_closed_record_changes_but_its_team(given: Web) -> None:
    close = {"stage_id": 6, "version": 1, "close_reason": "no_need"}
    assert given.rep.post("/opportunities/1/moves", close).json()["result"] == "moved"

    refused = [
        given.rep.put(f"/opportunities/1/criteria/{CHAMPION.id}/confirmation", {}),
        given.rep.delete(f"/opportunities/1/criteria/{CHAMPION.id}/confirmation"),
        given.rep.put("/opportunities/1/contacts/1", {"contact_role": "champion"}),
        given.rep.delete("/opportunities/1/contacts/1"),
    ]

    assert {(a.status_code, a.json()["code"]) for a in refused} == {(422, "read_only")}
    assert given.rep.put("/opportunities/1/team/4", {"team_role": "legal", "access": "read"}).status_code == 200
