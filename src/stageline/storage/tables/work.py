"""Work to be done and work remembered: batches, jobs, consumers of the journal, answers given once."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text, text

from stageline.storage.tables.metadata import metadata
from stageline.storage.tables.types import Instant, Json, Key

batches = Table(
    "batches",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("actor_id", ForeignKey("users.id"), nullable=False),
    Column("wanted", Json, nullable=False),
    Column("state", Text, nullable=False),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("counts", Json, nullable=False),
    Column("undo_minutes", Integer, nullable=False),
    Column("reverses", ForeignKey("batches.id")),
    Column("created_at", Instant, nullable=False),
    Column("finished_at", Instant),
)

batch_items = Table(
    "batch_items",
    metadata,
    Column("batch_id", ForeignKey("batches.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("opportunity_id", Key, nullable=False),
    Column("version", Integer),
    Column("result", Text),
    Column("problem", Json),
    PrimaryKeyConstraint("batch_id", "position"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("payload", Json, nullable=False),
    Column("unique_key", Text, unique=True),
    Column("state", Text, nullable=False),
    Column("run_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("leased_until", Instant),
    Column("last_error", Text),
    Column("created_at", Instant, nullable=False),
    Column("finished_at", Instant),
)
Index("jobs_ended", jobs.c.finished_at, sqlite_where=text("state = 'done'"), postgresql_where=text("state = 'done'"))
Index("jobs_due", jobs.c.run_at, sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'"))

# How far each reader of the journal has come; moved in the same transaction as its effects.
consumers = Table(
    "consumers",
    metadata,
    Column("name", Text, primary_key=True),
    Column("transaction_id", BigInteger, nullable=False),
    Column("event_id", BigInteger, nullable=False),
)

notifications = Table(
    "notifications",
    metadata,
    Column("id", Key, primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("event_id", ForeignKey("events.id"), nullable=False),
    Column("opportunity_id", ForeignKey("opportunities.id")),
    Column("batch_id", BigInteger),
    Column("params", Json, nullable=False),
    Column("at", Instant, nullable=False),
    Column("read_at", Instant),
)
Index("notifications_once", notifications.c.user_id, notifications.c.kind, notifications.c.event_id, unique=True)
Index("notifications_once_per_batch", notifications.c.user_id, notifications.c.kind, notifications.c.batch_id,
      unique=True, sqlite_where=text("batch_id IS NOT NULL"),
      postgresql_where=text("batch_id IS NOT NULL"))  # fmt: skip
Index("notifications_unread", notifications.c.user_id,
      sqlite_where=text("read_at IS NULL"), postgresql_where=text("read_at IS NULL"))  # fmt: skip
Index("notifications_of_user", notifications.c.user_id, notifications.c.id)

muted_notifications = Table(
    "muted_notifications",
    metadata,
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("is_muted", Boolean, nullable=False),
    PrimaryKeyConstraint("user_id", "kind"),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("request_hash", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    Column("created_at", Instant, nullable=False, index=True),
    PrimaryKeyConstraint("user_id", "key"),
)
