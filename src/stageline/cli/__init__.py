"""The commands, on one screen. Each one's module is imported only when it is asked for, so that serving stays lean.

Exit codes: 0 done, 1 refused (the reason on stderr, as JSON with `--json`), 2 wrong usage, 3 done with rejects.
"""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from stageline.cli.refusing import exit_code_for
from stageline.collecting import leave_the_collector, spare_the_collector
from stageline.domain.errors import Refusal

# The module of each, with `app` in it; one with commands of its own is a group.
COMMANDS = {
    "demo": "demo",
    "serve": "serve",
    "work": "work",
    "migrate": "migrate",
    "backup": "backup",
    "restore": "restore",
    "doctor": "doctor",
    "openapi": "openapi",
    "user": "user",
    "token": "token",
    "settings": "settings",
    "process": "process",
    "import": "importing",
    "report": "report",
    "targets": "targets",
    "rates": "rates",
}
GROUPS = {"user", "token", "settings", "process", "import", "report", "targets", "rates"}


class Commands(TyperGroup):
    """Typer asks for each command by its name, and it comes from its module only then."""

    def list_commands(self, ctx: Any) -> list[str]:
        del ctx
        return [name for name, module in COMMANDS.items() if find_spec(f"{__name__}.{module}")]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.list_commands(ctx):
            return None
        leave_the_collector()
        of = typer.main.get_group if cmd_name in GROUPS else typer.main.get_command
        command: Any = of(import_module(f"{__name__}.{COMMANDS[cmd_name]}").app)
        command.name = cmd_name
        spare_the_collector()
        return command


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,  # they show what stands in variables, secrets too
)


def show_version(wanted: bool) -> None:
    if wanted:
        print(f"stageline {import_module('importlib.metadata').version('stageline')}")
        raise typer.Exit


@app.callback()
def stageline(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Guides opportunities through their sales stages."""
    del version


def run(arguments: Sequence[str]) -> int:
    """Runs one command and gives its exit code; the only place where a refusal becomes one."""
    try:
        app(list(arguments), prog_name="stageline")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except Refusal as refusal:
        return exit_code_for(refusal, as_json="--json" in arguments)
    return 0
