"""The feed of a person's calendar: how far it reaches, and how it is refused."""

from datetime import timedelta

from stageline.domain.errors import NotFound, NotPermitted

BACK = timedelta(days=90)
AHEAD = timedelta(days=365)


class FeedNotFound(NotFound):
    """There is no such calendar. Its address may have been renewed or switched off."""

    code = "not_found"


class TooManyFeeds(NotPermitted):
    """There were too many requests for calendars that are not there. Try again later."""

    code = "too_many_attempts"
