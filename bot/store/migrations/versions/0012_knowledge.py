"""Answers that librarians wrote once and a colleague approved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012_knowledge"
down_revision = "0011_desk"
TALK = sa.ForeignKey("conversations.id", ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "knowledge",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("wordings", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("subject", sa.String(3)),
        sa.Column("state", sa.String(8), nullable=False, server_default="draft"),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("approver", sa.String(64)),
        sa.Column("made", sa.Float(), nullable=False),
        sa.Column("approved", sa.Float()),
        sa.Column("review", sa.Float()),
        sa.Column("reason", sa.String(200), nullable=False, server_default=""),
        sa.Column(
            "conversation_id", sa.String(32), sa.ForeignKey("conversations.id", ondelete="CASCADE")
        ),
    )
    op.create_index("knowledge_by_state", "knowledge", ["state", "id"])
