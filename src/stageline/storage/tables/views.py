"""What people keep of a screen: its filters, its order, its columns."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from stageline.storage.tables.metadata import metadata
from stageline.storage.tables.types import Instant, Json, Key

saved_views = Table(
    "saved_views",
    metadata,
    Column("id", Key, primary_key=True),
    Column("owner_id", ForeignKey("users.id"), nullable=False),
    Column("screen", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_folded", Text, nullable=False),
    Column("is_shared", Boolean, nullable=False),
    Column("process_id", ForeignKey("processes.id")),
    Column("definition", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("owner_id", "screen", "name_folded"),
)
Index("saved_views_shared", saved_views.c.screen, saved_views.c.is_shared)
