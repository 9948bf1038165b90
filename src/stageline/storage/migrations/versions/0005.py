"""Make room for calendars elsewhere, invitations and reminders."""

import sqlalchemy as sa
from alembic import op

from stageline.storage.migrations import shapes

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("user_id", shapes.KEY, nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", shapes.INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("calendar_feeds_user_id_fkey")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("calendar_feeds_pkey")),
        sa.UniqueConstraint("token_hash", name=op.f("calendar_feeds_unique_token_hash")),
    )
    op.add_column("activities", sa.Column("invites", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("activities", sa.Column("changed_at", shapes.INSTANT, nullable=True))
    op.add_column("activities", sa.Column("remind_at", shapes.INSTANT, nullable=True))
    op.create_index(
        "activities_to_remind_of",
        "activities",
        ["remind_at"],
        unique=False,
        sqlite_where=sa.text("remind_at IS NOT NULL"),
        postgresql_where=sa.text("remind_at IS NOT NULL"),
    )
    op.add_column("messages", sa.Column("kind", sa.Text(), server_default="letter", nullable=False))
    op.add_column("messages", sa.Column("activity_id", shapes.KEY, nullable=True))
    op.add_column("messages", sa.Column("calendar", sa.Text(), nullable=True))
    op.create_index(
        "messages_of_activity",
        "messages",
        ["activity_id", "id"],
        unique=False,
        sqlite_where=sa.text("activity_id IS NOT NULL"),
        postgresql_where=sa.text("activity_id IS NOT NULL"),
    )
