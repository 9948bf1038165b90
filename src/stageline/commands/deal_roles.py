"""Who fills deal roles: by maps that operations keep, and on single opportunities."""

from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy import select

from stageline.commands.actions.refilling import refill
from stageline.domain.actions.mapping_roles import (
    DealRoleGiven,
    DealRoleTakenBack,
    RoleMapped,
    There,
    WantedMap,
    decide_giving,
    decide_map,
    scope_on,
)
from stageline.domain.actions.reassigning import decide_reassigning
from stageline.domain.actions.roles import RoleMaps
from stageline.domain.events import By
from stageline.domain.ids import OpportunityId, ProcessId, UserId
from stageline.domain.rights import Right
from stageline.storage.actions.role_maps import mapped, save_map
from stageline.storage.actions.roles import read_role_maps
from stageline.storage.people.owners import read_owners
from stageline.storage.tables import processes
from stageline.storage.unit_of_work import Work


def map_role(work: Work, wanted: WantedMap, *, by: By, at: datetime) -> RoleMapped | None:
    """Whom a deal role falls to, or nobody any more (PS-207, PS-208); what is still to be done follows (PS-209)."""
    by.actor.require(Right.SET_UP_PROCESSES)
    if not work.is_rehearsal:
        work.organisations.take()
    before = mapped(work.connection, wanted.scope)
    there = _there(work, [wanted.user_id, wanted.owner_id], wanted.process_id)
    event = decide_map(wanted, before, there, id=work.new_ids(1)[0], by=by, moment=work.moment(at))
    if event is not None:
        work.keep([event])
        if not work.is_rehearsal:
            save_map(work.connection, event)
        refill(work, event, by=by, at=at)
    return event


def give_role(
    work: Work, opportunity_id: OpportunityId, deal_role: str, user_id: UserId | None, *, by: By, at: datetime
) -> DealRoleGiven | DealRoleTakenBack | None:
    """Who fills it on this opportunity; with nobody said the maps do (PS-208). Its open actions follow (PS-209)."""
    found = work.opportunities.read([opportunity_id], by.actor.user_id).get(opportunity_id)
    before = mapped(work.connection, scope_on(opportunity_id, deal_role))
    wanted = WantedMap(deal_role=deal_role, user_id=user_id)
    there = _there(work, [user_id])
    [event_id] = work.new_ids(1)
    event = decide_giving(found, wanted, before, there, id=event_id, by=by, moment=work.moment(at))
    if event is not None:
        work.keep([event])
        _reassign(work, event, by=by, at=at)
    return event


def _reassign(work: Work, event: DealRoleGiven | DealRoleTakenBack, *, by: By, at: datetime) -> None:
    """A rehearsal has not written who was given the role."""
    opportunity = event.opportunity
    agenda = work.read_agendas([opportunity.id])[opportunity.id]
    scope = scope_on(opportunity.id, event.deal_role)
    maps = read_role_maps(work.connection, {a.deal_role for a in agenda.actions if a.deal_role}, [opportunity.id])
    by_scope = {key: user_id for key, user_id in maps.by_scope.items() if key != scope}
    if isinstance(event, DealRoleGiven):
        by_scope[scope] = event.user_id
    [event_id] = work.new_ids(1)
    reassigned = decide_reassigning(
        opportunity, agenda, RoleMaps(by_scope), id=event_id, by=by, moment=work.moment(at)
    )  # fmt: skip
    if reassigned is not None:
        work.keep([msgspec.structs.replace(reassigned, cause_id=event.id)])


def _there(work: Work, named: Collection[UserId | None], process_id: ProcessId | None = None) -> There:
    people = read_owners(work.connection, {user_id for user_id in named if user_id is not None}).values()
    here = [person for person in people if person.is_active]
    return There(
        deal_roles=work.organisations.read().deal_roles,
        people={person.user_id for person in here},
        owners={person.user_id for person in here if person.can_own},
        processes=set(work.connection.scalars(select(processes.c.id).where(processes.c.id == process_id))),
    )
