"""Make room for gatherings, letters and messages."""

import sqlalchemy as sa
from alembic import op

from stageline.storage.migrations import shapes

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "gatherings",
        sa.Column("id", shapes.KEY, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("starts_at", shapes.INSTANT, nullable=False),
        sa.Column("ends_at", shapes.INSTANT, nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("created_at", shapes.INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("gatherings_pkey")),
        sa.UniqueConstraint("code", name=op.f("gatherings_unique_code")),
    )
    op.create_index("gatherings_by_start", "gatherings", ["starts_at", "id"], unique=False)
    op.create_table(
        "letter_templates",
        sa.Column("id", shapes.KEY, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("changed_at", shapes.INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("letter_templates_pkey")),
        sa.UniqueConstraint("code", name=op.f("letter_templates_unique_code")),
    )
    op.create_table(
        "invitees",
        sa.Column("gathering_id", shapes.KEY, nullable=False),
        sa.Column("contact_id", shapes.KEY, nullable=False),
        sa.Column("opportunity_id", shapes.KEY, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("invited_by", shapes.KEY, nullable=False),
        sa.Column("invited_at", shapes.INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("invitees_contact_id_fkey")),
        sa.ForeignKeyConstraint(["gathering_id"], ["gatherings.id"], name=op.f("invitees_gathering_id_fkey")),
        sa.ForeignKeyConstraint(["invited_by"], ["users.id"], name=op.f("invitees_invited_by_fkey")),
        sa.ForeignKeyConstraint(["opportunity_id"], ["opportunities.id"], name=op.f("invitees_opportunity_id_fkey")),
        sa.PrimaryKeyConstraint("gathering_id", "contact_id", name=op.f("invitees_pkey")),
    )
    op.create_table(
        "messages",
        sa.Column("id", shapes.KEY, nullable=False),
        sa.Column("opportunity_id", shapes.KEY, nullable=True),
        sa.Column("action_id", shapes.KEY, nullable=True),
        sa.Column("contact_id", shapes.KEY, nullable=True),
        sa.Column("sender_id", shapes.KEY, nullable=False),
        sa.Column("to_name", sa.Text(), nullable=False),
        sa.Column("to_address", sa.Text(), nullable=False),
        sa.Column("sender_name", sa.Text(), nullable=False),
        sa.Column("sender_address", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("held_until", shapes.INSTANT, nullable=False),
        sa.Column("made_by_event", shapes.KEY, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("created_at", shapes.INSTANT, nullable=False),
        sa.Column("ended_at", shapes.INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("messages_action_id_fkey")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("messages_contact_id_fkey")),
        sa.ForeignKeyConstraint(["opportunity_id"], ["opportunities.id"], name=op.f("messages_opportunity_id_fkey")),
        sa.ForeignKeyConstraint(["sender_id"], ["users.id"], name=op.f("messages_sender_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("messages_pkey")),
    )
    op.create_index("messages_by_state", "messages", ["state", "id"], unique=False)
    op.create_index(
        "messages_of_move",
        "messages",
        ["made_by_event"],
        unique=False,
        sqlite_where=sa.text("made_by_event IS NOT NULL"),
        postgresql_where=sa.text("made_by_event IS NOT NULL"),
    )
    op.create_index("messages_of_opportunity", "messages", ["opportunity_id", "id"], unique=False)
    op.create_index("messages_of_sender", "messages", ["sender_id", "id"], unique=False)
    op.create_index(
        "messages_one_for_action",
        "messages",
        ["action_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('queued', 'sending', 'failed', 'uncertain')"),
        postgresql_where=sa.text("state IN ('queued', 'sending', 'failed', 'uncertain')"),
    )
