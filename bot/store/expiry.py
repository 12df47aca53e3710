"""What readers wrote and were told, forgotten by age."""

from __future__ import annotations

from sqlalchemy import Connection, and_, delete, exists, or_, select

from bot.store import schema

_UNSENT = ("waiting", "sending")


def purge(db: Connection, before: float) -> int:
    """Forget messages, notes, labels, closed handoffs and spent link tokens older than `before`,
    and conversations that nobody spoke in since and no card is linked to. How many rows went."""
    said, box, talks = schema.messages, schema.outbox, schema.conversations
    old = select(said.c.id).where(said.c.at < before)
    handoffs, tokens, heard = schema.handoffs, schema.link_tokens, schema.inbox
    statements = (
        delete(box).where(box.c.message_id.in_(old), box.c.state.not_in(_UNSENT)),
        delete(schema.labels).where(schema.labels.c.at < before),
        delete(said).where(
            said.c.at < before,
            ~exists().where(box.c.message_id == said.c.id, box.c.state.in_(_UNSENT)),
        ),
        delete(schema.notes).where(schema.notes.c.at < before),
        delete(heard).where(heard.c.received < before, heard.c.state.in_(("done", "dead"))),
        delete(handoffs).where(handoffs.c.state == "closed", handoffs.c.closed < before),
        delete(tokens).where(
            or_(tokens.c.code_expires.is_(None), tokens.c.code_expires < before),
            tokens.c.expires < before,
        ),
        delete(talks).where(
            and_(talks.c.heard < before, talks.c.owner.in_(("bot", "closed"))),
            ~exists().where(schema.links.c.conversation_id == talks.c.id),
            ~exists().where(said.c.conversation_id == talks.c.id),
        ),
    )
    return sum(db.execute(statement).rowcount for statement in statements)
