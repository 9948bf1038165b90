"""Changing a process by its whole definition."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from stageline.domain.conditions import FIELDS
from stageline.domain.ids import CriterionId, OpportunityId, StageId
from stageline.domain.processes.defining import (
    Named,
    StageInUse,
    Standing,
    Usage,
    moved_in_order,
    recategorised,
    redefined,
    touched,
    with_remembered,
)
from stageline.domain.processes.definition import Definition, definition_of
from stageline.domain.processes.process import Process, ProcessState
from stageline.domain.processes.stage import Category, StageType
from stageline.domain.processes.tidying import tidied, with_codes
from tests.builders import DAY, HAS_AMOUNT, HAS_CLOSE_DATE, NOON, a_criterion, a_process
from tests.definitions import a_stage, a_written_criterion, changed, in_order, without

DEMO = StageId(2)


def saved(process: Process, definition: Definition, usage: Usage | None = None, **said: Any) -> Process:
    written = tidied(with_codes(definition, process), FIELDS)
    written = with_remembered(process, written, usage or Usage())
    return redefined(process, written, fields=FIELDS, **{"at": NOON, **said})


def used(*names: str) -> Usage:
    found = Standing(len(names), tuple(Named(OpportunityId(n), name) for n, name in enumerate(names, 1)))
    return Usage({DEMO: found}, frozenset({DEMO}))


def named(process: Process, name: str) -> Any:
    return next(stage for stage in process.stages if stage.name == name)


def test_saving_what_was_read_changes_nothing() -> None:
    process = a_process(leaving={"Demo": [HAS_AMOUNT, HAS_CLOSE_DATE]})

    assert saved(process, definition_of(process), at=NOON) == process


@pytest.mark.rule("PS-19")
def test_the_order_of_the_list_is_the_order_of_the_stages() -> None:
    process = a_process()

    after = saved(process, in_order(definition_of(process), "Propose", "Qualify"))

    assert [(s.name, s.position) for s in after.open_stages] == [("Propose", 1), ("Qualify", 2), ("Demo", 3)]
    assert moved_in_order(process, after)
    assert {s.id for s in after.stages} == {s.id for s in process.stages}


@pytest.mark.rule("PS-19")
def test_closed_stages_come_after_all_open_ones() -> None:
    process = a_process()

    after = saved(process, in_order(definition_of(process), "Lost", "Propose"))

    assert [s.name for s in after.stages] == ["Propose", "Qualify", "Demo", "Lost", "Won", "Disqualified"]


@pytest.mark.rule("PS-21")
def test_a_renamed_stage_stays_the_same_stage() -> None:
    process = a_process()

    after = saved(process, changed(definition_of(process), "Demo", name="Show"))

    assert (named(after, "Show").id, named(after, "Show").code) == (DEMO, "demo")


@pytest.mark.rule("PS-24")
def test_a_new_stage_gets_an_id_when_it_is_saved() -> None:
    process = a_process()
    definition = definition_of(process)
    more = msgspec.structs.replace(
        definition, stages=(*definition.stages[:2], a_stage("Trial"), *definition.stages[2:])
    )

    after = saved(process, more)

    assert [s.name for s in after.open_stages] == ["Qualify", "Demo", "Trial", "Propose"]
    assert named(after, "Trial").id < 0
    assert named(after, "Lost").min_furthest_stage_id == DEMO


@pytest.mark.rule("PS-22")
def test_whether_a_stage_is_open_cannot_change_while_opportunities_are_in_it() -> None:
    process = a_process()
    closing = changed(definition_of(process), "Demo", type=StageType.LOST, probability=None, category=None)
    closing = changed(changed(closing, "Lost", min_furthest_stage=None), "Disqualified", below_furthest_stage=None)

    with pytest.raises(StageInUse):
        saved(process, closing, used("Solar roof"))
    assert named(saved(process, closing), "Demo").is_closed


@pytest.mark.rule("PS-22")
def test_another_category_concerns_those_in_the_stage_and_another_probability_does_not() -> None:
    process = a_process()

    richer = saved(process, changed(definition_of(process), "Demo", category=Category.COMMIT, probability=80))
    silent = saved(process, changed(definition_of(process), "Demo", category=None))

    assert [(s.name, s.category) for s in recategorised(process, richer)] == [("Demo", Category.COMMIT)]
    assert recategorised(process, silent) == []


@pytest.mark.rule("PS-23")
@pytest.mark.parametrize("retired", ["left out", "not active"])
def test_a_stage_with_opportunities_in_it_is_neither_removed_nor_retired(retired: str) -> None:
    process, definition = a_process(), definition_of(a_process())
    definition = changed(
        changed(definition, "Lost", min_furthest_stage=None), "Disqualified", below_furthest_stage=None
    )
    wanted = without(definition, "Demo") if retired == "left out" else changed(definition, "Demo", is_active=False)
    names = [f"Roof {number}" for number in range(25)]

    with pytest.raises(StageInUse) as refused:
        saved(process, wanted, used(*names))

    facts = refused.value.facts
    assert facts["total"] == 25
    assert [named.name for named in facts["opportunities"]] == names[:20]
    assert facts["stages"] == [{"id": DEMO, "name": "Demo", "total": 25}]


@pytest.mark.rule("PS-23")
def test_a_stage_that_only_the_past_knows_stays_in_its_place_and_is_no_longer_used() -> None:
    process = a_process()
    definition = changed(definition_of(process), "Lost", min_furthest_stage=None)
    definition = without(changed(definition, "Disqualified", below_furthest_stage=None), "Demo")

    after = saved(process, definition, Usage(remembered=frozenset({DEMO})))

    assert [(s.name, s.is_active) for s in after.stages[:3]] == [("Qualify", True), ("Demo", False), ("Propose", True)]
    assert [s.position for s in after.stages] == [1, 2, 3, 4, 5, 6]
    assert [s.name for s in after.open_stages] == ["Qualify", "Propose"]


@pytest.mark.rule("PS-23")
def test_a_stage_that_nothing_knows_goes() -> None:
    process = a_process()

    after = saved(process, without(definition_of(process), "Propose"))

    assert [s.name for s in after.open_stages] == ["Qualify", "Demo"]


@pytest.mark.rule("PS-242")
@pytest.mark.rule("PS-164")
@pytest.mark.parametrize(
    "said",
    [
        {"strength": "hard"},
        {"name": "agreed amount"},
        {"remedy": "Ask again."},
        {"is_overridable": False},
        {"condition": {"field": "amount_minor", "is": "is_filled"}},
        {"place": "entry"},
    ],
)
def test_a_criterion_that_says_something_else_ends_and_another_begins(said: dict[str, Any]) -> None:
    process = a_process(leaving={"Demo": [HAS_AMOUNT]})
    definition = definition_of(process)
    [criterion] = definition.stages[1].criteria
    other = a_written_criterion(**{**msgspec.to_builtins(criterion), **said})

    new, old = named(saved(process, changed(definition, "Demo", criteria=(other,))), "Demo").criteria

    assert (old.id, old.in_force_from, old.in_force_to) == (HAS_AMOUNT.id, None, NOON)
    assert new.id < 0
    assert (new.in_force_from, new.in_force_to) == (NOON, None)
    before, after = NOON - DAY, NOON + DAY
    assert [c.is_in_force(before) for c in (new, old)] == [False, True]
    assert [c.is_in_force(after) for c in (new, old)] == [True, False]


@pytest.mark.rule("PS-242")
def test_another_place_in_the_list_is_no_change_of_a_criterion() -> None:
    process = a_process(leaving={"Demo": [HAS_AMOUNT, HAS_CLOSE_DATE]})
    definition = definition_of(process)
    turned = changed(definition, "Demo", criteria=definition.stages[1].criteria[::-1])

    assert named(saved(process, turned), "Demo").criteria == (HAS_CLOSE_DATE, HAS_AMOUNT)


@pytest.mark.rule("PS-242")
def test_a_criterion_that_goes_to_another_stage_begins_there_anew() -> None:
    process = a_process(leaving={"Demo": [HAS_AMOUNT]})
    definition = definition_of(process)
    [criterion] = definition.stages[1].criteria
    elsewhere = changed(changed(definition, "Demo", criteria=()), "Propose", criteria=(criterion,))

    after = saved(process, elsewhere)

    assert [c.in_force_to for c in named(after, "Demo").criteria] == [NOON]
    [begun] = named(after, "Propose").criteria
    assert (begun.id < 0, begun.in_force_from) == (True, NOON)


@pytest.mark.rule("PS-242")
def test_when_all_are_to_follow_the_old_criterion_counts_for_nobody() -> None:
    process = a_process(leaving={"Demo": [HAS_AMOUNT, HAS_CLOSE_DATE]})
    definition = definition_of(process)
    amount, date = definition.stages[1].criteria
    harder = (msgspec.structs.replace(amount, strength="hard"), date)

    after = saved(process, changed(definition, "Demo", criteria=harder), follow_now=True)

    for entered in (NOON - 90 * DAY, NOON, NOON + DAY):
        in_force = [c for c in named(after, "Demo").criteria if c.is_in_force(entered)]
        assert [(c.name, c.strength) for c in in_force] == [("amount", "hard"), ("close date", None)]


@pytest.mark.rule("PS-242")
def test_following_now_also_overtakes_what_was_changed_before() -> None:
    first = a_process(leaving={"Demo": [HAS_AMOUNT]})
    definition = definition_of(first)
    [amount] = definition.stages[1].criteria
    second = saved(first, changed(definition, "Demo", criteria=(msgspec.structs.replace(amount, remedy="Ask."),)))
    second = replace(second, stages=tuple(_with_ids(second)))

    third = saved(second, definition_of(second), at=NOON + DAY, follow_now=True)

    entered_under_the_first = NOON - DAY
    in_force = [c.remedy for c in named(third, "Demo").criteria if c.is_in_force(entered_under_the_first)]
    assert in_force == ["Ask."]


def _with_ids(process: Process) -> Any:
    for stage in process.stages:
        yield replace(
            stage, criteria=tuple(replace(c, id=CriterionId(abs(c.id) + 90)) if c.id < 0 else c for c in stage.criteria)
        )


@pytest.mark.rule("PS-242")
def test_on_a_draft_criteria_are_simply_replaced() -> None:
    draft = a_process(leaving={"Demo": [HAS_AMOUNT, a_criterion("gone", 7)]}, state=ProcessState.DRAFT)
    definition = definition_of(draft)
    other = msgspec.structs.replace(definition.stages[1].criteria[0], name="agreed amount")

    after = saved(draft, changed(definition, "Demo", criteria=(other, a_written_criterion("new"))))

    first, second = named(after, "Demo").criteria
    assert (first.id, first.name, first.in_force_from) == (HAS_AMOUNT.id, "agreed amount", None)
    assert second.id < 0


@pytest.mark.rule("PS-243")
def test_a_change_touches_the_stages_that_differ_and_one_of_the_settings_all() -> None:
    process = a_process(leaving={"Demo": [HAS_AMOUNT]})
    definition = definition_of(process)
    settings = msgspec.structs.replace(definition.options, undo_minutes=9)

    one = saved(process, changed(definition, "Demo", criteria=()))
    order = saved(process, in_order(definition, "Demo"))
    every = saved(process, msgspec.structs.replace(definition, options=settings))

    assert touched(process, one) == {DEMO}
    assert touched(process, order) == frozenset()
    assert touched(process, every) == {s.id for s in process.stages}
