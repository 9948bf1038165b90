"""People and tokens from the command line."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from stageline.cli import run
from tests.builders_people import PASSWORD

RITA = ["--email", "rita@northwind.example", "--name", "Rita Rep", "--role", "rep"]


class Terminal:
    """Runs commands over a database of its own, and reads what they print as JSON."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        monkeypatch.setenv("STAGELINE_DATA", str(folder))
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *arguments: str, typed: str = "") -> tuple[int, Any]:
        self._monkeypatch.setattr("sys.stdin", StringIO(typed))
        code = run([*arguments, "--json"])
        printed = self._capsys.readouterr()
        return code, json.loads(printed.out or printed.err or "null")


@pytest.fixture
def stageline(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Terminal:
    return Terminal(monkeypatch, capsys, tmp_path)


def test_somebody_who_is_added_with_a_password_can_sign_in(stageline: Terminal) -> None:
    code, added = stageline("user", "add", *RITA, "--role", "manager", "--password-stdin", typed=f"{PASSWORD}\n")

    assert (code, added["state"], added["roles"], added["can_own"]) == (0, "active", ["rep", "manager"], True)
    assert [user["email"] for user in stageline("user", "list")[1]] == ["rita@northwind.example"]


def test_somebody_without_a_password_is_not_claimed_yet(stageline: Terminal) -> None:
    assert stageline("user", "add", *RITA)[1]["state"] == "unclaimed"


def test_what_is_refused_ends_with_one_and_says_why(stageline: Terminal) -> None:
    stageline("user", "add", *RITA)

    assert stageline("user", "add", *RITA) == (1, {"code": "email_taken", "detail": "Somebody else has this e-mail "
        "address.", "missing": [], "params": {}})  # fmt: skip
    code, refused = stageline("user", "add", *RITA, "--password-stdin", typed="short\n")
    assert (code, refused["missing"][0]["name"]) == (1, "password")


@pytest.mark.rule("PS-206")
def test_who_is_deactivated_is_listed_with_what_stays_open(stageline: Terminal) -> None:
    stageline("user", "add", *RITA)

    code, left = stageline("user", "deactivate", "RITA@northwind.example")

    nothing = {"count": 0, "items": []}
    assert (code, left["state"], left["open_opportunities"]) == (0, "deactivated", nothing)
    assert left["open_actions"] == nothing
    assert stageline("user", "deactivate", "nobody@northwind.example")[1]["code"] == "not_found"


def test_a_token_is_made_for_somebody_who_can_sign_in(stageline: Terminal) -> None:
    asked = ("token", "create", "--user", "rita@northwind.example", "--scope", "write", "--days", "3")
    assert stageline(*asked)[1]["code"] == "not_found"
    stageline("user", "add", *RITA)
    assert stageline(*asked)[1]["code"] == "cannot_sign_in"
    other = ["--email", "rolf@northwind.example", "--name", "Rolf", "--role", "rep", "--password-stdin"]
    stageline("user", "add", *other, typed=PASSWORD)

    code, made = stageline("token", "create", "--user", "rolf@northwind.example", "--scope", "write")

    assert (code, made["scopes"], made["token"][:4]) == (0, ["write"], "slk_")
    refused = stageline("token", "create", "--user", "rolf@northwind.example", "--scope", "admin")
    assert (refused[0], refused[1]["code"]) == (1, "not_allowed")
