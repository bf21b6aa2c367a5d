"""What files of other tools hold: addresses to visit, and who is said to link already."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False, comment="registered domain of the page"),
        sa.Column(
            "likeness",
            sa.Text(),
            nullable=False,
            comment="what spellings of url share; empty: only the site is told",
        ),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False, comment="where the link leads"),
        sa.Column("to_host", sa.Text(), nullable=False, comment="host of target"),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("rel", sa.JSON(), nullable=False),
        sa.Column("followed", sa.Boolean(), nullable=False, comment="without nofollow, ugc, sponsored"),
        sa.Column("lost", sa.Boolean(), nullable=False, comment="the link was there once"),
        sa.Column(
            "seen_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when the tool looked last; else of the import",
        ),
        sa.Column("source", sa.Text(), nullable=False, comment="tool and file"),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_claim"),
        sa.UniqueConstraint("site", "likeness", "to_host", name="uq_claim_site_likeness_to_host"),
    )
    op.create_index("ix_claim_likeness", "claim", ["likeness"])
    op.create_table(
        "imported_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False, comment="normal form of url"),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(32), comment="as the file or the user says; null: nobody did"),
        sa.Column("source", sa.Text(), nullable=False, comment="tool and file"),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_imported_address"),
        sa.UniqueConstraint("address", name="uq_imported_address_address"),
    )


def downgrade() -> None:
    op.drop_table("imported_address")
    op.drop_index("ix_claim_likeness", "claim")
    op.drop_table("claim")
