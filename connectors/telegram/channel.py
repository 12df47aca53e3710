"""Telegram satisfies the Channel port, and TellsEvents, Acknowledges, SignalsTyping,
FetchesFiles, Polls and ReportsHealth."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest, TelegramError

from connectors import shared_secret
from connectors.limited import MAX_FILE
from connectors.messages import Attachment, Capabilities, Inbound, Rendered, Reply
from connectors.port import ChannelEvent, GaveUp, RawRequest, Refusal, SendOutcome, Sent
from connectors.telegram import errors, events, render

HEADER = "x-telegram-bot-api-secret-token"
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
CONNECTIONS = 10
POLL_SECONDS = 25
PENDING_MANY = 100
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Telegram:
    """`secrets` authenticate the webhook, the newest first."""

    bot: Bot
    secrets: tuple[str, ...]
    name: str = "telegram"
    capabilities: Capabilities = render.CAPABILITIES
    trouble: str = ""
    _offset: int | None = None

    def __post_init__(self) -> None:
        if not self.secrets or not all(SECRET.fullmatch(secret) for secret in self.secrets):
            raise ValueError("Telegram needs a webhook secret of A-Z a-z 0-9 _ -")

    def verify(self, request: RawRequest) -> Refusal | None:
        return shared_secret.check(request, HEADER, self.secrets)

    def parse(self, request: RawRequest) -> tuple[Inbound, ...] | Refusal:
        return events.inbounds(request, self.name)

    def events(self, request: RawRequest) -> tuple[ChannelEvent, ...]:
        return events.events(request, self.name)

    def render(self, reply: Reply) -> Rendered:
        return render.render(reply)

    async def send(self, chat_key: str, message_id: str, payload: dict[str, object]) -> SendOutcome:
        """Once more without what was refused: its keyboard, whose numbers the text has, or the
        topic, which the reader may have closed."""
        try:
            try:
                return await self._send(chat_key, payload)
            except BadRequest as error:
                lacking = "thread" if errors.no_thread(error) else "keyboard"
                if lacking not in payload:
                    raise
                less = {name: part for name, part in payload.items() if name != lacking}
                return await self._send(chat_key, less)
        except TelegramError as error:
            if isinstance(error, errors.STAFF_MUST_ACT):
                self.trouble = type(error).__name__
            return errors.outcome(error)

    async def acknowledge(self, event: ChannelEvent) -> None:
        """Stop the spinner, and take the keyboard away so that it is not pressed again."""
        if event.receipt is None:
            return
        try:
            await self.bot.answer_callback_query(event.receipt)
            if "message_id" in event.data:
                await self.bot.edit_message_reply_markup(
                    chat_id=int(event.chat_key), message_id=int(event.data["message_id"])
                )
        except TelegramError as error:
            logger.info("press not acknowledged: %s", type(error).__name__)

    async def typing(self, chat_key: str) -> None:
        try:
            await self.bot.send_chat_action(int(chat_key), "typing")
        except (TelegramError, ValueError) as error:
            logger.debug("no typing signal: %s", type(error).__name__)

    async def fetch(self, attachment: Attachment) -> bytes | None:
        if attachment.key is None or (attachment.size or 0) > MAX_FILE:
            return None
        try:
            file = await self.bot.get_file(attachment.key)
            if (file.file_size or 0) > MAX_FILE:
                return None
            return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            logger.info("file not fetched: %s", type(error).__name__)
            return None

    async def poll(self) -> tuple[RawRequest, ...]:
        """Long polling. Asking with the next offset confirms what was stored before. Raises
        TelegramError."""
        asked: dict[str, Any] = {"timeout": POLL_SECONDS, "allowed_updates": ALLOWED}
        if self._offset is not None:
            asked["offset"] = self._offset
        found = await self.bot.do_api_request(
            "getUpdates", api_kwargs=asked, read_timeout=POLL_SECONDS + 10
        )
        updates = cast("Sequence[object]", found) if isinstance(found, list) else ()
        for update in updates:
            if isinstance(update, dict) and isinstance(update.get("update_id"), int):
                self._offset = max(self._offset or 0, update["update_id"] + 1)
        header = {HEADER: self.secrets[0]}
        return tuple(
            RawRequest(header, json.dumps(update, ensure_ascii=False).encode())
            for update in updates
        )

    async def set_up(self, address: str | None) -> None:
        """The webhook at `address`, or none for polling. It is set at every start: Telegram does
        not tell which secret it has. Raises TelegramError."""
        if address is None:
            if (await self.bot.get_webhook_info()).url:
                await self.bot.delete_webhook(drop_pending_updates=False)
            return
        await self.bot.set_webhook(
            address,
            secret_token=self.secrets[0],
            allowed_updates=ALLOWED,
            max_connections=CONNECTIONS,
            drop_pending_updates=False,
        )

    async def health(self) -> str:
        """Whether Telegram answers, and whether it can deliver."""
        try:
            info = await self.bot.get_webhook_info()
        except TelegramError as error:
            return f"unreachable: {type(error).__name__}"
        if info.pending_update_count > PENDING_MANY:
            return f"{info.pending_update_count} updates wait, {info.last_error_message or ''}"
        return self.trouble or "ok"

    async def _send(self, chat_key: str, payload: dict[str, object]) -> SendOutcome:
        if not chat_key.lstrip("-").isdecimal():
            return GaveUp("no such chat")
        rows = cast("list[list[dict[str, str]]]", payload.get("keyboard", []))
        markup = InlineKeyboardMarkup([[_key(key) for key in row] for row in rows])
        sent = await self.bot.send_message(
            int(chat_key),
            str(payload["text"]),
            reply_markup=markup if rows else None,
            message_thread_id=int(str(payload["thread"])) if "thread" in payload else None,
            link_preview_options=NO_PREVIEW,
        )
        self.trouble = ""
        return Sent(f"{chat_key}:{sent.message_id}")


def _key(key: dict[str, str]) -> InlineKeyboardButton:
    if "url" in key:
        return InlineKeyboardButton(key["text"], url=key["url"])
    return InlineKeyboardButton(key["text"], callback_data=key["data"])
