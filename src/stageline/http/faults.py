"""Names every wrong field of a request, where the parser stops at the first."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args, get_origin

import msgspec
from litestar import Request
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import ParameterKwarg
from litestar.utils.scope.state import ScopeState

from stageline.domain.errors import Missing

PLACE = re.compile(r" - at `\$\.?(?P<path>.*)`$")
LEFT_OUT = re.compile(r"^Missing required \w+ parameter '(?P<name>\w+)' for path ")
MOST = 50


def faults_of(request: Request[Any, Any, Any], error: HTTPException) -> tuple[Missing, ...]:
    """Each parameter the framework found wrong; for a body, each of its fields that is."""
    if left_out := LEFT_OUT.match(error.detail):
        return (Missing(name=left_out["name"], remedy="Give a value."),)
    listed = error.extra if isinstance(error.extra, list) else []
    said = _names_of_parameters(request)
    found = [_parameter(fault, said) for fault in listed if isinstance(fault, dict) and fault.get("source") != "body"]
    return tuple([*(fault for fault in found if fault.name != "data"), *_of_body(request)][:MOST])


def _parameter(fault: dict[str, Any], said: Mapping[str, str]) -> Missing:
    name = str(fault.get("key", ""))
    return Missing(name=said.get(name, name), remedy=str(fault.get("message", "")))


def _names_of_parameters(request: Request[Any, Any, Any]) -> dict[str, str]:
    """What the asker calls the parameters that the handler knows under another name, such as `from`."""
    handler = request.scope.get("route_handler")
    if not isinstance(handler, HTTPRouteHandler):
        return {}
    fields = handler.parsed_fn_signature.parameters
    return {
        name: asked.name
        for name, field in fields.items()
        if isinstance(asked := field.kwarg_definition, ParameterKwarg) and asked.name
    }


def _of_body(request: Request[Any, Any, Any]) -> Iterable[Missing]:
    handler = request.scope.get("route_handler")
    wanted = handler.parsed_fn_signature.parameters.get("data") if isinstance(handler, HTTPRouteHandler) else None
    body = ScopeState.from_scope(request.scope).body
    if wanted is None or not isinstance(body, bytes):
        return ()
    try:
        said = msgspec.json.decode(body)
    except msgspec.DecodeError as broken:
        return [Missing(name="", remedy=str(broken))]
    return list(faults(said, wanted.annotation))


def faults(said: object, wanted: Any, path: str = "") -> Iterator[Missing]:
    """Walks down where the value is an object that has named fields; elsewhere the first fault stands for the value."""
    struct = _struct_in(wanted)
    if struct is not None and isinstance(said, dict):
        yield from _of_fields(said, struct, path)
        return
    if get_origin(wanted) is dict and isinstance(said, dict):
        yield from _of_entries(said, get_args(wanted), path)
        return
    try:
        msgspec.convert(said, wanted)
    except msgspec.ValidationError as wrong:
        words = str(wrong)
        place = PLACE.search(words)
        name = f"{path}{_joined(place['path'])}" if place else path
        yield Missing(name=name.lstrip("."), remedy=PLACE.sub("", words)[:300])


def _of_fields(said: dict[str, object], struct: type[msgspec.Struct], path: str) -> Iterator[Missing]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    for name, field in fields.items():
        at = f"{path}.{name}".lstrip(".")
        if name in said:
            yield from faults(said[name], field.type, at)
        elif field.required:
            yield Missing(name=at, remedy="This is required.")
    if struct.__struct_config__.forbid_unknown_fields:
        for name in said.keys() - fields.keys():
            yield Missing(name=f"{path}.{name}".lstrip(".")[:200], remedy="There is no such field here.")


def _of_entries(said: dict[str, object], wanted: tuple[Any, Any], path: str) -> Iterator[Missing]:
    for name, value in said.items():
        at = f"{path}.{name}".lstrip(".")[:200]
        yield from (Missing(name=at, remedy=fault.remedy) for fault in faults(name, wanted[0]))
        yield from faults(value, wanted[1], at)


def _struct_in(wanted: Any) -> type[msgspec.Struct] | None:
    if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        return wanted
    if get_origin(wanted) is None:
        return None
    found = [struct for part in get_args(wanted) if (struct := _struct_in(part))]
    return found[0] if len(found) == 1 and get_origin(wanted) not in (list, tuple, dict) else None


def _joined(path: str) -> str:
    return path if not path or path.startswith("[") else f".{path}"
