"""ZaloOA satisfies the Channel port, and CountsMessages, TellsEvents, FetchesFiles and
ReportsHealth."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field

from clock import Clock
from connectors.limited import fetch
from connectors.messages import Attachment, Capabilities, Inbound, Rendered, Reply
from connectors.port import (
    ChannelEvent,
    GaveUp,
    RawRequest,
    Refusal,
    RetryLater,
    SendOutcome,
    Sent,
    Unknown,
)
from connectors.zalo.oa import errors, events, render, signature
from connectors.zalo.oa.api import ANONYMOUS, Answer, Api
from connectors.zalo.oa.tokens import NoToken, Tokens

NO_TOKEN_SECONDS = 60.0
SUSPICIOUS = 20
"""So many bad signatures and not one good: the key of the settings is the wrong one."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OAIdentity:
    """`secret_key` signs the webhook; `oa_id` may be empty until the consent tells it."""

    app_id: str
    oa_id: str
    secret_key: str

    def __post_init__(self) -> None:
        if not self.app_id or not self.secret_key:
            raise ValueError("Zalo OA needs an app id and the OA secret key")


@dataclass(slots=True)
class ZaloOA:
    """The production channel for readers."""

    identity: OAIdentity
    tokens: Tokens
    api: Api
    clock: Clock
    capabilities: Capabilities
    file_hosts: tuple[str, ...] = ()
    name: str = "zalo"
    counts: Counter[str] = field(default_factory=Counter)
    trouble: str = ""

    def verify(self, request: RawRequest) -> Refusal | None:
        found = signature.check(
            request,
            app_id=self.identity.app_id,
            oa_id=self.identity.oa_id,
            key=self.identity.secret_key,
        )
        if isinstance(found, Refusal):
            self.counts["bad"] += 1
            return found
        self.counts[found] += 1
        return None

    def parse(self, request: RawRequest) -> tuple[Inbound, ...] | Refusal:
        return events.inbounds(request, self.name, self.clock)

    def events(self, request: RawRequest) -> tuple[ChannelEvent, ...]:
        return events.events(request, self.name, self.clock)

    def render(self, reply: Reply) -> Rendered:
        return render.render(reply, self.capabilities)

    def message_count(self, reply: Reply) -> int:
        return render.message_count(reply, self.capabilities)

    async def send(self, chat_key: str, message_id: str, payload: dict[str, object]) -> SendOutcome:
        """A refused token is renewed and tried once more."""
        token = await self.tokens.access()
        if isinstance(token, NoToken):
            return self._no_token(token)
        answer = await self.api.send(token, chat_key, payload)
        if isinstance(answer, Answer) and errors.decide(answer.code) == "renew_token":
            token = await self.tokens.access(refused=token)
            if isinstance(token, NoToken):
                return self._no_token(token)
            answer = await self.api.send(token, chat_key, payload)
        outcome = self._outcome(answer)
        if chat_key.startswith(ANONYMOUS) and isinstance(outcome, GaveUp):
            self.counts["anonymous"] += 1
            logger.error("a reader without a Zalo account could not be answered: %s", outcome)
        return outcome

    async def notify(self, chat_key: str, template_id: str, data: dict[str, str]) -> SendOutcome:
        """Send an approved template."""
        token = await self.tokens.access()
        if isinstance(token, NoToken):
            return self._no_token(token)
        return self._outcome(await self.api.template(token, chat_key, template_id, data))

    async def fetch(self, attachment: Attachment) -> bytes | None:
        if attachment.url is None:
            return None
        return await fetch(self.api.http, attachment.url, self.file_hosts)

    async def health(self) -> str:
        """Tokens first, then what the last answers said."""
        good = self.counts["app"] + self.counts["oa"]
        if not good and self.counts["bad"] >= SUSPICIOUS:
            return "every webhook signature is bad: is the OA secret key right?"
        tokens = await self.tokens.health()
        if tokens != "ok":
            return tokens
        left = self.counts["anonymous"]
        return self.trouble or (f"anonymous readers not answered: {left}" if left else "ok")

    def _outcome(self, answer: Answer | RetryLater | Unknown) -> SendOutcome:
        if not isinstance(answer, Answer):
            return answer
        if answer.code == 0:
            self.trouble = ""
            receipt = answer.data.get("message_id")
            return Sent(str(receipt) if receipt else None)
        if errors.decide(answer.code) in errors.STAFF_MUST_ACT:
            self.trouble = f"zalo {answer.code}"
            logger.error("zalo OA refuses with %s: an administrator must act", answer.code)
        return errors.outcome(answer.code)

    def _no_token(self, none: NoToken) -> RetryLater | GaveUp:
        logger.error("zalo OA has no access token: %s", none.reason)
        return RetryLater(f"no token: {none.reason}", after=NO_TOKEN_SECONDS)
