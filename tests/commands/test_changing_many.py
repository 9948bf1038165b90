"""One wish for many opportunities, on both databases."""

from typing import Any

import pytest

from stageline.commands.opportunities.mass import (
    MassAnswer,
    MassAssignment,
    MassEdit,
    MassMove,
    mass_assign,
    mass_edit,
    mass_move,
    reverse_batch,
)
from stageline.domain.batches.batch import BatchItem
from stageline.domain.events import By, Channel
from stageline.domain.ids import OpportunityId, ProcessId, StageId
from stageline.domain.opportunities.closing import Closing
from stageline.domain.opportunities.gates import ReasonRequired
from stageline.domain.opportunities.undoing import TooLateToUndo
from stageline.domain.processes.criterion import Strength
from stageline.domain.rights import Actor, RightMissing
from stageline.storage.unit_of_work import Storage
from tests.builders import (
    HAS_AMOUNT,
    MINUTE,
    NOON,
    OTHER_REP,
    REP,
    a_collaborator,
    a_criterion,
    a_manager,
    a_process,
    a_viewer,
    an_operator,
    an_opportunity,
    keep,
    keep_opportunities,
)
from tests.commands.test_moving_opportunities import all_rows, given

DEMO, PROPOSE, LOST = StageId(2), StageId(3), StageId(5)


def mass(actor: Actor) -> By:
    return By(actor, Channel.MASS)


def items(*numbers: int) -> list[BatchItem]:
    return [BatchItem(OpportunityId(n)) for n in numbers]


def results(answer: MassAnswer) -> list[str]:
    return [item.result.value for _, item in answer.items]


@pytest.mark.rule("PS-187")
@pytest.mark.rule("PS-188")
@pytest.mark.rule("PS-147")
@pytest.mark.rule("AC-110")
def test_each_record_is_reported_and_shares_the_batch(storage: Storage) -> None:
    budget = a_criterion("budget", 9, strength=Strength.HARD)
    process = a_process(leaving={"Qualify": [HAS_AMOUNT], "Demo": [budget]})
    other = a_process(id=ProcessId(2), name="Renewal", is_default=False)
    with storage.writing() as work:
        keep(
            work.connection,
            process,
            an_opportunity("Propose", process=process, id=OpportunityId(1)),
            an_opportunity("Qualify", process=process, id=OpportunityId(2)),
            an_opportunity("Qualify", process=process, id=OpportunityId(3), amount_minor=None),
            an_opportunity("Propose", process=process, id=OpportunityId(4)),
        )
        work.connection.exec_driver_sql(
            "INSERT INTO processes (id, name, name_folded, description, state, is_default, gate_mode, skip_policy,"
            " back_policy, reopen_policy, day_basis, undo_minutes, revision, version, created_at)"
            " SELECT 2, 'Renewal', 'renewal', '', 'published', false, 'soft', 'allow', 'allow', 'manager', 'calendar',"
            " 5, 1, 1, created_at FROM processes WHERE id = 1"
        )
        assert other.id == 2

    with storage.writing() as work:
        answer = mass_move(
            work, MassMove(stage_id=DEMO, acknowledge_gaps=True, reason="so"), items(2, 3, 1, 99),
            by=mass(a_manager()), at=NOON,
        )  # fmt: skip
        again = mass_move(
            work, MassMove(stage_id=PROPOSE, acknowledge_gaps=True), items(2, 4), by=mass(a_manager()), at=NOON
        )

    assert results(answer) == ["changed", "changed", "changed", "not_found"]
    assert results(again) == ["blocked", "unchanged"]
    problem = again.items[0][1].problem
    assert problem is not None
    assert [m["name"] for m in problem["missing"]] == ["budget"]
    rows = [r for r in all_rows(storage)["stage_history"] if r.batch_id is not None]
    assert {(r.batch_id, r.channel, r.probability) for r in rows} == {(answer.batch_id, "mass", 30)}


@pytest.mark.rule("PS-183")
@pytest.mark.rule("PS-184")
@pytest.mark.rule("AC-108")
@pytest.mark.parametrize("actor", [a_viewer(), a_collaborator()])
def test_who_may_not_move_singly_may_not_move_many(storage: Storage, actor: Actor) -> None:
    given(storage, 1, 2)
    before = all_rows(storage)

    with pytest.raises(RightMissing), storage.writing() as work:
        mass_move(work, MassMove(stage_id=DEMO), items(1, 2), by=mass(actor), at=NOON)

    assert all_rows(storage) == before


@pytest.mark.rule("PS-190")
@pytest.mark.rule("AC-112")
def test_many_are_closed_with_one_reason_or_not_at_all(storage: Storage) -> None:
    given(storage, 1, 2, stage="Demo")
    before = all_rows(storage)

    with pytest.raises(ReasonRequired), storage.writing() as work:
        mass_move(work, MassMove(stage_id=LOST), items(1, 2), by=mass(a_manager()), at=NOON, closes=True)
    refused = all_rows(storage)
    with storage.writing() as work:
        wanted = MassMove(stage_id=LOST, closing=Closing(close_reason="price"))
        answer = mass_move(work, wanted, items(1, 2), by=mass(a_manager()), at=NOON, closes=True)

    assert refused == before
    assert results(answer) == ["changed", "changed"]


