"""The heart: the owner answers. A librarian's conversation is left to the librarian."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.dialogue.port import Engine, EngineFailure, EngineTurn, TurnInput
from bot.dialogue.replies import Replies
from bot.dialogue.turn.needs import Needs
from bot.dialogue.turn.result import TurnResult
from bot.store.conversations import Conversation
from bot.store.inbox import InboxRow
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
MOST_BUBBLES = 2
MOST_BUTTONS = 4
UNREAD = {
    "image": "turn.photo",
    "audio": "turn.voice",
    "sticker": "turn.sticker",
    "contact": "turn.contact",
}
"""What is said to something without words, by its kind; to the rest `turn.attachment`."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a turn works with."""

    engine: Engine
    fallback: Engine
    needs: Needs
    redeem: Redeem
    replies: Replies


async def take_turn(
    row: InboxRow, conversation: Conversation, patron_id: str | None, parts: Parts
) -> TurnResult:
    """Never raises for what a reader wrote; engines report failures as values."""
    if row.payload is None and _CODE.match(row.text):
        linked = await _linked(row, conversation, parts)
        if linked is not None:
            return linked
    if conversation.owner == "librarian":
        return TurnResult((), trail=("reader wrote to the librarian",))
    if conversation.owner == "queue" and not _LEAVES_QUEUE.match(row.text.strip().lower()):
        return TurnResult(())
    wanted = NOTICES.get((row.payload or row.text).strip().lower())
    if wanted is not None:
        return _notices(row, patron_id, parts, on=wanted)
    result = await _answered(row, conversation, patron_id, parts)
    if row.pin:
        warning = Reply(say(parts, "turn.pin_typed", row.id))
        result = replace(result, replies=(warning, *result.replies))
    return replace(result, take_back=conversation.owner == "queue")


async def _linked(row: InboxRow, conversation: Conversation, parts: Parts) -> TurnResult | None:
    """The right code links the card whoever holds the conversation, and leaves it to them; None
    for any other eight letters."""
    linked = await parts.redeem(conversation.id, row.text.strip().upper())
    if linked is None:
        return None
    text = say(parts, "turn.linked", row.id)
    if conversation.owner != "bot":
        return TurnResult((Reply(text, sender="system"),), ("linked",), link=linked)
    tell_me = Button(say(parts, "button.notices_on", row.id), "/notices_on")
    return TurnResult((Reply(text, (tell_me,)),), ("linked",), link=linked)


def _notices(row: InboxRow, patron_id: str | None, parts: Parts, *, on: bool) -> TurnResult:
    """Only a linked reader can be told of loans."""
    if on and patron_id is None:
        link = Button(say(parts, "button.link", row.id), "/link_account")
        return TurnResult(
            (Reply(say(parts, "notice.link_first", row.id), (link,)),), ("info_told",)
        )
    text = say(parts, "notice.on" if on else "notice.off", row.id)
    return TurnResult((Reply(text),), ("info_told",), notices=on)


async def _answered(
    row: InboxRow, conversation: Conversation, patron_id: str | None, parts: Parts
) -> TurnResult:
    if row.attachments and not row.text.strip() and row.payload is None:
        key = UNREAD.get(row.files[0].kind if row.files else "", "turn.attachment")
        return TurnResult((Reply(say(parts, key, row.id)),), ("info_told",))
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
        return TurnResult((Reply(say(parts, "turn.empty", row.id)),), ("asked_meaning",))
    cut = await parts.needs.split(asked)
    if isinstance(cut, EngineFailure):
        return _merged([await _spare(asked, cut, parts)])
    return _merged([await _one(turn, parts) for turn in cut])


async def _one(asked: TurnInput, parts: Parts) -> tuple[EngineTurn, str | None]:
    answer = await parts.engine.turn(asked)
    if isinstance(answer, EngineTurn):
        return answer, None
    return await _spare(asked, answer, parts)


async def _spare(
    asked: TurnInput, answer: EngineFailure, parts: Parts
) -> tuple[EngineTurn, str | None]:
    spare = await parts.fallback.turn(asked)
    if isinstance(spare, EngineTurn):
        return spare, answer.reason
    return _apology(parts, asked, spare), f"{answer.reason}; {spare.reason}"


def _apology(parts: Parts, asked: TurnInput, _failure: EngineFailure) -> EngineTurn:
    button = Button(say(parts, "button.librarian", asked.turn_id), "/ask_librarian")
    text = say(parts, "turn.trouble", asked.turn_id)
    return EngineTurn((Reply(text, (button,)),), ("failed",))


def say(parts: Parts, key: str, turn_id: object) -> str:
    """A sentence of the turn itself, in the common form of address."""
    return parts.replies.text(key, str(turn_id), parts.replies.address(""), {})


def _bubbles(replies: list[Reply]) -> tuple[Reply, ...]:
    """At most two bubbles for several needs: neighbours that fit together become one."""
    while len(replies) > MOST_BUBBLES:
        pair = next(
            (n for n in range(len(replies) - 1, 0, -1) if _fit(replies[n - 1], replies[n])), None
        )
        if pair is None:
            break
        replies[pair - 1 : pair + 1] = [_joined(replies[pair - 1], replies[pair])]
    return tuple(replies)


def _fit(first: Reply, second: Reply) -> bool:
    """A list of cards stays the last thing of its bubble; a channel has room for few buttons."""
    return not first.cards and len(first.buttons) + len(second.buttons) <= MOST_BUTTONS


def _joined(first: Reply, second: Reply) -> Reply:
    return replace(
        second,
        text="\n\n".join(text for text in (first.text, second.text) if text),
        buttons=(*first.buttons, *second.buttons),
        citations=(*first.citations, *second.citations),
    )


def _merged(turns: list[tuple[EngineTurn, str | None]]) -> TurnResult:
    """Needs answered in order; replies of the parts follow each other."""
    said = [turn.replies for turn, _ in turns if turn.replies]
    replies = said[0] if len(said) == 1 else _bubbles([r for each in said for r in each])
    acts = tuple(dict.fromkeys(act for turn, _ in turns for act in turn.acts))
    effects = turns[0][0].effects
    for turn, _ in turns[1:]:
        effects = replace(
            effects,
            handoff=effects.handoff or turn.effects.handoff,
            unlink=effects.unlink or turn.effects.unlink,
            erase=effects.erase or turn.effects.erase,
            notes=effects.notes + turn.effects.notes,
        )
    understood = [turn.understood for turn, _ in turns if turn.understood is not None]
    return TurnResult(
        replies,
        acts,
        effects,
        {
            "intent": understood[0].intent if understood else None,
            "intents": list(dict.fromkeys(u.intent for u in understood)),
            "entities": [
                {
                    "entity": e.entity,
                    "typed": e.typed,
                    "value": e.value,
                    "start": e.start,
                    "end": e.end,
                }
                for u in understood
                for e in u.entities
            ],
        },
        tuple(line for turn, _ in turns for line in turn.trail),
        next((why for _, why in turns if why is not None), None),
    )
