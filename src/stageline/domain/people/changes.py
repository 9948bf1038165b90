"""What the journal keeps of changes of people, teams and tokens, so that the rights of any day can be told again."""

from collections.abc import Mapping
from typing import Any, ClassVar

from stageline.domain.events import Event


class PeopleEvent(Event, frozen=True, kw_only=True, gc=False):
    """`changes` holds each field that differs, as it is now. No secret is ever among them."""

    of_id: int
    changes: Mapping[str, Any] = {}

    @property
    def subject_id(self) -> int:
        return self.of_id

    def facts(self) -> Mapping[str, Any]:
        return self.changes


class UserAdded(PeopleEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "user.added"


class UserChanged(PeopleEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "user.changed"


class UserClaimed(PeopleEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "user.claimed"


class PasswordChanged(PeopleEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "user.password_changed"


class UserDeactivated(PeopleEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "user.deactivated"


class UserReactivated(PeopleEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "user.reactivated"


class TeamAdded(PeopleEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "team.added"


class TeamChanged(PeopleEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "team.changed"


class TeamRemoved(PeopleEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "team.removed"


class TokenCreated(PeopleEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "token.created"


class TokenRevoked(PeopleEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "token.revoked"


class FeedMade(PeopleEvent, frozen=True, kw_only=True, gc=False):
    """The calendar of the person has a private address, or a new one."""

    kind: ClassVar[str] = "calendar_feed.made"


class FeedRemoved(PeopleEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "calendar_feed.removed"
