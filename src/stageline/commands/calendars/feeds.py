"""The private address of a person's calendar: made, renewed, switched off, and guarded against guessing."""

import math
import secrets
from datetime import datetime, timedelta

from stageline.commands.people.signing_in import hash_of
from stageline.domain.calendars.feed import FeedNotFound, TooManyFeeds
from stageline.domain.events import By
from stageline.domain.people.changes import FeedMade, FeedRemoved
from stageline.domain.people.signing_in import FREE_FAILURES_OF_ADDRESS, counted, wait_until
from stageline.storage.unit_of_work import Work


def make_feed(work: Work, *, by: By, at: datetime) -> str:
    """Its secret, this once; whoever had an earlier one finds nothing there any more."""
    secret = secrets.token_urlsafe(32)
    user_id = by.actor.user_id
    work.calendar_feeds.put(user_id, hash_of(secret), at)
    work.keep([FeedMade(id=work.new_ids(1)[0], at=at, by=by, of_id=user_id)])
    return secret


def remove_feed(work: Work, *, by: By, at: datetime) -> None:
    """A second time changes nothing."""
    user_id = by.actor.user_id
    if work.calendar_feeds.remove(user_id):
        work.keep([FeedRemoved(id=work.new_ids(1)[0], at=at, by=by, of_id=user_id)])


def count_guess(work: Work, address: str, at: datetime) -> FeedNotFound | TooManyFeeds:
    """What whoever asks for a feed that is not there is answered: nothing, and after many of those, to wait.

    Whoever has the right address is never counted nor kept waiting by others who share theirs.
    """
    key = f"feed:{address}"
    failures, last_at = work.credentials.failures(key) or (0, at)
    failures = counted(failures, last_at, at)
    wait = wait_until(failures, last_at, free=FREE_FAILURES_OF_ADDRESS) - at
    work.credentials.count_failure(key, failures + 1, at)
    return TooManyFeeds(retry_after=math.ceil(wait.total_seconds())) if wait > timedelta() else FeedNotFound()
