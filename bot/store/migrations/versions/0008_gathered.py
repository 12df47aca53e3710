"""Several events of one act are one message; a reply goes to the topic it was asked in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008_gathered"
down_revision = "0007_asked"


def upgrade() -> None:
    op.add_column("inbox", sa.Column("ready", sa.Float(), nullable=False, server_default="0"))
    op.create_index("inbox_of", "inbox", ["conversation_id", "id"])
    op.add_column("conversations", sa.Column("thread", sa.String(32)))
    op.add_column("outbox", sa.Column("thread", sa.String(32)))
