"""Processes as operations define them. Any change of a definition raises the revision of its process."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text, text

from stageline.storage.tables.metadata import metadata
from stageline.storage.tables.types import Instant, Json, Key

processes = Table(
    "processes",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_folded", Text, nullable=False, unique=True),
    Column("description", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("is_default", Boolean, nullable=False),
    Column("default_owner_id", ForeignKey("users.id")),
    Column("gate_mode", Text, nullable=False),
    Column("skip_policy", Text, nullable=False),
    Column("back_policy", Text, nullable=False),
    Column("reopen_policy", Text, nullable=False),
    Column("day_basis", Text, nullable=False),
    Column("stuck_default_days", Integer),
    Column("idle_days", Integer),
    Column("undo_minutes", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("auto_advance", Text, nullable=False, server_default="off"),
    Column("cancel_activities", Text, nullable=False, server_default="never"),
    Column("owner_role", Text),
)
# At most one default, on both databases (PS-7).
Index("processes_one_default", processes.c.is_default, unique=True, sqlite_where=text("is_default"),
      postgresql_where=text("is_default"))  # fmt: skip

stages = Table(
    "stages",
    metadata,
    Column("id", Key, primary_key=True),
    Column("process_id", ForeignKey("processes.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("probability", Integer),
    Column("category", Text),
    Column("definition", Text, nullable=False),
    Column("objectives", Json, nullable=False),
    Column("links", Json, nullable=False),
    Column("key_fields", Json, nullable=False),
    Column("stuck_days", Integer),
    Column("usual_role", Text),
    Column("min_furthest_stage_id", ForeignKey("stages.id")),
    Column("below_furthest_stage_id", ForeignKey("stages.id")),
    Column("is_default_won", Boolean, nullable=False),
    Column("is_skippable", Boolean, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("actions", Json, nullable=False, server_default="[]"),
    Column("outcomes", Json, nullable=False, server_default="[]"),
)

criteria = Table(
    "criteria",
    metadata,
    Column("id", Key, primary_key=True),
    Column("stage_id", ForeignKey("stages.id"), nullable=False, index=True),
    Column("place", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("condition", Json),
    Column("related", Json),
    Column("approver", Text),
    Column("strength", Text),
    Column("is_overridable", Boolean, nullable=False),
    Column("is_buyer_verified", Boolean, nullable=False),
    Column("is_evidence_required", Boolean, nullable=False),
    Column("in_force_from", Instant),
    Column("in_force_to", Instant),
    Column("file", Json),
)

process_revisions = Table(
    "process_revisions",
    metadata,
    Column("process_id", ForeignKey("processes.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("author_id", ForeignKey("users.id"), nullable=False),
    Column("definition", Json, nullable=False),
    Column("changes", Json, nullable=False),
    PrimaryKeyConstraint("process_id", "revision"),
)
