"""Processes and settings from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from stageline.cli import run


class Terminal:
    """Runs commands over a database of its own, and reads what they print as JSON."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, Any]:
        code = run([*arguments, "--json"])
        printed = self._capsys.readouterr()
        return code, json.loads(printed.out or printed.err or "null")

    def reads(self, *arguments: str) -> str:
        assert run(arguments) == 0
        return self._capsys.readouterr().out


@pytest.fixture
def stageline(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Terminal:
    monkeypatch.setenv("STAGELINE_DATA", str(tmp_path))
    return Terminal(capsys)


@pytest.mark.rule("PS-25")
def test_the_shipped_process_is_installed_and_published(stageline: Terminal) -> None:
    assert stageline("process", "list") == (0, [])

    code, installed = stageline("process", "install")

    assert (code, installed["name"], installed["state"], installed["is_default"]) == (
        0, "Standard sales", "published", True,
    )  # fmt: skip
    code, again = stageline("process", "install")
    assert (code, again["code"]) == (1, "name_taken")
    assert stageline("process", "install", "--name", "Renewals")[1]["is_default"] is False
    assert [p["name"] for p in stageline("process", "list")[1]] == ["Standard sales", "Renewals"]


def test_a_process_is_shown_by_name_or_by_number(stageline: Terminal) -> None:
    stageline("process", "install")

    by_name = stageline("process", "show", "standard SALES")[1]
    assert stageline("process", "show", "1")[1] == by_name
    assert len(by_name["stages"]) == 8
    assert "Negotiate" in stageline.reads("process", "show", "1")
    assert "Standard sales" in stageline.reads("process", "list")
    assert stageline("process", "show", "nothing")[0] == 1
    assert stageline("process", "publish", "1")[1]["process"]["state"] == "published"


def test_settings_are_changed_and_shown(stageline: Terminal) -> None:
    code, changed = stageline(
        "settings", "set", "zone=Europe/Amsterdam", "working_days=1,2,3,4", "week_start=7", "holidays=2026-12-25"
    )

    assert (code, changed["zone"], changed["working_days"], changed["week_start"], changed["holidays"]) == (
        0, "Europe/Amsterdam", [1, 2, 3, 4], 7, ["2026-12-25"],
    )  # fmt: skip
    assert stageline("settings", "show") == (0, changed)
    shown = stageline.reads("settings", "show")
    assert "Europe/Amsterdam" in shown
    assert "No decision" in shown


@pytest.mark.parametrize(
    "said", ["zone=Mars/Olympus", "zone", "colour=red", "week_start=9", "sources=[", "sources=[{}]"]
)
def test_settings_that_make_no_sense_are_refused(stageline: Terminal, said: str) -> None:
    before = stageline("settings", "show")[1]

    code, refused = stageline("settings", "set", said)

    assert (code, refused["code"]) == (1, "invalid_input")
    assert stageline("settings", "show")[1] == before
