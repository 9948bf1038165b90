"""Deal roles: the list, who fills them by and large, and who does on one opportunity."""

from typing import Annotated

import msgspec
from litestar import Response, get, put
from litestar.params import JSONBody, QueryParameter

from stageline.commands.deal_roles import give_role, map_role
from stageline.commands.organisation import change_deal_roles
from stageline.domain.actions.deal_role import DealRole, DealRoleInUse, InvalidDealRoles
from stageline.domain.actions.mapping_roles import InvalidRoleMap, WantedMap
from stageline.domain.events import Channel
from stageline.domain.ids import OpportunityId, ProcessId, UserId
from stageline.domain.organising import SettingsChanged
from stageline.http.access import Acting
from stageline.http.errors import problems
from stageline.http.inputs import Id, Limit, PathId, Preview, Version
from stageline.http.opportunities.answers import Told, told
from stageline.queries.deal_roles import Fillers, RoleMapPage, read_fillers, read_maps
from stageline.queries.organisation import DealRoles, read_deal_roles, shown_deal_roles

RoleName = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
OfRole = Annotated[str | None, QueryParameter(name="deal_role", max_length=120)]
# It holds the name of a role, and so may be longer than those of other lists.
MapCursor = Annotated[str | None, QueryParameter(max_length=1_000)]
Happened = list[Told]


class DealRolesIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    version: Version
    items: Annotated[tuple[DealRole, ...], msgspec.Meta(max_length=200)]


class RoleMapIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Without a process it is for all, without an owner for everybody's. Without a user the map is taken away."""

    deal_role: RoleName
    process_id: Id | None = None
    owner_id: Id | None = None
    user_id: Id | None


class FillerIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Without a user the maps say who fills it."""

    deal_role: RoleName
    user_id: Id | None


@get("/deal-roles", sync_to_thread=True)
def get_deal_roles(acting: Acting) -> DealRoles:
    """The jobs of our own people that actions can be for, with those no longer offered."""
    with acting.reading() as connection:
        return read_deal_roles(connection)


@put("/deal-roles", sync_to_thread=True, responses=problems(InvalidDealRoles, DealRoleInUse, SettingsChanged))
def put_deal_roles(data: JSONBody[DealRolesIn], acting: Acting) -> Response[DealRoles]:
    """The whole list. One left out that an action or a map names stays, and is no longer offered."""
    with acting.writing() as work:
        change_deal_roles(work, data.items, version=data.version, by=acting.by(), at=acting.at)
        return acting.answer(shown_deal_roles(work.organisations.read()))


@get("/role-maps", sync_to_thread=True)
def get_role_maps(acting: Acting, deal_role: OfRole = None, cursor: MapCursor = None, limit: Limit = 50) -> RoleMapPage:
    """Who fills which role, besides what is said on single opportunities; for those who set processes up."""
    with acting.reading() as connection:
        return read_maps(connection, deal_role, cursor=cursor, limit=limit, asker=acting.asker)


@put("/role-maps", sync_to_thread=True, responses=problems(InvalidRoleMap))
def put_role_map(data: JSONBody[RoleMapIn], acting: Acting, preview: Preview = False) -> Response[Happened]:
    """Says who fills a role from now on: for everybody, in a process, for an owner, or for an owner in a process."""
    wanted = WantedMap(
        deal_role=data.deal_role,
        process_id=ProcessId(data.process_id) if data.process_id else None,
        owner_id=UserId(data.owner_id) if data.owner_id else None,
        user_id=UserId(data.user_id) if data.user_id else None,
    )
    with acting.writing(preview=preview) as work:
        map_role(work, wanted, by=acting.by(), at=acting.at)
        return acting.answer([told(event, is_real=not work.is_rehearsal) for event in work.happened])


@get("/opportunities/{opportunity_id:int}/deal-roles", sync_to_thread=True)
def get_fillers(opportunity_id: PathId, acting: Acting) -> Fillers:
    """Who fills each role on this opportunity, and what says so."""
    with acting.writing(preview=True) as work:
        return read_fillers(work, OpportunityId(opportunity_id), by=acting.by())


@put("/opportunities/{opportunity_id:int}/deal-roles", sync_to_thread=True, responses=problems(InvalidRoleMap))
def put_filler(
    opportunity_id: PathId, data: JSONBody[FillerIn], acting: Acting, preview: Preview = False
) -> Response[Happened]:
    """Says who fills a role on this opportunity, whatever the maps say."""
    user_id = UserId(data.user_id) if data.user_id else None
    with acting.writing(preview=preview) as work:
        number = OpportunityId(opportunity_id)
        give_role(work, number, data.deal_role, user_id, by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer([told(event, is_real=not work.is_rehearsal) for event in work.happened])
