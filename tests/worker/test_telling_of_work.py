"""What is to be done reaches those whom it concerns: actions, activities, and stages that can be left."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from stageline.commands.actions.changing import add_action, change_action, delete_action
from stageline.commands.activities.booking import book_activity, change_activity
from stageline.commands.activities.ending import cancel_activity, reactivate_activity
from stageline.commands.batches import record_small_batch
from stageline.commands.opportunities.assigning import assign_opportunity
from stageline.commands.opportunities.moving import move_opportunities
from stageline.commands.opportunities.surrounding import confirm_criterion
from stageline.domain.actions.changing import ActionChange, WantedAction, WantedDeletion
from stageline.domain.actions.completing import Said
from stageline.domain.activities.booking import ActivitySaid
from stageline.domain.events import By, Channel
from stageline.domain.ids import ActivityId, CriterionId, OpportunityId, UserId
from stageline.domain.opportunities.assigning import WantedAssignment
from stageline.domain.opportunities.confirming import Confirmation
from stageline.domain.processes.action import ActivityPlan, AutoAdvance
from stageline.domain.processes.criterion import Strength
from stageline.domain.rights import Actor
from stageline.storage.tables import notifications, role_maps
from stageline.storage.unit_of_work import Storage
from stageline.worker.loop import Worker
from tests.agendas import a_checklist, all_activities, asking, booked_at_once
from tests.builders import (
    COLLABORATOR,
    MANAGER,
    NOON,
    OPERATIONS,
    OTHER_REP,
    REP,
    a_criterion,
    a_manager,
    a_move,
    a_rep,
    an_operator,
    an_opportunity,
    by,
    keep_opportunities,
)
from tests.commands.actions.acting import FIRST, MOMENTS, complete, finish, given, move, number_of, stage_of
from tests.statements import statements

TOMORROW = NOON + timedelta(days=1)
ON: dict[str, Any] = {"auto_advance": AutoAdvance.ON}
ASKED = ActivityPlan(is_tracked=True)
TALK = ActivityPlan(is_tracked=True, deal_roles=("onboarding",))


def told(storage: Storage) -> list[tuple[UserId, str]]:
    """Of all that has happened, oldest first."""
    return [(row.user_id, row.kind) for row in notices(storage)]


def notices(storage: Storage) -> list[Any]:
    for _ in range(2):  # what a consumer says is read by the others
        Worker(storage).run_once(NOON + timedelta(days=400))
    with storage.reading() as connection:
        return list(connection.execute(select(notifications).order_by(notifications.c.id)))


def fill(storage: Storage, user_id: UserId, deal_role: str = "onboarding") -> None:
    row = {"deal_role": deal_role, "opportunity_id": 0, "process_id": 0, "owner_id": 0, "user_id": user_id}
    with storage.writing() as work:
        work.connection.execute(insert(role_maps), [row])


def add(storage: Storage, who: Actor, name: str = "Send offer", **said: Any) -> None:
    with storage.writing() as work:
        add_action(work, FIRST, WantedAction(name=name, **said), by=by(who), at=next(MOMENTS))


def book(storage: Storage, who: Actor, *others: UserId, **said: Any) -> ActivityId:
    wanted = ActivitySaid(subject="Kick-off", starts_at=TOMORROW, participants=tuple(others), **said)
    with storage.writing() as work:
        return book_activity(work, FIRST, wanted, by=by(who), at=next(MOMENTS))


def change(storage: Storage, activity_id: ActivityId, version: int, **said: Any) -> None:
    with storage.writing() as work:
        wanted = ActivitySaid(**said)
        change_activity(work, activity_id, wanted, version=version, by=by(a_rep()), at=next(MOMENTS))


def confirm(storage: Storage, number: int) -> None:
    with storage.writing() as work:
        wanted = Confirmation(criterion_id=CriterionId(number))
        confirm_criterion(work, FIRST, wanted, by=by(a_rep()), at=next(MOMENTS))


@pytest.mark.rule("PS-245")
def test_one_is_told_of_an_action_that_somebody_else_adds_for_one(storage: Storage) -> None:
    given(storage, asking())

    add(storage, a_manager())
    add(storage, a_rep(), "My own")

    [notice] = notices(storage)
    assert (notice.user_id, notice.kind, notice.opportunity_id) == (REP, "action_assigned", 1)
    assert (notice.params["action_name"], notice.params["actor_name"]) == ("Send offer", "Maja Manager")


@pytest.mark.rule("PS-245")
def test_one_is_told_of_an_action_that_is_handed_to_one(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_checklist()]))

    for said in (ActionChange(responsible_id=OTHER_REP), ActionChange(name="Send the brochure")):
        with storage.writing() as work:
            change_action(work, number_of(storage, "Send brochure"), said, by=by(), at=next(MOMENTS))

    assert told(storage) == [(OTHER_REP, "action_assigned")]


@pytest.mark.rule("PS-245")
def test_whoever_fills_a_role_is_told_what_the_new_stage_asks_of_them(storage: Storage) -> None:
    given(storage, asking(Demo=[a_checklist(deal_role="onboarding"), a_checklist("Mine")]))
    fill(storage, OTHER_REP)

    move(storage, "Demo")

    assert told(storage) == [(OTHER_REP, "action_assigned")]


@pytest.mark.rule("PS-245")
def test_a_new_owner_hears_of_the_deal_and_not_of_each_of_its_actions(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_checklist(), a_checklist("Call")]))

    with storage.writing() as work:
        wanted = WantedAssignment(opportunity_id=FIRST, owner_id=OTHER_REP)
        assign_opportunity(work, wanted, by=by(an_operator()), at=next(MOMENTS))

    assert sorted(told(storage)) == [(REP, "taken_away"), (OTHER_REP, "assigned")]


@pytest.mark.rule("PS-115")
@pytest.mark.rule("PS-245")
def test_those_who_take_part_are_told_of_what_a_stage_books_as_of_what_a_person_books(storage: Storage) -> None:
    given(storage, asking(Demo=[booked_at_once(activity=TALK)]))
    fill(storage, OTHER_REP)

    move(storage, "Demo")
    assert told(storage) == [(OTHER_REP, "activity_added")]

    book(storage, a_rep(), COLLABORATOR)
    assert told(storage)[1:] == [(COLLABORATOR, "activity_added")]
    assert notices(storage)[1].params["subject"] == "Kick-off"


@pytest.mark.rule("PS-245")
def test_those_who_take_part_are_told_of_another_time_and_of_a_cancellation(storage: Storage) -> None:
    given(storage, asking())
    activity_id = book(storage, a_rep(), OTHER_REP)

    change(storage, activity_id, 1, remarks="Bring the plan")
    change(storage, activity_id, 2, starts_at=TOMORROW - timedelta(hours=2), participants=(OTHER_REP, COLLABORATOR))
    with storage.writing() as work:
        cancel_activity(work, activity_id, None, by=by(), at=next(MOMENTS))
    with storage.writing() as work:
        reactivate_activity(work, activity_id, by=by(), at=next(MOMENTS))

    assert [told_ for told_ in told(storage) if told_[0] == OTHER_REP] == [
        (OTHER_REP, "activity_added"),
        (OTHER_REP, "activity_moved"),
        (OTHER_REP, "activity_cancelled"),
        (OTHER_REP, "activity_added"),
    ]
    its = [kind for user_id, kind in told(storage) if user_id == COLLABORATOR]
    assert its == ["activity_added", "activity_cancelled", "activity_added"]


@pytest.mark.rule("PS-245")
def test_of_a_private_activity_one_is_told_without_its_subject(storage: Storage) -> None:
    given(storage, asking())

    book(storage, a_rep(), OTHER_REP, is_private=True)

    [notice] = notices(storage)
    assert notice.kind == "activity_added"
    assert "subject" not in notice.params


@pytest.mark.rule("PS-245")
def test_deleting_an_action_tells_only_when_its_activity_is_cancelled(storage: Storage) -> None:
    plan = {"activity": ActivityPlan(deal_roles=("onboarding",))}
    given(storage, asking(Demo=[booked_at_once("Call", **plan), booked_at_once("Visit", **plan)]))
    fill(storage, OTHER_REP)
    move(storage, "Demo")

    for name, cancels in (("Call", False), ("Visit", True)):
        with storage.writing() as work:
            wanted = WantedDeletion(cancels_activity=cancels)
            delete_action(work, number_of(storage, name), wanted, by=by(), at=next(MOMENTS))

    assert told(storage) == [
        (OTHER_REP, "activity_added"),
        (OTHER_REP, "activity_cancelled"),
    ]


@pytest.mark.rule("PS-117")
@pytest.mark.rule("AC-71")
@pytest.mark.parametrize("who", [a_rep(), a_manager()])
def test_the_owner_is_told_of_what_could_not_be_booked_also_when_they_moved_it(storage: Storage, who: Actor) -> None:
    given(storage, asking(Demo=[booked_at_once(deal_role="legal")]))

    with storage.writing() as work:
        move_opportunities(work, [a_move("Demo")], by=by(who), at=next(MOMENTS))

    [notice] = [each for each in notices(storage) if each.kind == "activity_not_booked"]
    assert (notice.user_id, notice.params["action_name"]) == (REP, "Meeting")


@pytest.mark.rule("PS-77")
def test_an_outcome_is_told_to_those_who_took_part_when_that_is_wanted(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once(activity=ASKED), booked_at_once("Call", activity=ASKED)]))
    first, second = (activity.id for activity in all_activities(storage))
    for activity_id in (first, second):
        with storage.writing() as work:
            version = work.agendas.activities([activity_id])[activity_id].version
        change(storage, activity_id, version, participants=(OTHER_REP,))

    finish(storage, first, Said(outcome="qualified", note="They want the crane."))
    assert "outcome_told" not in [kind for _, kind in told(storage)]

    finish(storage, second, Said(outcome="qualified", note="They want the crane.", tells_participants=True))
    [notice] = [each for each in notices(storage) if each.kind == "outcome_told"]
    assert (notice.user_id, notice.params["subject"]) == (OTHER_REP, "Call")
    assert (notice.params["outcome"], notice.params["note"]) == ("Talked, worth pursuing", "They want the crane.")


@pytest.mark.rule("PS-126")
@pytest.mark.rule("PS-245")
@pytest.mark.rule("AC-83")
def test_a_held_move_is_told_to_the_owner_who_is_prompted_once_when_it_can_go_on(storage: Storage) -> None:
    open_points = [a_criterion(name, n, strength=Strength.SOFT) for n, name in ((8, "budget"), (9, "decision maker"))]
    given(storage, asking(options=ON, leaving={"Qualify": open_points}, Qualify=[a_checklist()]))
    complete(storage, "Send brochure", who=by(a_manager()))
    [notice] = notices(storage)
    assert (notice.user_id, notice.kind, notice.params["to_stage_name"]) == (REP, "advance_held", "Demo")
    assert notice.params["gaps"] == ["budget", "decision maker"]

    confirm(storage, 8)
    assert told(storage) == [(REP, "advance_held")]

    confirm(storage, 9)
    assert told(storage)[1:] == [(REP, "ready_to_advance")]
    assert stage_of(storage) == "Qualify"

    confirm(storage, 8)
    assert told(storage)[2:] == []


@pytest.mark.rule("PS-126")
def test_nobody_is_prompted_when_something_was_added_in_the_meantime_or_it_has_moved(storage: Storage) -> None:
    given(storage, asking(options=ON, leaving={"Qualify": [a_criterion("budget", 9)]}, Qualify=[a_checklist()]))
    complete(storage, "Send brochure")
    add(storage, a_rep(), "One more")
    confirm(storage, 9)
    assert told(storage) == []

    move(storage, "Demo")
    with storage.writing() as work:
        work.organisations.take()
    assert told(storage) == []


@pytest.mark.rule("PS-125")
@pytest.mark.rule("AC-85")
def test_the_owner_is_prompted_to_close_what_has_no_stage_left(storage: Storage) -> None:
    given(storage, asking(options=ON, Propose=[a_checklist()]), stage="Propose")

    complete(storage, "Send brochure", who=by(a_manager()))

    assert told(storage) == [(REP, "ready_to_close")]


@pytest.mark.rule("PS-246")
def test_a_batch_is_told_once_with_the_number_of_its_actions(storage: Storage) -> None:
    process = asking(Demo=[a_checklist(deal_role="onboarding"), booked_at_once("Call", deal_role="onboarding")])
    given(storage, process)
    fill(storage, OTHER_REP)
    with storage.writing() as work:
        its = [an_opportunity("Qualify", process=process, id=OpportunityId(n), contact_id=1) for n in range(2, 7)]
        keep_opportunities(work.connection, *its)
    counts = []
    for ids in ([2], [3], [4, 5, 6]):
        with storage.writing() as work:
            batch_id = record_small_batch(work, "moves", len(ids), by=by(an_operator()), at=NOON)
            who = By(an_operator(), Channel.MASS, batch_id)
            move_opportunities(work, [a_move(opportunity_id=n) for n in ids], by=who, at=next(MOMENTS))
        with statements(storage.engines.writing) as heard:
            Worker(storage).run_once(NOON + timedelta(days=400))
            counts.append(len(heard))

    found = {(n.user_id, n.kind, n.batch_id): n.params["count"] for n in notices(storage) if n.user_id == OTHER_REP}
    assert sorted((kind, number) for (_, kind, _), number in found.items()) == [
        *[("action_assigned", 1)] * 2,
        ("action_assigned", 3),
        *[("activity_added", 1)] * 2,
        ("activity_added", 3),
    ]
    assert counts[1] == counts[2]


def test_the_times_of_a_day_are_said_as_instants(storage: Storage) -> None:
    """The page says them in the zone of whoever reads."""
    given(storage, asking())
    book(storage, a_rep(), MANAGER, OPERATIONS)

    begins = {datetime.fromisoformat(notice.params["begins"]) for notice in notices(storage)}
    assert begins == {TOMORROW}
