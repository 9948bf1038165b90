"""What the databases themselves hold up: the journal and the histories are only ever appended to (PS-179)."""

from sqlalchemy import DDL, event

from stageline.storage.tables.events import events
from stageline.storage.tables.opportunities import field_history, stage_history
from stageline.storage.tables.processes import process_revisions

APPEND_ONLY = (events, stage_history, field_history, process_revisions)

ON_SQLITE = """
CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
FUNCTION_ON_POSTGRESQL = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$
"""
ON_POSTGRESQL = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""
# Read with pg_snapshot_xmin, it tells which rows may still be joined by earlier ones.
TRANSACTION_ON_POSTGRESQL = (
    "ALTER TABLE events ALTER COLUMN transaction_id SET DEFAULT pg_current_xact_id()::text::bigint"
)

for table in APPEND_ONLY:
    for act in ("update", "delete"):
        event.listen(table, "after_create", DDL(ON_SQLITE.format(table=table.name, act=act)).execute_if("sqlite"))
    event.listen(table, "after_create", DDL(FUNCTION_ON_POSTGRESQL).execute_if("postgresql"))
    event.listen(table, "after_create", DDL(ON_POSTGRESQL.format(table=table.name)).execute_if("postgresql"))
event.listen(events, "after_create", DDL(TRANSACTION_ON_POSTGRESQL).execute_if("postgresql"))
