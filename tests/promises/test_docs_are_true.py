"""What the documents say is so: paths, links, commands, decisions, and the parts that are written from the code.

`python -m tests.promises.test_docs_are_true --write` writes those parts anew.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import msgspec
import pytest
import typer

import stageline
from stageline.cli import app as command_line
from stageline.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, Refusal, RuleBroken
from stageline.http import errors
from stageline.http.routes import API, OUTSIDE, PREFIX
from stageline.settings import DEFAULTS, Settings, variable

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "stageline"
DECISIONS = ROOT / "docs" / "decisions"
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
KINDS = {NotFound, NotPermitted, Conflict, RuleBroken, InvalidInput}

CODE = re.compile(
    r"^```[^\n]*\n(?P<fenced>.*?)^```|^(?P<indented>    .+)$|`(?P<span>[^`\n]+)`", re.MULTILINE | re.DOTALL
)
LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
PATH = re.compile(r"[\w.-]+(/[\w.-]+)+/?")
FILE = re.compile(r"\.(py|md|toml|json|tsx?|css|txt|png|sh)$")
OURS = re.compile(r"(?:^|[\s(])bin/(?P<name>[a-z]+(?:\.py)?)(?![\w.])", re.MULTILINE)
TYPED = re.compile(r"^\s*(?:[A-Z_]+=\S+ )*(?:\S+ \| )?stageline (?P<rest>[a-z].*)$", re.MULTILINE)
# Made by the commands, so not there in a clone.
MADE = (".venv", ".dev", "dist", "demo-data", "web/dist", "web/node_modules", "src/stageline/http/page")

documents = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())


@documents
def test_every_path_that_is_named_is_there(document: Path) -> None:
    named = {span.partition("::")[0] for span in code_in(document.read_text()) if "\n" not in span}

    missing = [path for path in sorted(named) if PATH.fullmatch(path) and is_ours(path) and not is_there(path)]

    assert not missing


def is_ours(path: str) -> bool:
    """A path of the checkout or of the source, rather than a time zone or a media type."""
    first = path.partition("/")[0]
    if first in {part.partition("/")[0] for part in MADE} and path.startswith(MADE):
        return False
    return bool(FILE.search(path)) or (ROOT / first).is_dir() or (SOURCE / first).is_dir()


def is_there(path: str) -> bool:
    return any((folder / path).exists() for folder in (ROOT, SOURCE, ROOT / "docs" / "reference"))


@documents
def test_every_link_leads_somewhere(document: Path) -> None:
    targets = [match["target"] for match in LINK.finditer(without_code(document.read_text()))]

    broken = [target for target in targets if "://" not in target and not leads_somewhere(document, target)]

    assert not broken


def leads_somewhere(document: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    found = document.parent / path if path else document
    return found.exists() and (not anchor or anchor in anchors(found))


def anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@documents
def test_every_command_that_is_named_is_there(document: Path) -> None:
    code = list(code_in(document.read_text()))

    scripts = {match["name"] for part in code for match in OURS.finditer(part)}
    typed = {match["rest"] for part in code for match in TYPED.finditer(part)}

    wrong = [f"bin/{name} is not there" for name in sorted(scripts) if not (ROOT / "bin" / name).is_file()]
    wrong += [fault for line in sorted(typed) for fault in faults_of(line.split())]
    assert not wrong


def faults_of(words: list[str]) -> Iterator[str]:
    """What is wrong with the words after `stageline`: a command or an option that there is not."""
    command: Any = typer.main.get_command(command_line)
    for word in words:
        if not (hasattr(command, "list_commands") and re.fullmatch(r"[a-z][a-z-]*", word)):
            break
        command = command.get_command(None, word)
        if command is None:
            yield f"stageline {' '.join(words)}: there is no {word}"
            return
    known = {"--help", "--version"}
    for parameter in command.params:
        known |= {*parameter.opts, *parameter.secondary_opts}
    for option in re.findall(r"(?<!\S)--[a-z-]+", " ".join(words)):
        if option not in known:
            yield f"stageline {' '.join(words)}: there is no {option}"


@documents
def test_nothing_is_counted_by_lines(document: Path) -> None:
    text = document.read_text()

    assert not re.search(r"\.(py|tsx?|md):\d+|\blines? \d+", text)


def test_every_decision_is_in_the_index_and_says_what_holds_it() -> None:
    index = (DECISIONS / "README.md").read_text()
    records = sorted(DECISIONS.glob("[0-9]*.md"))

    assert [record.name for record in records if f"({record.name})" not in index] == []
    assert [record.name[:4] for record in records] == [f"{n:04}" for n in range(1, len(records) + 1)]
    for record in records:
        text = record.read_text()
        headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences", "Alternatives", "Held by"], record.name
        assert len(text.splitlines()) < 60, record.name


def test_every_refusal_has_a_code_a_status_and_words() -> None:
    for refusal in refusals():
        assert re.fullmatch(r"[a-z_]+", refusal.code), refusal
        assert status_of(refusal) in errors.TITLES, refusal
        assert sentence(refusal).endswith("."), refusal


@pytest.mark.parametrize("name", ["routes", "refusals", "settings", "commands"])
def test_what_is_written_from_the_code_is_what_would_be_written_now(name: str) -> None:
    document, write = PARTS[name]

    assert part(document.read_text(), name) == "\n".join(write()), "python -m tests.promises.test_docs_are_true --write"


def routes_part() -> Iterator[str]:
    """What draws something, the page and the reference, says nothing of itself and is left out."""
    yield from heading("Method", "Path", "What it does")
    for prefix, handlers in ((PREFIX, API), ("", OUTSIDE)):
        for handler in handlers:
            words = " ".join((handler.fn.__doc__ or "").split())
            path = re.sub(r"\{(\w+):\w+\}", r"{\1}", max(handler.paths))
            if words or handler.include_in_schema:
                words = words or handler.handler_name.replace("_", " ").capitalize() + "."
                yield row(", ".join(sorted(handler.http_methods - {"HEAD", "OPTIONS"})), f"`{prefix}{path}`", words)


def refusals_part() -> Iterator[str]:
    """One line for each code; the sentences of all that carry it."""
    by_code: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for refusal in refusals():
        by_code[refusal.code, status_of(refusal)].add(sentence(refusal))
    yield from heading("Code", "Status", "What it says")
    for (code, status), sentences in sorted(by_code.items()):
        yield row(f"`{code}`", status, "<br>".join(sorted(sentences)))


def settings_part() -> Iterator[str]:
    yield from heading("Variable", "First value", "Meaning")
    schema = msgspec.json.schema_components([Settings])[1]["Settings"]
    for name, said in schema["properties"].items():
        first = msgspec.json.encode(DEFAULTS[name]).decode().strip('"') or "*empty*"
        yield row(f"`{variable(name)}`", first if first.startswith("*") else f"`{first}`", said["description"])


def commands_part() -> Iterator[str]:
    yield from heading("Command", "What it does")
    command = typer.main.get_command(command_line)
    yield from (row(f"`stageline {name}`", words) for name, words in explained(command))


def explained(command: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Each command that can be run, with the sentence of its help."""
    if not hasattr(command, "list_commands"):
        yield before.strip(), " ".join((command.help or "").split())
        return
    for name in command.list_commands(None):
        yield from explained(command.get_command(None, name), f"{before} {name}")


