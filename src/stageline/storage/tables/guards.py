"""What the databases themselves hold up: the journal and the histories are only ever appended to (PS-179)."""

from sqlalchemy import DDL, Table, event

from stageline.storage.tables.events import events
from stageline.storage.tables.opportunities import field_history, stage_history
from stageline.storage.tables.processes import process_revisions

# What of each is refused. A process that no opportunity ever followed may be deleted, with its revisions (PS-14).
APPEND_ONLY = {
    events: ("update", "delete"),
    stage_history: ("update", "delete"),
    field_history: ("update", "delete"),
    process_revisions: ("update",),
}

ON_SQLITE = """
CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
FUNCTION_ON_POSTGRESQL = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$
"""
ON_POSTGRESQL = """
CREATE TRIGGER {table}_append_only BEFORE {acts} ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""
# Read with pg_snapshot_xmin, it tells which rows may still be joined by earlier ones.
TRANSACTION_ON_POSTGRESQL = (
    "ALTER TABLE events ALTER COLUMN transaction_id SET DEFAULT pg_current_xact_id()::text::bigint"
)


def _comes_with(table: Table, statement: str, dialect: str) -> None:
    ddl = DDL(statement)  # type: ignore[no-untyped-call]  # the library has no types here
    event.listen(table, "after_create", ddl.execute_if(dialect))


for guarded, acts in APPEND_ONLY.items():
    for act in acts:
        _comes_with(guarded, ON_SQLITE.format(table=guarded.name, act=act), "sqlite")
    _comes_with(guarded, FUNCTION_ON_POSTGRESQL, "postgresql")
    _comes_with(guarded, ON_POSTGRESQL.format(table=guarded.name, acts=" OR ".join(acts)), "postgresql")
_comes_with(events, TRANSACTION_ON_POSTGRESQL, "postgresql")
