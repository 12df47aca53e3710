"""How much a channel is used."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from bot.store import schema


def of_channel(db: Connection, channel: str, since: float) -> tuple[int, int]:
    """(conversations in all, replies since then)."""
    conversations, messages = schema.conversations, schema.messages
    here = conversations.c.channel == channel
    readers = db.execute(select(func.count()).where(here)).scalar_one()
    joined = messages.join(conversations, conversations.c.id == messages.c.conversation_id)
    sent = db.execute(
        select(func.count())
        .select_from(joined)
        .where(here, messages.c.who != "reader", messages.c.at >= since)
    ).scalar_one()
    return int(readers), int(sent)
