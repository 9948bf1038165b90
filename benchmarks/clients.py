"""Servers in processes of their own, and people who move opportunities as fast as they are answered."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.company import EMAIL, PASSWORD

CLIENTS = 8
PATIENCE_SECONDS = 30.0


@contextmanager
def stageline(url: str, log: Path, workers: int = 1) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """`stageline serve` with its settings as they ship; gives its port and the process."""
    port = free_port()
    command = [sys.executable, "-m", "stageline", "serve", "--port", str(port), "--workers", str(workers)]
    with _running(command, port, log, STAGELINE_DATABASE_URL=url) as server:
        yield port, server


@contextmanager
def bare(app: str, log: Path, workers: int = 1, **environment: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """An application of `benchmarks`, said as `module:name`, on the same server."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", f"benchmarks.{app}", "--factory", "--port", str(port)]
    command += ["--workers", str(workers), "--log-level", "warning"]
    with _running(command, port, log, **environment) as server:
        yield port, server


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


@contextmanager
def _running(command: Sequence[str], port: int, log: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Once it has answered; what it says is kept in the log."""
    with log.open("ab") as said:
        server = subprocess.Popen(command, env={**os.environ, **environment}, stdout=said, stderr=said)
    try:
        await_answer(port, server)
        yield server
    finally:
        server.terminate()
        server.wait()


class DidNotStart(Exception):
    """The server ended, or never answered; its log says why."""


def await_answer(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.perf_counter() + PATIENCE_SECONDS
    while time.perf_counter() < end and server.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port)) as asking:
                asking.sendall(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                if b" 200 " in asking.makefile("rb").readline():
                    return
        except OSError:
            pass
        time.sleep(0.005)
    raise DidNotStart


class Client:
    """Keeps one connection open, as a browser does; `signed` are the headers that say who asks."""

    def __init__(self, port: int, signed: str = "") -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answers = self._socket.makefile("rb")
        self._head = f"HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n{signed}Content-Length: "
        self.cookie = ""

    def get(self, path: str) -> Any:
        return self._answer(f"GET /api/v1{path} {self._head}0\r\n\r\n")

    def post(self, path: str, body: object) -> Any:
        said = json.dumps(body)
        return self._answer(f"POST /api/v1{path} {self._head}{len(said)}\r\n\r\n{said}")

    def _answer(self, asked: str) -> Any:
        self._socket.sendall(asked.encode())
        status, length = self._line(), 0
        while (line := self._line()) != b"\r\n":
            name, _, value = line.partition(b":")
            if name == b"content-length":
                length = int(value)
            elif name == b"set-cookie":
                self.cookie = value.partition(b";")[0].strip().decode()
        answer = self._answers.read(length)
        if status[9:10] != b"2":
            raise NotAnswered(status, answer)
        return json.loads(answer)

    def _line(self) -> bytes:
        if line := self._answers.readline():
            return line
        raise HungUp

    def close(self) -> None:
        self._answers.close()
        self._socket.close()


class HungUp(Exception):
    """The server closed the connection instead of answering; after some idle seconds it may."""


class NotAnswered(Exception):
    """The server answered with something else than was asked for."""


def signed_in(port: int, email: str = EMAIL) -> str:
    """The headers of a person who has signed in with a browser: the cookie, and the token against forgery."""
    client = Client(port)
    session = client.post("/session", {"email": email, "password": PASSWORD})
    client.close()
    return f"Cookie: {client.cookie}\r\nX-CSRF-Token: {session['csrf_token']}\r\n"


class Crowd:
    """Eight clients, each of whom moves cards of their own around the open stages, one after another."""

    def __init__(self, port: int, stages: Sequence[int], cards: int, signed: str = "") -> None:
        self._stages = stages
        self._port, self._signed = port, signed
        self._versions = [dict.fromkeys(range(1 + n, 1 + cards, CLIENTS), 1) for n in range(CLIENTS)]

    def moves_per_second(self, seconds: float) -> float:
        end = time.perf_counter() + seconds
        with ThreadPoolExecutor(CLIENTS) as people:
            return sum(people.map(lambda n: self._work(n, end), range(CLIENTS))) / seconds

    def _work(self, number: int, end: float) -> int:
        """Over a connection of its own each time: one that rested while others were measured may be closed."""
        client, versions, done = Client(self._port, self._signed), self._versions[number], 0
        while time.perf_counter() < end:
            card = next(iter(versions))
            version = versions.pop(card)
            wanted = {"stage_id": self._stages[version % 3], "version": version, "channel": "board"}
            if version % 3 == 0:
                wanted["reason"] = "Round we go"
            versions[card] = client.post(f"/opportunities/{card}/moves", wanted)["version"]
            done += 1
        client.close()
        return done
