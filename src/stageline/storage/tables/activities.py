"""What stands in people's calendars, who takes part, and what came of it."""

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

ACTIVITY_IDS = Sequence("activity_ids", metadata=metadata)

outcomes = Table(
    "outcomes",
    metadata,
    Column("id", Key, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("activity_types", Json, nullable=False),
    Column("is_contact_made", Boolean, nullable=False),
    Column("effect", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("is_active", Boolean, nullable=False),
)

# `category` is timed (starts_at and ends_at), all_day or task (on_day).
activities = Table(
    "activities",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("opportunity_id", ForeignKey("opportunities.id")),
    Column("contact_id", ForeignKey("contacts.id")),
    Column("action_id", ForeignKey("actions.id")),
    Column("responsible_id", ForeignKey("users.id"), nullable=False),
    Column("category", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("location", Text),
    Column("remarks", Text),
    Column("starts_at", Instant),
    Column("ends_at", Instant),
    Column("on_day", Date),
    Column("zone", Text, nullable=False),
    Column("reminder_minutes", Integer),
    Column("is_private", Boolean, nullable=False),
    Column("status", Text, nullable=False),
    Column("is_tracked", Boolean, nullable=False),
    Column("outcome", Text),
    Column("outcome_note", Text),
    Column("is_outcome_pending", Boolean, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", ForeignKey("users.id")),
    Column("end_reason", Text),
    # The move that made or cancelled it, for an undo of that move (PS-101).
    Column("made_by_event", Key),
    Column("cancelled_by_event", Key),
    Column("created_at", Instant, nullable=False),
    Column("created_by", ForeignKey("users.id"), nullable=False),
    Column("deleted_at", Instant),
    Column("version", Integer, nullable=False),
    Column("invites", Boolean, nullable=False, server_default=text("false")),
    # When it was written last, and when its people are still to be reminded of it.
    Column("changed_at", Instant),
    Column("remind_at", Instant),
)
# At most one activity for an action (PS-45).
Index("activities_one_for_action", activities.c.action_id, unique=True,
      sqlite_where=text("deleted_at IS NULL"), postgresql_where=text("deleted_at IS NULL"))  # fmt: skip
Index("activities_of_opportunity", activities.c.opportunity_id)
Index("activities_timed", activities.c.responsible_id, activities.c.starts_at)
Index("activities_by_day", activities.c.responsible_id, activities.c.on_day)
# Years of what was done must not be walked through for what is still to be done.
Index("activities_to_do", activities.c.responsible_id, sqlite_where=text("status = 'active' AND deleted_at IS NULL"),
      postgresql_where=text("status = 'active' AND deleted_at IS NULL"))  # fmt: skip
Index("activities_ended", activities.c.responsible_id, activities.c.ended_at,
      sqlite_where=text("ended_at IS NOT NULL"), postgresql_where=text("ended_at IS NOT NULL"))  # fmt: skip
Index("activities_pending", activities.c.responsible_id, sqlite_where=text("is_outcome_pending"),
      postgresql_where=text("is_outcome_pending"))  # fmt: skip
Index("activities_to_remind_of", activities.c.remind_at, sqlite_where=text("remind_at IS NOT NULL"),
      postgresql_where=text("remind_at IS NOT NULL"))  # fmt: skip

activity_participants = Table(
    "activity_participants",
    metadata,
    Column("activity_id", ForeignKey("activities.id"), nullable=False),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    PrimaryKeyConstraint("activity_id", "user_id"),
)
Index("activity_participants_by_user", activity_participants.c.user_id, activity_participants.c.activity_id)
