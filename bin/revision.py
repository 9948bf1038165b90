"""Writes a revision of the schema: what the tables in the source have that the revisions so far do not make.

    python bin/revision.py 0002 "Give targets a table"      a new one, to read, mend and test
    python bin/revision.py 0001 "Make the tables" --anew    again, as long as it was not released

Foreign keys that close a circle, sequences and triggers are found for new tables only.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.operations.ops import CreateIndexOp, CreateTableOp, ModifyTableOps, UpgradeOps
from alembic.runtime.migration import MigrationContext
from sqlalchemy import BigInteger, CheckConstraint, Connection, Table, create_engine
from sqlalchemy.sql.naming import conv

from stageline.storage.migrations.running import HERE, upgrade
from stageline.storage.tables import metadata
from stageline.storage.tables.guards import APPEND_ONLY
from stageline.storage.tables.types import Instant, Json

VERSIONS = HERE / "versions"
BY_HAND = "\n    # By hand:"
INDEXES_OF_POSTGRESQL = {
    index.name
    for table in metadata.tables.values()
    for index in table.indexes
    if index._ddl_if  # noqa: SLF001
}
PAGE = '''"""{subject}."""

import sqlalchemy as sa
from alembic import op

from stageline.storage.migrations import shapes

revision = "{revision}"
down_revision = {before!r}


def upgrade() -> None:
{body}
'''


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("revision")
    parser.add_argument("subject")
    parser.add_argument("--anew", action="store_true")
    asked = parser.parse_args()
    path = VERSIONS / f"{asked.revision}.py"
    if path.exists() and not asked.anew:
        return int(bool(sys.stderr.write(f"{path.name} is there already; --anew writes it again.\n")))
    own = by_hand(path)
    path.unlink(missing_ok=True)
    earlier = sorted(other.stem for other in VERSIONS.glob("[0-9]*.py"))
    before = earlier[-1] if earlier else None
    page = PAGE.format(subject=asked.subject, revision=asked.revision, before=before, body=body_after(before))
    path.write_text(page + own)
    print(f"Wrote {path.name}. Read it, then run bin/fix and the tests in tests/migrations.")
    return 0


def by_hand(path: Path) -> str:
    """What somebody has written below the mark, which is kept when the rest is written again."""
    return "".join(path.read_text().partition(BY_HAND)[1:]) if path.exists() else ""


def body_after(before: str | None) -> str:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        if before:
            upgrade(connection, before)
        operations = missing(connection)
        rendered = render_python_code(operations, render_item=as_shape)  # type: ignore[arg-type]
    lines = [*sequences(before), *own_lines(rendered), *beside_tables(operations)]
    return "\n".join(f"    {line}".rstrip() for line in lines)


def missing(connection: Connection) -> UpgradeOps:
    context = MigrationContext.configure(connection, opts={"render_as_batch": True, "compare_type": True})
    operations = produce_migrations(context, metadata).upgrade_ops
    if operations is None:
        raise AssertionError
    for operation in operations.ops:
        if isinstance(operation, ModifyTableOps):
            operation.ops = [part for part in operation.ops if not is_of_postgresql(part)]
        elif isinstance(operation, CreateTableOp):
            operation.columns = [*operation.columns, *checks(metadata.tables[operation.table_name])]
    return operations


def is_of_postgresql(part: object) -> bool:
    """Alembic does not see that an index belongs to one database only."""
    return isinstance(part, CreateIndexOp) and part.index_name in INDEXES_OF_POSTGRESQL


def checks(table: Table) -> Iterator[CheckConstraint]:
    """Those that stand at a column, which Alembic does not see."""
    for constraint in (constraint for column in table.c for constraint in column.constraints):
        if isinstance(constraint, CheckConstraint):
            yield CheckConstraint(str(constraint.sqltext), name=conv(str(constraint.name)))


def own_lines(rendered: str) -> Iterator[str]:
    """Without Alembic's notes, and without the one level by which it indents what follows the first line."""
    for number, line in enumerate(rendered.splitlines()):
        if not line.strip().startswith("# ###"):
            yield line if number == 0 else line.removeprefix("    ")


def sequences(before: str | None) -> Iterator[str]:
    known = "".join(path.read_text() for path in VERSIONS.glob("*.py")) if before else ""
    for name in sorted(metadata._sequences):  # noqa: SLF001 - there is no other way to list them
        if f'create_sequence("{name}")' not in known:
            yield f'shapes.create_sequence("{name}")'


def beside_tables(operations: UpgradeOps) -> Iterator[str]:
    made = {operation.table_name for operation in operations.ops if isinstance(operation, CreateTableOp)}
    for table in (table for table in metadata.sorted_tables if table.name in made):
        for constraint in sorted(table.foreign_key_constraints, key=lambda c: c.column_keys[0]):
            if constraint.use_alter:
                column = constraint.column_keys[0]
                yield f'shapes.close_circle("{table.name}", "{column}", "{constraint.referred_table.name}")'
        for index in (index for index in table.indexes if index.name in INDEXES_OF_POSTGRESQL):
            columns = ", ".join(f'"{column.name}"' for column in index.columns)
            yield f'shapes.index_on_postgresql("{index.name}", "{table.name}", [{columns}])'
    for table, acts in APPEND_ONLY.items():
        if table.name in made:
            yield f'shapes.append_only("{table.name}", {acts!r})'
    if "events" in made:
        yield 'shapes.number_transactions("events")'


def as_shape(kind: str, found: Any, _context: Any) -> str | bool:
    if kind == "type":
        if isinstance(found, Instant):
            return "shapes.INSTANT"
        if isinstance(found, type(Json)):
            return "shapes.JSON"
        if isinstance(found, BigInteger) and found._variant_mapping:  # noqa: SLF001 - tells a key from another number
            return "shapes.KEY"
    return False


if __name__ == "__main__":
    sys.exit(main())
