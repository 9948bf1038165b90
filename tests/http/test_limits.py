"""Requests that are too large, malformed or misdirected: always a problem with a code, never a failure."""

import sqlite3
from typing import Any

import pytest
from litestar import get
from litestar.testing import TestClient
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from stageline.http import app, routes
from stageline.http.access import OPEN
from tests.http.conftest import Web

IDA = {"name": "Ida Okafor"}


def send(web: Web, body: bytes, path: str = "/contacts") -> Any:
    return web.rep.post(path, content=body, headers={"Content-Type": "application/json"})


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b'"Ida"', b"[]", b'{"name": NaN}', b'{"name": 1e999}', b"\xff\xfe", b"[" * 100_000,
     b'{"name": "\\ud800"}', b'{"name": "Ida\\u0000"}', b'{"name": "' + b"x" * 900_000 + b'"}', b"name=Ida"],
    ids=lambda body: body[:20],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_a_problem(web: Web, body: bytes) -> None:
    answer = send(web, body)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")
    assert answer.headers["content-type"] == "application/problem+json"
    assert web.rep.get("/contacts").json()["items"] == []


def test_a_body_larger_than_a_megabyte_is_not_read(web: Web) -> None:
    answer = send(web, b'{"name": "' + b"x" * 1_000_000 + b'"}')

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_every_wrong_field_is_named_at_once(web: Web) -> None:
    answer = web.rep.post("/contacts", {"email": 7, "account_id": 0, "nmae": "Ida"})

    assert {missing["name"] for missing in answer.json()["missing"]} == {"name", "email", "account_id", "nmae"}
    assert web.rep.post("/contacts", IDA).status_code == 201


@pytest.mark.parametrize("path", ["/contacts/0", "/contacts/99999999999999999999", "/contacts?limit=0",
                                  "/contacts?limit=many", "/contacts?cursor=x", "/contacts?q=%00",
                                  "/contacts?q=" + "x" * 201, "/contacts?account_id=9e99"])  # fmt: skip
def test_a_parameter_out_of_bounds_is_a_problem(web: Web, path: str) -> None:
    assert web.rep.get(path).status_code == 400


def test_what_is_not_there_and_what_cannot_be_done_are_problems_too(web: Web) -> None:
    for method, path, status, code in (
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/contacts/ida", 404, "not_found"),
        ("PUT", "/contacts", 405, "method_not_allowed"),
    ):
        answer = web.client.request(method, f"/api/v1{path}")

        assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_every_answer_carries_the_headers_that_protect_the_page(web: Web) -> None:
    for path in ("/", "/api/v1/session", "/api/v1/openapi.json"):
        headers = web.client.get(path).headers

        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
    assert web.client.get("/api/v1/session").headers["cache-control"] == "no-store"


LOCKED = sqlite3.OperationalError("database is locked")
LOCKED.sqlite_errorcode = sqlite3.SQLITE_BUSY
OURS = sqlite3.OperationalError("no such table: secrets")
OURS.sqlite_errorcode = sqlite3.SQLITE_ERROR


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (OperationalError("SELECT secret", {}, LOCKED), 503, "busy"),
        (PoolTimeout("QueuePool limit"), 503, "busy"),
        (OperationalError("SELECT secret", {}, OURS), 500, "server_failed"),
        (RuntimeError("secret"), 500, "server_failed"),
    ],
)
def test_trouble_that_passes_says_when_to_try_again_and_mistakes_leak_nothing(
    web: Web, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, code: str
) -> None:
    @get("/trouble", sync_to_thread=True, opt=OPEN)
    def get_trouble() -> None:
        raise error

    monkeypatch.setattr(routes, "API", (get_trouble,))
    with TestClient(app.create_app(web.storage), raise_server_exceptions=False) as client:
        answer = client.get("/api/v1/trouble")

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "secret" not in answer.text
    assert ("retry-after" in answer.headers) == (status == 503)


def test_the_api_describes_itself_without_loading_anything_from_elsewhere(web: Web) -> None:
    described = web.client.get("/api/v1/openapi.json").json()
    page = web.client.get("/api/v1/reference").text

    assert described["openapi"].startswith("3.1")
    assert "/api/v1/contacts" in described["paths"]
    post = described["paths"]["/api/v1/contacts"]["post"]
    assert (post["operationId"], post["tags"]) == ("post_contact", ["Contacts"])
    assert {"400", "401", "403", "409", "413"} <= post["responses"].keys()
    assert "http" not in page
    assert web.client.get("/api/v1/reference.js").status_code == 200
