"""One act, one transaction, visible: where the source commits, and that each route opens what it needs and no more."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from litestar.handlers import HTTPRouteHandler

from stageline.http.access import SAFE
from stageline.http.routes import API

SOURCE = Path(__file__).parents[2] / "src" / "stageline"
MODULES = {path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text()) for path in sorted(SOURCE.rglob("*.py"))}
# They lay, keep or bring back the whole database, when nothing is at work in it.
WHOLE_DATABASE = {"storage/schema.py", "storage/copying/keeping.py", "storage/copying/restoring.py"}
# What a failed attempt leaves behind must stay, so an attempt is written down before the password is looked at.
ATTEMPTS = {"post_session": 2, "put_password": 1}
# A text too long for an address is asked about in a body; nothing is written for it.
ASKING = {"post_letter_template_trial"}
# What came of a message is written by the same functions for a call and for the worker, and these begin by themselves.
AS_THE_WORKER = {"post_bounce"}


def test_only_the_unit_of_work_commits_and_in_one_place() -> None:
    commits = [name for name, module in MODULES.items() for _ in calls(module, "commit")]

    assert commits == ["storage/unit_of_work.py"]


def test_nothing_that_people_do_begins_a_transaction_that_ends_by_itself() -> None:
    beginning = {
        name
        for name, module in MODULES.items()
        for call in calls(module, "begin")
        if "engine" in ast.unparse(call.func) or name in WHOLE_DATABASE
    }

    assert beginning == WHOLE_DATABASE


@pytest.mark.parametrize("handler", API, ids=lambda handler: handler.handler_name)
def test_a_route_that_changes_something_opens_one_transaction_and_the_others_none(handler: HTTPRouteHandler) -> None:
    asks = handler.http_methods & SAFE or handler.handler_name in ASKING | AS_THE_WORKER
    wanted = 0 if asks else ATTEMPTS.get(handler.handler_name, 1)

    assert len(list(transactions(handler))) == wanted


def transactions(handler: HTTPRouteHandler) -> Iterator[ast.Call]:
    """In the handler, and in what it has done in a thread of its own."""
    source = parsed(handler.fn)
    handed_on = [
        parsed(handler.fn.__globals__[name])
        for call in named(source, "sync_to_thread")
        for name in [ast.unparse(call.args[0])]
    ]
    for part in (source, *handed_on):
        for call in calls(part, "writing"):
            is_rehearsal = any(k.arg == "preview" and ast.unparse(k.value) == "True" for k in call.keywords)
            if not is_rehearsal:
                yield call


def parsed(function: Callable[..., object]) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


def named(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
            yield node
