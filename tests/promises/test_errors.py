"""Every refusal is one small class with a code and a sentence of its own, and every client has words for its code."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import stageline
from stageline.domain.errors import Conflict, InvalidInput, Missing, NotFound, NotPermitted, Refusal, RuleBroken
from stageline.http import errors
from stageline.http.errors import problem_of

KINDS = (NotFound, NotPermitted, Conflict, RuleBroken, InvalidInput)
CATALOGUES = [
    path
    for path in sorted((Path(__file__).parents[2] / "web" / "src" / "lib" / "words").glob("*.json"))
    if not path.stem.endswith(".later")
]
# They refuse at the terminal, where no page is.
AT_THE_TERMINAL = ("cli", "settings", "storage.schema", "storage.copying", "commands.exchange", "domain.exchange")
# What the API answers without a refusal of the domain: the framework's own, and trouble of the server.
OF_THE_EDGE = {*errors.CODES.values(), "busy", "server_failed"}


def leaves() -> Iterator[type[Refusal]]:
    for module in walk_packages(stageline.__path__, "stageline."):
        if "migrations" not in module.name and not module.name.endswith("__main__"):
            import_module(module.name)
    found = [leaf for kind in KINDS for leaf in beneath(kind) if leaf.__module__.startswith("stageline.")]
    yield from sorted(found, key=lambda leaf: leaf.__qualname__)


def beneath(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for refusal in kind.__subclasses__():
        yield refusal
        yield from beneath(refusal)


LEAVES = list(leaves())
OF_THE_API = [leaf for leaf in LEAVES if not leaf.__module__.removeprefix("stageline.").startswith(AT_THE_TERMINAL)]

each = pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.__name__)
each_of_the_api = pytest.mark.parametrize("leaf", OF_THE_API, ids=lambda leaf: leaf.__name__)


def test_there_are_five_kinds_and_every_refusal_is_of_one() -> None:
    assert {kind for kind in Refusal.__subclasses__() if kind.__module__.startswith("stageline.")} == set(KINDS)
    assert errors.STATUS.keys() == set(KINDS)


@each
def test_a_refusal_says_its_own_sentence(leaf: type[Refusal]) -> None:
    sentence = " ".join((leaf.__dict__.get("__doc__") or "").split())

    assert re.fullmatch(r"[A-Z`].*\.", sentence), sentence
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", leaf.code)


@each_of_the_api
def test_a_refusal_becomes_a_problem(leaf: type[Refusal]) -> None:
    problem = problem_of(leaf([Missing(name="name", remedy="Give a name.")], wanted=7))

    assert problem["status"] in errors.TITLES
    assert problem["type"] == f"urn:stageline:refusal:{leaf.code}"
    assert (problem["code"], problem["detail"], problem["wanted"]) == (leaf.code, str(leaf()), 7)
    assert problem["params"] == {"wanted": 7}


def test_a_code_has_one_status() -> None:
    statuses = defaultdict(set)
    for leaf in OF_THE_API:
        statuses[leaf.code].add(problem_of(leaf())["status"])

    assert {code: found for code, found in statuses.items() if len(found) > 1} == {}


def test_a_refusal_has_a_name_of_its_own() -> None:
    names = [leaf.__name__ for leaf in LEAVES]

    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.stem)
def test_a_page_has_words_for_every_code_of_the_api(catalogue: Path) -> None:
    words = json.loads(catalogue.read_text())["refusal"]
    codes = {leaf.code for leaf in OF_THE_API} | OF_THE_EDGE

    assert codes - words.keys() == set()
    assert {code for code, sentence in words.items() if not sentence.endswith((".", "}"))} == set()
