"""Says which rules of the specification the tests hold, and what the others wait for (bin/test --rules)."""

import argparse
import ast
import json
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
PAGE = REFERENCE / "rules.md"

Tested = dict[str, list[str]]
"""The tests that carry each rule's id, as `tests/domain/test_gates.py::test_…`."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/test --rules", description=__doc__)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="what is tested and what waits, for scripts")
    form.add_argument("--page", action="store_true", help="what docs/reference/rules.md should say")
    form.add_argument("--write", action="store_true", help="write that file")
    asked = parser.parse_args()
    tested, waiting = tested_rules(), waiting_rules()
    if asked.json:
        print(json.dumps(as_json(tested, waiting), indent=2))
    elif asked.page:
        print(as_page(tested, waiting), end="")
    elif asked.write:
        PAGE.write_text(as_page(tested, waiting))
    else:
        return print_gaps(tested, waiting)
    return 0


def all_rules() -> list[str]:
    lines = (REFERENCE / "rule-ids.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def tested_rules() -> Tested:
    """Read from the source, so that a module which cannot be imported today still counts."""
    tested: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for rule, test in marks_in(path):
            if test not in tested[rule]:
                tested[rule].append(test)
    return dict(tested)


def marks_in(path: Path) -> Iterator[tuple[str, str]]:
    """Every id in a `pytest.mark.rule("…")` of the module, with the test, class or module that it stands on."""
    name = path.relative_to(ROOT).as_posix()
    try:
        module = ast.parse(path.read_text())
    except SyntaxError as error:
        print(f"{name}: its rules are not counted: {error}", file=sys.stderr)
        return
    for statement in module.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            owner = f"{name}::{statement.name}"
        else:
            owner = name
        for rule in ids_in(statement):
            yield rule, owner


def ids_in(statement: ast.stmt) -> Iterator[str]:
    for call in ast.walk(statement):
        if isinstance(call, ast.Call) and ast.unparse(call.func) in {"pytest.mark.rule", "rule"}:
            yield from (a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str))


def waiting_rules() -> dict[str, str]:
    """The later work that each rule of rules-waiting.toml waits for."""
    known = all_rules()
    works: dict[str, list[str]] = tomllib.loads((REFERENCE / "rules-waiting.toml").read_text())
    return {rule: work for work, ranges in works.items() for r in ranges for rule in known if is_within(rule, r)}


def is_within(rule: str, among: str) -> bool:
    prefix, number = split(rule)
    if among.endswith("-*"):
        return among == f"{prefix}-*"
    first, _, last = among.partition("…")
    low, high = split(first), split(last or first)
    return prefix == low[0] and low[1] <= number <= high[1]


def split(rule: str) -> tuple[str, int]:
    parts = re.fullmatch(r"([A-Z]+)-(\d+)[a-z]?", rule)
    if parts is None:
        sys.exit(f"{rule!r} is no id of a rule.")
    return parts[1], int(parts[2])


def as_json(tested: Tested, waiting: dict[str, str]) -> dict[str, object]:
    known = all_rules()
    return {
        "tested": [rule for rule in known if rule in tested],
        "waiting": {rule: waiting[rule] for rule in known if rule in waiting and rule not in tested},
    }


def print_gaps(tested: Tested, waiting: dict[str, str]) -> int:
    """Prints the rules without a test that wait for nothing; 1 when there are any, or a test names no rule."""
    known = all_rules()
    gaps = [rule for rule in known if rule not in tested and rule not in waiting]
    strange = sorted(set(tested) - set(known))
    held = len(set(known) & set(tested))
    waits = len(known) - held - len(gaps)
    print(f"{len(known)} rules: {held} tested, {waits} waiting for later work, {len(gaps)} neither.")
    if gaps:
        print(fill(" ".join(gaps), 120, initial_indent="  Neither: ", subsequent_indent="  ", break_on_hyphens=False))
    for rule in strange:
        print(f"  {rule} is no rule, but {tested[rule][0]} names it.")
    return 1 if gaps or strange else 0


def as_page(tested: Tested, waiting: dict[str, str]) -> str:
    """docs/reference/rules.md: what waits, by work; then each tested rule with its tests."""
    known = all_rules()
    later: defaultdict[str, list[str]] = defaultdict(list)
    for rule in known:
        if rule not in tested:
            later[waiting.get(rule, "nothing yet: a test is missing")].append(rule)
    lines = [
        "# Rules", "",
        "Written by `bin/test --rules --write` from the tests' markers and `rules-waiting.toml`.", "",
        "## Waiting for later work", "",
        "| Work | Rules |", "|---|---|",
        *(f"| {work} | {', '.join(rules)} |" for work, rules in sorted(later.items())), "",
        "## Tested", "",
        "| Rule | Tests |", "|---|---|",
        *(f"| {rule} | {'<br>'.join(f'`{test}`' for test in tested[rule])} |" for rule in known if rule in tested),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