PARTS: Mapping[str, tuple[Path, Callable[[], Iterable[str]]]] = {
    "routes": (ROOT / "docs" / "reference" / "api.md", routes_part),
    "refusals": (ROOT / "docs" / "reference" / "api.md", refusals_part),
    "settings": (ROOT / "docs" / "guide" / "operations.md", settings_part),
    "commands": (ROOT / "docs" / "guide" / "operations.md", commands_part),
}


def refusals() -> list[type[Refusal]]:
    """Every leaf that the product can raise, from every module."""
    for module in walk_packages(stageline.__path__, "stageline."):
        if "migrations" not in module.name and not module.name.endswith("__main__"):
            import_module(module.name)
    found = {each for kind in KINDS for each in below(kind) if each.__module__.startswith("stageline.")}
    return sorted(found, key=lambda each: (each.code, each.__name__))


def below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


def status_of(refusal: type[Refusal]) -> int:
    return errors.STATUS_OF_CODE.get(refusal.code) or next(
        status for kind, status in errors.STATUS.items() if issubclass(refusal, kind)
    )


def sentence(refusal: type[Refusal]) -> str:
    return " ".join((refusal.__doc__ or "").split())


def heading(*columns: str) -> Iterator[str]:
    yield row(*columns)
    yield "|" + "---|" * len(columns)


def row(*cells: Any) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def code_in(text: str) -> Iterator[str]:
    for match in CODE.finditer(text):
        yield match["fenced"] or match["indented"] or match["span"]


def without_code(text: str) -> str:
    return CODE.sub("", text)


def between(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=<!-- {name}: written from the code -->\n\n).*?(?=\n\n<!-- {name}: end -->)", re.DOTALL)


def part(text: str, name: str) -> str:
    found = between(name).search(text)
    return found[0] if found else ""


def write_parts() -> None:
    for name, (document, write) in PARTS.items():
        text = document.read_text()
        found = between(name).search(text)
        if found is None:
            sys.exit(f"{document.name} has no place for the {name}.")
        document.write_text(text[: found.start()] + "\n".join(write()) + text[found.end() :])


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    write_parts()
