"""Cutting a message of several needs into turns, asking Rasa what each part means."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import httpx

from bot.engine.port import TurnInput, Understood
from bot.understand.needs import needs, parts
from bot.understand.parse import understood

MOST = 3
"""Needs answered in one message; more are rare, and three replies fill a small screen."""


class Needs(Protocol):
    """One turn per need, in order; the message itself when it holds one."""

    async def split(self, turn: TurnInput) -> list[TurnInput]: ...


class WholeMessage:
    """Never cuts."""

    async def split(self, turn: TurnInput) -> list[TurnInput]:
        return [turn]


class RasaNeeds:
    """Asks Rasa's parser only where a message has a place to be cut."""

    def __init__(self, http: httpx.AsyncClient, *, url: str, token: str, timeout: float) -> None:
        self._http = http
        self._url = f"{url.rstrip('/')}/model/parse"
        self._token = token
        self._timeout = timeout

    async def split(self, turn: TurnInput) -> list[TurnInput]:
        cut = parts(turn.text) if turn.payload is None else ()
        if len(cut) < 2:
            return [turn]
        whole = await self._parse(turn.text)
        pieces = [(part, await self._parse(part.text)) for part in cut]
        known = [(part, meaning) for part, meaning in pieces if meaning is not None]
        if whole is None or len(known) < len(pieces):
            return [turn]
        chosen = needs(whole, known)[:MOST]
        return [
            replace(turn, turn_id=f"{turn.turn_id}.{number}", text=part.text)
            for number, part in enumerate(chosen, start=1)
        ] or [turn]

    async def _parse(self, text: str) -> Understood | None:
        """None when Rasa is away: the message is then taken whole."""
        try:
            response = await self._http.post(
                self._url,
                params={"token": self._token},
                json={"text": text},
                timeout=self._timeout,
            )
            return understood(response.json())
        except (httpx.HTTPError, ValueError, KeyError, TypeError, StopIteration):
            return None
