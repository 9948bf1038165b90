"""`stageline import`: takes data over from files."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from stageline.cli.opening import database
from stageline.cli.printing import print_json, print_table
from stageline.cli.refusing import DONE_WITH_REJECTS
from stageline.cli.rejects import Rejects
from stageline.commands.exchange.files import Sheet, headings_of, open_sheet
from stageline.commands.exchange.preparing import importing_as
from stageline.commands.exchange.running import Outcome, WantedImport, import_opportunities
from stageline.domain.errors import Missing
from stageline.domain.exchange.mapping import (
    ImportMapping,
    InvalidMapping,
    complete,
    parse_mapping,
    plain_mapping,
    schema,
)

app = typer.Typer(no_args_is_help=True, help="Takes data over from files.")

AFile = Annotated[
    list[Path], typer.Argument(metavar="FILE…", exists=True, dir_okay=False, readable=True, help="CSV files.")
]
AMapping = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="What the files do not say: docs/reference/import-mapping.md."),
]


@app.command("schema")
def print_schema() -> None:
    """Print what a mapping may say, as JSON Schema."""
    print_json(schema())


@app.command()
def opportunities(  # noqa: PLR0913 - the options of a command
    files: AFile,
    *,
    mapping: AMapping = None,
    currency: Annotated[str | None, typer.Option(help="Of amounts that name none, such as EUR.")] = None,
    zone: Annotated[str | None, typer.Option(help="Of times that name none, such as Europe/Amsterdam.")] = None,
    new_process: Annotated[
        str | None, typer.Option(help="Make a process of this name of the mapping's stages.")
    ] = None,
    as_: Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="In whose name it is done.")] = None,
    count_for_goals: Annotated[bool, typer.Option(help="Let what happened count for sales goals.")] = False,
    rejects: Annotated[Path | None, typer.Option(help="Write the rows that were not taken to this CSV file.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen and change nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")] = False,
) -> None:
    """Take opportunities over with the history that the files tell.

    The same files again change nothing; if it was interrupted, run it again. Ends with 3 when rows were rejected.
    """
    said = complete(mapping_of(mapping, files), zone=zone, currency=currency, new_process=new_process)
    sheets = [open_sheet(file, said) for file in files]
    left = Rejects(rejects)
    with database() as (storage, at), progress(sheets) as on_progress, left:
        outcome = import_opportunities(
            storage,
            WantedImport(
                mapping=said,
                sheets=sheets,
                counts_for_targets=count_for_goals,
                is_rehearsal=dry_run,
                on_left=left.add,
                on_progress=on_progress,
            ),
            by=importing_as(storage, as_),
            at=at,
        )
    if json:
        print_json(told(said, sheets, outcome, left, dry_run=dry_run))
    else:
        _print(outcome, left, dry_run=dry_run)
    if outcome.counts["rejected"]:
        raise typer.Exit(DONE_WITH_REJECTS)


def mapping_of(path: Path | None, files: Sequence[Path]) -> ImportMapping:
    """From its file, else by the headings of the first file, whose columns are then called like our fields."""
    if path is None:
        return plain_mapping(headings_of(files[0]))
    try:
        return parse_mapping(msgspec.json.decode(path.read_bytes()))
    except msgspec.DecodeError as error:
        raise InvalidMapping([Missing(name=path.name, remedy=f"It is no JSON: {error}.")]) from None


@contextmanager
def progress(sheets: Sequence[Sheet]) -> Iterator[Callable[[int], None]]:
    """A bar on stderr, where somebody is looking."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    console = import_module("rich.console").Console(stderr=True)
    with import_module("rich.progress").Progress(console=console, transient=True) as bar:
        rows = sum(_lines_in(sheet.path) for sheet in sheets if sheet.kind == "opportunities")
        task = bar.add_task("Importing", total=rows)
        yield lambda done: bar.advance(task, done)


def _lines_in(path: Path) -> int:
    with path.open("rb") as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(1 << 20), b""))


def told(
    mapping: ImportMapping, sheets: Sequence[Sheet], outcome: Outcome, left: Rejects, *, dry_run: bool
) -> dict[str, Any]:
    """The outcome as scripts read it; a dry run tells the mapping in effect and the schema of mappings too."""
    files = [
        {"file": sheet.path.name, "kind": sheet.kind, "encoding": sheet.encoding, "delimiter": sheet.delimiter}
        for sheet in sheets
    ]
    return {
        "dry_run": dry_run,
        "batch_id": outcome.batch_id,
        "counts": dict(outcome.counts),
        "rejected": left.rejected,
        "conflicts": left.conflicts,
        "is_cut": left.is_cut,
        "files": files,
        **({"mapping": mapping, "schema": schema()} if dry_run else {}),
    }


def _print(outcome: Outcome, left: Rejects, *, dry_run: bool) -> None:
    print("This would happen:" if dry_run else "Imported:")
    print_table([{"rows": count, "what": what} for what, count in outcome.counts.items() if count])
    if left.rejected or left.conflicts:
        print("Not taken:")
        print_table([msgspec.to_builtins(row) for row in (*left.rejected, *left.conflicts)][:20])
