"""RasaEngine satisfies the Engine port: Rasa over HTTP, answers collected from the tray.

Rasa answers `200 []` when a handler raised or the actions are away; a turn in which no action
left a deposit is a failure, whatever the status says.
"""

from __future__ import annotations

from typing import Protocol

import httpx

from bot.dialogue.port import EngineFailure, EngineTurn, TurnInput
from bot.dialogue.rasa.breaker import Breaker
from bot.dialogue.rasa.reply_buffer import Deposit
from clock import Clock


class Tray(Protocol):
    """Where actions leave the replies of a turn."""

    def take(self, conversation_id: str) -> Deposit | None: ...


class RasaEngine:
    """One turn is one request to the REST channel; the breaker keeps a dead Rasa from costing
    its timeout on every message."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        url: str,
        token: str,
        tray: Tray,
        clock: Clock,
        timeout: float,
        breaker: Breaker | None = None,
    ) -> None:
        self._http = http
        self._url = url.rstrip("/")
        self._token = token
        self._tray = tray
        self._timeout = timeout
        self._breaker = breaker or Breaker(clock)

    async def turn(self, turn: TurnInput) -> EngineTurn | EngineFailure:
        if not self._breaker.closed():
            return EngineFailure("breaker open")
        self._tray.take(turn.conversation_id)
        failure = await self._post(turn)
        deposit = self._tray.take(turn.conversation_id)
        if failure is None and (deposit is None or not deposit.replies):
            failure = "no action answered"
        self._breaker.record(ok=failure is None)
        if failure is not None or deposit is None:
            return EngineFailure(failure or "no action answered")
        return EngineTurn(
            replies=deposit.replies,
            acts=deposit.acts,
            understood=deposit.understood,
            effects=deposit.effects,
            trail=deposit.trail,
        )

    async def forget(self, conversation_id: str) -> bool:
        """Restart the tracker; Rasa keeps it in memory only."""
        url = f"{self._url}/conversations/{conversation_id}/tracker/events"
        try:
            response = await self._http.post(
                url,
                params={"token": self._token},
                json=[{"event": "restart"}],
                timeout=self._timeout,
            )
        except httpx.HTTPError:
            return False
        return response.status_code == httpx.codes.OK

    async def healthy(self) -> bool:
        try:
            response = await self._http.get(
                f"{self._url}/status", params={"token": self._token}, timeout=self._timeout
            )
        except httpx.HTTPError:
            return False
        return response.status_code == httpx.codes.OK

    async def _post(self, turn: TurnInput) -> str | None:
        """None when Rasa answered; else why it did not."""
        body = {
            "sender": turn.conversation_id,
            "message": turn.payload or turn.text,
            "metadata": {
                "turn_id": turn.turn_id,
                "patron_id": turn.patron_id,
                "channel": turn.channel,
            },
        }
        try:
            response = await self._http.post(
                f"{self._url}/webhooks/rest/webhook", json=body, timeout=self._timeout
            )
            answer = response.json()
        except httpx.TimeoutException:
            return "timeout"
        except httpx.HTTPError as error:
            return type(error).__name__
        except ValueError:
            return "not JSON"
        if response.status_code != httpx.codes.OK:
            return f"status {response.status_code}"
        return None if isinstance(answer, list) and answer else "empty answer"
