"""Whoever is not meant to see something finds nothing of it, whichever route they try; nor can they change it."""

from collections.abc import Iterator
from typing import Any

import pytest

from stageline.domain.ids import UserId
from stageline.http.routes import PREFIX
from tests.builders import COLLABORATOR, OTHER_REP, REP, VIEWER
from tests.definitions import all_rows
from tests.promises.company import (
    ACCOUNT_NAME,
    ACTION,
    AMOUNT,
    CONTACT,
    CONTACT_EMAIL,
    DESCRIPTION,
    DRAFT,
    FILE_LABEL,
    FILE_NAME,
    NAME,
    NEXT_STEP,
    NOTE,
    REGION,
    WRITTEN,
    Company,
    Route,
    sound_bodies,
)

EVERYBODY_MAY = {"post_session", "post_setup", "post_bounce", "get_reference", "get_reference_script"}
OUTSIDE = {"/", "/{path:path}", "/feeds/{name:str}", "/healthz", "/readyz", "/metrics"}
STREAMS = {"get_live"}
"""They answer for as long as one listens; `tests/http/test_live.py` says what they tell to whom."""

OF_THE_DEAL = (NAME, str(AMOUNT), NEXT_STEP, NOTE, REGION, WRITTEN, FILE_NAME, FILE_LABEL, ACTION)
OF_CONTACTS = (ACCOUNT_NAME, CONTACT)
OF_NOBODY = (DRAFT, "rep7@northwind", CONTACT_EMAIL)
STRANGERS = {
    OTHER_REP: (*OF_THE_DEAL, DRAFT, "rep7@northwind"),
    COLLABORATOR: (*OF_THE_DEAL, *OF_CONTACTS, *OF_NOBODY),
    VIEWER: (*OF_THE_DEAL, *OF_CONTACTS, *OF_NOBODY),
}
"""What each must not find. Those who sell share their contacts and accounts."""
OF_ALL = {"get_totals", "get_selection", "get_export", "get_target_grid"}
"""Beside single opportunities or sales goals: they answer with what one may see, as the list does."""
SHARED_BY_SELLERS = {"get_accounts", "get_account", "get_contacts", "get_contact", "get_invitees"}

strangers = pytest.mark.parametrize("stranger", STRANGERS, ids=["rep", "collaborator", "viewer"])


@strangers
def test_a_stranger_finds_nothing(company: Company, stranger: UserId) -> None:
    browser = company.as_(stranger)

    for route, asked in questions(company):
        answer = browser.get(asked)

        assert answer.status_code in {200, 400, 403, 404}, (asked, answer.text)
        found = [marker for marker in markers(route, stranger) if marker in answer.text]
        assert not found, (asked, answer.text)


def test_the_owner_finds_all_of_it(company: Company) -> None:
    browser = company.as_(REP)

    answers = [browser.get(asked).text for _, asked in questions(company)]

    for marker in {*OF_THE_DEAL, *OF_CONTACTS, CONTACT_EMAIL}:
        assert any(marker in answer for answer in answers), marker


@strangers
def test_what_is_named_to_a_stranger_by_its_number_is_not_there(company: Company, stranger: UserId) -> None:
    """All below somebody else's opportunity, batch, draft and notification; of contacts, for those who do not sell."""
    browser = company.as_(stranger)

    for route, asked in questions(company):
        if is_closed_to(route, asked, company, stranger):
            answer = browser.get(asked)

            assert answer.status_code == 404, (asked, answer.text)


@strangers
def test_a_stranger_changes_nothing(company: Company, stranger: UserId) -> None:
    browser = company.as_(stranger)
    before = all_rows(company.storage)

    for route in writes(company):
        if route.name not in allowed(stranger):
            answer = send(browser, route, company)

            assert answer.status_code in {403, 404}, (route, answer.text)
            assert answer.json()["detail"].endswith("."), route
            assert not [marker for marker in STRANGERS[stranger] if marker in answer.text], (route, answer.text)
    assert all_rows(company.storage) == before


def test_with_many_at_once_a_stranger_reaches_none_of_them(company: Company) -> None:
    browser = company.as_(OTHER_REP)
    before = all_rows(company.storage)

    for route in writes(company):
        if route.name in MANY:
            answer = send(browser, route, company)
            assert [item["result"] for item in answer.json()["items"]] == ["not_found"], (route, answer.text)
    after = all_rows(company.storage)

    assert {name for name in before if before[name] != after[name]} == {"batches", "batch_items"}


