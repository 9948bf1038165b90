"""What holds for the imports of the source as a whole."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "stageline"
PURE = {
    "__future__", "abc", "bisect", "collections", "contextlib", "dataclasses", "datetime", "decimal", "enum",
    "fractions", "functools", "hashlib", "heapq", "itertools", "json", "math", "operator", "re", "statistics", "string",
    "textwrap", "types", "typing", "unicodedata", "zoneinfo",
}  # fmt: skip
"""Of the standard library, what neither reads a clock nor does I/O; time zones are data."""
LIBRARIES = {"msgspec", "iso4217"}
"""Fast frozen values, and the table of currencies, which is data as well."""


def test_imports_point_down_and_the_domain_does_no_io() -> None:
    contracts = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT, env={"PYTHONPATH": "src"}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert contracts.returncode == 0, contracts.stdout + contracts.stderr


@pytest.mark.parametrize(
    "path", sorted((SOURCE / "domain").rglob("*.py")), ids=lambda path: path.relative_to(SOURCE).as_posix()
)
def test_the_domain_imports_itself_and_what_is_pure(path: Path) -> None:
    foreign = {name for name in imports(path) if name not in PURE | LIBRARIES | {"stageline"}}

    assert not foreign


def imports(path: Path) -> Iterator[str]:
    """The top-level packages that a module imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]
