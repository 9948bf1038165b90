"""Make room for sales targets and what counts toward them."""

import sqlalchemy as sa
from alembic import op

from stageline.storage.migrations import shapes

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "sales_targets",
        sa.Column("id", shapes.KEY, nullable=False),
        sa.Column("user_id", shapes.KEY, nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=True),
        sa.Column("stage_type", sa.Text(), nullable=True),
        sa.Column("process_ids", shapes.JSON, nullable=False),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("period_type", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("week_start", sa.Integer(), nullable=False),
        sa.Column("anchor_month", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("pauses", shapes.JSON, nullable=False),
        sa.Column("ended_at", shapes.INSTANT, nullable=True),
        sa.Column("deleted_at", shapes.INSTANT, nullable=True),
        sa.Column("likeness", sa.Text(), nullable=False),
        sa.Column("set_by", shapes.KEY, nullable=False),
        sa.Column("set_at", shapes.INSTANT, nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["users.id"], name=op.f("sales_targets_set_by_fkey")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("sales_targets_user_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("sales_targets_pkey")),
    )
    op.create_index(op.f("sales_targets_by_batch_id"), "sales_targets", ["batch_id"], unique=False)
    op.create_index(op.f("sales_targets_by_stage_id"), "sales_targets", ["stage_id"], unique=False)
    op.create_index(op.f("sales_targets_by_user_id"), "sales_targets", ["user_id"], unique=False)
    op.create_index(
        "sales_targets_once",
        "sales_targets",
        ["likeness"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL AND deleted_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND deleted_at IS NULL"),
    )
    op.create_table(
        "target_numbers",
        sa.Column("target_id", shapes.KEY, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("is_once", sa.Boolean(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["sales_targets.id"], name=op.f("target_numbers_target_id_fkey")),
        sa.PrimaryKeyConstraint("target_id", "from_on", "is_once", name=op.f("target_numbers_pkey")),
    )
    op.create_table(
        "target_credits",
        sa.Column("target_id", shapes.KEY, nullable=False),
        sa.Column("period_starts_on", sa.Date(), nullable=False),
        sa.Column("opportunity_id", shapes.KEY, nullable=False),
        sa.Column("event_id", shapes.KEY, nullable=False),
        sa.Column("at", shapes.INSTANT, nullable=False),
        sa.Column("owner_id", shapes.KEY, nullable=False),
        sa.Column("amount_at_event_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency_at_event", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["stage_history.event_id"], name=op.f("target_credits_event_id_fkey")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("target_credits_opportunity_id_fkey")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("target_credits_owner_id_fkey")),
        sa.ForeignKeyConstraint(["target_id"], ["sales_targets.id"], name=op.f("target_credits_target_id_fkey")),
        sa.PrimaryKeyConstraint("target_id", "period_starts_on", "opportunity_id", name=op.f("target_credits_pkey")),
    )
    op.create_index(op.f("target_credits_by_opportunity_id"), "target_credits", ["opportunity_id"], unique=False)
