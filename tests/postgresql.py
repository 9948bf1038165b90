"""A PostgreSQL cluster of the tests' own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


def cluster() -> Iterator[str]:
    """In a temporary directory, reached through a socket in it. The server refuses to be root."""
    pg_ctl = _pg_ctl()
    if pg_ctl is None:
        pytest.skip("PostgreSQL is not installed: nothing was tested on it")
    account = "postgres" if os.getuid() == 0 else None
    directory = Path(tempfile.mkdtemp(prefix="stageline-"))
    if account:
        shutil.chown(directory, account)

    def run(*command: str) -> None:
        subprocess.run([pg_ctl, "-s", "-D", directory / "data", *command], check=True, user=account, cwd=directory)

    run("init", "-o", "-A trust -U postgres -E UTF8 --no-sync")
    run("start", "-w", "-l", str(directory / "log"), "-o", f"-k {directory} -c listen_addresses= -c fsync=off")
    yield f"postgresql+psycopg://postgres@/postgres?host={directory}"
    run("stop", "-m", "immediate")
    shutil.rmtree(directory)


def _pg_ctl() -> Path | None:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("pg_ctl")
    return installed[-1] if installed else Path(on_path) if on_path else None
