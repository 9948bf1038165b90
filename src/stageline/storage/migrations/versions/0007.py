"""Remember what was told of sales targets."""

import sqlalchemy as sa
from alembic import op

from stageline.storage.migrations import shapes

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "target_milestones",
        sa.Column("target_id", shapes.KEY, nullable=False),
        sa.Column("period_starts_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["sales_targets.id"], name=op.f("target_milestones_target_id_fkey")),
        sa.PrimaryKeyConstraint("target_id", "period_starts_on", "kind", name=op.f("target_milestones_pkey")),
    )
