"""A write happens once, and what is said of it is true."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar
from weakref import WeakValueDictionary

from library import outcomes
from library.journal import Journal, JournalError
from library.model import Hold, Loan
from library.results import Done, Refused, Unavailable, Unconfirmed, WriteResult

T = TypeVar("T", Loan, Hold)
T_co = TypeVar("T_co", covariant=True)

REREAD_AFTER = (0.0, 1.0, 2.0)
"""Seconds before each reading back: a system that was slow once often ends within three more."""
SETTLE_SECONDS = 10.0
"""Three readings of up to three calls of 3 s would take half a minute: nobody waits so long."""


@dataclass(frozen=True, slots=True)
class InDoubt:
    """It was sent, and no answer that can be believed came back."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Read back: nothing has happened yet. After an unanswered call it still may."""


class Write(Protocol, Generic[T_co]):
    """One write of an adapter, in three steps that never raise."""

    async def look(self) -> str | Refused | Unavailable:
        """The state before, as text; or why it will not be sent (not the owner, blocked)."""
        ...

    async def send(self) -> Done[T_co] | Refused | Unavailable | InDoubt:
        """The one call that changes something. `Unavailable` only where it cannot have."""
        ...

    async def read_back(self, before: str) -> Done[T_co] | Refused | Unchanged | Unavailable:
        """What the state says now, beside `before`."""
        ...


class Writer:
    """Runs writes by key. A caller that goes away does not stop a write that has begun."""

    def __init__(self, journal: Journal, reread_after: Sequence[float] = REREAD_AFTER) -> None:
        self._journal = journal
        self._pauses = reread_after
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._running: set[asyncio.Task[object]] = set()

    async def once(self, key: str, request: str, kind: type[T], write: Write[T]) -> WriteResult[T]:
        """The outcome of `write`, or what the same key gave before.

        A key used for another request is refused: it is a fault of the caller.
        """
        task = asyncio.create_task(self._alone(key, request, kind, write))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def _alone(
        self, key: str, request: str, kind: type[T], write: Write[T]
    ) -> WriteResult[T]:
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            try:
                return await self._known_or_new(key, request, kind, write)
            except JournalError as error:
                return Unavailable(f"journal: {error}")

    async def _known_or_new(
        self, key: str, request: str, kind: type[T], write: Write[T]
    ) -> WriteResult[T]:
        entry = await self._journal.find(key)
        if entry is None:
            return await self._new(key, request, write)
        if entry.request != request:
            return Refused("other", "key reused")
        if entry.outcome is not None:
            return outcomes.load(entry.outcome, kind)
        if not entry.before:  # it ended between a refusal and its record: nothing was sent
            await self._journal.withdraw(key)
            return await self._new(key, request, write)
        return await self._keep(key, await self._settle(write, entry.before, "interrupted"))

    async def _new(self, key: str, request: str, write: Write[T]) -> WriteResult[T]:
        before = await write.look()
        if isinstance(before, Unavailable):
            return before
        if not await self._journal.begin(key, request, before if isinstance(before, str) else ""):
            return Unconfirmed("another process is writing it")
        if isinstance(before, Refused):
            return await self._keep(key, before)
        return await self._sent(key, before, write)

    async def _sent(self, key: str, before: str, write: Write[T]) -> WriteResult[T]:
        sent = await write.send()
        if isinstance(sent, Unavailable):
            await self._journal.withdraw(key)
            return sent
        if isinstance(sent, InDoubt):
            return await self._keep(key, await self._settle(write, before, sent.reason))
        if isinstance(sent, Refused):
            return await self._keep(key, await self._checked(write, before, sent))
        return await self._keep(key, sent)

    async def _checked(
        self, write: Write[T], before: str, refused: Refused
    ) -> Done[T] | Refused | Unconfirmed:
        """A refusal may answer the second copy of a doubled call: the state decides."""
        found = await write.read_back(before)
        if isinstance(found, Unavailable):
            return Unconfirmed(found.reason)
        return found if isinstance(found, Done) else refused

    async def _settle(
        self, write: Write[T], before: str, reason: str
    ) -> Done[T] | Refused | Unconfirmed:
        """An unchanged state settles nothing: the call may still be on its way."""
        try:
            async with asyncio.timeout(SETTLE_SECONDS):
                for pause in self._pauses:
                    await asyncio.sleep(pause)
                    found = await write.read_back(before)
                    if isinstance(found, Done | Refused):
                        return found
        except TimeoutError:
            return Unconfirmed(reason)
        return Unconfirmed(reason)

    async def _keep(
        self, key: str, outcome: Done[T] | Refused | Unconfirmed
    ) -> Done[T] | Refused | Unconfirmed:
        """What happened is told even where it cannot be recorded; the key is then in doubt."""
        try:
            await self._journal.finish(key, outcomes.dump(outcome))
        except JournalError:
            return outcome
        return outcome