@strangers
def test_a_stranger_reaches_none_of_the_sales_goals_that_are_named_together(
    company: Company, stranger: UserId
) -> None:  # fmt: skip
    browser = company.as_(stranger)
    before = all_rows(company.storage)

    for route in writes(company):
        if route.name in ONE_BY_ONE:
            [item] = send(browser, route, company).json()["items"]
            assert item["problem"]["code"] == "not_found", route
    assert all_rows(company.storage) == before


def test_whoever_is_not_signed_in_is_asked_to(company: Company) -> None:
    company.client.cookies.clear()
    before = all_rows(company.storage)

    for route in company.closed_routes:
        path = route.filled(company.ids)
        answer = company.client.request(route.method, path, json=sound_bodies(company).get(route.name))

        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in"), route
    assert all_rows(company.storage) == before


def test_only_these_routes_are_open_to_everybody(company: Company) -> None:
    closed = set(company.closed_routes)

    is_open = [route for route in company.routes if route not in closed]

    assert {r.name for r in is_open if r.path.startswith(PREFIX) and DESCRIPTION not in r.path} == EVERYBODY_MAY
    assert {r.path for r in is_open if not r.path.startswith(PREFIX)} == OUTSIDE


def questions(company: Company) -> Iterator[tuple[Route, str]]:
    """Every GET route, about the published process and about the draft; alone and with each of its parameters."""
    wanted = parameters(company)
    for route in company.closed_routes:
        if route.method != "GET" or route.name in STREAMS:
            continue
        for ids in (company.ids, {**company.ids, "process_id": company.ids["draft_id"]}):
            path = route.filled(ids).removeprefix(PREFIX)
            yield route, path
            known = (f"{path}?{name}={value}" for name, value in probes(company) if name in wanted.get(route.name, ()))
            yield from ((route, asked) for asked in known)
            if "{process_id" not in route.path:
                break


def probes(company: Company) -> Iterator[tuple[str, object]]:
    ids = company.ids
    yield from (("q", word.split()[0]) for word in (NAME, CONTACT, ACCOUNT_NAME, "rep7@northwind", DRAFT))
    yield from ((name, ids[name]) for name in ("process_id", "stage_id", "account_id", "contact_id"))
    yield from (("by", key) for key in ("owner", "account", "team", "source", "custom.region"))
    yield from (("state", state) for state in ("draft", "active"))
    yield from (("condition", '{"field":"amount_minor","is":"is_filled"}'), ("owner_id", REP), ("result", "changed"))


def parameters(company: Company) -> dict[str, set[str]]:
    """The names of the query parameters of each operation, as the API itself describes them."""
    described = company.client.get(DESCRIPTION).json()["paths"]
    operations = (operation for path in described.values() for operation in path.values())
    return {o["operationId"]: {p["name"] for p in o.get("parameters", ()) if p["in"] == "query"} for o in operations}


def markers(route: Route, stranger: UserId) -> tuple[str, ...]:
    is_shared = route.name in SHARED_BY_SELLERS and stranger == OTHER_REP
    return STRANGERS[stranger] if not is_shared else OF_THE_DEAL


def is_closed_to(route: Route, asked: str, company: Company, stranger: UserId) -> bool:
    beneath = [
        "/opportunities/",
        "/files/",
        "/activities/",
        "/events/",
        "/actions/",
        "/messages/",
        "/batches/",
        "/targets/",
        f"/processes/{company.ids['draft_id']}",
    ]
    if stranger != OTHER_REP:
        beneath += ["/accounts/", "/contacts/", "/processes/"]
    return route.method == "GET" and route.name not in OF_ALL and asked.startswith(tuple(beneath))


def writes(company: Company) -> Iterator[Route]:
    yield from (route for route in company.closed_routes if route.method != "GET")


def send(browser: Any, route: Route, company: Company) -> Any:
    ask = getattr(browser, route.method.lower())
    body = sound_bodies(company)
    said = {"json": body[route.name]} if route.name in body else {}
    return ask(route.filled(company.ids).removeprefix(PREFIX), **said)


MANY = {"post_moves", "post_closings", "post_edits"}
OWN = {
    "delete_session",
    "patch_me",
    "put_all_read",
    "put_preferences",
    "post_token",
    "post_view",
    "post_calendar_feed",
    "delete_calendar_feed",
}
ONE_BY_ONE = {"post_targets", "post_target_numbers", "post_target_grid"}
"""They answer for each whom they name."""
SELLING = {"post_opportunity", "post_account", "patch_account", "post_contact", "patch_contact", "put_invitee", *MANY}


def allowed(stranger: UserId) -> set[str]:
    """What is one's own, and what those who sell share, is no stranger's to anybody."""
    return OWN | ONE_BY_ONE | (SELLING if stranger == OTHER_REP else set())
