"""A real mail server for tests, which does what a test tells it to."""

from collections.abc import Iterator
from contextlib import contextmanager
from socket import socket
from ssl import SSLContext
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from stageline.worker.mailing import MailServer

HOST = "127.0.0.1"


class Postbox:
    """`answers` are given to the next messages, one after another; with none left all are taken.

    `hears` is set when the content of a message has come in; a message that is `held` is not answered until it is let
    go, and `cut` ends the connection instead of answering.
    """

    def __init__(self) -> None:
        self.mails: list[tuple[str, list[str], bytes]] = []
        self.answers: list[str] = []
        self.receiver_answers: list[str] = []
        self.logins: list[tuple[bytes, bytes]] = []
        self.hears, self.lets_go = Event(), Event()
        self.lets_go.set()
        self.cuts = False

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if self.receiver_answers:
            return self.receiver_answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 Taken"
        if answer.startswith("250"):
            self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        self.hears.set()
        if not self.lets_go.is_set():
            await server.loop.run_in_executor(None, self.lets_go.wait)
        if self.cuts:
            server.transport.abort()
        return answer

    def login(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: LoginPassword) -> AuthResult:
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"right")


@contextmanager
def a_postbox(**said: Any) -> Iterator[tuple[Postbox, MailServer]]:
    postbox = Postbox()
    with serving(postbox, **said) as port:
        yield postbox, mail_server(port)


@contextmanager
def serving(postbox: Postbox, tls: SSLContext | None = None, **said: Any) -> Iterator[int]:
    controller = Controller(
        postbox, hostname=HOST, port=free_port(), tls_context=tls, require_starttls=tls is not None,
        authenticator=postbox.login if tls else None, **said,
    )  # fmt: skip
    controller.start()
    try:
        yield controller.port
    finally:
        postbox.lets_go.set()
        controller.stop()


def free_port() -> int:
    with socket() as listener:
        listener.bind((HOST, 0))
        number: int = listener.getsockname()[1]
        return number


def mail_server(port: int, **said: Any) -> MailServer:
    usual = {"host": "localhost", "port": port, "security": "none", "user": "", "password": ""}
    return MailServer(**{**usual, "sender": "crm@northwind.example", **said})
