"""Who acts, and what they may do: the only place where rights are decided (their SQL twin is `storage/visible.py`).

Roles are bundles of rights (PS-196). A right says what may be done; *reach* says to whose opportunities: one's own,
those of the people one oversees, those whose deal team one is on, or all.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from stageline.domain.errors import NotPermitted
from stageline.domain.ids import StageId, UserId


class Role(StrEnum):
    REP = "rep"
    MANAGER = "manager"
    OPERATIONS = "operations"
    ADMIN = "admin"
    COLLABORATOR = "collaborator"
    VIEWER = "viewer"


class Right(StrEnum):
    SEE_ALL = "see_all"
    CREATE_OPPORTUNITIES = "create_opportunities"
    EDIT_OPPORTUNITIES = "edit_opportunities"
    MOVE_OPPORTUNITIES = "move_opportunities"
    CLOSE_OPPORTUNITIES = "close_opportunities"
    ASSIGN_OPPORTUNITIES = "assign_opportunities"
    MASS_MOVE = "mass_move"
    MASS_ASSIGN = "mass_assign"
    MOVE_BACK_RESTRICTED = "move_back_restricted"
    OVERRIDE_GATES = "override_gates"
    REOPEN_OPPORTUNITIES = "reopen_opportunities"
    RESTORE_OPPORTUNITIES = "restore_opportunities"
    USE_CONTACTS = "use_contacts"
    SET_UP_PROCESSES = "set_up_processes"
    ADMINISTER = "administer"


_REP = frozenset(
    {
        Right.CREATE_OPPORTUNITIES,
        Right.EDIT_OPPORTUNITIES,
        Right.MOVE_OPPORTUNITIES,
        Right.CLOSE_OPPORTUNITIES,
        Right.MASS_MOVE,
        Right.USE_CONTACTS,
    }
)
_MANAGER = _REP | {
    Right.ASSIGN_OPPORTUNITIES,
    Right.MASS_ASSIGN,
    Right.MOVE_BACK_RESTRICTED,
    Right.OVERRIDE_GATES,
    Right.REOPEN_OPPORTUNITIES,
}
# The right to set processes up includes the basic right to use opportunities (PS-197).
_OPERATIONS = _MANAGER | {Right.SEE_ALL, Right.RESTORE_OPPORTUNITIES, Right.SET_UP_PROCESSES}

RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.REP: _REP,
    Role.MANAGER: _MANAGER,
    Role.OPERATIONS: _OPERATIONS,
    Role.ADMIN: _OPERATIONS | {Right.ADMINISTER},
    Role.COLLABORATOR: frozenset(),
    Role.VIEWER: frozenset(),
}


class RightMissing(NotPermitted):
    """Your role does not include the right that this needs."""

    code = "not_allowed"


def rights_of(roles: Iterable[Role]) -> frozenset[Right]:
    """Holding several roles adds up (PS-196)."""
    return frozenset().union(*(RIGHTS[role] for role in roles))


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """The person on whose behalf something is done.

    `oversees` holds the person and everybody below them: the owners whose opportunities are within reach.
    """

    user_id: UserId
    name: str
    roles: frozenset[Role]
    rights: frozenset[Right]
    oversees: frozenset[UserId]

    @property
    def sees_all(self) -> bool:
        return Right.SEE_ALL in self.rights

    @property
    def only_looks(self) -> bool:
        """A viewer changes nothing, whatever a deal team says (PS-196)."""
        return not self.roles - {Role.VIEWER}

    @property
    def is_senior(self) -> bool:
        return Right.MOVE_BACK_RESTRICTED in self.rights

    def has(self, right: Right) -> bool:
        return right in self.rights

    def require(self, right: Right) -> None:
        if right not in self.rights:
            raise RightMissing(right=right)

    def reaches(self, owner_id: UserId) -> bool:
        """Whether the opportunities of this owner are the actor's own, their team's, or simply all theirs to see."""
        return self.sees_all or owner_id in self.oversees

    def reaches_targets_of(self, user_id: UserId) -> bool:
        """Whose sales targets they see and set: their own, their people's, as an administrator all (SG-10, SG-12)."""
        return user_id in self.oversees or Right.ADMINISTER in self.rights


class Access(StrEnum):
    """What a member of a deal team may do (PS-201, PS-202)."""

    READ = "read"
    EDIT = "edit"


class Membership(msgspec.Struct, frozen=True):
    """The asker's place on a deal team; `stage_ids` limits editing to those stages, None means all (PS-201)."""

    access: Access
    team_role: str
    stage_ids: frozenset[StageId] | None = None

    def edits_in(self, stage_id: StageId) -> bool:
        return self.access is Access.EDIT and (self.stage_ids is None or stage_id in self.stage_ids)
