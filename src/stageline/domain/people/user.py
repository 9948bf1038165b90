"""A person: what they are called, what they may do, and whether they can sign in."""

from enum import StrEnum

from stageline.domain.ids import UserId
from stageline.domain.rights import Actor, Right, Role

# The system itself acts in the name of this user, who is in no list and can never sign in.
SYSTEM_USER_ID = UserId(0)


class UserState(StrEnum):
    """`unclaimed` came with an import: may own and lead, but cannot sign in until an admin invites them."""

    UNCLAIMED = "unclaimed"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"


SYSTEM = Actor(
    user_id=SYSTEM_USER_ID,
    name="Stageline",
    roles=frozenset({Role.OPERATIONS, Role.ADMIN}),
    rights=frozenset(Right),
    oversees=frozenset(),
)
