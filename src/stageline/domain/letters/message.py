"""A message in the outbox: handed over at most once, and never lost from sight (PS-50, PS-51)."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

import msgspec

from stageline.domain.actions.action import Action, Completion
from stageline.domain.activities.changes import AgendaEvent
from stageline.domain.errors import NotFound, RuleBroken
from stageline.domain.ids import ActionId, ActivityId, ContactId, EventId, MessageId, OpportunityId, UserId
from stageline.domain.rights import Actor, Right


class MessageNotFound(NotFound):
    """There is no such message, or it is not yours."""

    code = "not_found"


class MessageUnderWay(RuleBroken):
    """This message is being sent at this moment. Wait until it is done."""

    code = "message_under_way"


class MessageIsOut(RuleBroken):
    """This message was sent or dropped already."""

    code = "message_is_out"


class MessageState(StrEnum):
    """`sending` is committed before the hand-over begins; whoever finds it later makes it `uncertain`.

    Whether the server has that one nobody knows, and nobody but a person sends it again. `bounced`: it was sent, and
    came back later.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    BOUNCED = "bounced"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    DROPPED = "dropped"


class MessageKind(StrEnum):
    """Letters belong to actions; invitations, what is called off again and reminders belong to activities."""

    LETTER = "letter"
    INVITATION = "invitation"
    CANCELLATION = "cancellation"
    REMINDER = "reminder"


OPEN = frozenset({MessageState.QUEUED, MessageState.FAILED, MessageState.UNCERTAIN})
"""From which a person may send it again or drop it."""
NOT_OUT = frozenset({MessageState.QUEUED, MessageState.FAILED})
"""In which the server certainly does not have it."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """Not handed over before `held_until`; `made_by_event` is the move that caused it, undone till then at most.

    `calendar` is the part of an invitation that calendars read.
    """

    id: MessageId
    kind: MessageKind = MessageKind.LETTER
    opportunity_id: OpportunityId | None = None
    action_id: ActionId | None = None
    activity_id: ActivityId | None = None
    contact_id: ContactId | None = None
    sender_id: UserId
    to_name: str
    to_address: str
    sender_name: str
    sender_address: str | None = None
    subject: str
    html: str
    plain: str
    calendar: str | None = None
    state: MessageState = MessageState.QUEUED
    held_until: datetime
    made_by_event: EventId | None = None
    tries: int = 0
    trouble: str | None = None
    created_at: datetime
    ended_at: datetime | None = None


class MessageEvent(AgendaEvent, frozen=True, kw_only=True, gc=False):
    """`sender_id` hears of what went wrong. What the message says stands in the outbox alone."""

    message_id: MessageId
    sender_id: UserId
    trouble: str | None = None

    @property
    def subject_id(self) -> int:
        return self.message_id

    def facts(self) -> Mapping[str, Any]:
        facts = {**super().facts(), "user_id": self.sender_id}
        return {**facts, "trouble": self.trouble} if self.trouble else facts


class MessageQueued(MessageEvent, frozen=True, kw_only=True, gc=False):
    """For the first time, or again by somebody's wish."""

    kind: ClassVar[str] = "message.queued"


class MessageSent(MessageEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "message.sent"


class MessageFailed(MessageEvent, frozen=True, kw_only=True, gc=False):
    """The server has refused it, or could not be reached for long: it was not sent, and its action is open again."""

    kind: ClassVar[str] = "message.failed"


class MessageUncertain(MessageEvent, frozen=True, kw_only=True, gc=False):
    """Sending was cut off: the server may have it or not."""

    kind: ClassVar[str] = "message.uncertain"


class MessageBounced(MessageEvent, frozen=True, kw_only=True, gc=False):
    """It came back after it was sent. Its action stays complete, with a warning (PS-50)."""

    kind: ClassVar[str] = "message.bounced"

    def facts(self) -> Mapping[str, Any]:
        responsible = {"responsible_id": self.actions[0].responsible_id} if self.actions else {}
        return {**super().facts(), **responsible}


class InvitationFailed(MessageFailed, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "invitation.failed"


class InvitationUncertain(MessageUncertain, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "invitation.uncertain"


class InvitationBounced(MessageBounced, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "invitation.bounced"


class MessageDropped(MessageEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "message.dropped"


def may_see(message: Message, actor: Actor) -> bool:
    """Whoever sends it, and operations."""
    return message.sender_id == actor.user_id or actor.has(Right.SET_UP_PROCESSES)


def open_again(action: Action | None, trouble: str) -> tuple[Action, ...]:
    """What was performed by sending it was not; whoever marked it complete in another way meant that (PS-50)."""
    if action is None:
        return ()
    completion = action.completion
    is_by_sending = completion is not None and completion.how.value == "performed"
    return (msgspec.structs.replace(action, trouble=trouble, completion=None if is_by_sending else completion),)


def warned(action: Action | None, trouble: str) -> tuple[Action, ...]:
    return () if action is None else (msgspec.structs.replace(action, trouble=trouble),)


def complete_by(action: Action | None, completion: Completion) -> tuple[Action, ...]:
    """It is sent after all."""
    if action is None or (action.is_complete and action.trouble is None):
        return ()
    return (msgspec.structs.replace(action, trouble=None, completion=action.completion or completion),)
