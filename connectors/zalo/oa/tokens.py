"""The OA's pair of tokens: refreshed by one flight, committed before it is used.

A refresh token works once. What is stored is therefore always a whole pair, the old or the new;
the refresh token before it is kept too. Where Zalo's answer was lost the old access token goes
on to its end, and the loss is told loudly: a person must consent again.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Protocol

from clock import Clock
from connectors.zalo.oa.oauth import Denied, Granted, Lost, OAuth

REFRESH_AFTER = 20 * 3600.0
REFRESH_LIFE = 90 * 86_400.0
WARN_BEFORE = 7 * 86_400.0
RETRY_SECONDS = 30.0
"""Between attempts while Zalo does not answer; the access token is good meanwhile."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Times are epoch seconds. `trouble`: why a person must consent again."""

    access: str
    refresh: str
    previous_refresh: str
    obtained: float
    expires: float
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class NoToken:
    """There is no usable access token; `reason` is for the administrator."""

    reason: str


class TokenStore(Protocol):
    """Keeps the pair durably: when `save` returns, it is on the disk."""

    async def load(self) -> Pair | None: ...

    async def save(self, pair: Pair) -> None: ...


class Tokens:
    """Hands out the access token."""

    def __init__(self, store: TokenStore, oauth: OAuth, clock: Clock) -> None:
        self._store = store
        self._oauth = oauth
        self._clock = clock
        self._flight = asyncio.Lock()
        self._tried = float("-inf")

    async def access(self, *, refused: str | None = None) -> str | NoToken:
        """The access token, refreshed when it is old, or when Zalo `refused` this one."""
        pair = await self._store.load()
        if pair is not None and not self._due(pair, refused):
            return pair.access
        async with self._flight:
            pair = await self._store.load()
            if pair is None:
                return NoToken("consent is missing")
            if self._due(pair, refused):
                pair = await self._refreshed(pair)
            usable = self._now() < pair.expires and pair.access != refused
            return pair.access if usable else NoToken(pair.trouble or "no answer to the refresh")

    async def consent(self, code: str) -> Pair | NoToken:
        """Exchange the code of a fresh consent."""
        async with self._flight:
            answer = await self._oauth.exchange(code)
            if not isinstance(answer, Granted):
                return NoToken(answer.reason)
            before = await self._store.load()
            pair = self._pair(answer, before.refresh if before else "")
            await self._store.save(pair)
            return pair

    async def adopt(self, access: str, refresh: str, seconds: float) -> Pair:
        """A pair made in Zalo's own console."""
        async with self._flight:
            before = await self._store.load()
            granted = Granted(access, refresh, seconds)
            pair = self._pair(granted, before.refresh if before else "")
            await self._store.save(pair)
            return pair

    async def health(self) -> str:
        """`ok`, or what an administrator must do."""
        pair = await self._store.load()
        if pair is None:
            return "consent is missing"
        if pair.trouble:
            return f"consent again: {pair.trouble}"
        left = pair.obtained + REFRESH_LIFE - self._now()
        if left < WARN_BEFORE:
            return f"consent again within {max(0, int(left // 86_400))} days"
        return "ok"

    def _due(self, pair: Pair, refused: str | None) -> bool:
        if pair.access == refused:
            return True
        old = self._now() - pair.obtained >= REFRESH_AFTER
        return old and (not pair.trouble or self._now() >= pair.expires)

    async def _refreshed(self, pair: Pair) -> Pair:
        """The new pair, or the old one with what is wrong. Under the lock."""
        if pair.trouble or self._clock.monotonic() - self._tried < RETRY_SECONDS:
            return pair
        self._tried = self._clock.monotonic()
        match await self._oauth.refresh(pair.refresh):
            case Granted() as granted:
                fresh = self._pair(granted, pair.refresh)
                await self._store.save(fresh)
                return fresh
            case Denied(busy=False) as denied:
                broken = replace(pair, trouble=denied.reason)
                await self._store.save(broken)
                return broken
            case Denied() | Lost():
                return pair

    def _pair(self, granted: Granted, previous: str) -> Pair:
        now = self._now()
        return Pair(granted.access, granted.refresh, previous, now, now + granted.seconds)

    def _now(self) -> float:
        return self._clock.now().timestamp()
