"""A message with the action and the opportunity it belongs to, locked in the order that everybody keeps."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from stageline.commands.actions.completing import take_action
from stageline.domain.actions.action import Action
from stageline.domain.events import By, Channel
from stageline.domain.ids import MessageId
from stageline.domain.letters.message import (
    InvitationBounced,
    InvitationFailed,
    InvitationUncertain,
    Message,
    MessageBounced,
    MessageEvent,
    MessageFailed,
    MessageKind,
    MessageUncertain,
)
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.storage.people.authentication import read_actor
from stageline.storage.unit_of_work import Work

OF_INVITATIONS: Mapping[type[MessageEvent], type[MessageEvent]] = {
    MessageBounced: InvitationBounced,
    MessageFailed: InvitationFailed,
    MessageUncertain: InvitationUncertain,
}


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    message: Message
    action: Action | None
    opportunity: Opportunity | None


def take_message(work: Work, id: MessageId, by: By | None = None) -> Taken | None:
    """The opportunity is locked before the message is read, so that nothing can come in between."""
    seen = work.outbox.find(id)
    if seen is None:
        return None
    acting = by or by_sender(work, seen)
    if seen.action_id is not None:
        found, _, action = take_action(work, seen.action_id, acting)
    else:
        number = seen.opportunity_id
        found = work.opportunities.read([number], acting.actor.user_id).get(number) if number is not None else None
        action = None
    message = work.outbox.find(id)
    return None if message is None else Taken(message=message, action=action, opportunity=found)


def by_sender(work: Work, message: Message) -> By:
    """What happens to a message by itself happens in the name of whoever sends it."""
    return By(read_actor(work.connection, message.sender_id), Channel.SYSTEM)


def remember(
    work: Work,
    kind: type[MessageEvent],
    taken: Taken,
    actions: Sequence[Action] = (),
    *,
    trouble: str | None = None,
    by: By,
    at: datetime,
) -> None:
    """Of letters everything; of an invitation that it did not arrive; of a reminder nothing: it stands in the page."""
    told = kind if taken.message.kind is MessageKind.LETTER else OF_INVITATIONS.get(kind)
    if told is None or taken.message.kind is MessageKind.REMINDER:
        return
    [event_id] = work.new_ids(1)
    event = told(
        id=event_id,
        at=at,
        by=by,
        opportunity=taken.opportunity,
        actions=tuple(actions),
        message_id=taken.message.id,
        sender_id=taken.message.sender_id,
        trouble=trouble,
    )
    work.keep([event])
