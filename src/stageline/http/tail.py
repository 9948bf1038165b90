"""Reads the journal once for all who watch through this process, and tells each what they may see."""

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from threading import Event, Lock, Thread
from time import monotonic

from sqlalchemy import Connection

from stageline.domain.ids import UserId
from stageline.domain.people.token import Token
from stageline.domain.rights import Actor
from stageline.http.watching import MOST_TICKS_WAITING, Many, News, Notified, Told, Watcher, few_or_many
from stageline.queries.live import (
    Change,
    owners_of_targets,
    read_actors,
    read_changes,
    read_rights_version,
    read_unread_counts,
    targets_seen,
)
from stageline.storage.journal import STEP, KeptEvent, Position, last_position, read_journal
from stageline.storage.unit_of_work import Storage
from stageline.storage.waking import Alarm

logger = logging.getLogger(__name__)

# What comes within this time is one tick, so that a busy database costs no more than so many reads a second.
PACE_SECONDS = 0.05
SWEEP_SECONDS = 60.0
TROUBLE_SECONDS = 1.0
MOST_EVENTS = 4 * STEP
QUIET_SECONDS = 10.0
HEARTBEAT_SECONDS = 15.0
CHECK_SECONDS = 30.0


class Tail:
    """One thread, however many watch; it sleeps while nobody does.

    Each stream shows a sign of life after `heartbeat_seconds` without news, and looks whether its reader is still
    signed in every `check_seconds`.
    """

    def __init__(self, storage: Storage) -> None:
        self.heartbeat_seconds = HEARTBEAT_SECONDS
        self.check_seconds = CHECK_SECONDS
        self._storage = storage
        self._alarm = Alarm(storage)
        self._guard = Lock()
        self._joining: list[Watcher] = []
        self._watching: list[Watcher] = []
        self._position: Position | None = None
        self._rights_version: int | None = None
        self._stopped = Event()
        self._thread: Thread | None = None

    def join(self, actor: Actor, token: Token | None, last_event_id: str | None) -> Watcher:
        """Called on the event loop; the news arrive in the watcher's mailbox."""
        since = Position.parse(last_event_id) if last_event_id else None
        watcher = Watcher(
            actor=actor,
            token=token,
            since=since,
            is_lost=bool(last_event_id) and since is None,
            loop=asyncio.get_running_loop(),
            mailbox=asyncio.Queue(MOST_TICKS_WAITING),
        )
        with self._guard:
            self._joining.append(watcher)
            if self._stopped.is_set():
                watcher.send(None)
            elif self._thread is None:
                self._thread = Thread(target=self._run, name="tail", daemon=True)
                self._alarm.start()
                self._thread.start()
        self._alarm.ring()
        return watcher

    def leave(self, watcher: Watcher) -> None:
        with self._guard:
            for watchers in (self._joining, self._watching):
                with suppress(ValueError):
                    watchers.remove(watcher)

    def stop(self) -> None:
        """Ends every stream. A server must do so before it waits for its connections to close."""
        self._stopped.set()
        self._alarm.stop()
        with self._guard:
            for watcher in (*self._joining, *self._watching):
                watcher.send(None)

    def close(self) -> None:
        self.stop()
        if self._thread is not None:
            self._thread.join()
            self._alarm.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            heard = self._alarm.rings
            try:
                seconds = self._tick()
            except Exception as trouble:  # noqa: BLE001 - the streams outlive the database's absence
                logger.warning("Cannot read the journal for the live streams at the moment: %s", trouble)
                self._stopped.wait(TROUBLE_SECONDS)
                continue
            self._stopped.wait(PACE_SECONDS)
            self._alarm.wait(heard, seconds)

    def _tick(self) -> float:
        """Tells everybody what is new, and says for how many seconds there is nothing, unless the alarm rings."""
        with self._guard:
            joining, self._joining = self._joining, []
            self._watching += joining
            watching = list(self._watching)
        if not watching:
            self._position = None
            return SWEEP_SECONDS
        try:
            with self._storage.reading() as connection:
                return self._tell(connection, watching, joining)
        except Exception:
            # They have missed what they came for, so they come again.
            for watcher in joining:
                watcher.send(None)
            raise

    def _tell(self, connection: Connection, watching: Sequence[Watcher], joining: Sequence[Watcher]) -> float:
        begin = self._position = self._position or last_position(connection)
        self._refresh_rights(connection, watching, joining)
        events, end, is_more, is_held = _read_on(connection, begin)
        missed = {watcher: _missed(connection, watcher, begin, end) for watcher in joining}
        changes, owners = read_changes(connection, events), owners_of_targets(events)
        unread = read_unread_counts(connection, {watcher.actor.user_id for watcher in watching})
        for watcher in watching:
            news = missed.get(watcher, []) + _news(changes, owners, watcher.actor)
            self._tell_one(watcher, news, unread, end)
        self._position = end
        return 0 if is_more else PACE_SECONDS if is_held else SWEEP_SECONDS

    def _tell_one(self, watcher: Watcher, news: list[News], unread: Mapping[UserId, int], end: Position) -> None:
        count = unread.get(watcher.actor.user_id, 0)
        if watcher.unread_count != count:
            watcher.unread_count = count
            news.append(Notified(count))
        now = monotonic()
        if news or now - watcher.quiet_since > QUIET_SECONDS:
            watcher.quiet_since = now
            watcher.send(Told(end, news))

    def _refresh_rights(self, connection: Connection, watching: Sequence[Watcher], joining: Sequence[Watcher]) -> None:
        """Before anything is told: a right taken away is taken away from the next piece of news on."""
        version = read_rights_version(connection)
        changed = joining if version == self._rights_version else watching
        self._rights_version = version
        actors = read_actors(connection, {watcher.actor.user_id for watcher in changed}) if changed else {}
        for watcher in changed:
            actor = actors.get(watcher.actor.user_id)
            if actor is None:
                watcher.send(None)
                continue
            actor = watcher.token.narrows(actor) if watcher.token else actor
            if actor != watcher.actor:
                # Others' opportunities have come into sight or left it, and no event says which.
                watcher.actor = actor
                watcher.send(Told(watcher.position, [Many(0)]))


def _read_on(connection: Connection, after: Position) -> tuple[list[KeptEvent], Position, bool, bool]:
    """A tick's worth: what one large batch has done is read at once, to be told at once."""
    events: list[KeptEvent] = []
    while True:
        page = read_journal(connection, after)
        events += page.events
        after = page.end
        if not page.is_more or len(events) >= MOST_EVENTS:
            return events, after, page.is_more, page.is_held


def _missed(connection: Connection, watcher: Watcher, until: Position, end: Position) -> list[News]:
    """What came after the last news that this watcher had, up to where this tick begins; it ends at `end`."""
    if watcher.is_lost or (watcher.since is not None and watcher.since > end):
        return [Many(0)]
    if watcher.since is None or watcher.since >= until:
        return []
    page = read_journal(connection, watcher.since)
    events = [event for event in page.events if event.position <= until]
    if page.is_more and len(events) == len(page.events):
        return [Many(len(events))]
    return _news(read_changes(connection, events), owners_of_targets(events), watcher.actor)


def _news(changes: Sequence[Change], owners: Collection[UserId], actor: Actor) -> list[News]:
    told = [change.told_to(actor) for change in changes]
    return [*few_or_many([each for each in told if each is not None]), *targets_seen(owners, actor)]
