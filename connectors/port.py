"""The Channel port and the values that cross it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from connectors.messages import Capabilities, Inbound, Rendered, Reply


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
    """Nothing was delivered; try again after `after` seconds."""

    reason: str
    after: float = 5.0


@dataclass(frozen=True, slots=True)
class GaveUp:
    """It will never be delivered (blocked, window closed, too large)."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The answer was lost after the bytes left: it may or may not have been delivered."""

    reason: str


SendOutcome = Sent | RetryLater | GaveUp | Unknown

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
