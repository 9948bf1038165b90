"""The jobs that our own people do on deals: a list that operations keep and actions name."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from stageline.domain.errors import InvalidInput, Missing, RuleBroken
from stageline.domain.files.naming import folded
from stageline.domain.processes.action import Name

MOST_DEAL_ROLES = 100


class InvalidDealRoles(InvalidInput):
    """These deal roles cannot be kept as they are; what is listed is wrong."""

    code = "invalid_input"


class DealRoleInUse(RuleBroken):
    """Actions of a process are for this deal role. Give them to another one first."""

    code = "in_use"


class DealRole(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Known by its name, whatever the case."""

    name: Name
    is_active: bool = True

    @property
    def key(self) -> str:
        return folded(self.name)


SHIPPED_DEAL_ROLES = (DealRole(name="Onboarding"), DealRole(name="Finance"), DealRole(name="Legal"))


def relisted_roles(
    was: Sequence[DealRole], wanted: Sequence[DealRole], *, used: Collection[str], asking: Mapping[str, list[str]]
) -> tuple[DealRole, ...]:
    """The list as it is wanted, by name; one refusal names everything that is wrong.

    A role left out goes, unless an action or a map still names it: then it stays and is no longer offered. None can be
    given up that actions of a process ask for; `asking` names the processes by the folded role.
    """
    now = [msgspec.structs.replace(role, name=" ".join(role.name.split())) for role in wanted]
    if wrong := [*_wrong(now)]:
        raise InvalidDealRoles(wrong)
    offered = {role.key for role in now if role.is_active}
    for role in was:
        if role.is_active and role.key not in offered and role.key in asking:
            raise DealRoleInUse(deal_role=role.name, processes=asking[role.key])
    there = {role.key for role in now}
    retired = [r for r in was if r.key not in there and (r.key in used or r.key in asking)]
    every = [*now, *(msgspec.structs.replace(role, is_active=False) for role in retired)]
    return tuple(sorted(every, key=lambda role: role.key))


def _wrong(roles: Sequence[DealRole]) -> Iterator[Missing]:
    if len(roles) > MOST_DEAL_ROLES:
        yield Missing(name="items", remedy=f"Keep at most {MOST_DEAL_ROLES} deal roles.")
    seen: set[str] = set()
    for number, role in enumerate(roles):
        if not role.key:
            yield Missing(name=f"items[{number}].name", remedy="Give a name.")
        elif role.key in seen:
            yield Missing(name=f"items[{number}].name", remedy=f"Name each role once; {role.name} stands twice.")
        seen.add(role.key)
