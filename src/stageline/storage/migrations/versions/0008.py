"""Make room for exchange rates, and for sales targets that convert by them."""

import sqlalchemy as sa
from alembic import op

from stageline.storage.migrations import shapes

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "exchange_rates",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("per_euro", sa.Text(), nullable=False),
        sa.Column("known_at", shapes.INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("day", "currency", name=op.f("exchange_rates_pkey")),
    )
    op.add_column("sales_targets", sa.Column("converts", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("target_credits", sa.Column("rate", sa.Text(), nullable=True))
    op.add_column("target_credits", sa.Column("rate_on", sa.Date(), nullable=True))
