"""What lists claim of a page beside its date, and the pages that continue others."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("claim", sa.JSON(), comment="what else listings say: number of replies, last post"),
        sa.Column("thread", sa.Text(), comment="normal form of the first page of what this one continues"),
        sa.Column("next_part", sa.Text(), comment="normal form of the page that continues this one"),
    ):
        op.add_column("visit", column)
    for name in ("thread", "source_url"):
        op.create_index(f"ix_visit_{name}", "visit", [name])


def downgrade() -> None:
    for name in ("source_url", "thread"):
        op.drop_index(f"ix_visit_{name}", "visit")
    for name in ("next_part", "thread", "claim"):
        op.drop_column("visit", name)
