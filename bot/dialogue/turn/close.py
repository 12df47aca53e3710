"""The one transaction that closes a message: transcript, outbox, owner and effects together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bot.dialogue.memory import Memory, stored
from bot.dialogue.port import TurnResult, Understood
from bot.dialogue.turn.recall import MEMORY
from bot.rights.erase import erase
from bot.store import handoffs, inbox, notes, notices, outbox, parts, transcript
from bot.store.conversations import Conversation, Conversations
from bot.store.database import Transaction
from bot.store.inbox import InboxRow
from bot.store.links import Links
from bot.store.steps import Step, read
from connectors.messages import Reply

EFFECT_ACTS = frozenset(
    ("renewed", "hold_placed", "hold_cancelled", "linked", "unlinked", "erased")
)
ROTATED = "web"
"""Where the session is ours: it is rotated when a card is linked."""


def close(
    db: Transaction,
    row: InboxRow,
    conversation: Conversation,
    result: TurnResult,
    memory: Memory,
    *,
    conversations: Conversations,
    links: Links,
    now: float,
    ms: float,
) -> None:
    """Everything of the turn is kept, or nothing. `memory` is what the turn leaves."""
    if result.effects.erase:
        fresh = erase(db, conversations, conversation, now)
        for reply in result.replies:
            told = {"acts": list(result.acts)}
            said = transcript.add(db, fresh, "bot", reply, now, facts=told)
            outbox.put(db, fresh, said, effect=True)
        return
    _heard(db, row, conversation.id, now)
    facts = {
        "acts": list(result.acts),
        **_meanings(result.understood),
        "trail": [step.stored() for step in result.trail],
        "degraded": result.degraded,
        MEMORY: stored(memory),
        "ms": round(ms, 1),
    }
    effect = bool(EFFECT_ACTS & set(result.acts))
    for reply in result.replies:
        who: transcript.Who = "system" if reply.sender == "system" else "bot"
        said = transcript.add(db, conversation.id, who, reply, now, facts=facts, inbox_id=row.id)
        outbox.put(db, conversation.id, said, effect=effect, thread=row.thread or "")
    _effects(db, row, conversation, result, conversations=conversations, links=links, now=now)
    inbox.close(db, row.id)


def _heard(db: Transaction, row: InboxRow, conversation_id: str, now: float) -> None:
    """As the reader left it: the message may have been edited while it was answered."""
    text, said = row.text, list(row.parts)
    again = parts.edited(db, row.id) if said else None
    if again is not None:
        text, said = again
    sent = [transcript.sent(file) for file in row.files]
    facts = ({"files": sent} if sent else {}) | ({"parts": said} if said else {})
    transcript.add(
        db, conversation_id, "reader", Reply(text), now, facts=facts or None, inbox_id=row.id
    )


def _effects(
    db: Transaction,
    row: InboxRow,
    conversation: Conversation,
    result: TurnResult,
    *,
    conversations: Conversations,
    links: Links,
    now: float,
) -> None:
    if result.effects.link is not None:
        links.link(db, conversation.id, *result.effects.link, now)
        if conversation.channel == ROTATED:
            event = inbox.event_of(db, row.id)
            links.moved(db, event, conversations.move(db, conversation), now)
    if result.effects.unlink:
        links.unlink(db, conversation.id)
    if result.effects.notices is not None or result.effects.unlink:
        notices.wish(db, conversation.id, on=bool(result.effects.notices), now=now)
    for note in result.effects.notes:
        notes.add(db, conversation.id, note.kind, note.text, now)
    if result.effects.handoff is not None:
        trail = _trail(db, conversation.id)
        handoffs.ask(db, conversation.id, result.effects.handoff, trail, now)
        conversations.set_owner(db, conversation.id, "queue")
    elif result.effects.take_back:
        handoff = handoffs.current(db, conversation.id)
        if handoff is not None:
            handoffs.close(db, handoff.id, now, "taken_back")
        conversations.set_owner(db, conversation.id, "bot")


def _meanings(understood: Sequence[Understood]) -> dict[str, Any]:
    """What the message was taken for, as it is kept beside its answers."""
    return {
        "intent": understood[0].intent if understood else None,
        "intents": list(dict.fromkeys(each.intent for each in understood)),
        "entities": [asdict(entity) for each in understood for entity in each.entities],
    }


def _trail(db: Transaction, conversation_id: str) -> tuple[Step, ...]:
    """What the assistant searched in the last turns, for the librarian."""
    recent = transcript.of(db, conversation_id, limit=12)
    done = (step for m in recent for step in read(m.facts.get("trail", ())))
    return tuple(dict.fromkeys(done))[-8:]
