"""When somebody may try to sign in, and how long they wait after having failed."""

from datetime import datetime, timedelta

from stageline.domain.errors import InvalidInput, NotPermitted

# Several people share an address; nobody shares an account.
FREE_FAILURES_OF_ACCOUNT = 5
FREE_FAILURES_OF_ADDRESS = 30
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)


class NotSignedIn(NotPermitted):
    """Sign in first."""

    code = "not_signed_in"


class SignInFailed(NotPermitted):
    """The e-mail address or the password is wrong."""

    code = "sign_in_failed"


class TooManyAttempts(NotPermitted):
    """There were too many attempts to sign in. Try again later."""

    code = "too_many_attempts"


class Forged(NotPermitted):
    """This request does not come from the page it belongs to. Load the page again."""

    code = "csrf_failed"


class WeakPassword(InvalidInput):
    """A password needs at least 12 characters and at most 1,000."""

    code = "invalid_input"


def wait_until(failures: int, last_at: datetime, *, free: int) -> datetime:
    """One second after the first failure that is not free, and twice as long after each further one."""
    if failures < free:
        return last_at
    seconds = min(2 ** min(failures - free, 30), LONGEST_WAIT.total_seconds())
    return last_at + timedelta(seconds=seconds)


def counted(failures: int, last_at: datetime, at: datetime) -> int:
    """Failures that still count: a day without any forgets them."""
    return 0 if at - last_at >= FORGOTTEN_AFTER else failures
