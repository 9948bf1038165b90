"""A browser's session: how long it lasts, and when it is prolonged."""

from datetime import datetime, timedelta

import msgspec

from stageline.domain.ids import UserId

LASTS = timedelta(days=14)
# A day's use costs one write, not each request's.
PROLONGED_AFTER = timedelta(days=1)
AT_MOST = timedelta(days=90)


class Session(msgspec.Struct, frozen=True, kw_only=True):
    token_hash: str
    user_id: UserId
    csrf_token: str
    created_at: datetime
    expires_at: datetime

    def is_over(self, at: datetime) -> bool:
        return at >= self.expires_at

    def prolonged(self, at: datetime) -> datetime | None:
        """When it should end now that it is used, if that differs by enough to be written down."""
        until = min(at + LASTS, self.created_at + AT_MOST)
        return until if until - self.expires_at >= PROLONGED_AFTER else None
