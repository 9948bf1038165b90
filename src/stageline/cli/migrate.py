"""`stageline migrate`: makes the tables, or brings them up to date."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from stageline.bootstrap import complete_search, open_storage
from stageline.bootstrap import migrate as bring_up_to_date
from stageline.cli.printing import print_json
from stageline.settings import read_settings
from stageline.storage.schema import LATEST

app = typer.Typer()


@app.command()
def migrate(*, json: Annotated[bool, typer.Option("--json", help="Print versions as JSON.")] = False) -> None:
    """Make the database's tables, or bring them up to date, and search with them. Stop `serve` and `work` first."""
    storage = open_storage(read_settings().database)
    try:
        before = bring_up_to_date(storage, datetime.now(UTC))
        found_again = complete_search(storage)
    finally:
        storage.engines.dispose()
    if json:
        print_json({"before": before, "now": LATEST, "found_again": found_again})
    elif before == LATEST:
        print(f"The database is up to date ({LATEST}).")
    else:
        print(f"The database was {f'at {before}' if before else 'empty'} and is now at {LATEST}.")
    if found_again and not json:
        print(f"Search knows {found_again} more records.")
