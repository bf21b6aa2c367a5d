"""What more there is to say of the link round a mention."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mention", sa.Column("link_note", sa.String(32), comment="wrapped, profile or broken"))


def downgrade() -> None:
    op.drop_column("mention", "link_note")
