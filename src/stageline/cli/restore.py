"""`stageline restore`: puts a backup in place."""

from pathlib import Path
from typing import Annotated

import typer

from stageline.bootstrap import open_storage
from stageline.cli.printing import print_json
from stageline.settings import read_settings
from stageline.storage.copying.restoring import restore as put_in_place

app = typer.Typer()


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A file written by `stageline backup`.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace what the database holds.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Say so in JSON.")] = False,
) -> None:
    """Put a backup in place, whole or not at all. Stop `serve` and `work` first; everybody signs in again."""
    storage = open_storage(read_settings().database)
    try:
        put_in_place(storage.engines, file, force=force)
    finally:
        storage.engines.dispose()
    if json:
        print_json({"file": str(file), "restored": True})
    else:
        print(f"Restored {file}.")
