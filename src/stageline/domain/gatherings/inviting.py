"""Inviting a contact: once, as long as there is room and it is still to come (PS-52 to PS-54)."""

from enum import StrEnum
from typing import Any

import msgspec

from stageline.domain.conditions import Moment
from stageline.domain.errors import Missing, NotFound, RuleBroken
from stageline.domain.events import By
from stageline.domain.gatherings.changes import ContactInvited
from stageline.domain.gatherings.gathering import Gathering
from stageline.domain.ids import ContactId, EventId
from stageline.domain.opportunities.opportunity import Opportunity


class AlreadyInvited(RuleBroken):
    """The contact is on the list of this event already. If that is all there was to do, mark the action complete."""

    code = "already_invited"


class GatheringCancelled(RuleBroken):
    """This event was cancelled. Choose another one, or mark the action complete."""

    code = "gathering_cancelled"


class GatheringOver(RuleBroken):
    """This event is over. Choose another one, or mark the action complete."""

    code = "gathering_over"


class GatheringFull(RuleBroken):
    """This event is full. Choose another one, or ask for a larger capacity."""

    code = "gathering_full"


class GatheringGone(RuleBroken):
    """There is no event of this code any more. Choose another one, or mark the action complete."""

    code = "gathering_gone"


class ContactMissing(RuleBroken):
    """This needs a contact, and the opportunity has none. Say who it is for."""

    code = "contact_missing"


class InviteeNotFound(NotFound):
    """This contact is not on the list."""

    code = "not_found"


class InviteeState(StrEnum):
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ATTENDED = "attended"


class GuestList(msgspec.Struct, frozen=True, kw_only=True):
    """`taken` counts all but those who declined; `is_on_it` says so of the contact in question."""

    gathering: Gathering
    taken: int = 0
    is_on_it: bool = False

    @property
    def is_full(self) -> bool:
        return self.gathering.capacity is not None and self.taken >= self.gathering.capacity


def require_contact(opportunity: Opportunity) -> ContactId:
    if opportunity.contact_id is None:
        raise ContactMissing([Missing(name="contact", remedy="Say who the contact is.", kind="contact")])
    return opportunity.contact_id


def decide_invitation(
    opportunity: Opportunity, guests: GuestList, *, id: EventId, by: By, moment: Moment
) -> ContactInvited:
    contact_id = require_contact(opportunity)
    gathering = guests.gathering
    told: dict[str, Any] = {"gathering_id": gathering.id, "gathering_name": gathering.name}
    if guests.is_on_it:
        raise AlreadyInvited(**told, offers="completion")
    if gathering.is_cancelled:
        raise GatheringCancelled(**told)
    if gathering.is_over(moment.at):
        raise GatheringOver(**told)
    if guests.is_full:
        raise GatheringFull(**told, capacity=gathering.capacity)
    return ContactInvited(
        id=id, at=moment.at, by=by, opportunity=opportunity, gathering=gathering, contact_id=contact_id
    )
