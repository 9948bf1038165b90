"""Saving what stages ask for, on both databases."""

from typing import Any

import msgspec
import pytest
from sqlalchemy import update

from stageline.domain.ids import OpportunityId
from stageline.domain.processes.action import ActionDefinition
from stageline.domain.processes.definition import Definition, definition_of
from stageline.domain.processes.problem import Incomplete, InvalidDefinition
from stageline.domain.processes.process import Process
from stageline.storage.tables import users
from stageline.storage.unit_of_work import Storage
from tests.builders import MANAGER, an_opportunity
from tests.definitions import (
    all_rows,
    changed,
    current,
    have_opportunities,
    move,
    save,
    standard_sales,
    the_process,
)


def with_actions(process: Process, name: str, *said: dict[str, Any]) -> Definition:
    actions = msgspec.convert(said, tuple[ActionDefinition, ...])
    return changed(definition_of(process), name, actions=actions)


def named(process: Process, name: str) -> Any:
    return next(stage for stage in process.stages if stage.name == name)


def names_on(storage: Storage, number: int) -> list[str]:
    return [row.name for row in all_rows(storage)["actions"] if row.opportunity_id == number]


@pytest.mark.rule("PS-29")
def test_the_actions_of_a_stage_are_kept_with_codes_plans_and_clean_instructions(storage: Storage) -> None:
    process = standard_sales(storage)
    call = {"name": " Call\n Ann ", "type": "calendar_activity", "activity": {"type": "call", "subject": " Hello "}}
    wanted = with_actions(process, "Propose", {"name": "Note", "instructions": "<script>x</script>**Do**"}, call)

    saved = save(storage, process, wanted)

    note, call_kept = named(the_process(storage, process.id), "Propose").actions
    assert (note.code, note.instructions) == ("note", "**Do**")
    assert (call_kept.code, call_kept.name, call_kept.activity.subject) == ("call_ann", "Call Ann", "Hello")
    assert "Propose: action Call Ann" in [change.what for change in saved.changes]
    again = current(storage, process)
    assert save(storage, process, again).changes == ()


@pytest.mark.rule("PS-29")
def test_an_action_keeps_its_code_under_another_name(storage: Storage) -> None:
    process = standard_sales(storage)
    first = definition_of(process).stages[0].actions[0]
    renamed = msgspec.structs.replace(first, name="Read up on them")

    saved = save(storage, process, changed(definition_of(process), "Identify", actions=(renamed,)))

    [kept] = named(the_process(storage, process.id), "Identify").actions
    assert (kept.code, kept.name) == ("research", "Read up on them")
    told = [(c.what, c.before, c.after) for c in saved.changes if c.what.endswith(": name")]
    assert told == [("Identify: action Read up on them: name", "Research the company", "Read up on them")]


@pytest.mark.rule("PS-32")
@pytest.mark.rule("AC-13")
def test_another_definition_is_for_those_who_enter_later(storage: Storage) -> None:
    process = standard_sales(storage)
    have_opportunities(storage, *(an_opportunity("Identify", process=process, id=OpportunityId(n)) for n in (1, 2)))
    move(storage, OpportunityId(1), named(process, "Qualify"))
    copies = all_rows(storage)["actions"]
    assert names_on(storage, 1) == [action.name for action in named(process, "Qualify").actions]

    saved = save(storage, process, with_actions(process, "Qualify", {"name": "Ask what it costs", "code": "discovery"}))
    assert saved.affected == 0
    assert all_rows(storage)["actions"] == copies

    move(storage, OpportunityId(2), named(process, "Qualify"))
    assert names_on(storage, 2) == ["Ask what it costs"]
    assert all_rows(storage)["actions"][: len(copies)] == copies


@pytest.mark.rule("PS-6")
def test_a_published_process_names_only_people_who_are_here(storage: Storage) -> None:
    process = standard_sales(storage)
    wanted = with_actions(process, "Propose", {"name": "Check the price", "user_id": MANAGER})
    save(storage, process, wanted)
    with storage.engines.writing.begin() as connection:
        connection.execute(update(users).where(users.c.id == MANAGER).values(state="deactivated"))
    before = all_rows(storage)

    with pytest.raises(Incomplete) as refused:
        save(storage, process, changed(current(storage, process), "Propose", probability=45))

    assert [missing.kind for missing in refused.value.missing] == ["nobody"]
    assert all_rows(storage) == before


def test_an_action_that_makes_no_sense_is_refused_with_its_place(storage: Storage) -> None:
    process = standard_sales(storage)
    before = all_rows(storage)

    with pytest.raises(InvalidDefinition) as refused:
        save(storage, process, with_actions(process, "Propose", {"name": "Write", "type": "letter", "activity": {}}))

    assert [missing.name for missing in refused.value.missing] == ["stages[2].actions[0].activity"]
    assert all_rows(storage) == before
