"""Adding, changing and deleting actions of one opportunity, on both databases."""

from datetime import date

import pytest

from stageline.commands.actions.changing import add_action, change_action, delete_action
from stageline.domain.actions.action import Action, ActionNotFound
from stageline.domain.actions.changing import (
    ActionChange,
    ActionTypeIsFixed,
    NameRequired,
    PlanDoesNotFit,
    WantedAction,
    WantedDeletion,
)
from stageline.domain.activities.booking import UnknownParticipant
from stageline.domain.events import By
from stageline.domain.ids import OpportunityId, StageId, UserId
from stageline.domain.opportunities.gates import ReasonRequired
from stageline.domain.opportunities.opportunity import NotYoursToChange, OpportunityNotFound, ReadOnly
from stageline.domain.processes.action import ActionType, ActivityPlan, LetterPlan
from stageline.domain.processes.process import StageNotInProcess
from stageline.storage.tables import deal_team
from stageline.storage.unit_of_work import Storage
from tests.agendas import a_checklist, a_definition, all_actions, all_activities, asking, booked_at_once
from tests.builders import COLLABORATOR, OTHER_REP, REP, a_collaborator, a_rep, an_opportunity, by, keep_opportunities
from tests.commands.actions.acting import FIRST, MOMENTS, all_rows, complete, given, kinds, move, number_of

BROCHURE = WantedAction(name="Send  brochure", instructions="The new one", due_on=date(2026, 11, 9))


def add(storage: Storage, wanted: WantedAction = BROCHURE, who: By | None = None) -> Action:
    with storage.writing() as work:
        return add_action(work, FIRST, wanted, by=who or by(), at=next(MOMENTS))


def change(storage: Storage, name: str, wanted: ActionChange, who: By | None = None) -> None:
    with storage.writing() as work:
        change_action(work, number_of(storage, name), wanted, by=who or by(), at=next(MOMENTS))


def delete(
    storage: Storage, name: str, who: By | None = None, reason: str | None = None, *, cancels: bool = False
) -> None:
    wanted = WantedDeletion(reason=reason, cancels_activity=cancels)
    with storage.writing() as work:
        delete_action(work, number_of(storage, name), wanted, by=who or by(), at=next(MOMENTS))


@pytest.mark.rule("PS-35")
@pytest.mark.rule("AC-51")
def test_an_action_is_added_to_this_opportunity_alone(storage: Storage) -> None:
    process = asking(Qualify=[a_checklist("One")])
    given(storage, process)
    with storage.writing() as work:
        keep_opportunities(work.connection, an_opportunity(process=process, id=OpportunityId(2)))

    add(storage)

    added = all_actions(storage)[-1]
    assert (added.name, added.stage_id, added.definition, added.position) == ("Send brochure", 1, None, 1)
    assert (added.responsible_id, added.due_on, added.instructions) == (REP, date(2026, 11, 9), "The new one")
    assert all_actions(storage, 2) == []
    assert kinds(storage) == ["action.added"]


@pytest.mark.rule("PS-35")
def test_also_to_a_later_stage_where_it_waits(storage: Storage) -> None:
    given(storage, asking(Demo=[a_checklist("One")]))

    add(storage, WantedAction(name="Mine", stage_id=StageId(2)))
    move(storage, "Demo")

    assert [(a.name, a.stage_id, a.position) for a in all_actions(storage)] == [("Mine", 2, 0), ("One", 2, 1)]


def test_what_makes_no_sense_is_not_added(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_checklist("One")]))
    before = all_rows(storage)

    for refusal, wanted in (
        (NameRequired, WantedAction(name="  ")),
        (UnknownParticipant, WantedAction(name="Mine", responsible_id=UserId(99))),
        (PlanDoesNotFit, WantedAction(name="Mine", plan=LetterPlan())),
        (StageNotInProcess, WantedAction(name="Mine", stage_id=StageId(99))),
        (ReadOnly, WantedAction(name="Mine", stage_id=StageId(4))),
    ):
        with pytest.raises(refusal):
            add(storage, wanted)

    assert all_rows(storage) == before


