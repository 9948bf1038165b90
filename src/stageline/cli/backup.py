"""`stageline backup`: everything into one file, while it is running."""

from pathlib import Path
from typing import Annotated

import typer

from stageline.bootstrap import open_storage
from stageline.cli.printing import print_json
from stageline.settings import read_settings
from stageline.storage.copying.keeping import keep

app = typer.Typer()


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; an earlier backup of that name is replaced.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="Print name and size as JSON.")] = False,
) -> None:
    """Write everything into one file, which SQLite and PostgreSQL can be restored from. Nothing has to be stopped."""
    storage = open_storage(read_settings().database)
    try:
        keep(storage.engines, file)
    finally:
        storage.engines.dispose()
    size = file.stat().st_size
    if json:
        print_json({"file": str(file), "bytes": size})
    else:
        print(f"Wrote {file} ({size / 1e6:.1f} MB).")
