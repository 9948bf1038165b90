"""`stageline serve`: the page and the API; with SQLite, the worker as well."""

import os
import signal
import socket
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated

import msgspec
import typer

from stageline.bootstrap import opened
from stageline.cli.listening import Served, address_of, listen
from stageline.cli.logs import log_to_stderr
from stageline.collecting import spare_the_collector
from stageline.commands.people.setting_up import issue_setup_token
from stageline.domain.errors import RuleBroken
from stageline.http.app import create_app
from stageline.settings import Settings, read_settings
from stageline.storage.unit_of_work import Storage
from stageline.worker.loop import Worker
from stageline.worker.mailing import mail_server

REST_SECONDS = 1.0

app = typer.Typer()


class OneProcessOnly(RuleBroken):
    """More than one web process needs PostgreSQL: SQLite has one writer, which one process serves best."""

    code = "one_process_only"


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port; 0 takes any free one.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="Web processes (PostgreSQL).")] = None,
) -> None:
    """Serve the page and the API until stopped; with SQLite, do the worker's work as well."""
    settings = read_settings(host=host, port=port, workers=workers)
    log_to_stderr(settings.log_level)
    if settings.workers > 1 and (settings.database.startswith("sqlite") or not hasattr(os, "fork")):
        raise OneProcessOnly
    with listen(settings) as listener:
        if settings.workers == 1:
            serve_alone(settings, listener, is_first=True)
            return
        # It was free. Now it is left to the processes, each of which listens on it by itself.
        settings = msgspec.structs.replace(settings, port=listener.getsockname()[1])
    serve_by_many(settings)


def serve_alone(settings: Settings, listener: socket.socket, *, is_first: bool) -> None:
    address = address_of(listener)
    with opened(settings, datetime.now(UTC)) as storage:
        if is_first:
            invite_first_admin(storage, address)
        server = Served(
            create_app(storage, settings), settings, f"Stageline is ready at {address}" if is_first else None
        )
        worker = Worker(storage, mail=mail_server(settings)) if storage.engines.is_sqlite else None
        spare_the_collector()
        if worker:
            worker.start()
        try:
            server.run(sockets=[listener])
        finally:
            if worker:
                worker.stop()
                worker.join()


def invite_first_admin(storage: Storage, address: str) -> None:
    """Prints what lets somebody in, as long as nobody administers Stageline. Each start makes a new one."""
    with storage.writing() as work:
        token = issue_setup_token(work, datetime.now(UTC))
    if token:
        print(
            "Nobody can sign in yet. Add the first admin with `stageline user add --role admin …`, "
            f"or POST {address}/api/v1/setup with the token {token}",
            flush=True,
        )


def serve_by_many(settings: Settings) -> None:
    """Processes that share the port; one that dies is replaced. Only they open the database."""
    with opened(settings, datetime.now(UTC)):
        pass  # refuses here, once, and not in each of them
    spare_the_collector()
    children = {start(settings, is_first=number == 0) for number in range(settings.workers)}
    is_stopping = False

    def stop(_sig: int, _frame: object) -> None:
        nonlocal is_stopping
        is_stopping = True
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while children:
        ended, _ = os.wait()
        children.discard(ended)
        if not is_stopping:
            time.sleep(REST_SECONDS)
            children.add(start(settings, is_first=False))


def start(settings: Settings, *, is_first: bool) -> int:
    """A process of its own; gives its number."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    code = 1
    try:
        with listen(settings, shared=True) as listener:
            serve_alone(settings, listener, is_first=is_first)
        code = 0
    finally:
        sys.stdout.flush()
        os._exit(code)  # or it would go on as if it were its parent
