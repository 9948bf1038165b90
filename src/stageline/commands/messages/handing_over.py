"""What becomes of a message while it is handed over: at most once, and never without anybody knowing."""

from collections.abc import Callable
from datetime import datetime

from stageline.commands.messages.taking import Taken, by_sender, remember, take_message
from stageline.domain.actions.action import Action, CompletedHow, Completion
from stageline.domain.ids import MessageId
from stageline.domain.letters.message import (
    Message,
    MessageBounced,
    MessageEvent,
    MessageFailed,
    MessageSent,
    MessageState,
    MessageUncertain,
    complete_by,
    open_again,
    warned,
)
from stageline.storage.unit_of_work import Storage, Work

UNKNOWN = "Sending the letter was cut off. Ask whether it has arrived before you send it again."
LONGEST = 500
STATES = {
    MessageBounced: MessageState.BOUNCED,
    MessageSent: MessageState.SENT,
    MessageFailed: MessageState.FAILED,
    MessageUncertain: MessageState.UNCERTAIN,
}


def claim_message(storage: Storage, id: MessageId, at: datetime, *, may_send: bool = True) -> Message | None:
    """The message, now `sending`, for whoever hands it over; None when there is nothing to hand over (any more).

    One that is found `sending` was claimed by somebody who is gone: it becomes uncertain, and its sender is told.
    """
    with storage.writing() as work:
        taken = take_message(work, id)
        if taken is None or taken.message.held_until > at:
            return None
        message = taken.message
        if message.state is MessageState.SENDING:
            _end(work, taken, MessageUncertain, warned(taken.action, UNKNOWN), at, trouble=UNKNOWN)
        if message.state is not MessageState.QUEUED or not may_send:
            return None
        return work.outbox.change(message, MessageState.SENDING, tries=message.tries + 1)


def message_sent(storage: Storage, id: MessageId, at: datetime) -> None:
    """Also of one that somebody took for cut off meanwhile."""

    def end(work: Work, taken: Taken) -> None:
        completion = Completion(at, taken.message.sender_id, CompletedHow.PERFORMED)
        _end(work, taken, MessageSent, complete_by(taken.action, completion), at)

    _with(storage, id, {MessageState.SENDING, MessageState.UNCERTAIN}, end)


def message_failed(storage: Storage, id: MessageId, trouble: str | None, at: datetime) -> None:
    """It was certainly not taken: its action is open again, with what the server has said, now or at last (PS-50).

    Without the address: what is said here stands in the journal for ever.
    """

    def end(work: Work, taken: Taken) -> None:
        said = str(trouble or taken.message.trouble).replace(taken.message.to_address, "…")
        words = f"The letter could not be sent: {said}"[:LONGEST]
        _end(work, taken, MessageFailed, open_again(taken.action, words), at, trouble=words)

    _with(storage, id, {MessageState.SENDING, MessageState.QUEUED}, end)


def message_uncertain(storage: Storage, id: MessageId, at: datetime) -> None:
    """The server may have it or not."""

    def end(work: Work, taken: Taken) -> None:
        _end(work, taken, MessageUncertain, warned(taken.action, UNKNOWN), at, trouble=UNKNOWN)

    _with(storage, id, {MessageState.SENDING}, end)


def message_bounced(storage: Storage, id: MessageId, made_at: int, reason: str, at: datetime) -> None:
    """A letter that was sent came back: told to its sender and whoever is responsible, and no reason to reopen (PS-50).

    `made_at`, seconds, is from the name that the mail goes by; of any other mail nothing is known here.
    """

    def end(work: Work, taken: Taken) -> None:
        if int(taken.message.created_at.timestamp()) == made_at:
            said = " ".join(reason.split()).replace(taken.message.to_address, "…") or "no reason was given"
            words = f"The letter came back: {said}"[:LONGEST]
            _end(work, taken, MessageBounced, warned(taken.action, words), at, trouble=words)

    _with(storage, id, {MessageState.SENT, MessageState.UNCERTAIN}, end)


def message_waits(storage: Storage, id: MessageId, trouble: str) -> None:
    """It was certainly not taken, and is tried again later."""

    def wait(work: Work, taken: Taken) -> None:
        work.outbox.change(taken.message, MessageState.QUEUED, trouble=trouble[:LONGEST])

    _with(storage, id, {MessageState.SENDING}, wait)


def _with(storage: Storage, id: MessageId, states: set[MessageState], do: Callable[[Work, Taken], None]) -> None:
    with storage.writing() as work:
        taken = take_message(work, id)
        if taken is not None and taken.message.state in states:
            do(work, taken)


def _end(
    work: Work,
    taken: Taken,
    kind: type[MessageEvent],
    actions: tuple[Action, ...],
    at: datetime,
    *,
    trouble: str | None = None,
) -> None:
    if work.outbox.change(taken.message, STATES[kind], trouble=trouble, ended_at=at) is not None:
        by = by_sender(work, taken.message)
        remember(work, kind, taken, actions, trouble=trouble, by=by, at=at)
