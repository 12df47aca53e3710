"""The web channel: replies wait in the transcript; sending rings the reader's open pages."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from connectors.messages import Attachment, Capabilities, Inbound, Rendered, Reply
from connectors.port import RawRequest, Refusal, SendOutcome, Sent
from connectors.web.model import Fetch


class WebChannel:
    """Satisfies the Channel port, and FetchesFiles. A page reads what is new by its last id, so
    nothing is lost or shown twice however often a send is repeated."""

    name = "web"
    capabilities = Capabilities(
        max_chars=8000, buttons=10, button_title_chars=80, cards=True, push=True, typing=True
    )

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._open: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    @contextmanager
    def listening(self, chat_key: str) -> Iterator[asyncio.Event]:
        """An event that is set when something was sent to the chat."""
        bell = asyncio.Event()
        self._open[chat_key].add(bell)
        try:
            yield bell
        finally:
            self._open[chat_key].discard(bell)
            if not self._open[chat_key]:
                del self._open[chat_key]

    def verify(self, request: RawRequest) -> Refusal | None:
        return Refusal(403, "no webhook")

    def parse(self, request: RawRequest) -> tuple[Inbound, ...] | Refusal:
        return Refusal(403, "no webhook")

    def render(self, reply: Reply) -> Rendered:
        return Rendered(({"text": reply.text},))

    async def send(self, chat_key: str, message_id: str, payload: dict[str, object]) -> SendOutcome:
        for bell in self._open.get(chat_key, ()):
            bell.set()
        return Sent()

    async def fetch(self, attachment: Attachment) -> bytes | None:
        return None if attachment.key is None else await self._fetch(attachment.key)
