"""A preview says exactly what would be written, writes nothing, and waits for nobody."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text

from stageline.domain.errors import Refusal, described
from stageline.domain.events import Event
from stageline.storage.tables import metadata
from stageline.storage.unit_of_work import Storage
from tests.promises.test_random_commands import RandomCommands
from tests.promises.walking import Act, Answer, outcome_of, walk

PATIENCE = "SET LOCAL lock_timeout = '3s'"
"""With this a preview that waits fails, instead of waiting for a test that waits for it."""


class PreviewedCommands(RandomCommands):
    """Asks for a preview of each command while somebody else holds all that a writer could want, and compares."""

    def attempt(self, act: Act) -> Answer:
        with everything_held(self.storage):
            previewed, foreseen = self._preview(act)
        assert self.rows() == self.seen, "a preview left a trace"
        happened: list[Event] = []

        def real(work: Any) -> Answer:
            answer = act(work)
            happened.extend(work.happened)
            return answer

        answer = super().attempt(real)
        assert outcome_of(previewed) == outcome_of(answer)
        if isinstance(answer, Refusal):
            assert described(previewed) == described(answer)
        else:
            assert told(foreseen) == told(happened)
        return answer

    def _preview(self, act: Act) -> tuple[Answer, Sequence[Event]]:
        with self.storage.writing(preview=True) as work:
            if not self.storage.engines.is_sqlite:
                work.connection.exec_driver_sql(PATIENCE)
            try:
                return act(work), work.happened
            except Refusal as refusal:
                return refusal, ()


@contextmanager
def everything_held(storage: Storage) -> Iterator[None]:
    """Another connection is writing: on SQLite it has the one lock, on PostgreSQL one that every row lock waits for."""
    with storage.engines.writing.connect() as other:
        if storage.engines.is_sqlite:
            other.execute(text("SELECT 1"))  # begins, with BEGIN IMMEDIATE
        else:
            other.execute(text("SELECT id FROM opportunities FOR UPDATE"))
            other.execute(text(f"LOCK TABLE {', '.join(metadata.tables)} IN EXCLUSIVE MODE"))
        yield
        other.rollback()


def told(happened: Sequence[Event]) -> list[tuple[str, Any]]:
    """What an answer says of them, and that is nothing of their ids."""
    return [(event.kind, event.told() if hasattr(event, "told") else event.facts()) for event in happened]


@pytest.mark.slow
@pytest.mark.rule("PS-93")
@pytest.mark.rule("PS-192")
def test_any_preview_tells_the_events_that_are_then_written_and_takes_no_write_lock(storage: Storage) -> None:
    walk(storage, PreviewedCommands)
