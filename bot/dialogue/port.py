"""The Engine port and the values of a turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from bot.dialogue.memory import NOTHING, Focus, Memory
from bot.store.handoffs import HandoffRequest
from bot.store.steps import Step
from connectors.messages import Reply

Act = Literal[
    "greeted", "helped", "works_listed", "nothing_found", "work_detailed", "availability_told",
    "new_listed", "recommended", "loans_listed", "renewed", "renewal_refused", "requested",
    "fines_told", "hold_placed", "hold_refused", "holds_listed", "hold_cancelled", "link_offered",
    "linked", "unlinked", "answered", "answer_not_found", "answer_doubtful", "info_told",
    "asked_slot",
    "asked_confirm", "asked_meaning", "cancelled", "handed_over", "ticket_opened", "privacy_told",
    "erased", "feedback_taken", "purchase_suggested", "donation_told", "out_of_scope_told",
    "thanked", "farewelled", "failed", "waiting_told", "left_queue", "reason_told", "clarified",
    "corrected",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entity:
    """`typed` stands at [start, end) of the text as typed; `value` is normalised."""

    entity: str
    typed: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Understood:
    """What a message was taken to mean. `intents` has every need in order."""

    intent: str
    confidence: float
    intents: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class TurnInput:
    """`turn_id` is stable over retries of the same message: writes derive their keys from it.

    `patron_id` comes from the verified link of this conversation, or is None.
    """

    conversation_id: str
    turn_id: str
    text: str
    payload: str | None = None
    patron_id: str | None = None
    channel: str = "web"
    attachments: int = 0
    memory: Memory = NOTHING
    """What the conversation remembers as the message comes."""
    meaning: str = ""
    """How the message leans on that, where it does: `payload` is what it means then."""
    whole: str = ""
    """The question it was made into."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something for the staff that needs no answer: a wish for the collection, praise."""

    kind: Literal["purchase", "feedback"]
    text: str


@dataclass(frozen=True, slots=True)
class Effects:
    """What the turn asks the store to do in the transaction that closes the message."""

    handoff: HandoffRequest | None = None
    unlink: bool = False
    erase: bool = False
    notes: tuple[Note, ...] = ()
    link: tuple[str, str] | None = None
    """(patron id, consent): a card was linked in this turn."""
    notices: bool | None = None
    """The reader asked to be told of due dates and holds, or to be left alone."""
    take_back: bool = False
    """The reader left the queue and goes on with the assistant."""

    def then(self, later: Effects) -> Effects:
        """Both, in order. Of two that exclude each other the first stands: a reader's first need
        leads the queue; what is said last about notices is what they want."""
        return Effects(
            handoff=self.handoff or later.handoff,
            unlink=self.unlink or later.unlink,
            erase=self.erase or later.erase,
            notes=self.notes + later.notes,
            link=self.link or later.link,
            notices=self.notices if later.notices is None else later.notices,
            take_back=self.take_back or later.take_back,
        )


@dataclass(frozen=True, slots=True)
class TurnResult:
    """What a turn, or a part of one, came to, before it is written. `replies` is empty while a
    person holds the conversation; an engine's are never."""

    replies: tuple[Reply, ...] = ()
    acts: tuple[Act, ...] = ()
    understood: tuple[Understood, ...] = ()
    """One for each need, in order."""
    effects: Effects = Effects()
    trail: tuple[Step, ...] = ()
    """What was searched, found and written, for the librarian."""
    degraded: str | None = None
    """Why not the engine answered but the fallback, or nobody."""
    seen: tuple[Focus, ...] = ()
    """What it leaves in mind, the last shown last."""

    def then(self, later: TurnResult) -> TurnResult:
        """Both, in order; an act stands once."""
        return TurnResult(
            replies=self.replies + later.replies,
            acts=tuple(dict.fromkeys(self.acts + later.acts)),
            understood=self.understood + later.understood,
            effects=self.effects.then(later.effects),
            trail=self.trail + later.trail,
            degraded=self.degraded or later.degraded,
            seen=self.seen + later.seen,
        )


@dataclass(frozen=True, slots=True)
class EngineFailure:
    """The engine did not answer: stopped, hung, `[]`, or garbage."""

    reason: str
    acting: bool = False
    """An action was still at work: what it writes may happen yet."""


class Engine(Protocol):
    """One turn of dialogue."""

    async def turn(self, turn: TurnInput) -> TurnResult | EngineFailure: ...

    async def forget(self, conversation_id: str) -> bool:
        """Drop all the engine keeps of a conversation. False: it could not be done now."""
        ...

    async def healthy(self) -> bool: ...
