"""The description of the API, which says of an answer that all of it is always there."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import OpenAPI

PREFIX = "#/components/schemas/"


class Description(OpenAPI):
    """A default is for those who write: what the server answers with, it writes out whole."""

    def to_schema(self) -> dict[str, Any]:
        document = super().to_schema()
        schemas = document["components"]["schemas"]
        taken = _reached([operation.get("requestBody") for operation in _operations(document)], schemas)
        for name in schemas.keys() - taken:
            if properties := schemas[name].get("properties"):
                schemas[name]["required"] = sorted(properties)
        return document


@dataclass
class Describing(OpenAPIConfig):
    def to_openapi_schema(self) -> OpenAPI:
        plain = super().to_openapi_schema()
        return Description(**{field.name: getattr(plain, field.name) for field in fields(plain)})


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in document["paths"].values():
        yield from (operation for operation in path.values() if isinstance(operation, dict))


def _reached(start: object, schemas: dict[str, Any]) -> set[str]:
    """The names of all forms that a body can hold, however deep."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for name in set(_named(waiting.pop())) - found:
            found.add(name)
            waiting.append(schemas[name])
    return found


def _named(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for item in part:
            yield from _named(item)
    if isinstance(part, dict):
        reference = part.get("$ref")
        if isinstance(reference, str):
            yield reference.removeprefix(PREFIX)
        for item in part.values():
            yield from _named(item)