@pytest.mark.rule("PS-36")
def test_an_action_is_changed_without_its_definition(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_definition("Call"), a_checklist("One")]))

    change(storage, "Call", ActionChange(name="Ring up", responsible_id=OTHER_REP, due_on=None, plan=ActivityPlan()))
    unchanged = all_rows(storage)
    change(storage, "Ring up", ActionChange(name="Ring up"))

    changed = all_actions(storage)[0]
    assert (changed.name, changed.responsible_id, changed.due_on) == ("Ring up", OTHER_REP, None)
    assert (changed.is_changed, changed.is_assigned_by_hand, changed.definition) == (True, True, "call")
    assert all_rows(storage) == unchanged


@pytest.mark.rule("PS-36")
def test_its_type_is_fixed_once_it_has_its_activity_or_is_complete(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once(), a_checklist("One"), a_checklist("Two")]))
    complete(storage, "One")

    change(storage, "Two", ActionChange(type=ActionType.CALENDAR_ACTIVITY))
    before = all_rows(storage)
    for name, other in (("Meeting", ActionType.CHECKLIST), ("One", ActionType.LETTER)):
        with pytest.raises(ActionTypeIsFixed):
            change(storage, name, ActionChange(type=other))

    assert all_actions(storage)[2].type == "calendar_activity"
    assert all_rows(storage) == before


@pytest.mark.rule("PS-37")
@pytest.mark.rule("AC-52")
def test_an_action_is_deleted_from_this_opportunity_and_told(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_checklist("One"), a_checklist("Two")]))

    delete(storage, "One")

    assert [a.name for a in all_actions(storage)] == ["Two"]
    told = all_rows(storage)["events"][-1]
    assert (told.kind, told.actor_id, told.facts["actions"][0]["name"]) == ("action.deleted", REP, "One")
    assert (told.facts["was_complete"], told.facts["reason"]) == (False, None)


@pytest.mark.rule("PS-37")
def test_one_that_the_stage_requires_needs_a_reason(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_checklist("One", is_required=True)]))
    before = all_rows(storage)

    with pytest.raises(ReasonRequired):
        delete(storage, "One")
    assert all_rows(storage) == before
    delete(storage, "One", reason="They know us")

    assert all_actions(storage) == []


@pytest.mark.rule("PS-37")
@pytest.mark.rule("AC-53")
def test_its_activity_stays_by_itself_or_is_cancelled(storage: Storage) -> None:
    given(storage, asking(Qualify=[booked_at_once("Call"), booked_at_once()]))

    delete(storage, "Call")
    delete(storage, "Meeting", cancels=True)

    kept, cancelled = all_activities(storage)
    assert (kept.status, kept.action_id) == ("active", None)
    assert (cancelled.status, cancelled.end_reason) == ("cancelled", "action deleted")


@pytest.mark.rule("PS-35")
@pytest.mark.rule("PS-36")
@pytest.mark.rule("PS-37")
def test_only_who_may_edit_the_opportunity_adds_changes_and_deletes(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_checklist("One")]))
    with storage.writing() as work:
        reader = {"opportunity_id": 1, "user_id": COLLABORATOR, "team_role": "legal", "access": "read"}
        work.connection.execute(deal_team.insert(), [reader])
    before = all_rows(storage)

    for who, refusal in ((by(a_rep(OTHER_REP)), ActionNotFound), (by(a_collaborator()), NotYoursToChange)):
        with pytest.raises((OpportunityNotFound, NotYoursToChange)):
            add(storage, who=who)
        with pytest.raises(refusal):
            change(storage, "One", ActionChange(name="Two"), who=who)
        with pytest.raises(refusal):
            delete(storage, "One", who=who)

    assert all_rows(storage) == before


@pytest.mark.rule("PS-74")
def test_of_a_closed_opportunity_the_actions_of_open_stages_stay_as_they_are(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_checklist("One")], Won=[a_checklist("Two")]))
    move(storage, "Won")

    with pytest.raises(ReadOnly):
        change(storage, "One", ActionChange(name="Three"))
    with pytest.raises(ReadOnly):
        delete(storage, "One")
    change(storage, "Two", ActionChange(name="Three"))

    assert [a.name for a in all_actions(storage)] == ["One", "Three"]
