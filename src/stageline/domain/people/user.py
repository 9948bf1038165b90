"""A person: what they are called, what they may do, and whether they can sign in."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from stageline.domain.errors import Conflict, InvalidInput, Missing, NotFound, RuleBroken
from stageline.domain.ids import ProcessId, SalesTeamId, UserId
from stageline.domain.rights import Actor, Right, RightMissing, Role

# The system itself acts in the name of this user, who is in no list and can never sign in.
SYSTEM_USER_ID = UserId(0)
LONGEST_EMAIL = 254
# What a person may change about themselves; their password has a door of its own.
OWN = frozenset({"default_process_id"})


class UserNotFound(NotFound):
    """There is no such person."""

    code = "not_found"


class UserChangedMeanwhile(Conflict):
    """Somebody changed this person in the meantime."""

    code = "conflict"


class EmailTaken(RuleBroken):
    """Somebody else has this e-mail address."""

    code = "email_taken"


class LastAdmin(RuleBroken):
    """This is the last person who can administer Stageline. Make somebody else an admin first."""

    code = "last_admin"


class AlreadyClaimed(RuleBroken):
    """This person has been invited before. Change the e-mail address or the password instead."""

    code = "already_claimed"


class IsDeactivated(RuleBroken):
    """This person is deactivated. Reactivate them first."""

    code = "is_deactivated"


class InvalidPerson(InvalidInput):
    """What is listed about this person is wrong."""

    code = "invalid_input"


class UserState(StrEnum):
    """`unclaimed` came with an import: may own and lead, but cannot sign in until an admin invites them."""

    UNCLAIMED = "unclaimed"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"


class User(msgspec.Struct, frozen=True, kw_only=True):
    """Never deleted: history names them. `can_own` says whether they can be the owner of an opportunity (PS-204)."""

    id: UserId
    name: str
    email: str | None
    state: UserState
    roles: tuple[Role, ...]
    can_own: bool
    sales_team_id: SalesTeamId | None = None
    default_process_id: ProcessId | None = None
    created_at: datetime
    version: int = 1

    @property
    def is_admin(self) -> bool:
        return self.state is UserState.ACTIVE and Role.ADMIN in self.roles


SYSTEM = Actor(
    user_id=SYSTEM_USER_ID,
    name="Stageline",
    roles=frozenset({Role.OPERATIONS, Role.ADMIN}),
    rights=frozenset(Right),
    oversees=frozenset(),
)


def cleaned_email(email: str) -> str:
    """Without blanks around it; refused when no letter could arrive there."""
    cleaned = email.strip()
    name, _, host = cleaned.rpartition("@")
    if not name or not host or len(cleaned) > LONGEST_EMAIL or any(c.isspace() or not c.isprintable() for c in cleaned):
        raise InvalidPerson([Missing(name="email", remedy="Give an e-mail address, such as rita@northwind.example.")])
    return cleaned


def cleaned_person(said: Mapping[str, Any]) -> dict[str, Any]:
    """What is said about a person as it will be kept; everything that is wrong is refused at once."""
    cleaned, missing = dict(said), []
    if "name" in said:
        cleaned["name"] = " ".join(said["name"].split())
        if not cleaned["name"]:
            missing.append(Missing(name="name", remedy="Give a name."))
    if "roles" in said:
        cleaned["roles"] = tuple(role for role in Role if role in said["roles"])
        if not cleaned["roles"]:
            missing.append(Missing(name="roles", remedy="Choose at least one role."))
    if said.get("email") is not None:
        try:
            cleaned["email"] = cleaned_email(said["email"])
        except InvalidPerson as wrong:
            missing += wrong.missing
    if missing:
        raise InvalidPerson(missing)
    return cleaned


def owns_by_role(roles: Collection[Role]) -> bool:
    """Who sells or leads those who do can own, unless somebody says otherwise (PS-204)."""
    return bool({Role.REP, Role.MANAGER} & set(roles))


def decide_change(user: User, said: Mapping[str, Any], *, actor: Actor, other_admins: int) -> User:
    """Administrators change everybody; the others only what is their own to choose, and viewers nothing (PS-196)."""
    is_own = user.id == actor.user_id and said.keys() <= OWN and not actor.only_looks
    if not is_own:
        actor.require(Right.ADMINISTER)
    changed = msgspec.structs.replace(user, **cleaned_person(said))
    if changed.email is None and user.state is UserState.ACTIVE:
        raise InvalidPerson([Missing(name="email", remedy="Whoever signs in needs an e-mail address.")])
    refuse_without_admin(user, changed, other_admins)
    return changed


def refuse_without_admin(before: User, after: User, other_admins: int) -> None:
    if before.is_admin and not after.is_admin and other_admins == 0:
        raise LastAdmin


def decide_claim(user: User, email: str) -> User:
    """Somebody whom an import brought along gets to sign in."""
    if user.state is UserState.ACTIVE:
        raise AlreadyClaimed
    if user.state is UserState.DEACTIVATED:
        raise IsDeactivated
    return msgspec.structs.replace(user, email=cleaned_email(email), state=UserState.ACTIVE)


def decide_deactivation(user: User, other_admins: int) -> User:
    after = msgspec.structs.replace(user, state=UserState.DEACTIVATED)
    refuse_without_admin(user, after, other_admins)
    return after


def refuse_other_passwords(user: User, actor: Actor) -> None:
    """One's own, or as an administrator anybody's."""
    if user.id != actor.user_id and not actor.has(Right.ADMINISTER):
        raise RightMissing(right=Right.ADMINISTER)
