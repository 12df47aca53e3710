"""The library answering in Zalo's own app: adopted into the transcript, the assistant silent."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.privacy.seal import Sealer, Unsealable
from bot.store import events, handoffs, outbox, transcript
from bot.store.conversations import Conversations
from bot.store.database import Transaction
from bot.store.events import Waiting
from bot.store.handoffs import HandoffRequest
from connectors.messages import Reply
from words import say

ECHO_SECONDS = 3.0
"""Our own sends come back as events too, perhaps before their receipt is stored."""
NAME = "Zalo"


@dataclass(frozen=True, slots=True)
class StaffReplies:
    """Within the caller's transaction."""

    conversations: Conversations
    sealer: Sealer
    silent_seconds: float

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
            if not outbox.ours(db, event.channel, receipt):
                self._adopt(db, event, text, now)
                found += 1
            events.settle(db, event.id)
        self._give_back(db, now)
        return found

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
