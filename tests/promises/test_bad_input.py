"""Whatever is wrong with a request, it is a clear problem, never a failure, and nothing is written."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from stageline.http.routes import API, PREFIX
from tests.builders import ADMIN, MANAGER, REP
from tests.builders_people import Browser
from tests.definitions import all_rows
from tests.promises.company import Company, Route, said, sound_bodies

DESCRIBED = json.loads((Path(__file__).parents[2] / "docs" / "reference" / "openapi.json").read_text())
JSON = {"Content-Type": "application/json"}
WITH_BODY = [handler.handler_name for handler in API if "data" in handler.fn.__annotations__]

every_body = pytest.mark.parametrize("name", WITH_BODY)

BROKEN = {
    "empty": b"",
    "null": b"null",
    "list": b"[]",
    "text": b'"Rita"',
    "half": b'{"name": ',
    "form": b"name=Rita",
    "no UTF-8": b'{"name": "\xff\xfe"}',
    "lone surrogate": b'{"name": "\\ud800"}',
    "NaN": b'{"name": NaN}',
    "Infinity": b'{"name": -Infinity}',
    "beyond a double": b'{"name": 1e999}',
    "deep": b'{"name": ' + b"[" * 200_000,
    "deep objects": b'{"name":' * 100_000,
}  # fmt: skip


@pytest.fixture
def admin(company: Company) -> Browser:
    return company.as_(ADMIN)


@every_body
def test_a_body_that_cannot_be_read_is_refused(company: Company, admin: Browser, name: str) -> None:
    before = all_rows(company.storage)

    for kind, body in BROKEN.items():
        answer = send(company, admin, name, content=body)
        assert problem(answer)["code"] == "invalid_request", (kind, answer.text)
        assert answer.status_code == 400, (kind, answer.text)
    most = route_of(company, name).handler.resolve_request_max_body_size() or 0
    assert send(company, admin, name, content=b" " * (most + 1)).status_code == 413
    assert all_rows(company.storage) == before


@every_body
def test_a_field_that_is_not_known_is_named(company: Company, admin: Browser, name: str) -> None:
    before = all_rows(company.storage)

    answer = send(company, admin, name, content=encoded({**sound_bodies(company)[name], "surprise": 1}))

    assert (answer.status_code, problem(answer)["code"]) == (400, "invalid_request")
    assert "surprise" in answer.text
    assert all_rows(company.storage) == before


WRONG = {
    "object": {"a": {}},
    "huge": 10**30,
    "beyond 64 bits": 2**64,
    "negative": -1,
    "fraction": 1.5,
    "very long text": "x" * 900_000,
    "long list": [1] * 100_001,
}


@every_body
def test_a_value_that_cannot_be_is_refused_by_name(company: Company, admin: Browser, name: str) -> None:
    """In the place of each field; those few that a field can take are not sent."""
    sound = sound_bodies(company)[name]
    before = all_rows(company.storage)

    for field in sound:
        for kind, value in WRONG.items():
            if (field, kind) not in POSSIBLE:
                answer = send(company, admin, name, content=encoded({**sound, field: value}))
                assert answer.status_code == 400, (field, kind, answer.text[:500])
                named = {missing["name"].partition(".")[0] for missing in problem(answer)["missing"]}
                assert named & {field, *(value if isinstance(value, dict) else ())}, (field, kind, answer.text[:500])
    assert all_rows(company.storage) == before


POSSIBLE = {("version", "huge")}


@every_body
def test_a_nul_is_refused_wherever_it_stands(company: Company, admin: Browser, name: str) -> None:
    sound = sound_bodies(company)[name]
    before = all_rows(company.storage)

    for field, value in sound.items():
        if isinstance(value, str):
            answer = send(company, admin, name, content=encoded({**sound, field: f"{value}\0"}))
            assert (answer.status_code, problem(answer)["code"]) == (400, "invalid_request"), (field, answer.text)
    assert all_rows(company.storage) == before


NOBODY = 999_999
DEEP: dict[str, Any] = {"field": "name", "is": "is_filled"}
for _ in range(60):
    DEEP = {"not": DEEP}


class Case(NamedTuple):
    """A word that begins with a colon stands for the id of that name; `named` is what `missing` must speak of."""

    method: str
    path: str
    body: Any
    status: int
    code: str
    named: str | None = None


def opening(code: str = "invalid_input", status: int = 400, named: str | None = None, **fields: Any) -> Case:
    body = {"fields": {"account_id": ":account_id", **fields}}
    return Case("POST", "/opportunities", body, status, code, named or next(iter(fields), None))


def started(code: str, status: int, **said: Any) -> Case:
    return Case("POST", "/opportunities", {"fields": {"account_id": ":account_id"}, **said}, status, code)


def moved(code: str, status: int = 422, **said: Any) -> Case:
    sound = {"stage_id": ":later_stage_id", "version": ":version", "acknowledge_gaps": True}
    return Case("POST", "/opportunities/:opportunity_id/moves", {**sound, **said}, status, code)


def settled(named: str, value: Any, code: str = "invalid_input") -> Case:
    return Case("PATCH", "/organisation", {"version": ":organisation_version", named: value}, 400, code, named)


def defined(code: str = "invalid_input", status: int = 400, **said: Any) -> Case:
    stage = {"name": "Talk", "code": "talk", "probability": 50, "category": "pipeline", "definition": "We talk."}
    won = {"name": "Won", "code": "won", "type": "won", "definition": "Signed.", "is_default_won": True}
    stages = said.pop("stages", [{**stage, **said.pop("stage", {})}, won])
    body = {"version": said.pop("version", 1), "definition": {"name": "Plan", "stages": stages, **said}}
    return Case("PUT", "/processes/:draft_id/definition", body, status, code)


def checked(**said: Any) -> Case:
    criterion = {"name": "Amount known", "kind": "field", **said}
    return defined(stage={"criteria": [criterion]})._replace(named="stages[0].criteria[0].condition")


DEAL = "/opportunities/:opportunity_id"
ITEM = {"id": ":opportunity_id"}
CASES = [
    # Money and currencies
    opening(amount_minor=-1), opening(amount_minor=10**17), opening(amount_minor=1.5), opening(amount_minor="12"),
    opening(amount_minor=True), opening(currency="ZZZ"), opening(currency=7), opening(currency=None),
    opening(probability=0), opening(probability=100), opening(probability=50.5),
    Case("PATCH", DEAL, {"version": ":version", "fields": {"amount_minor": -1}}, 400, "invalid_input", "amount_minor"),
    Case("POST", "/edits", {"opportunities": [ITEM], "fields": {"amount_minor": -1}}, 400, "invalid_input",
         "amount_minor"),
    moved("invalid_input", 400, fields={"currency": "EURO"}),
    settled("currency", "ZZZ"),
    # What fields can hold
    opening(expected_close_on="2026-02-30"), opening(expected_close_on="soon"), opening(expected_close_on=20261224),
    opening(name=" "), opening(name="x" * 201), opening(remarks="x" * 20_001), opening(source="hearsay"),
    opening(category="closed"), opening(is_in_forecast="yes"), opening(custom={"region": 7}, named="region"),
    opening(custom={"planet": "Mars"}, named="planet"), opening(custom=[]), opening(stage_id=2), opening(owner_id=1),
    Case("POST", "/opportunities", {"fields": {"account_id": ":account_id", "close_note": "Why."}}, 422,
         "only_when_closing"),
    # What is not there
    opening(contact_id=NOBODY), opening(contact_id=-1), opening(account_id=NOBODY),
    started("invalid_input", 400, owner_id=NOBODY), started("not_found", 404, process_id=NOBODY),
    started("process_unavailable", 422, process_id=":draft_id"), started("target_invalid", 422, stage_id=NOBODY),
    started("target_invalid", 422, stage_id=":won_stage_id"),
    moved("target_invalid", stage_id=NOBODY), moved("not_found", 404, confirm=[{"criterion_id": NOBODY}]),
    moved("invalid_input", 400, contact_roles=[{"contact_id": NOBODY, "contact_role": "user"}]),
    moved("unknown_reason", 400, stage_id=":won_stage_id", close_reason="luck"),
    Case("POST", f"{DEAL}/assignments", {"version": ":version", "owner_id": NOBODY}, 422, "cannot_own"),
    Case("PUT", f"{DEAL}/team/{NOBODY}", {"team_role": "legal", "access": "read"}, 404, "not_found"),
    Case("PUT", f"{DEAL}/team/{REP}", {"team_role": "legal", "access": "edit", "stage_ids": [NOBODY]}, 422,
         "target_invalid"),
    Case("PUT", f"{DEAL}/contacts/{NOBODY}", {"contact_role": "user"}, 400, "invalid_input"),
    Case("PUT", f"{DEAL}/criteria/{NOBODY}/confirmation", {}, 404, "not_found"),
    Case("POST", f"{DEAL}/moves/{NOBODY}/reversal", None, 404, "not_found"),
    Case("POST", "/opportunities/:won_id/moves/:move_id/reversal", None, 404, "not_found"),
    Case("PATCH", f"/opportunities/{NOBODY}", {"version": 1, "fields": {}}, 404, "not_found"),
    Case("POST", "/contacts", {"name": "Eve", "account_id": NOBODY}, 400, "invalid_input", "account_id"),
    Case("PATCH", f"/users/{NOBODY}", {"name": "Eve"}, 404, "not_found"),
    Case("PATCH", "/users/:user_id", {"sales_team_id": NOBODY}, 400, "invalid_input", "sales_team_id"),
    Case("PATCH", "/users/:user_id", {"default_process_id": NOBODY}, 400, "invalid_input", "default_process_id"),
    Case("POST", "/sales-teams", {"name": "North", "manager_id": NOBODY}, 400, "invalid_input", "manager_id"),
    Case("DELETE", f"/tokens/{NOBODY}", None, 404, "not_found"),
    Case("PUT", f"/notifications/{NOBODY}/read", None, 404, "not_found"),
    Case("POST", f"/batches/{NOBODY}/reversal", None, 404, "not_found"),
    Case("PATCH", f"/custom-fields/{NOBODY}", {"label": "Land"}, 404, "not_found"),
    # What somebody else has changed meanwhile
    Case("PATCH", DEAL, {"version": NOBODY, "fields": {"name": "Roof"}}, 409, "conflict"),
    Case("DELETE", f"{DEAL}?version={NOBODY}", None, 409, "conflict"),
    Case("POST", f"{DEAL}/assignments", {"version": NOBODY, "owner_id": MANAGER}, 409, "conflict"),
    moved("conflict", 409, version=NOBODY),
    Case("POST", "/opportunities/:won_id/reopenings", {"version": NOBODY, "reason": "Why not."}, 409, "conflict"),
    Case("PATCH", "/accounts/:account_id", {"version": NOBODY, "name": "Eve's"}, 409, "conflict"),
    Case("PATCH", "/contacts/:contact_id", {"version": NOBODY, "name": "Eve"}, 409, "conflict"),
    Case("PATCH", "/users/:user_id", {"version": NOBODY, "name": "Eve"}, 409, "conflict"),
    Case("PATCH", "/organisation", {"version": NOBODY, "name": "Eve's"}, 409, "conflict"),
    defined("conflict", 409, version=NOBODY),
    Case("POST", f"/processes/:draft_id/publications?version={NOBODY}", None, 409, "conflict"),
    Case("PATCH", "/targets/:target_id", {"version": NOBODY, "number": 1}, 409, "conflict"),
    # Sales goals
    Case("PATCH", "/targets/:target_id", {"version": 1, "number": 1, "on": "9999-12-31"}, 400, "invalid_input", "on"),
    Case("PATCH", "/targets/:target_id", {"version": 1, "number": 1, "on": "2001-01-01"}, 400, "invalid_input", "on"),
    Case("GET", "/targets/:target_id/contributions?on=0001-01-01", None, 404, "not_found"),
    Case("POST", "/targets", {"metric": "won_value", "number": 1}, 400, "invalid_input", "currency"),
    Case("POST", "/targets/batches", {"metric": "won_count", "number": 1}, 400, "invalid_input", "users"),
    Case("POST", "/targets/numbers", {"targets": [], "number": 1}, 400, "invalid_request", "targets"),
    # Many at once
    Case("POST", "/moves", {"stage_id": ":next_stage_id", "opportunities": []}, 400, "invalid_request",
         "opportunities"),
    Case("POST", "/moves", {"stage_id": ":next_stage_id", "opportunities": [ITEM, ITEM]}, 400, "named_twice"),
    Case("POST", "/moves", {"stage_id": NOBODY, "opportunities": [ITEM]}, 404, "not_found"),
    Case("POST", "/closings", {"stage_id": ":next_stage_id", "opportunities": [ITEM]}, 422, "target_invalid"),
    Case("POST", "/closings", {"stage_id": ":won_stage_id", "opportunities": [ITEM]}, 422, "reason_required",
         "close_reason"),
    # People
    Case("PATCH", "/sales-teams/:rita_team_id", {"manager_id": REP}, 422, "cyclic_managers"),
    Case("PATCH", f"/users/{MANAGER}", {"sales_team_id": ":rita_team_id"}, 422, "cyclic_managers"),
    Case("PATCH", f"/users/{ADMIN}", {"roles": ["viewer"]}, 422, "last_admin"),
    Case("PUT", f"/users/{ADMIN}/deactivation", None, 422, "last_admin"),
    Case("PATCH", "/users/:user_id", {"email": "nowhere"}, 400, "invalid_input", "email"),
    Case("PATCH", "/users/:user_id", {"email": "ADMIN1@Northwind.example"}, 422, "email_taken"),
    Case("PATCH", "/users/:user_id", {"roles": []}, 400, "invalid_request", "roles"),
    Case("PATCH", "/users/:user_id", {"roles": ["emperor"]}, 400, "invalid_request", "roles"),
    Case("POST", "/users", {"name": "Eve", "roles": ["rep"], "password": "short"}, 400, "invalid_input", "password"),
    Case("POST", "/tokens", {"name": "Eve", "scopes": ["read"], "days": 10**6}, 400, "invalid_request", "days"),
    Case("POST", "/tokens", {"name": "Eve", "scopes": []}, 400, "invalid_request", "scopes"),
    Case("POST", "/sales-teams", {"name": "TEAM 2"}, 422, "name_taken"),
    Case("POST", "/sales-teams", {"name": " "}, 400, "invalid_input", "name"),
    # Settings
    settled("zone", "Mars/Olympus"), settled("zone", "../../etc/passwd"), settled("working_days", []),
    settled("working_days", [0]), settled("languages", ["Klingon!"]),
    settled("week_start", 8, "invalid_request"), settled("holidays", ["2026-02-30"], "invalid_request"),
    Case("POST", "/custom-fields", {"label": "Land", "type": "choice"}, 400, "invalid_input"),
    Case("POST", "/custom-fields", {"label": "Land", "type": "text", "key": "a b"}, 400, "invalid_input"),
    Case("POST", "/custom-fields", {"label": "Region", "type": "text", "key": "region"}, 422, "name_taken"),
    # Definitions
    defined("name_taken", 422, name="STANDARD sales"), defined("invalid_request", stages=None),
    defined("invalid_request", stage={"probability": 101}), defined("invalid_request", stage={"code": "A b"}),
    defined("invalid_request", stage={"colour": "red"}), defined(stage={"id": ":stage_id"}),
    defined(options={"default_owner_id": NOBODY}),
    checked(condition={"field": "planet", "is": "is_filled"}), checked(condition={"field": "amount_minor"}),
    checked(condition={"field": "amount_minor", "is": "contains", "value": []}), checked(condition=DEEP),
    checked(condition={"all": [{"any": []}] * 5_000}), checked(condition={"field": ["name"], "is": {}}),
    Case("POST", "/processes", {"name": "Standard SALES"}, 422, "name_taken"),
    Case("POST", "/processes", {"name": " "}, 400, "invalid_input", "name"),
    Case("DELETE", "/processes/:process_id", None, 422, "is_default"),
    Case("PUT", "/processes/:process_id/archive", None, 422, "is_default"),
    Case("PUT", "/notifications/preferences", {"batch_failed": False}, 400, "cannot_be_muted", "batch_failed"),
    Case("PUT", "/notifications/preferences", {"weather": False}, 400, "invalid_request", "weather"),
    # Filters
    Case("GET", "/opportunities?condition={", None, 400, "invalid_input", "condition"),
    Case("GET", f"/opportunities?condition={json.dumps(DEEP)}", None, 400, "invalid_condition"),
    Case("GET", "/opportunities?condition=" + "[" * 5_000, None, 400, "invalid_request"),
    Case("GET", "/opportunities?condition=7", None, 400, "invalid_condition"),
    Case("GET", "/reports/won?by=moon", None, 400, "invalid_input", "by"),
    Case("GET", "/reports/won?from=soon", None, 400, "invalid_request", "from"),
    Case("GET", "/processes?state=lost", None, 400, "invalid_request", "state"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.method} {case.path[:40]} {case.code} {case.named}")
def test_what_cannot_be_is_refused_with_words_and_leaves_no_trace(company: Company, admin: Browser, case: Case) -> None:
    deal = said(admin.get(f"/opportunities/{company.ids['opportunity_id']}"))
    settings = said(admin.get("/organisation"))
    names = {**company.ids, "version": deal["version"], "organisation_version": settings["version"]}
    before = all_rows(company.storage)

    sent = {} if case.body is None else {"json": put_in(case.body, names)}
    answer = ask(admin, case.method, "/".join(str(put_in(part, names)) for part in case.path.split("/")), **sent)

    told = problem(answer)
    assert (answer.status_code, told["code"]) == (case.status, case.code), answer.text[:1_000]
    if case.named:
        assert case.named in " ".join(missing["name"] for missing in told["missing"]), answer.text[:1_000]
    assert all_rows(company.storage) == before


PARAMETERS = [
    pytest.param(*(asked := (operation["operationId"], parameter["name"])), parameter["schema"], id=" ".join(asked))
    for path in DESCRIBED["paths"].values()
    for operation in path.values()
    for parameter in operation.get("parameters", ())
    if parameter["in"] == "query" and operation["operationId"] != "get_live"
]
OUT_OF_BOUNDS = {
    "integer": ["-1", "0", "9" * 30, "1.5", "one", "%00", "NaN", "9007199254740993", "%F0%9F%98%80"],
    "boolean": ["perhaps", "%00", "2"],
    "string": ["%00", "x" * 20_000],
}


SOUND = {"from": "2027-01-04", "to": "2027-01-05", "version": "1", "metric": "won_count"}


@pytest.mark.parametrize(("operation", "name", "schema"), PARAMETERS)
def test_a_parameter_out_of_bounds_is_refused_by_name(
    company: Company, admin: Browser, operation: str, name: str, schema: Mapping[str, Any]
) -> None:
    route = route_of(company, operation)
    path = f"{route.filled(company.ids).removeprefix(PREFIX)}?{sound_others(operation, name)}"
    before = all_rows(company.storage)

    for value in OUT_OF_BOUNDS[type_of(schema)]:
        answer = ask(admin, route.method, f"{path}{name}={value}")
        told = problem(answer)
        assert (answer.status_code, told["code"][:8]) == (400, "invalid_"), (value, answer.text)
        assert value == "%00" or name in [missing["name"] for missing in told["missing"]], (value, answer.text)
    assert all_rows(company.storage) == before


def sound_others(operation: str, name: str) -> str:
    """What the operation cannot do without, besides."""
    [described] = [
        one for path in DESCRIBED["paths"].values() for one in path.values() if one["operationId"] == operation
    ]  # fmt: skip
    needed = [one["name"] for one in described.get("parameters", ()) if one["in"] == "query" and one["required"]]
    return "".join(f"{one}={SOUND[one]}&" for one in needed if one != name)


def type_of(schema: Mapping[str, Any]) -> str:
    """Of the parameter, or of what it is when it is not null; of one that can be repeated, the type of each."""
    kinds = [schema, *schema.get("oneOf", ())]
    kinds += [kind["items"] for kind in kinds if "items" in kind]
    types = [kind.get("type") for kind in kinds]
    named = [name for each in types for name in (each if isinstance(each, list) else [each])]
    return next((name for name in named if name in OUT_OF_BOUNDS), "string")


def put_in(value: Any, names: Mapping[str, Any]) -> Any:
    """Numbers for the words that stand for them."""
    if isinstance(value, str):
        word, mark, rest = value.partition("?")
        found = names[word[1:]] if word.startswith(":") else word
        return f"{found}{mark}{rest}" if mark else found
    if isinstance(value, dict):
        return {name: put_in(one, names) for name, one in value.items()}
    return [put_in(one, names) for one in value] if isinstance(value, list) else value


def send(company: Company, browser: Browser, name: str, **sent: Any) -> Any:
    route = route_of(company, name)
    return ask(browser, route.method, route.filled(company.ids).removeprefix(PREFIX), headers=JSON, **sent)


def ask(browser: Browser, method: str, path: str, **sent: Any) -> Any:
    return getattr(browser, method.lower())(path, **sent)


def route_of(company: Company, name: str) -> Route:
    [route] = [route for route in company.routes if route.name == name]
    return route


def problem(answer: Any) -> Any:
    """The answer, which is a problem of RFC 9457 that a person can read."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    told = answer.json()
    assert {"type", "title", "status", "code", "detail", "missing", "params"} <= told.keys()
    assert told["status"] == answer.status_code < 500
    assert told["type"] == f"urn:stageline:refusal:{told['code']}"
    assert told["detail"].endswith("."), told
    assert all(missing["remedy"] for missing in told["missing"]), told
    return told


def encoded(value: object) -> bytes:
    return json.dumps(value).encode()
