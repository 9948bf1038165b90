"""What holds for the checkout as a whole: names, pins, scripts, and what no committed file may say."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMANDS = sorted(path for path in (ROOT / "bin").iterdir() if path.is_file() and not path.suffix)
REGISTRY = re.compile(r"\b(pypi|pythonhosted|npmjs|yarnpkg|crates)\.(org|com|io|net)\b|\bdeb\.debian\.")
MACHINE = re.compile(r"(?<![\w.-])/(work|farm|root|home/\w+|Users/\w+)/")
SAYS_NOTHING = {
    "base", "bases", "common", "helper", "helpers", "manager", "managers", "misc", "service", "services",
    "util", "utils",
}  # fmt: skip


@pytest.fixture(scope="module")
def committed() -> dict[str, str]:
    """Every text file of the checkout that git knows, by its path."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    if listed.returncode != 0:
        pytest.skip("This is no git checkout: nothing tells which files are committed")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return {path.relative_to(ROOT).as_posix(): text for path in paths if (text := readable(path)) is not None}


def readable(path: Path) -> str | None:
    try:
        return path.read_text()
    except (UnicodeDecodeError, FileNotFoundError):
        return None


@pytest.mark.parametrize("forbidden", [REGISTRY, MACHINE], ids=["host of a package registry", "path of one machine"])
def test_no_committed_file_names_a(forbidden: re.Pattern[str], committed: dict[str, str]) -> None:
    found = [(name, match[0]) for name, text in committed.items() for match in forbidden.finditer(text)]

    assert not found


def test_no_file_has_a_name_that_says_nothing(committed: dict[str, str]) -> None:
    names = [name for name in committed if SAYS_NOTHING & {re.sub(r"\..*", "", part) for part in Path(name).parts}]

    assert not names


def test_everything_the_project_asks_for_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]

    pinned = set(re.findall(r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text().lower(), re.MULTILINE))

    assert {re.split(r"[^\w.-]", line)[0].lower() for line in asked} <= pinned


@pytest.mark.parametrize("command", COMMANDS, ids=lambda path: path.name)
def test_a_command_can_be_run_and_is_explained(command: Path) -> None:
    assert os.access(command, os.X_OK)
    assert f"`bin/{command.name}" in (ROOT / "CONTRIBUTING.md").read_text()


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests").rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_tests_replace_nothing_of_our_own_but_constants(path: Path) -> None:
    module = ast.parse(path.read_text())
    ours = {"stageline", *imported_from_us(module)}

    replaced = [
        ast.unparse(node)
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith(("monkeypatch.setattr", "patch", "patch.object"))
        for target in [".".join(ast.unparse(argument).strip("'\"") for argument in node.args[:2])]
        if target.partition(".")[0] in ours and not re.search(r"\.[A-Z_]+(\.|$)", target)
    ]

    assert not replaced


def imported_from_us(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "stageline":
            yield from (alias.asname or alias.name for alias in node.names)


def test_each_rule_has_a_test_or_a_work_that_it_waits_for() -> None:
    answer = subprocess.run([sys.executable, ROOT / "bin" / "rules.py"], capture_output=True, text=True, check=False)

    assert answer.returncode == 0, answer.stdout


def test_the_page_of_rules_is_what_the_tests_say() -> None:
    page = ROOT / "docs" / "reference" / "rules.md"

    answer = subprocess.run(
        [sys.executable, ROOT / "bin" / "rules.py", "--page"], capture_output=True, text=True, check=True
    )

    assert page.read_text() == answer.stdout, "run bin/fix"
