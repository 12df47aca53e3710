"""ZaloBot satisfies the Channel port, and SignalsTyping, FetchesFiles, Polls and
ReportsHealth."""

from __future__ import annotations

import json
from dataclasses import dataclass

from clock import Clock
from connectors import shared_secret
from connectors.limited import fetch
from connectors.messages import Attachment, Capabilities, Inbound, Rendered, Reply
from connectors.port import (
    GaveUp,
    RawRequest,
    Refusal,
    RetryLater,
    SendOutcome,
    Sent,
    Unknown,
)
from connectors.zalo.bot import events, render
from connectors.zalo.bot.api import NOTHING_NEW, Answer, BotApi

HEADER = "x-bot-api-secret-token"
SHORTEST_SECRET, MAX_SECRET = 8, 256
POLL_SECONDS = 25
QUOTA_SECONDS = 3600.0
"""A 429 is the quota, of a period nobody publishes: look again in an hour."""
UNAUTHORISED, FORBIDDEN, TOO_MANY = 401, 403, 429


class PollingError(RuntimeError):
    """The platform did not answer, or refused; the message holds no address."""


@dataclass(slots=True)
class ZaloBot:
    """`secrets` authenticate the webhook, the newest first."""

    api: BotApi
    secrets: tuple[str, ...]
    clock: Clock
    file_hosts: tuple[str, ...] = ()
    name: str = "zalo_bot"
    capabilities: Capabilities = render.CAPABILITIES
    trouble: str = ""

    def __post_init__(self) -> None:
        fits = [SHORTEST_SECRET <= len(secret) <= MAX_SECRET for secret in self.secrets]
        if not fits or not all(fits):
            raise ValueError("the Zalo Bot webhook secret must have 8 to 256 characters")

    def verify(self, request: RawRequest) -> Refusal | None:
        return shared_secret.check(request, HEADER, self.secrets)

    def parse(self, request: RawRequest) -> tuple[Inbound, ...] | Refusal:
        return events.inbounds(request, self.name, self.clock)

    def render(self, reply: Reply) -> Rendered:
        return render.render(reply)

    async def send(self, chat_key: str, message_id: str, payload: dict[str, object]) -> SendOutcome:
        method = "sendPhoto" if "photo" in payload else "sendMessage"
        answer = await self.api.call(method, {"chat_id": chat_key, **payload})
        if not isinstance(answer, Answer):
            return answer
        if answer.code:
            return self._refused(answer.code)
        self.trouble = ""
        receipt = answer.result.get("message_id") if isinstance(answer.result, dict) else None
        return Sent(str(receipt) if receipt else None)

    async def typing(self, chat_key: str) -> None:
        await self.api.call("sendChatAction", {"chat_id": chat_key, "action": "typing"})

    async def fetch(self, attachment: Attachment) -> bytes | None:
        if attachment.url is None:
            return None
        return await fetch(self.api.http, attachment.url, self.file_hosts)

    async def poll(self) -> tuple[RawRequest, ...]:
        """One update at most: the platform gives them singly, and confirms by giving. Raises
        PollingError."""
        answer = await self.api.call("getUpdates", {"timeout": POLL_SECONDS}, POLL_SECONDS + 10)
        if isinstance(answer, RetryLater | Unknown):
            raise PollingError(answer.reason)
        if answer.code == NOTHING_NEW:
            return ()
        if answer.code:
            self._refused(answer.code)
            raise PollingError(f"error {answer.code}")
        found = answer.result if isinstance(answer.result, list) else [answer.result]
        header = {HEADER: self.secrets[0]}
        return tuple(
            RawRequest(header, json.dumps(update, ensure_ascii=False).encode())
            for update in found
            if isinstance(update, dict) and update
        )

    async def set_up(self, address: str | None) -> None:
        """The webhook at `address`, or none for polling. Raises PollingError."""
        if address is None:
            answer = await self.api.call("deleteWebhook", {})
        else:
            body: dict[str, object] = {"url": address, "secret_token": self.secrets[0]}
            answer = await self.api.call("setWebhook", body)
        if not isinstance(answer, Answer):
            raise PollingError(answer.reason)
        if answer.code:
            raise PollingError(f"error {answer.code}")

    async def health(self) -> str:
        answer = await self.api.call("getMe", {})
        if not isinstance(answer, Answer):
            return f"unreachable: {answer.reason}"
        return f"error {answer.code}" if answer.code else self.trouble or "ok"

    def _refused(self, code: int) -> SendOutcome:
        if code == TOO_MANY:
            self.trouble = "quota used up"
            return RetryLater("quota", after=QUOTA_SECONDS, throttled=True, everyone=True)
        if code == UNAUTHORISED:
            self.trouble = "the token is refused"
            return RetryLater("token refused", after=60.0)
        if code == FORBIDDEN:
            return GaveUp("blocked by the reader", stop=True)
        if code >= 500:
            return RetryLater(f"zalo bot {code}")
        return GaveUp(f"zalo bot {code}")
