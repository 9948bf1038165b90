"""The journal: everything that happened. Appended to, never changed."""

from sqlalchemy import BigInteger, Column, Index, Sequence, Table, Text, text
from sqlalchemy.schema import FetchedValue

from stageline.storage.tables.metadata import metadata
from stageline.storage.tables.types import Instant, Json, Key

EVENT_IDS = Sequence("event_ids", metadata=metadata)

events = Table(
    "events",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("opportunity_id", BigInteger),
    Column("subject_id", BigInteger, nullable=False),
    Column("version", BigInteger),
    Column("at", Instant, nullable=False),
    Column("channel", Text, nullable=False),
    Column("actor_id", BigInteger, nullable=False),
    Column("cause_id", BigInteger),
    Column("batch_id", BigInteger),
    Column("facts", Json),
    # The transaction that wrote the row: ids are drawn before commit, so PostgreSQL's readers need it to know what
    # may still come (architecture, order and loss). SQLite has one writer and leaves it empty.
    Column("transaction_id", BigInteger, FetchedValue()),
)
Index("events_of_opportunity", events.c.opportunity_id, events.c.version, events.c.id)
Index("events_of_batch", events.c.batch_id, sqlite_where=text("batch_id IS NOT NULL"),
      postgresql_where=text("batch_id IS NOT NULL"))  # fmt: skip
# The order in which PostgreSQL's readers take them; on SQLite that is the order of the ids.
Index("events_in_order", events.c.transaction_id, events.c.id).ddl_if(dialect="postgresql")
