"""Changed definitions reach those who are in the stage already when operations push them, on both databases."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from stageline.commands.actions.changing import change_action, delete_action
from stageline.commands.actions.pushing import PushAnswer, WantedPush, push_actions
from stageline.commands.opportunities.moving import move_opportunities
from stageline.domain.actions.changing import ActionChange, WantedDeletion
from stageline.domain.actions.pushing import UnknownDefinition
from stageline.domain.activities.booking import ActivitySaid
from stageline.domain.ids import OpportunityId, ProcessId, StageId
from stageline.domain.processes.action import ActionDefinition, ActivityPlan
from stageline.domain.processes.process import StageNotInProcess
from stageline.domain.rights import RightMissing
from stageline.storage.tables import actions, batches, stages
from stageline.storage.unit_of_work import Storage
from stageline.worker.loop import Worker
from tests.agendas import a_checklist, a_definition, all_actions, asking
from tests.builders import MINUTE, NOON, a_manager, a_move, a_rep, an_operator, an_opportunity, by, keep_opportunities
from tests.commands.actions.acting import MOMENTS, all_rows, complete, given, kinds, number_of, perform
from tests.statements import statements

CALL = a_definition("Call", activity=ActivityPlan(subject="Ring them"), due_days=3)


def redefine(storage: Storage, *definitions: ActionDefinition) -> None:
    """As a later revision of the process says."""
    with storage.writing() as work:
        raw = [msgspec.to_builtins(each) for each in definitions]
        work.connection.execute(stages.update().where(stages.c.name == "Qualify").values(actions=raw))
        work.connection.exec_driver_sql("UPDATE processes SET revision = revision + 1, version = version + 1")


def push(storage: Storage, *codes: str, preview: bool = False, who: Any = None, stage: int = 1) -> PushAnswer:
    wanted = WantedPush(process_id=ProcessId(1), stage_id=StageId(stage), codes=codes or None)
    with storage.writing(preview=preview) as work:
        return push_actions(work, wanted, by=by(who or an_operator()), at=next(MOMENTS))


def counted(answer: PushAnswer) -> dict[str, int]:
    return {effect.value: count for effect, count in answer.effects.items() if count}


def two_in_qualify(storage: Storage, *definitions: ActionDefinition, more: Sequence[int] = (2,)) -> None:
    process = asking(Qualify=definitions)
    given(storage, process)
    if not more:
        return
    with storage.writing() as work:
        its = [an_opportunity("Propose", process=process, id=OpportunityId(n), contact_id=1) for n in more]
        keep_opportunities(work.connection, *its)
    with storage.writing() as work:
        moves = [a_move("Qualify", opportunity_id=n, reason="So", acknowledge_gaps=True) for n in more]
        move_opportunities(work, moves, by=by(a_manager()), at=NOON + MINUTE)


@pytest.mark.rule("PS-32")
@pytest.mark.rule("AC-14")
def test_what_nobody_has_touched_follows_the_definition_and_what_is_complete_stays(storage: Storage) -> None:
    two_in_qualify(storage, CALL)
    complete(storage, "Call")
    redefine(storage, msgspec.structs.replace(CALL, activity=ActivityPlan(subject="Call Ann"), due_days=5))
    before = all_rows(storage)

    preview = push(storage, preview=True)

    assert (counted(preview), preview.opportunities) == ({"updated": 1, "complete": 1}, 2)
    assert all_rows(storage) == before

    assert counted(push(storage)) == {"updated": 1, "complete": 1}
    [first], [second] = all_actions(storage, 1), all_actions(storage, 2)
    assert (first.plan["subject"], second.plan["subject"]) == ("Ring them", "Call Ann")
    assert (second.due_on - first.due_on, second.is_changed) == (timedelta(days=2), False)
    assert counted(push(storage)) == {"same": 1, "complete": 1}


@pytest.mark.rule("PS-32")
def test_what_is_missing_is_added_and_what_people_have_made_their_own_is_left_alone(storage: Storage) -> None:
    two_in_qualify(storage, *[a_checklist(name) for name in ("One", "Two", "Three")], CALL)
    with storage.writing() as work:
        change_action(work, number_of(storage, "One"), ActionChange(name="Mine"), by=by(), at=next(MOMENTS))
    with storage.writing() as work:
        delete_action(work, number_of(storage, "Two"), WantedDeletion(), by=by(), at=next(MOMENTS))
    perform(storage, "Call", activity=ActivitySaid())
    anew = [a_checklist(name, instructions="Ask Ann.") for name in ("One", "Two", "Three", "Four")]
    redefine(storage, *anew, msgspec.structs.replace(CALL, instructions="Ask Ann."))

    assert counted(push(storage)) == {
        "added": 2, "updated": 5, "edited": 1, "deleted": 1, "has_activity": 1,
    }  # fmt: skip

    assert [(a.name, a.instructions) for a in all_actions(storage, 1)] == [
        ("Mine", ""), ("Three", "Ask Ann."), ("Call", ""), ("Four", "Ask Ann."),
    ]  # fmt: skip
    assert kinds(storage)[-2:] == ["actions.begun", "action.changed"]


@pytest.mark.rule("PS-32")
def test_only_the_actions_named_are_pushed(storage: Storage) -> None:
    two_in_qualify(storage, a_checklist("One"), a_checklist("Two"))
    redefine(storage, a_checklist("One", is_required=True), a_checklist("Two", is_required=True))

    push(storage, "two")

    assert [(a.name, a.is_required) for a in all_actions(storage, 2)] == [("One", False), ("Two", True)]


@pytest.mark.rule("PS-32")
def test_pushing_is_for_operations_and_for_what_the_stage_asks_for(storage: Storage) -> None:
    two_in_qualify(storage, a_checklist("One"))
    redefine(storage, a_checklist("One", is_required=True))
    before = all_rows(storage)

    for refused, said in (
        (RightMissing, {"who": a_rep()}),
        (RightMissing, {"who": a_manager()}),
        (StageNotInProcess, {"stage": 99}),
    ):
        with pytest.raises(refused):
            push(storage, **said)
    with pytest.raises(UnknownDefinition):
        push(storage, "nothing")
    assert push(storage, stage=2) == PushAnswer(state="done", opportunities=0, effects={})
    assert all_rows(storage) == before


@pytest.mark.rule("PS-193")
def test_pushing_to_many_takes_as_many_statements_as_to_one(storage: Storage) -> None:
    two_in_qualify(storage, CALL, more=())
    counts = []
    for number, more in ((1, ()), (2, range(2, 40)), (3, ())):
        if more:
            with storage.writing() as work:
                process = work.processes.read([ProcessId(1)])[0]
                its = [an_opportunity("Qualify", process=process, id=OpportunityId(n), contact_id=1) for n in more]
                keep_opportunities(work.connection, *its)
            push(storage)
        redefine(storage, msgspec.structs.replace(CALL, instructions=f"Try {number}."))
        with statements(storage.engines.writing) as heard:
            push(storage)
            counts.append(len(heard))

    assert counts[1] == counts[2]
    assert {a.instructions for n in (1, 39) for a in all_actions(storage, n)} == {"Try 3."}


@pytest.mark.rule("PS-193")
def test_beyond_a_thousand_it_goes_on_in_the_background(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_checklist("One")]))
    with storage.writing() as work:
        process = work.processes.read([ProcessId(1)])[0]
        its = [an_opportunity("Qualify", process=process, id=OpportunityId(n)) for n in range(2, 1_002)]
        keep_opportunities(work.connection, *its)

    answer = push(storage)
    assert (answer.state, answer.opportunities, answer.effects) == ("running", 1_001, {})
    worker = Worker(storage)
    for _ in range(6):
        worker.run_once(NOON + timedelta(days=400))

    with storage.reading() as connection:
        assert len(connection.execute(select(actions.c.id)).all()) == 1_001
        batch = connection.execute(select(batches)).one()
    assert (batch.state, batch.counts["changed"], batch.counts["unchanged"]) == ("done", 1_000, 1)
