"""Exchange rates as they were published; loaded by operations and never changed."""

from sqlalchemy import Column, Date, PrimaryKeyConstraint, Table, Text

from stageline.storage.tables.metadata import metadata
from stageline.storage.tables.types import Instant

exchange_rates = Table(
    "exchange_rates",
    metadata,
    Column("day", Date, nullable=False),
    Column("currency", Text, nullable=False),
    # What one euro was worth: a decimal as text, since no float is money.
    Column("per_euro", Text, nullable=False),
    # When it came to be known here: a period that has closed is not counted by what was known later.
    Column("known_at", Instant, nullable=False),
    PrimaryKeyConstraint("day", "currency"),
)
