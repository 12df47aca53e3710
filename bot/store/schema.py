"""Tables. Order and deduplication live here, not in locks in memory.

External ids, names and patron ids are sealed (`*_sealed`); `*_hash` columns are keyed digests
by which they are found. Times are seconds since the epoch.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("chat_hash", String(64), nullable=False),
    Column("chat_sealed", LargeBinary, nullable=False),
    Column("name_sealed", LargeBinary),
    Column("owner", String(16), nullable=False, server_default="bot"),
    Column("staff_id", Integer),
    Column("opened", Float, nullable=False),
    Column("heard", Float, nullable=False),
    Column("interacted", Float),
    Column("since_heard", Integer, nullable=False, server_default="0"),
    Column("stopped", String(100)),
    Column("thread", String(32)),
    UniqueConstraint("channel", "chat_hash"),
)
# interacted: the reader's last act on the channel, from which its windows count;
# since_heard: messages sent since then; stopped: why nothing can reach the reader any more;
# thread: the part of the chat in which the reader wrote last.

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(16), nullable=False),
    Column("event_id", String(200), nullable=False),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("body", Text, nullable=False),
    Column("received", Float, nullable=False),
    Column("state", String(8), nullable=False, server_default="waiting"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("lease", Float),
    Column("ready", Float, nullable=False, server_default="0"),
    UniqueConstraint("channel", "event_id"),
    Index("inbox_waiting", "state", "id"),
    Index("inbox_of", "conversation_id", "id"),
    sqlite_autoincrement=True,
)
# A number is never given again, though rows are purged: answers and labels are matched by it.

# One message of a conversation at a time, whatever the workers do.
Index(
    "inbox_one_running",
    inbox.c.conversation_id,
    unique=True,
    sqlite_where=text("state = 'running'"),
    postgresql_where=text("state = 'running'"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("inbox_id", Integer),
    Column("who", String(12), nullable=False),
    Column("reply", Text, nullable=False),
    Column("facts", Text, nullable=False, server_default="{}"),
    Column("at", Float, nullable=False),
    Index("messages_of", "conversation_id", "id"),
    sqlite_autoincrement=True,
)

files = Table(
    "files",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("size", Integer, nullable=False),
    Column("at", Float, nullable=False),
    Column("name_sealed", LargeBinary, nullable=False),
    Column("body_sealed", LargeBinary, nullable=False),
    Index("files_of", "conversation_id", "at"),
    Index("files_at", "at", "size"),
)
# What readers sent to us ourselves (the web); a platform keeps the files of its own chats.

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("message_id", Integer, nullable=False),
    Column("state", String(8), nullable=False, server_default="waiting"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("not_before", Float, nullable=False, server_default="0"),
    Column("effect", Integer, nullable=False, server_default="0"),
    Column("receipt", String(200)),
    Column("reason", String(200)),
    Column("part", Integer, nullable=False, server_default="0"),
    Column("doubts", Integer, nullable=False, server_default="0"),
    Column("paid", Integer, nullable=False, server_default="0"),
    Column("channel", String(16), nullable=False, server_default="web"),
    Column("thread", String(32)),
    Index("outbox_due", "state", "channel", "not_before", "id"),
    Index("outbox_of", "conversation_id", "state", "id"),
    Index("outbox_of_message", "message_id"),
)
# part: payloads of the reply that are out already; doubts: sends whose answer was lost;
# paid: somebody agreed that this message may cost money; channel: its conversation's;
# thread: the part of the chat it belongs into, empty for none.

# One message of a conversation on the wire at a time.
Index(
    "outbox_one_sending",
    outbox.c.conversation_id,
    unique=True,
    sqlite_where=text("state = 'sending'"),
    postgresql_where=text("state = 'sending'"),
)

receipts = Table(
    "receipts",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("receipt", String(200), primary_key=True),
    Column("outbox_id", ForeignKey("outbox.id", ondelete="CASCADE"), nullable=False),
    Column("at", Float, nullable=False),
)

choices = Table(
    "choices",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("message_id", Integer, nullable=False),
    Column("number", Integer),
    Column("title", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("expires", Float, nullable=False),
    Column("used", Float),
    Index("choices_of", "conversation_id", "message_id"),
)

channel_events = Table(
    "channel_events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(16), nullable=False),
    Column("event_id", String(200), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("state", String(8), nullable=False, server_default="done"),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE")),
    Column("body_sealed", LargeBinary),
    Column("at", Float, nullable=False),
    UniqueConstraint("channel", "event_id"),
    Index("channel_events_waiting", "state", "id"),
)

channel_facts = Table(
    "channel_facts",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("name", String(32), primary_key=True),
    Column("value_sealed", LargeBinary, nullable=False),
    Column("at", Float, nullable=False),
)

notice_wishes = Table(
    "notice_wishes",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("agreed", String(32), nullable=False),
    Column("since", Float, nullable=False),
)

notices = Table(
    "notices",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("state", String(12), nullable=False),
    Column("at", Float, nullable=False),
    UniqueConstraint("conversation_id", "kind", "subject"),
)

links = Table(
    "links",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("patron_sealed", LargeBinary, nullable=False),
    Column("consent", String(32), nullable=False),
    Column("linked", Float, nullable=False),
)

link_tokens = Table(
    "link_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("expires", Float, nullable=False),
    Column("state", String(8), nullable=False, server_default="open"),
    Column("patron_sealed", LargeBinary),
    Column("consent", String(32)),
    Column("code_hash", String(64)),
    Column("code_expires", Float),
    Column("code_tries", Integer, nullable=False, server_default="0"),
    Column("asked_sealed", LargeBinary),
)
# asked: what the reader wanted when the card was missing; answered once it is linked.

handoffs = Table(
    "handoffs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("reason", String(24), nullable=False),
    Column("summary", Text, nullable=False),
    Column("trail", Text, nullable=False, server_default="[]"),
    Column("opened", Float, nullable=False),
    Column("state", String(8), nullable=False, server_default="waiting"),
    Column("staff_id", Integer),
    Column("claimed", Float),
    Column("closed", Float),
    Column("outcome", String(16)),
    Column("read_level", Integer),
    Column("subject", String(3)),
    Column("answered", Float),
    Column("follows", Integer),
    Column("told", Float),
    Column("draft", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Index("handoffs_by_state", "state", "closed"),
)
# answered: when a librarian first replied; follows: the ticket of the same reader closed shortly
# before; told: when the reader heard that nobody is free yet; draft: what its librarian wrote and
# has not sent; note: what a colleague said when passing it on.

Index(
    "handoffs_one_open",
    handoffs.c.conversation_id,
    unique=True,
    sqlite_where=text("state != 'closed'"),
    postgresql_where=text("state != 'closed'"),
)

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Float, nullable=False),
)

labels = Table(
    "labels",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("message_id", Integer, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("marked", Text, nullable=False),
    Column("intent", String(32), nullable=False),
    Column("staff", String(64), nullable=False),
    Column("at", Float, nullable=False),
    Column("state", String(8), nullable=False, server_default="new"),
)
# What librarians say a misunderstood message meant, until a review takes or drops it.

staff = Table(
    "staff",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("username", String(64), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("role", String(16), nullable=False, server_default="librarian"),
    Column("closed", Float),
    Column("seen", Float, nullable=False, server_default="0"),
)
# closed: since when the account is shut; seen: the last sign of life of a page of theirs.

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("expires", Float, nullable=False),
    Column("opened", Float, nullable=False, server_default="0"),
    Column("address", String(64), nullable=False, server_default=""),
    Column("agent", String(200), nullable=False, server_default=""),
)

staff_browsers = Table(
    "staff_browsers",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("at", Float, nullable=False),
)
# Browsers that somebody signed in from: strangers' tries for the name do not shut them out.

staff_alerts = Table(
    "staff_alerts",
    metadata,
    Column("handoff_id", ForeignKey("handoffs.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("at", Float, nullable=False),
)

canned = Table(
    "canned",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE")),
    Column("title", String(80), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Float, nullable=False),
)
# Without a staff_id all share it.

knowledge = Table(
    "knowledge",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("question", Text, nullable=False),
    Column("wordings", Text, nullable=False, server_default="[]"),
    Column("answer", Text, nullable=False),
    Column("sources", Text, nullable=False, server_default="[]"),
    Column("subject", String(3)),
    Column("state", String(8), nullable=False, server_default="draft"),
    Column("author", String(64), nullable=False),
    Column("approver", String(64)),
    Column("made", Float, nullable=False),
    Column("approved", Float),
    Column("review", Float),
    Column("reason", String(200), nullable=False, server_default=""),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE")),
    Index("knowledge_by_state", "state", "id"),
)
# A draft goes with the conversation it came from; what was approved names nobody and stays.
# reason: why it is doubted or retired.

throttles = Table(
    "throttles",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", String(80), nullable=False),
    Column("at", Float, nullable=False),
    Index("throttles_of", "key", "at"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Float, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("action", String(32), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
