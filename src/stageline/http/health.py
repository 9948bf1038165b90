"""What a load balancer and a monitor ask: is the process up, can it serve, how is it doing."""

from hmac import compare_digest
from typing import Any

from litestar import Request, Response, get
from litestar.status_codes import HTTP_503_SERVICE_UNAVAILABLE

from stageline.http.access import Store
from stageline.http.errors import is_operational
from stageline.http.metrics import Metrics
from stageline.queries.health import read_health
from stageline.storage.schema import is_current

PLAIN = "text/plain; version=0.0.4; charset=utf-8"


@get("/healthz", sync_to_thread=False, include_in_schema=False)
def get_healthz() -> dict[str, str]:
    """Asks nothing and nobody: the process answers."""
    return {"status": "up"}


@get("/readyz", sync_to_thread=True, include_in_schema=False)
def get_readyz(storage: Store) -> Response[dict[str, object]]:
    """Whether requests should be sent here: the database answers, and its schema is the one this version knows."""
    try:
        with storage.reading() as connection:
            current = is_current(connection)
    except Exception as error:
        if not is_operational(error):
            raise
        return _not_ready("database_unreachable", "The database does not answer.")
    if not current:
        return _not_ready("schema_behind", "The database is not up to date with this version of Stageline.")
    return Response({"status": "ready"})


@get("/metrics", sync_to_thread=True, include_in_schema=False)
def get_metrics(request: Request[Any, Any, Any], storage: Store) -> Response[str]:
    """For Prometheus; with a token when the settings name one."""
    wanted = f"Bearer {request.app.state.metrics_token}"
    if request.app.state.metrics_token:
        said = request.headers.get("authorization", "")
        if not compare_digest(said.encode(), wanted.encode()):
            return Response("Say the token of /metrics.\n", status_code=401, headers={"WWW-Authenticate": "Bearer"})
    metrics: Metrics = request.app.state.metrics
    with storage.reading() as connection:
        return Response(metrics.written(read_health(connection)), media_type=PLAIN)


def _not_ready(code: str, detail: str) -> Response[dict[str, object]]:
    problem: dict[str, object] = {
        "type": f"urn:stageline:refusal:{code}",
        "title": "Not ready",
        "status": HTTP_503_SERVICE_UNAVAILABLE,
        "code": code,
        "detail": detail,
        "missing": [],
        "params": {},
    }
    return Response(problem, status_code=HTTP_503_SERVICE_UNAVAILABLE, media_type="application/problem+json")
