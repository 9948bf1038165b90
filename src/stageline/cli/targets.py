"""`stageline targets`: what counts toward sales targets, derived anew; and their numbers as a file."""

from typing import Annotated

import typer

from stageline.cli import grid
from stageline.cli.opening import database
from stageline.cli.printing import print_json
from stageline.commands.targets.counting import rebuild_credits
from stageline.domain.errors import RuleBroken

app = typer.Typer(no_args_is_help=True, help="What counts toward sales targets, and their numbers.")


class IsCounting(RuleBroken):
    """The worker is counting at this moment. Try again."""

    code = "is_counting"


app.add_typer(grid.app, name="grid")


@app.command()
def recount(*, json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False) -> None:
    """Derive anew from the history what counts toward sales targets. A worker that kept up leaves no difference."""
    with database() as (storage, _), storage.writing() as work:
        counted = rebuild_credits(work)
        if counted is None:
            raise IsCounting
    if json:
        print_json(counted)
    else:
        print(f"Looked at {counted.opportunities} opportunities; {counted.differences} credits were another before.")
