"""`stageline rates`: the exchange rates by which goals that convert are counted."""

from pathlib import Path
from typing import Annotated

import typer

from stageline.cli.opening import database
from stageline.cli.printing import print_json
from stageline.commands.exchange.preparing import importing_as
from stageline.commands.targets.rates import load_rates
from stageline.domain.errors import Missing
from stageline.domain.targets.rates import InvalidRates

app = typer.Typer(no_args_is_help=True, help="Exchange rates, for sales goals that convert.")


@app.callback()
def rates() -> None:
    """Makes a group of it although there is one command."""


@app.command()
def load(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The CSV file.")],
    *,
    as_: Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="In whose name it is done.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen and change nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Load rates as the European Central Bank publishes them, per euro. The same file again changes nothing."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidRates([Missing(name=file.name, remedy="Save it as CSV in UTF-8.")]) from None
    with database() as (storage, at):
        by = importing_as(storage, as_)
        with storage.writing(preview=dry_run) as work:
            loaded = load_rates(work, text, by=by, at=at)
    if json:
        print_json(loaded)
    else:
        print(f"{loaded.new} new rates, {loaded.unchanged} known already.")
