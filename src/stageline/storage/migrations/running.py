"""Runs the revisions that a database has not seen, within the caller's transaction (Alembic)."""

from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

HERE = Path(__file__).parent


def scripts() -> ScriptDirectory:
    return ScriptDirectory(str(HERE))


def upgrade(connection: Connection, to: str = "head") -> None:
    directory = scripts()

    def steps(revision: Any, _context: MigrationContext) -> Any:
        return directory._upgrade_revs(to, revision)  # noqa: SLF001 - what alembic.command.upgrade does, without a file

    with EnvironmentContext(Config(), directory, fn=steps, destination_rev=to) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
