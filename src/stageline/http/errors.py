"""Turns whatever went wrong into problem details (RFC 9457) that say what is missing and leak nothing else."""

import logging
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from inspect import signature
from typing import Annotated, Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.utils.scope.state import ScopeState

from stageline.domain.errors import Conflict, InvalidInput, Missing, NotFound, NotPermitted, Refusal, RuleBroken
from stageline.http.faults import faults_of

logger = logging.getLogger(__name__)

AnyRequest = Request[Any, Any, Any]

STATUS: Mapping[type[Refusal], int] = {
    InvalidInput: 400,
    NotPermitted: 403,
    NotFound: 404,
    Conflict: 409,
    RuleBroken: 422,
}
# Two refusals have a status of their own in HTTP, whatever their kind.
STATUS_OF_CODE: Mapping[str, int] = {
    "not_signed_in": 401,
    "sign_in_failed": 401,
    "bad_signature": 401,
    "too_many_attempts": 429,
    "file_too_large": 413,
}
TITLES: Mapping[int, str] = {
    400: "Not understood",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "No such method",
    409: "Changed in the meantime",
    413: "Too large",
    422: "Not possible now",
    429: "Too many attempts",
    500: "Failed",
    503: "Busy",
}
CODES: Mapping[int, str] = {
    400: "invalid_request",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    429: "too_many_attempts",
}
WAIT_SECONDS = 2
# What SQLite calls operational is often a mistake of ours; these are not: busy, locked, I/O error, full, cannot open.
SQLITE_TROUBLE = frozenset({5, 6, 10, 13, 14})


class Problem(msgspec.Struct, kw_only=True):
    """How every refusal looks; some codes add facts of their own."""

    type: Annotated[str, msgspec.Meta(examples=["urn:stageline:refusal:not_found"])]
    title: str
    status: int
    code: str
    detail: str
    missing: list[Missing]
    params: dict[str, Any]


@dataclass
class ProblemSpec(ResponseSpec):
    """A status that a route documents, with the codes that it can carry."""

    codes: tuple[str, ...] = ()


Problems = Mapping[int, ProblemSpec]


def problems(*refusals: type[Refusal]) -> Problems:
    """What a route documents: the statuses of these refusals, each with the codes it can carry."""
    codes: defaultdict[int, list[str]] = defaultdict(list)
    for refusal in refusals:
        codes[STATUS_OF_CODE.get(refusal.code) or _status_of_kind(refusal)].append(refusal.code)
    return {status: documented(status, listed) for status, listed in codes.items()}


def all_problems(*documented_by: Mapping[int, ResponseSpec]) -> dict[int, ResponseSpec]:
    """All of them together: where two document the same status, with the codes of both."""
    both: dict[int, ResponseSpec] = {}
    for documents in documented_by:
        for status, spec in documents.items():
            before = both.get(status)
            if isinstance(before, ProblemSpec) and isinstance(spec, ProblemSpec):
                both[status] = documented(status, [*before.codes, *spec.codes])
            else:
                both[status] = spec
    return both


def common_problems(handler: HTTPRouteHandler) -> Problems:
    """What any route of this kind may answer besides its own refusals."""
    codes = {400: ["invalid_request"], 503: ["busy"]}
    if "cursor" in signature(handler.fn).parameters:
        codes[400].append("invalid_input")
    if "open" not in handler.opt:
        codes |= {401: ["not_signed_in"], 403: ["not_allowed"]}
    if any("{" in path for path in handler.paths):
        codes[404] = ["not_found"]
    if handler.http_methods & {"POST", "PUT", "PATCH", "DELETE"}:
        codes |= {409: ["conflict", "idempotency_key_reused"], 413: ["too_large"]}
        codes[403] = ["not_allowed", "csrf_failed"]
    return {status: documented(status, listed) for status, listed in codes.items()}


def documented(status: int, codes: Iterable[str]) -> ProblemSpec:
    codes = tuple(dict.fromkeys(codes))
    return ProblemSpec(
        Problem,
        codes=codes,
        description=f"{TITLES[status]}: `{'`, `'.join(codes)}`",
        media_type="application/problem+json",
        generate_examples=False,
    )


def _status_of_kind(refusal: type[Refusal]) -> int:
    return next(status for kind, status in STATUS.items() if issubclass(refusal, kind))


