"""What software each source runs."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "source_pace",
        sa.Column(
            "software",
            sa.Text(),
            nullable=True,
            comment="what it runs; empty: not recognised; null: not looked",
        ),
    )
    op.add_column(
        "source_pace",
        sa.Column(
            "is_told", sa.Boolean(), nullable=True, comment="whether it is read by what its software tells programs"
        ),
    )


def downgrade() -> None:
    op.drop_column("source_pace", "is_told")
    op.drop_column("source_pace", "software")
