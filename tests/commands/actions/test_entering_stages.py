"""What moves make of actions and activities, on both databases."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from stageline.commands.opportunities.mass import MassMove, mass_move
from stageline.commands.opportunities.moving import move_opportunities, move_opportunity
from stageline.commands.opportunities.opening import SaidOpening, open_opportunity
from stageline.commands.opportunities.reopening import reopen_opportunity
from stageline.commands.opportunities.undoing import undo_move
from stageline.domain.actions.leaving import ConfirmationRequired
from stageline.domain.batches.batch import BatchItem
from stageline.domain.events import Channel
from stageline.domain.ids import EventId, OpportunityId, StageId
from stageline.domain.opportunities.closing import Closing
from stageline.domain.opportunities.moving import Decided
from stageline.domain.opportunities.reopening import WantedReopening
from stageline.domain.processes.action import ActivityPlan, CancelActivities
from stageline.domain.processes.process import Process, ReopenPolicy
from stageline.queries.guidance import read_options
from stageline.storage.tables import actions, activities, activity_participants, events, metadata, role_maps
from stageline.storage.unit_of_work import Storage
from tests.agendas import a_checklist, a_definition, all_actions, all_activities, asking, booked_at_once
from tests.builders import (
    ACCOUNT,
    DAY,
    MANAGER,
    MINUTE,
    NOON,
    OTHER_REP,
    REP,
    a_manager,
    a_move,
    a_process,
    an_opportunity,
    by,
    keep,
)
from tests.statements import statements

ASK, ALWAYS = CancelActivities.ASK, CancelActivities.ALWAYS
FIRST = OpportunityId(1)
PRICE = Closing(close_reason="price")


def given(storage: Storage, process: Process, *numbers: int, stage: str = "Qualify") -> None:
    records = [an_opportunity(stage, process=process, id=OpportunityId(number)) for number in numbers or (1,)]
    with storage.writing() as work:
        keep(work.connection, process, *records)


def move(storage: Storage, to: str, *, at: Any = NOON, channel: Channel = Channel.BOARD, **said: Any) -> Decided:
    with storage.writing() as work:
        return move_opportunity(work, a_move(to, reason="So", **said), by=by(channel=channel), at=at)


def all_rows(storage: Storage) -> dict[str, list[Any]]:
    with storage.reading() as connection:
        return {table.name: list(connection.execute(select(table))) for table in metadata.sorted_tables}


def kinds(storage: Storage) -> list[str]:
    with storage.reading() as connection:
        return list(connection.scalars(select(events.c.kind).order_by(events.c.id)))


@pytest.mark.rule("PS-31")
@pytest.mark.rule("PS-94")
@pytest.mark.rule("PS-113")
@pytest.mark.rule("AC-70")
def test_entering_a_stage_makes_its_actions_and_books_what_is_to_be_booked(storage: Storage) -> None:
    given(storage, asking(Demo=[booked_at_once(), a_checklist()], Propose=[a_checklist("Later")]))

    moved = move(storage, "Demo")

    meeting, brochure = all_actions(storage)
    [activity] = all_activities(storage)
    assert (meeting.name, meeting.stage_id, meeting.responsible_id, meeting.completed_at) == ("Meeting", 2, REP, None)
    assert (brochure.name, brochure.type, brochure.plan) == ("Send brochure", "checklist", {})
    assert (activity.action_id, activity.opportunity_id, activity.status) == (meeting.id, 1, "active")
    assert moved.change is not None
    assert activity.made_by_event == moved.change.id
    assert kinds(storage)[1:] == ["opportunity.moved", "actions.begun", "activity.booked"]
    causes = [row.cause_id for row in all_rows(storage)["events"]][2:]
    assert causes == [moved.change.id, moved.change.id]


@pytest.mark.rule("PS-32")
def test_a_definition_changed_later_changes_no_action_that_is_there(storage: Storage) -> None:
    given(storage, asking(Demo=[a_definition("Meeting", instructions="Old words")]))
    move(storage, "Demo")

    with storage.writing() as work:
        work.connection.exec_driver_sql("UPDATE stages SET actions = '[]'")
        work.connection.exec_driver_sql("UPDATE processes SET revision = 2")

    assert [a.instructions for a in all_actions(storage)] == ["Old words"]
    move(storage, "Qualify", at=NOON + MINUTE)
    move(storage, "Demo", at=NOON + 2 * MINUTE)
    assert [a.instructions for a in all_actions(storage)] == ["Old words"]


@pytest.mark.rule("PS-39")
@pytest.mark.rule("PS-116")
@pytest.mark.rule("AC-64")
def test_entering_again_makes_nothing_twice(storage: Storage) -> None:
    given(storage, asking(Demo=[booked_at_once(), a_checklist()]))
    move(storage, "Demo")
    before = (all_actions(storage), all_activities(storage))
    with storage.writing() as work:
        work.connection.execute(actions.update().where(actions.c.name == "Send brochure").values(deleted_at=NOON))

    move(storage, "Propose", at=NOON + MINUTE)
    move(storage, "Demo", at=NOON + 2 * MINUTE)

    assert all_actions(storage) == before[0][:1]
    assert all_activities(storage) == before[1]


@pytest.mark.rule("PS-40")
@pytest.mark.rule("AC-61")
def test_a_stage_passed_over_makes_nothing(storage: Storage) -> None:
    given(storage, asking(Demo=[booked_at_once()], Propose=[a_checklist()]))

    move(storage, "Propose")
    assert [a.stage_id for a in all_actions(storage)] == [3]

    move(storage, "Demo", at=NOON + MINUTE)
    assert [a.stage_id for a in all_actions(storage)] == [2, 3]


@pytest.mark.rule("PS-118")
@pytest.mark.rule("PS-248")
def test_creating_counts_as_entering(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once()]))

    with storage.writing() as work:
        said = SaidOpening(fields={"account_id": ACCOUNT})
        created = open_opportunity(work, said, by=by(), at=NOON)

    [action] = all_actions(storage, created.after.id)
    [activity] = all_activities(storage)
    assert (action.name, activity.action_id) == ("Meeting", action.id)
    assert kinds(storage)[1:] == ["opportunity.created", "actions.begun", "activity.booked"]


@pytest.mark.rule("PS-173")
@pytest.mark.rule("AC-101")
def test_reopening_makes_no_duplicates_and_a_stage_never_entered_begins(storage: Storage) -> None:
    process = asking(
        options={"reopen_policy": ReopenPolicy.OWNER}, Demo=[a_checklist()], Propose=[a_checklist("Later")]
    )
    given(storage, process)
    move(storage, "Demo")
    move(storage, "Lost", closing=PRICE, at=NOON + MINUTE)

    with storage.writing() as work:
        wanted = WantedReopening(opportunity_id=FIRST, reason="They came back")
        reopen_opportunity(work, wanted, by=by(channel=Channel.REOPEN), at=NOON + 2 * MINUTE)
    assert [a.name for a in all_actions(storage)] == ["Send brochure"]

    move(storage, "Lost", closing=PRICE, at=NOON + 3 * MINUTE)
    with storage.writing() as work:
        wanted = WantedReopening(opportunity_id=FIRST, reason="They came back", stage_id=StageId(3))
        reopen_opportunity(work, wanted, by=by(channel=Channel.REOPEN), at=NOON + 4 * MINUTE)
    assert [a.name for a in all_actions(storage)] == ["Send brochure", "Later"]


@pytest.mark.rule("PS-208")
@pytest.mark.rule("AC-120")
def test_the_closest_role_map_says_who_is_responsible(storage: Storage) -> None:
    plan = ActivityPlan(deal_roles=("onboarding",))
    given(storage, asking(Demo=[booked_at_once(deal_role="Onboarding"), booked_at_once("Call", activity=plan)]))
    with storage.writing() as work:
        rows = [
            {"deal_role": "onboarding", "opportunity_id": 0, "process_id": 1, "owner_id": 0, "user_id": MANAGER},
            {"deal_role": "onboarding", "opportunity_id": 0, "process_id": 1, "owner_id": REP, "user_id": OTHER_REP},
        ]
        work.connection.execute(insert(role_maps), rows)

    move(storage, "Demo")

    assert [a.responsible_id for a in all_actions(storage)] == [OTHER_REP, REP]
    assert [a.responsible_id for a in all_activities(storage)] == [OTHER_REP, REP]
    assert [tuple(row) for row in all_rows(storage)[activity_participants.name]] == [(2, OTHER_REP)]


@pytest.mark.rule("PS-117")
@pytest.mark.rule("AC-71")
def test_a_move_succeeds_although_an_activity_cannot_be_booked(storage: Storage) -> None:
    given(storage, asking(Demo=[booked_at_once(deal_role="onboarding"), booked_at_once("Call")]))

    moved = move(storage, "Demo")

    assert moved.after.stage.name == "Demo"
    assert [a.trouble for a in all_actions(storage)] == ["Nobody fills the role onboarding.", None]
    assert [a.subject for a in all_activities(storage)] == ["Call"]
    begun = next(row for row in all_rows(storage)["events"] if row.kind == "actions.begun")
    assert begun.facts["actions"][0]["trouble"] == "Nobody fills the role onboarding."


@pytest.mark.rule("PS-94")
@pytest.mark.rule("AC-77")
def test_when_the_database_fails_all_is_as_before(storage: Storage) -> None:
    given(storage, asking(Demo=[booked_at_once()]))
    before = all_rows(storage)

    no = "ALTER TABLE activities ADD CONSTRAINT no CHECK (id < 0)"
    if storage.engines.is_sqlite:
        no = "CREATE TEMP TRIGGER no BEFORE INSERT ON main.activities BEGIN SELECT RAISE(ABORT, 'no'); END"

    def fail() -> None:
        with storage.writing() as work:
            work.connection.execute(text(no))
            move_opportunity(work, a_move("Demo"), by=by(), at=NOON)

    with pytest.raises(DBAPIError):
        fail()

    assert all_rows(storage) == before


@pytest.mark.rule("PS-110")
@pytest.mark.rule("AC-66")
@pytest.mark.rule("AC-65")
@pytest.mark.rule("PS-108")
def test_whoever_does_not_answer_has_changed_nothing_and_the_answer_is_obeyed(storage: Storage) -> None:
    given(storage, asking(ASK, Demo=[booked_at_once(), booked_at_once("Call")]))
    move(storage, "Demo")
    meeting, call = all_activities(storage)
    before = all_rows(storage)

    with pytest.raises(ConfirmationRequired) as asked:
        move(storage, "Propose")
    assert [each["id"] for each in asked.value.facts["activities"]] == [meeting.id, call.id]
    assert all_rows(storage) == before

    moved = move(storage, "Propose", cancel_activities=(call.id,))
    after = {a.subject: a for a in all_activities(storage)}
    assert moved.change is not None
    assert (after["Meeting"].status, after["Call"].status, after["Call"].end_reason) == (
        "active", "cancelled", "stage change",
    )  # fmt: skip
    assert (after["Call"].cancelled_by_event, after["Call"].action_id) == (moved.change.id, call.action_id)


@pytest.mark.rule("PS-111")
@pytest.mark.rule("PS-107")
def test_every_kind_of_move_leaves_its_stage(storage: Storage) -> None:
    given(storage, asking(ALWAYS, Demo=[booked_at_once()], Propose=[booked_at_once("Call")]))

    move(storage, "Demo")
    back = move(storage, "Qualify", at=NOON + MINUTE)
    assert [a.status for a in all_activities(storage)] == ["cancelled"]
    assert [event.kind for event in back.following] == ["activity.cancelled"]

    move(storage, "Propose", at=NOON + 2 * MINUTE)
    move(storage, "Lost", at=NOON + 3 * MINUTE, closing=PRICE)
    assert [a.status for a in all_activities(storage)] == ["cancelled", "cancelled"]


def as_they_were(storage: Storage) -> list[dict[str, Any]]:
    """All of each activity but what every change of it touches."""
    touched = {"version": 0, "sequence": 0, "changed_at": None}
    return [activity._asdict() | touched for activity in all_activities(storage)]


@pytest.mark.rule("PS-101")
@pytest.mark.rule("AC-75")
def test_an_undo_takes_back_what_was_booked_and_brings_back_what_was_cancelled(storage: Storage) -> None:
    given(storage, asking(ALWAYS, Demo=[booked_at_once()], Propose=[booked_at_once("Call"), a_checklist()]))
    move(storage, "Demo")
    before = (all_actions(storage), as_they_were(storage))
    moved = move(storage, "Propose", at=NOON + MINUTE)
    assert moved.change is not None

    undo(storage, moved.change.id)

    assert all_actions(storage) == before[0]
    assert as_they_were(storage) == before[1]
    again = move(storage, "Propose", at=NOON + 3 * MINUTE)
    assert [a.name for a in all_actions(storage)] == ["Meeting", "Call", "Send brochure"]
    assert [e.kind for e in again.following] == ["activity.cancelled", "actions.begun", "activity.booked"]


@pytest.mark.rule("PS-101")
def test_what_somebody_has_touched_survives_an_undo(storage: Storage) -> None:
    given(storage, asking(Demo=[booked_at_once(), a_checklist(), a_checklist("Third")]))
    moved = move(storage, "Demo")
    with storage.writing() as work:
        work.connection.execute(activities.update().values(version=2))
        done = {"completed_at": NOON, "completed_by": REP, "completed_how": "manual"}
        work.connection.execute(actions.update().where(actions.c.name == "Third").values(**done))
    assert moved.change is not None

    undo(storage, moved.change.id)

    assert [a.name for a in all_actions(storage)] == ["Meeting", "Third"]
    assert len(all_activities(storage)) == 1


def undo(storage: Storage, move_id: EventId) -> None:
    with storage.writing() as work:
        undo_move(work, FIRST, move_id, by=by(), at=NOON + 2 * MINUTE)


@pytest.mark.rule("PS-93")
def test_a_preview_tells_what_would_follow_and_leaves_no_trace(storage: Storage) -> None:
    given(storage, asking(ALWAYS, Demo=[booked_at_once()], Propose=[booked_at_once("Call")]))
    move(storage, "Demo")
    before = all_rows(storage)

    with storage.writing(preview=True) as work:
        previewed = move_opportunity(work, a_move("Propose"), by=by(), at=NOON + DAY)
    assert all_rows(storage) == before
    moved = move(storage, "Propose", at=NOON + DAY)

    assert [e.kind for e in moved.following] == ["activity.cancelled", "actions.begun", "activity.booked"]
    assert [e.told() for e in previewed.following] == [e.told() for e in moved.following]


def test_a_process_without_actions_costs_no_statement_for_them(storage: Storage) -> None:
    given(storage, a_process(), 1, 2)
    move(storage, "Demo", opportunity_id=OpportunityId(2))

    with statements(storage.engines.writing) as heard:
        move(storage, "Demo")

    assert not [s for s in heard if "actions" in s or "activit" in s or "role_maps" in s]


def test_with_actions_500_take_as_many_statements_as_one(storage: Storage) -> None:
    plan = ActivityPlan(deal_roles=("owner's helper",))
    its = [booked_at_once(deal_role="engineer"), booked_at_once("Call", activity=plan), booked_at_once("Demo")]
    given(storage, asking(ALWAYS, Demo=its, Propose=its), *range(1, 502))
    with storage.writing() as work:
        roles = ("engineer", "owner's helper")
        work.connection.execute(insert(role_maps), [_for_all(role) for role in roles])
        everything: Sequence[int] = range(1, 502)
        move_opportunities(
            work, [a_move("Demo", opportunity_id=OpportunityId(n)) for n in everything], by=_mass(), at=NOON
        )
    move(storage, "Propose", opportunity_id=OpportunityId(501))

    with statements(storage.engines.writing) as one:
        move(storage, "Propose")
    wanted = [a_move("Propose", opportunity_id=OpportunityId(n)) for n in range(2, 501)]
    with statements(storage.engines.writing) as many, storage.writing() as work:
        answers = move_opportunities(work, wanted, by=_mass(), at=NOON)

    assert [s[:60] for s in one] == [s[:60] for s in many]
    assert all(isinstance(answer, Decided) and len(answer.following) == 3 for answer in answers)
    assert len(all_activities(storage)) == 501 * 6


def _for_all(role: str) -> dict[str, Any]:
    return {"deal_role": role, "opportunity_id": 0, "process_id": 0, "owner_id": 0, "user_id": OTHER_REP}


def _mass() -> Any:
    return by(a_manager(), Channel.MASS)


@pytest.mark.rule("PS-93")
@pytest.mark.rule("AC-79")
def test_the_plan_says_what_is_asked_about_what_is_cancelled_and_what_is_booked(storage: Storage) -> None:
    propose = [booked_at_once("Call"), booked_at_once("Kick-off", deal_role="onboarding"), a_checklist()]
    given(storage, asking(ASK, Demo=[booked_at_once()], Propose=propose))
    move(storage, "Demo")
    before = all_rows(storage)

    with storage.writing(preview=True) as work:
        options = read_options(work, FIRST, by=by(), moment=work.moment(NOON)).options

    plans = {plan.stage.name: plan for plan in options}
    follows = plans["Propose"].following
    assert [each.subject for each in follows.asked] == ["Meeting"]
    assert follows.actions == ("Call", "Kick-off", "Send brochure")
    assert [(each.subject, each.begins) for each in follows.booked] == [("Call", "2026-11-05T08:00:00+00:00")]
    assert follows.troubles == ("Kick-off: Nobody fills the role onboarding.",)
    assert plans["Propose"].verdict == "asks"
    assert plans["Qualify"].following.actions == ()
    assert all_rows(storage) == before


@pytest.mark.rule("PS-189")
@pytest.mark.rule("AC-111")
@pytest.mark.parametrize(("cancels", "status"), [(True, "cancelled"), (False, "active")])
def test_for_many_the_question_is_answered_once(storage: Storage, cancels: bool, status: str) -> None:
    given(storage, asking(ASK, Demo=[booked_at_once()]), 1, 2)
    for number in (1, 2):
        move(storage, "Demo", opportunity_id=OpportunityId(number))

    with storage.writing() as work:
        wanted = MassMove(stage_id=StageId(3), cancels_activities=cancels)
        items = [BatchItem(OpportunityId(1)), BatchItem(OpportunityId(2))]
        answer = mass_move(work, wanted, items, by=_mass(), at=NOON + MINUTE)

    assert answer.counts["changed"] == 2
    assert [a.status for a in all_activities(storage)] == [status, status]
