"""The real server in a process of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

PROGRAM = (sys.executable, "-m", "stageline")


@contextmanager
def served(url: str, program: Sequence[str] = PROGRAM, **variables: str) -> Iterator[str]:
    """Its address, once it answers; on PostgreSQL the worker runs apart."""
    environment = {**os.environ, "STAGELINE_DATABASE_URL": url, "STAGELINE_LOG_LEVEL": "warning", **variables}
    server = subprocess.Popen([*program, "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True)
    worker = None if url.startswith("sqlite") else subprocess.Popen([*program, "work"], env=environment, text=True)
    try:
        yield ready(server)
    finally:
        for process in (server, *([worker] if worker else [])):
            process.send_signal(signal.SIGTERM)
            process.wait(30)
        if server.stdout:
            server.stdout.close()


def ready(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    for line in server.stdout:
        if line.startswith("Stageline is ready at "):
            return line.removeprefix("Stageline is ready at ").strip()
    message = "the server ended before it was ready"
    raise AssertionError(message)
