"""The command as people call it: a process of its own, with nothing but the settings that a test gives."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Stageline = Callable[..., "subprocess.CompletedProcess[str]"]
COMMAND = [sys.executable, "-m", "stageline"]


def environment(**settings: str) -> dict[str, str]:
    ours = {f"STAGELINE_{name.upper()}": value for name, value in settings.items()}
    return {name: value for name, value in os.environ.items() if not name.startswith("STAGELINE_")} | ours


@pytest.fixture
def stageline(tmp_path: Path) -> Stageline:
    """Runs a command to its end; settings are given by name, e.g. `database_url`."""

    def run(*arguments: str, said: str | None = None, **settings: str) -> "subprocess.CompletedProcess[str]":
        settings.setdefault("data", str(tmp_path / "data"))
        return subprocess.run(
            [*COMMAND, *arguments],
            env=environment(**settings), input=said, cwd=tmp_path,
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip

    return run
