"""Delivery by part, windows, choices behind buttons, channel events and facts, notices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_channels"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("conversations", sa.Column("interacted", sa.Float()))
    op.add_column("conversations", _count("since_heard"))
    op.add_column("conversations", sa.Column("stopped", sa.String(100)))
    op.execute("UPDATE conversations SET interacted = heard")
    for name in ("part", "doubts", "paid"):
        op.add_column("outbox", _count(name))
    op.create_index("outbox_of_message", "outbox", ["message_id"])
    op.create_index(
        "outbox_one_sending",
        "outbox",
        ["conversation_id"],
        unique=True,
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )
    _delivery_tables()
    _event_tables()
    _notice_tables()


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default="0")


def _conversation(*, nullable: bool = False) -> sa.Column[str]:
    foreign = sa.ForeignKey("conversations.id", ondelete="CASCADE")
    return sa.Column("conversation_id", sa.String(32), foreign, nullable=nullable)


def _delivery_tables() -> None:
    op.create_table(
        "receipts",
        sa.Column("channel", sa.String(16), primary_key=True),
        sa.Column("receipt", sa.String(200), primary_key=True),
        sa.Column(
            "outbox_id",
            sa.Integer(),
            sa.ForeignKey("outbox.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("at", sa.Float(), nullable=False),
    )
    op.create_table(
        "choices",
        sa.Column("key", sa.String(32), primary_key=True),
        _conversation(),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("expires", sa.Float(), nullable=False),
        sa.Column("used", sa.Float()),
    )
    op.create_index("choices_of", "choices", ["conversation_id", "message_id"])


def _event_tables() -> None:
    op.create_table(
        "channel_events",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("event_id", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("state", sa.String(8), nullable=False, server_default="done"),
        _conversation(nullable=True),
        sa.Column("body_sealed", sa.LargeBinary()),
        sa.Column("at", sa.Float(), nullable=False),
        sa.UniqueConstraint("channel", "event_id"),
    )
    op.create_index("channel_events_waiting", "channel_events", ["state", "id"])
    op.create_table(
        "channel_facts",
        sa.Column("channel", sa.String(16), primary_key=True),
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
    )


def _notice_tables() -> None:
    op.create_table(
        "notice_wishes",
        sa.Column(
            "conversation_id",
            sa.String(32),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("agreed", sa.String(32), nullable=False),
        sa.Column("since", sa.Float(), nullable=False),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        _conversation(),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.UniqueConstraint("conversation_id", "kind", "subject"),
    )
