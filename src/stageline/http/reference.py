"""A page to read and try the API, drawn from its OpenAPI document; it loads nothing from elsewhere."""

from pathlib import Path

from litestar import Response, get

from stageline.http.access import OPEN

FOLDER = Path(__file__).parent


@get("/reference", sync_to_thread=False, include_in_schema=False, opt=OPEN)
def get_reference() -> Response[bytes]:
    return Response((FOLDER / "reference.html").read_bytes(), media_type="text/html")


@get("/reference.js", sync_to_thread=False, include_in_schema=False, opt=OPEN)
def get_reference_script() -> Response[bytes]:
    return Response((FOLDER / "reference.js").read_bytes(), media_type="text/javascript")
