"""The one transaction that closes a message: transcript, outbox, owner and effects together."""

from __future__ import annotations

from sqlalchemy import Connection, insert

from bot.delivery.notices import wishes
from bot.dialogue.turn.result import TurnResult
from bot.store import handoffs, inbox, outbox, schema, transcript
from bot.store.conversations import Conversation, Conversations
from bot.store.inbox import InboxRow
from bot.store.links import Links
from connectors.messages import Reply

EFFECT_ACTS = frozenset(
    ("renewed", "hold_placed", "hold_cancelled", "linked", "unlinked", "erased")
)
ROTATED = "web"
"""Where the session is ours: it is rotated when a card is linked (row 19 of the promises)."""


def close(
    db: Connection,
    row: InboxRow,
    conversation: Conversation,
    result: TurnResult,
    *,
    conversations: Conversations,
    links: Links,
    now: float,
    ms: float,
) -> None:
    """Everything of the turn is kept, or nothing."""
    if result.effects.erase:
        _erase(db, conversation, result, conversations=conversations, now=now)
        return
    heard, sent = Reply(row.text), [transcript.sent(file) for file in row.files]
    transcript.add(
        db, conversation.id, "reader", heard, now, facts={"files": sent} if sent else None,
        inbox_id=row.id,
    )  # fmt: skip
    facts = {
        "acts": list(result.acts),
        **result.understood,
        "trail": list(result.trail),
        "degraded": result.degraded,
        "ms": round(ms, 1),
    }
    effect = bool(EFFECT_ACTS & set(result.acts))
    for reply in result.replies:
        who: transcript.Who = "system" if reply.sender == "system" else "bot"
        said = transcript.add(db, conversation.id, who, reply, now, facts=facts, inbox_id=row.id)
        outbox.put(db, conversation.id, said, effect=effect)
    _effects(db, row, conversation, result, conversations=conversations, links=links, now=now)
    inbox.close(db, row.id)


def _effects(
    db: Connection,
    row: InboxRow,
    conversation: Conversation,
    result: TurnResult,
    *,
    conversations: Conversations,
    links: Links,
    now: float,
) -> None:
    if result.link is not None:
        links.link(db, conversation.id, *result.link, now)
        if conversation.channel == ROTATED:
            event = inbox.event_of(db, row.id)
            links.moved(db, event, conversations.move(db, conversation), now)
    if result.effects.unlink:
        links.unlink(db, conversation.id)
    if result.notices is not None or result.effects.unlink:
        wishes.wish(db, conversation.id, on=bool(result.notices), now=now)
    for note in result.effects.notes:
        db.execute(
            insert(schema.notes).values(
                conversation_id=conversation.id, kind=note.kind, text=note.text, at=now
            )
        )
    if result.effects.handoff is not None:
        trail = _trail(db, conversation.id)
        handoffs.ask(db, conversation.id, result.effects.handoff, trail, now)
        conversations.set_owner(db, conversation.id, "queue")
    elif result.take_back:
        ticket = handoffs.current(db, conversation.id)
        if ticket is not None:
            handoffs.close(db, ticket.id, now, "taken_back")
        conversations.set_owner(db, conversation.id, "bot")


def _trail(db: Connection, conversation_id: str) -> tuple[str, ...]:
    """What the assistant searched in the last turns, for the librarian."""
    recent = transcript.of(db, conversation_id, limit=12)
    return tuple(dict.fromkeys(line for m in recent for line in m.facts.get("trail", ())))[-8:]


def _erase(
    db: Connection,
    conversation: Conversation,
    result: TurnResult,
    *,
    conversations: Conversations,
    now: float,
) -> None:
    """All of the conversation goes; only the farewell stands in its fresh place."""
    conversations.erase(db, conversation.id)
    fresh = conversations.find_or_open(
        db, conversation.channel, conversation.chat_key, conversation.name, now
    )
    for reply in result.replies:
        said = transcript.add(db, fresh, "bot", reply, now, facts={"acts": list(result.acts)})
        outbox.put(db, fresh, said, effect=True)
