"""Every way in which an act can be refused.

Refusal
├── NotFound        it does not exist, or is not the asker's to see
├── NotPermitted    the asker may see it, but not do this to it
├── Conflict        it has changed since the asker looked
├── RuleBroken      a rule forbids it as things stand
└── InvalidInput    the request cannot be understood, or contradicts itself

The leaves live beside the rules that raise them. A leaf's docstring is the sentence that the person reads.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, ParamSpec, TypeVar

import msgspec

P = ParamSpec("P")
T = TypeVar("T")


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is not there yet or not right, and what would put it right.

    `name` is what the person calls it, or the path of a field in the request; `kind` says what sort of thing it is, so
    that a client can offer the fitting control.
    """

    name: str
    remedy: str
    kind: str = "input"


class Refusal(Exception):
    """This was refused."""

    code: ClassVar[str]

    def __init__(self, missing: Sequence[Missing] = (), **facts: Any) -> None:
        super().__init__(" ".join((type(self).__doc__ or "").split()))
        self.missing = tuple(missing)
        self.facts: Mapping[str, Any] = facts


def described(refusal: Refusal) -> dict[str, Any]:
    """A refusal as plain values, to be kept or sent: its code, its sentence, and everything that is missing."""
    missing = msgspec.to_builtins(refusal.missing)
    return {"code": refusal.code, "detail": str(refusal), "missing": missing, "params": dict(refusal.facts)}


class NotFound(Refusal):
    """There is nothing here, or it is not shared with you."""


class NotPermitted(Refusal):
    """You may not do this."""


class Conflict(Refusal):
    """This has changed in the meantime."""


class RuleBroken(Refusal):
    """A rule does not allow this now."""


class InvalidInput(Refusal):
    """The request cannot be carried out as it stands."""


def attempt(decide: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | Refusal:
    """Turns a refusal into a value, so that one refused record does not stop the others of its batch."""
    try:
        return decide(*args, **kwargs)
    except Refusal as refusal:
        # A kept traceback keeps its frames, and with them every record of the batch.
        return refusal.with_traceback(None)
