"""What a librarian does with a handoff; every step is one transaction with an audit row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.dialogue.replies import Replies
from bot.store import audit, handoffs, outbox, staff, transcript
from bot.store.conversations import Conversations
from bot.store.database import Transaction
from bot.store.handoffs import Handoff
from bot.store.staff import Staff
from connectors.messages import Citation, Reply

Problem = Literal["gone", "not_yours", "absent", "open_already"]
PROBLEMS: dict[Problem, int] = {"gone": 410, "not_yours": 403, "absent": 409, "open_already": 409}
"""What the desk's page is answered with."""
PRESENT_SECONDS = 45.0
"""A page gives a sign of life every 15 s; three that fail are an absence."""


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
        paid: bool = False,
    ) -> Problem | None:
        """Put the answer on its way; the same key is sent once. `paid`: it may cost money."""
        handoff = self.held(db, conversation_id, staff)
        if not isinstance(handoff, Handoff):
            return handoff
        said = transcript.of(db, conversation_id, limit=30)
        if any(message.facts.get("key") == key for message in said):
            return None
        reply = Reply(text, citations=citations, sender="librarian", sender_name=staff.name)
        made = transcript.add(db, conversation_id, "librarian", reply, now, facts={"key": key})
        outbox.put(db, conversation_id, made, paid=paid)
        handoffs.first_answered(db, handoff.id, now)
        handoffs.keep_draft(db, handoff.id, "")
        audit.write(db, staff.username, "reply", conversation_id, now)
        return None

    def keep_draft(
        self, db: Transaction, conversation_id: str, staff: Staff, text: str
    ) -> Problem | None:
        """What is not sent yet outlives the browser."""
        handoff = self.held(db, conversation_id, staff)
        if not isinstance(handoff, Handoff):
            return handoff
        handoffs.keep_draft(db, handoff.id, text)
        return None

    def again(
        self,
        db: Transaction,
        conversation_id: str,
        staff: Staff,
        now: float,
        *,
        message_id: int,
        paid: bool,
    ) -> Problem | None:
        """A reply that did not arrive goes once more."""
        handoff = self.held(db, conversation_id, staff)
        if not isinstance(handoff, Handoff):
            return handoff
        if not outbox.again(db, conversation_id, message_id, paid=paid):
            return "gone"
        audit.write(db, staff.username, "resend", conversation_id, now)
        return None

    def release(
        self, db: Transaction, conversation_id: str, staff: Staff, now: float
    ) -> Problem | None:
        """Back to the queue."""
        handoff = self.held(db, conversation_id, staff)
        if not isinstance(handoff, Handoff):
            return handoff
        self._release(db, handoff, staff.username, now)
        return None

    def leave(self, db: Transaction, staff_id: int, username: str, now: float) -> int:
        """All that somebody holds goes back to the queue, drafts too, and each reader is told.
        How many."""
        held = handoffs.held_by(db, staff_id)
        for handoff in held:
            self._release(db, handoff, username, now)
        return len(held)

    def _release(self, db: Transaction, handoff: Handoff, username: str, now: float) -> None:
        handoffs.release(db, handoff.id)
        self.conversations.set_owner(db, handoff.conversation_id, "queue")
        audit.write(db, username, "release", handoff.conversation_id, now)
        self._tell(db, handoff.conversation_id, "turn.released", now)

    def pass_on(
        self,
        db: Transaction,
        conversation_id: str,
        staff: Staff,
        now: float,
        *,
        to: int,
        note: str,
    ) -> Problem | None:
        """To a colleague who is at the desk; the reader is told who goes on."""
        handoff = self.held(db, conversation_id, staff)
        if not isinstance(handoff, Handoff):
            return handoff
        here = {one.id: one for one in present(db, now)}
        if to not in here or to == staff.id:
            return "absent"
        handoffs.pass_on(db, handoff.id, to, note)
        self.conversations.set_owner(db, conversation_id, "librarian", to)
        audit.write(db, staff.username, f"pass_on:{here[to].username}"[:32], conversation_id, now)
        self._tell(db, conversation_id, "turn.taken_over", now, name=here[to].name)
        return None

    def finish(
        self,
        db: Transaction,
        conversation_id: str,
        staff: Staff,
        now: float,
        *,
        outcome: str,
        read_level: int,
        subject: str,
        handed_back: bool,
    ) -> Problem | None:
        """The handoff is done and the assistant answers again; `handed_back`: the reader has more
        to ask of it."""
        handoff = self.held(db, conversation_id, staff)
        if not isinstance(handoff, Handoff):
            return handoff
        handoffs.close(db, handoff.id, now, outcome, read_level=read_level, subject=subject)
        self.conversations.set_owner(db, conversation_id, "bot")
        action = "handed_back" if handed_back else "close"
        audit.write(db, staff.username, action, conversation_id, now)
        words = "turn.handed_back" if handed_back else "turn.closed"
        self._tell(db, conversation_id, words, now)
        return None

    def reopen(
        self, db: Transaction, conversation_id: str, staff: Staff, now: float
    ) -> Problem | None:
        """The ticket closed last is theirs again, unless another is open."""
        if handoffs.current(db, conversation_id) is not None:
            return "open_already"
        handoff = handoffs.latest(db, conversation_id)
        if handoff is None:
            return "gone"
        handoffs.reopen(db, handoff.id, staff.id)
        self.conversations.set_owner(db, conversation_id, "librarian", staff.id)
        audit.write(db, staff.username, "reopen", conversation_id, now)
        self._tell(db, conversation_id, "turn.taken_over", now, name=staff.name)
        return None

    def tell_late(self, db: Transaction, handoff: Handoff, now: float) -> None:
        """Nobody is free yet, and the reader hears so, once."""
        handoffs.told(db, handoff.id, now)
        self._tell(db, handoff.conversation_id, "turn.all_busy", now)

    def _tell(
        self, db: Transaction, conversation_id: str, key: str, now: float, **values: str
    ) -> None:
        text = self.replies.text(key, conversation_id, self.replies.address(""), values)
        reply = Reply(text, sender="system")
        made = transcript.add(db, conversation_id, "system", reply, now)
        outbox.put(db, conversation_id, made)


def present(db: Transaction, now: float) -> list[staff.Account]:
    """Whose page of the desk is alive."""
    return staff.present(db, now - PRESENT_SECONDS)
