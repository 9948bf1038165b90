"""Where the opportunity goes when something was completed: by its outcome, or because all is done."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select, update

from stageline.commands.actions.changing import add_action, delete_action
from stageline.commands.actions.completing import WantedCompletions, complete_actions
from stageline.domain.actions.changing import WantedAction, WantedDeletion
from stageline.domain.actions.completing import Said
from stageline.domain.processes.action import (
    ActivityPlan,
    AutoAdvance,
    CancelActivities,
    StageOutcome,
)
from stageline.domain.processes.criterion import Strength
from stageline.storage.tables import actions, activity_participants, events
from stageline.storage.unit_of_work import Storage
from tests.agendas import a_checklist, all_actions, all_activities, asking, booked_at_once
from tests.builders import COLLABORATOR, OTHER_REP, REP, a_collaborator, a_criterion, a_rep, by
from tests.commands.actions.acting import (
    FIRST,
    MOMENTS,
    complete,
    finish,
    given,
    kinds,
    last_move,
    move,
    number_of,
    perform,
    stage_of,
)

ON: dict[str, Any] = {"auto_advance": AutoAdvance.ON}
SUGGEST: dict[str, Any] = {"auto_advance": AutoAdvance.SUGGEST}
TRACKED = ActivityPlan(is_tracked=True)
QUALIFIED = Said(outcome="qualified")
BUDGET = a_criterion("budget confirmed", 9, strength=Strength.SOFT)
REQUIRED = a_criterion("decision maker met", 8, strength=Strength.HARD)
TWO = [a_checklist("One"), a_checklist("Two")]


def cause_of(storage: Storage, move: Any) -> Any:
    with storage.reading() as connection:
        return connection.execute(select(events).where(events.c.id == move.cause_id)).one()


@pytest.mark.rule("PS-121")
@pytest.mark.rule("PS-130")
@pytest.mark.rule("AC-80")
def test_the_last_completion_advances_and_history_says_which_and_by_whom(storage: Storage) -> None:
    given(storage, asking(options=ON, Qualify=TWO, Demo=[booked_at_once()]))
    complete(storage, "One")
    assert stage_of(storage) == "Qualify"

    answer = complete(storage, "Two").stage

    moved = last_move(storage)
    assert (stage_of(storage), answer.result, answer.stage_name) == ("Demo", "moved", "Demo")
    assert (moved.channel, moved.actor_id, moved.move_kind) == ("auto_advance", REP, "advance")
    assert cause_of(storage, moved).facts["actions"][0]["name"] == "Two"
    assert [a.subject for a in all_activities(storage)] == ["Meeting"]


@pytest.mark.rule("PS-121")
@pytest.mark.rule("AC-81")
def test_switched_off_it_stays(storage: Storage) -> None:
    given(storage, asking(Qualify=TWO))

    complete(storage, "One", "Two")

    assert stage_of(storage) == "Qualify"


@pytest.mark.rule("PS-127")
def test_where_it_is_only_suggested_a_person_decides(storage: Storage) -> None:
    given(storage, asking(options=SUGGEST, Qualify=TWO))

    answer = complete(storage, "One", "Two").stage

    assert (answer.result, answer.stage_name, stage_of(storage)) == ("suggested", "Demo", "Qualify")
    assert kinds(storage)[-1] == "opportunity.advance_suggested"


@pytest.mark.rule("PS-128")
@pytest.mark.rule("PS-124")
@pytest.mark.rule("AC-88")
@pytest.mark.rule("AC-87")
@pytest.mark.rule("PS-123")
def test_several_at_once_advance_once(storage: Storage) -> None:
    given(storage, asking(options=ON, Qualify=TWO))

    complete(storage, "One", "Two")

    assert stage_of(storage) == "Demo"
    assert kinds(storage).count("opportunity.moved") == 1


@pytest.mark.rule("PS-129")
@pytest.mark.rule("AC-82")
def test_two_last_ones_at_the_same_moment_advance_once(storage: Storage) -> None:
    given(storage, asking(options=ON, Qualify=TWO, Demo=[a_checklist("Three")]))
    names = {name: number_of(storage, name) for name in ("One", "Two")}
    together = Barrier(2)

    def last(name: str) -> None:
        together.wait()
        complete(storage, name)

    with ThreadPoolExecutor(2) as both:
        for each in [both.submit(last, name) for name in names]:
            each.result()

    assert stage_of(storage) == "Demo"
    assert kinds(storage).count("opportunity.moved") == 1


@pytest.mark.rule("PS-126")
@pytest.mark.rule("AC-83")
@pytest.mark.parametrize("criterion", [BUDGET, REQUIRED], ids=["soft", "hard"])
def test_what_the_gate_asks_for_holds_it_and_the_completion_stays(storage: Storage, criterion: Any) -> None:
    given(storage, asking(options=ON, leaving={"Qualify": [criterion]}, Qualify=TWO))

    answer = complete(storage, "One", "Two", acknowledge_gaps=True).stage

    assert (answer.result, stage_of(storage)) == ("held", "Qualify")
    assert answer.refusal is not None
    assert [each["name"] for each in answer.refusal["missing"]] == [criterion.name]
    assert all(a.completed_at for a in all_actions(storage))
    assert kinds(storage)[-1] == "opportunity.advance_held"


@pytest.mark.rule("PS-125")
@pytest.mark.rule("AC-85")
def test_from_the_last_open_stage_it_goes_nowhere_and_closing_is_suggested(storage: Storage) -> None:
    given(storage, asking(options=ON, Propose=[a_checklist("One")]), stage="Propose")

    answer = complete(storage, "One").stage

    assert (answer.result, answer.stage_id, stage_of(storage)) == ("suggested", None, "Propose")


@pytest.mark.rule("PS-122")
@pytest.mark.rule("AC-86")
def test_moved_back_into_a_finished_stage_it_stays_until_something_is_completed(storage: Storage) -> None:
    given(storage, asking(options=ON, Qualify=TWO))
    complete(storage, "One", "Two")
    move(storage, "Qualify")
    assert stage_of(storage) == "Qualify"

    with storage.writing() as work:
        add_action(work, FIRST, WantedAction(name="Three"), by=by(), at=next(MOMENTS))
    assert stage_of(storage) == "Qualify"
    complete(storage, "Three")

    assert stage_of(storage) == "Demo"


@pytest.mark.rule("PS-38")
@pytest.mark.rule("PS-122")
@pytest.mark.rule("AC-54")
def test_deleting_the_last_one_is_not_completing_it(storage: Storage) -> None:
    given(storage, asking(options=ON, Qualify=TWO))
    complete(storage, "One")

    with storage.writing() as work:
        delete_action(work, number_of(storage, "Two"), WantedDeletion(), by=by(), at=next(MOMENTS))

    assert stage_of(storage) == "Qualify"


@pytest.mark.rule("PS-73")
def test_a_completion_of_an_earlier_stage_advances_nothing(storage: Storage) -> None:
    given(storage, asking(options=ON, Qualify=TWO, Demo=[a_checklist("Three")]))
    move(storage, "Demo")
    with storage.writing() as work:
        done = {"completed_at": next(MOMENTS), "completed_by": REP, "completed_how": "manual"}
        work.connection.execute(update(actions).where(actions.c.name == "Three").values(**done))

    complete(storage, "One", "Two")

    assert stage_of(storage) == "Demo"


@pytest.mark.rule("PS-132")
def test_a_closed_opportunity_advances_nowhere(storage: Storage) -> None:
    given(storage, asking(options=ON, Qualify=[a_checklist("One")], Won=[a_checklist("Two")]))
    move(storage, "Won")

    complete(storage, "One", "Two")

    assert stage_of(storage) == "Won"


@pytest.mark.rule("PS-109")
def test_advancing_never_waits_for_an_answer(storage: Storage) -> None:
    given(storage, asking(CancelActivities.ASK, options=ON, Qualify=[booked_at_once(), a_checklist("One")]))
    complete(storage, "Meeting")
    with storage.writing() as work:
        work.connection.exec_driver_sql("UPDATE activities SET status = 'active'")

    complete(storage, "One")

    assert (stage_of(storage), all_activities(storage)[0].status) == ("Demo", "active")


@pytest.mark.rule("PS-203")
@pytest.mark.rule("PS-130")
def test_whoever_takes_part_in_the_last_activity_advances_the_deal_they_do_not_see(storage: Storage) -> None:
    given(storage, asking(options=ON, Qualify=[booked_at_once()]))
    with storage.writing() as work:
        work.connection.execute(activity_participants.insert(), [{"activity_id": 1, "user_id": COLLABORATOR}])

    finish(storage, 1, who=by(a_collaborator()))

    assert (stage_of(storage), last_move(storage).actor_id) == ("Demo", COLLABORATOR)


@pytest.mark.rule("PS-79")
@pytest.mark.rule("PS-84")
@pytest.mark.rule("PS-131")
@pytest.mark.rule("AC-45")
@pytest.mark.rule("AC-89")
def test_a_stage_chosen_with_the_outcome_wins_over_auto_advance(storage: Storage) -> None:
    given(storage, asking(options=ON, Qualify=[booked_at_once(activity=TRACKED)]))

    answer = finish(storage, 1, QUALIFIED, to=3).stage

    assert (answer.result, stage_of(storage), last_move(storage).channel) == ("moved", "Propose", "outcome")
    assert kinds(storage).count("opportunity.moved") == 1
    assert kinds(storage) == ["action.completed", "opportunity.moved"]


@pytest.mark.rule("PS-85")
@pytest.mark.rule("AC-48")
def test_a_gate_that_stops_the_chosen_stage_keeps_the_outcome(storage: Storage) -> None:
    given(storage, asking(leaving={"Qualify": [REQUIRED]}, Qualify=[booked_at_once(activity=TRACKED)]))

    answer = finish(storage, 1, QUALIFIED, to=3).stage

    assert (answer.result, stage_of(storage)) == ("held", "Qualify")
    assert answer.refusal is not None
    assert answer.refusal["missing"][0]["name"] == "decision maker met"
    assert (all_activities(storage)[0].outcome, all_activities(storage)[0].status) == ("qualified", "done")
    assert all_actions(storage)[0].completed_at is not None


LEADS = {"Demo": [StageOutcome(outcome="qualified", is_applied=True)]}
SUGGESTS = {"Demo": [StageOutcome(outcome="qualified")]}


@pytest.mark.rule("PS-81")
@pytest.mark.rule("AC-47")
def test_an_outcome_applied_by_itself_moves_it(storage: Storage) -> None:
    given(storage, asking(outcomes=LEADS, Qualify=[booked_at_once(activity=TRACKED)]))

    finish(storage, 1, QUALIFIED)

    assert (stage_of(storage), last_move(storage).channel) == ("Demo", "outcome")


@pytest.mark.rule("PS-81")
def test_an_outcome_that_only_suggests_moves_nothing_by_itself(storage: Storage) -> None:
    given(storage, asking(outcomes=SUGGESTS, Qualify=[booked_at_once(activity=TRACKED)]))

    finish(storage, 1, QUALIFIED)

    assert stage_of(storage) == "Qualify"


@pytest.mark.rule("PS-82")
@pytest.mark.rule("AC-46")
def test_an_outcome_leads_back_only_where_the_link_says_so(storage: Storage) -> None:
    back = {"Qualify": [StageOutcome(outcome="qualified", is_applied=True)]}
    given(storage, asking(outcomes=back, Demo=[booked_at_once(activity=TRACKED)]), stage="Demo")

    finish(storage, 1, QUALIFIED)

    assert stage_of(storage) == "Demo"


@pytest.mark.rule("PS-86")
def test_without_the_right_to_move_no_outcome_moves_it(storage: Storage) -> None:
    given(storage, asking(outcomes=LEADS, Qualify=[booked_at_once(activity=TRACKED)]))
    with storage.writing() as work:
        work.connection.execute(activity_participants.insert(), [{"activity_id": 1, "user_id": OTHER_REP}])

    answer = finish(storage, 1, QUALIFIED, who=by(a_rep(OTHER_REP))).stage

    assert (answer.result, stage_of(storage)) == ("stays", "Qualify")


@pytest.mark.rule("PS-55")
@pytest.mark.rule("PS-121")
def test_performing_a_checklist_is_completing_it(storage: Storage) -> None:
    given(storage, asking(options=ON, Qualify=[a_checklist("One")]))

    perform(storage, "One")

    assert stage_of(storage) == "Demo"


def test_a_preview_tells_the_advance_and_what_it_makes(storage: Storage) -> None:
    given(
        storage, asking(CancelActivities.ALWAYS, options=ON, Qualify=[booked_at_once()], Demo=[booked_at_once("Call")])
    )
    wanted = WantedCompletions(opportunity_id=FIRST, action_ids=[number_of(storage, "Meeting")])
    at = next(MOMENTS)

    with storage.writing(preview=True) as work:
        complete_actions(work, wanted, by=by(), at=at)
        foreseen = [(event.kind, event.told()) for event in work.happened if hasattr(event, "told")]
    with storage.writing() as work:
        complete_actions(work, wanted, by=by(), at=at)
        happened = [(event.kind, event.told()) for event in work.happened if hasattr(event, "told")]

    assert foreseen == happened
    assert [kind for kind, _ in happened] == [
        "action.completed", "opportunity.moved", "actions.begun", "activity.booked",
    ]  # fmt: skip
