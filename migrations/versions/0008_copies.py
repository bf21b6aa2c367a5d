"""Pages that are copies: by what they are found, and of what they are copies."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "page",
        sa.Column("signature", sa.LargeBinary(), comment="of its words, to find copies; null: names no brand any more"),
    )
    op.add_column(
        "page",
        sa.Column("original", sa.Text(), comment="normal form of the page that this one is a copy of; null: of none"),
    )
    op.create_index("ix_page_original", "page", ["original"])
    op.create_table(
        "page_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_page_mark"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name="fk_page_mark_page_id"),
        sa.UniqueConstraint("page_id", "mark", name="uq_page_mark_page_id_mark"),
    )
    op.create_index("ix_page_mark_mark", "page_mark", ["mark"])


def downgrade() -> None:
    op.drop_index("ix_page_mark_mark", "page_mark")
    op.drop_table("page_mark")
    op.drop_index("ix_page_original", "page")
    for name in ("original", "signature"):
        op.drop_column("page", name)
