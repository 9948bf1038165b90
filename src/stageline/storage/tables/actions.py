"""What stages ask of the seller, on each opportunity, and who does what there."""

from sqlalchemy import (
    Boolean,
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

ACTION_IDS = Sequence("action_ids", metadata=metadata)

# An action is a copy: nothing in it follows its definition, which it names by its code, any more (PS-31). What was
# deleted stays, so that entering the stage again does not bring it back (PS-39).
actions = Table(
    "actions",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("opportunity_id", ForeignKey("opportunities.id"), nullable=False),
    Column("stage_id", ForeignKey("stages.id"), nullable=False),
    Column("definition", Text),
    Column("position", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("instructions", Text, nullable=False),
    Column("is_required", Boolean, nullable=False),
    Column("deal_role", Text),
    Column("responsible_id", ForeignKey("users.id"), nullable=False),
    Column("is_assigned_by_hand", Boolean, nullable=False),
    Column("due_on", Date),
    Column("plan", Json, nullable=False),
    Column("is_changed", Boolean, nullable=False),
    Column("trouble", Text),
    Column("completed_at", Instant),
    Column("completed_by", ForeignKey("users.id")),
    Column("completed_how", Text),
    Column("created_at", Instant, nullable=False),
    Column("deleted_at", Instant),
)
Index("actions_of_opportunity", actions.c.opportunity_id, actions.c.stage_id)
Index("actions_to_do", actions.c.responsible_id, actions.c.due_on,
      sqlite_where=text("completed_at IS NULL AND deleted_at IS NULL"),
      postgresql_where=text("completed_at IS NULL AND deleted_at IS NULL"))  # fmt: skip
Index("actions_done", actions.c.responsible_id, actions.c.completed_at,
      sqlite_where=text("completed_at IS NOT NULL"), postgresql_where=text("completed_at IS NOT NULL"))  # fmt: skip
Index("actions_in_trouble", actions.c.opportunity_id, sqlite_where=text("trouble IS NOT NULL"),
      postgresql_where=text("trouble IS NOT NULL"))  # fmt: skip

deal_roles = Table(
    "deal_roles",
    metadata,
    Column("name_folded", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("is_active", Boolean, nullable=False),
)

# Whom a deal role falls to (PS-208); 0 stands for "any", so that each combination can be there once.
role_maps = Table(
    "role_maps",
    metadata,
    Column("deal_role", Text, nullable=False),
    Column("opportunity_id", Key, nullable=False),
    Column("process_id", Key, nullable=False),
    Column("owner_id", Key, nullable=False),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    PrimaryKeyConstraint("deal_role", "opportunity_id", "process_id", "owner_id"),
)
