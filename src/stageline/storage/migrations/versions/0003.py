"""Make room for stage actions, activities and outcomes."""

import sqlalchemy as sa
from alembic import op

from stageline.storage.migrations import shapes

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    shapes.create_sequence("action_ids")
    shapes.create_sequence("activity_ids")
    op.create_table(
        "deal_roles",
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name_folded", name=op.f("deal_roles_pkey")),
    )
    op.create_table(
        "outcomes",
        sa.Column("id", shapes.KEY, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("activity_types", shapes.JSON, nullable=False),
        sa.Column("is_contact_made", sa.Boolean(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("outcomes_pkey")),
        sa.UniqueConstraint("code", name=op.f("outcomes_unique_code")),
    )
    op.create_table(
        "role_maps",
        sa.Column("deal_role", sa.Text(), nullable=False),
        sa.Column("opportunity_id", shapes.KEY, nullable=False),
        sa.Column("process_id", shapes.KEY, nullable=False),
        sa.Column("owner_id", shapes.KEY, nullable=False),
        sa.Column("user_id", shapes.KEY, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("role_maps_user_id_fkey")),
        sa.PrimaryKeyConstraint("deal_role", "opportunity_id", "process_id", "owner_id", name=op.f("role_maps_pkey")),
    )
    op.create_table(
        "actions",
        sa.Column("id", shapes.KEY, autoincrement=False, nullable=False),
        sa.Column("opportunity_id", shapes.KEY, nullable=False),
        sa.Column("stage_id", shapes.KEY, nullable=False),
        sa.Column("definition", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("instructions", sa.Text(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("deal_role", sa.Text(), nullable=True),
        sa.Column("responsible_id", shapes.KEY, nullable=False),
        sa.Column("is_assigned_by_hand", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("plan", shapes.JSON, nullable=False),
        sa.Column("is_changed", sa.Boolean(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("completed_at", shapes.INSTANT, nullable=True),
        sa.Column("completed_by", shapes.KEY, nullable=True),
        sa.Column("completed_how", sa.Text(), nullable=True),
        sa.Column("created_at", shapes.INSTANT, nullable=False),
        sa.Column("deleted_at", shapes.INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["completed_by"], ["users.id"], name=op.f("actions_completed_by_fkey")),
        sa.ForeignKeyConstraint(["opportunity_id"], ["opportunities.id"], name=op.f("actions_opportunity_id_fkey")),
        sa.ForeignKeyConstraint(["responsible_id"], ["users.id"], name=op.f("actions_responsible_id_fkey")),
        sa.ForeignKeyConstraint(["stage_id"], ["stages.id"], name=op.f("actions_stage_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("actions_pkey")),
    )
    op.create_index(
        "actions_done",
        "actions",
        ["responsible_id", "completed_at"],
        unique=False,
        sqlite_where=sa.text("completed_at IS NOT NULL"),
        postgresql_where=sa.text("completed_at IS NOT NULL"),
    )
    op.create_index(
        "actions_in_trouble",
        "actions",
        ["opportunity_id"],
        unique=False,
        sqlite_where=sa.text("trouble IS NOT NULL"),
        postgresql_where=sa.text("trouble IS NOT NULL"),
    )
    op.create_index("actions_of_opportunity", "actions", ["opportunity_id", "stage_id"], unique=False)
    op.create_index(
        "actions_to_do",
        "actions",
        ["responsible_id", "due_on"],
        unique=False,
        sqlite_where=sa.text("completed_at IS NULL AND deleted_at IS NULL"),
        postgresql_where=sa.text("completed_at IS NULL AND deleted_at IS NULL"),
    )
    op.create_table(
        "activities",
        sa.Column("id", shapes.KEY, autoincrement=False, nullable=False),
        sa.Column("opportunity_id", shapes.KEY, nullable=True),
        sa.Column("contact_id", shapes.KEY, nullable=True),
        sa.Column("action_id", shapes.KEY, nullable=True),
        sa.Column("responsible_id", shapes.KEY, nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("starts_at", shapes.INSTANT, nullable=True),
        sa.Column("ends_at", shapes.INSTANT, nullable=True),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("reminder_minutes", sa.Integer(), nullable=True),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("is_tracked", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("outcome_note", sa.Text(), nullable=True),
        sa.Column("is_outcome_pending", sa.Boolean(), nullable=False),
        sa.Column("ended_at", shapes.INSTANT, nullable=True),
        sa.Column("ended_by", shapes.KEY, nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("made_by_event", shapes.KEY, nullable=True),
        sa.Column("cancelled_by_event", shapes.KEY, nullable=True),
        sa.Column("created_at", shapes.INSTANT, nullable=False),
        sa.Column("created_by", shapes.KEY, nullable=False),
        sa.Column("deleted_at", shapes.INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("activities_action_id_fkey")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("activities_contact_id_fkey")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("activities_created_by_fkey")),
        sa.ForeignKeyConstraint(["ended_by"], ["users.id"], name=op.f("activities_ended_by_fkey")),
        sa.ForeignKeyConstraint(["opportunity_id"], ["opportunities.id"], name=op.f("activities_opportunity_id_fkey")),
        sa.ForeignKeyConstraint(["responsible_id"], ["users.id"], name=op.f("activities_responsible_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("activities_pkey")),
    )
    op.create_index("activities_by_day", "activities", ["responsible_id", "on_day"], unique=False)
    op.create_index(
        "activities_ended",
        "activities",
        ["responsible_id", "ended_at"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NOT NULL"),
    )
    op.create_index("activities_of_opportunity", "activities", ["opportunity_id"], unique=False)
    op.create_index(
        "activities_one_for_action",
        "activities",
        ["action_id"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "activities_pending",
        "activities",
        ["responsible_id"],
        unique=False,
        sqlite_where=sa.text("is_outcome_pending"),
        postgresql_where=sa.text("is_outcome_pending"),
    )
    op.create_index("activities_timed", "activities", ["responsible_id", "starts_at"], unique=False)
    op.create_index(
        "activities_to_do",
        "activities",
        ["responsible_id"],
        unique=False,
        sqlite_where=sa.text("status = 'active' AND deleted_at IS NULL"),
        postgresql_where=sa.text("status = 'active' AND deleted_at IS NULL"),
    )
    op.create_table(
        "activity_participants",
        sa.Column("activity_id", shapes.KEY, nullable=False),
        sa.Column("user_id", shapes.KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("activity_participants_activity_id_fkey")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("activity_participants_user_id_fkey")),
        sa.PrimaryKeyConstraint("activity_id", "user_id", name=op.f("activity_participants_pkey")),
    )
    op.create_index("activity_participants_by_user", "activity_participants", ["user_id", "activity_id"], unique=False)
    op.add_column("processes", sa.Column("auto_advance", sa.Text(), server_default="off", nullable=False))
    op.add_column("processes", sa.Column("cancel_activities", sa.Text(), server_default="never", nullable=False))
    op.add_column("processes", sa.Column("owner_role", sa.Text(), nullable=True))
    op.add_column("stages", sa.Column("actions", shapes.JSON, server_default="[]", nullable=False))
    op.add_column("stages", sa.Column("outcomes", shapes.JSON, server_default="[]", nullable=False))

    # By hand: an organisation that is there already can say what came of an activity, and who does what on a deal.
    shapes.have_first_lists()
