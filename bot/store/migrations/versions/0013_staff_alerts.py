"""What the staff was told by mail about a ticket: each thing once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_staff_alerts"
down_revision = "0012_knowledge"
TICKET = sa.ForeignKey("handoffs.id", ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "staff_alerts",
        sa.Column("handoff_id", sa.Integer(), TICKET, primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("at", sa.Float(), nullable=False),
    )
