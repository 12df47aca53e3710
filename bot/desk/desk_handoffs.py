"""What a librarian does with a handoff; every step is one transaction with an audit row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.dialogue.replies import Replies
from bot.store import audit, handoffs, outbox, transcript
from bot.store.conversations import Conversations
from bot.store.database import Transaction
from bot.store.handoffs import Handoff
from bot.store.staff import Staff
from connectors.messages import Citation, Reply

Problem = Literal["gone", "not_yours"]
PROBLEMS: dict[Problem, int] = {"gone": 410, "not_yours": 403}
"""What the desk's page is answered with."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Another librarian was faster."""

    name: str


@dataclass(frozen=True, slots=True)
class DeskHandoffs:
    """Within the caller's transaction."""

    conversations: Conversations
    replies: Replies

    def claim(
        self, db: Transaction, conversation_id: str, staff: Staff, now: float
    ) -> Handoff | Taken | Problem:
        """One wins; the reader is told that a person took over."""
        handoff = handoffs.current(db, conversation_id)
        if handoff is None:
            return "gone"
        if not handoffs.claim(db, handoff.id, staff.id, now):
            return Taken(handoff.staff or "")
        self.conversations.set_owner(db, conversation_id, "librarian", staff.id)
        audit.write(db, staff.username, "claim", conversation_id, now)
        self._tell(db, conversation_id, "turn.taken_over", now, name=staff.name)
        return handoff

    def held(self, db: Transaction, conversation_id: str, staff: Staff) -> Handoff | Problem:
        """The handoff, if this librarian holds it."""
        handoff = handoffs.current(db, conversation_id)
        if handoff is None:
            return "gone"
        return handoff if handoff.staff_id == staff.id else "not_yours"

    def reply(
        self,
        db: Transaction,
        conversation_id: str,
        staff: Staff,
        now: float,
        *,
        text: str,
        citations: tuple[Citation, ...],
        key: str,
    ) -> Problem | None:
        """Put the answer on its way; the same key is sent once."""
        handoff = self.held(db, conversation_id, staff)
        if not isinstance(handoff, Handoff):
            return handoff
        said = transcript.of(db, conversation_id, limit=30)
        if any(message.facts.get("key") == key for message in said):
            return None
        reply = Reply(text, citations=citations, sender="librarian", sender_name=staff.name)
        made = transcript.add(db, conversation_id, "librarian", reply, now, facts={"key": key})
        outbox.put(db, conversation_id, made)
        audit.write(db, staff.username, "reply", conversation_id, now)
        return None

    def release(
        self, db: Transaction, conversation_id: str, staff: Staff, now: float
    ) -> Problem | None:
        """Back to the queue."""
        handoff = self.held(db, conversation_id, staff)
        if not isinstance(handoff, Handoff):
            return handoff
        handoffs.release(db, handoff.id)
        self.conversations.set_owner(db, conversation_id, "queue")
        audit.write(db, staff.username, "release", conversation_id, now)
        self._tell(db, conversation_id, "turn.released", now)
        return None

    def finish(
        self,
        db: Transaction,
        conversation_id: str,
        staff: Staff,
        now: float,
        *,
        outcome: str,
        read_level: int | None = None,
    ) -> Problem | None:
        """The handoff is done and the assistant answers again. `handed_back` or an outcome."""
        handoff = self.held(db, conversation_id, staff)
        if not isinstance(handoff, Handoff):
            return handoff
        handoffs.close(db, handoff.id, now, outcome, read_level)
        self.conversations.set_owner(db, conversation_id, "bot")
        audit.write(db, staff.username, outcome, conversation_id, now)
        words = "turn.handed_back" if outcome == "handed_back" else "turn.closed"
        self._tell(db, conversation_id, words, now)
        return None

    def _tell(
        self, db: Transaction, conversation_id: str, key: str, now: float, **values: str
    ) -> None:
        text = self.replies.text(key, conversation_id, self.replies.address(""), values)
        reply = Reply(text, sender="system")
        made = transcript.add(db, conversation_id, "system", reply, now)
        outbox.put(db, conversation_id, made)
