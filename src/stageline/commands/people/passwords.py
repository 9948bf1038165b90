"""Passwords: made unreadable before they are kept, and checked in the same time whether there is one or not."""

from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from stageline.domain.errors import Missing
from stageline.domain.people.signing_in import WeakPassword

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 1_000
# Few at once, or a flood of attempts would take the memory.
_AT_ONCE = BoundedSemaphore(4)


def hash_password(password: str) -> str:
    """What is kept of it. Takes tens of milliseconds: never call it within a transaction."""
    if not SHORTEST <= len(password) <= LONGEST:
        remedy = f"Choose a password of {SHORTEST} to {LONGEST} characters."
        raise WeakPassword([Missing(name="password", remedy=remedy)])
    with _AT_ONCE:
        return _hasher().hash(password)


def is_password(kept: str | None, said: str) -> bool:
    """Whether it is the one that was kept. Where none was kept, it takes as long to say no."""
    from argon2.exceptions import VerificationError  # noqa: PLC0415 - see _hasher

    with _AT_ONCE:
        try:
            _hasher().verify(kept or _nobodys(), said[: LONGEST + 1])
        except VerificationError:
            return False
    return kept is not None


@cache
def _nobodys() -> str:
    return _hasher().hash("nobody has this password")


@cache
def _hasher() -> "PasswordHasher":
    """OWASP's choice for Argon2id: 19 MiB, twice, one lane. Loaded by the first who signs in; a server may idle."""
    from argon2 import PasswordHasher  # noqa: PLC0415

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
