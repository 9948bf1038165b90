"""A token for machines: what it may be used for, for how long, and that it never exceeds its maker."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import msgspec

from stageline.domain.errors import InvalidInput, NotPermitted
from stageline.domain.ids import TokenId
from stageline.domain.rights import Actor, Right

PREFIX = "slk_"
MOST_DAYS = 366


class Scope(StrEnum):
    """Each includes those before it."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


_INCLUDED = {
    Scope.READ: frozenset({Scope.READ}),
    Scope.WRITE: frozenset({Scope.READ, Scope.WRITE}),
    Scope.ADMIN: frozenset(Scope),
}


class ScopeMissing(NotPermitted):
    """This token may not be used for that."""

    code = "not_allowed"


class TokenExceedsMaker(NotPermitted):
    """A token can do no more than whoever makes it."""

    code = "not_allowed"


class NoScope(InvalidInput):
    """Say what the token may be used for."""

    code = "invalid_input"


class Token(msgspec.Struct, frozen=True, kw_only=True):
    id: TokenId
    scopes: frozenset[Scope]
    expires_at: datetime

    def is_over(self, at: datetime) -> bool:
        return at >= self.expires_at

    def allows(self, scope: Scope) -> bool:
        return any(scope in _INCLUDED[held] for held in self.scopes)

    def narrows(self, actor: Actor) -> Actor:
        """The person, without what their token is not for: only `admin` carries the right to administer."""
        if self.allows(Scope.ADMIN) or not actor.has(Right.ADMINISTER):
            return actor
        return msgspec.structs.replace(actor, rights=actor.rights - {Right.ADMINISTER})


def refuse_excess(wanted: Iterable[Scope], maker: Actor, made_with: Token | None) -> None:
    """`made_with` is the token that asks for another one, if it is not a person at a screen."""
    scopes = frozenset(wanted)
    if not scopes:
        raise NoScope
    if Scope.ADMIN in scopes and not maker.has(Right.ADMINISTER):
        raise TokenExceedsMaker(right=Right.ADMINISTER)
    if scopes != {Scope.READ} and maker.only_looks:
        raise TokenExceedsMaker(scope=Scope.WRITE)
    for scope in sorted(scopes):
        if made_with is not None and not made_with.allows(scope):
            raise TokenExceedsMaker(scope=scope)
