"""What changed, in words."""

import msgspec
import pytest

from stageline.domain.processes.comparing import Change, changes_between
from stageline.domain.processes.definition import definition_of
from tests.builders import HAS_AMOUNT, HAS_CLOSE_DATE, a_process
from tests.definitions import a_stage, a_written_criterion, changed, in_order, without

BEFORE = definition_of(a_process(leaving={"Demo": [HAS_AMOUNT, HAS_CLOSE_DATE]}))


def test_nothing_changed() -> None:
    assert changes_between(BEFORE, BEFORE) == []


@pytest.mark.rule("PS-242")
def test_a_changed_value_is_told_with_where_it_stands() -> None:
    after = changed(BEFORE, "Demo", name="Show", probability=35)
    options = msgspec.structs.replace(BEFORE.options, undo_minutes=10)
    after = msgspec.structs.replace(after, name="Sales", options=options)

    assert changes_between(BEFORE, after) == [
        Change("Process: name", "Standard sales", "Sales"),
        Change("Option: undo minutes", 5, 10),
        Change("Show: name", "Demo", "Show"),
        Change("Show: probability", 30, 35),
    ]


@pytest.mark.rule("PS-242")
def test_stages_that_come_and_go_are_told() -> None:
    after = without(BEFORE, "Propose")
    after = msgspec.structs.replace(after, stages=(*after.stages, a_stage("Trial")))

    gone, come = changes_between(BEFORE, after)

    assert gone == Change("Propose: stage", "Propose", None)
    assert (come.what, come.before, come.after["name"]) == ("Trial: stage", None, "Trial")


@pytest.mark.rule("PS-242")
def test_criteria_are_told_by_name_and_by_what_is_different() -> None:
    amount, _ = BEFORE.stages[1].criteria
    harder = msgspec.structs.replace(amount, strength="hard")
    after = changed(BEFORE, "Demo", criteria=(harder, a_written_criterion("Budget agreed")))

    dropped, strength, added = changes_between(BEFORE, after)

    assert (dropped.what, dropped.after) == ("Demo: criterion close date", None)
    assert strength == Change("Demo: criterion amount: strength", None, "hard")
    assert (added.what, added.before) == ("Demo: criterion Budget agreed", None)


@pytest.mark.rule("PS-19")
def test_another_order_is_one_change() -> None:
    turned = changed(BEFORE, "Demo", criteria=BEFORE.stages[1].criteria[::-1])

    assert changes_between(BEFORE, in_order(turned, "Demo", "Qualify")) == [
        Change("Demo: order of criteria", ["amount", "close date"], ["close date", "amount"]),
        Change(
            "Order of stages",
            ["Qualify", "Demo", "Propose", "Won", "Lost", "Disqualified"],
            ["Demo", "Qualify", "Propose", "Won", "Lost", "Disqualified"],
        ),
    ]
