"""A watcher of the live stream: a mailbox that the tail fills and one connection empties."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from stageline.domain.people.token import Token
from stageline.domain.rights import Actor
from stageline.queries.live import Changed, TargetsChanged
from stageline.storage.journal import START, Position

MOST_TICKS_WAITING = 100
# More changes than this at a time are told as one: whoever watches reads everything anew anyway.
MOST_CHANGES = 50


class Many(msgspec.Struct, frozen=True):
    """So many changes that it is better to read everything anew; 0 when nobody can say how many."""

    count: int


class Notified(msgspec.Struct, frozen=True):
    unread_count: int


News = Changed | Many | Notified | TargetsChanged
NAMES = {Changed: "changed", Many: "many", Notified: "notified", TargetsChanged: "targets"}


class Told(msgspec.Struct, frozen=True):
    """All news of one tick. After it the watcher knows everything up to `position`."""

    position: Position
    news: Sequence[News]


@dataclass(slots=True, eq=False)
class Watcher:
    """Its mailbox belongs to the event loop, everything else to the tail.

    `since` is what it has heard before, None when it begins now; `is_lost` when it heard something nobody knows of.
    """

    actor: Actor
    token: Token | None
    since: Position | None
    is_lost: bool
    loop: asyncio.AbstractEventLoop
    mailbox: "asyncio.Queue[Told | None]"
    position: Position = START
    unread_count: int | None = None
    quiet_since: float = 0.0

    def send(self, told: Told | None) -> None:
        """From any thread; None is the end. A loop that is closed has nobody left to tell."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._receive, told)

    def _receive(self, told: Told | None) -> None:
        if told is not None and not told.news:
            # Nothing to say, but on the next sign of life it can say how far it has come.
            if self.mailbox.empty():
                self.position = told.position
            return
        if told is None:
            self._drained()
        elif self.mailbox.full():
            told = folded([*self._drained(), told])
        self.mailbox.put_nowait(told)

    def _drained(self) -> list[Told]:
        waiting = []
        while not self.mailbox.empty():
            told = self.mailbox.get_nowait()
            if told is not None:
                waiting.append(told)
        return waiting


def folded(ticks: Sequence[Told]) -> Told:
    """For a watcher who does not keep up: one tick in which everything is one piece of news."""
    news = [each for told in ticks for each in told.news]
    count = sum(each.count if isinstance(each, Many) else 1 for each in news if not isinstance(each, Notified))
    last = [each for each in news if isinstance(each, Notified)][-1:]
    return Told(ticks[-1].position, [Many(count), *last])


def few_or_many(changes: Sequence[Changed]) -> list[News]:
    return [Many(len(changes))] if len(changes) > MOST_CHANGES else list(changes)
