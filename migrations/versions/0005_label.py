"""What people said of places: whether they are the brand."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("brand", sa.Text(), nullable=False, comment="key of the brand"),
        sa.Column("address", sa.Text(), nullable=False, comment="normal form of url"),
        sa.Column("place", sa.Text(), nullable=False, comment="hash of the words by which the place is known again"),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("surface", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("is_brand", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False, comment="as of a mention, at the time of the verdict"),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(32), nullable=False, comment="review or import"),
        sa.Column("prospect_id", sa.Integer(), comment="decided on; null: from a file"),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["prospect_id"], ["prospect.id"], name="fk_label_prospect_id_prospect"),
        sa.PrimaryKeyConstraint("id", name="pk_label"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_label_current",
        "label",
        ["brand", "address", "place"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )


def downgrade() -> None:
    op.drop_table("label")
