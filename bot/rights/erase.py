"""Erasing all that is kept of a conversation."""

from __future__ import annotations

from bot.store.conversations import Conversation, Conversations
from bot.store.database import Transaction


def erase(
    db: Transaction, conversations: Conversations, conversation: Conversation, now: float
) -> str:
    """All of the conversation goes, by cascade. Its fresh place, for the farewell alone: the
    new conversation's id."""
    conversations.erase(db, conversation.id)
    return conversations.find_or_open(
        db, conversation.channel, conversation.chat_key, conversation.name, now
    )
