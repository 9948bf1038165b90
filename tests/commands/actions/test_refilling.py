"""What becomes of actions when another person fills their role, on both databases."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from stageline.commands.actions.changing import change_action
from stageline.commands.deal_roles import map_role
from stageline.commands.opportunities.moving import move_opportunities
from stageline.domain.actions.changing import ActionChange
from stageline.domain.actions.mapping_roles import WantedMap
from stageline.domain.activities.booking import ActivitySaid
from stageline.domain.ids import OpportunityId, UserId
from stageline.storage.tables import actions, batches, events, notifications
from stageline.storage.unit_of_work import Storage
from stageline.worker.loop import Worker
from tests.agendas import a_checklist, a_definition, all_actions, asking
from tests.builders import (
    MANAGER,
    MINUTE,
    NOON,
    OTHER_REP,
    REP,
    a_move,
    an_operator,
    an_opportunity,
    by,
    keep_opportunities,
)
from tests.commands.actions.acting import MOMENTS, all_rows, complete, given, kinds, number_of, perform

ASKED = [a_definition(name, deal_role="onboarding") for name in ("Done", "Booked", "Chosen", "Open")]


def fill(storage: Storage, user_id: UserId | None, *, preview: bool = False, **scope: Any) -> None:
    with storage.writing(preview=preview) as work:
        wanted = WantedMap(deal_role="Onboarding", user_id=user_id, **scope)
        map_role(work, wanted, by=by(an_operator()), at=next(MOMENTS))


def in_qualify(storage: Storage, *ids: int, **said: Any) -> None:
    """Their actions are there."""
    with storage.writing() as work:
        process = asking(Qualify=ASKED)
        its = [an_opportunity("Propose", process=process, id=OpportunityId(n), contact_id=1, **said) for n in ids]
        keep_opportunities(work.connection, *its)
        moves = [a_move("Qualify", opportunity_id=n, reason="So", acknowledge_gaps=True) for n in ids]
        move_opportunities(work, moves, by=by(an_operator()), at=NOON + MINUTE)


def responsible(storage: Storage, opportunity_id: int = 1) -> dict[str, UserId]:
    return {action.name: action.responsible_id for action in all_actions(storage, opportunity_id)}


@pytest.mark.rule("PS-209")
def test_what_is_neither_complete_nor_performed_nor_given_by_hand_follows_the_role(storage: Storage) -> None:
    given(storage, asking(Qualify=[*ASKED, a_checklist("Mine"), a_checklist("Other", deal_role="legal")]))
    complete(storage, "Done")
    perform(storage, "Booked", activity=ActivitySaid())
    with storage.writing() as work:
        given_by_hand = ActionChange(responsible_id=MANAGER)
        change_action(work, number_of(storage, "Chosen"), given_by_hand, by=by(), at=next(MOMENTS))
    before = all_rows(storage)
    fill(storage, OTHER_REP, preview=True)
    assert all_rows(storage) == before

    fill(storage, OTHER_REP)

    assert responsible(storage) == {
        "Done": REP, "Booked": REP, "Chosen": MANAGER, "Open": OTHER_REP, "Mine": REP, "Other": REP,
    }  # fmt: skip
    assert kinds(storage)[-2:] == ["deal_role.mapped", "actions.reassigned"]
    with storage.reading() as connection:
        mapped, fallen = connection.execute(select(events).order_by(events.c.id)).all()[-2:]
    assert fallen.cause_id == mapped.id

    fill(storage, None)
    assert responsible(storage)["Open"] == REP


@pytest.mark.rule("PS-209")
@pytest.mark.rule("PS-208")
def test_a_map_of_one_owner_concerns_what_they_own(storage: Storage) -> None:
    given(storage, asking(Qualify=ASKED))
    in_qualify(storage, 2, owner_id=MANAGER)

    fill(storage, OTHER_REP, owner_id=MANAGER)

    assert set(responsible(storage, 1).values()) == {REP}
    assert set(responsible(storage, 2).values()) == {OTHER_REP}


@pytest.mark.rule("PS-246")
def test_whoever_the_role_falls_to_is_told_once(storage: Storage) -> None:
    given(storage, asking(Qualify=ASKED))
    in_qualify(storage, 2, 3)

    fill(storage, OTHER_REP)
    Worker(storage).run_once(NOON + timedelta(days=400))

    with storage.reading() as connection:
        [told] = [row for row in connection.execute(select(notifications)) if row.user_id == OTHER_REP]
    assert (told.kind, told.params["count"]) == ("action_assigned", 12)


@pytest.mark.rule("PS-193")
@pytest.mark.rule("PS-209")
def test_beyond_a_thousand_it_goes_on_in_the_background(storage: Storage) -> None:
    given(storage, asking(Qualify=ASKED))
    in_qualify(storage, *range(2, 1_002))

    fill(storage, OTHER_REP)
    assert set(responsible(storage).values()) == {REP}
    for _ in range(6):
        Worker(storage).run_once(NOON + timedelta(days=400))

    with storage.reading() as connection:
        assert set(connection.scalars(select(actions.c.responsible_id))) == {OTHER_REP}
        batch = connection.execute(select(batches)).one()
    assert (batch.kind, batch.state, batch.counts["changed"]) == ("refillings", "done", 1_001)
