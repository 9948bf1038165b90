"""Signing in, staying signed in, and what a browser may not be made to do."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from stageline.domain.people.session import LASTS
from stageline.http.access import COOKIE
from stageline.storage.tables import sessions, sign_in_failures
from tests.builders import ADMIN, DAY, REP
from tests.builders_people import PASSWORD, Browser, a_session, give_password
from tests.http.conftest import Web

SESSION = "/api/v1/session"
RITA = {"email": "rep7@northwind.example", "password": PASSWORD}


@pytest.fixture
def rita(web: Web) -> Web:
    give_password(web.storage, REP)
    return web


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the server reads its own clock


def sign_in(web: Web, said: dict[str, Any], **more: Any) -> Any:
    return web.client.post(SESSION, json=said, **more)


def test_signing_in_gives_a_cookie_that_no_script_reads_and_tells_who_one_is(rita: Web) -> None:
    answer = sign_in(rita, RITA)

    assert answer.status_code == 201
    assert answer.json()["user"] == {
        "id": REP, "name": "Rita Rep", "email": "rep7@northwind.example", "roles": ["rep"],
        "rights": ["create_opportunities", "edit_opportunities", "move_opportunities", "close_opportunities",
                   "mass_move", "use_contacts"],
        "default_process_id": None, "language": None, "zone": None,
        "preferences": {"theme": "system", "density": "comfortable", "has_shortcuts": True, "folds_navigation": False,
                        "reduces_motion": False, "reminders_by_mail": False},
    }  # fmt: skip
    assert answer.json()["organisation"]["zone"] == "Europe/Amsterdam"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert rita.client.get(SESSION).json()["csrf_token"] == answer.json()["csrf_token"]


def test_the_address_may_be_written_in_any_case(rita: Web) -> None:
    assert sign_in(rita, {**RITA, "email": " REP7@Northwind.example"}).status_code == 201


@pytest.mark.parametrize(
    "said",
    [{**RITA, "password": "wrong password"}, {"email": "nobody@northwind.example", "password": PASSWORD},
     {"email": "admin1@northwind.example", "password": PASSWORD}, {"email": "", "password": ""}],
)  # fmt: skip
def test_whoever_is_refused_is_not_told_what_was_wrong(rita: Web, said: dict[str, str]) -> None:
    answer = sign_in(rita, said)

    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_failed")
    assert answer.json()["detail"] == "The e-mail address or the password is wrong."
    assert "set-cookie" not in answer.headers


def test_after_five_failures_an_account_waits_even_with_the_right_password(rita: Web) -> None:
    for _ in range(5):
        assert sign_in(rita, {**RITA, "password": "wrong"}).status_code == 401

    assert sign_in(rita, {**RITA, "password": "wrong"}).status_code == 429
    answer = sign_in(rita, RITA)

    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_attempts")
    assert 1 <= int(answer.headers["retry-after"]) <= 2


def test_waiting_long_enough_lets_the_right_password_in_and_forgets_the_failures(rita: Web) -> None:
    for _ in range(5):
        sign_in(rita, {**RITA, "password": "wrong"})
    with rita.storage.writing() as work:
        work.connection.execute(update(sign_in_failures).values(last_at=now() - timedelta(minutes=1)))

    assert sign_in(rita, RITA).status_code == 201
    with rita.storage.reading() as connection:
        assert connection.scalar(select(func.sum(sign_in_failures.c.count))) == 5  # the address has the wrong ones left


def test_an_address_that_guesses_at_many_accounts_waits_too(rita: Web) -> None:
    with rita.storage.writing() as work:
        work.credentials.count_failure("address:testclient", 40, now())

    assert sign_in(rita, RITA).status_code == 429


def test_a_session_put_into_the_browser_beforehand_is_worth_nothing(rita: Web) -> None:
    fixed, _ = a_session(rita.storage, REP)

    answer = sign_in(rita, RITA, headers={"Cookie": f"{COOKIE}={fixed}"})

    assert answer.cookies[COOKIE] != fixed
    rita.client.cookies.clear()
    assert rita.client.get(SESSION, headers={"Cookie": f"{COOKIE}={fixed}"}).status_code == 401


def test_a_cookie_stolen_before_signing_out_is_worth_nothing_after_it(web: Web) -> None:
    rep = web.rep

    assert rep.get("/session").status_code == 200
    assert rep.delete("/session").status_code == 204
    assert rep.get("/session").status_code == 401
    assert rep.post("/contacts", {"name": "Ida"}).status_code == 401


def test_a_session_ends_after_fourteen_days_without_use(web: Web) -> None:
    over = Browser(web.client, *a_session(web.storage, REP, at=now() - LASTS))
    still = Browser(web.client, *a_session(web.storage, REP, at=now() - LASTS + timedelta(minutes=1)))

    assert over.get("/session").json()["code"] == "not_signed_in"
    assert still.get("/session").status_code == 200


def test_use_prolongs_a_session_but_not_for_ever(web: Web) -> None:
    a_session(web.storage, REP, at=now() - 13 * DAY)
    token, csrf = a_session(web.storage, ADMIN, at=now() - 89 * DAY)
    with web.storage.writing() as work:
        work.connection.execute(update(sessions).values(expires_at=now() + timedelta(hours=1)))

    answer = Browser(web.client, token, csrf).get("/session")

    assert f"{COOKIE}={token}" in answer.headers["set-cookie"]
    with web.storage.reading() as connection:
        until = connection.scalar(select(sessions.c.expires_at).where(sessions.c.user_id == ADMIN))
    assert until is not None
    assert until - now() < DAY


def test_a_used_session_lasts_fourteen_days_from_then(web: Web) -> None:
    token, csrf = a_session(web.storage, REP, at=now() - 13 * DAY)

    Browser(web.client, token, csrf).get("/users")

    with web.storage.reading() as connection:
        assert connection.execute(select(sessions.c.expires_at)).scalar_one() - now() > 13 * DAY


def test_a_request_that_changes_something_needs_the_token_against_forged_ones(web: Web) -> None:
    rep = web.rep
    forged = Browser(web.client, rep.token, "guessed")

    assert forged.post("/contacts", {"name": "Ida"}).json()["code"] == "csrf_failed"
    assert rep.get("/contacts").json()["items"] == []
    assert rep.post("/contacts", {"name": "Ida"}).status_code == 201


@pytest.mark.parametrize("said", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
                                  {"Origin": "https://elsewhere.example"}, {"Origin": "null"}])  # fmt: skip
def test_a_request_from_another_site_is_refused_beside_the_same_from_ours(web: Web, said: dict[str, str]) -> None:
    rep = web.rep

    assert rep.post("/contacts", {"name": "Ida"}, headers=said).json()["code"] == "csrf_failed"
    assert sign_in(web, RITA, headers=said).json()["code"] == "csrf_failed"
    ours = {"Origin": "http://testserver.local"}
    assert rep.post("/contacts", {"name": "Ida"}, headers=ours).status_code == 201


def test_whoever_is_not_signed_in_gets_nothing(web: Web) -> None:
    for path in ("/session", "/users", "/contacts", "/tokens"):
        answer = web.client.get(f"/api/v1{path}")

        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
