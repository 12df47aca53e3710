"""One connection to a SIP2 server: one request in flight, closed at the first doubt."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TypeVar

from pysip2.models import ACSStatusResponse, LoginResponse, SIPRequest, SIPResponse

from clock import Clock
from library.sip2.address import Address
from library.sip2.frame import END, MOST_BYTES, RESEND, FrameError, answer, stripped, written
from library.sip2.messages import STATUS, Terminal
from library.sip2.offered import Offered, offered

R = TypeVar("R", bound=SIPResponse)


class LostError(Exception):
    """The connection can no longer be believed; the message says why, and names nobody."""


@dataclass
class Progress:
    """Whether a request may have reached the server."""

    sent: bool = False


@dataclass(frozen=True, slots=True)
class Manner:
    """How a site speaks. `checked`: sequence numbers and checksums are sent."""

    encoding: str = "utf-8"
    checked: bool = True


class Connection:
    """Made by `connected`, logged in and with the server's status known."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        manner: Manner,
        clock: Clock,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._manner = manner
        self._clock = clock
        self._sequence = 9
        self.offered = Offered(frozenset())
        self.used_at = clock.monotonic()
        self.kept = False
        """It has waited in the pool, where the server may have given it up unseen."""

    def close(self) -> None:
        self._writer.close()

    def alive(self) -> bool:
        return not (self._reader.at_eof() or self._writer.is_closing())

    async def exchange(self, request: SIPRequest, kind: type[R], progress: Progress) -> R:
        """Raises LostError. A 96 is obeyed once, with the same frame."""
        self._sequence = (self._sequence + 1) % 10
        try:
            frame = written(
                request,
                self._sequence,
                encoding=self._manner.encoding,
                checked=self._manner.checked,
            )
            raw = await self._sent(frame, progress)
            if raw.startswith(RESEND):
                raw = await self._sent(frame, progress)
            found = answer(raw, kind, self._sequence)
        except FrameError as error:
            raise LostError(str(error)) from error
        except asyncio.IncompleteReadError as error:
            raise LostError("cut") from error
        except asyncio.LimitOverrunError as error:
            raise LostError("an answer too long") from error
        except OSError as error:
            raise LostError(type(error).__name__) from error
        self.used_at = self._clock.monotonic()
        return found

    async def _sent(self, frame: bytes, progress: Progress) -> bytes:
        progress.sent = True
        self._writer.write(frame)
        await self._writer.drain()
        raw = b""
        while not raw:  # a line feed after the last answer, or an empty frame, is no answer
            raw = stripped(await self._reader.readuntil(END))
        return raw


async def connected(where: Address, terminal: Terminal, manner: Manner, clock: Clock) -> Connection:
    """Raises LostError: nobody there, login not accepted, server offline."""
    try:
        reader, writer = await asyncio.open_connection(
            where.host, where.port, ssl=where.tls, limit=MOST_BYTES
        )
    except OSError as error:
        raise LostError(f"Connect{type(error).__name__}") from error
    made = Connection(reader, writer, manner, clock)
    try:
        await _introduced(made, terminal)
    except BaseException:
        made.close()
        raise
    return made


async def _introduced(made: Connection, terminal: Terminal) -> None:
    if terminal.user:
        login = await made.exchange(terminal.login(), LoginResponse, Progress())
        if login.ok != "1":
            raise LostError("the login was not accepted")
    status = await made.exchange(STATUS, ACSStatusResponse, Progress())
    if status.online_status != "Y":
        raise LostError("the system says that it is offline")
    made.offered = offered(status)
