"""The organisation's settings, in one row, and the fields its operations add to opportunities."""

from sqlalchemy import Boolean, CheckConstraint, Column, Integer, Table, Text

from stageline.storage.tables.metadata import metadata
from stageline.storage.tables.types import Json, Key

organisation = Table(
    "organisation",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="one_row"), primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("week_start", Integer, nullable=False),
    Column("working_days", Json, nullable=False),
    Column("holidays", Json, nullable=False),
    Column("languages", Json, nullable=False),
    Column("reasons", Json, nullable=False),
    Column("sources", Json, nullable=False),
    Column("version", Integer, nullable=False),
    # Raised by every change of users, teams and roles: who oversees whom is read again only then.
    Column("rights_version", Integer, nullable=False),
)

custom_fields = Table(
    "custom_fields",
    metadata,
    Column("id", Key, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("choices", Json, nullable=False),
    Column("is_active", Boolean, nullable=False),
)
