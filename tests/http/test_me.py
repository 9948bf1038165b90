"""One's own profile: what one is called, and how Stageline looks and speaks."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from stageline.domain.people.token import Scope
from tests.builders import REP, VIEWER
from tests.builders_people import PASSWORD, a_token, give_password
from tests.http.conftest import Web

AT_FIRST = {
    "theme": "system",
    "density": "comfortable",
    "has_shortcuts": True,
    "folds_navigation": False,
    "reduces_motion": False,
    "reminders_by_mail": False,
}


def test_what_was_never_chosen_follows_the_browser_and_the_organisation(web: Web) -> None:
    me = web.rep.get("/me").json()

    assert (me["id"], me["language"], me["zone"], me["preferences"]) == (REP, None, None, AT_FIRST)


def test_a_choice_is_kept_and_leaves_the_others_as_they_are(web: Web) -> None:
    web.rep.patch("/me", {"language": "de", "zone": "Asia/Tokyo", "preferences": {"theme": "dark"}})
    changed = web.rep.patch("/me", {"language": None, "preferences": {"has_shortcuts": False}}).json()

    assert (changed["language"], changed["zone"]) == (None, "Asia/Tokyo")
    assert changed["preferences"] == {**AT_FIRST, "theme": "dark", "has_shortcuts": False}
    assert web.rep.get("/session").json()["user"] == web.rep.get("/me").json() == changed
    assert web.other_rep.get("/me").json()["preferences"] == AT_FIRST


def test_choices_made_at_the_same_moment_are_all_kept(web: Web) -> None:
    chosen: list[dict[str, Any]] = [{"theme": "dark"}, {"density": "compact"}, {"has_shortcuts": False}]
    rep, together = web.rep, Barrier(len(chosen))

    def choose(number: int) -> list[int]:
        said = []
        for turn in range(5):
            together.wait()
            key = {"Idempotency-Key": f"choice-{number}-{turn}"}
            said.append(rep.patch("/me", {"preferences": chosen[number]}, headers=key).status_code)
        return said

    with ThreadPoolExecutor(len(chosen)) as threads:
        answers = list(threads.map(choose, range(len(chosen))))

    assert answers == [[200] * 5] * len(chosen)
    kept = rep.get("/me").json()["preferences"]
    assert kept == {**AT_FIRST, "theme": "dark", "density": "compact", "has_shortcuts": False}


def test_a_new_name_is_seen_by_everybody_at_once(web: Web) -> None:
    assert web.rep.patch("/me", {"name": "  Rita   Renamed "}).json()["name"] == "Rita Renamed"

    assert web.rep.get("/session").json()["user"]["name"] == "Rita Renamed"
    assert web.other_rep.get(f"/users/{REP}").json()["name"] == "Rita Renamed"


def test_a_viewer_chooses_how_it_looks_too(web: Web) -> None:
    answer = web.as_(VIEWER).patch("/me", {"preferences": {"density": "compact"}})

    assert (answer.status_code, answer.json()["preferences"]["density"]) == (200, "compact")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"zone": "Europe/Atlantis"}, "zone"),
        ({"language": "tlh"}, "language"),
        ({"preferences": {"theme": "pink"}}, "preferences.theme"),
        ({"preferences": {"speed": 9}}, "preferences"),
        ({"name": "   "}, "name"),
        ({"roles": ["admin"]}, "roles"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_kept(web: Web, said: dict[str, Any], field: str) -> None:
    before = web.rep.get("/me").json()

    answer = web.rep.patch("/me", {"preferences": {"theme": "dark"}, **said})

    assert answer.status_code == 400, answer.json()
    assert field in str(answer.json())
    assert web.rep.get("/me").json() == before


def test_a_new_password_ends_the_tokens_made_under_the_old_one(web: Web) -> None:
    give_password(web.storage, REP)
    token = a_token(web.storage, REP, Scope.READ)
    asked = {"Authorization": f"Bearer {token}"}
    assert web.client.get("/api/v1/me", headers=asked).status_code == 200

    said = {"password": "a brand new horse", "current_password": PASSWORD}
    assert web.rep.put(f"/users/{REP}/password", said).status_code == 204

    assert web.client.get("/api/v1/me", headers=asked).status_code == 401
