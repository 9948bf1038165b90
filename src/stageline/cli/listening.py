"""The server on its socket: where it listens, when it is ready, how it stops."""

import signal
import socket
from types import FrameType

from litestar import Litestar
from uvicorn import Config, Server

from stageline.domain.errors import RuleBroken
from stageline.http.observing import Observed
from stageline.settings import Settings

BACKLOG = 2048
GRACE_SECONDS = 10
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what may be said, and where one finds it then


class CannotListen(RuleBroken):
    """Stageline cannot listen there."""

    code = "cannot_listen"

    def __str__(self) -> str:
        return f"Stageline cannot listen on {self.facts['host']}, port {self.facts['port']}: {self.facts['reason']}."


def listen(settings: Settings, *, shared: bool = False) -> socket.socket:
    """Bound, so that nobody else gets the port; it answers only once the server runs.

    A `shared` port is listened on by several processes, among whom the system deals out the connections. On one socket
    the first to wake up would take all that wait.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        if shared:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind((settings.host, settings.port))
        listener.listen(BACKLOG)  # here already: two may bind the same port, but only one can listen
    except OSError as problem:
        listener.close()
        raise CannotListen(host=settings.host, port=settings.port, reason=problem.strerror or problem) from problem
    return listener


def address_of(listener: socket.socket) -> str:
    """The URL at which a browser on this machine finds it."""
    host, port = listener.getsockname()[:2]
    host = EVERYWHERE.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Served(Server):
    """Says when it answers; a signal ends it well, with the live streams first, for which it would wait otherwise."""

    def __init__(self, app: Litestar, settings: Settings, ready: str | None) -> None:
        self._tail = app.state.tail
        self._ready = ready
        super().__init__(
            Config(
                Observed(app),
                log_config=None,
                access_log=False,
                server_header=False,
                ws="none",
                proxy_headers=bool(settings.trusted_proxies),
                forwarded_allow_ips=list(settings.trusted_proxies),
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._ready and self.started:
            print(self._ready, flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._tail.stop()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Uvicorn would let the signal kill the process afterwards."""
        del frame
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True
