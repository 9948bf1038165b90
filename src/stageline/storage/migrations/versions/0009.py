"""Take the type of a sales target's stage from the stage itself."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.drop_column("sales_targets", "stage_type")
