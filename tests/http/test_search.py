"""Finding opportunities by the words of their names, accounts, contacts and external ids."""

from typing import Any

import pytest

from tests.builders import REP, a_process, keep
from tests.http.conftest import Web
from tests.statements import statements

PROCESS = a_process()


@pytest.fixture
def given(web: Web) -> Web:
    with web.storage.writing() as work:
        keep(work.connection, PROCESS)
    return web


def opened(web: Web, name: str, **fields: Any) -> int:
    answer = web.rep.post(
        "/opportunities", {"fields": {"name": name, "account_id": 1, **fields}, "process_id": PROCESS.id}
    )
    assert answer.status_code == 201, answer.json()
    number: int = answer.json()["opportunity_id"]
    return number


def found(web: Web, q: str, who: str = "rep") -> list[str]:
    answer = getattr(web, who).get("/search", params={"q": q})
    assert answer.status_code == 200, answer.json()
    return [item["name"] for item in answer.json()["items"]]


def test_every_word_begins_a_word_wherever_it_stands(given: Web) -> None:
    account = given.rep.post("/accounts", {"name": "Northern Freight"}).json()["id"]
    contact = given.rep.post("/contacts", {"name": "Ida Okafor", "account_id": account}).json()["id"]
    opened(given, "Fleet portal", account_id=account, contact_id=contact)
    opened(given, "Fleet renewal")

    assert found(given, "fleet") == ["Fleet portal", "Fleet renewal"]
    assert found(given, "POR fle") == ["Fleet portal"]
    assert found(given, "okaf north port") == ["Fleet portal"]
    assert found(given, "leet") == found(given, "fleet barge") == []


def test_what_is_found_says_what_it_is_and_where_the_words_stand(given: Web) -> None:
    account = given.rep.post("/accounts", {"name": "Northern Freight"}).json()["id"]
    number = opened(given, "Fleet portal", account_id=account)

    assert given.rep.get("/search", params={"q": "freight"}).json()["items"] == [
        {
            "id": number,
            "name": "Fleet portal",
            "account": {"id": account, "name": "Northern Freight"},
            "contact": None,
            "owner": {"id": REP, "name": "Rita Rep"},
            "stage": {"id": PROCESS.stages[0].id, "name": "Qualify"},
            "status": "open",
            "matched": "account",
        }
    ]


@pytest.mark.parametrize("q", ["Größe", "GROSSE", "groesse", "größ", "grosse muller", "🚀", "mueller"])
def test_accents_umlauts_and_emoji_are_found_as_people_type_them(given: Web, q: str) -> None:
    opened(given, "Größe Müller 🚀")
    opened(given, "Other")

    assert found(given, q) == ["Größe Müller 🚀"]


@pytest.mark.parametrize("q", ["", "  ", "-", "%", "_", "\\", "'"])
def test_a_query_without_a_word_finds_nothing(given: Web, q: str) -> None:
    opened(given, "Fleet portal")

    assert found(given, q) == []


def test_one_letter_finds_the_first_twenty_each_once(given: Web) -> None:
    for number in range(25):
        opened(given, f"Alpha amber {number:02}")

    first = found(given, "a")

    assert len(first) == len(set(first)) == 20


def test_a_very_long_name_is_found_by_any_of_its_words(given: Web) -> None:
    name = " ".join(f"word{number}" for number in range(24)) + " " + "x" * 30
    opened(given, name)

    assert found(given, "word23") == found(given, "x" * 30) == [name]


def test_what_is_renamed_is_found_by_its_new_name_alone(given: Web) -> None:
    account = given.rep.post("/accounts", {"name": "Northern Freight"}).json()["id"]
    number = opened(given, "Fleet portal", account_id=account)

    given.rep.patch(f"/opportunities/{number}", {"version": 1, "fields": {"name": "Barge portal"}})
    given.rep.patch(f"/accounts/{account}", {"version": 1, "name": "Southern Freight"})

    assert found(given, "fleet") == found(given, "northern") == []
    assert found(given, "barge southern") == ["Barge portal"]


def test_what_is_deleted_is_gone_until_it_is_restored(given: Web) -> None:
    number = opened(given, "Fleet portal")

    given.rep.delete(f"/opportunities/{number}", params={"version": 1})
    assert found(given, "fleet") == found(given, "fleet", "operations") == []

    restored = given.operations.post(f"/opportunities/{number}/restorations", {})
    assert (restored.status_code, found(given, "fleet")) == (200, ["Fleet portal"])


@pytest.mark.rule("PS-218")
def test_a_stranger_finds_nothing(given: Web) -> None:
    opened(given, "Fleet portal")

    assert found(given, "fleet") == found(given, "fleet", "operations") == ["Fleet portal"]
    for stranger in ("other_rep", "collaborator", "viewer", "manager"):
        assert found(given, "fleet", stranger) == []


def test_an_imported_deal_is_found_by_its_external_id(given: Web) -> None:
    number = opened(given, "Fleet portal")
    with given.storage.writing() as work:
        work.imports.remember("opportunity", "OldCRM", [("DEAL-00123", number, "hash")])

    assert found(given, "deal-001") == found(given, "00123") == ["Fleet portal"]


def test_a_search_takes_as_many_statements_however_much_it_finds(given: Web) -> None:
    for number in range(8):
        opened(given, f"Fleet {number}")

    def cost(q: str) -> int:
        with statements(given.storage.engines.reading) as heard:
            assert found(given, q)
        return len(heard)

    assert cost("fleet 1") == cost("fleet") == cost("fleet 1 f")


def test_who_sees_few_finds_the_same_by_common_words(given: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    account = given.rep.post("/accounts", {"name": "Fleet Freight"}).json()["id"]
    opened(given, "Fleet portal", account_id=account)
    opened(given, "Other portal", account_id=account)
    others = given.other_rep.post(
        "/opportunities", {"fields": {"name": "Fleet of another", "account_id": 1}, "process_id": PROCESS.id}
    )
    assert others.status_code == 201, others.json()
    asked = ("fleet", "por fle", "other", "fleet another", "freight")
    along = [found(given, q) for q in asked]

    monkeypatch.setattr("stageline.queries.search.COMMON", 1)

    assert [found(given, q) for q in asked] == along
    assert along[0] == ["Fleet portal", "Other portal"]
    assert found(given, "fleet", "other_rep") == ["Fleet of another"]


def test_what_was_left_out_is_named(web: Web) -> None:
    answer = web.rep.get("/search")

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")
    assert answer.json()["missing"] == [{"kind": "input", "name": "q", "remedy": "Give a value."}]
