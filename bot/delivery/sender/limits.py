"""How fast a channel may be spoken to: one chat, all chats together, and pauses it asked for.

Counted in sliding windows on the clock, so that in no second, wherever it begins, more leaves
than the channel bears.
"""

from __future__ import annotations

from collections import OrderedDict, deque

from clock import Clock
from connectors.messages import Rate

SECOND = 1.0
LEAST_SHARE = 0.1
RECOVERY = 0.02
"""Of the full rate, for each message that went well: about 50 to come back from a halving."""
SEVERAL_CHATS = 3
TOGETHER_SECONDS = 2.0
"""So many chats told to slow down within so long: it is the whole channel that is too fast."""
MAX_CHATS = 20_000


class Limiter:
    """`wait` asks, `count` counts. In memory: after a restart the first second is free."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._chats: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._sent: dict[str, deque[float]] = {}
        self._share: dict[str, float] = {}
        self._paused: dict[str, float] = {}
        self._throttled: dict[str, deque[tuple[float, str]]] = {}

    def wait(self, channel: str, chat: str, rate: Rate | None) -> float:
        """Seconds until a message may leave; 0 when it may now."""
        last = self._chats.get((channel, chat)) if rate is not None else None
        own = 0.0
        if last is not None and rate is not None:
            own = last + SECOND / rate.per_chat - self._clock.monotonic()
        return max(own, self.full(channel, rate))

    def full(self, channel: str, rate: Rate | None) -> float:
        """Seconds until the channel bears a message to any chat; 0 when it does now."""
        now = self._clock.monotonic()
        free = self._paused.get(channel, now)
        if rate is not None:
            times = self._times(channel, now)
            allowed = self._allowed(channel, rate)
            if len(times) >= allowed:
                free = max(free, times[len(times) - allowed] + SECOND)
        return max(0.0, free - now)

    def count(self, channel: str, chat: str) -> None:
        """Count a message that leaves now."""
        now = self._clock.monotonic()
        self._times(channel, now).append(now)
        self._chats[channel, chat] = now
        self._chats.move_to_end((channel, chat))
        while len(self._chats) > MAX_CHATS:
            self._chats.popitem(last=False)

    def went_well(self, channel: str) -> None:
        """Come back to the full rate, slowly."""
        share = self._share.get(channel)
        if share is not None:
            self._share[channel] = min(1.0, share + RECOVERY)

    def throttled(self, channel: str, chat: str, seconds: float, *, everyone: bool) -> None:
        """The channel said that it was too fast: to all, or to this chat. A chat's own pause is
        kept with its message; when several hit it together, the channel pauses."""
        now = self._clock.monotonic()
        recent = self._throttled.setdefault(channel, deque(maxlen=SEVERAL_CHATS))
        recent.append((now, chat))
        close = [c for at, c in recent if now - at <= TOGETHER_SECONDS]
        if everyone or len(set(close)) >= SEVERAL_CHATS:
            self._share[channel] = max(LEAST_SHARE, self._share.get(channel, 1.0) / 2)
            self._paused[channel] = max(self._paused.get(channel, 0.0), now + seconds)

    def _allowed(self, channel: str, rate: Rate) -> int:
        return max(1, int(rate.overall * self._share.get(channel, 1.0)))

    def _times(self, channel: str, now: float) -> deque[float]:
        times = self._sent.setdefault(channel, deque())
        while times and times[0] <= now - SECOND:
            times.popleft()
        return times
