"""Performing actions of the type gathering, and the lists that they fill, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import insert, select

from stageline.commands.actions.performing import WantedPerformances, perform_actions
from stageline.commands.gatherings import add_gathering, answer_invitation, change_gathering
from stageline.domain.actions.performing import AlreadyCompleted, NeedsInput
from stageline.domain.errors import Refusal
from stageline.domain.events import By
from stageline.domain.gatherings.gathering import (
    CodeTaken,
    Gathering,
    GatheringChanged,
    GatheringNotFound,
    GatheringSaid,
    InvalidGathering,
)
from stageline.domain.gatherings.inviting import (
    AlreadyInvited,
    ContactMissing,
    GatheringCancelled,
    GatheringFull,
    GatheringGone,
    GatheringOver,
    InviteeNotFound,
    InviteeState,
)
from stageline.domain.ids import ContactId, GatheringId
from stageline.domain.rights import RightMissing, Role
from stageline.storage.tables import contacts, invitees
from stageline.storage.unit_of_work import Storage
from tests.agendas import a_checklist, all_actions, an_invitation, asking
from tests.builders import DAY, LONG_AGO, NOON, OPERATIONS, VIEWER, a_rep, an_actor, by
from tests.commands.actions.acting import FIRST, MOMENTS, all_rows, complete, given, kinds, number_of, perform

SOON = {"name": "Demo day", "starts_at": NOON + DAY, "ends_at": NOON + DAY + timedelta(hours=8)}
ANN, BEN = ContactId(1), ContactId(2)


def operations() -> By:
    return by(an_actor(OPERATIONS, Role.OPERATIONS))


def a_gathering(storage: Storage, **said: Any) -> Gathering:
    with storage.writing() as work:
        return add_gathering(work, GatheringSaid(**{**SOON, **said}), by=operations(), at=NOON)


def changed(storage: Storage, gathering: Gathering, **said: Any) -> Gathering:
    with storage.writing() as work:
        wanted = GatheringSaid(**said)
        return change_gathering(work, gathering.id, wanted, version=gathering.version, by=operations(), at=NOON)


def listed(storage: Storage) -> list[tuple[int, int, str]]:
    with storage.reading() as connection:
        order = (invitees.c.gathering_id, invitees.c.contact_id)
        rows = connection.execute(select(*order, invitees.c.state).order_by(*order))
        return [tuple(row) for row in rows]


def have_ben(storage: Storage) -> None:
    with storage.writing() as work:
        work.connection.execute(insert(contacts), [{"id": 2, "name": "Ben", "created_at": LONG_AGO, "version": 1}])


def invite_ben(storage: Storage, gathering: Gathering) -> None:
    have_ben(storage)
    row = {"contact_id": BEN, "state": "invited", "invited_by": OPERATIONS, "invited_at": NOON}
    with storage.writing() as work:
        work.connection.execute(insert(invitees), [{"gathering_id": gathering.id, **row}])


@pytest.mark.rule("PS-52")
@pytest.mark.rule("PS-58")
@pytest.mark.rule("AC-31")
def test_performing_puts_the_contact_on_the_list_once_and_completes_the_action(storage: Storage) -> None:
    given(storage, asking(Qualify=[an_invitation(), a_checklist()]))
    gathering = a_gathering(storage)

    perform(storage, "Demo day")

    assert listed(storage) == [(gathering.id, ANN, "invited")]
    action = all_actions(storage)[0]
    assert (action.completed_how, action.completed_by) == ("performed", a_rep().user_id)
    assert kinds(storage) == ["gathering.contact_invited", "action.completed"]
    before = all_rows(storage)
    with pytest.raises(AlreadyCompleted):
        perform(storage, "Demo day")
    assert all_rows(storage) == before


@pytest.mark.rule("PS-53")
@pytest.mark.rule("AC-32")
def test_whoever_is_on_the_list_is_not_invited_again_and_completing_is_offered(storage: Storage) -> None:
    given(storage, asking(Qualify=[an_invitation(), an_invitation("Again"), a_checklist()]))
    a_gathering(storage)
    perform(storage, "Demo day")
    before = all_rows(storage)

    with pytest.raises(AlreadyInvited) as refused:
        perform(storage, "Again")

    assert refused.value.facts == {"gathering_id": 1, "gathering_name": "Demo day", "offers": "completion"}
    assert all_rows(storage) == before
    complete(storage, "Again")
    assert [each.completed_how for each in all_actions(storage)][:2] == ["performed", "manual"]


@pytest.mark.rule("PS-53")
def test_two_actions_at_once_invite_to_the_same_gathering_once(storage: Storage) -> None:
    given(storage, asking(Qualify=[an_invitation(), an_invitation("Again"), a_checklist()]))
    a_gathering(storage)

    first, second = perform(storage, "Demo day", "Again").answers

    assert isinstance(second, AlreadyInvited)
    assert not isinstance(first, Refusal)
    assert len(listed(storage)) == 1


@pytest.mark.rule("PS-54")
@pytest.mark.rule("AC-33")
@pytest.mark.parametrize("refusal", [GatheringCancelled, GatheringOver, GatheringFull, GatheringGone])
def test_what_is_cancelled_over_full_or_gone_is_refused_and_the_action_stays_open(
    storage: Storage, refusal: type[Refusal]
) -> None:
    given(storage, asking(Qualify=[an_invitation()]))
    if refusal is GatheringCancelled:
        changed(storage, a_gathering(storage), is_cancelled=True)
    if refusal is GatheringOver:
        a_gathering(storage, starts_at=LONG_AGO, ends_at=LONG_AGO + DAY)
    if refusal is GatheringFull:
        invite_ben(storage, a_gathering(storage, capacity=1))
    before = all_rows(storage)

    with pytest.raises(refusal):
        perform(storage, "Demo day")

    assert all_rows(storage) == before


@pytest.mark.rule("PS-54")
def test_an_action_without_a_gathering_asks_which_one(storage: Storage) -> None:
    given(storage, asking(Qualify=[an_invitation("Some event", gathering=""), a_checklist()]))
    gathering = a_gathering(storage)

    [asked] = perform(storage, "Some event").answers
    assert isinstance(asked, NeedsInput)
    assert [missing.name for missing in asked.missing] == ["gathering_id"]
    with pytest.raises(GatheringGone):
        perform(storage, "Some event", gathering_id=GatheringId(9))
    assert listed(storage) == []

    perform(storage, "Some event", gathering_id=gathering.id)
    assert listed(storage) == [(gathering.id, ANN, "invited")]


@pytest.mark.rule("PS-57")
def test_without_a_contact_nobody_can_be_invited(storage: Storage) -> None:
    given(storage, asking(Qualify=[an_invitation()]), contact_id=None)
    a_gathering(storage)
    before = all_rows(storage)

    with pytest.raises(ContactMissing) as refused:
        perform(storage, "Demo day")

    assert [missing.name for missing in refused.value.missing] == ["contact"]
    assert all_rows(storage) == before


@pytest.mark.rule("PS-54")
def test_of_two_who_want_the_last_place_one_gets_it(storage: Storage) -> None:
    given(storage, asking(Qualify=[an_invitation(), an_invitation("Again"), a_checklist()]))
    gathering = a_gathering(storage, capacity=1)
    together = Barrier(2)
    numbers = [number_of(storage, name) for name in ("Demo day", "Again")]

    def invite(number: Any) -> Refusal | None:
        together.wait()
        try:
            with storage.writing() as work:
                wanted = WantedPerformances(opportunity_id=FIRST, action_ids=[number])
                perform_actions(work, wanted, by=by(), at=next(MOMENTS))
        except Refusal as refusal:
            return refusal
        return None

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(invite, numbers))

    assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyInvited", "NoneType"]
    assert len(listed(storage)) == 1
    assert gathering.capacity == 1


def test_whoever_declines_gives_the_place_back(storage: Storage) -> None:
    given(storage, asking(Qualify=[an_invitation(), a_checklist()]))
    gathering = a_gathering(storage, capacity=1)
    invite_ben(storage, gathering)

    with storage.writing() as work:
        answer_invitation(work, gathering.id, BEN, InviteeState.DECLINED, by=by(), at=NOON)
    perform(storage, "Demo day")
    before = all_rows(storage)

    with storage.writing() as work, pytest.raises(GatheringFull):
        answer_invitation(work, gathering.id, BEN, InviteeState.ACCEPTED, by=by(), at=NOON)
    with storage.writing() as work, pytest.raises(InviteeNotFound):
        answer_invitation(work, gathering.id, ContactId(9), InviteeState.ACCEPTED, by=by(), at=NOON)
    viewer = by(an_actor(VIEWER, Role.VIEWER))
    with storage.writing() as work, pytest.raises(InviteeNotFound):
        answer_invitation(work, gathering.id, BEN, InviteeState.ACCEPTED, by=viewer, at=NOON)
    assert listed(storage) == [(1, ANN, "invited"), (1, BEN, "declined")]
    assert all_rows(storage) == before


def test_gatherings_are_kept_by_operations_each_by_a_code_of_its_own(storage: Storage) -> None:
    given(storage, asking())
    first, second = a_gathering(storage), a_gathering(storage)

    assert (first.code, second.code) == ("demo_day", "demo_day_2")
    assert changed(storage, first, capacity=3).version == 2
    before = all_rows(storage)
    with pytest.raises(GatheringChanged):
        changed(storage, first, capacity=4)
    with pytest.raises(InvalidGathering) as refused:
        a_gathering(storage, ends_at=SOON["starts_at"])
    assert [missing.name for missing in refused.value.missing] == ["starts_at", "ends_at"]
    with storage.writing() as work, pytest.raises(CodeTaken):
        add_gathering(work, GatheringSaid(**SOON), code="demo_day", by=operations(), at=NOON)  # type: ignore[arg-type]
    with storage.writing() as work, pytest.raises(InvalidGathering):
        add_gathering(work, GatheringSaid(), by=operations(), at=NOON)
    with storage.writing() as work, pytest.raises(RightMissing):
        add_gathering(work, GatheringSaid(**SOON), by=by(), at=NOON)  # type: ignore[arg-type]
    with storage.writing() as work, pytest.raises(GatheringNotFound):
        change_gathering(work, GatheringId(9), GatheringSaid(), version=1, by=operations(), at=NOON)
    assert all_rows(storage) == before
