"""Moves over HTTP on PostgreSQL, held against pgbench with the floor's statements prepared."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from benchmarks.clients import CLIENTS, Crowd, signed_in, stageline
from benchmarks.company import Company, found
from benchmarks.measuring import Figure, held
from benchmarks.places import Places

TITLE = "one move over HTTP on PostgreSQL, 8 clients, 2 workers"
CARDS = 10_000
WORKERS = 2
# As it is installed, so that a commit is on the disk when it is answered.
OPTIONS = "-c listen_addresses= -c max_connections=100"

# What benchmarks.floor does over HTTP, for pgbench: no event, and so no foreign key from the history to one.
FLOOR = """
\\set card random(1, {cards})
BEGIN;
SELECT * FROM opportunities WHERE id = :card FOR UPDATE \\gset
UPDATE opportunities SET stage_id={demo}, furthest_stage_id={demo}, probability=30, is_probability_overridden=false,
    category='pipeline', is_category_overridden=false, expected_close_on='2099-12-24', actual_close_on=NULL,
    close_reason=NULL, competitor=NULL, close_note=NULL, visit=:visit + 1, stage_entered_at=now(),
    last_meaningful_change_at=now(), version=:version + 1 WHERE id=:card AND version=:version;
INSERT INTO stage_history VALUES (nextval('event_ids'), :card, :version + 1, :stage_id, 'Qualify', {demo}, 'Demo',
    'advance', 'board', :owner_id, NULL, NULL, NULL, now(), 86400, NULL, NULL, NULL, false, false, true, true, 1,
    :visit + 1, :owner_id, 9000000, 'EUR', 30, 'pipeline', '2099-12-24', NULL, NULL, :probability, false, 'pipeline',
    false, :furthest_stage_id, '2099-12-24', now(), now(), :visit, NULL);
COMMIT;
"""


def moves(places: Places, *, rounds: int, seconds: int) -> Figure:
    programs = find_programs()
    if programs is None:
        return Figure(
            title=TITLE,
            value=None,
            floor=None,
            ratio=None,
            unit="moves/s",
            wanted=">= 0.20",
            holds=True,
            note="skipped: PostgreSQL is not installed",
        )
    with cluster(programs) as directory:
        url, company = _url(directory, "ours"), None
        for name in ("ours", "by_hand"):
            _administer(directory, f"CREATE DATABASE {name}")
            company = found(_url(directory, name), CARDS)
        assert company is not None
        script = _script(places, company)
        with stageline(url, places.log, workers=WORKERS) as (port, _):
            crowd = Crowd(port, company.stages, CARDS, signed_in(port))
            crowd.moves_per_second(max(1, seconds / 2))
            pairs = [
                (crowd.moves_per_second(seconds), _pgbench(programs, directory, script, seconds)) for _ in range(rounds)
            ]
    return held(TITLE, pairs, unit="moves/s", at_least=0.20)


def _script(places: Places, company: Company) -> Path:
    script = places.directory / "floor.sql"
    script.write_text(FLOOR.format(cards=CARDS, demo=company.stages[1]))
    return script


def _pgbench(programs: Path, directory: Path, script: Path, seconds: int) -> float:
    command = [str(programs / "pgbench"), "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds)]
    where = ["-h", str(directory), "-U", "postgres", "-f", str(script), "by_hand"]
    environment = {**os.environ, "PGOPTIONS": "-c session_replication_role=replica"}  # no foreign keys
    said = subprocess.run([*command, *where], capture_output=True, text=True, env=environment, check=True).stdout
    [rate] = re.findall(r"tps = ([\d.]+)", said)
    return float(rate)


def find_programs() -> Path | None:
    """The folder with the newest of PostgreSQL's programs."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("pgbench")
    found_at = installed[-1] if installed else Path(on_path).resolve() if on_path else None
    if found_at is None or not (found_at.parent / "pg_ctl").exists():
        return None
    return found_at.parent


@contextmanager
def cluster(programs: Path) -> Iterator[Path]:
    """In a temporary directory, reached through a socket in it."""
    directory = Path(tempfile.mkdtemp(prefix="stageline-"))
    if owner := account():
        shutil.chown(directory, owner)
    try:
        _control(programs, directory, "init", "-o", "-A trust -U postgres -E UTF8")
        _control(programs, directory, "start", "-w", "-l", str(directory / "log"), "-o", f"-k {directory} {OPTIONS}")
        try:
            yield directory
        finally:
            _control(programs, directory, "stop", "-m", "immediate")
    finally:
        shutil.rmtree(directory)


def _control(programs: Path, directory: Path, *command: str) -> None:
    whole = (str(programs / "pg_ctl"), "-s", "-D", str(directory / "data"), *command)
    subprocess.run(whole, check=True, user=account(), cwd=directory, env=_no_language())


def _no_language() -> Mapping[str, str]:
    return {**os.environ, "LC_ALL": "C"}


def account() -> str | None:
    """The server refuses to be root."""
    return "postgres" if os.getuid() == 0 else None


def _url(directory: Path, database: str) -> str:
    return f"postgresql://postgres@/{database}?host={directory}"


def _administer(directory: Path, statement: str) -> None:
    url = _url(directory, "postgres").replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