@pytest.mark.rule("PS-185")
@pytest.mark.rule("AC-109")
def test_managers_assign_within_their_team_and_operations_for_all(storage: Storage) -> None:
    given(storage, 1, 2)
    to_other = MassAssignment(owner_id=OTHER_REP)

    with storage.writing() as work:
        across = mass_assign(work, to_other, items(1, 2), by=mass(a_manager()), at=NOON)
        by_operations = mass_assign(work, to_other, items(1, 2), by=mass(an_operator()), at=NOON)
    with storage.writing() as work:
        out_of_reach = mass_assign(work, MassAssignment(owner_id=REP), items(1), by=mass(a_manager()), at=NOON)

    assert results(across) == ["not_allowed", "not_allowed"]
    assert results(by_operations) == ["changed", "changed"]
    assert results(out_of_reach) == ["not_found"]


@pytest.mark.rule("PS-195")
@pytest.mark.rule("AC-114")
@pytest.mark.parametrize(("keeps", "team"), [(False, []), (True, [(REP, "read")])])
def test_the_old_owner_stays_as_a_reader_only_when_that_is_asked_for(
    storage: Storage, keeps: bool, team: list[Any]
) -> None:
    given(storage, 1)

    with storage.writing() as work:
        wanted = MassAssignment(owner_id=OTHER_REP, keep_as_reader=keeps)
        mass_assign(work, wanted, items(1), by=mass(an_operator()), at=NOON)

    assert [(r.user_id, r.access) for r in all_rows(storage)["deal_team"]] == team


@pytest.mark.rule("PS-192")
def test_a_preview_counts_the_results_and_changes_nothing(storage: Storage) -> None:
    given(storage, 1, 2)
    before = all_rows(storage)

    with storage.writing(preview=True) as work:
        answer = mass_move(work, MassMove(stage_id=DEMO), items(1, 2, 9), by=mass(a_manager()), at=NOON)

    assert (answer.counts["changed"], answer.counts["not_found"]) == (2, 1)
    assert all_rows(storage) == before


@pytest.mark.rule("PS-194")
@pytest.mark.rule("PS-191")
def test_a_batch_is_taken_back_for_the_records_not_changed_since(storage: Storage) -> None:
    given(storage, 1, 2)
    with storage.writing() as work:
        moved = mass_move(work, MassMove(stage_id=DEMO), items(1, 2), by=mass(a_manager()), at=NOON)
        edit = MassEdit(fields={"next_step": "Call"})
        mass_edit(work, edit, items(2), by=mass(a_manager()), at=NOON)

    with storage.writing() as work:
        answer = reverse_batch(work, moved.batch_id, by=mass(a_manager()), at=NOON + MINUTE)

    assert results(answer) == ["changed", "conflict"]
    assert sorted((r.id, r.stage_id) for r in all_rows(storage)["opportunities"]) == [(1, 1), (2, 2)]


@pytest.mark.rule("PS-194")
def test_owner_and_fields_come_back_too_and_only_for_a_while(storage: Storage) -> None:
    given(storage, 1, 2, next_step="Write")
    with storage.writing() as work:
        given_away = mass_assign(work, MassAssignment(owner_id=OTHER_REP), items(1), by=mass(an_operator()), at=NOON)
        edit = MassEdit(fields={"next_step": "Call", "amount_minor": 5})
        edited = mass_edit(work, edit, items(2), by=mass(an_operator()), at=NOON)

    with pytest.raises(TooLateToUndo), storage.writing() as work:
        reverse_batch(work, edited.batch_id, by=mass(an_operator()), at=NOON + 6 * MINUTE)
    with storage.writing() as work:
        for batch_id in (given_away.batch_id, edited.batch_id):
            reverse_batch(work, batch_id, by=mass(an_operator()), at=NOON + MINUTE)

    first, second = sorted(all_rows(storage)["opportunities"])
    assert first.owner_id == REP
    assert (second.next_step, second.amount_minor) == ("Write", 90_000)


@pytest.mark.rule("PS-193")
@pytest.mark.rule("AC-113")
def test_more_than_a_thousand_go_on_in_the_background(storage: Storage) -> None:
    process = a_process()
    with storage.writing() as work:
        keep(work.connection, process)
        keep_opportunities(
            work.connection, *(an_opportunity(process=process, id=OpportunityId(n)) for n in range(1, 1102))
        )

    with storage.writing() as work:
        answer = mass_move(work, MassMove(stage_id=DEMO), items(*range(1, 1102)), by=mass(a_manager()), at=NOON)

    rows = all_rows(storage)
    assert (answer.state, list(answer.items)) == ("running", [])
    assert (rows["batches"][0].total, rows["batches"][0].done) == (1101, 0)
    assert [r.kind for r in rows["jobs"]] == ["run_batch"]
