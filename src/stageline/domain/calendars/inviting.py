"""Who gets which invitation by mail: what is in the outbox already, held against how the activity stands now."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from stageline.domain.activities.activity import Activity, ActivityStatus
from stageline.domain.ids import ContactId, MessageId
from stageline.domain.letters.message import NOT_OUT, Message, MessageKind

# What differs although nothing does that a guest would notice.
_VOLATILE = ("DTSTAMP:", "SEQUENCE:", "LAST-MODIFIED:")


class Guest(msgspec.Struct, frozen=True, kw_only=True):
    """Whom an activity asks to come, at an address that was looked at."""

    name: str
    address: str
    contact_id: ContactId | None = None


class Wanted(msgspec.Struct, frozen=True):
    """`is_change`: they were asked before."""

    guest: Guest
    is_cancellation: bool = False
    is_change: bool = False


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be sent, and what need not be any more because it never left."""

    wanted: Sequence[Wanted] = ()
    superseded: Sequence[MessageId] = ()


def asks(activity: Activity) -> bool:
    """Only what has a time of day can be come to."""
    return activity.invites and activity.is_active and activity.starts_at is not None


def decide_invitations(
    activity: Activity, says: Mapping[Guest, str], before: Sequence[Message], at: datetime
) -> Verdict:
    """`says` is what each guest would be sent now, `before` what was written so far, in its order.

    Done, or over: nothing is called off any more. The same words are not sent twice.
    """
    if activity.status is ActivityStatus.DONE and activity.deleted_at is None:
        return Verdict()
    if activity.ends_at is not None and activity.ends_at <= at:
        return Verdict()
    asked = says if asks(activity) else {}
    guests = {guest.address.casefold(): guest for guest in asked}
    known = {message.to_address.casefold(): _as_guest(message) for message in before}
    wanted: list[Wanted] = []
    superseded: list[MessageId] = []
    for address in {**known, **guests}:
        its = [message for message in before if message.to_address.casefold() == address]
        guest = guests.get(address)
        waiting = [message for message in its if message.state in NOT_OUT]
        last = next((message for message in reversed(its) if message.state not in NOT_OUT), None)
        told = next(_news(guest or known[address], says.get(guest) if guest else None, last), None)
        if told is not None and waiting and _is_same(waiting[-1], told, says.get(told.guest)):
            superseded += [message.id for message in waiting[:-1]]
            continue
        superseded += [message.id for message in waiting]
        wanted += [told] if told is not None else []
    return Verdict(wanted=wanted, superseded=superseded)


def _news(guest: Guest, says: str | None, last: Message | None) -> Iterator[Wanted]:
    """What they do not know yet, from the last that they may have."""
    was_asked = last is not None and last.kind is MessageKind.INVITATION
    if says is None:
        if was_asked:
            yield Wanted(guest, is_cancellation=True)
    elif last is None or not was_asked:
        yield Wanted(guest)
    elif substance(last.calendar or "") != substance(says):
        yield Wanted(guest, is_change=True)


def _is_same(waiting: Message, told: Wanted, says: str | None) -> bool:
    if told.is_cancellation or waiting.kind is MessageKind.CANCELLATION:
        return told.is_cancellation and waiting.kind is MessageKind.CANCELLATION
    return substance(waiting.calendar or "") == substance(says or "")


def _as_guest(message: Message) -> Guest:
    return Guest(name=message.to_name, address=message.to_address, contact_id=message.contact_id)


def substance(calendar: str) -> list[str]:
    return [line for line in calendar.splitlines() if not line.startswith(_VOLATILE)]
