"""Updates to messages and events. Whatever a stranger sends, nothing is raised."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, Update, User

from connectors.limited import json_object, part
from connectors.messages import Inbound
from connectors.port import ChannelEvent, EventKind, RawRequest, Refusal
from connectors.split import clean, utf16
from connectors.telegram import kinds

POISON = (TypeError, KeyError, AttributeError, ValueError, OverflowError, OSError, IndexError)
"""What `Update.de_json` and the platform's own clock raise for bodies not of Telegram's making."""
PRIVATE = "private"
MAX_TEXT = 4_096
CUT_NEAR = 4_000
"""Units; a longer text is cut by the reader's own app, at a word before the limit."""
GONE = ("kicked", "left")
START = re.compile(r"/start(@\w+)?(\s|$)", re.IGNORECASE)


@lru_cache(maxsize=16)
def read(raw: bytes) -> Update | Refusal:
    """The update, if the body is one. Asked for its message, then for what else it tells."""
    body = json_object(raw)
    if isinstance(body, Refusal):
        return body
    number = body.get("update_id")
    if not isinstance(number, int) or isinstance(number, bool):
        return Refusal(400, "no update_id")
    try:
        update = Update.de_json(body, None)
    except POISON as error:
        return Refusal(400, f"update {type(error).__name__}")
    return update if isinstance(update, Update) else Refusal(400, "no update")


def inbounds(request: RawRequest, channel: str) -> tuple[Inbound, ...] | Refusal:
    """The reader's message or press."""
    update = read(request.body)
    if isinstance(update, Refusal):
        return update
    try:
        return _inbounds(update, channel, tuple(part(json_object(request.body), "message")))
    except POISON as error:
        return Refusal(400, f"update {type(error).__name__}")


def events(request: RawRequest, channel: str) -> tuple[ChannelEvent, ...]:
    """What else the update tells."""
    update = read(request.body)
    if isinstance(update, Refusal):
        return ()
    try:
        return _events(update, channel)
    except POISON:
        return ()


def _inbounds(update: Update, channel: str, names: tuple[str, ...]) -> tuple[Inbound, ...]:
    if update.callback_query is not None:
        return _press(update, update.callback_query, channel)
    message = update.message
    if message is None or not _private(message.chat) or _machine(message.from_user):
        return ()
    text = clean(_text(message.text) or _text(message.caption))
    said = Inbound(
        channel=channel,
        event_id=str(update.update_id),
        chat_key=str(int(message.chat.id)),
        text=text,
        received_at=_when(message.date),
        sender_name=_name(message.from_user),
        attachments=kinds.files(message, names),
        ref=str(int(message.message_id)),
        thread=_thread(message),
        act=_act(message),
        unfinished=utf16(text) >= CUT_NEAR,
    )
    if START.match(text):
        return (replace(said, text="/start", payload="/greet"),)
    return (said,) if said.text or said.attachments else ()


def _act(message: Message) -> str | None:
    """What is sent in one go arrives as one update for each picture, each forwarded message."""
    if message.media_group_id:
        return f"album:{_text(message.media_group_id)[:60]}"
    return "forward" if message.forward_origin is not None else None


def _thread(message: object) -> str | None:
    """The topic of a private chat that has topics."""
    if not isinstance(message, Message) or not message.is_topic_message:
        return None
    return None if message.message_thread_id is None else str(int(message.message_thread_id))


def _press(update: Update, query: CallbackQuery, channel: str) -> tuple[Inbound, ...]:
    """The message may be inaccessible; then the presser's private chat is their own id."""
    chat = query.message.chat if query.message is not None else None
    data = _text(query.data)
    if (chat is not None and not _private(chat)) or not data or len(data.encode()) > 64:
        return ()
    key = int(chat.id) if chat is not None else int(query.from_user.id)
    return (
        Inbound(
            channel=channel,
            event_id=str(update.update_id),
            chat_key=str(key),
            text="",
            received_at=datetime.now(UTC),
            sender_name=_name(query.from_user),
            payload=data,
            thread=_thread(query.message),
        ),
    )


def _events(update: Update, channel: str) -> tuple[ChannelEvent, ...]:
    at = datetime.now(UTC)
    number = str(update.update_id)
    if update.callback_query is not None:
        query = update.callback_query
        message = query.message
        data = {} if message is None else {"message_id": str(int(message.message_id))}
        chat = int(message.chat.id) if message is not None else int(query.from_user.id)
        return (
            ChannelEvent(
                "pressed", channel, f"{number}:press", str(chat), at, "", _text(query.id), data
            ),
        )
    if update.my_chat_member is not None and _private(update.my_chat_member.chat):
        return (_membership(update.my_chat_member, channel, number, at),)
    edited = update.edited_message
    if edited is not None and _private(edited.chat):
        text = clean(_text(edited.text) or _text(edited.caption))
        ref = str(int(edited.message_id))
        return (ChannelEvent("edited", channel, number, str(int(edited.chat.id)), at, text, ref),)
    return ()


def _membership(change: ChatMemberUpdated, channel: str, number: str, at: datetime) -> ChannelEvent:
    kind: EventKind = "stopped" if change.new_chat_member.status in GONE else "resumed"
    return ChannelEvent(kind, channel, number, str(int(change.chat.id)), at)


def _private(chat: Chat) -> bool:
    return chat.type == PRIVATE


def _machine(user: User | None) -> bool:
    return user is not None and user.is_bot is True


def _name(user: User | None) -> str | None:
    if user is None:
        return None
    parts = (_text(user.first_name), _text(user.last_name))
    return clean(" ".join(part for part in parts if part))[:100] or None


def _text(value: object) -> str:
    return value[:MAX_TEXT] if isinstance(value, str) else ""


def _when(date: object) -> datetime:
    return date if isinstance(date, datetime) and date.tzinfo else datetime.now(UTC)
