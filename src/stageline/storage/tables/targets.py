"""Sales targets, their numbers, and what counted toward them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from stageline.storage.tables.metadata import metadata
from stageline.storage.tables.types import Instant, Json, Key

sales_targets = Table(
    "sales_targets",
    metadata,
    Column("id", Key, primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("metric", Text, nullable=False),
    # No foreign key: a stage that nothing ever entered may be removed, which ends its targets and hinders nobody.
    Column("stage_id", BigInteger, index=True),
    Column("process_ids", Json, nullable=False),
    Column("currency", Text),
    Column("period_type", Text, nullable=False),
    # The zone, the first weekday and the month in which years begin, as they were when it was set (SG-7).
    Column("zone", Text, nullable=False),
    Column("week_start", Integer, nullable=False),
    Column("anchor_month", Integer, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("pauses", Json, nullable=False),
    Column("ended_at", Instant),
    Column("deleted_at", Instant),
    Column("likeness", Text, nullable=False),
    Column("set_by", ForeignKey("users.id"), nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("batch_id", BigInteger, index=True),
    Column("version", Integer, nullable=False),
    Column("converts", Boolean, nullable=False, server_default=text("false")),
)
# No two alike for one person (SG-8), whoever sets them at the same moment.
Index("sales_targets_once", sales_targets.c.likeness, unique=True,
      sqlite_where=text("ended_at IS NULL AND deleted_at IS NULL"),
      postgresql_where=text("ended_at IS NULL AND deleted_at IS NULL"))  # fmt: skip

target_numbers = Table(
    "target_numbers",
    metadata,
    Column("target_id", ForeignKey("sales_targets.id"), nullable=False),
    Column("from_on", Date, nullable=False),
    Column("is_once", Boolean, nullable=False),
    Column("number", BigInteger, nullable=False),
    PrimaryKeyConstraint("target_id", "from_on", "is_once"),
)

# Derived from the histories, by `domain.targets.counting` alone; `counted` is what a period's progress adds up.
target_credits = Table(
    "target_credits",
    metadata,
    Column("target_id", ForeignKey("sales_targets.id"), nullable=False),
    Column("period_starts_on", Date, nullable=False),
    Column("opportunity_id", ForeignKey("opportunities.id"), nullable=False, index=True),
    Column("event_id", ForeignKey("stage_history.event_id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("owner_id", ForeignKey("users.id"), nullable=False),
    Column("amount_at_event_minor", BigInteger),
    Column("currency_at_event", Text, nullable=False),
    Column("amount_minor", BigInteger),
    Column("currency", Text, nullable=False),
    Column("counted", BigInteger, nullable=False),
    Column("withdrawn", Text),
    # By which it was converted, and when that was published.
    Column("rate", Text),
    Column("rate_on", Date),
    PrimaryKeyConstraint("target_id", "period_starts_on", "opportunity_id"),
)

# What was told of a target, once in each period.
target_milestones = Table(
    "target_milestones",
    metadata,
    Column("target_id", ForeignKey("sales_targets.id"), nullable=False),
    Column("period_starts_on", Date, nullable=False),
    Column("kind", Text, nullable=False),
    PrimaryKeyConstraint("target_id", "period_starts_on", "kind"),
)
