"""Moves over HTTP on PostgreSQL, held against one bare handler on the same server, and beside them pgbench."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from sqlalchemy import create_engine, text

from benchmarks import floor_on_postgresql
from benchmarks.clients import CLIENTS, Crowd, bare, signed_in, stageline
from benchmarks.company import found
from benchmarks.measuring import Figure, held
from benchmarks.places import Places

TITLE = "one move over HTTP on PostgreSQL, 8 clients, 2 workers"
CARDS = 10_000
WORKERS = 2
# As it is installed, so that a commit is on the disk when it is answered.
OPTIONS = "-c listen_addresses= -c max_connections=100"


def moves(places: Places, *, rounds: int, seconds: int) -> Figure:
    programs = find_programs()
    if programs is None:
        return Figure(
            title=TITLE,
            value=None,
            floor=None,
            ratio=None,
            unit="moves/s",
            wanted=">= 0.50",
            holds=True,
            note="skipped: PostgreSQL is not installed",
        )
    with cluster(programs) as directory:
        stages, *_ = [_stages(directory, name) for name in ("ours", "bare", "pgbench")]
        script = places.directory / "floor.sql"
        script.write_text(floor_on_postgresql.script(CARDS, stages[1]))
        with (
            stageline(_url(directory, "ours"), places.log, workers=WORKERS) as (port, _),
            bare("floor_on_postgresql:moving", places.log, WORKERS, FLOOR=_url(directory, "bare")) as (bare_port, _),
        ):
            crowds = Crowd(port, stages, CARDS, signed_in(port)), Crowd(bare_port, stages, CARDS)
            for crowd in crowds:
                crowd.moves_per_second(max(1, seconds / 2))
            measured = [
                (*(crowd.moves_per_second(seconds) for crowd in crowds), _pgbench(programs, directory, script, seconds))
                for _ in range(rounds)
            ]
    figure = held(TITLE, [(ours, floor) for ours, floor, _ in measured], unit="moves/s", at_least=0.50)
    statements = median(rate for _, _, rate in measured)
    figure.parts = {"pgbench": {"value": round(statements), "unit": "moves/s"}}
    if figure.value and figure.floor:
        to_ours, to_bare = figure.value / statements, figure.floor / statements
        figure.note = f"pgbench {statements:,.0f}: ours {to_ours:.3f} of it, the bare handler {to_bare:.3f}"
    return figure


def _stages(directory: Path, name: str) -> Sequence[int]:
    """Of the process in a new database with cards in it."""
    _administer(directory, f"CREATE DATABASE {name}")
    return found(_url(directory, name), CARDS).stages


def _pgbench(programs: Path, directory: Path, script: Path, seconds: int) -> float:
    command = [str(programs / "pgbench"), "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds)]
    where = ["-h", str(directory), "-U", "postgres", "-f", str(script), "pgbench"]
    environment = {**os.environ, "PGOPTIONS": f"-c {floor_on_postgresql.NO_KEYS}"}
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
