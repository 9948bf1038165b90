"""Prints the ten longest functions, files and components, so that the list is seen; it refuses nothing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 10

Size = tuple[int, str]
"""Lines, and what has them."""


def main() -> None:
    sources = [path for folder in ("src", "benchmarks", "bin") for path in sorted((ROOT / folder).rglob("*.py"))]
    tests = sorted((ROOT / "tests").rglob("*.py"))
    components = sorted((ROOT / "web" / "src").rglob("*.tsx"))
    report("Functions (aim 10, look twice at 30)", (size for path in sources for size in functions(path)))
    report("Python files (aim 150, look twice at 300)", map(file_size, sources))
    report("Test files (aim 250, look twice at 400)", map(file_size, tests))
    report("Components (aim 80, look twice at 120)", (size for path in components for size in parts(path)))


def report(title: str, sizes: Iterator[Size]) -> None:
    print(title)
    for lines, name in sorted(sizes, reverse=True)[:LONGEST]:
        print(f"  {lines:5}  {name}")


def functions(path: Path) -> Iterator[Size]:
    """Each function without its decorators and its docstring."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            words = node.body[0].end_lineno or 0 if ast.get_docstring(node) else node.body[0].lineno - 1
            signature = node.body[0].lineno - node.lineno
            yield signature + (node.end_lineno or 0) - words, f"{file_name(path)}:{node.name}"


def parts(path: Path) -> Iterator[Size]:
    """Each function of a module of the page that is named like a component, up to the brace that closes it."""
    name, start = "", 0
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        opening = re.match(r"(?:export )?(?:default )?function ([A-Z]\w*)", line)
        if opening:
            name, start = opening[1], number
        elif name and line == "}":
            yield number - start + 1, f"{file_name(path)}:{name}"
            name = ""


def file_size(path: Path) -> Size:
    return len(path.read_text().splitlines()), file_name(path)


def file_name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    main()
