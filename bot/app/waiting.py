"""Waiting for the answer to one message: `thuthu ask` and tests of the whole way."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, select

from bot.app.parts import App
from bot.store import schema, transcript
from bot.store.transcript import Message
from connectors.messages import Inbound, Reply

CHANNEL = "cli"
PATIENCE = 30.0


async def ask(app: App, text: str, conversation: str | None, payload: str | None) -> dict[str, Any]:
    """One message through inbox, worker and turn; the object of `thuthu ask`.

    `conversation` is the name a former answer gave; any other name opens a fresh one.
    """
    begun = time.perf_counter()
    chat_key = conversation if conversation and len(conversation) <= 64 else secrets.token_hex(8)
    inbound = Inbound(
        CHANNEL, secrets.token_hex(16), chat_key, text, app.clock.now(), None, payload
    )
    await app.accept(inbound)
    inbox_id = await app.database.run(lambda db: _inbox_id(db, inbound.event_id))
    await _closed(app, inbox_id)
    answers = await app.database.run(lambda db: transcript.of_inbox(db, inbox_id))
    if not answers:
        answers = await app.database.run(lambda db: _farewell(db, app, chat_key))
    state = await app.database.run(lambda db: app.conversations.by_chat(db, CHANNEL, chat_key))
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


def _inbox_id(db: Connection, event_id: str) -> int:
    query = select(schema.inbox.c.id).where(schema.inbox.c.event_id == event_id)
    return int(db.execute(query).scalar_one())


async def _closed(app: App, inbox_id: int) -> None:
    """Until the message was answered, given up, or erased with its conversation."""
    query = select(schema.inbox.c.state).where(schema.inbox.c.id == inbox_id)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        state = await app.database.run(lambda db: db.execute(query).scalar_one_or_none())
        if state not in ("waiting", "running"):
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(app.closed.wait(), 0.5)
        app.closed.clear()


def _farewell(db: Connection, app: App, chat_key: str) -> list[Message]:
    """After erasing, the goodbye stands in the conversation's fresh place."""
    conversation = app.conversations.by_chat(db, CHANNEL, chat_key)
    if conversation is None or conversation.owner != "bot":
        return []
    return [m for m in transcript.of(db, conversation.id) if "erased" in m.facts.get("acts", ())]


def _shown(reply: Reply) -> dict[str, Any]:
    value = asdict(reply)
    return {name: value[name] for name in ("text", "buttons", "cards", "citations")}
