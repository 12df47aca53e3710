"""RasaEngine satisfies the Engine port: Rasa over HTTP, answers collected from the reply buffer.

Rasa answers `200 []` when a handler raised or the actions are away; a turn in which no action
left a reply is a failure, whatever the status says.
"""

from __future__ import annotations

import asyncio

import httpx

from bot.dialogue.port import EngineFailure, TurnInput, TurnResult
from bot.dialogue.rasa import commands
from bot.dialogue.rasa.breaker import Breaker
from bot.dialogue.rasa.connection import RasaConnection
from bot.dialogue.rasa.reply_buffer import ReplyBuffer

ACTION_SECONDS = 20.0
"""An account call is given up after 3 seconds and read back for ten more; the rest is margin."""
LOOK_SECONDS = 0.1
EMPTY, UNANSWERED = "empty answer", "no action answered"
"""Rasa is up, and this message came to nothing."""


class RasaEngine:
    """One turn is one request to the REST channel; the breaker keeps a dead Rasa from costing
    its timeout on every message."""

    def __init__(self, rasa: RasaConnection, buffer: ReplyBuffer, breaker: Breaker) -> None:
        self._rasa = rasa
        self._buffer = buffer
        self._breaker = breaker

    async def turn(self, turn: TurnInput) -> TurnResult | EngineFailure:
        if not self._breaker.allow():
            return EngineFailure("breaker open")
        self._buffer.begin(turn.conversation_id, turn.memory)
        failure = await self._post(turn)
        acting = self._buffer.busy(turn.conversation_id)
        result = self._buffer.collect(turn.conversation_id)
        if failure is None and (result is None or not result.replies):
            failure = UNANSWERED
        whose = turn.conversation_id if failure in (EMPTY, UNANSWERED) else None
        self._breaker.record(ok=failure is None or acting, whose=whose)  # Rasa waits for us
        if failure is not None or result is None:
            return EngineFailure(failure or UNANSWERED, acting)
        return result

    async def forget(self, conversation_id: str) -> bool:
        """Put nothing in the tracker's place: a restart would leave its history to be read."""
        path = f"/conversations/{conversation_id}/tracker/events"
        try:
            response = await self._rasa.put(path, [])
        except httpx.HTTPError:
            return False
        return response.status_code == httpx.codes.OK

    async def healthy(self) -> bool:
        try:
            response = await self._rasa.get("/status")
        except httpx.HTTPError:
            return False
        return response.status_code == httpx.codes.OK

    async def _post(self, turn: TurnInput) -> str | None:
        """None when Rasa answered; else why it did not."""
        body = {
            "sender": turn.conversation_id,
            "message": commands.message(turn.text, turn.payload),
            "metadata": {
                "turn_id": turn.turn_id,
                "patron_id": turn.patron_id,
                "channel": turn.channel,
            },
        }
        try:
            response = await self._asked(turn.conversation_id, body)
            answer = response.json()
        except httpx.TimeoutException:
            return "timeout"
        except httpx.HTTPError as error:
            return type(error).__name__
        except ValueError:
            return "not JSON"
        if response.status_code != httpx.codes.OK:
            return f"status {response.status_code}"
        return None if isinstance(answer, list) and answer else EMPTY

    async def _asked(self, conversation_id: str, body: object) -> httpx.Response:
        """Rasa's own patience, which begins anew after an action that waited for the library's
        system: its write must not be told as none. Raises httpx.HTTPError."""
        path = "/webhooks/rest/webhook"
        asking = asyncio.ensure_future(self._rasa.post(path, body, patience=ACTION_SECONDS))
        left = self._rasa.timeout
        while not asking.done() and left > 0:
            await asyncio.wait({asking}, timeout=min(left, LOOK_SECONDS))
            busy = self._buffer.busy(conversation_id)
            left = self._rasa.timeout if busy else left - LOOK_SECONDS
        if not asking.done():
            asking.cancel()
            raise httpx.ReadTimeout("Rasa did not answer in its time")
        return asking.result()
