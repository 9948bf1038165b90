"""Runs a command, and runs it anew whenever a Python file under src/ changes (bin/dev)."""

import subprocess
import sys
from pathlib import Path
from time import sleep

SOURCE = Path(__file__).resolve().parents[1] / "src"
LOOK_EVERY_SECONDS = 0.5


def main(command: list[str]) -> None:
    while True:
        process = subprocess.Popen(command)
        try:
            wait_for_a_change()
        finally:
            process.terminate()
            process.wait()
        print("==> Something changed in src/: starting again", flush=True)


def wait_for_a_change() -> None:
    seen = changes()
    while changes() == seen:
        sleep(LOOK_EVERY_SECONDS)


def changes() -> dict[Path, float]:
    return {path: path.stat().st_mtime for path in SOURCE.rglob("*.py") if path.exists()}


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
