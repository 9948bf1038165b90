"""What people do with messages that are not out: send again, or drop; and what an undone move does with its own."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from stageline.commands.letters.writing import SEND
from stageline.commands.messages.taking import Taken, remember, take_message
from stageline.domain.errors import RuleBroken
from stageline.domain.events import By
from stageline.domain.ids import EventId, MessageId
from stageline.domain.letters.message import (
    OPEN,
    Message,
    MessageDropped,
    MessageIsOut,
    MessageNotFound,
    MessageQueued,
    MessageState,
    MessageUnderWay,
    may_see,
    open_again,
)
from stageline.storage.unit_of_work import Work

DROPPED = "The letter was taken out of the outbox and not sent."


class LetterWentOut(RuleBroken):
    """A letter went out because of this move, so it cannot be undone. Move it back instead."""

    code = "letter_went_out"


def send_again(work: Work, id: MessageId, *, by: By, at: datetime) -> None:
    """By the sender or operations, also of one that may have arrived: a person takes that on."""
    taken = _own(work, id, by)
    remember(work, MessageQueued, taken, by=by, at=at)
    if not work.is_rehearsal:
        held_until = max(taken.message.held_until, at)
        work.outbox.change(taken.message, MessageState.QUEUED, trouble=None, ended_at=None, held_until=held_until)
        work.jobs.add(SEND, {"message_id": id}, held_until, at=at)


def drop_message(work: Work, id: MessageId, *, by: By, at: datetime) -> None:
    """It is not sent. What was certainly not sent leaves its action open."""
    taken = _own(work, id, by)
    is_unknown = taken.message.state is MessageState.UNCERTAIN
    remember(work, MessageDropped, taken, () if is_unknown else open_again(taken.action, DROPPED), by=by, at=at)
    if not work.is_rehearsal:
        work.outbox.change(taken.message, MessageState.DROPPED, ended_at=at)


def messages_of_moves(work: Work, ids: Collection[EventId]) -> Mapping[EventId, Sequence[Message]]:
    """Those that these moves have caused; read while their opportunities are locked."""
    found: defaultdict[EventId, list[Message]] = defaultdict(list)
    for message in work.outbox.of_moves(ids):
        if message.made_by_event is not None:
            found[message.made_by_event].append(message)
    return found


def require_not_out(caused: Iterable[Message]) -> None:
    """Nothing that may have left the house can be taken back (PS-101)."""
    gone = [message.subject for message in caused if message.state is not MessageState.QUEUED]
    if gone:
        raise LetterWentOut(subjects=gone)


def take_back(work: Work, caused: Iterable[Message], at: datetime) -> None:
    """With the move that was undone."""
    if not work.is_rehearsal:
        for message in caused:
            if work.outbox.change(message, MessageState.DROPPED, ended_at=at) is None:
                raise LetterWentOut(subjects=[message.subject])


def _own(work: Work, id: MessageId, by: By) -> Taken:
    taken = take_message(work, id, by)
    if taken is None or not may_see(taken.message, by.actor):
        raise MessageNotFound
    if taken.message.state is MessageState.SENDING:
        raise MessageUnderWay
    if taken.message.state not in OPEN:
        raise MessageIsOut(state=taken.message.state.value)
    return taken
