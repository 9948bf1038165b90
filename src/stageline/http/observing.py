"""Stands around the whole application: gives each request an id, counts it, and logs one line when it is answered."""

import logging
import os
import re
from time import perf_counter

from litestar import Litestar
from litestar.enums import ScopeType
from litestar.types import Message, Receive, Scope, Send

from stageline.http.metrics import Metrics

logger = logging.getLogger("stageline.requests")

GIVEN_ID = re.compile(rb"[\w.-]{1,64}")
UNKNOWN = "(none)"


class Observed:
    """An ASGI application. What is logged holds no query, no header, no body: they may hold secrets."""

    def __init__(self, app: Litestar) -> None:
        self.app = app
        self._metrics: Metrics = app.state.metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        request_id = id_of(scope)
        status = 500
        start = perf_counter()

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id)]
            await send(message)

        try:
            await self.app(scope, receive, answer)
        finally:
            self._remember(scope, request_id, status, perf_counter() - start)

    def _remember(self, scope: Scope, request_id: bytes, status: int, seconds: float) -> None:
        route = scope.get("path_template") or UNKNOWN
        self._metrics.count(scope["method"], route, status, seconds)  # type: ignore[typeddict-item]
        if not logger.isEnabledFor(logging.INFO):
            return
        facts = {
            "request_id": request_id.decode(),
            "method": scope["method"],  # type: ignore[typeddict-item]
            "route": route,
            "path": route if is_secret(scope) else scope["path"],
            "status": status,
            "ms": round(1000 * seconds, 1),
            "user_id": getattr(scope.get("user"), "user_id", None),
        }
        logger.info("request", extra={"facts": facts})


def is_secret(scope: Scope) -> bool:
    """Whether what is asked for may stand in the path itself, as that of a calendar does."""
    handler = scope.get("route_handler")
    return handler is not None and "is_secret" in handler.opt


def id_of(scope: Scope) -> bytes:
    """The one that a proxy has given, when it looks like one."""
    given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
    return given if GIVEN_ID.fullmatch(given) else os.urandom(8).hex().encode()
