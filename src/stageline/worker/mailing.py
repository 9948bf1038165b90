"""Hands messages over to a mail server, each at most once.

The libraries for mail are loaded with the first message, and not by a server that starts.
"""

from datetime import datetime
from importlib import import_module
from typing import Any

import msgspec

from stageline.commands.messages.handing_over import (
    claim_message,
    message_failed,
    message_sent,
    message_uncertain,
    message_waits,
)
from stageline.domain.ids import MessageId
from stageline.domain.letters.message import Message, MessageKind
from stageline.settings import Settings
from stageline.storage.jobs import Payload
from stageline.storage.unit_of_work import Storage

PATIENCE_SECONDS = 20
"""For each answer. A whole hand-over ends before the lease of its job, or another worker would think it was cut off."""
NOT_ACCEPTED_YET = range(400, 500)


class NotNow(Exception):
    """The server cannot take the message now; it is tried again later."""


class Refused(Exception):
    """The server will not take the message."""


class CutOff(Exception):
    """The server had all of the message and has not said whether it takes it."""


class MailServer(msgspec.Struct, frozen=True, kw_only=True):
    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str


def mail_server(settings: Settings) -> MailServer | None:
    """None: messages stay in the outbox."""
    if not settings.smtp_host:
        return None
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password,
        sender=settings.smtp_from,
    )


class Postman:
    """What is done with the job of each message."""

    def __init__(self, server: MailServer | None) -> None:
        self._server = server

    def run(self, storage: Storage, payload: Payload, at: datetime) -> bool:
        """Without a server it stays in the outbox until somebody sends it again: nothing old goes out by surprise."""
        message = claim_message(storage, MessageId(payload["message_id"]), at, may_send=self._server is not None)
        if message is None or self._server is None:
            return False
        try:
            hand_over(self._server, message)
        except NotNow as trouble:
            message_waits(storage, message.id, str(trouble))
            raise
        except Refused as trouble:
            message_failed(storage, message.id, str(trouble), at)
        except CutOff:
            message_uncertain(storage, message.id, at)
        else:
            message_sent(storage, message.id, at)
        return False

    def give_up(self, storage: Storage, payload: Payload, at: datetime) -> None:
        """Tried again and again, and never taken."""
        message_failed(storage, MessageId(payload["message_id"]), None, at)


def hand_over(server: MailServer, message: Message) -> None:
    """Until the last line is sent, whatever goes wrong means that the server does not have it."""
    smtplib = import_module("smtplib")
    sender = server.sender or message.sender_address or f"stageline@{server.host}"
    try:
        content = as_mail(message, sender)
    except ValueError as trouble:
        raise Refused(str(trouble)) from trouble
    try:
        connection = _connected(smtplib, server)
    except (OSError, smtplib.SMTPException) as trouble:
        raise NotNow(_words(trouble)) from trouble
    try:
        _offer(smtplib, connection, sender, message.to_address)
        _give(smtplib, connection, content)
    finally:
        connection.close()


def as_mail(message: Message, sender: str) -> bytes:
    """Text for every reader and HTML for most; names and subject are encoded as headers, never pasted into them."""
    of_mail, policy = import_module("email.message"), import_module("email.policy")
    address = import_module("email.headerregistry").Address
    mail = of_mail.EmailMessage(policy=policy.SMTP)
    mail["From"] = address(message.sender_name, addr_spec=sender)
    mail["To"] = address(message.to_name, addr_spec=message.to_address)
    if message.sender_address and message.sender_address != sender:
        mail["Reply-To"] = address(message.sender_name, addr_spec=message.sender_address)
    mail["Subject"] = message.subject
    mail["Date"] = message.created_at
    mail["Message-ID"] = f"<stageline.{message.id}.{int(message.created_at.timestamp())}@{sender.rpartition('@')[2]}>"
    mail.set_content(message.plain)
    mail.add_alternative(message.html, subtype="html")
    if message.calendar is not None:
        method = "CANCEL" if message.kind is MessageKind.CANCELLATION else "REQUEST"
        mail.add_alternative(message.calendar, subtype="calendar", params={"method": method})
    found: bytes = mail.as_bytes()
    return found


def _connected(smtplib: Any, server: MailServer) -> Any:
    """Encrypted with a certificate that is looked at, unless the settings say otherwise."""
    context = import_module("ssl").create_default_context()
    if server.security == "tls":
        connection = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE_SECONDS, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_SECONDS)
    try:
        if server.security == "starttls":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _offer(smtplib: Any, connection: Any, sender: str, receiver: str) -> None:
    try:
        connection.ehlo_or_helo_if_needed()
        _require(connection.mail(sender))
        _require(connection.rcpt(receiver))
        code, answer = connection.docmd("DATA")
        if code != 354:
            _require((code, answer))
            raise NotNow(f"{code} {answer!r}")
    except (OSError, smtplib.SMTPException) as trouble:
        raise NotNow(_words(trouble)) from trouble


def _give(smtplib: Any, connection: Any, content: bytes) -> None:
    """From here on a connection that ends tells nothing."""
    quoted = smtplib._quote_periods(content)  # noqa: SLF001 - as smtplib's own `data` does
    try:
        connection.send(quoted + (b"" if quoted.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        answer = connection.getreply()
    except (OSError, smtplib.SMTPException) as trouble:
        raise CutOff(_words(trouble)) from trouble
    _require(answer)


def _require(answer: tuple[int, bytes]) -> None:
    code, words = answer
    said = f"{code} {words.decode(errors='replace')}"
    if code in NOT_ACCEPTED_YET:
        raise NotNow(said)
    if not 200 <= code < 300:
        raise Refused(said)


def _words(trouble: Exception) -> str:
    code = getattr(trouble, "smtp_code", None)
    words = getattr(trouble, "smtp_error", b"")
    if code is not None:
        return f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
    return f"{type(trouble).__name__}: {trouble}"
