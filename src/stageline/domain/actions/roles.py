"""Who fills a deal role: whoever is mapped most closely, or else the owner (PS-208)."""

from collections.abc import Mapping
from typing import TypeAlias

import msgspec

from stageline.domain.files.naming import folded
from stageline.domain.ids import OpportunityId, ProcessId, UserId

Scope: TypeAlias = tuple[str, int, int, int]
"""A folded deal role, and for which opportunity, process and owner; 0 stands for any."""

ANY = 0


class RoleMaps(msgspec.Struct, frozen=True):
    """Those that matter for a batch, of people who are still here: who has left fills no role (PS-210).

    `present` are those of the people asked about who are still here.
    """

    by_scope: Mapping[Scope, UserId] = {}
    present: frozenset[UserId] = frozenset()

    def find(
        self, deal_role: str, opportunity_id: OpportunityId, process_id: ProcessId, owner_id: UserId
    ) -> UserId | None:
        """Set on the opportunity; for the owner in the process; for the owner; for the process; for everybody."""
        role = folded(deal_role)
        order: tuple[Scope, ...] = (
            (role, opportunity_id, ANY, ANY),
            (role, ANY, process_id, owner_id),
            (role, ANY, ANY, owner_id),
            (role, ANY, process_id, ANY),
            (role, ANY, ANY, ANY),
        )
        return next((found for scope in order if (found := self.by_scope.get(scope)) is not None), None)

    def for_nobodys(self, deal_role: str, process_id: ProcessId) -> UserId | None:
        """Where there is no opportunity yet, and so no owner (PS-211)."""
        role = folded(deal_role)
        return self.by_scope.get((role, ANY, process_id, ANY), self.by_scope.get((role, ANY, ANY, ANY)))


def responsible_for(
    maps: RoleMaps,
    deal_role: str | None,
    user_id: UserId | None,
    *,
    opportunity_id: OpportunityId,
    process_id: ProcessId,
    owner_id: UserId,
) -> UserId:
    """The person named, if they are still here; else whoever fills the role; else the owner (PS-29, PS-208)."""
    if user_id is not None and user_id in maps.present:
        return user_id
    if deal_role is None:
        return owner_id
    return maps.find(deal_role, opportunity_id, process_id, owner_id) or owner_id
