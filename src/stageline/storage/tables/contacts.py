"""The people and businesses that opportunities are for."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from stageline.storage.tables.metadata import metadata
from stageline.storage.tables.types import Instant, Json, Key

accounts = Table(
    "accounts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("website", Text),
    Column("details", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
)

contacts = Table(
    "contacts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("email", Text),
    Column("phone", Text),
    Column("job_title", Text),
    Column("account_id", ForeignKey("accounts.id"), index=True),
    Column("created_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
)
