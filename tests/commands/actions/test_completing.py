"""Completing actions and their activities, from both sides and on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import update

from stageline.commands.actions.completing import ActionNamedTwice, reopen_action
from stageline.commands.activities.ending import cancel_activity, reactivate_activity
from stageline.domain.actions.action import ActionNotFound
from stageline.domain.actions.completing import IsCancelled, NewTimeRequired, OutcomeRequired, Said, UnknownOutcome
from stageline.domain.activities.activity import ActivityNotFound
from stageline.domain.errors import Refusal
from stageline.domain.ids import ActivityId
from stageline.domain.opportunities.opportunity import NotYoursToChange
from stageline.domain.processes.action import ActivityPlan
from stageline.storage.tables import actions as actions_table
from stageline.storage.tables import activities, activity_participants
from stageline.storage.unit_of_work import Storage
from tests.agendas import a_checklist, a_definition, all_actions, all_activities, asking, booked_at_once
from tests.builders import COLLABORATOR, NOON, OTHER_REP, REP, VIEWER, a_collaborator, a_rep, a_viewer, by
from tests.commands.actions.acting import MOMENTS, all_rows, complete, finish, given, kinds, move, number_of, stage_of

TRACKED = ActivityPlan(is_tracked=True)
TALKED = Said(outcome="talked", note="Went well")


@pytest.mark.rule("PS-59")
@pytest.mark.rule("PS-72")
@pytest.mark.rule("AC-43")
def test_an_action_that_was_never_performed_is_complete_by_hand(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_definition()]))

    complete(storage, "Meeting")

    [action] = all_actions(storage)
    assert (action.completed_by, action.completed_how, all_activities(storage)) == (REP, "manual", [])
    assert kinds(storage)[-1:] == ["action.completed"]


@pytest.mark.rule("PS-60")
@pytest.mark.rule("PS-64")
@pytest.mark.rule("AC-36")
def test_completing_an_action_marks_its_activity_done(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once()]))

    complete(storage, "Meeting")

    [action], [activity] = all_actions(storage), all_activities(storage)
    assert (activity.status, activity.ended_by, activity.is_outcome_pending) == ("done", REP, False)
    assert activity.ended_at == action.completed_at


@pytest.mark.rule("PS-61")
@pytest.mark.rule("PS-62")
@pytest.mark.rule("PS-70")
@pytest.mark.rule("AC-37")
def test_an_activity_that_is_done_completes_its_action_and_is_told_once(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once()]))
    before = kinds(storage)

    finish(storage, 1)
    once = all_rows(storage)
    finish(storage, 1)
    complete(storage, "Meeting")

    [action], [activity] = all_actions(storage), all_activities(storage)
    assert (action.completed_how, activity.status) == ("activity", "done")
    assert kinds(storage) == [*before, "action.completed"]
    assert all_rows(storage) == once


@pytest.mark.rule("PS-63")
@pytest.mark.rule("PS-65")
@pytest.mark.rule("AC-38")
@pytest.mark.rule("AC-39")
def test_a_tracked_activity_asks_for_its_outcome_from_either_side(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once(activity=TRACKED)]))
    before = all_rows(storage)

    with pytest.raises(OutcomeRequired) as asked:
        complete(storage, "Meeting")
    with pytest.raises(OutcomeRequired):
        finish(storage, 1)
    assert all_rows(storage) == before
    offered = [each["code"] for each in asked.value.facts["outcomes"]]
    assert "talked" in offered
    assert "no_answer" not in offered  # of a call

    complete(storage, "Meeting", said=TALKED)
    [action], [activity] = all_actions(storage), all_activities(storage)
    assert (activity.status, activity.outcome, activity.outcome_note) == ("done", "talked", "Went well")
    assert action.completed_at is not None


@pytest.mark.rule("PS-65")
def test_an_outcome_must_be_one_of_the_list(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once(activity=TRACKED)]))
    before = all_rows(storage)

    with pytest.raises(UnknownOutcome):
        complete(storage, "Meeting", said=Said(outcome="no_answer"))

    assert all_rows(storage) == before


@pytest.mark.rule("PS-64")
@pytest.mark.rule("AC-40")
def test_what_is_done_already_asks_for_nothing(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once(activity=TRACKED)]))
    finish(storage, 1, TALKED)
    with storage.writing() as work:
        reopen_action(work, number_of(storage, "Meeting"), by=by(), at=next(MOMENTS))

    complete(storage, "Meeting")

    assert all_actions(storage)[0].completed_how == "manual"


@pytest.mark.rule("PS-66")
@pytest.mark.rule("PS-67")
@pytest.mark.rule("AC-41")
def test_several_at_once_ask_for_no_outcome_and_leave_it_pending(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once(activity=TRACKED), booked_at_once("Call", activity=TRACKED)]))

    complete(storage, "Meeting", "Call")

    assert [a.completed_how for a in all_actions(storage)] == ["bulk", "bulk"]
    assert [(a.status, a.outcome, a.is_outcome_pending) for a in all_activities(storage)] == [("done", None, True)] * 2
    finish(storage, 1, TALKED)
    assert [(a.outcome, a.is_outcome_pending) for a in all_activities(storage)] == [("talked", False), (None, True)]


@pytest.mark.rule("PS-68")
@pytest.mark.rule("AC-42")
def test_one_of_a_list_is_not_several(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once(activity=TRACKED)]))

    with pytest.raises(OutcomeRequired):
        complete(storage, "Meeting")
    with pytest.raises(ActionNamedTwice):
        complete(storage, "Meeting", "Meeting")

    assert all_actions(storage)[0].completed_at is None


@pytest.mark.rule("PS-62")
def test_of_several_those_that_were_complete_stay_as_they_were(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_checklist("One"), a_checklist("Two")]))
    complete(storage, "One")
    first = all_actions(storage)[0]

    answers = complete(storage, "One", "Two").answers

    assert answers[0] is None
    assert answers[1] is not None
    assert not isinstance(answers[1], Refusal)
    assert all_actions(storage)[0] == first


@pytest.mark.rule("PS-76")
@pytest.mark.rule("AC-44")
def test_an_outcome_that_puts_it_off_leaves_both_to_be_done(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once(activity=TRACKED)]))
    [before] = all_activities(storage)
    tomorrow = before.starts_at + timedelta(days=1)

    with pytest.raises(NewTimeRequired):
        complete(storage, "Meeting", said=Said(outcome="no_show"))
    complete(storage, "Meeting", said=Said(outcome="no_show", starts_at=tomorrow))

    [action], [activity] = all_actions(storage), all_activities(storage)
    assert (activity.status, activity.starts_at, action.completed_at) == ("active", tomorrow, None)
    assert activity.ends_at - activity.starts_at == before.ends_at - before.starts_at
    assert kinds(storage)[-1] == "activity.outcome_recorded"


@pytest.mark.rule("PS-76")
def test_an_outcome_can_offer_a_further_activity(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once(activity=TRACKED), booked_at_once("Call", activity=TRACKED)]))

    assert complete(storage, "Meeting", said=Said(outcome="another_talk")).follows_up
    assert not complete(storage, "Call", said=TALKED).follows_up
    assert [a.status for a in all_activities(storage)] == ["done", "done"]


@pytest.mark.rule("PS-69")
def test_an_action_whose_activity_was_cancelled_is_completed_alone(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once(activity=TRACKED)]))
    with storage.writing() as work:
        work.connection.execute(update(activities).values(status="cancelled"))

    with pytest.raises(IsCancelled):
        finish(storage, 1)
    complete(storage, "Meeting")

    assert all_actions(storage)[0].completed_how == "manual"
    assert all_activities(storage)[0].status == "cancelled"


@pytest.mark.rule("PS-71")
@pytest.mark.rule("AC-49")
def test_an_activity_set_back_to_active_opens_the_action_it_had_completed(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once(activity=TRACKED)]))
    finish(storage, 1, TALKED)

    with storage.writing() as work:
        reactivate_activity(work, ActivityId(1), by=by(), at=next(MOMENTS))

    [action], [activity] = all_actions(storage), all_activities(storage)
    assert (action.completed_at, activity.status, activity.outcome) == (None, "active", None)
    assert stage_of(storage) == "Qualify"


@pytest.mark.rule("PS-71")
def test_a_reopened_action_leaves_its_activity_as_it_is(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once()]))
    finish(storage, 1)

    with storage.writing() as work:
        assert reopen_action(work, number_of(storage, "Meeting"), by=by(), at=next(MOMENTS)) is not None
    with storage.writing() as work:
        assert reopen_action(work, number_of(storage, "Meeting"), by=by(), at=next(MOMENTS)) is None

    assert (all_actions(storage)[0].completed_at, all_activities(storage)[0].status) == (None, "done")


@pytest.mark.rule("PS-41")
def test_whoever_is_responsible_may_complete_it_and_others_only_if_they_may_edit(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_checklist("One"), a_checklist("Two")]))
    before = all_rows(storage)
    with pytest.raises(ActionNotFound):
        complete(storage, "One", who=by(a_rep(OTHER_REP)))
    assert all_rows(storage) == before

    with storage.writing() as work:
        its = actions_table.c.name == "One"
        work.connection.execute(update(actions_table).where(its).values(responsible_id=OTHER_REP))
    complete(storage, "One", who=by(a_rep(OTHER_REP)))

    assert all_actions(storage)[0].completed_by == OTHER_REP
    answers = complete(storage, "One", "Two", who=by(a_rep(OTHER_REP))).answers
    assert isinstance(answers[1], ActionNotFound)


@pytest.mark.rule("PS-196")
def test_a_viewer_completes_nothing(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once()]))
    with storage.writing() as work:
        work.connection.execute(update(actions_table).values(responsible_id=VIEWER))
        work.connection.execute(activity_participants.insert(), [{"activity_id": 1, "user_id": VIEWER}])

    with pytest.raises(ActionNotFound):
        complete(storage, "Meeting", who=by(a_viewer()))
    with pytest.raises(Refusal):
        finish(storage, 1, who=by(a_viewer()))

    assert all_actions(storage)[0].completed_at is None


@pytest.mark.rule("PS-203")
@pytest.mark.rule("PS-86")
@pytest.mark.rule("AC-50")
def test_who_takes_part_completes_it_without_access_to_the_opportunity_and_has_no_say_in_its_stage(
    storage: Storage,
) -> None:
    given(storage, asking(Qualify=[booked_at_once(activity=TRACKED)]))
    with pytest.raises(ActivityNotFound):
        finish(storage, 1, TALKED, who=by(a_collaborator()))
    with storage.writing() as work:
        work.connection.execute(activity_participants.insert(), [{"activity_id": 1, "user_id": COLLABORATOR}])
    before = all_rows(storage)

    with pytest.raises(NotYoursToChange):
        finish(storage, 1, TALKED, to=2, who=by(a_collaborator()))
    assert all_rows(storage) == before
    finish(storage, 1, TALKED, who=by(a_collaborator()))

    assert all_actions(storage)[0].completed_by == COLLABORATOR


@pytest.mark.rule("PS-73")
@pytest.mark.rule("PS-74")
def test_actions_of_earlier_stages_can_still_be_completed(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_checklist("One"), a_checklist("Two")]))
    move(storage, "Demo")
    complete(storage, "One")
    with storage.writing() as work:
        work.connection.exec_driver_sql("UPDATE opportunities SET stage_id = 5")
    complete(storage, "Two")

    assert all(a.completed_at for a in all_actions(storage))
    assert all_actions(storage)[0].completed_at > NOON


@pytest.mark.rule("PS-62")
@pytest.mark.rule("PS-108")
def test_of_one_who_completes_and_one_who_cancels_at_the_same_moment_one_is_told_what_the_other_did(
    storage: Storage,
) -> None:
    given(storage, asking(Qualify=[booked_at_once()]))
    at, together = next(MOMENTS), Barrier(2)

    def attempt(act: Callable[[], object]) -> str:
        together.wait()
        try:
            act()
        except Refusal as refusal:
            return refusal.code
        return "done"

    def cancel() -> None:
        with storage.writing() as work:
            cancel_activity(work, ActivityId(1), None, by=by(), at=at)

    with ThreadPoolExecutor(2) as both:
        completed, cancelled = both.map(attempt, [lambda: finish(storage, 1), cancel])

    [action], [activity] = all_actions(storage), all_activities(storage)
    assert (completed, cancelled, activity.status, action.completed_at is not None) in [
        ("done", "activity_done", "done", True),
        ("activity_cancelled", "done", "cancelled", False),
    ]
    ends = {"action.completed", "activity.cancelled"}
    assert len([kind for kind in kinds(storage) if kind in ends]) == 1
