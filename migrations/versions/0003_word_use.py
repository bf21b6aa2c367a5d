"""What crawls learn of words that look like a misspelt brand."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "word_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False, comment="folded"),
        sa.Column("site", sa.Text(), nullable=False, comment="registered domain"),
        sa.PrimaryKeyConstraint("id", name="pk_word_use"),
        sa.UniqueConstraint("word", "site", name="uq_word_use_word_site"),
    )


def downgrade() -> None:
    op.drop_table("word_use")
