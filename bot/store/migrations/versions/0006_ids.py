"""Numbers of messages never come back: SQLite gave those of purged rows to new ones."""

from __future__ import annotations

from alembic import op

revision = "0006_ids"
down_revision = "0005_due"

INBOX = """
CREATE TABLE {name} (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    channel VARCHAR(16) NOT NULL,
    event_id VARCHAR(200) NOT NULL,
    conversation_id VARCHAR(32) NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    body TEXT NOT NULL,
    received FLOAT NOT NULL,
    state VARCHAR(8) DEFAULT 'waiting' NOT NULL,
    attempts INTEGER DEFAULT '0' NOT NULL,
    lease FLOAT,
    UNIQUE (channel, event_id)
)
"""
MESSAGES = """
CREATE TABLE {name} (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    conversation_id VARCHAR(32) NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    inbox_id INTEGER,
    who VARCHAR(12) NOT NULL,
    reply TEXT NOT NULL,
    facts TEXT DEFAULT '{{}}' NOT NULL,
    at FLOAT NOT NULL
)
"""
COLUMNS = {
    "inbox": "id, channel, event_id, conversation_id, body, received, state, attempts, lease",
    "messages": "id, conversation_id, inbox_id, who, reply, facts, at",
}


def upgrade() -> None:
    """No table refers to these two, so they can be laid anew with foreign keys held. PostgreSQL's
    sequences never go back."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table, shape in (("inbox", INBOX), ("messages", MESSAGES)):
        op.execute(shape.format(name=f"{table}_new"))
        op.execute(
            f"INSERT INTO {table}_new ({COLUMNS[table]}) SELECT {COLUMNS[table]} FROM {table}"  # noqa: S608 - names of ours
        )
        op.execute(f"DROP TABLE {table}")
        op.execute(f"ALTER TABLE {table}_new RENAME TO {table}")
    op.create_index("inbox_waiting", "inbox", ["state", "id"])
    op.execute(
        "CREATE UNIQUE INDEX inbox_one_running ON inbox (conversation_id) WHERE state = 'running'"
    )
    op.create_index("messages_of", "messages", ["conversation_id", "id"])
    op.execute("DELETE FROM sqlite_sequence WHERE name IN ('inbox', 'messages')")
    op.execute(
        "INSERT INTO sqlite_sequence (name, seq) SELECT 'inbox', MAX("
        "COALESCE((SELECT MAX(id) FROM inbox), 0),"
        " COALESCE((SELECT MAX(inbox_id) FROM messages), 0))"
    )
    op.execute(
        "INSERT INTO sqlite_sequence (name, seq) SELECT 'messages', MAX("
        "COALESCE((SELECT MAX(id) FROM messages), 0),"
        " COALESCE((SELECT MAX(message_id) FROM labels), 0))"
    )
