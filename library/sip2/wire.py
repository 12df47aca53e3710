"""The one way out to a SIP2 server: short patience, a breaker, only what it offers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TypeVar

from pysip2.models import SIPRequest, SIPResponse

from clock import Clock
from library.breaker import Breaker
from library.results import Refused, Unavailable
from library.sip2.address import Address
from library.sip2.connection import Connection, LostError, Manner, Progress, connected
from library.sip2.messages import Terminal
from library.sip2.offered import Call
from library.sip2.pool import SIZE, Pool

R = TypeVar("R", bound=SIPResponse)

PATIENCE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Failed:
    """No answer to be believed. `sent`: whether the request may have reached the server."""

    reason: str
    sent: bool
    offered: bool = True


def told(failed: Failed) -> Refused | Unavailable:
    return Unavailable(failed.reason) if failed.offered else Refused("not_offered")


class Wire:
    """Nobody is talked to before the first request."""

    def __init__(
        self,
        where: Address,
        terminal: Terminal,
        manner: Manner,
        clock: Clock,
        *,
        patience: float = PATIENCE_SECONDS,
        size: int = SIZE,
    ) -> None:
        self._pool = Pool(lambda: connected(where, terminal, manner, clock), clock, size)
        self._breaker = Breaker(clock)
        self._patience = patience

    async def close(self) -> None:
        self._pool.forget()

    async def read(self, call: Call, request: SIPRequest, kind: type[R]) -> R | Failed:
        """A request that changes nothing: asked again where a kept connection had died."""
        return await self._asked(call, request, kind, again=True)

    async def write(self, call: Call, request: SIPRequest, kind: type[R]) -> R | Failed:
        """A request that changes something: sent once."""
        return await self._asked(call, request, kind, again=False)

    async def _asked(
        self, call: Call, request: SIPRequest, kind: type[R], *, again: bool
    ) -> R | Failed:
        if not self._breaker.lets_through():
            return Failed("resting after failures", sent=False)
        progress = Progress()
        try:
            async with asyncio.timeout(self._patience):
                found = await self._exchanged(call, request, kind, progress, again=again)
        except TimeoutError:
            found = Failed("no answer in time", progress.sent)
        except LostError as error:
            found = Failed(str(error), progress.sent)
        if isinstance(found, Failed) and found.offered:
            self._breaker.failed()
        else:
            self._breaker.worked()
        return found

    async def _exchanged(
        self, call: Call, request: SIPRequest, kind: type[R], progress: Progress, *, again: bool
    ) -> R | Failed:
        lent: Connection | None = None
        try:
            async with self._pool.lent() as lent:
                if call not in lent.offered:
                    return Failed(f"{call} is not offered", sent=False, offered=False)
                return await lent.exchange(request, kind, progress)
        except LostError:
            if lent is None or not (again and lent.kept):
                raise
        self._pool.forget()
        return await self._exchanged(call, request, kind, progress, again=False)
