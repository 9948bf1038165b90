"""Gatherings that contacts are invited to, and who is on their lists."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text

from stageline.storage.tables.metadata import metadata
from stageline.storage.tables.types import Instant, Key

gatherings = Table(
    "gatherings",
    metadata,
    Column("id", Key, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("location", Text),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("capacity", Integer),
    Column("is_cancelled", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
)
Index("gatherings_by_start", gatherings.c.starts_at, gatherings.c.id)

# Each contact is on a list once (PS-53).
invitees = Table(
    "invitees",
    metadata,
    Column("gathering_id", ForeignKey("gatherings.id"), nullable=False),
    Column("contact_id", ForeignKey("contacts.id"), nullable=False),
    Column("opportunity_id", ForeignKey("opportunities.id")),
    Column("state", Text, nullable=False),
    Column("invited_by", ForeignKey("users.id"), nullable=False),
    Column("invited_at", Instant, nullable=False),
    PrimaryKeyConstraint("gathering_id", "contact_id"),
)
