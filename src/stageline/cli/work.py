"""`stageline work`: a worker on its own, beside any number of others."""

import signal
from datetime import UTC, datetime

import typer

from stageline.bootstrap import opened
from stageline.cli.logs import log_to_stderr
from stageline.collecting import spare_the_collector
from stageline.settings import read_settings
from stageline.worker.loop import Worker
from stageline.worker.mailing import mail_server

STOP = {signal.SIGTERM, signal.SIGINT}

app = typer.Typer()


@app.command()
def work() -> None:
    """Do what waits: notifications, large changes, tidying up. Run as many as you like."""
    settings = read_settings()
    log_to_stderr(settings.log_level)
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP)  # before there are threads: a signal is for `sigwait` alone
    with opened(settings, datetime.now(UTC)) as storage:
        worker = Worker(storage, mail=mail_server(settings))
        spare_the_collector()
        worker.start()
        print("The worker is ready", flush=True)
        signal.sigwait(STOP)
        worker.stop()
        worker.join()
