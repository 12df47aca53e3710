"""Look what there is to tell, and put it on its way: within hours, windows and notices."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from bot.delivery.notices.occasions import Occasion, occasions, quiet
from bot.delivery.sender.window import FREE, WindowPolicy, judge
from bot.delivery.worker.wakeup import Wakeup
from bot.dialogue.actions.talk import wording
from bot.dialogue.replies import Replies
from bot.store import notices, outbox, transcript
from bot.store.conversations import Conversation, Conversations
from bot.store.database import Database, Transaction
from bot.store.links import Links
from clock import Clock
from connectors.messages import Button, Reply
from connectors.port import Channel, Sent
from connectors.zalo.oa import ZaloOA
from library.port import LibrarySystem
from library.results import Done, Refused

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hours:
    """When and how early. `template` is Zalo's approved, paid one; empty: never paid."""

    days: int = 3
    quiet_from: int = 21
    quiet_until: int = 7
    template: str = ""


@dataclass(frozen=True, slots=True)
class Notices:
    """`send_due` is one round."""

    database: Database
    conversations: Conversations
    links: Links
    library: LibrarySystem
    channels: Mapping[str, Channel]
    policies: Mapping[str, WindowPolicy]
    replies: Replies
    clock: Clock
    bell: Wakeup
    hours: Hours

    async def send_due(self) -> int:
        """How many notices were put on their way; none in quiet hours."""
        if quiet(self.clock.now().hour, self.hours.quiet_from, self.hours.quiet_until):
            return 0
        sent = 0
        for conversation_id in await self.database.run(notices.wishing):
            sent += await self._reader(conversation_id)
        if sent:
            self.bell.ring()
        return sent

    async def _reader(self, conversation_id: str) -> int:
        now = self.clock.now().timestamp()
        conversation, patron, known = await self.database.run(
            lambda db: (
                self.conversations.get(db, conversation_id),
                self.links.patron(db, conversation_id, now),
                notices.already_told(db, conversation_id),
            )
        )
        channel = self.channels.get(conversation.channel) if conversation else None
        if conversation is None or channel is None or patron is None or conversation.stopped:
            return 0
        loans, holds = await self.library.loans(patron), await self.library.holds(patron)
        if holds == Refused("not_offered"):  # a system without holds still has due dates
            holds = Done(())
        if not isinstance(loans, Done) or not isinstance(holds, Done):
            return 0
        found = occasions(loans.value, holds.value, self.clock.today(), self.hours.days)
        fresh = [one for one in found if (one.kind, one.subject) not in known]
        if not fresh:
            return 0
        policy = self.policies.get(channel.name, FREE)
        if judge(channel.capabilities, conversation, policy, now) == "free":
            await self.database.run(lambda db: self._put(db, conversation, fresh, now))
            return len(fresh)
        if self.hours.template and isinstance(channel, ZaloOA):
            return await self._pay(channel, conversation, fresh)
        return 0

    def _put(
        self, db: Transaction, conversation: Conversation, fresh: list[Occasion], now: float
    ) -> None:
        """One message a kind; written down and put on its way together."""
        for kind, group in groupby(fresh, key=lambda one: one.kind):
            several = list(group)
            lines = "\n".join(self._line(one) for one in several)
            text = self._say(f"notice.{kind}", lines=lines)
            button = Button(self._say("button.notices_off"), "/notices_off")
            said = transcript.add(db, conversation.id, "system", Reply(text, (button,)), now)
            outbox.put(db, conversation.id, said)
            for one in several:
                notices.note(db, conversation.id, one.kind, one.subject, state="queued", now=now)

    async def _pay(self, channel: ZaloOA, conversation: Conversation, fresh: list[Occasion]) -> int:
        """By paid template, one each. Written down before it is sent: a doubt is not repeated."""
        for one in fresh:
            now = self.clock.now().timestamp()
            talk, kind, subject = conversation.id, one.kind, one.subject

            def begin(
                db: Transaction, talk: str = talk, one: Occasion = one, now: float = now
            ) -> None:
                notices.note(db, talk, one.kind, one.subject, state="sending", now=now)

            await self.database.run(begin)
            data = {
                "book_title": one.title[:100],
                "date": wording.short_day(one.day) if one.day else "",
            }
            outcome = await channel.notify(conversation.chat_key, self.hours.template, data)
            state = "sent" if isinstance(outcome, Sent) else "failed"
            if not isinstance(outcome, Sent):
                logger.warning("notice by template: %s", outcome)

            def end(
                db: Transaction,
                talk: str = talk, kind: str = kind, subject: str = subject, state: str = state,
            ) -> None:  # fmt: skip
                notices.settle(db, talk, kind, subject, state)

            await self.database.run(end)
        return len(fresh)

    def _line(self, one: Occasion) -> str:
        day = wording.day(one.day) if one.day else ""
        return self._say("notice.line" if day else "notice.line_bare", title=one.title, day=day)

    def _say(self, key: str, **values: object) -> str:
        return self.replies.text(key, key, self.replies.address(""), values)
