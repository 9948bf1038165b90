"""The first admin is let in once, by a token that only the server's terminal shows."""

from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import select, update

from stageline.commands.people.setting_up import issue_setup_token
from stageline.domain.people.user import UserState
from stageline.storage.tables import events, users
from stageline.storage.unit_of_work import Storage
from tests.builders import ADMIN, LONG_AGO
from tests.builders_people import PASSWORD
from tests.http.conftest import Web

ADA: dict[str, Any] = {
    "email": "ada@fjord.example", "name": "Ada Admin", "password": PASSWORD, "organisation_name": "Fjord",
    "zone": "Europe/Oslo", "currency": "NOK",
}  # fmt: skip


def issue(storage: Storage) -> str | None:
    with storage.writing() as work:
        return issue_setup_token(work, LONG_AGO)


@pytest.fixture
def client(web: Web) -> TestClient[Any]:
    """Nobody administers it any more."""
    with web.storage.writing() as work:
        work.connection.execute(update(users).where(users.c.id == ADMIN).values(state=UserState.DEACTIVATED.value))
        work.organisations.rights_changed()
    return web.client


def test_the_token_makes_the_first_admin_once(web: Web, client: TestClient[Any]) -> None:
    token, other = issue(web.storage), issue(web.storage)

    answer = client.post("/api/v1/setup", json={**ADA, "token": token})

    assert answer.status_code == 201
    assert answer.json()["user"]["roles"] == ["admin"]
    assert (answer.json()["organisation"]["name"], answer.json()["organisation"]["zone"]) == ("Fjord", "Europe/Oslo")
    assert client.get("/api/v1/session").json()["user"]["name"] == "Ada Admin"
    for used in (token, other):
        again = client.post("/api/v1/setup", json={**ADA, "email": "eve@fjord.example", "token": used})
        assert (again.status_code, again.json()["code"]) == (403, "setup_refused")
    assert issue(web.storage) is None


@pytest.mark.parametrize(
    ("said", "name"),
    [({"zone": "Mars/Olympus"}, "zone"), ({"zone": "../../etc/passwd"}, "zone"), ({"currency": "XXX"}, "currency"),
     ({"organisation_name": "  "}, "organisation_name"), ({"password": "short"}, "password"),
     ({"email": "nowhere"}, "email")],
)  # fmt: skip
def test_what_is_wrong_is_named_and_the_token_stays_good(
    web: Web, client: TestClient[Any], said: dict[str, str], name: str
) -> None:
    token = issue(web.storage)

    answer = client.post("/api/v1/setup", json={**ADA, **said, "token": token})

    assert (answer.status_code, [missing["name"] for missing in answer.json()["missing"]]) == (400, [name])
    with web.storage.reading() as connection:
        assert connection.scalars(select(events.c.kind)).all() == []
    assert client.post("/api/v1/setup", json={**ADA, "token": token}).status_code == 201


def test_a_guessed_token_is_refused(client: TestClient[Any]) -> None:
    assert client.post("/api/v1/setup", json={**ADA, "token": "guessed"}).json()["code"] == "setup_refused"


def test_no_token_is_issued_while_somebody_administers(web: Web) -> None:
    assert issue(web.storage) is None
