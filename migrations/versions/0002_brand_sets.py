"""Which brands a visit looked for, each by its fingerprint, and which source offered the address."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text()


def upgrade() -> None:
    op.create_table(
        "brand_set",
        sa.Column("fingerprint", TEXT, nullable=False, comment="of the two columns that follow"),
        sa.Column("brands", sa.JSON(), nullable=False, comment="fingerprints by the keys of brands"),
        sa.Column("version", TEXT, nullable=False, comment="of the program that looked"),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_brand_set"),
    )
    op.add_column(
        "visit", sa.Column("source_url", TEXT, comment="the source that offered it last; null: a list by hand")
    )


def downgrade() -> None:
    op.drop_column("visit", "source_url")
    op.drop_table("brand_set")
