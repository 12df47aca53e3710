"""What may leave is found by the index, however many replies wait for a channel."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005_due"
down_revision = "0004_files"


def upgrade() -> None:
    op.add_column(
        "outbox", sa.Column("channel", sa.String(16), nullable=False, server_default="web")
    )
    op.execute(
        "UPDATE outbox SET channel ="
        " (SELECT channel FROM conversations WHERE conversations.id = outbox.conversation_id)"
    )
    op.drop_index("outbox_waiting", "outbox")
    op.create_index("outbox_due", "outbox", ["state", "channel", "not_before", "id"])
    op.create_index("outbox_of", "outbox", ["conversation_id", "state", "id"])
