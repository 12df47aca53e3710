"""What became of a send, written down."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store import outbox, transcript
from bot.store.conversations import Conversations
from bot.store.database import Transaction
from bot.store.outbox import OutboxRow
from connectors.messages import Reply
from connectors.port import GaveUp, RetryLater, SendOutcome, Sent, Unknown

MAX_ATTEMPTS = 8
MAX_THROTTLED = 30
"""A platform that only says "later" is believed longer: it has lost nothing yet."""
MAX_PAUSE = 3600.0
DOUBT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """One payload that was handed to a channel. `parts` is how many the reply has."""

    row: OutboxRow
    channel: str
    parts: int
    now: float


def record(
    db: Transaction,
    attempt: Attempt,
    outcome: SendOutcome,
    conversations: Conversations,
    doubt: Reply | None,
) -> None:
    """A lost answer is followed by one more try of a plain text. What tells of a write is never
    said twice: instead the reader gets `doubt`, which sends them to look."""
    row, now = attempt.row, attempt.now
    match outcome:
        case Sent(receipt=receipt):
            _sent(db, attempt, receipt, conversations)
        case GaveUp(reason=reason, stop=stop):
            outbox.failed(db, row.id, "dead", reason)
            if stop:
                conversations.stop(db, row.conversation_id, reason)
                outbox.stop(db, row.conversation_id, reason)
        case Unknown() if outbox.arrived(db, row):
            _sent(db, attempt, None, conversations)
        case Unknown(reason=reason) if row.effect or row.doubts:
            outbox.failed(db, row.id, "unknown", reason)
            if row.effect and doubt is not None:
                said = transcript.add(db, row.conversation_id, "system", doubt, now)
                outbox.put(db, row.conversation_id, said)
        case Unknown(reason=reason):
            outbox.later(db, row, now + DOUBT_SECONDS, reason, doubt=True)
        case RetryLater(reason=reason, throttled=throttled) if row.attempts + 1 >= (
            MAX_THROTTLED if throttled else MAX_ATTEMPTS
        ):
            outbox.failed(db, row.id, "dead", reason)
        case RetryLater(reason=reason, after=after, throttled=True):
            outbox.later(db, row, now + after, reason)
        case RetryLater(reason=reason, after=after):
            pause = min(MAX_PAUSE, after * 2**row.attempts)
            outbox.later(db, row, now + pause, reason)


def _sent(
    db: Transaction, attempt: Attempt, receipt: str | None, conversations: Conversations
) -> None:
    row = attempt.row
    conversations.counted(db, row.conversation_id)
    if receipt is not None:
        outbox.receipt(db, attempt.channel, receipt, row.id, attempt.now)
    if row.part + 1 < attempt.parts:
        outbox.part_sent(db, row)
    else:
        outbox.sent(db, row.id, receipt)
