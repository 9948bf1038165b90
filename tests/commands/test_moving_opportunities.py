"""Moving as a whole, on both databases."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import DBAPIError

from stageline.commands.opportunities.deciding import NamedTwice
from stageline.commands.opportunities.moving import move_opportunities, move_opportunity
from stageline.commands.opportunities.undoing import undo_move
from stageline.domain.errors import Refusal
from stageline.domain.events import Channel
from stageline.domain.ids import OpportunityId
from stageline.domain.opportunities.confirming import Confirmation
from stageline.domain.opportunities.gates import SoftGaps
from stageline.domain.opportunities.moving import Decided
from stageline.domain.opportunities.opportunity import OpportunityChanged, OpportunityNotFound
from stageline.domain.opportunities.undoing import NotTheLastMove, NotYourMove, TooLateToUndo
from stageline.domain.processes.process import Process
from stageline.storage.tables import events, metadata, opportunities, stage_history
from stageline.storage.unit_of_work import Storage
from tests.builders import (
    CHAMPION,
    HAS_AMOUNT,
    HAS_CLOSE_DATE,
    HAS_FILE,
    HAS_ROLE,
    MINUTE,
    NOON,
    REP,
    a_manager,
    a_move,
    a_process,
    a_rep,
    an_opportunity,
    by,
    keep,
)
from tests.statements import statements


def given(storage: Storage, *numbers: int, process: Process | None = None, **said: Any) -> None:
    process = process or a_process()
    records = [an_opportunity(process=process, id=OpportunityId(number), **said) for number in numbers]
    with storage.writing() as work:
        keep(work.connection, process, *records)


def all_rows(storage: Storage) -> dict[str, list[Any]]:
    with storage.reading() as connection:
        return {table.name: list(connection.execute(select(table))) for table in metadata.sorted_tables}


def history(storage: Storage, opportunity_id: int = 1) -> list[Any]:
    rows = select(stage_history).where(stage_history.c.opportunity_id == opportunity_id)
    with storage.reading() as connection:
        return list(connection.execute(rows.order_by(stage_history.c.version)))


@pytest.mark.rule("PS-176")
@pytest.mark.rule("PS-94")
@pytest.mark.rule("PS-247")
def test_a_move_is_kept_with_its_history_and_its_event_under_one_number(storage: Storage) -> None:
    given(storage, 1)

    with storage.writing() as work:
        moved = move_opportunity(work, a_move("Demo", reason="They called", note="at last"), by=by(), at=NOON)

    assert moved.change is not None
    past, happened = history(storage)[-1], all_rows(storage)["events"][-1]
    assert past.event_id == happened.id == moved.change.id
    assert (past.from_stage_name, past.to_stage_name, past.move_kind) == ("Qualify", "Demo", "advance")
    assert (past.at, past.seconds_in_stage, past.reason, past.note) == (NOON, 86_400, "They called", "at last")
    assert (past.probability_before, past.probability, past.amount_minor, past.currency) == (10, 30, 90_000, "EUR")
    assert (past.actor_id, past.channel, past.owner_id, past.version, past.visit) == (REP, "board", REP, 2, 2)
    assert (happened.kind, happened.opportunity_id, happened.version) == ("opportunity.moved", 1, 2)


@pytest.mark.rule("PS-159")
@pytest.mark.rule("AC-57")
def test_a_refused_move_leaves_no_trace(storage: Storage) -> None:
    given(storage, 1, process=a_process(leaving={"Qualify": [HAS_AMOUNT, CHAMPION]}), amount_minor=None)
    before = all_rows(storage)

    with pytest.raises(SoftGaps) as refused, storage.writing() as work:
        move_opportunity(work, a_move("Demo"), by=by(), at=NOON)

    assert [m.name for m in refused.value.missing] == ["amount", "champion acts for us"]
    assert all_rows(storage) == before


@pytest.mark.rule("AC-56")
@pytest.mark.rule("PS-89")
def test_an_acknowledged_gap_is_on_record(storage: Storage) -> None:
    given(storage, 1, process=a_process(leaving={"Qualify": [HAS_AMOUNT, CHAMPION]}), amount_minor=None)

    with storage.writing() as work:
        move_opportunity(work, a_move("Demo", acknowledge_gaps=True), by=by(), at=NOON)

    assert [gap["name"] for gap in history(storage)[-1].gaps] == ["amount", "champion acts for us"]


@pytest.mark.rule("PS-91")
@pytest.mark.rule("PS-162")
@pytest.mark.rule("AC-60")
def test_what_is_filled_in_with_a_move_counts_for_its_gate_and_is_kept_with_it(storage: Storage) -> None:
    given(storage, 1, process=a_process(leaving={"Qualify": [HAS_AMOUNT, CHAMPION]}), amount_minor=None)
    wanted = a_move("Demo", fields={"amount_minor": 5_000_000}, confirm=(Confirmation(criterion_id=CHAMPION.id),))

    with storage.writing() as work:
        move_opportunity(work, wanted, by=by(), at=NOON)

    rows = all_rows(storage)
    assert history(storage)[-1].gaps is None
    assert rows["opportunities"][0].amount_minor == 5_000_000
    assert [(r.field, r.before, r.after) for r in rows["field_history"]] == [("amount_minor", None, 5_000_000)]
    assert [(r.criterion_id, r.checked_by) for r in rows["criterion_checks"]] == [(CHAMPION.id, REP)]
    assert [r.kind for r in rows["events"][1:]] == ["criterion.confirmed", "opportunity.moved"]


@pytest.mark.rule("PS-153")
@pytest.mark.rule("PS-155")
def test_proof_is_read_from_what_is_there_now(storage: Storage) -> None:
    process = a_process(leaving={"Qualify": [HAS_ROLE, CHAMPION]})
    given(storage, 1, process=process)

    with pytest.raises(SoftGaps) as refused, storage.writing() as work:
        move_opportunity(work, a_move("Demo"), by=by(), at=NOON)
    with storage.writing() as work:
        work.connection.exec_driver_sql(
            "INSERT INTO contacts (id, name, created_at, version) SELECT 1, 'Ann', created_at, 1 FROM users WHERE id=7"
        )
        work.connection.exec_driver_sql("INSERT INTO opportunity_contacts VALUES (1, 1, 'champion')")
        move_opportunity(work, a_move("Demo", confirm=(Confirmation(criterion_id=CHAMPION.id),)), by=by(), at=NOON)

    assert [m.name for m in refused.value.missing] == ["a role is known", "champion acts for us"]
    assert history(storage)[-1].to_stage_name == "Demo"


@pytest.mark.rule("PS-93")
def test_a_preview_answers_like_the_move_and_leaves_no_trace(storage: Storage) -> None:
    given(storage, 1)
    before = all_rows(storage)

    with storage.writing(preview=True) as work:
        previewed = move_opportunity(work, a_move("Demo"), by=by(), at=NOON)
    untouched = all_rows(storage)
    with storage.writing() as work:
        moved = move_opportunity(work, a_move("Demo"), by=by(), at=NOON)

    assert untouched == before
    assert previewed.change is not None
    assert moved.change is not None
    assert (previewed.after, previewed.change.told()) == (moved.after, moved.change.told())


@pytest.mark.rule("PS-93")
def test_a_preview_waits_for_nobody_and_holds_up_nobody(storage: Storage) -> None:
    given(storage, 1)

    with storage.writing() as work:
        move_opportunity(work, a_move("Demo"), by=by(), at=NOON)
        with storage.writing(preview=True) as rehearsal:
            beside = move_opportunity(rehearsal, a_move("Demo"), by=by(), at=NOON)
    with storage.writing(preview=True) as rehearsal:
        move_opportunity(rehearsal, a_move("Propose"), by=by(), at=NOON)
        with storage.writing() as work:
            after = move_opportunity(work, a_move("Propose"), by=by(), at=NOON)

    assert beside.change is not None
    assert after.change is not None


@pytest.mark.rule("PS-90")
@pytest.mark.rule("PS-249")
@pytest.mark.rule("AC-74")
def test_a_move_to_where_it_stands_changes_nothing(storage: Storage) -> None:
    given(storage, 1)
    before = all_rows(storage)

    with storage.writing() as work:
        answer = move_opportunity(work, a_move("Qualify"), by=by(), at=NOON)

    assert answer.change is None
    assert all_rows(storage) == before


@pytest.mark.rule("PS-99")
@pytest.mark.rule("AC-72")
def test_a_move_based_on_an_older_version_is_a_conflict_with_the_current_state(storage: Storage) -> None:
    given(storage, 1)

    with storage.writing() as work:
        move_opportunity(work, a_move("Demo", version=1), by=by(), at=NOON)
    with pytest.raises(OpportunityChanged) as refused, storage.writing() as work:
        move_opportunity(work, a_move("Propose", version=1), by=by(), at=NOON)

    assert refused.value.facts["current"]["stage_name"] == "Demo"
    assert refused.value.facts["current"]["version"] == 2
    assert len(history(storage)) == 2


@pytest.mark.rule("PS-99")
@pytest.mark.rule("AC-73")
def test_twenty_threads_move_one_opportunity_and_one_wins_each_version(storage: Storage) -> None:
    given(storage, 1)
    start, stages = Barrier(20), ["Demo", "Propose"]

    def move(number: int) -> Decided | Refusal:
        start.wait()
        try:
            with storage.writing() as work:
                wanted = a_move(stages[number % 2], version=1)
                return move_opportunity(work, wanted, by=by(), at=NOON)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(20) as people:
        answers = list(people.map(move, range(20)))

    won = [a for a in answers if isinstance(a, Decided) and a.change]
    same = [a for a in answers if isinstance(a, Decided) and not a.change]
    lost = [a for a in answers if isinstance(a, OpportunityChanged)]
    assert (len(won), len(same), len(lost)) == (1, 9, 10)
    assert {a.after.stage.name for a in same} == {won[0].after.stage.name}
    assert [row.version for row in history(storage)] == [1, 2]


@pytest.mark.rule("PS-176")
def test_who_waited_for_another_mover_is_told_of_after_them(storage: Storage) -> None:
    """The number of an event is drawn with the record it waited for, and the timeline goes by it."""
    given(storage, 1)
    start, stages = Barrier(8), ["Demo", "Propose"]

    def move_often(number: int) -> None:  # ever to the other stage than before: ten changes, whoever comes between
        start.wait()
        for turn in range(10):
            with storage.writing() as work:
                wanted = a_move(stages[(number + turn) % 2], version=None, reason="because")
                move_opportunity(work, wanted, by=by(), at=NOON)

    with ThreadPoolExecutor(8) as people:
        list(people.map(move_often, range(8)))

    versions = [row.version for row in sorted(all_rows(storage)["events"], key=lambda row: row.id)]
    assert len(versions) >= 10
    assert versions == sorted(versions)


@pytest.mark.rule("PS-88")
@pytest.mark.rule("PS-186")
@pytest.mark.rule("PS-188")
def test_a_batch_answers_for_each_and_one_refusal_does_not_stop_the_rest(storage: Storage) -> None:
    given(storage, 1, 2, 3)
    wanted = [
        a_move("Demo", opportunity_id=OpportunityId(1)),
        a_move("Demo", opportunity_id=OpportunityId(99)),
        a_move("Demo", opportunity_id=OpportunityId(2), version=7),
        a_move("Qualify", opportunity_id=OpportunityId(3)),
    ]

    with storage.writing() as work:
        answers = move_opportunities(work, wanted, by=by(a_manager(), Channel.MASS), at=NOON)

    assert isinstance(answers[0], Decided)
    assert isinstance(answers[1], OpportunityNotFound)
    assert isinstance(answers[2], OpportunityChanged)
    assert isinstance(answers[3], Decided)
    assert answers[3].change is None
    assert len(all_rows(storage)["stage_history"]) == 4


def test_an_opportunity_is_named_once_in_a_request(storage: Storage) -> None:
    given(storage, 1)

    with pytest.raises(NamedTwice), storage.writing() as work:
        move_opportunities(work, [a_move("Demo"), a_move("Propose")], by=by(), at=NOON)


def test_a_batch_of_500_takes_as_many_statements_as_one(storage: Storage) -> None:
    process = a_process(leaving={"Qualify": [HAS_AMOUNT, HAS_CLOSE_DATE, CHAMPION, HAS_FILE, HAS_ROLE]})
    given(storage, *range(1, 502), process=process)
    with storage.writing() as work:  # the definitions are read once
        move_opportunity(
            work, a_move("Demo", opportunity_id=OpportunityId(501), acknowledge_gaps=True), by=by(), at=NOON
        )

    with statements(storage.engines.writing) as one, storage.writing() as work:
        move_opportunity(work, a_move("Demo", acknowledge_gaps=True), by=by(), at=NOON)
    wanted = [a_move("Demo", opportunity_id=OpportunityId(n), acknowledge_gaps=True) for n in range(2, 501)]
    with statements(storage.engines.writing) as many, storage.writing() as work:
        move_opportunities(work, wanted, by=by(), at=NOON)

    assert [s[:60] for s in one] == [s[:60] for s in many]


@pytest.mark.rule("PS-101")
@pytest.mark.rule("AC-75")
@pytest.mark.rule("AC-136")
def test_an_undone_move_gives_everything_back_and_history_keeps_both_rows(storage: Storage) -> None:
    given(storage, 1, probability=15, is_probability_overridden=True)
    before = all_rows(storage)["opportunities"][0]

    with storage.writing() as work:
        moved = move_opportunity(work, a_move("Propose", acknowledge_gaps=True), by=by(), at=NOON)
    assert moved.change is not None
    with storage.writing() as work:
        undone = undo_move(work, OpportunityId(1), moved.change.id, by=by(), at=NOON + MINUTE)

    after = all_rows(storage)["opportunities"][0]
    assert after._asdict() | {"version": before.version} == before._asdict()
    assert [r.move_kind for r in history(storage)] == ["create", "skip", "undo"]
    assert history(storage)[-1].undoes == moved.change.id
    assert undone.change is not None
    assert all_rows(storage)["events"][-1].kind == "opportunity.move_undone"


@pytest.mark.rule("PS-101")
def test_only_the_last_move_of_ones_own_is_undone_and_only_for_a_while(storage: Storage) -> None:
    given(storage, 1)
    with storage.writing() as work:
        first = move_opportunity(work, a_move("Demo"), by=by(), at=NOON).change
        second = move_opportunity(work, a_move("Propose"), by=by(), at=NOON).change
    assert first is not None
    assert second is not None
    before = all_rows(storage)

    for number, actor, at, refusal in [
        (first.id, a_rep(), NOON, NotTheLastMove),
        (second.id, a_manager(), NOON, NotYourMove),
        (second.id, a_rep(), NOON + 6 * MINUTE, TooLateToUndo),
    ]:
        with pytest.raises(refusal), storage.writing() as work:
            undo_move(work, OpportunityId(1), number, by=by(actor), at=at)

    assert all_rows(storage) == before


@pytest.mark.rule("PS-179")
@pytest.mark.rule("AC-132")
def test_nobody_rewrites_history(storage: Storage) -> None:
    given(storage, 1)

    for statement in ("UPDATE stage_history SET reason = 'no'", "DELETE FROM stage_history", "DELETE FROM events"):
        with pytest.raises(DBAPIError, match="append-only"), storage.writing() as work:
            work.connection.exec_driver_sql(statement)

    assert len(history(storage)) == 1


@pytest.mark.rule("PS-94")
@pytest.mark.rule("AC-77")
def test_a_failure_in_the_midst_of_a_move_leaves_everything_as_it_was(storage: Storage) -> None:
    given(storage, 1)
    before = all_rows(storage)

    def fail(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO stage_history"):
            raise OSError

    event.listen(storage.engines.writing, "before_cursor_execute", fail)
    with pytest.raises(OSError), storage.writing() as work:  # noqa: PT011 - the very one raised above
        move_opportunity(work, a_move("Demo"), by=by(), at=NOON)
    event.remove(storage.engines.writing, "before_cursor_execute", fail)

    assert all_rows(storage) == before


def test_history_is_a_chain_without_a_gap(storage: Storage) -> None:
    given(storage, 1)

    with storage.writing() as work:
        for stage in ("Demo", "Propose", "Demo", "Propose"):
            move_opportunity(work, a_move(stage, reason="so"), by=by(), at=NOON)

    rows = history(storage)
    assert [r.version for r in rows] == [1, 2, 3, 4, 5]
    assert all(a.to_stage_id == b.from_stage_id for a, b in itertools.pairwise(rows))
    with storage.reading() as connection:
        assert connection.scalar(select(opportunities.c.version)) == 5
        assert len(list(connection.execute(select(events)))) == 5
