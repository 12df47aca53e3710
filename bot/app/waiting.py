"""Waiting for the answer to one message: `thuthu ask` and tests of the whole way."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from dataclasses import asdict, dataclass
from typing import Any

from bot.delivery.inbox_door import InboxDoor
from bot.store import inbox, transcript
from bot.store.database import Transaction
from bot.store.opened import Store
from bot.store.transcript import Message
from connectors.messages import Inbound, Reply

CHANNEL = "cli"
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class AskDeps:
    """What asking needs: the door in, and word that a message was closed."""

    door: InboxDoor
    closed: asyncio.Event

    @property
    def store(self) -> Store:
        return self.door.store


async def ask(
    deps: AskDeps, text: str, conversation: str | None, payload: str | None
) -> dict[str, Any]:
    """One message through inbox, worker and turn; the object of `thuthu ask`.

    `conversation` is the name a former answer gave; any other name opens a fresh one.
    """
    begun = time.perf_counter()
    chat_key = conversation if conversation and len(conversation) <= 64 else secrets.token_hex(8)
    inbound = Inbound(
        CHANNEL, secrets.token_hex(16), chat_key, text, deps.door.clock.now(), None, payload
    )
    await deps.door.accept(inbound)
    store, run = deps.store, deps.store.database.run
    inbox_id = await run(lambda db: inbox.of_event(db, CHANNEL, inbound.event_id))
    await _closed(deps, inbox_id)
    answers = await run(lambda db: _answers(db, store, chat_key, inbox_id))
    state = await run(lambda db: store.conversations.by_chat(db, CHANNEL, chat_key))
    facts = answers[0].facts if answers else {}
    return {
        "conversation": chat_key,
        "replies": [_shown(message.reply) for message in answers],
        "intent": facts.get("intent"),
        "intents": facts.get("intents", []),
        "entities": facts.get("entities", []),
        "acts": facts.get("acts", []),
        "owner": state.owner if state else "bot",
        "degraded": facts.get("degraded"),
        "ms": round((time.perf_counter() - begun) * 1000, 1),
    }


async def _closed(deps: AskDeps, inbox_id: int) -> None:
    """Until the message was answered, given up, or erased with its conversation."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        state = await deps.store.database.run(lambda db: inbox.state(db, inbox_id))
        if state not in ("waiting", "running"):
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(deps.closed.wait(), 0.5)
        deps.closed.clear()


def _answers(db: Transaction, store: Store, chat_key: str, inbox_id: int) -> list[Message]:
    """Of the conversation as it stands: after erasing, the goodbye in its fresh place."""
    conversation = store.conversations.by_chat(db, CHANNEL, chat_key)
    if conversation is None:
        return []
    found = transcript.answers(db, conversation.id, inbox_id)
    if found or conversation.owner != "bot":
        return found
    return [m for m in transcript.of(db, conversation.id) if "erased" in m.facts.get("acts", ())]


def _shown(reply: Reply) -> dict[str, Any]:
    value = asdict(reply)
    return {name: value[name] for name in ("text", "buttons", "cards", "citations")}
