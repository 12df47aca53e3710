"""Roles of the staff, accounts that can be shut, sessions and browsers that are known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010_staff"
down_revision = "0008_gathered"
STAFF = sa.ForeignKey("staff.id", ondelete="CASCADE")


def upgrade() -> None:
    """Whoever came first looks after the accounts."""
    role = sa.Column("role", sa.String(16), nullable=False, server_default="librarian")
    op.add_column("staff", role)
    op.add_column("staff", sa.Column("closed", sa.Float()))
    op.add_column("staff", sa.Column("seen", sa.Float(), nullable=False, server_default="0"))
    op.execute("UPDATE staff SET role = 'administrator' WHERE id = (SELECT MIN(id) FROM staff)")
    for name, size in (("address", 64), ("agent", 200)):
        told = sa.Column(name, sa.String(size), nullable=False, server_default="")
        op.add_column("staff_sessions", told)
    opened = sa.Column("opened", sa.Float(), nullable=False, server_default="0")
    op.add_column("staff_sessions", opened)
    op.create_table(
        "staff_browsers",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column(
            "staff_id", sa.Integer(), sa.ForeignKey("staff.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("at", sa.Float(), nullable=False),
    )
