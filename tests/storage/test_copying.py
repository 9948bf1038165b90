"""A backup is taken while everything goes on, and restored whole or not at all, on either database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from stageline.bootstrap import migrate, open_storage
from stageline.commands.files import Received, add_file
from stageline.commands.notes import add_note
from stageline.commands.opportunities.moving import move_opportunity
from stageline.domain.errors import Refusal
from stageline.domain.ids import OpportunityId
from stageline.storage.copying.keeping import WouldOverwrite
from stageline.storage.copying.keeping import keep as back_up
from stageline.storage.copying.restoring import NotABackup, NotEmpty, StillRunning, restore
from stageline.storage.files import PIECE
from stageline.storage.schema import SchemaAhead, SchemaBehind
from stageline.storage.tables import accounts, consumers, events, metadata, opportunities, sessions, stage_history
from stageline.storage.unit_of_work import Storage
from tests.agendas import asking, booked_at_once
from tests.builders import NOON, REP, a_move, an_opportunity, by, keep

PROCESS = asking(Demo=[booked_at_once()])
Content = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def backup(storage: Storage, tmp_path: Path) -> Path:
    """Of forty opportunities, of which some have moved."""
    fill(storage)
    back_up(storage.engines, tmp_path / "backup.db")
    return tmp_path / "backup.db"


def fill(storage: Storage, count: int = 40) -> None:
    records = [an_opportunity(process=PROCESS, id=OpportunityId(n)) for n in range(1, count + 1)]
    with storage.engines.writing.begin() as connection:
        keep(connection, PROCESS, *records)
    for number in range(1, count, 4):
        move(storage, number)


def write_down(storage: Storage) -> None:
    """A note, and a file in pieces."""
    content = bytes(number % 97 * 2 for number in range(3 * PIECE + 1))
    file = Received(name="plan.bin", label="Plan", content=BytesIO(content), size=len(content), sha256="0")
    with storage.writing() as work:
        add_note(work, OpportunityId(1), "Ann wants it in March.", by=by(), at=NOON)
        add_file(work, OpportunityId(1), file, by=by(), at=NOON)


def move(storage: Storage, number: int) -> None:
    with storage.writing() as work:
        wanted = a_move(opportunity_id=OpportunityId(number), acknowledge_gaps=True)
        move_opportunity(work, wanted, by=by(), at=NOON)


def content(storage: Storage) -> Content:
    """Every row that a backup keeps; which transaction wrote an event means something on one server only."""
    tables = [table for table in metadata.sorted_tables if table.name not in ("sessions", "setup_tokens")]
    with storage.reading() as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in connection.execute(select(*(c for c in table.c if c.name != "transaction_id")))),
                key=str,
            )
            for table in tables
        }


@contextmanager
def opened(url: str) -> Iterator[Storage]:
    storage = open_storage(url)
    yield storage
    storage.engines.dispose()


def test_a_restored_backup_holds_what_was_there_on_either_engine(
    storage: Storage, backup: Path, empty_url: str
) -> None:
    write_down(storage)
    back_up(storage.engines, backup)

    with opened(empty_url) as restored:
        restore(restored.engines, backup)

        assert content(restored) == content(storage)


def test_life_goes_on_after_a_restore(storage: Storage, backup: Path, empty_url: str) -> None:
    with opened(empty_url) as restored:
        restore(restored.engines, backup)
        before = content(storage)
        last, last_action, last_activity = (
            max(row[0] for row in before[table]) for table in ("events", "actions", "activities")
        )

        move(restored, 2)  # which makes one of each

        with restored.reading() as connection:
            assert connection.scalars(select(events.c.id).where(events.c.id > last)).first() == last + 1
        with restored.writing() as work:
            assert work.new_opportunity_ids(1) == [41]
            numbers = (work.new_action_ids(1), work.new_activity_ids(1))
            assert numbers == ([last_action + 2], [last_activity + 2])
            another = {"name": "Contoso", "details": {}, "created_at": NOON, "version": 1}
            assert work.connection.execute(insert(accounts), another).inserted_primary_key == (2,)
            with pytest.raises(Exception, match="append-only"):
                work.connection.execute(text("DELETE FROM stage_history"))


def test_a_backup_is_a_database_to_work_with(storage: Storage, backup: Path) -> None:
    with opened(f"sqlite:///{backup}") as copy:
        move(copy, 2)

        assert len(content(copy)["stage_history"]) == len(content(storage)["stage_history"]) + 1


def test_a_backup_taken_while_others_write_is_of_one_moment(storage: Storage, tmp_path: Path, sqlite_url: str) -> None:
    fill(storage, 400)
    stopped = Event()
    moves = (number for number in range(2, 400) if number % 4 != 1)

    def go_on() -> None:
        for number in moves:
            if stopped.is_set():
                return
            move(storage, number)

    others = Thread(target=go_on)
    others.start()
    back_up(storage.engines, tmp_path / "backup.db")
    stopped.set()
    others.join()

    with opened(sqlite_url) as restored:
        restore(restored.engines, tmp_path / "backup.db")
        with restored.reading() as connection:
            now = {row[0]: row[1] for row in connection.execute(select(opportunities.c.id, opportunities.c.version))}
            last = select(stage_history.c.opportunity_id, stage_history.c.version).order_by(stage_history.c.version)
            told = {row[0]: row[1] for row in connection.execute(last)}
            moved = connection.execute(text("SELECT count(*) FROM events WHERE kind LIKE 'opportunity.%'")).scalar()
            kept = connection.execute(text("SELECT count(*) FROM stage_history")).scalar()
    assert now == told
    assert moved == kept


def test_nobody_is_signed_in_after_a_restore(storage: Storage, tmp_path: Path, sqlite_url: str) -> None:
    fill(storage)
    session = {"token_hash": "abc", "user_id": REP, "csrf_token": "x", "created_at": NOON, "expires_at": NOON}
    with storage.engines.writing.begin() as connection:
        connection.execute(sessions.insert(), session)

    back_up(storage.engines, tmp_path / "backup.db")

    assert b"abc" not in (tmp_path / "backup.db").read_bytes()
    with opened(sqlite_url) as restored:
        restore(restored.engines, tmp_path / "backup.db")
        with restored.reading() as connection:
            assert connection.execute(select(sessions)).all() == []


def test_a_consumer_goes_on_where_it_was(storage: Storage, tmp_path: Path, empty_url: str) -> None:
    fill(storage)
    with storage.engines.writing.begin() as connection:
        number = connection.execute(text("SELECT coalesce(transaction_id, 0) FROM events WHERE id = 40")).scalar_one()
        read = {"name": "notifications", "transaction_id": number, "event_id": 40}
        connection.execute(consumers.insert(), read)

    back_up(storage.engines, tmp_path / "backup.db")

    with opened(empty_url) as restored:
        restore(restored.engines, tmp_path / "backup.db")
        with restored.reading() as connection:
            assert connection.execute(select(consumers)).all() == [("notifications", 0, 40)]


def test_only_its_owner_may_read_a_backup(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in backup.parent.iterdir() if "backup" in path.name] == ["backup.db"]


def test_a_newer_backup_takes_the_place_of_an_older_one(storage: Storage, backup: Path) -> None:
    move(storage, 2)

    back_up(storage.engines, backup)

    with opened(f"sqlite:///{backup}") as copy:
        assert content(copy) == content(storage)


def test_a_backup_overwrites_nothing_else(storage: Storage, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear customer")

    with pytest.raises(WouldOverwrite):
        back_up(storage.engines, letter)
    if storage.engines.is_sqlite:
        with pytest.raises(WouldOverwrite):
            back_up(storage.engines, Path(storage.engines.writing.url.database or ""))

    assert letter.read_text() == "Dear customer"


def test_what_was_never_made_cannot_be_backed_up(empty_url: str, tmp_path: Path) -> None:
    with opened(empty_url) as storage, pytest.raises(SchemaBehind):
        back_up(storage.engines, tmp_path / "backup.db")

    assert not list(tmp_path.glob("*backup*"))


def test_a_database_in_use_is_replaced_only_by_force(storage: Storage, backup: Path) -> None:
    before = content(storage)
    move(storage, 2)
    after = content(storage)

    with pytest.raises(NotEmpty):
        restore(storage.engines, backup)
    assert content(storage) == after

    restore(storage.engines, backup, force=True)
    assert content(storage) == before


def test_a_database_that_somebody_has_open_is_left_alone(backup: Path, empty_url: str) -> None:
    with opened(empty_url) as server, opened(empty_url) as restored:
        migrate(server, NOON)
        with server.engines.writing.connect(), pytest.raises(StillRunning):
            restore(restored.engines, backup)
        server.engines.dispose()

        restore(restored.engines, backup)
        assert len(content(restored)["opportunities"]) == 40


@pytest.mark.parametrize("broken", [b"", b"Dear customer", b"SQLite format 3\0" + bytes(5000)], ids=len)
def test_what_is_no_backup_is_refused(broken: bytes, empty_url: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(broken)

    with opened(empty_url) as storage, pytest.raises(NotABackup):
        restore(storage.engines, tmp_path / "file")


def test_a_damaged_backup_is_refused(backup: Path, empty_url: str) -> None:
    whole = backup.read_bytes()
    backup.write_bytes(whole[: len(whole) // 2])

    with opened(empty_url) as storage, pytest.raises(NotABackup):
        restore(storage.engines, backup)


def test_a_backup_of_a_newer_version_is_refused(backup: Path, empty_url: str) -> None:
    with opened(f"sqlite:///{backup}") as copy, copy.engines.writing.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with opened(empty_url) as storage, pytest.raises(SchemaAhead):
        restore(storage.engines, backup)


@pytest.mark.slow
def test_killed_while_restoring_the_old_state_stays(storage: Storage, tmp_path: Path, empty_url: str) -> None:
    fill(storage, 800)
    back_up(storage.engines, tmp_path / "backup.db")
    with opened(empty_url) as other:
        restore(other.engines, tmp_path / "backup.db")
        move(other, 2)
        old = content(other)
    new = content(storage)

    outcomes = set()
    for wait in (0.0, 0.01, 0.05, 0.2):
        kill_while_restoring(empty_url, tmp_path / "backup.db", wait)
        with opened(empty_url) as other:
            found = content(other)
            assert found in (old, new)
            outcomes.add("old" if found == old else "new")
            if found == new:
                move(other, 2)
                old = content(other)
    assert "old" in outcomes


def kill_while_restoring(url: str, backup: Path, wait: float) -> None:
    """Killed so many seconds after it has said that it begins."""
    program = (
        "import sys; from pathlib import Path; from stageline.bootstrap import migrate, open_storage;"
        "from stageline.storage.copying.restoring import restore; storage = open_storage(sys.argv[1]);"
        "print('begins', flush=True); restore(storage.engines, Path(sys.argv[2]), force=True)"
    )
    process = subprocess.Popen([sys.executable, "-c", program, url, str(backup)], stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    time.sleep(wait)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    wait_until_gone(url)


def wait_until_gone(url: str) -> None:
    """PostgreSQL notices a moment later that its client is dead."""
    for _ in range(50):
        try:
            with opened(url) as storage, storage.engines.writing.begin() as connection:
                if url.startswith("sqlite"):
                    return
                others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                if connection.execute(text(others)).scalar_one() == 1:
                    return
        except Refusal:
            pass
        time.sleep(0.1)
