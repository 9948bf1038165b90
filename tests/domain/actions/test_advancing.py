"""Where the opportunity goes when something was completed: at most one decision."""

from typing import Any

import pytest

from stageline.domain.actions.action import CompletedHow, Completion
from stageline.domain.actions.advancing import Completed, GoesOn, Suggests, decide_stage, is_all_done, linked_stage
from stageline.domain.events import Channel
from stageline.domain.ids import ActionId, StageId
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.processes.action import ActivityType, AutoAdvance, StageOutcome
from tests.agendas import an_action, an_agenda, asking
from tests.builders import DEMO, NOON, PROPOSE, REP, an_opportunity

DONE = Completion(NOON, REP, CompletedHow.MANUAL)
ALL_DONE = an_agenda(an_action(completion=DONE), an_action("Call", id=2, completion=DONE))
JUST_DONE = Completed(action_ids=[ActionId(2)])


def deal(setting: AutoAdvance = AutoAdvance.ON, stage: str = "Qualify", **outcomes: Any) -> Opportunity:
    return an_opportunity(stage, process=asking(options={"auto_advance": setting}, outcomes=outcomes))


@pytest.mark.rule("PS-121")
@pytest.mark.rule("PS-127")
@pytest.mark.parametrize(
    ("setting", "follows"),
    [
        (AutoAdvance.ON, GoesOn(DEMO.id, Channel.AUTO_ADVANCE)),
        (AutoAdvance.SUGGEST, Suggests(DEMO)),
        (AutoAdvance.OFF, None),
    ],
)
def test_what_follows_when_all_is_done(setting: AutoAdvance, follows: Any) -> None:
    its = deal(setting)
    decided = decide_stage(its, ALL_DONE, JUST_DONE)

    assert (decided.stage and decided.stage.id if isinstance(decided, Suggests) else decided) == (
        DEMO.id if isinstance(follows, Suggests) else follows
    )


@pytest.mark.rule("PS-122")
@pytest.mark.rule("PS-123")
@pytest.mark.rule("PS-73")
def test_nothing_follows_without_a_completion_here_or_while_something_is_open() -> None:
    an_open_one = an_agenda(an_action(completion=DONE), an_action("Call", id=2))
    elsewhere = an_agenda(*ALL_DONE.actions, an_action("Old", id=3, stage_id=2, completion=DONE))

    assert decide_stage(deal(), ALL_DONE, Completed()) is None
    assert decide_stage(deal(), an_open_one, Completed(action_ids=[ActionId(1)])) is None
    assert decide_stage(deal(), elsewhere, Completed(action_ids=[ActionId(3)])) is None
    assert not is_all_done(deal(), an_agenda())


@pytest.mark.rule("PS-121")
def test_what_was_deleted_is_not_waited_for_and_what_was_added_is() -> None:
    gone = an_agenda(an_action(completion=DONE), an_action("Call", id=2, deleted_at=NOON))
    by_hand = an_agenda(*ALL_DONE.actions, an_action("Mine", id=3, definition=None))

    assert is_all_done(deal(), gone)
    assert not is_all_done(deal(), by_hand)


@pytest.mark.rule("PS-125")
@pytest.mark.rule("PS-132")
def test_from_the_last_stage_closing_is_suggested_and_from_a_closed_one_nothing() -> None:
    last = an_agenda(an_action(stage_id=3, completion=DONE))
    closed = an_agenda(an_action(stage_id=4, completion=DONE))

    assert decide_stage(deal(stage="Propose"), last, Completed(action_ids=[ActionId(1)])) == Suggests(None)
    assert decide_stage(deal(stage="Won"), closed, Completed(action_ids=[ActionId(1)])) is None


@pytest.mark.rule("PS-84")
@pytest.mark.rule("PS-131")
def test_the_stage_chosen_wins_then_the_one_the_outcome_leads_to_then_auto_advance() -> None:
    its = deal(Propose=[StageOutcome(outcome="qualified", is_applied=True)])
    said: dict[str, Any] = {
        "action_ids": [ActionId(2)], "outcome": "qualified", "activity_type": ActivityType.CALL,
    }  # fmt: skip

    assert decide_stage(its, ALL_DONE, Completed(**said, chosen=DEMO.id)) == GoesOn(DEMO.id, Channel.OUTCOME)
    assert decide_stage(its, ALL_DONE, Completed(**said)) == GoesOn(PROPOSE.id, Channel.OUTCOME)
    left_open, no_right = Completed(**said, is_left_open=True), Completed(**said, may_move=False)
    assert decide_stage(its, ALL_DONE, left_open) == GoesOn(DEMO.id, Channel.AUTO_ADVANCE)
    assert decide_stage(its, ALL_DONE, no_right) == GoesOn(DEMO.id, Channel.AUTO_ADVANCE)


@pytest.mark.rule("PS-90")
def test_choosing_where_it_stands_is_no_choice() -> None:
    chosen = Completed(chosen=StageId(1))

    assert decide_stage(deal(), an_agenda(an_action()), chosen) is None


@pytest.mark.rule("PS-80")
@pytest.mark.rule("PS-81")
@pytest.mark.rule("PS-82")
@pytest.mark.rule("PS-83")
@pytest.mark.parametrize(
    ("link", "stage", "leads"),
    [
        (StageOutcome(outcome="qualified"), "Qualify", True),
        (StageOutcome(outcome="qualified", activity_type=ActivityType.CALL), "Qualify", True),
        (StageOutcome(outcome="qualified", activity_type=ActivityType.MEETING), "Qualify", False),
        (StageOutcome(outcome="talked"), "Qualify", False),
        (StageOutcome(outcome="qualified"), "Demo", False),
        (StageOutcome(outcome="qualified"), "Propose", False),
        (StageOutcome(outcome="qualified", may_go_back=True), "Propose", True),
    ],
)
def test_an_outcome_leads_to_a_stage_of_its_process(link: StageOutcome, stage: str, leads: bool) -> None:
    its = deal(stage=stage, Demo=[link])

    found = linked_stage(its, "qualified", ActivityType.CALL)

    assert (found is not None) is leads
    assert linked_stage(its, "qualified", ActivityType.CALL, applied=True) is None
