"""Gatherings, as operations keep them, and what contacts answer to their invitations."""

from collections.abc import Collection
from datetime import datetime

import msgspec

from stageline.domain.contacts.contact import may_use_contacts
from stageline.domain.events import By
from stageline.domain.gatherings.changes import GatheringAdded, GatheringEdited, InviteeAnswered
from stageline.domain.gatherings.gathering import (
    CodeTaken,
    Gathering,
    GatheringChanged,
    GatheringNotFound,
    GatheringSaid,
    changed_gathering,
    new_gathering,
)
from stageline.domain.gatherings.inviting import GatheringFull, InviteeNotFound, InviteeState
from stageline.domain.ids import ContactId, GatheringId
from stageline.domain.processes.tidying import new_code
from stageline.domain.rights import Right
from stageline.storage.unit_of_work import Work


def add_gathering(work: Work, said: GatheringSaid, *, code: str = "", by: By, at: datetime) -> Gathering:
    """Its code is made from the name when none is given."""
    by.actor.require(Right.SET_UP_PROCESSES)
    gathering = new_gathering(said, code)
    gathering = msgspec.structs.replace(gathering, code=_code(code, gathering.name, work.gatherings.codes()))
    if not work.is_rehearsal:
        gathering = msgspec.structs.replace(gathering, id=work.gatherings.add(gathering, at))
    work.keep([GatheringAdded(id=work.new_ids(1)[0], at=at, by=by, gathering=gathering)])
    return gathering


def change_gathering(
    work: Work, id: GatheringId, said: GatheringSaid, *, version: int, by: By, at: datetime
) -> Gathering:
    """Also cancels it, or takes that back; those invited stay on the list."""
    by.actor.require(Right.SET_UP_PROCESSES)
    before = work.gatherings.find(id)
    if before is None:
        raise GatheringNotFound
    if before.version != version:
        raise GatheringChanged(current={"version": before.version})
    after = changed_gathering(before, said)
    if after != before:
        work.keep([GatheringEdited(id=work.new_ids(1)[0], at=at, by=by, gathering=after)])
        if not work.is_rehearsal:
            work.gatherings.save(after)
    return after


def answer_invitation(
    work: Work, id: GatheringId, contact_id: ContactId, state: InviteeState, *, by: By, at: datetime
) -> None:
    """What the contact has said, by whoever may use contacts. A place given back may have been taken meanwhile."""
    if not may_use_contacts(by.actor):
        raise InviteeNotFound
    guests = next(iter(work.gatherings.lists_for((), [id], contact_id)), None)
    if guests is None or not guests.is_on_it:
        raise InviteeNotFound
    gathering = guests.gathering
    before = work.gatherings.state_of(id, contact_id)
    if state is before:
        return
    if before is InviteeState.DECLINED and guests.is_full:
        raise GatheringFull(gathering_id=id, gathering_name=gathering.name, capacity=gathering.capacity)
    [event_id] = work.new_ids(1)
    work.keep(
        [InviteeAnswered(id=event_id, at=at, by=by, gathering=gathering, contact_id=contact_id, state=state.value)]
    )  # fmt: skip
    if not work.is_rehearsal:
        work.gatherings.answer(id, contact_id, state)


def _code(said: str, name: str, taken: Collection[str]) -> str:
    if said and said in taken:
        raise CodeTaken(code=said)
    return said or new_code(name, set(taken), otherwise="event")
