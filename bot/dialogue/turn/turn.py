"""The heart: the owner answers. A librarian's conversation is left to the librarian."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.dialogue.port import Effects, Engine, EngineFailure, TurnInput, TurnResult
from bot.dialogue.replies import Replies
from bot.dialogue.turn.needs import Needs
from bot.dialogue.turn.several import in_order
from bot.store.conversations import Conversation
from bot.store.inbox import InboxRow
from bot.store.steps import step
from connectors.messages import Button, Reply

Redeem = Callable[[str, str], Awaitable[tuple[str, str] | None]]
"""(conversation id, code) -> (patron id, consent) when the code links a card."""

_CODE = re.compile(r"^\s*[BCDFGHJKLMNPQRSTVWXZ]{8}\s*$", re.IGNORECASE)
_LEAVES_QUEUE = re.compile(r"^/?(cancel|huỷ|hủy|huy|thôi khỏi|thoi khoi|quay lại|quay lai)\b")
COMMANDS = {
    "/xoa-du-lieu": '/privacy{"question":"erase"}',
    "/xuat-du-lieu": "/privacy",
    "/huy-lien-ket": "/unlink_account",
}


NOTICES = {
    "/notices_on": True, "/nhac-han": True, "bật nhắc": True, "bat nhac": True,
    "/notices_off": False, "/tat-nhac": False, "tắt nhắc": False, "tat nhac": False,
}  # fmt: skip
UNREAD = {
    "image": "turn.photo",
    "audio": "turn.voice",
    "sticker": "turn.sticker",
    "contact": "turn.contact",
}
"""What is said to something without words, by its kind; to the rest `turn.attachment`."""


@dataclass(frozen=True, slots=True)
class TurnDeps:
    """What a turn works with."""

    engine: Engine
    fallback: Engine
    needs: Needs
    redeem: Redeem
    replies: Replies


async def take_turn(
    row: InboxRow, conversation: Conversation, patron_id: str | None, deps: TurnDeps
) -> TurnResult:
    """Never raises for what a reader wrote; engines report failures as values."""
    if row.payload is None and _CODE.match(row.text):
        linked = await _linked(row, conversation, deps)
        if linked is not None:
            return linked
    if conversation.owner == "librarian":
        return TurnResult((), trail=(step("with_librarian"),))
    if conversation.owner == "queue" and not _LEAVES_QUEUE.match(row.text.strip().lower()):
        return TurnResult(())
    wanted = NOTICES.get((row.payload or row.text).strip().lower())
    if wanted is not None:
        return _notices(row, patron_id, deps, on=wanted)
    result = await _answered(row, conversation, patron_id, deps)
    if row.pin:
        warning = Reply(say(deps, "turn.pin_typed", row.id))
        result = replace(result, replies=(warning, *result.replies))
    left = Effects(take_back=conversation.owner == "queue")
    return replace(result, effects=result.effects.then(left))


async def _linked(row: InboxRow, conversation: Conversation, deps: TurnDeps) -> TurnResult | None:
    """The right code links the card whoever holds the conversation, and leaves it to them; None
    for any other eight letters."""
    linked = await deps.redeem(conversation.id, row.text.strip().upper())
    if linked is None:
        return None
    text = say(deps, "turn.linked", row.id)
    if conversation.owner != "bot":
        return TurnResult(
            (Reply(text, sender="system"),), ("linked",), effects=Effects(link=linked)
        )
    tell_me = Button(say(deps, "button.notices_on", row.id), "/notices_on")
    return TurnResult((Reply(text, (tell_me,)),), ("linked",), effects=Effects(link=linked))


def _notices(row: InboxRow, patron_id: str | None, deps: TurnDeps, *, on: bool) -> TurnResult:
    """Only a linked reader can be told of loans."""
    if on and patron_id is None:
        link = Button(say(deps, "button.link", row.id), "/link_account")
        return TurnResult((Reply(say(deps, "notice.link_first", row.id), (link,)),), ("info_told",))
    text = say(deps, "notice.on" if on else "notice.off", row.id)
    return TurnResult((Reply(text),), ("info_told",), effects=Effects(notices=on))


async def _answered(
    row: InboxRow, conversation: Conversation, patron_id: str | None, deps: TurnDeps
) -> TurnResult:
    if row.attachments and not row.text.strip() and row.payload is None:
        key = UNREAD.get(row.files[0].kind if row.files else "", "turn.attachment")
        return TurnResult((Reply(say(deps, key, row.id)),), ("info_told",))
    asked = TurnInput(
        conversation_id=conversation.id,
        turn_id=str(row.id),
        text=row.text,
        payload=COMMANDS.get(row.text.strip().lower(), row.payload),
        patron_id=patron_id,
        channel=conversation.channel,
        attachments=row.attachments,
    )
    if not row.text.strip() and asked.payload is None:
        return TurnResult((Reply(say(deps, "turn.empty", row.id)),), ("asked_meaning",))
    cut = await deps.needs.split(asked)
    if isinstance(cut, EngineFailure):
        return await _spare(asked, cut, deps)
    return in_order([await _one(turn, deps) for turn in cut])


async def _one(asked: TurnInput, deps: TurnDeps) -> TurnResult:
    answer = await deps.engine.turn(asked)
    return answer if isinstance(answer, TurnResult) else await _spare(asked, answer, deps)


async def _spare(asked: TurnInput, failure: EngineFailure, deps: TurnDeps) -> TurnResult:
    spare = await deps.fallback.turn(asked)
    if isinstance(spare, TurnResult):
        return replace(spare, degraded=failure.reason)
    return trouble(deps, asked.turn_id, f"{failure.reason}; {spare.reason}")


def trouble(deps: TurnDeps, turn_id: object, why: str) -> TurnResult:
    """Nothing could answer: the reader is told, and offered a librarian."""
    button = Button(say(deps, "button.librarian", turn_id), "/ask_librarian")
    reply = Reply(say(deps, "turn.trouble", turn_id), (button,))
    return TurnResult((reply,), ("failed",), degraded=why)


def say(deps: TurnDeps, key: str, turn_id: object) -> str:
    """A sentence of the turn itself, in the common form of address."""
    return deps.replies.text(key, str(turn_id), deps.replies.address(""), {})
