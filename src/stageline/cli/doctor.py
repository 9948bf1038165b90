"""`stageline doctor`: looks whether everything is as it should be, and changes nothing."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from stageline.bootstrap import open_storage
from stageline.cli.printing import print_json, print_table
from stageline.queries.soundness import Finding, examine
from stageline.settings import Settings, read_settings, unknown_variables

LEAST_FREE_BYTES = 1_000_000_000

app = typer.Typer()


@app.command()
def doctor(*, json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False) -> None:
    """Check database, schema, guards, history, search, jobs, clock and disk. Exit code 1 when something is wrong."""
    findings = list(findings_of(read_settings(), datetime.now(UTC)))
    is_sound = all(finding.state != "wrong" for finding in findings)
    if json:
        print_json({"is_sound": is_sound, "findings": findings})
    else:
        print_table([{"": finding.state, "check": finding.check, "detail": finding.detail} for finding in findings])
    raise typer.Exit(0 if is_sound else 1)


def findings_of(settings: Settings, at: datetime) -> Iterator[Finding]:
    strange = unknown_variables()
    yield Finding(
        "settings", "warning" if strange else "ok", f"unknown: {', '.join(strange)}" if strange else "understood"
    )
    url = make_url(settings.database)
    where = url.render_as_string()  # without the password
    if url.get_backend_name() == "sqlite":
        file = Path(url.database or "")
        if not file.exists():
            yield Finding("database", "wrong", f"{where} is not there; stageline serve or migrate makes it")
            return
        yield disk(file)
    storage = open_storage(settings.database)
    try:
        with storage.reading() as connection:
            yield Finding("database", "ok", where)
            yield from examine(connection, at)
    except SQLAlchemyError as error:
        yield Finding("database", "wrong", f"{where}: {str(error).splitlines()[0]}")
    finally:
        storage.engines.dispose()


def disk(file: Path) -> Finding:
    """A backup needs as much again beside the database."""
    free = shutil.disk_usage(file.parent).free
    wanted = max(LEAST_FREE_BYTES, 2 * file.stat().st_size)
    return Finding("disk", "ok" if free >= wanted else "warning", f"{free / 1e9:.1f} GB free")
