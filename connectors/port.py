"""The Channel port and the values that cross it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

from connectors.messages import Attachment, Capabilities, Inbound, Rendered, Reply


@dataclass(frozen=True, slots=True)
class RawRequest:
    """A webhook call as it arrived: header names in lower case, body untouched."""

    headers: Mapping[str, str]
    body: bytes
    remote: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not taken. `status` is the HTTP status to answer (400, 401, 403, 413)."""

    status: int
    reason: str


@dataclass(frozen=True, slots=True)
class Sent:
    """The channel took it; `receipt` is its message id, where it gives one."""

    receipt: str | None = None


@dataclass(frozen=True, slots=True)
class RetryLater:
    """Nothing was delivered; try again after `after` seconds.

    `throttled`: the platform said that it was too fast, and means `after` exactly;
    `everyone`: it said so of all chats, not of this one alone.
    """

    reason: str
    after: float = 5.0
    throttled: bool = False
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class GaveUp:
    """It will never be delivered (blocked, window closed, too large). `stop`: nothing more can
    reach this reader until the reader writes again."""

    reason: str
    stop: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """The answer was lost after the bytes left: it may or may not have been delivered."""

    reason: str


SendOutcome = Sent | RetryLater | GaveUp | Unknown

EventKind = Literal[
    "interaction", "stopped", "resumed", "staff", "echo", "edited", "pressed", "rights"
]


@dataclass(frozen=True, slots=True)
class ChannelEvent:
    """Something that happened on the channel besides a reader's message.

    `interaction` (followed, accepted a call), `stopped` and `resumed` (blocked, unblocked),
    `staff` (the library spoke in the platform's own app; `receipt` is that message's id),
    `echo` (the platform or we ourselves spoke there: no person), `edited` (`receipt` is that
    message's `ref`), `pressed` (a button waits for its acknowledgement: `receipt` is the press,
    `data` the message), `rights` (the reader asks for their data-protection rights; `data` has
    `erase` where they ask that all be deleted).
    """

    kind: EventKind
    channel: str
    event_id: str
    chat_key: str
    at: datetime
    text: str = ""
    receipt: str | None = None
    data: Mapping[str, str] = field(default_factory=dict)


Accept = Callable[[Inbound], Awaitable[bool]]
"""Handed to a connector from above: stores durably, then returns. False: already seen."""


class Channel(Protocol):
    """One platform. `verify`, `parse` and `render` are pure; only `send` touches the network."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    def verify(self, request: RawRequest) -> Refusal | None:
        """None when the request is authentic."""
        ...

    def parse(self, request: RawRequest) -> tuple[Inbound, ...] | Refusal:
        """The reader's events in the request; other events give an empty tuple."""
        ...

    def render(self, reply: Reply) -> Rendered:
        """Payloads within the channel's limits; says what it dropped."""
        ...

    async def send(self, chat_key: str, message_id: str, payload: dict[str, object]) -> SendOutcome:
        """Deliver one rendered payload. `message_id` is ours, stable over retries."""
        ...


@runtime_checkable
class TellsEvents(Protocol):
    """A channel whose webhook also tells of other things than messages."""

    def events(self, request: RawRequest) -> tuple[ChannelEvent, ...]:
        """Pure; never raises for what a stranger sent."""
        ...


@runtime_checkable
class CountsMessages(Protocol):
    """A channel that limits the messages of a turn (`turn_messages`)."""

    def message_count(self, reply: Reply) -> int:
        """Pure: how many payloads `render` gives for the reply, without making them."""
        ...


@runtime_checkable
class Acknowledges(Protocol):
    """A channel where a press must be acknowledged beside the durable answer."""

    async def acknowledge(self, event: ChannelEvent) -> None:
        """Best effort; failures are swallowed by the channel and logged."""
        ...


@runtime_checkable
class SignalsTyping(Protocol):
    """A channel that can show that an answer is being written."""

    async def typing(self, chat_key: str) -> None:
        """Best effort."""
        ...


@runtime_checkable
class FetchesFiles(Protocol):
    """A channel whose attachments can be read."""

    async def fetch(self, attachment: Attachment) -> bytes | None:
        """The file, or None when it is too large, elsewhere than the channel keeps files, or
        does not come in time."""
        ...


@runtime_checkable
class ReportsHealth(Protocol):
    """A channel that knows whether it works."""

    async def health(self) -> str:
        """`ok`, or in one line what is wrong."""
        ...


@runtime_checkable
class Polls(Protocol):
    """A channel that can be asked for news where no webhook can reach the library."""

    async def poll(self) -> tuple[RawRequest, ...]:
        """Waits for news; requests as the webhook would have had them. What was returned is
        confirmed to the platform by the next call, where it has confirmations."""
        ...
