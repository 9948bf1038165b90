"""Opportunities, every change of stage and field they went through, and the people around them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Sequence,
    Table,
    Text,
    text,
)

from stageline.storage.tables.metadata import metadata
from stageline.storage.tables.types import Instant, Json, Key

OPPORTUNITY_IDS = Sequence("opportunity_ids", metadata=metadata)

opportunities = Table(
    "opportunities",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("process_id", ForeignKey("processes.id"), nullable=False),
    Column("stage_id", ForeignKey("stages.id"), nullable=False),
    Column("furthest_stage_id", ForeignKey("stages.id"), nullable=False),
    Column("owner_id", ForeignKey("users.id"), nullable=False),
    Column("contact_id", ForeignKey("contacts.id")),
    Column("account_id", ForeignKey("accounts.id")),
    Column("amount_minor", BigInteger, CheckConstraint("amount_minor >= 0", name="amount")),
    Column("currency", Text, nullable=False),
    Column(
        "probability", Integer, CheckConstraint("probability BETWEEN 0 AND 100", name="probability"), nullable=False
    ),
    Column("is_probability_overridden", Boolean, nullable=False),
    Column("category", Text, nullable=False),
    Column("is_category_overridden", Boolean, nullable=False),
    Column("is_in_forecast", Boolean, nullable=False),
    Column("expected_close_on", Date),
    Column("actual_close_on", Date),
    Column("close_reason", Text),
    Column("competitor", Text),
    Column("close_note", Text),
    Column("source", Text),
    Column("next_step", Text),
    Column("next_step_on", Date),
    Column("remarks", Text),
    Column("custom", Json, nullable=False),
    Column("push_count", Integer, nullable=False),
    Column("visit", Integer, nullable=False),
    Column("stage_entered_at", Instant, nullable=False),
    Column("last_meaningful_change_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("deleted_at", Instant),
    Column("version", Integer, nullable=False),
    Column("rank", BigInteger, nullable=False, server_default="0"),
)
Index("opportunities_on_board", opportunities.c.stage_id, opportunities.c.rank, opportunities.c.id,
      sqlite_where=text("deleted_at IS NULL"), postgresql_where=text("deleted_at IS NULL"))  # fmt: skip
Index("opportunities_by_owner", opportunities.c.owner_id, opportunities.c.stage_id)
Index("opportunities_by_account", opportunities.c.account_id)
Index("opportunities_by_contact", opportunities.c.contact_id)

stage_history = Table(
    "stage_history",
    metadata,
    Column("event_id", ForeignKey("events.id"), primary_key=True, autoincrement=False),
    Column("opportunity_id", ForeignKey("opportunities.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("from_stage_id", ForeignKey("stages.id")),
    Column("from_stage_name", Text),
    Column("to_stage_id", ForeignKey("stages.id"), nullable=False),
    Column("to_stage_name", Text, nullable=False),
    Column("move_kind", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("actor_id", ForeignKey("users.id"), nullable=False),
    Column("cause_id", BigInteger),
    Column("batch_id", BigInteger),
    Column("undoes", ForeignKey("stage_history.event_id"), unique=True),
    Column("at", Instant, nullable=False),
    Column("seconds_in_stage", BigInteger),
    Column("reason", Text),
    Column("note", Text),
    Column("gaps", Json),
    Column("is_overridden", Boolean, nullable=False),
    Column("is_estimated", Boolean, nullable=False),
    Column("counts_for_targets", Boolean, nullable=False),
    Column("starts_campaigns", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("visit", Integer, nullable=False),
    Column("owner_id", ForeignKey("users.id"), nullable=False),
    Column("amount_minor", BigInteger),
    Column("currency", Text, nullable=False),
    Column("probability", Integer, nullable=False),
    Column("category", Text, nullable=False),
    Column("expected_close_on", Date),
    Column("actual_close_on", Date),
    Column("close_reason", Text),
    # What the record was before, so that the move can be taken back and read without its neighbours.
    Column("probability_before", Integer),
    Column("is_probability_overridden_before", Boolean),
    Column("category_before", Text),
    Column("is_category_overridden_before", Boolean),
    Column("furthest_stage_id_before", BigInteger),
    Column("expected_close_on_before", Date),
    Column("stage_entered_at_before", Instant),
    Column("meaningful_change_at_before", Instant),
    Column("visit_before", Integer),
    Column("closing_before", Json),
)
Index("stage_history_of_opportunity", stage_history.c.opportunity_id, stage_history.c.version, unique=True)
Index("stage_history_into_stage", stage_history.c.to_stage_id, stage_history.c.at)

field_history = Table(
    "field_history",
    metadata,
    Column("event_id", ForeignKey("events.id"), nullable=False),
    Column("opportunity_id", ForeignKey("opportunities.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("before", Json),
    Column("after", Json),
    Column("channel", Text, nullable=False),
    Column("actor_id", ForeignKey("users.id"), nullable=False),
    Column("batch_id", BigInteger),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("event_id", "field"),
)
Index("field_history_of_opportunity", field_history.c.opportunity_id, field_history.c.version)

criterion_checks = Table(
    "criterion_checks",
    metadata,
    Column("opportunity_id", ForeignKey("opportunities.id"), nullable=False),
    Column("criterion_id", ForeignKey("criteria.id"), nullable=False),
    Column("checked_by", ForeignKey("users.id"), nullable=False),
    Column("checked_at", Instant, nullable=False),
    Column("note", Text),
    Column("evidence", Text),
    PrimaryKeyConstraint("opportunity_id", "criterion_id"),
)

deal_team = Table(
    "deal_team",
    metadata,
    Column("opportunity_id", ForeignKey("opportunities.id"), nullable=False),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("team_role", Text, nullable=False),
    Column("access", Text, nullable=False),
    Column("stage_ids", Json),
    PrimaryKeyConstraint("opportunity_id", "user_id"),
)
Index("deal_team_by_user", deal_team.c.user_id, deal_team.c.opportunity_id)

opportunity_contacts = Table(
    "opportunity_contacts",
    metadata,
    Column("opportunity_id", ForeignKey("opportunities.id"), nullable=False),
    Column("contact_id", ForeignKey("contacts.id"), nullable=False, index=True),
    Column("contact_role", Text, nullable=False),
    PrimaryKeyConstraint("opportunity_id", "contact_id"),
)

# What an import brought: the same file again changes nothing (architecture §5).
imported = Table(
    "imported",
    metadata,
    Column("kind", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("record_id", Key, nullable=False),
    Column("row_hash", Text, nullable=False),
    Column("batch_id", BigInteger),
    PrimaryKeyConstraint("kind", "source", "external_id"),
)
