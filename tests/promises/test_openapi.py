"""The description of the API is complete, and the committed one is what this version says."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar.handlers import HTTPRouteHandler

from stageline.cli.openapi import description
from stageline.http.examples import EXAMPLES, FORMS
from stageline.http.routes import API, PREFIX

COMMITTED = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"
DESCRIBED = json.loads(COMMITTED.read_text())
OPERATIONS: Mapping[str, Any] = {
    f"{method.upper()} {path}": operation
    for path, operations in DESCRIBED["paths"].items()
    for method, operation in operations.items()
}
ASKED = {o["operationId"]: o["requestBody"]["content"] for o in OPERATIONS.values() if "requestBody" in o}
WITH_BODY = {name: content for name, content in ASKED.items() if "application/json" in content}
BODIES = [handler for handler in API if handler.handler_name in WITH_BODY]

every_operation = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)


def test_the_committed_description_is_what_the_application_says() -> None:
    assert COMMITTED.read_text() == description(), "stageline openapi docs/reference/openapi.json"


def test_every_route_is_described() -> None:
    routes = {
        f"{method} {PREFIX}{path}".replace(":int}", "}")
        for handler in API
        if handler.include_in_schema is not False
        for path in handler.paths
        for method in handler.http_methods - {"HEAD", "OPTIONS"}
    }

    assert OPERATIONS.keys() == routes


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for operation in OPERATIONS.values()]

    assert sorted(set(names)) == sorted(names)


@every_operation
def test_an_operation_says_what_it_does(operation: Mapping[str, Any]) -> None:
    assert operation["summary"]
    assert operation["tags"]
    assert operation["description"].endswith(".")


@every_operation
def test_an_operation_says_how_it_is_refused(operation: Mapping[str, Any]) -> None:
    answers = operation["responses"]
    refused = {status: answer for status, answer in answers.items() if status >= "400"}
    is_open = operation.get("security") == [{}]

    assert any(status < "300" for status in answers)
    assert {"400", "503"} | (set() if is_open else {"401", "403"}) <= refused.keys()
    for answer in refused.values():
        assert answer["content"].keys() == {"application/problem+json"}
        schema = answer["content"]["application/problem+json"]["schema"]["$ref"].rpartition("/")[2]
        assert {"type", "title", "status", "code", "detail", "missing", "params"} == properties_of(schema)
        assert "`" in answer["description"]


def properties_of(schema: str) -> set[str]:
    return set(DESCRIBED["components"]["schemas"][schema]["required"])


def test_every_body_has_an_example() -> None:
    assert EXAMPLES.keys() == WITH_BODY.keys()
    for name, body in WITH_BODY.items():
        assert body["application/json"]["example"] == EXAMPLES[name]


def test_a_form_is_described_where_it_is_no_json() -> None:
    assert {name: [*content] for name, content in ASKED.items() if name not in WITH_BODY} == {
        name: ["multipart/form-data"] for name in FORMS
    }


@pytest.mark.parametrize("handler", BODIES, ids=lambda handler: handler.handler_name)
def test_an_example_is_a_body_that_its_route_understands(handler: HTTPRouteHandler) -> None:
    wanted = handler.parsed_fn_signature.parameters["data"].annotation

    msgspec.json.decode(json.dumps(EXAMPLES[handler.handler_name]), type=wanted)


def test_what_is_always_answered_is_described_as_always_there() -> None:
    gap = DESCRIBED["components"]["schemas"]["Gap"]

    assert set(gap["required"]) == gap["properties"].keys()


def test_what_one_may_leave_out_of_a_body_stays_optional() -> None:
    move = DESCRIBED["components"]["schemas"]["MoveIn"]

    assert "reason" not in move["required"]
