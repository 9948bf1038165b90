"""The web application: routes, errors, limits and headers put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.enums import MediaType
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.plugins import PluginProtocol
from litestar.plugins.core import MsgspecDIPlugin
from litestar.types import Message, Method, Scope

from stageline.domain.errors import Refusal
from stageline.http.access import COOKIE, Replayed, acting, replayed
from stageline.http.describing import Describing
from stageline.http.errors import failed, not_understood, not_utf8, refused, too_deep
from stageline.http.metrics import Metrics
from stageline.http.routes import OUTSIDE, api
from stageline.http.tail import Tail
from stageline.settings import Settings
from stageline.storage.people.authentication import Authentication
from stageline.storage.unit_of_work import Storage

LARGEST_BODY = 1_000_000
COMPRESSED_FROM = 2_000

POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'"
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
PRIVATE = (b"cache-control", b"no-store")


class Application(Litestar):
    """Litestar without its bridges to other kinds of models: to import theirs takes longer than all of ours."""

    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        return [*plugins, MsgspecDIPlugin()]


def create_app(storage: Storage, settings: Settings | None = None) -> Litestar:
    settings = settings or Settings()
    authentication = Authentication(storage.engines)
    tail = Tail(storage)

    @asynccontextmanager
    async def closing(_app: Litestar) -> AsyncIterator[None]:
        yield
        tail.close()
        authentication.close()

    return Application(
        route_handlers=[api(), *OUTSIDE],
        dependencies={
            "acting": Provide(acting),
            "storage": Provide(lambda: storage, sync_to_thread=False),
        },
        exception_handlers={
            Refusal: refused,
            Replayed: replayed,
            HTTPException: not_understood,
            RecursionError: too_deep,
            UnicodeDecodeError: not_utf8,
            Exception: failed,
        },
        state=State(
            {
                "storage": storage,
                "tail": tail,
                "authentication": authentication,
                "is_sqlite": storage.engines.is_sqlite,
                "secure_cookies": settings.secure_cookies,
                "is_sending": bool(settings.smtp_host),
                "metrics": Metrics(),
                "metrics_token": settings.metrics_token,
                "inbound_secret": settings.inbound_secret,
            }
        ),
        before_send=[harden],
        lifespan=[closing],
        request_max_body_size=LARGEST_BODY,
        compression_config=CompressionConfig(
            backend="gzip",
            gzip_compress_level=4,
            minimum_size=COMPRESSED_FROM,
            exclude=["/api/v1/live", "/api/v1/files/", "/assets/"],
        ),
        openapi_config=description(),
        logging_config=None,
    )


async def harden(message: Message, scope: Scope) -> None:
    """Of every answer, whatever made it; what the API says is the asker's alone and kept by nobody.

    A handler may be stricter by a header of its own.
    """
    if message["type"] == "http.response.start":
        own = {name.lower() for name, _ in message["headers"]}
        headers = message["headers"] = [*message["headers"], *(each for each in HEADERS if each[0] not in own)]
        if scope["path"].startswith("/api/"):
            headers.append(PRIVATE)


def description() -> Describing:
    cookie = SecurityScheme(type="apiKey", name=COOKIE, security_scheme_in="cookie")
    token = SecurityScheme(type="http", scheme="bearer", description="A token that begins with slk_.")
    return Describing(
        title="Stageline",
        version=version("stageline"),
        description="Everything the page does goes through this API; it has no other door.",
        components=Components(security_schemes={"session": cookie, "token": token}),
        security=[{"session": []}, {"token": []}],
        operation_id_creator=_operation_id,
        use_handler_docstrings=True,
        path="/api/v1/openapi.json",
        render_plugins=[JsonRenderPlugin(path="/", media_type=MediaType.JSON)],
    )


def _operation_id(handler: HTTPRouteHandler, _method: Method, _path: list[Any]) -> str:
    return handler.handler_name
