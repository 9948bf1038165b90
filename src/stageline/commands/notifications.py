"""Telling people what happened, and their marking it as read."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from stageline.domain.errors import Missing
from stageline.domain.ids import NotificationId
from stageline.domain.notifications.notice import CANNOT_BE_MUTED, CannotBeMuted, Kind, NotificationNotFound
from stageline.domain.notifications.telling import TOLD, tell
from stageline.domain.rights import Actor
from stageline.storage.journal import KeptEvent
from stageline.storage.unit_of_work import Work


def is_told(event: KeptEvent) -> bool:
    return event.kind in TOLD


def tell_people(work: Work, events: Sequence[KeptEvent]) -> None:
    """The consumer of the journal that writes notifications (PS-245, PS-246); as many statements for 500 as for one."""
    ids = [event.id for event in events]
    found = work.notifications.happenings(ids)
    happened = [found[event_id] for event_id in ids]
    people = work.notifications.people({user_id for happening in happened for user_id in happening.people()})
    muted = work.notifications.muted(people.keys())
    work.notifications.add(tell(happened, people, muted))


def read_notification(work: Work, id: NotificationId, *, asker: Actor, at: datetime) -> None:
    if not work.notifications.mark_read(id, asker.user_id, at):
        raise NotificationNotFound


def read_all_notifications(work: Work, *, asker: Actor, at: datetime) -> None:
    work.notifications.mark_all_read(asker.user_id, at)


def mute_notifications(work: Work, choices: Mapping[Kind, bool], *, asker: Actor) -> None:
    """Each kind by itself; kinds that are not named stay as they are. Failures are refused (PS-245)."""
    refused = [kind for kind, is_muted in choices.items() if is_muted and kind in CANNOT_BE_MUTED]
    if refused:
        raise CannotBeMuted([Missing(name=kind, remedy="Leave this one on.") for kind in refused])
    work.notifications.mute(asker.user_id, choices)
