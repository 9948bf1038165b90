"""When to try again what failed, and what not to try again."""

from datetime import timedelta

from stageline.domain.errors import Refusal

MOST_ATTEMPTS = 10
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(hours=1)


def wait_after(attempt: int, jitter: float) -> timedelta:
    """Twice as long after each attempt, counted from 1, up to an hour; `jitter` from 0 to 1 takes off up to half.

    Without it, whatever failed together would come back together.
    """
    doubled: int = 2 ** min(attempt - 1, 30)
    full = min(FIRST_WAIT * doubled, LONGEST_WAIT)
    return full * (1 - jitter / 2)


def is_worth_retrying(error: Exception, attempt: int) -> bool:
    """A refusal stays one, however often it is asked. Anything else may pass: a lock, a lost connection, a repair."""
    return not isinstance(error, Refusal) and attempt < MOST_ATTEMPTS
