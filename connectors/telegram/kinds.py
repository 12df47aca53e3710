"""What a message of Telegram's carries besides words: a reader's thing, or only a notice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from telegram import Message

from connectors.limited import MAX_FILE
from connectors.messages import Attachment, AttachmentKind
from connectors.split import clean

ENVELOPE = frozenset(
    "message_id message_thread_id direct_messages_topic from sender_chat sender_boost_count "
    "sender_business_bot sender_tag date business_connection_id chat forward_origin forward_from "
    "forward_from_chat forward_from_message_id forward_signature forward_sender_name forward_date "
    "is_topic_message is_automatic_forward reply_to_message external_reply quote reply_to_story "
    "reply_to_checklist_task_id via_bot edit_date has_protected_content has_media_spoiler "
    "is_from_offline is_paid_post media_group_id author_signature paid_star_count text entities "
    "link_preview_options suggested_post_info effect_id caption caption_entities "
    "show_caption_above_media reply_markup".split()
)
"""What every message may have, whatever it carries (Bot API 10.0)."""
NOTICE = re.compile(
    r"^(new|left|delete|migrate|pinned|supergroup|group|channel|video_chat|voice_chat)_"
    r"|^(gift|unique_gift|connected_website|successful_payment|passport_data|web_app_data)$"
    r"|_(\w*ed|set|paid|sent|done|left|hidden|shared)$"
)
"""Telegram names what happened by its participle (`write_access_allowed`, `boost_added`), and what
a person sends by a noun (`dice`, `checklist`): so also what comes next."""


def files(message: Message, names: Iterable[str]) -> tuple[Attachment, ...]:
    """`names` are the fields of the message as it came. A kind nobody knows yet, or none where
    there are no words either, is something a reader sent; a notice is nothing."""
    known = _known(message)
    if known is not None:
        return (known,)
    carried = [name for name in names if name not in ENVELOPE]
    noticed = bool(carried) and all(NOTICE.search(name) for name in carried)
    return () if noticed or message.text or message.caption else (Attachment("other"),)


def _known(message: Message) -> Attachment | None:
    if message.photo:
        fitting = [size for size in message.photo if (size.file_size or 0) <= MAX_FILE]
        return _file("image", fitting[-1] if fitting else None)
    kinds: tuple[tuple[AttachmentKind, Any], ...] = (
        ("audio", message.voice or message.audio),
        ("video", message.video or message.video_note or message.animation),
        ("sticker", message.sticker),
        ("file", message.document),
    )
    for kind, found in kinds:
        if found is not None:
            mime = getattr(found, "mime_type", None)
            picture = kind == "file" and isinstance(mime, str) and mime.startswith("image/")
            return _file("image" if picture else kind, found)
    if message.location is not None or message.venue is not None:
        return Attachment("location")
    return None if message.contact is None else Attachment("contact")


def _file(kind: AttachmentKind, found: Any) -> Attachment:
    name, size = getattr(found, "file_name", None), getattr(found, "file_size", None)
    key = getattr(found, "file_id", None)
    return Attachment(
        kind,
        name=clean(name)[:200] if isinstance(name, str) else None,
        size=size if isinstance(size, int) else None,
        key=key[:200] or None if isinstance(key, str) else None,
    )
