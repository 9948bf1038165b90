"""The shipped process at work: what it asks of opportunities that follow it."""

from typing import Any

import msgspec
import pytest

from stageline.commands.processes.publishing import publish_process
from stageline.domain.ids import OpportunityId
from stageline.domain.opportunities.closing import Closing
from stageline.domain.opportunities.gates import HardGaps, SoftGaps
from stageline.domain.processes.action import CancelActivities
from stageline.domain.processes.definition import WrittenOptions, definition_of
from stageline.domain.processes.process import Process
from stageline.queries.guidance import read_guidance
from stageline.storage.unit_of_work import Storage
from tests.builders import NOON, a_moment, a_rep, an_operator, an_opportunity, by
from tests.definitions import all_rows, changed, current, have_opportunities, move, save, standard_sales


def stage(process: Process, name: str) -> Any:
    return next(s for s in process.stages if s.name == name)


def standing(storage: Storage, name: str, **said: Any) -> Process:
    process = standard_sales(storage)
    have_opportunities(storage, an_opportunity(name, process=process, **said))
    return process


ONE = OpportunityId(1)


@pytest.mark.rule("PS-10")
def test_a_process_begins_with_the_first_value_of_every_setting(storage: Storage) -> None:
    process = standard_sales(storage)

    assert definition_of(process).options == WrittenOptions(cancel_activities=CancelActivities.ASK)
    assert msgspec.to_builtins(WrittenOptions()) == {
        "default_owner_id": None,
        "gate_mode": "soft",
        "skip_policy": "allow",
        "back_policy": "allow_with_reason",
        "reopen_policy": "manager",
        "day_basis": "calendar",
        "stuck_default_days": None,
        "idle_days": None,
        "undo_minutes": 5,
        "auto_advance": "off",
        "owner_role": None,
        "cancel_activities": "never",
    }


@pytest.mark.rule("PS-25")
def test_the_stages_of_the_shipped_process_ask_for_something_and_nothing_is_wrong_with_it(storage: Storage) -> None:
    process = standard_sales(storage)

    with storage.writing(preview=True) as work:
        assert publish_process(work, process.id, version=None, by=by(an_operator()), at=NOON).problems == []
    asked = {s.code: s.actions for s in process.stages}
    assert {code: len(actions) for code, actions in asked.items()} == {
        "identify": 3, "qualify": 4, "propose": 4, "negotiate": 4, "deliver": 4, "won": 2, "lost": 2, "disqualified": 0,
    }  # fmt: skip
    booked = {a.code: a.due_days for actions in asked.values() for a in actions if a.is_auto_created}
    assert booked == {"first_call": 2, "discovery": 3, "hand_over": 5}
    tracked = [a.code for actions in asked.values() for a in actions if a.activity and a.activity.is_tracked]
    assert tracked == ["first_call", "discovery", "pricing_presentation", "contract_review"]
    assert {a.deal_role for a in asked["deliver"]} == {None, "Finance", "Legal", "Onboarding"}
    assert all(a.instructions for actions in asked.values() for a in actions)
    led = {s.code: [(link.outcome, link.is_applied) for link in s.outcomes] for s in process.stages if s.outcomes}
    assert led == {
        "qualify": [("qualified", False)],
        "propose": [("wants_proposal", False)],
        "negotiate": [("wants_to_go_ahead", False)],
    }


@pytest.mark.rule("PS-25")
def test_everything_in_the_shipped_process_can_be_changed(storage: Storage) -> None:
    process = standard_sales(storage)
    wanted = changed(
        definition_of(process), "Identify", name="Meet", criteria=(), actions=(), key_fields=("amount_minor",)
    )

    save(storage, process, wanted)

    assert current(storage, process) == wanted


@pytest.mark.rule("PS-17")
def test_any_stage_shows_its_guidance_and_looking_moves_nothing(storage: Storage) -> None:
    process = standing(storage, "Identify")
    before = all_rows(storage)

    with storage.writing(preview=True) as work:
        here = read_guidance(work, ONE, None, by=by(a_rep()), moment=a_moment())
        ahead = read_guidance(work, ONE, stage(process, "Negotiate").id, by=by(a_rep()), moment=a_moment())

    assert (here.stage.name, here.definition) == ("Identify", stage(process, "Identify").definition)
    assert [c.name for c in ahead.criteria] == [c.name for c in stage(process, "Negotiate").criteria]
    assert [k.field for k in ahead.key_fields] == list(stage(process, "Negotiate").key_fields)
    assert all_rows(storage) == before


@pytest.mark.rule("PS-26")
@pytest.mark.rule("PS-27")
def test_what_never_reached_qualify_is_disqualified_and_not_lost(storage: Storage) -> None:
    process = standing(storage, "Identify")

    with pytest.raises(HardGaps) as refused:
        move(storage, ONE, stage(process, "Closed Lost"), closing=closing("no_decision"))
    [gap] = refused.value.missing
    assert (gap.kind, gap.stage_id) == ("furthest_stage", stage(process, "Disqualified").id)  # type: ignore[attr-defined]

    closed = move(storage, ONE, stage(process, "Disqualified"), closing=closing("no_need"))
    assert (closed.status, closed.probability, closed.category) == ("disqualified", 0, "omitted")


@pytest.mark.rule("PS-26")
def test_reaching_qualify_is_judged_by_entry_and_stays_true_after_moving_back(storage: Storage) -> None:
    process = standing(storage, "Identify", furthest="Qualify")

    with pytest.raises(HardGaps):
        move(storage, ONE, stage(process, "Disqualified"), closing=closing("no_need"))

    assert move(storage, ONE, stage(process, "Closed Lost"), closing=closing("no_decision")).status == "lost"


@pytest.mark.rule("PS-27")
def test_disqualifying_needs_a_reason(storage: Storage) -> None:
    process = standing(storage, "Identify")

    with pytest.raises(HardGaps) as refused:
        move(storage, ONE, stage(process, "Disqualified"))

    assert [gap.name for gap in refused.value.missing] == ["Reason for disqualifying"]


@pytest.mark.rule("PS-28")
def test_winning_early_lists_the_criteria_of_the_stages_passed_over_as_soft_gaps(storage: Storage) -> None:
    process = standing(storage, "Negotiate")

    with pytest.raises(SoftGaps) as refused:
        move(storage, ONE, stage(process, "Closed Won"), closing=closing("fit"), acknowledge_gaps=False)
    named = {gap.stage_name for gap in refused.value.missing}  # type: ignore[attr-defined]
    assert named == {"Negotiate", "Deliver/Finalize"}

    assert move(storage, ONE, stage(process, "Closed Won"), closing=closing("fit")).status == "won"


def closing(reason: str) -> Any:
    return Closing(close_reason=reason)
