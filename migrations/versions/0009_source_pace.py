"""When each source was looked at, and when it last gave something new."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "source_pace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False, comment="as in the configuration"),
        sa.Column(
            "looked_at", sa.DateTime(timezone=True), nullable=False, comment="start of the last run that read it"
        ),
        sa.Column(
            "news_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="start of the last run in which it offered something new",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_source_pace"),
        sa.UniqueConstraint("source_url", name="uq_source_pace_source_url"),
    )


def downgrade() -> None:
    op.drop_table("source_pace")
