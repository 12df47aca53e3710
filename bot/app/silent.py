"""The channel of the command line: nothing to push, the answer is read from the transcript."""

from __future__ import annotations

from connectors.messages import Capabilities, Inbound, Rendered, Reply
from connectors.port import RawRequest, Refusal, SendOutcome, Sent


class SilentChannel:
    """Satisfies the Channel port; it takes no webhooks."""

    name = "cli"
    capabilities = Capabilities(
        max_chars=4000, buttons=10, button_title_chars=80, cards=True, push=False, typing=False
    )

    def verify(self, request: RawRequest) -> Refusal | None:
        return Refusal(403, "no webhook")

    def parse(self, request: RawRequest) -> tuple[Inbound, ...] | Refusal:
        return Refusal(403, "no webhook")

    def render(self, reply: Reply) -> Rendered:
        return Rendered(({"text": reply.text},))

    async def send(self, chat_key: str, message_id: str, payload: dict[str, object]) -> SendOutcome:
        return Sent()
