"""`stageline serve` and `stageline work` as processes: ready, asked, stopped."""

import json
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import COMMAND, Stageline, environment

pytestmark = pytest.mark.slow


class Served:
    """A running server; what it said so far, and where it is."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.said: list[str] = []
        while line := self.read():
            if match := re.fullmatch(r"Stageline is ready at (http://\S+)", line):
                self.address = match[1]
                return
        pytest.fail(f"It never was ready: {self.said}, {process.communicate()[1]}")

    def read(self) -> str:
        assert self.process.stdout
        line = self.process.stdout.readline().strip()
        self.said.append(line)
        return line

    def get(self, path: str, **headers: str) -> httpx.Response:
        return httpx.get(self.address + path, headers=headers, timeout=10)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> list[dict[str, object]]:
        """Gives what it has logged."""
        self.process.send_signal(how)
        _, errors = self.process.communicate(timeout=20)
        return [json.loads(line) for line in errors.splitlines()]


@contextmanager
def serving(*arguments: str, **settings: str) -> Iterator[Served]:
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", *arguments],
        env=environment(**settings), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield Served(process)
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def migrated(empty_url: str, stageline: Stageline) -> str:
    assert stageline("migrate", database_url=empty_url).returncode == 0
    return empty_url


def test_it_answers_once_it_says_that_it_is_ready_and_stops_when_asked(migrated: str) -> None:
    with serving(database_url=migrated) as served:
        up, ready = served.get("/healthz"), served.get("/readyz")
        log = served.stop()

        assert (up.status_code, ready.status_code) == (200, 200)
        assert served.process.returncode == 0
        assert [line["path"] for line in log if line["message"] == "request"] == ["/healthz", "/readyz"]


def test_it_stops_with_the_keyboard_as_well(sqlite_url: str) -> None:
    with serving(database_url=sqlite_url) as served:
        served.stop(signal.SIGINT)

        assert served.process.returncode == 0


def test_sqlite_needs_no_migrating(tmp_path: Path) -> None:
    with serving(data=str(tmp_path / "new" / "folder")) as served:
        assert served.get("/readyz").status_code == 200


def test_postgresql_is_refused_when_it_is_behind(postgresql_empty_url: str, stageline: Stageline) -> None:
    refused = stageline("serve", database_url=postgresql_empty_url)

    assert refused.returncode == 1
    assert "stageline migrate" in refused.stderr


def test_a_port_in_use_is_said_so(stageline: Stageline) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused = stageline("serve", "--port", str(port))

    assert refused.returncode == 1
    assert refused.stderr == f"Stageline cannot listen on 127.0.0.1, port {port}: Address already in use.\n"


def test_the_first_admin_is_let_in_by_the_link_that_it_prints(sqlite_url: str) -> None:
    with serving(database_url=sqlite_url) as served:
        token = served.said[0].partition("with the token ")[2]
        wanted = {"token": token, "email": "a@b.example", "name": "Ada", "password": "correct horse battery staple",
                  "organisation_name": "Northwind", "zone": "Europe/Amsterdam", "currency": "EUR"}  # fmt: skip
        answer = httpx.post(f"{served.address}/api/v1/setup", json=wanted, timeout=20)
        log = served.stop()

        assert answer.status_code in (200, 201), answer.text
        assert token
        assert token not in json.dumps(log)

    with serving(database_url=sqlite_url) as served:
        assert served.said == [f"Stageline is ready at {served.address}"]


def test_each_request_has_an_id_and_one_line_in_the_log(sqlite_url: str) -> None:
    with serving(database_url=sqlite_url) as served:
        given = served.get("/healthz?secret=1", **{"X-Request-Id": "proxy-17"})
        made = served.get("/api/v1/session", Authorization="Bearer slk_secret", **{"X-Request-Id": "no good id"})
        log = served.stop()

    assert given.headers["X-Request-Id"] == "proxy-17"
    assert re.fullmatch("[0-9a-f]{16}", made.headers["X-Request-Id"])
    first, second = (line for line in log if line["message"] == "request")
    assert first["request_id"] == "proxy-17"
    assert second["request_id"] == made.headers["X-Request-Id"]
    assert (second["method"], second["route"], second["status"]) == ("GET", "/api/v1/session", 401)
    assert "secret" not in json.dumps(log)


def test_metrics_are_for_those_who_know_the_token(migrated: str) -> None:
    with serving(database_url=migrated, metrics_token="0123456789") as served:  # noqa: S106
        assert served.get("/metrics").status_code == 401
        assert served.get("/metrics", Authorization="Bearer 1123456789").status_code == 401
        served.get("/api/v1/opportunities/17")
        answer = served.get("/metrics", Authorization="Bearer 0123456789")

    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert re.search(
        r'requests_total\{method="GET",route="/api/v1/opportunities/\{opportunity_id(:int)?\}",status="401"',
        answer.text,
    )
    assert "stageline_events_total 0" in answer.text
    assert 'stageline_jobs{state="failed"} 0' in answer.text


def test_several_processes_share_a_port_on_postgresql(postgresql_empty_url: str, stageline: Stageline) -> None:
    stageline("migrate", database_url=postgresql_empty_url)

    with serving("--workers", "2", database_url=postgresql_empty_url) as served:
        assert {served.get("/readyz").status_code for _ in range(10)} == {200}
        served.stop()
        assert served.process.returncode == 0


def test_several_processes_are_refused_on_sqlite(sqlite_url: str, stageline: Stageline) -> None:
    refused = stageline("serve", "--workers", "2", database_url=sqlite_url)

    assert refused.returncode == 1
    assert "PostgreSQL" in refused.stderr


def test_an_idle_server_has_not_loaded_what_it_does_not_need(sqlite_url: str, tmp_path: Path) -> None:
    said = {**environment(database_url=sqlite_url), "PYTHONPROFILEIMPORTTIME": "1"}
    with (tmp_path / "imports").open("w+") as imports:  # a pipe would be full long before the server is ready
        command = [*COMMAND, "serve", "--port", "0"]
        process = subprocess.Popen(command, env=said, stdout=subprocess.PIPE, stderr=imports, text=True)
        served = Served(process)
        served.get("/readyz")
        process.terminate()
        process.communicate(timeout=20)
        imports.seek(0)
        loaded = {line.rpartition("|")[2].strip() for line in imports}

    assert "litestar" in loaded
    assert not loaded & {"alembic", "babel", "holidays", "argon2", "rich", "psycopg", "icalendar", "pytest"}


def test_a_worker_works_until_it_is_told_to_stop(migrated: str) -> None:
    process = subprocess.Popen(
        [*COMMAND, "work"],
        env=environment(database_url=migrated),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "The worker is ready\n"

    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)

    assert process.returncode == 0
