"""Signing in and out: an attempt is counted before its password is looked at, so that many at once count as many."""

import math
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec

from stageline.domain.ids import UserId
from stageline.domain.people.session import LASTS, Session
from stageline.domain.people.signing_in import (
    FREE_FAILURES_OF_ACCOUNT,
    FREE_FAILURES_OF_ADDRESS,
    SignInFailed,
    TooManyAttempts,
    counted,
    wait_until,
)
from stageline.domain.people.user import UserState
from stageline.storage.idempotency import LASTS as KEYS_LAST
from stageline.storage.unit_of_work import Work


class Attempt(msgspec.Struct, frozen=True):
    """`user_id` and `password_hash` are None where nobody could sign in; that is not to be told."""

    keys: tuple[str, str]
    user_id: UserId | None
    password_hash: str | None


class Begun(msgspec.Struct, frozen=True):
    """A session and the token that its browser is given; only its hash is kept."""

    session: Session
    token: str


def hash_of(secret: str) -> str:
    """Tokens are random and long: a fast hash keeps them as safe as a slow one would."""
    return sha256(secret.encode()).hexdigest()


def begin_attempt(work: Work, *, email: str, address: str, at: datetime) -> Attempt:
    """Counts an attempt of this account and from this address; refused while either has to wait."""
    folded = email.strip().casefold()
    # What is guessed may be anything; as a hash it is short, and no list of addresses.
    keys = (f"account:{hash_of(folded)}", f"address:{address}")
    limits = zip(keys, (FREE_FAILURES_OF_ACCOUNT, FREE_FAILURES_OF_ADDRESS), strict=True)
    waits: list[timedelta] = []
    for key, free in limits:
        failures, last_at = work.credentials.failures(key) or (0, at)
        failures = counted(failures, last_at, at)
        waits.append(wait_until(failures, last_at, free=free) - at)
        work.credentials.count_failure(key, failures + 1, at)
    refuse_to_wait(max(waits))
    user = work.people.find_by_email(folded)
    if user is None or user.state is not UserState.ACTIVE:
        return Attempt(keys, None, None)
    return Attempt(keys, user.id, work.people.password_hash(user.id))


def refuse_to_wait(wait: timedelta) -> None:
    if wait > timedelta(0):
        raise TooManyAttempts(retry_after=math.ceil(wait.total_seconds()))


def end_attempt(work: Work, attempt: Attempt, *, at: datetime) -> UserId:
    """The password was right: the account's failures are forgotten, and the address is given this one back."""
    if attempt.user_id is None:
        raise SignInFailed
    account, address = attempt.keys
    work.credentials.forget_failures(account)
    failures, _ = work.credentials.failures(address) or (0, at)
    if failures > 1:
        work.credentials.count_failure(address, failures - 1, at)
    else:
        work.credentials.forget_failures(address)
    return attempt.user_id


def begin_session(work: Work, user_id: UserId, *, at: datetime, replacing: str | None = None) -> Begun:
    """Always under a new token: one that was put into the browser beforehand is worth nothing (session fixation)."""
    if replacing is not None:
        work.sessions.end(hash_of(replacing))
    token = secrets.token_urlsafe(32)
    session = Session(
        token_hash=hash_of(token),
        user_id=user_id,
        csrf_token=secrets.token_urlsafe(32),
        created_at=at,
        expires_at=at + LASTS,
    )
    work.sessions.add(session)
    return Begun(session, token)


def end_session(work: Work, session: Session | None) -> None:
    if session is not None:
        work.sessions.end(session.token_hash)


def forget_old_keys(work: Work, at: datetime) -> int:
    """Answers kept for clients that ask again, sessions that are over, failures a day old: gone, and how many."""
    return (
        work.idempotency.forget_before(at - KEYS_LAST)
        + work.sessions.forget_before(at)
        + work.credentials.forget_failures_before(at - timedelta(days=1))
    )
