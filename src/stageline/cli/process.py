"""`stageline process`: processes listed, shown, installed and published by whoever runs the server."""

from typing import Annotated

import msgspec
import typer

from stageline.cli.opening import database
from stageline.cli.printing import print_json, print_table
from stageline.commands.processes.creating import install_standard_sales
from stageline.commands.processes.publishing import publish_process
from stageline.domain.events import By, Channel
from stageline.domain.ids import ProcessId
from stageline.domain.people.user import SYSTEM
from stageline.domain.processes.definition import ProcessDocument
from stageline.queries.processes import ProcessSummary, find_process, read_process, read_processes
from stageline.storage.unit_of_work import Storage

app = typer.Typer(no_args_is_help=True, help="Processes: listed, shown, installed, published.")

BY_WHOEVER_RUNS_THE_SERVER = By(SYSTEM, Channel.SYSTEM)
AT_ONCE = 200

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Named = Annotated[str, typer.Argument(help="The name of a process, or its number.")]


@app.command("list")
def list_processes(*, json: Json = False) -> None:
    """List all processes, drafts and archived ones too."""
    with database() as (storage, _):
        found = _all(storage)
    if json:
        print_json(found)
    else:
        print_table([_row(process) for process in found])


@app.command()
def show(process: Named, *, json: Json = False) -> None:
    """Show the stages of a process; as JSON, its whole definition."""
    with database() as (storage, _), storage.reading() as connection:
        document = read_process(connection, find_process(connection, process), asker=SYSTEM)
    if json:
        print_json(document)
    else:
        print_table(_stages(document))


@app.command()
def install(
    name: Annotated[str | None, typer.Option(help="What it is called, if not Standard sales.")] = None,
    *,
    json: Json = False,
) -> None:
    """Install the shipped process and publish it. The first process becomes the default."""
    with database() as (storage, at):
        with storage.writing() as work:
            installed = install_standard_sales(work, by=BY_WHOEVER_RUNS_THE_SERVER, at=at, name=name)
        document = _document(storage, installed)
    if json:
        print_json(document)
    else:
        print(f"{document.name} is published{' and the default' if document.is_default else ''}.")


@app.command()
def publish(process: Named, *, json: Json = False) -> None:
    """Offer a draft for new opportunities, unless something is wrong with it."""
    with database() as (storage, at), storage.writing() as work:
        number = find_process(work.connection, process)
        saved = publish_process(work, number, version=None, by=BY_WHOEVER_RUNS_THE_SERVER, at=at)
    if json:
        print_json(saved)
    else:
        print(f"{saved.process.name} is published.", *(f"  {p.name}: {p.remedy}" for p in saved.problems), sep="\n")


def _all(storage: Storage) -> list[ProcessSummary]:
    found: list[ProcessSummary] = []
    with storage.reading() as connection:
        cursor: str | None = ""
        while cursor is not None:
            page = read_processes(connection, state=None, cursor=cursor or None, limit=AT_ONCE, asker=SYSTEM)
            found += page.items
            cursor = page.next_cursor
    return found


def _document(storage: Storage, process_id: ProcessId) -> ProcessDocument:
    with storage.reading() as connection:
        return read_process(connection, process_id, asker=SYSTEM)


def _row(process: ProcessSummary) -> dict[str, object]:
    said = msgspec.to_builtins(process)
    return {name: said[name] for name in ("id", "name", "state", "revision", "is_default")}


def _stages(document: ProcessDocument) -> list[dict[str, object]]:
    """Those in use, in few enough columns for a narrow terminal."""
    return [
        {
            "stage": stage.name,
            "type": stage.type.value,
            "%": stage.probability,
            "forecast": stage.category.value if stage.category else None,
            "days": stage.stuck_days,
            "actions": sum(action.is_active for action in stage.actions),
            "criteria": len(stage.criteria),
        }
        for stage in document.stages
        if stage.is_active
    ]
