"""Readers are told what became of what they asked of the desk."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.delivery.worker.wakeup import Wakeup
from bot.dialogue.actions.talk import wording
from bot.dialogue.replies import Replies
from bot.store import outbox, transcript
from bot.store.conversations import Conversations
from bot.store.database import Database, Transaction
from bot.store.links import Links
from clock import Clock
from connectors.messages import Reply
from library.exports import DeskRequest, Requests, RequestsError, Wish

KEPT_DAYS = 30
"""A request is forgotten so long after its reader was told."""
LOOKED_AT = 50
"""Messages of a conversation among which one that was told before is looked for."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RequestsTold:
    """`tell` is one round: after a closing, and now and then for what a crash left."""

    database: Database
    conversations: Conversations
    links: Links
    requests: Requests
    title: Callable[[Wish], Awaitable[str]]
    replies: Replies
    clock: Clock
    bell: Wakeup

    async def tell(self) -> tuple[str, ...]:
        """Cards of the readers who cannot be told, because no conversation speaks for them now."""
        try:
            waiting = await self.requests.untold()
            if not waiting:
                return ()
            texts = {each.number: await self._text(each) for each in waiting}
            untold = await self.database.run(lambda db: self._tell(db, waiting, texts))
            now = self.clock.now()
            await self.requests.told([each.number for each in waiting], now)
            await self.requests.forget_told(now - timedelta(days=KEPT_DAYS))
        except RequestsError as error:
            logger.error("requests to the desk: %s", error)
            return ()
        self.bell.ring()
        return untold

    def _tell(
        self, db: Transaction, waiting: Sequence[DeskRequest], texts: Mapping[int, str]
    ) -> tuple[str, ...]:
        cards = {each.wish.patron_id for each in waiting}
        speaking = self.links.conversations_of(db, cards, self.clock.now().timestamp())
        untold = []
        for each in waiting:
            talks = speaking.get(each.wish.patron_id, ())
            for talk in talks:
                self._put(db, talk, each, texts[each.number])
            if not talks:
                untold.append(each.wish.patron_id)
        return tuple(untold)

    def _put(self, db: Transaction, conversation_id: str, told: DeskRequest, text: str) -> None:
        """Once, though a crash between the two stores repeats the round."""
        key = f"request:{told.number}"
        said = transcript.of(db, conversation_id, limit=LOOKED_AT)
        if any(message.facts.get("key") == key for message in said):
            return
        conversation = self.conversations.get(db, conversation_id)
        if conversation is None or conversation.stopped:
            return
        now = self.clock.now().timestamp()
        reply = Reply(text, sender="system")
        made = transcript.add(db, conversation_id, "system", reply, now, facts={"key": key})
        outbox.put(db, conversation_id, made)

    async def _text(self, told: DeskRequest) -> str:
        title = wording.titled(await self.title(told.wish))
        text = self._say(f"request.{told.wish.kind}.{told.outcome}", title=title)
        return f"{text} {self._say('request.note', note=told.note)}" if told.note else text

    def _say(self, key: str, **values: object) -> str:
        return self.replies.text(key, key, self.replies.address(""), values)
