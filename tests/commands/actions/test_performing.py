"""Performing actions, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import insert, update

from stageline.commands.actions.performing import WantedPerformances, perform_actions
from stageline.commands.activities.ending import cancel_activity, delete_activity, reactivate_activity
from stageline.domain.actions.action import ActionNotFound
from stageline.domain.actions.performing import (
    ActivityExists,
    AlreadyCompleted,
    NeedsInput,
    OnlyCompletes,
    StageNotEntered,
)
from stageline.domain.activities.booking import ActivitySaid, UnknownParticipant
from stageline.domain.activities.times import InvalidTimes
from stageline.domain.errors import Refusal
from stageline.domain.ids import ActivityId, UserId
from stageline.domain.processes.action import ActivityPlan, Delivery
from stageline.storage.tables import actions, gatherings, invitees, role_maps
from stageline.storage.unit_of_work import Storage
from tests.agendas import (
    a_checklist,
    a_definition,
    a_letter,
    all_actions,
    all_activities,
    an_invitation,
    asking,
    booked_at_once,
)
from tests.builders import DAY, MANAGER, NOON, OTHER_REP, REP, a_rep, by
from tests.commands.actions.acting import (
    FIRST,
    MOMENTS,
    all_rows,
    complete,
    given,
    kinds,
    move,
    number_of,
    perform,
    say_ann,
)

AS_PROPOSED = ActivitySaid()
PLAN = ActivityPlan(subject="Discovery", location="Online", duration_minutes=30, reminder_minutes=10)


@pytest.mark.rule("PS-43")
@pytest.mark.rule("PS-48")
@pytest.mark.rule("AC-22")
@pytest.mark.rule("AC-23")
def test_a_draft_is_offered_and_saving_it_books_the_activity_and_completes_nothing(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_definition(activity=PLAN)]))
    before = all_rows(storage)

    [offered] = perform(storage, "Meeting").answers
    assert all_rows(storage) == before
    assert isinstance(offered, NeedsInput)
    draft = offered.facts["draft"]
    assert (draft["subject"], draft["location"], draft["responsible_id"]) == ("Discovery", "Online", REP)

    perform(storage, "Meeting", activity=ActivitySaid(subject="Discovery with Ann", participants=(OTHER_REP, REP)))
    [action], [activity] = all_actions(storage), all_activities(storage)
    assert (activity.subject, activity.location, activity.reminder_minutes) == ("Discovery with Ann", "Online", 10)
    assert activity.ends_at - activity.starts_at == timedelta(minutes=30)
    assert (activity.action_id, activity.made_by_event, action.completed_at) == (action.id, None, None)
    assert [tuple(row) for row in all_rows(storage)["activity_participants"]] == [(activity.id, OTHER_REP)]
    assert kinds(storage) == ["activity.booked"]


@pytest.mark.rule("PS-44")
@pytest.mark.rule("PS-45")
@pytest.mark.rule("AC-24")
def test_where_there_is_an_activity_no_second_one_is_made(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once()]))
    before = all_rows(storage)

    with pytest.raises(ActivityExists) as refused:
        perform(storage, "Meeting", activity=AS_PROPOSED)
    with pytest.raises(ActivityExists):
        perform(storage, "Meeting", activity=AS_PROPOSED, replaces=True)

    assert refused.value.facts == {"activity_id": 1, "activity_status": "active"}
    assert all_rows(storage) == before


@pytest.mark.rule("PS-45")
@pytest.mark.rule("AC-25")
def test_of_two_at_the_same_time_one_books_it(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_definition()]))
    together = Barrier(2)

    def attempt() -> str:
        together.wait()
        try:
            perform(storage, "Meeting", activity=AS_PROPOSED)
        except Refusal as refusal:
            return refusal.code
        return "booked"

    with ThreadPoolExecutor(2) as both:
        answers = [each.result() for each in [both.submit(attempt), both.submit(attempt)]]

    assert sorted(answers) == ["activity_exists", "booked"]
    assert len(all_activities(storage)) == 1


@pytest.mark.rule("PS-46")
@pytest.mark.rule("AC-26")
def test_once_its_activity_is_deleted_it_can_be_performed_again(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once()]))
    with storage.writing() as work:
        delete_activity(work, ActivityId(1), by=by(), at=next(MOMENTS))
    assert all_activities(storage) == []

    perform(storage, "Meeting", activity=AS_PROPOSED)

    [again] = all_activities(storage)
    assert (again.id > 1, again.status) == (True, "active")


@pytest.mark.rule("PS-46")
def test_deleting_an_activity_that_is_done_leaves_its_action_complete(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once()]))
    complete(storage, "Meeting")

    with storage.writing() as work:
        delete_activity(work, ActivityId(1), by=by(), at=next(MOMENTS))

    assert all_actions(storage)[0].completed_at is not None


@pytest.mark.rule("PS-47")
@pytest.mark.rule("AC-27")
def test_a_cancelled_activity_is_brought_back_or_replaced(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once()]))
    with storage.writing() as work:
        cancel_activity(work, ActivityId(1), "Ill", by=by(), at=next(MOMENTS))
    with pytest.raises(ActivityExists) as refused:
        perform(storage, "Meeting", activity=AS_PROPOSED)
    assert refused.value.facts["activity_status"] == "cancelled"

    with storage.writing() as work:
        reactivate_activity(work, ActivityId(1), by=by(), at=next(MOMENTS))
    assert [(a.id, a.status) for a in all_activities(storage)] == [(1, "active")]

    with storage.writing() as work:
        cancel_activity(work, ActivityId(1), None, by=by(), at=next(MOMENTS))
    perform(storage, "Meeting", activity=AS_PROPOSED, replaces=True)
    [again] = all_activities(storage)
    assert (again.id > 1, again.status) == (True, "active")
    assert kinds(storage)[-2:] == ["activity.deleted", "activity.booked"]


@pytest.mark.rule("PS-41")
@pytest.mark.rule("AC-34")
def test_what_is_complete_is_not_performed(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_checklist("One")]))
    complete(storage, "One")
    before = all_rows(storage)

    with pytest.raises(AlreadyCompleted):
        perform(storage, "One")

    assert all_rows(storage) == before


@pytest.mark.rule("PS-55")
@pytest.mark.rule("PS-58")
def test_doing_what_a_checklist_says_completes_it(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_checklist("One")]))

    perform(storage, "One")

    assert all_actions(storage)[0].completed_how == "performed"


@pytest.mark.rule("PS-56")
@pytest.mark.rule("AC-35")
def test_several_are_each_answered_for_themselves(storage: Storage) -> None:
    its = [a_definition(), a_checklist("One"), a_letter(), booked_at_once("Call"), an_invitation()]
    given(storage, asking(Qualify=its))
    say_ann(storage, email="ann@tailwind.example")
    with storage.writing() as work:
        day = {"code": "demo_day", "name": "Demo day", "starts_at": NOON + DAY, "ends_at": NOON + 2 * DAY}
        work.connection.execute(insert(gatherings), [{**day, "is_cancelled": False, "created_at": NOON, "version": 1}])
        guest = {"gathering_id": 1, "contact_id": 1, "state": "invited", "invited_by": REP, "invited_at": NOON}
        work.connection.execute(insert(invitees), [guest])

    names = ("Meeting", "One", "Letter", "Call", "Demo day")
    answers = perform(storage, *names, delivery=Delivery.EMAIL).answers

    codes = [answer.code if isinstance(answer, Refusal) else "performed" for answer in answers]
    assert codes == ["needs_input", "performed", "performed", "activity_exists", "already_invited"]


@pytest.mark.rule("PS-34")
@pytest.mark.rule("AC-55")
def test_actions_of_a_stage_not_entered_are_not_performed(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_checklist("One")]))
    with storage.writing() as work:
        work.connection.execute(update(actions).values(stage_id=2))
    before = all_rows(storage)

    with pytest.raises(StageNotEntered):
        perform(storage, "One")

    assert all_rows(storage) == before


@pytest.mark.rule("PS-74")
def test_on_a_closed_opportunity_actions_of_open_stages_are_only_completed(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_checklist("One")], Won=[a_checklist("Two")]))
    move(storage, "Won")

    with pytest.raises(OnlyCompletes):
        perform(storage, "One")
    perform(storage, "Two")
    complete(storage, "One")

    assert [a.completed_how for a in all_actions(storage)] == ["manual", "performed"]


@pytest.mark.rule("PS-209")
@pytest.mark.rule("PS-208")
def test_the_role_is_looked_up_again_unless_somebody_was_chosen_by_hand(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_definition(deal_role="Engineer"), a_definition("Call", deal_role="Engineer")]))
    with storage.writing() as work:
        row = {"deal_role": "engineer", "opportunity_id": 0, "process_id": 0, "owner_id": 0, "user_id": OTHER_REP}
        work.connection.execute(insert(role_maps), [row])
        by_hand = {"responsible_id": MANAGER, "is_assigned_by_hand": True}
        work.connection.execute(update(actions).where(actions.c.name == "Call").values(**by_hand))

    perform(storage, "Meeting", activity=AS_PROPOSED)
    perform(storage, "Call", activity=AS_PROPOSED)

    assert [a.responsible_id for a in all_activities(storage)] == [OTHER_REP, MANAGER]
    assert [a.responsible_id for a in all_actions(storage)] == [OTHER_REP, MANAGER]


def test_what_makes_no_sense_is_not_booked(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_definition()]))
    before = all_rows(storage)
    [proposed] = all_actions(storage)

    with pytest.raises(InvalidTimes):
        perform(storage, "Meeting", activity=ActivitySaid(starts_at=proposed.created_at, ends_at=proposed.created_at))
    with pytest.raises(UnknownParticipant):
        perform(storage, "Meeting", activity=ActivitySaid(participants=(UserId(99),)))

    assert all_rows(storage) == before


@pytest.mark.rule("PS-41")
def test_strangers_perform_nothing_and_the_responsible_do(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_checklist("One")]))
    with pytest.raises(ActionNotFound):
        perform(storage, "One", who=by(a_rep(OTHER_REP)))
    with storage.writing() as work:
        work.connection.execute(update(actions).values(responsible_id=OTHER_REP))

    perform(storage, "One", who=by(a_rep(OTHER_REP)))

    assert all_actions(storage)[0].completed_by == OTHER_REP


def test_a_preview_performs_nothing(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_definition()]))
    wanted = WantedPerformances(
        opportunity_id=FIRST, action_ids=[number_of(storage, "Meeting")], activity=AS_PROPOSED
    )  # fmt: skip
    before = all_rows(storage)

    with storage.writing(preview=True) as work:
        perform_actions(work, wanted, by=by(), at=next(MOMENTS))
        foreseen = [event.told() for event in work.happened if hasattr(event, "told")]

    assert all_rows(storage) == before
    assert foreseen[0]["activities"][0]["subject"] == "Meeting"
