"""Take what may leave now: the head of each conversation, within limits and windows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.delivery.sender.limits import Limiter
from bot.delivery.sender.window import FREE, WindowPolicy, affordable, judge
from bot.privacy.seal import Unsealable
from bot.store import outbox
from bot.store.choices import Choices
from bot.store.conversations import Conversation, Conversations
from bot.store.database import Transaction
from bot.store.facts import ChannelFacts
from bot.store.outbox import OutboxRow
from clock import HANOI
from connectors.messages import Rendered
from connectors.port import Channel

FEW, LOOKED_AT = 4, 100
"""Heads looked at in one pass; more wait for the next, a few milliseconds later. A channel near its
limit bears one or two at a time: the first few are read alone."""


@dataclass(frozen=True, slots=True)
class OutgoingPart:
    """One payload on its way. `parts` is how many the whole reply has."""

    row: OutboxRow
    chat_key: str
    channel: Channel
    payload: dict[str, object]
    parts: int


@dataclass(frozen=True, slots=True)
class Selected:
    """What leaves now, and in how many seconds more may."""

    parts: tuple[OutgoingPart, ...]
    wait: float | None


@dataclass(frozen=True, slots=True)
class DispatchPolicy:
    """The post policy: everything that decides whether a reply may leave."""

    conversations: Conversations
    channels: Mapping[str, Channel]
    choices: Choices
    facts: ChannelFacts
    limiter: Limiter
    policies: Mapping[str, WindowPolicy]

    def select(self, db: Transaction, now: float, room: int) -> Selected:
        """At most `room` parts, each marked as on its way."""
        if room <= 0:
            return Selected((), None)
        parts: list[OutgoingPart] = []
        waits: list[float] = []
        full = self._full()
        none = True
        for row in self._heads(db, now, full):
            none = False
            if len(parts) >= room:
                waits.append(0.0)
                break
            if row.channel in full:
                continue
            found = self._one(db, row, now)
            if isinstance(found, OutgoingPart):
                parts.append(found)
            elif isinstance(found, float):
                waits.append(found)
            full |= self._full()
        waits += full.values()
        if none:
            waits += self._later(db, full, now)
        return Selected(tuple(parts), min(waits) if waits else None)

    def _heads(self, db: Transaction, now: float, full: Mapping[str, float]) -> Iterator[OutboxRow]:
        """The first few that are due, then the others; none of a channel that has become full."""
        seen: set[int] = set()
        for most in (FEW, LOOKED_AT):
            free = self._free(full)
            found = outbox.due(db, now, free, most) if free else []
            yield from (row for row in found if row.id not in seen)
            if len(found) < most:
                break
            seen = {row.id for row in found}

    def _free(self, full: Mapping[str, float]) -> list[str]:
        return [name for name in self.channels if name not in full]

    def _later(self, db: Transaction, full: Mapping[str, float], now: float) -> list[float]:
        """Nothing is due: in how long something will be. In the quiet, what waits for no channel
        is given up."""
        strange = [] if full else outbox.strange(db, tuple(self.channels))
        for row_id, name in strange:
            outbox.failed(db, row_id, "dead", f"no channel {name}")
        later = outbox.next_due(db, self._free(full))
        return [later - now] if later is not None and later > now else []

    def _full(self) -> dict[str, float]:
        """Channels that bear nothing more now: what waits for them is not even looked at, or a
        long outbox would be read again for every message that leaves."""
        waits = {
            name: self.limiter.full(name, channel.capabilities.rate)
            for name, channel in self.channels.items()
        }
        return {name: wait for name, wait in waits.items() if wait > 0}

    def _one(self, db: Transaction, row: OutboxRow, now: float) -> OutgoingPart | float | None:
        """A part, or how long it must wait, or None when it was given up."""
        try:
            conversation = self.conversations.get(db, row.conversation_id)
        except (Unsealable, ValueError):
            outbox.failed(db, row.id, "dead", "unreadable conversation")
            return None
        if conversation is None:
            outbox.failed(db, row.id, "dead", "no such conversation")
            return None
        channel = self.channels[row.channel]
        wait = self.limiter.wait(channel.name, conversation.id, channel.capabilities.rate)
        if wait > 0:
            return wait
        refused = conversation.stopped or self._shut(db, channel, conversation, row, now)
        if refused:
            outbox.failed(db, row.id, "dead", refused)
            return None
        rendered = self._rendered(db, channel, row, now)
        if isinstance(rendered, str):
            outbox.failed(db, row.id, "dead", rendered)
            return None
        self.limiter.count(channel.name, conversation.id)
        outbox.sending(db, row.id)
        return OutgoingPart(
            row,
            conversation.chat_key,
            channel,
            _placed(rendered.payloads[row.part], row),
            len(rendered.payloads),
        )

    def _shut(
        self,
        db: Transaction,
        channel: Channel,
        conversation: Conversation,
        row: OutboxRow,
        now: float,
    ) -> str | None:
        """Why the channel's windows forbid it; a paid message is counted here."""
        policy = self.policies.get(channel.name, FREE)
        verdict = judge(channel.capabilities, conversation, policy, now)
        if verdict == "free":
            return None
        if verdict == "shut":
            return "window closed"
        month = f"spent:{datetime.fromtimestamp(now, HANOI):%Y-%m}"
        spent = self.facts.count(db, channel.name, month)
        if not affordable(policy, spent, agreed=row.paid):
            return "window costs money"
        self.facts.add(db, channel.name, month, policy.price_vnd, now)
        return None

    def _rendered(
        self, db: Transaction, channel: Channel, row: OutboxRow, now: float
    ) -> Rendered | str:
        """The payloads, with what their buttons stand for kept; or why there are none."""
        keyed = channel.capabilities.payload_bytes is not None
        reply = self.choices.keyed(row.reply, row.message_id) if keyed else row.reply
        try:
            rendered = channel.render(reply)
        except Exception as error:
            # The boundary: one reply that cannot be shown must not hold up all others.
            return f"render: {type(error).__name__}"
        if row.part >= len(rendered.payloads):
            return "nothing to send"
        if keyed and row.part == 0:
            self.choices.remember(
                db,
                row.conversation_id,
                row.message_id,
                row.reply,
                numbers=rendered.choices,
                now=now,
            )
        return rendered


def _placed(payload: dict[str, object], row: OutboxRow) -> dict[str, object]:
    return payload if row.thread is None else {**payload, "thread": row.thread}