def status_of(refusal: Refusal) -> int:
    return STATUS_OF_CODE.get(refusal.code) or _status_of_kind(type(refusal))


def problem_of(refusal: Refusal) -> dict[str, Any]:
    """The facts stand beside the usual members; those a sentence can be filled with stand in `params` as well."""
    status = status_of(refusal)
    params = {name: fact for name, fact in refusal.facts.items() if isinstance(fact, str | int | float | None)}
    return {
        **refusal.facts,
        **_problem(status, refusal.code, str(refusal), refusal.missing),
        "params": params,
    }


def refused(_request: AnyRequest, refusal: Refusal) -> Response[object]:
    answer = _answer(problem_of(refusal))
    if "retry_after" in refusal.facts:
        answer.headers["Retry-After"] = str(refusal.facts["retry_after"])
    return answer


def not_understood(request: AnyRequest, error: HTTPException) -> Response[object]:
    """What the framework itself refuses, such as a body that is not what the route asks for."""
    status = error.status_code
    if status >= 500:
        return failed(request, error)
    code = CODES.get(status, "invalid_request")
    if status == 400:
        missing = faults_of(request, error)
        detail = "The request is not what is asked for here." if missing else error.detail
        return _answer(_problem(status, code, detail, missing))
    answer = _answer(_problem(status, code, _SENTENCES.get(status, error.detail), ()))
    answer.headers.update({name: value for name, value in (error.headers or {}).items() if name.lower() == "allow"})
    return answer


_SENTENCES = {
    404: "There is nothing here.",
    405: "This cannot be done here with that method.",
    413: "The request is larger than what is taken here.",
}


def too_deep(request: AnyRequest, error: RecursionError) -> Response[object]:
    """A body nested so deeply that the parser gives up; any other is ours."""
    if "deserializing" not in str(error):
        return failed(request, error)
    return _answer(_problem(400, CODES[400], "The request is nested too deeply.", ()))


def not_utf8(request: AnyRequest, error: UnicodeDecodeError) -> Response[object]:
    """A text in the body that is not UTF-8; any other is ours."""
    body = ScopeState.from_scope(request.scope).body
    if not isinstance(body, bytes) or bytes(error.object) not in body:
        return failed(request, error)
    return _answer(_problem(400, CODES[400], "The request is not written in UTF-8.", ()))


def failed(request: AnyRequest, error: Exception) -> Response[object]:
    """Trouble that passes is answered with 503; anything else is our mistake, and found in the log by its number."""
    if is_operational(error):
        logger.warning("%s %s: %s", request.method, _path_of(request), error)
        answer = _answer(_problem(503, "busy", "The database does not answer at the moment. Try again shortly.", ()))
        answer.headers["Retry-After"] = str(WAIT_SECONDS)
        return answer
    number = secrets.token_hex(4)
    logger.error("%s: %s %s", number, request.method, _path_of(request), exc_info=error)
    detail = f"Something went wrong on the server. Its log has it under {number}."
    return _answer({**_problem(500, "server_failed", detail, ()), "params": {"number": number}})


def _path_of(request: AnyRequest) -> str:
    """As it may be logged: of what is a secret only the form."""
    handler = request.scope.get("route_handler")
    is_secret = handler is not None and "is_secret" in handler.opt
    return str(request.scope.get("path_template")) if is_secret else request.url.path


def is_operational(error: BaseException) -> bool:
    """Locked, timed out or cut off. By name, so that the driver of a database that is not used is not loaded."""
    name = type(error).__name__
    cause = getattr(error, "orig", None) or error
    if name == "OperationalError":
        code = getattr(cause, "sqlite_errorcode", None)
        return code is None or code & 0xFF in SQLITE_TROUBLE
    is_from_pool = type(error).__module__ == "sqlalchemy.exc" and name == "TimeoutError"
    return is_from_pool or bool(getattr(error, "connection_invalidated", False))


def _problem(status: int, code: str, detail: str, missing: Iterable[Missing]) -> dict[str, Any]:
    return {
        "type": f"urn:stageline:refusal:{code}",
        "title": TITLES.get(status, "Refused"),
        "status": status,
        "code": code,
        "detail": detail,
        "missing": tuple(missing),
        "params": {},
    }


def _answer(problem: dict[str, Any]) -> Response[object]:
    return Response(problem, status_code=problem["status"], media_type="application/problem+json")
