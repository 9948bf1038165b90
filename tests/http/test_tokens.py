"""Tokens for machines: scopes, ends, and that they never exceed their makers."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from stageline.domain.ids import UserId
from stageline.domain.people.token import Scope
from stageline.storage.tables import api_tokens
from tests.builders import ADMIN, DAY, REP
from tests.builders_people import a_token
from tests.http.conftest import Web

TEAM = {"name": "North"}


class Script:
    def __init__(self, web: Web, user_id: UserId, *scopes: Scope, **said: Any) -> None:
        self._client = web.client
        self.secret = a_token(web.storage, user_id, *scopes, **said)

    def ask(self, method: str, path: str, json: object = None) -> Any:
        headers = {"Authorization": f"Bearer {self.secret}"}
        return self._client.request(method, f"/api/v1{path}", json=json, headers=headers)


def test_a_token_acts_for_its_person_without_a_token_against_forged_requests(web: Web) -> None:
    script = Script(web, REP, Scope.WRITE)

    assert script.ask("GET", "/session").json()["user"]["name"] == "Rita Rep"
    assert script.ask("POST", "/contacts", {"name": "Ida"}).status_code == 201


def test_a_token_to_read_changes_nothing(web: Web) -> None:
    script = Script(web, REP, Scope.READ)

    answer = script.ask("POST", "/contacts", {"name": "Ida"})

    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert answer.json()["params"] == {"scope": "write"}
    assert script.ask("GET", "/contacts").json()["items"] == []


def test_only_the_scope_admin_carries_the_right_to_administer(web: Web) -> None:
    assert Script(web, ADMIN, Scope.WRITE).ask("POST", "/sales-teams", TEAM).status_code == 403
    assert Script(web, ADMIN, Scope.ADMIN).ask("POST", "/sales-teams", TEAM).status_code == 201


def test_a_token_ends_when_it_was_said_to(web: Web) -> None:
    at = datetime.now(UTC) - 31 * DAY  # noqa: TID251 - the server reads its own clock

    assert Script(web, REP, Scope.READ, at=at, days=30).ask("GET", "/session").status_code == 401
    assert Script(web, REP, Scope.READ, at=at, days=32).ask("GET", "/session").status_code == 200


@pytest.mark.parametrize("header", ["Bearer slk_guessed", "Bearer ", "Basic cmVwOnJlcA==", "Bearer"])
def test_a_token_that_was_made_up_lets_nobody_in(web: Web, header: str) -> None:
    assert web.client.get("/api/v1/session", headers={"Authorization": header}).status_code == 401


def test_a_token_is_shown_once_and_kept_as_a_hash(web: Web) -> None:
    rep = web.rep

    made = rep.post("/tokens", {"name": "Nightly export", "scopes": ["read"], "days": 7}).json()
    [listed] = rep.get("/tokens").json()["items"]

    assert made["secret"].startswith("slk_")
    assert (listed["name"], listed["scopes"], listed["user"]["name"]) == ("Nightly export", ["read"], "Rita Rep")
    assert "secret" not in listed
    with web.storage.reading() as connection:
        kept = connection.execute(select(api_tokens)).one()
        assert made["secret"] not in str(kept)


def test_a_revoked_token_lets_nobody_in(web: Web) -> None:
    rep = web.rep
    made = rep.post("/tokens", {"name": "Export", "scopes": ["read"]}).json()
    headers = {"Authorization": f"Bearer {made['secret']}"}

    assert web.client.get("/api/v1/session", headers=headers).status_code == 200
    assert rep.delete(f"/tokens/{made['id']}").status_code == 204
    assert web.client.get("/api/v1/session", headers=headers).status_code == 401


def test_the_tokens_of_others_are_not_there_but_for_an_admin(web: Web) -> None:
    made = web.rep.post("/tokens", {"name": "Export", "scopes": ["read"]}).json()

    assert web.other_rep.get("/tokens").json()["items"] == []
    assert web.other_rep.delete(f"/tokens/{made['id']}").status_code == 404
    assert [token["id"] for token in web.admin.get("/tokens").json()["items"]] == [made["id"]]
    assert web.admin.delete(f"/tokens/{made['id']}").status_code == 204


def test_a_token_can_do_no_more_than_whoever_makes_it(web: Web) -> None:
    wanted = {"name": "Export", "scopes": ["admin"]}

    assert web.rep.post("/tokens", wanted).json()["code"] == "not_allowed"
    assert web.viewer.post("/tokens", {**wanted, "scopes": ["write"]}).status_code == 403
    assert web.admin.post("/tokens", wanted).status_code == 201


def test_a_token_makes_no_token_that_exceeds_it(web: Web) -> None:
    script = Script(web, ADMIN, Scope.WRITE, days=3)

    assert script.ask("POST", "/tokens", {"name": "More", "scopes": ["admin"]}).status_code == 403
    made = script.ask("POST", "/tokens", {"name": "As much", "scopes": ["write"], "days": 90}).json()
    assert datetime.fromisoformat(made["expires_at"]) - datetime.now(UTC) < 4 * DAY  # noqa: TID251 - the server's clock
