"""Whatever is asked, as the API is described or beside it, the answer is one that the description has."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stageline.http.access import COOKIE
from tests.builders import ADMIN, MANAGER, OTHER_REP, REP
from tests.promises.company import Company

pytestmark = pytest.mark.slow

DESCRIBED = json.loads((Path(__file__).parents[2] / "docs" / "reference" / "openapi.json").read_text())
# One answers for as long as one listens, the others begin or end a session.
LEFT_OUT = {"get_live", "post_session", "delete_session"}
OPERATIONS = {
    operation["operationId"]: (path, method.upper())
    for path, operations in sorted(DESCRIBED["paths"].items())
    for method, operation in operations.items()
    if operation["operationId"] not in LEFT_OUT
}
EXAMPLES = {"sqlite": 25, "postgresql": 5}

NAMED: dict[str, tuple[object, ...]] = {
    "owner_id": (REP, OTHER_REP, MANAGER), "manager_id": (None, MANAGER), "version": (1, 2, 3),
    "close_reason": ("price", "competitor", "no_need"), "contact_role": ("user", "decision_maker"),
}  # fmt: skip
FIELDS: dict[str, tuple[object, ...]] = {
    "name": ("Solar roof", "", "x" * 201, 7), "amount_minor": (None, 0, 125_000, 10**15, -1, 1.5, "12"),
    "currency": ("EUR", "USD", "ZZZ"), "expected_close_on": ("2027-03-31", "9999-12-31", "0001-01-01", "soon"),
    "probability": (0, 1, 99, 100), "category": ("commit", "closed"), "source": ("referral", "unheard of", None),
    "next_step": ("Call", None), "next_step_on": ("2027-01-02", None), "remarks": ("Their roof leaks.", None),
    "is_in_forecast": (True, False, None), "contact_id": (1, None, 99), "account_id": (1, None),
    "close_reason": ("price",), "custom": ({"region": "North"}, {"region": 7}, {"planet": "Mars"}, []),
}  # fmt: skip


@pytest.fixture(scope="module")
def schema() -> Any:
    """Without what it says of signing in: everything is asked by somebody who is signed in."""
    import schemathesis  # noqa: PLC0415 - takes seconds, also of those who only collect this file

    signed_in = {**DESCRIBED, "components": {**DESCRIBED["components"], "securitySchemes": {}}, "security": []}
    return schemathesis.openapi.from_dict(signed_in)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_answer_is_one_that_the_api_describes(company: Company, schema: Any, operation: str) -> None:
    path, method = OPERATIONS[operation]
    described = schema[path][method]
    most = EXAMPLES[company.storage.engines.writing.dialect.name]
    admin = company.as_(ADMIN)
    signed = {"Cookie": f"{COOKIE}={admin.token}", "X-CSRF-Token": admin.csrf_token}

    @settings(
        max_examples=most, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(asked=as_described_or_not(described), chance=st.randoms(use_true_random=False))
    def ask(asked: tuple[Any, bool], chance: Random) -> None:
        case, is_as_described = asked
        if is_as_described:
            aim(case, company, chance)
        answer = send(case, company, signed)
        case.validate_response(answer, checks=checks(is_as_described=is_as_described))
        if answer.status_code >= 400:
            problem = answer.json()
            documented = DESCRIBED["paths"][path][method.lower()]["responses"][str(answer.status_code)]["description"]
            assert f"`{problem['code']}`" in documented, problem
            assert problem["detail"].endswith("."), problem

    ask()


def as_described_or_not(described: Any) -> Any:
    from schemathesis import GenerationMode  # noqa: PLC0415 - see above

    as_described, not_so = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
    return st.one_of(
        st.tuples(described.as_strategy(generation_mode=as_described), st.just(value=True)),
        st.tuples(described.as_strategy(generation_mode=not_so), st.just(value=False)),
    )


def checks(*, is_as_described: bool) -> list[Any]:
    from schemathesis.checks import not_a_server_error  # noqa: PLC0415 - see above
    from schemathesis.specs.openapi import checks as conformance  # noqa: PLC0415 - see above

    return [
        not_a_server_error,
        conformance.status_code_conformance,
        conformance.content_type_conformance,
        conformance.response_headers_conformance,
        conformance.response_schema_conformance,
        *([] if is_as_described else [conformance.negative_data_rejection]),
    ]


def send(case: Any, company: Company, signed: dict[str, str]) -> Any:
    asked: Any = requests.Request(**case.as_transport_kwargs(base_url="http://testserver.local")).prepare()
    sent = {name: value for name, value in asked.headers.items() if name.lower() not in {"authorization", "cookie"}}
    return company.client.request(asked.method, asked.url, headers={**sent, **signed}, content=asked.body)


def aim(case: Any, company: Company, chance: Random) -> None:
    """Numbers drawn at random meet nothing: mostly what is named is put where it is there."""
    for name in case.path_parameters or {}:
        if name in company.ids and chance.random() < 0.8:
            case.path_parameters[name] = chance.choice([company.ids[name], 1, 2])
    if isinstance(case.body, dict) and chance.random() < 0.8:
        case.body = {name: aimed(name, value, company, chance) for name, value in case.body.items()}


def aimed(name: str, value: Any, company: Company, chance: Random) -> Any:
    if name == "fields":
        return {field: chance.choice(FIELDS[field]) for field in chance.sample(list(FIELDS), chance.randint(0, 3))}
    if name == "opportunities" and isinstance(value, list):
        return [{"id": company.ids[whose]} for whose in chance.sample(["opportunity_id", "won_id"], 1)]
    if name in NAMED:
        return chance.choice(NAMED[name])
    if name == "stage_id":
        return chance.randint(1, 9)
    return company.ids.get(name, value)
