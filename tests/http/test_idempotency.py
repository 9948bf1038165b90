"""A request sent twice under one key is carried out once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from stageline.commands.people.signing_in import forget_old_keys
from stageline.storage.tables import contacts, idempotency_keys
from tests.builders import DAY
from tests.builders_people import Browser
from tests.http.conftest import Web
from tests.statements import statements

KEY = {"Idempotency-Key": "once-and-once-only"}
IDA = {"name": "Ida Okafor"}


def how_many(web: Web, table: Any) -> int:
    with web.storage.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_the_second_answer_is_the_first(web: Web) -> None:
    rep = web.rep

    first = rep.post("/contacts", IDA, headers=KEY)
    second = rep.post("/contacts", IDA, headers=KEY)

    assert (second.status_code, second.json()) == (first.status_code, first.json()) == (201, first.json())
    assert (first.headers.get("idempotency-replayed"), second.headers["idempotency-replayed"]) == (None, "true")
    assert how_many(web, contacts) == 1


def test_without_a_key_it_is_carried_out_twice(web: Web) -> None:
    web.rep.post("/contacts", IDA)
    web.rep.post("/contacts", IDA)

    assert how_many(web, contacts) == 2


def test_the_same_key_with_another_request_is_a_conflict(web: Web) -> None:
    rep = web.rep
    rep.post("/contacts", IDA, headers=KEY)

    for answer in (rep.post("/contacts", {"name": "Bo"}, headers=KEY), rep.post("/accounts", IDA, headers=KEY)):
        assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")
    assert how_many(web, contacts) == 1


def test_a_key_is_ones_own(web: Web) -> None:
    web.rep.post("/contacts", IDA, headers=KEY)
    web.other_rep.post("/contacts", IDA, headers=KEY)

    assert how_many(web, contacts) == 2


def test_a_refusal_is_not_remembered(web: Web) -> None:
    rep = web.rep

    assert rep.post("/contacts", {**IDA, "account_id": 404}, headers=KEY).status_code == 400
    assert how_many(web, idempotency_keys) == 0
    assert rep.post("/contacts", IDA, headers=KEY).status_code == 201


def test_a_preview_takes_no_key(web: Web) -> None:
    admin = web.admin
    team = {"name": "North"}

    assert admin.post("/sales-teams", team, headers=KEY, params={"preview": "true"}).json()["id"] == 0
    assert admin.post("/sales-teams", team, headers=KEY).json()["id"] > 0


def test_a_secret_is_not_remembered(web: Web) -> None:
    rep = web.rep
    wanted = {"name": "Export", "scopes": ["read"]}

    first, second = (rep.post("/tokens", wanted, headers=KEY).json() for _ in range(2))

    assert first["secret"] != second["secret"]
    assert how_many(web, idempotency_keys) == 0


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_has_a_length(web: Web, key: str) -> None:
    answer = web.rep.post("/contacts", IDA, headers={"Idempotency-Key": key})

    assert (answer.status_code, answer.json()["missing"][0]["name"]) == (400, "Idempotency-Key")


def test_two_requests_at_once_are_carried_out_once(web: Web) -> None:
    rep = web.rep
    together = Barrier(4)

    def ask(_: int) -> Any:
        together.wait()
        return rep.post("/contacts", IDA, headers=KEY)

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(ask, range(4)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert sorted(answer.headers.get("idempotency-replayed", "") for answer in answers) == ["", "true", "true", "true"]
    assert how_many(web, contacts) == 1


def test_an_answer_is_forgotten_after_a_day(web: Web) -> None:
    rep = web.rep
    rep.post("/contacts", IDA, headers=KEY)
    now = datetime.now(UTC)  # noqa: TID251 - the server reads its own clock

    with web.storage.writing() as work:
        assert forget_old_keys(work, now) == 0
        assert forget_old_keys(work, now + DAY) == 1
    assert rep.post("/contacts", IDA, headers=KEY).status_code == 201
    assert how_many(web, contacts) == 2


def test_a_request_without_a_key_costs_no_statement_for_one(web: Web) -> None:
    rep = web.rep
    with statements(web.storage.engines.writing) as said:
        _post(rep)

    assert not [statement for statement in said if "idempotency_keys" in statement]


def _post(browser: Browser) -> None:
    assert browser.post("/contacts", IDA).status_code == 201
