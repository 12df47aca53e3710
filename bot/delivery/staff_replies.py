"""The library answering in Zalo's own app: adopted into the transcript, the assistant silent."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.delivery.sender.record import Attempt, record
from bot.privacy.seal import Sealer, Unsealable
from bot.store import events, handoffs, outbox, transcript
from bot.store.conversations import Conversations
from bot.store.database import Transaction
from bot.store.events import Waiting
from bot.store.handoffs import HandoffRequest
from connectors.messages import Reply
from connectors.port import Channel, Sent
from words import say

ECHO_SECONDS = 3.0
"""Our own sends come back as events too, perhaps before their receipt is stored."""
OURS_SECONDS = 600.0
"""How old a message may be whose echo is known by its words."""
NAME = "Zalo"


@dataclass(frozen=True, slots=True)
class StaffReplies:
    """Within the caller's transaction."""

    conversations: Conversations
    sealer: Sealer
    silent_seconds: float
    channels: Mapping[str, Channel] = field(default_factory=dict)

    def settle(self, db: Transaction, now: float) -> int:
        """Decide what has waited long enough: our echo, or a person. The number of persons'."""
        found = 0
        for event in events.waiting(db, now - ECHO_SECONDS):
            try:
                said = json.loads(self.sealer.open(event.body_sealed))
                receipt, text = str(said["receipt"] or ""), str(said["text"] or "")
            except (Unsealable, ValueError, LookupError, TypeError):
                events.bury(db, event.id)
                continue
            ours = outbox.ours(db, event.channel, receipt) or self._arrived(
                db, event, text, receipt or None, now
            )
            if not ours and event.kind == "staff":
                self._adopt(db, event, text, now)
                found += 1
            events.settle(db, event.id)
        self._give_back(db, now)
        return found

    def _arrived(
        self, db: Transaction, event: Waiting, text: str, receipt: str | None, now: float
    ) -> bool:
        """Whether the words are those of a message of ours of the last minutes. If its answer was
        lost, this is the answer: it arrived, and is not sent again."""
        channel = self.channels.get(event.channel)
        if channel is None or not text.strip():
            return False
        for row in outbox.recent(db, event.conversation_id, event.at - OURS_SECONDS):
            payloads = channel.render(row.reply).payloads
            for number, payload in enumerate(payloads):
                if _folded(str(payload.get("text", ""))) != _folded(text):
                    continue
                on_its_way = number == row.part and row.state == "sending"
                if receipt and on_its_way:
                    outbox.receipt(db, event.channel, receipt, row.id, now)
                if number == row.part and row.in_doubt:
                    attempt = Attempt(row, event.channel, len(payloads), now)
                    record(db, attempt, Sent(receipt), self.conversations, None)
                return True
        return False

    def _adopt(self, db: Transaction, event: Waiting, text: str, now: float) -> None:
        talk = event.conversation_id
        reply = Reply(text or "…", sender="librarian", sender_name=NAME)
        transcript.add(db, talk, "librarian", reply, event.at, facts={"in_app": True})
        conversation = self.conversations.get(db, talk)
        if conversation is None or conversation.owner == "librarian":
            return
        handoffs.ask(
            db, talk, HandoffRequest("asked", say("channels", "desk.answering_in_zalo")), (), now
        )
        handoff = handoffs.current(db, talk)
        if handoff is not None and handoff.state == "waiting":
            handoffs.claim_in_app(db, handoff.id, now)
        self.conversations.set_owner(db, talk, "librarian")

    def _give_back(self, db: Transaction, now: float) -> None:
        """After long silence of the person the assistant answers again."""
        for talk in handoffs.held_in_app(db):
            handoff = handoffs.current(db, talk)
            if handoff is None or handoff.staff_id is not None:
                continue
            if now - events.last_staff(db, talk) >= self.silent_seconds:
                handoffs.close(db, handoff.id, now, "in_app")
                self.conversations.set_owner(db, talk, "bot")


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
