"""What the desk keeps of a ticket, and its canned replies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_desk"
down_revision = "0010_staff"


def upgrade() -> None:
    op.add_column("handoffs", sa.Column("subject", sa.String(3)))
    op.add_column("handoffs", sa.Column("follows", sa.Integer()))
    for name in ("answered", "told"):
        op.add_column("handoffs", sa.Column(name, sa.Float()))
    for name in ("draft", "note"):
        text = sa.Column(name, sa.Text(), nullable=False, server_default="")
        op.add_column("handoffs", text)
    op.create_index("handoffs_by_state", "handoffs", ["state", "closed"])
    op.create_table(
        "canned",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("staff_id", sa.Integer(), sa.ForeignKey("staff.id", ondelete="CASCADE")),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
    )
