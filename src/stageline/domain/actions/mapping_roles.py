"""Saying who fills a deal role: for everybody, a process, an owner or both, or on one opportunity (PS-208)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, ClassVar

import msgspec

from stageline.domain.actions.deal_role import DealRole
from stageline.domain.actions.roles import ANY, Scope
from stageline.domain.conditions import Moment
from stageline.domain.errors import InvalidInput, Missing
from stageline.domain.events import By, Event
from stageline.domain.files.naming import folded
from stageline.domain.ids import EventId, OpportunityId, ProcessId, UserId
from stageline.domain.opportunities.changes import BesideEvent
from stageline.domain.opportunities.opportunity import Opportunity, changeable
from stageline.domain.processes.action import Name


class InvalidRoleMap(InvalidInput):
    """Nobody can be found for this deal role that way; what is listed is wrong."""

    code = "invalid_input"


class WantedMap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Without a process it is for all, without an owner for everybody's; without a user nobody is said any more."""

    deal_role: Name
    process_id: ProcessId | None = None
    owner_id: UserId | None = None
    user_id: UserId | None = None

    @property
    def scope(self) -> Scope:
        return (folded(self.deal_role), ANY, self.process_id or ANY, self.owner_id or ANY)


class There(msgspec.Struct, frozen=True, kw_only=True):
    """What a map can refer to: of people, those who are still here, and those who can own opportunities."""

    deal_roles: Sequence[DealRole]
    people: Collection[UserId] = ()
    owners: Collection[UserId] = ()
    processes: Collection[ProcessId] = ()


class RoleMapped(Event, frozen=True, kw_only=True, gc=False):
    """`user_id` None: the map was taken away."""

    kind: ClassVar[str] = "deal_role.mapped"

    wanted: WantedMap
    before: UserId | None

    def facts(self) -> Mapping[str, Any]:
        return {**msgspec.to_builtins(self.wanted), "before": self.before}


class DealRoleGiven(BesideEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "opportunity.deal_role_given"

    deal_role: str
    user_id: UserId

    def facts(self) -> Mapping[str, Any]:
        return {"deal_role": self.deal_role, "user_id": self.user_id}


class DealRoleTakenBack(BesideEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "opportunity.deal_role_taken_back"

    deal_role: str

    def facts(self) -> Mapping[str, Any]:
        return {"deal_role": self.deal_role}


def decide_map(
    wanted: WantedMap, before: UserId | None, there: There, *, id: EventId, by: By, moment: Moment
) -> RoleMapped | None:
    """None when that holds already. What was mapped once can always be taken away."""
    if wanted.user_id == before:
        return None
    if wanted.user_id is not None and (wrong := [*_wrong(wanted, there)]):
        raise InvalidRoleMap(wrong)
    return RoleMapped(id=id, at=moment.at, by=by, wanted=wanted, before=before)


def decide_giving(
    found: Opportunity | None,
    wanted: WantedMap,
    before: UserId | None,
    there: There,
    *,
    id: EventId,
    by: By,
    moment: Moment,
) -> DealRoleGiven | DealRoleTakenBack | None:
    """Whoever may change the opportunity says it, also once it is closed; None when that holds already."""
    opportunity = changeable(found, by.actor)
    if wanted.user_id == before:
        return None
    if wanted.user_id is None:
        return DealRoleTakenBack(id=id, at=moment.at, by=by, opportunity=opportunity, deal_role=wanted.deal_role)
    if wrong := [*_wrong(wanted, there)]:
        raise InvalidRoleMap(wrong)
    return DealRoleGiven(
        id=id, at=moment.at, by=by, opportunity=opportunity, deal_role=wanted.deal_role, user_id=wanted.user_id
    )


def scope_on(opportunity_id: OpportunityId, deal_role: str) -> Scope:
    return (folded(deal_role), opportunity_id, ANY, ANY)


def _wrong(wanted: WantedMap, there: There) -> Iterator[Missing]:
    if not any(role.is_active and role.key == folded(wanted.deal_role) for role in there.deal_roles):
        yield Missing(name="deal_role", remedy="Choose a deal role that is in use.")
    if wanted.user_id not in there.people:
        yield Missing(name="user_id", remedy="Choose somebody who is still here.")
    if wanted.owner_id is not None and wanted.owner_id not in there.owners:
        yield Missing(name="owner_id", remedy="Choose a person who can own opportunities.")
    if wanted.process_id is not None and wanted.process_id not in there.processes:
        yield Missing(name="process_id", remedy="Choose a process.")
