"""`stageline demo`: a sample organisation with months of history, made by the product's own commands, and served."""

import gc
import webbrowser
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import update

from stageline.bootstrap import migrate, open_storage
from stageline.cli.demo.people import PASSWORD, PEOPLE
from stageline.cli.demo.telling import tell_story
from stageline.cli.demo.working_hours import ZONE
from stageline.cli.listening import address_of, listen
from stageline.cli.logs import log_to_stderr
from stageline.cli.serve import serve_alone
from stageline.settings import Settings, read_settings
from stageline.storage.tables import notifications
from stageline.storage.unit_of_work import Storage
from stageline.worker.loop import Worker

UNREAD_FOR = timedelta(days=3)

app = typer.Typer()


@app.command()
def demo(
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port; 0 takes any free one.")] = None,
    data: Annotated[Path, typer.Option(help="Folder that the sample is kept in.")] = Path("demo-data"),
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Serve a sample organisation until stopped. What you change stays in its folder; delete it to begin anew."""
    data.mkdir(parents=True, exist_ok=True)
    at_home = read_settings(port=port)
    file = (data / "stageline-demo.db").resolve()
    settings = msgspec.structs.replace(at_home, database_url=f"sqlite:///{file}", log_level="warning")
    log_to_stderr(settings.log_level)
    with listen(settings) as listener:
        prepare(settings, datetime.now(UTC))
        address = address_of(listener)
        introduce(address)
        if browser:
            Thread(target=webbrowser.open, args=[address], daemon=True).start()
        serve_alone(settings, listener, is_first=True)


def prepare(settings: Settings, now: datetime) -> None:
    """Tells the story up to now, once; it is complete or it is told again from the start."""
    file = Path(settings.database.removeprefix("sqlite:///"))
    if file.exists():
        return
    unfinished = file.with_suffix(".unfinished")
    for left in file.parent.glob(f"{unfinished.name}*"):
        left.unlink()
    storage = open_storage(f"sqlite:///{unfinished}")
    try:
        migrate(storage, now)
        name_organisation(storage)
        show_progress(storage, now)
        let_people_catch_up(storage, now)
        storage.engines.writing.dispose()
        checkpoint(storage)
    finally:
        storage.close()
        gc.collect()  # a connection that a cycle still holds would keep its journal files beside the old name
    unfinished.rename(file)


def name_organisation(storage: Storage) -> None:
    with storage.writing() as work:
        named = {"name": "Northwind Trading", "zone": str(ZONE), "currency": "EUR"}
        work.organisations.save(msgspec.structs.replace(work.organisation, **named))


def show_progress(storage: Storage, now: datetime) -> None:
    columns = (TextColumn("Writing months of history"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("story")
        tell_story(storage, now=now, progress=lambda done, total: bar.update(task, completed=done, total=total))


def let_people_catch_up(storage: Storage, now: datetime) -> None:
    """Everybody has been told of everything, and has read all but what came in the last days."""
    Worker(storage).run_once(now)
    with storage.writing() as work:
        old = notifications.c.at < now - UNREAD_FOR
        work.connection.execute(update(notifications).where(old).values(read_at=now))


def checkpoint(storage: Storage) -> None:
    """Brings what still stands in the journal file into the database, so that one file can be renamed."""
    with storage.engines.writing.connect() as connection:
        connection.rollback()
        raw = connection.connection.driver_connection
        if raw is not None:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def introduce(address: str) -> None:
    """Who can sign in, and with what."""
    console = Console(highlight=False)
    console.print(f"\nSign in at [bold]{address}[/] with the password [bold]{PASSWORD}[/] as:")
    for person in PEOPLE:
        console.print(f"  {person.email:<28} {person.name}, {person.role.value}")
    console.print()
    console.file.flush()
