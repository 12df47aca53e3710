"""What a verified request holds: messages to the inbox, other events to where they belong."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from hashlib import sha256

from bot.delivery.inbox_door import Accept, InboxDoor
from bot.privacy.redact import redact
from bot.store import audit, events, outbox, parts
from bot.store.database import StorageDownError, Transaction
from bot.store.opened import Store
from connectors.messages import Inbound
from connectors.port import (
    Acknowledges,
    Channel,
    ChannelEvent,
    RawRequest,
    Refusal,
    TellsEvents,
)

RIGHTS_ALERT = "a reader asks for their data-protection rights on %s: %s"
RIGHTS = "/privacy"
"""What the assistant is asked in a reader's name who does not say which right is meant."""
SEALED = ("staff", "echo", "rights")
Forget = Callable[[str], Awaitable[object]]
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Intake:
    """Hands a request's content to the store; when it returns, all of it is on the disk."""

    door: InboxDoor
    forget: Forget | None = None
    """Drops what the engine keeps of an erased conversation."""
    acknowledging: set[asyncio.Future[object]] = field(default_factory=set)

    @property
    def store(self) -> Store:
        return self.door.store

    async def receive(self, channel: Channel, request: RawRequest) -> Refusal | None:
        """None when received; the Refusal of a request that is not the channel's. What is, but
        cannot be read, is kept as dead and received: repeating it would not help. Raises
        StorageDownError."""
        refused = channel.verify(request)
        if refused is not None:
            return refused
        parsed = channel.parse(request)
        messages = () if isinstance(parsed, Refusal) else parsed
        told = channel.events(request) if isinstance(channel, TellsEvents) else ()
        unread = request if isinstance(parsed, Refusal) else None
        if not (messages or told or unread):
            return None
        erased = await self.door.transact(
            lambda db, accept: self._keep(
                db, accept, channel, messages=messages, told=told, unread=unread
            )
        )
        self._acknowledge(channel, told)
        if self.forget is not None:
            for conversation_id in erased:
                self._beside(self.forget(conversation_id))
        if erased:
            self._beside(self._settled())
        return None

    async def _settled(self) -> None:
        """What was erased leaves the store's log too; the next round tries again."""
        with contextlib.suppress(StorageDownError):
            await self.store.database.settle()

    def _keep(
        self,
        db: Transaction,
        accept: Accept,
        channel: Channel,
        *,
        messages: tuple[Inbound, ...],
        told: tuple[ChannelEvent, ...],
        unread: RawRequest | None,
    ) -> list[str]:
        """The conversations that were erased."""
        now = self.door.clock.now().timestamp()
        for message in messages:
            accept(message)
        erased = [gone for event in told if (gone := self._event(db, accept, event, now))]
        if unread is not None:
            logger.warning("unreadable request on %s kept as dead", channel.name)
            digest = sha256(unread.body).hexdigest()
            body = unread.body[: events.MAX_KEPT].decode("utf-8", "replace")
            events.keep(
                db, channel=channel.name, event_id=f"poison:{digest}", kind="poison", now=now,
                body_sealed=self.store.sealer.seal(body),
            )  # fmt: skip
        return erased

    def _event(
        self, db: Transaction, accept: Accept, event: ChannelEvent, now: float
    ) -> str | None:
        """The conversation's id where the event had it erased."""
        if event.kind == "rights" and not event.chat_key:
            logger.error(RIGHTS_ALERT, event.channel, "the event does not say who")
        if event.kind == "pressed" or not event.chat_key:
            return None
        found = self.store.conversations.by_chat(db, event.channel, event.chat_key)
        if found is None and event.kind in ("stopped", "edited", "echo", "rights"):
            return None
        if event.kind in ("interaction", "resumed"):
            heard = min(now, event.at.timestamp())
            conversation_id = self.store.conversations.find_or_open(
                db, event.channel, event.chat_key, None, now, interacted=heard
            )
        elif found is not None:
            conversation_id = found.id
        else:
            conversation_id = self.store.conversations.find_or_open(
                db, event.channel, event.chat_key, None, now, interacted=0.0
            )
        said = json.dumps({"text": event.text, "receipt": event.receipt})
        fresh = events.keep(
            db, channel=event.channel, event_id=f"{event.kind}:{event.event_id}", kind=event.kind,
            now=now, conversation_id=conversation_id,
            state="waiting" if event.kind in ("staff", "echo") else "done",
            body_sealed=self.store.sealer.seal(said) if event.kind in SEALED else None,
        )  # fmt: skip
        return self._effect(db, accept, event, conversation_id, now) if fresh else None

    def _effect(
        self,
        db: Transaction,
        accept: Accept,
        event: ChannelEvent,
        conversation_id: str,
        now: float,
    ) -> str | None:
        match event.kind:
            case "stopped":
                self.store.conversations.stop(db, conversation_id, "stopped by the reader")
                outbox.stop(db, conversation_id, "stopped by the reader")
            case "edited":
                if event.text and event.receipt:
                    parts.edit(db, conversation_id, event.receipt, redact(event.text).text)
            case "rights" if event.data.get("erase"):
                logger.warning(RIGHTS_ALERT, event.channel, "all of the conversation was erased")
                self.store.conversations.erase(db, conversation_id)
                audit.write(db, f"reader on {event.channel}", "erase", conversation_id, now)
                return conversation_id
            case "rights":
                logger.warning(RIGHTS_ALERT, event.channel, "the assistant asks which")
                asked = Inbound(
                    event.channel, f"asked:{event.event_id}", event.chat_key, "", event.at, None,
                    RIGHTS,
                )  # fmt: skip
                accept(asked)
        return None

    def _acknowledge(self, channel: Channel, told: tuple[ChannelEvent, ...]) -> None:
        """Beside the answer to the webhook, never before it is stored."""
        if not isinstance(channel, Acknowledges):
            return
        for event in told:
            if event.kind == "pressed":
                self._beside(channel.acknowledge(event))

    def _beside(self, work: Awaitable[object]) -> None:
        task = asyncio.ensure_future(work)
        self.acknowledging.add(task)
        task.add_done_callback(self.acknowledging.discard)
