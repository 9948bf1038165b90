"""What goes along when an opportunity is given to somebody else, on both databases."""

import pytest
from sqlalchemy import insert, update

from stageline.commands.actions.changing import add_action
from stageline.commands.activities.booking import book_activity
from stageline.commands.opportunities.assigning import assign_opportunity
from stageline.commands.opportunities.mass import MassAssignment, mass_assign, reverse_batch
from stageline.domain.actions.changing import WantedAction
from stageline.domain.activities.booking import ActivitySaid
from stageline.domain.batches.batch import BatchItem
from stageline.domain.ids import OpportunityId
from stageline.domain.opportunities.assigning import WantedAssignment
from stageline.domain.processes.action import ActionDefinition
from stageline.storage.tables import actions, activities, role_maps
from stageline.storage.unit_of_work import Storage
from tests.agendas import a_checklist, all_actions, all_activities, asking, booked_at_once
from tests.builders import MANAGER, OPERATIONS, OTHER_REP, REP, a_rep, an_operator, by
from tests.commands.actions.acting import FIRST, MOMENTS, complete, given, kinds


def assign(storage: Storage, *, hands_over: bool = True) -> None:
    with storage.writing() as work:
        wanted = WantedAssignment(opportunity_id=FIRST, owner_id=OTHER_REP, hands_over=hands_over)
        assign_opportunity(work, wanted, by=by(an_operator()), at=next(MOMENTS))


THREE: list[ActionDefinition] = [booked_at_once(), a_checklist("One"), a_checklist("Two")]


@pytest.mark.rule("PS-195")
@pytest.mark.rule("AC-114")
def test_what_the_old_owner_still_had_to_do_is_the_new_owners(storage: Storage) -> None:
    given(storage, asking(Qualify=THREE))
    complete(storage, "Two")
    with storage.writing() as work:
        book_activity(work, OpportunityId(1), ActivitySaid(subject="Lunch", starts_at=next(MOMENTS)), by=by(),
                      at=next(MOMENTS))  # fmt: skip

    assign(storage)

    assert [a.responsible_id for a in all_actions(storage)] == [OTHER_REP, OTHER_REP, REP]
    assert [(a.subject, a.responsible_id) for a in all_activities(storage)] == [
        ("Meeting", OTHER_REP), ("Lunch", OTHER_REP),
    ]  # fmt: skip
    assert kinds(storage)[-2:] == ["opportunity.assigned", "actions.reassigned"]


@pytest.mark.rule("PS-195")
def test_unless_it_is_not_wanted(storage: Storage) -> None:
    given(storage, asking(Qualify=THREE))

    assign(storage, hands_over=False)

    assert {a.responsible_id for a in (*all_actions(storage), *all_activities(storage))} == {REP}


@pytest.mark.rule("PS-212")
def test_roles_are_looked_up_again_for_the_new_owner_and_what_others_hold_they_keep(storage: Storage) -> None:
    given(storage, asking(Qualify=[a_checklist("One", deal_role="engineer"), booked_at_once(), a_checklist("Two")]))
    with storage.writing() as work:
        row = {"deal_role": "engineer", "opportunity_id": 0, "process_id": 0, "owner_id": OTHER_REP, "user_id": MANAGER}
        work.connection.execute(insert(role_maps), [row])
        others = {"responsible_id": OPERATIONS}
        work.connection.execute(update(activities).values(**others))
        work.connection.execute(update(actions).where(actions.c.name == "Meeting").values(**others))

    assign(storage)

    assert [a.responsible_id for a in all_actions(storage)] == [MANAGER, OPERATIONS, OTHER_REP]
    assert [a.responsible_id for a in all_activities(storage)] == [OPERATIONS]


@pytest.mark.rule("PS-194")
@pytest.mark.rule("PS-195")
def test_taking_a_batch_back_hands_back_what_had_gone_along_and_nothing_else(storage: Storage) -> None:
    given(storage, asking(Qualify=THREE))
    with storage.writing() as work:
        adding = WantedAction(name="Theirs all along", responsible_id=OTHER_REP)
        add_action(work, FIRST, adding, by=by(), at=next(MOMENTS))
    with storage.writing() as work:
        items = [BatchItem(FIRST)]
        batch = mass_assign(work, MassAssignment(owner_id=OTHER_REP), items, by=by(an_operator()), at=next(MOMENTS))
    complete(storage, "Two", who=by(a_rep(OTHER_REP)))

    with storage.writing() as work:
        reverse_batch(work, batch.batch_id, by=by(an_operator()), at=next(MOMENTS))

    assert {a.name: a.responsible_id for a in all_actions(storage)} == {
        "Meeting": REP, "One": REP, "Two": OTHER_REP, "Theirs all along": OTHER_REP,
    }  # fmt: skip
    assert [a.responsible_id for a in all_activities(storage)] == [REP]
    assert kinds(storage)[-2:] == ["opportunity.assigned", "actions.reassigned"]
